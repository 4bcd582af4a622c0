import { type Question, say } from '../../content/index.ts';
import type { Speak } from '../../messages/index.ts';
import { type AnswerKept, DAY_PARTS, partsCovered } from '../../rooms/intake/index.ts';
import { type ChoiceBeside, ChoicesBeside, ChoicesEach, DateField, Field, Select, Small, Textarea, Tick, WeekGrid } from '../../ui/index.ts';
import { hourInWords, monthInWords, weekdayInWords } from './calendar-words.ts';
import { languagesToOffer } from './languages.ts';

/** What every kind of question is asked with. */
interface Asking {
  readonly question: Question;
  readonly answer: AnswerKept | undefined;
  readonly t: Speak;
  /** The question is the page's own heading, unless a word of warning stands there. */
  readonly heading: 'h1' | 'h2';
}

/** The fields of one question, whatever its kind, with why it is asked and who sees it. */
export function QuestionFields(asking: Asking) {
  const { question, answer, t } = asking;
  return (
    <>
      <Fields {...asking} />
      {question.whoSees.id === 'your-choice' && <Tick of="share" label={t('intake.question.share')} checked={answer?.share ?? false} />}
      <div class="stack close">
        <Small><strong>{t('intake.question.why')}</strong> {say(question.why, t.lang)}</Small>
        <Small><strong>{t('intake.question.who-sees')}</strong> {say(question.whoSees.text, t.lang)}</Small>
        {!question.skippable && question.skipReason !== undefined && <Small><strong>{t('intake.question.needed')}</strong> {say(question.skipReason, t.lang)}</Small>}
      </div>
    </>
  );
}

function Fields(asking: Asking) {
  const { question } = asking;
  if (question.eachOption !== undefined) return <Weighing {...asking} weights={question.eachOption} />;
  switch (question.kind) {
    case 'single':
    case 'multi':
      return <Choosing {...asking} />;
    case 'language':
      return <Languages {...asking} />;
    case 'availability':
      return <Week {...asking} />;
    case 'date':
      return <When {...asking} />;
    case 'number':
      return <HowMany {...asking} />;
    case 'text':
      return <Words {...asking} />;
  }
}

/** Ways to be reached have fields that phones and browsers know how to fill. */
const lineTypes: Readonly<Record<string, 'email' | 'tel'>> = { 'reach-email': 'email', 'reach-text': 'tel', 'reach-phone': 'tel' };

function Choosing({ question, answer, t, heading }: Asking) {
  const choices = question.options.map((option): ChoiceBeside => {
    const type = lineTypes[option.id];
    const label = type === 'email' ? t('intake.question.line-email') : type === 'tel' ? t('intake.question.line-phone') : t('intake.question.line');
    return {
      value: option.id,
      label: say(option.text, t.lang),
      ...(option.opensText === true && { line: { label, ...(type !== undefined && { type, autocomplete: type }) }, written: answer?.written.beside?.[option.id] }),
    };
  });
  return (
    <ChoicesBeside of="chosen" kind={question.kind === 'single' ? 'one' : 'several'} heading={heading} choices={choices} value={answer?.coded.chosen} {...asked(question, t)} />
  );
}

function Weighing({ question, answer, t, heading, weights }: Asking & { weights: NonNullable<Question['eachOption']> }) {
  const named = Object.entries(weights)
    .toSorted(([a], [b]) => placeOf(a) - placeOf(b))
    .map(([value, text]) => ({ value, label: say(text, t.lang) }));
  const things = question.options.filter(({ exclusive }) => exclusive !== true).map((option) => ({
    value: option.id,
    label: say(option.text, t.lang),
    weight: answer?.coded.each?.[option.id],
    ...(option.opensText === true && { line: { label: t('intake.question.line') }, written: answer?.written.beside?.[option.id] }),
  }));
  const alone = question.options.filter(({ exclusive }) => exclusive === true).map((option) => ({ value: option.id, label: say(option.text, t.lang) }));
  return (
    <ChoicesEach of="chosen" heading={heading} things={things} alone={alone} value={answer?.coded.chosen} {...asked(question, t)}
      weights={'not' in weights ? named : [...named, { value: '', label: t('intake.question.open') }]} />
  );
}

/** The database keeps the weights of a question, not their order: from the strongest down, and unknown ones after those. */
const weightsInOrder = ['only', 'prefer', 'lot', 'little', 'not'];

function placeOf(weight: string): number {
  const place = weightsInOrder.indexOf(weight);
  return place < 0 ? weightsInOrder.length : place;
}

function Languages({ question, answer, t, heading }: Asking) {
  const chosen = answer?.coded.chosen ?? [];
  const languages = languagesToOffer(t, chosen);
  return (
    <>
      <ChoicesBeside of="chosen" kind="several" heading={heading} choices={languages} value={chosen} {...asked(question, t)} />
      <Field of="text" label={t('intake.question.other-language')} value={answer?.written.text} width={24} />
      <Select of="home" label={t('intake.question.home-language')} value={chosen.length > 1 ? chosen[0] : ''}
        options={[{ value: '', label: t('intake.question.no-home-language') }, ...languages]} />
    </>
  );
}

function Week({ question, answer, t, heading }: Asking) {
  const days = [1, 2, 3, 4, 5, 6, 7].map((day) => ({ value: String(day), word: weekdayInWords(t, day, 'long'), short: weekdayInWords(t, day, 'short') }));
  const parts = Object.entries(DAY_PARTS).map(([value, { from, to }]) => ({
    value,
    word: t(partWords[value as keyof typeof DAY_PARTS]),
    short: '',
    hint: t('intake.question.hours', { from: hourInWords(t, from), until: hourInWords(t, to) }),
  }));
  return (
    <>
      <WeekGrid of="parts" heading={heading} days={days} parts={parts} value={partsCovered(answer?.coded.slots ?? [])} {...asked(question, t)} />
      <Textarea of="text" label={t('intake.question.times-words')} rows={2} value={answer?.written.text} />
    </>
  );
}

/** The parts of a day in words. */
export const partWords = {
  morning: 'intake.question.morning', afternoon: 'intake.question.afternoon', evening: 'intake.question.evening', night: 'intake.question.night',
} as const;

function When({ question, answer, t, heading }: Asking) {
  const [year, month] = (answer?.coded.date ?? '').split('-');
  const Heading = heading;
  if (question.precision !== 'month') return <DateField of="text" value={answer?.coded.date} {...labelled(question, t, heading)} />;
  return (
    <fieldset class="stack tight">
      <legend><Heading>{say(question.text, t.lang)}</Heading></legend>
      {question.hint !== undefined && <span class="hint">{say(question.hint, t.lang)}</span>}
      <div class="row">
        <Select of="month" label={t('intake.question.month')} value={month ?? ''}
          options={[{ value: '', label: '' }, ...Array.from({ length: 12 }, (_, at) => ({ value: String(at + 1).padStart(2, '0'), label: monthInWords(t, at + 1) }))]} />
        <Field of="year" label={t('intake.question.year')} value={year} inputmode="numeric" width={6} maxlength={4} />
      </div>
    </fieldset>
  );
}

const units = { hour: 'intake.question.unit-hour', month: 'intake.question.unit-month', person: 'intake.question.unit-person' } as const;

function HowMany({ question, answer, t, heading }: Asking) {
  const unit = question.unit === undefined ? undefined : t(units[question.unit]);
  const hint = [question.hint && say(question.hint, t.lang), unit].filter(Boolean).join(' ');
  return <Field of="text" value={answer?.coded.number === undefined ? undefined : String(answer.coded.number)} inputmode="decimal" width={6} {...labelled(question, t, heading)} hint={hint === '' ? undefined : hint} />;
}

/** Questions whose answer is a word or two: they get one line. A coordinator's own question gets room. */
const short: ReadonlySet<string> = new Set(['preferred-name', 'pronouns', 'place', 'grief-name', 'stay-where', 'cancer-kind', 'child-illness', 'town-for-emergency']);

function Words({ question, answer, t, heading }: Asking) {
  const value = answer?.written.text;
  if (!short.has(question.id)) return <Textarea of="text" value={value} {...labelled(question, t, heading)} />;
  return <Field of="text" value={value} {...(question.id === 'preferred-name' && { autocomplete: 'nickname' as const })} {...labelled(question, t, heading)} />;
}

function asked(question: Question, t: Speak) {
  return { label: say(question.text, t.lang), ...(question.hint !== undefined && { hint: say(question.hint, t.lang) }) };
}

function labelled(question: Question, t: Speak, heading: 'h1' | 'h2') {
  return { ...asked(question, t), heading };
}
