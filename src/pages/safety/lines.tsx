import { say } from '../../content/index.ts';
import type { Speak } from '../../messages/index.ts';
import { dialled, type HelpLine } from '../../rooms/safety/index.ts';
import { Button, Card, Row, Small } from '../../ui/index.ts';

/** The name of a country in the reader's language. */
export function countryInWords(t: Speak, country: string): string {
  return new Intl.DisplayNames(t.locale, { type: 'region', fallback: 'code' }).of(country) ?? country;
}

/** A day that is kept as `2026-11-03`, in words. */
export function dayInWords(t: Speak, day: string): string {
  return t.date(new Date(`${day}T12:00:00Z`), 'UTC', 'full');
}

/** Languages in words: “English, French and Spanish”. */
function languagesInWords(t: Speak, languages: readonly string[]): string {
  const names = new Intl.DisplayNames(t.locale, { type: 'language', fallback: 'code' });
  return t.list(languages.map((code) => names.of(code) ?? code));
}

/** The ways to reach a line: call, text, its own page. Numbers are shown as they are dialled. */
export function Ways({ line, t, first }: { line: HelpLine; t: Speak; first?: boolean }) {
  const { call, sms, smsWords, web } = line;
  return (
    <Row>
      {call !== '' && <Button to={`tel:${dialled(call)}`} second={first !== true}>{t('help.call', { number: call })}</Button>}
      {sms !== '' && <Button to={`sms:${dialled(sms)}${smsWords === '' ? '' : `?body=${encodeURIComponent(smsWords)}`}`} second>{smsWords === '' ? t('help.text', { number: sms }) : t('help.text-words', { words: smsWords, number: sms })}</Button>}
      {web !== '' && <Button to={web} second>{t('help.web')}</Button>}
    </Row>
  );
}

/** One help line: who it is, when they are there, how to reach them, and when the programme last called it. */
export function Line({ line, t }: { line: HelpLine; t: Speak }) {
  const facts = [say(line.hours, t.lang), languagesInWords(t, line.languages), line.region].filter((one) => one !== '').join(' · ');
  const about = say(line.about, t.lang);
  return (
    <Card as="li" gap="tight">
      <h3>{say(line.name, t.lang)}</h3>
      {facts !== '' && <Small>{facts}</Small>}
      {about !== '' && <p>{about}</p>}
      <Ways line={line} t={t} />
      {line.confirmedOn !== null && <Small>{t('help.checked', { day: dayInWords(t, line.confirmedOn) })}</Small>}
    </Card>
  );
}
