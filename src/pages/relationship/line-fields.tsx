import type { Speak } from '../../messages/index.ts';
import type { LineSeen, TopicSeen } from '../../rooms/agreements/index.ts';
import { Choices, Field, Row, Textarea } from '../../ui/index.ts';
import type { Fields } from '../../web/fields.ts';
import { clockInWords } from './other.ts';

/** The topic whose lines may set hours in which nothing rings. */
const HOURS = 'hours';

/** The fields of a line: own words, or one of the starters; for quiet hours, two times. */
export function LineFields({ t, topic, line }: { t: Speak; topic: TopicSeen; line?: LineSeen }) {
  const quiet = line?.sets.quietHours;
  return (
    <>
      <Textarea of="words" label={t('agreements.own-words')} rows={3} maxlength={600} value={line?.words} />
      {topic.id === HOURS && (
        <fieldset class="stack tight">
          <legend>{t('agreements.quiet-times')}</legend>
          <p class="hint">{t('agreements.quiet-hint')}</p>
          <Row>
            <Field of="quietFrom" type="time" label={t('agreements.quiet-from')} width={6} value={quiet?.from} />
            <Field of="quietUntil" type="time" label={t('agreements.quiet-until')} width={6} value={quiet?.to} />
          </Row>
        </fieldset>
      )}
      {topic.starters.length > 0 && (
        <Choices of="starter" kind="one" label={t('agreements.or-pick')} value=""
          choices={[{ value: '', label: t('agreements.use-own') }, ...topic.starters.map(({ id, text }) => ({ value: id, label: text }))]} />
      )}
    </>
  );
}

/** What those fields mean: a starter that was picked wins; times without words are said in words. */
export function readLine(fields: Fields, t: Speak): { words: string; starter: string; quietFrom: string; quietUntil: string } {
  const starter = fields.text('starter');
  const quietFrom = fields.text('quietFrom').slice(0, 5);
  const quietUntil = fields.text('quietUntil').slice(0, 5);
  if (starter !== '') return { words: '', starter, quietFrom: '', quietUntil: '' };
  const both = /^\d{2}:\d{2}$/.test(quietFrom) && /^\d{2}:\d{2}$/.test(quietUntil);
  const words = fields.given('words') ?? (both ? t('agreements.quiet-line', { from: clockInWords(t, quietFrom), until: clockInWords(t, quietUntil) }) : '');
  return { words, starter: '', quietFrom, quietUntil };
}
