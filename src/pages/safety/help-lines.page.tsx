import { say, starter, type Text } from '../../content/index.ts';
import type { Speak } from '../../messages/index.ts';
import { confirmHelpLine, type HelpLineKept, helpLinesToKeep, raiseHelpLine, removeHelpLine, type SuggestedLine, takeSuggestedLine, writeHelpLine } from '../../rooms/safety/index.ts';
import { Button, Card, DateField, Field, Folded, Form, Link, List, Quiet, Row, Select, Small } from '../../ui/index.ts';
import type { Fields } from '../../web/fields.ts';
import { form } from '../../web/form.ts';
import { address, page, type Seen } from '../../web/page.ts';
import type { Visit } from '../../web/visit.ts';
import { About, Settings } from '../coordinator/settings/around.tsx';
import { countryInWords, dayInWords } from './lines.tsx';

const here = '/programmes/:programme/settings/help-lines';
type Said = 'help.said.confirmed' | 'help.said.kept' | 'help.said.removed';
const back = (say?: Said) => (_: unknown, { params, query }: Visit) => ({ to: address(here, { programme: params.programme ?? '' }, { country: query.get('country') }), ...(say !== undefined && { say }) });
const ofLine = (fields: Fields) => ({ programme: fields.text('programme'), line: fields.text('line') });
const countries = starter().safety.confirmBeforeOpening.countries;

/** The help lines of the organisation, for those who look after them: add, call, confirm, put in order. A programme opens when each was called. */
export default page({
  address: here,
  may: 'staff',
  load(visit) {
    const country = /^[A-Z]{2}$/.exec(visit.query.get('country') ?? '')?.[0];
    return helpLinesToKeep(visit, { programme: visit.params.programme, ...(country !== undefined && { country }) });
  },
  title: ({ t }) => t('help.place'),
  chrome: 'staff',
  forms: {
    add: form({ act: takeSuggestedLine, read: (fields) => ({ programme: fields.text('programme'), key: fields.text('key') }), then: back('help.said.kept'), refusals: {} }),
    confirm: form({ act: confirmHelpLine, read: (fields) => ({ ...ofLine(fields), calledOn: fields.text('calledOn') }), then: back('help.said.confirmed'), refusals: { 'day-is-ahead': 'help.refusal.day-is-ahead' } }),
    up: form({ act: raiseHelpLine, read: ofLine, then: back(), refusals: {} }),
    remove: form({ act: removeHelpLine, read: ofLine, then: back('help.said.removed'), refusals: {} }),
    write: form({
      act: writeHelpLine,
      read: (fields) => ({
        programme: fields.text('programme'), line: fields.given('line'), kind: fields.text('kind'), country: fields.text('country').trim().toUpperCase(), region: fields.text('region'),
        name: { en: fields.text('name.en'), fr: fields.text('name.fr') }, hours: { en: fields.text('hours.en'), fr: fields.text('hours.fr') }, about: { en: '', fr: '' },
        call: fields.text('call'), sms: fields.text('sms'), smsWords: fields.text('smsWords'), web: fields.text('web').trim(),
        languages: fields.text('languages').split(/[\s,]+/).filter((one) => one !== ''), source: fields.text('source'),
      }),
      then: back('help.said.kept'), refusals: { 'no-way-to-reach': 'help.refusal.no-way-to-reach' },
    }),
  },
  body(seen) {
    const { t, lang, data: { programme, country, lines, suggested } } = seen;
    const toLookUp = countries.find((one) => one.country === country);
    return (
      <Settings programme={programme} here={here} t={t} heading={t('help.settings.heading')} words={t('help.settings.words')}>
        <h2>{t('help.settings.country', { country: countryInWords(t, country) })}</h2>
        {lines.length === 0 ? <p>{t('help.settings.none')}</p> : <List>{lines.map((line, at) => <Kept key={line.id} seen={seen} line={line} first={at === 0} />)}</List>}
        {suggested.length > 0 && <><h2>{t('help.settings.suggested')}</h2><p>{t('help.settings.suggested-words')}</p><List>{suggested.map((line) => <Suggested key={line.key} seen={seen} line={line} />)}</List></>}
        <Folded summary={t('help.settings.own')}><Write seen={seen} country={country} /></Folded>
        {toLookUp !== undefined && (
          <Folded summary={t('help.settings.look-up')}>
            <ul>{toLookUp.services.map((service) => <li key={`${service.kind.id}${service.knownAs.en}`}>{say(service.kind.name, lang)}: {say(service.knownAs, lang)}{service.region !== undefined && ` (${service.region})`}</li>)}</ul>
            {toLookUp.alsoByRegion !== undefined && <p>{say(toLookUp.alsoByRegion, lang)}</p>}
          </Folded>
        )}
        <Folded summary={t('help.settings.other-country')}>
          <Row>{countries.filter((one) => one.country !== country).map((one) => <Link key={one.country} to={address(here, { programme: programme.slug }, { country: one.country })} class="quiet">{say(one.name, lang)}</Link>)}</Row>
        </Folded>
      </Settings>
    );
  },
});

type In = Seen<typeof here, Awaited<ReturnType<typeof helpLinesToKeep>>>;

/** The numbers of a line side by side. */
function numbersOf({ call, sms, smsWords, web }: { call?: string | undefined; sms?: string | undefined; smsWords?: string | undefined; web?: string | undefined }, t: Speak): string {
  return [call ? t('help.call', { number: call }) : '', sms ? (smsWords ? t('help.text-words', { words: smsWords, number: sms }) : t('help.text', { number: sms })) : '', web ?? ''].filter((one) => one !== '').join(' · ');
}

function Kept({ seen, line, first }: { seen: In; line: HelpLineKept; first: boolean }) {
  const { t, lang, data: { programme } } = seen;
  const name = say(line.name, lang);
  const hidden = <><About programme={programme} /><input type="hidden" name="line" value={line.id} /></>;
  const called = line.confirmedOn === null ? t('help.settings.waiting') : t('help.settings.called', { day: dayInWords(t, line.confirmedOn), name: line.confirmedBy || t('safety.somebody') });
  return (
    <Card as="li" gap="tight" {...(line.confirmedOn === null ? { tone: 'alarm' } : {})}>
      <h3>{name}</h3>
      <p>{numbersOf(line, t)}</p>
      <Small>{called}</Small>
      {line.confirmedOn === null ? <Confirm seen={seen} line={line} /> : <Folded summary={t('help.settings.call-again')}><Confirm seen={seen} line={line} /></Folded>}
      <Row>
        {!first && <Form seen={seen} name="up" what={line.id} quiet>{hidden}<Quiet label={t('help.settings.up-named', { name })}>{t('help.settings.up')}</Quiet></Form>}
        <Form seen={seen} name="remove" what={line.id} quiet>{hidden}<Quiet label={t('help.settings.remove-named', { name })}>{t('help.settings.remove')}</Quiet></Form>
      </Row>
      <Folded summary={t('help.settings.change')}><Write seen={seen} country={line.country} line={line} /></Folded>
    </Card>
  );
}

/** “I called it on this day, and it works.” */
function Confirm({ seen, line }: { seen: In; line: HelpLineKept }) {
  const { t, lang, now, data: { programme } } = seen;
  return (
    <Form seen={seen} name="confirm" what={line.id} class="stack tight">
      <About programme={programme} />
      <input type="hidden" name="line" value={line.id} />
      {line.kind === 'emergency' && <p><strong>{t('help.settings.emergency')}</strong></p>}
      <DateField of="calledOn" label={t(line.kind === 'emergency' ? 'help.settings.looked-up-on' : 'help.settings.called-on-for', { name: say(line.name, lang) })} value={now.toISOString().slice(0, 10)} max={new Date(now.getTime() + 86_400_000).toISOString().slice(0, 10)} />
      <div><Button second>{t('help.settings.confirm')}</Button></div>
    </Form>
  );
}

function Suggested({ seen, line }: { seen: In; line: SuggestedLine }) {
  const { t, lang, data: { programme } } = seen;
  const name = say(line.name, lang);
  return (
    <Card as="li" gap="tight">
      <h3>{name}</h3>
      <p>{numbersOf(line, t)}</p>
      <Form seen={seen} name="add" what={line.key} quiet>
        <About programme={programme} />
        <input type="hidden" name="key" value={line.key} />
        <Quiet label={t('help.settings.add-named', { name })}>{t('help.settings.add')}</Quiet>
      </Form>
    </Card>
  );
}

/** A line in both languages, as it is dialled. Changing a number means calling it again. */
function Write({ seen, country, line }: { seen: In; country: string; line?: HelpLineKept }) {
  const { t, lang, data: { programme } } = seen;
  const text = (words: Text | undefined, of: 'en' | 'fr') => words?.[of];
  return (
    <Form seen={seen} name="write" what={line?.id ?? 'new'}>
      <About programme={programme} />
      {line !== undefined && <input type="hidden" name="line" value={line.id} />}
      <Select of="kind" label={t('help.settings.kind')} value={line?.kind} options={starter().safety.serviceKinds.map((kind) => ({ value: kind.id, label: say(kind.name, lang) }))} />
      <Field of="name.en" label={t('help.settings.name-en')} value={text(line?.name, 'en')} maxlength={120} />
      <Field of="name.fr" label={t('help.settings.name-fr')} value={text(line?.name, 'fr')} maxlength={120} />
      <Field of="call" label={t('help.settings.call')} value={line?.call} optional inputmode="tel" width={12} />
      <Field of="sms" label={t('help.settings.sms')} value={line?.sms} optional inputmode="tel" width={12} />
      <Field of="smsWords" label={t('help.settings.sms-words')} value={line?.smsWords} optional width={12} />
      <Field of="web" label={t('help.settings.web')} value={line?.web} optional inputmode="url" />
      <Field of="hours.en" label={t('help.settings.hours-en')} value={text(line?.hours, 'en')} optional />
      <Field of="hours.fr" label={t('help.settings.hours-fr')} value={text(line?.hours, 'fr')} optional />
      <Field of="languages" label={t('help.settings.languages')} hint={t('help.settings.languages-hint')} value={line?.languages.join(' ')} optional width={12} />
      <Field of="region" label={t('help.settings.region')} value={line?.region} optional />
      <Field of="country" label={t('help.settings.country-code')} value={line?.country ?? country} width={6} />
      <div><Button second>{t('help.settings.save')}</Button></div>
    </Form>
  );
}
