import { say, starter } from '../../../content/index.ts';
import { addQuestion, changeQuestionSet, neededQuestions, programmeQuestions, programmeSettings } from '../../../rooms/programmes/index.ts';
import { Button, Card, Choices, Folded, Form, Link, Quiet, Row, Select, Stack, Tag, Textarea } from '../../../ui/index.ts';
import type { Fields } from '../../../web/fields.ts';
import { address, page } from '../../../web/page.ts';
import { form } from '../../../web/form.ts';
import type { Visit } from '../../../web/visit.ts';
import { About, Place, Settings } from './around.tsx';
import { OwnText, textFrom } from './own-text.tsx';

const here = '/programmes/:programme/settings/questions';
const back = (_: unknown, visit: Visit) => ({ to: address(here, { programme: visit.params.programme ?? '' }, { set: visit.query.get('set') }), say: 'programmes.saved' as const });

/** The questions of one set in order: move, take out, take in from the bank, or write a new one. */
export default page({
  address: here,
  may: 'staff',
  async load(visit) {
    const slug = visit.params.programme;
    const { programme: { settings: { intake } } } = await programmeSettings(visit, { slug });
    const sets = [intake.seeker, intake.supporter, intake.short];
    return { sets, ...(await programmeQuestions(visit, { slug, set: visit.query.get('set') ?? intake.seeker })) };
  },
  title: ({ t }) => t('programmes.place.questions'),
  chrome: 'staff',
  forms: {
    arrange: form({
      act: changeQuestionSet,
      read: (fields) => ({ programme: fields.text('programme'), set: fields.text('set'), version: fields.text('version'), questions: arranged(fields) }),
      then: back,
      refusals: { 'changed-meanwhile': 'programmes.refusal.changed-meanwhile', 'still-needed': 'programmes.refusal.still-needed' },
    }),
    write: form({
      act: addQuestion,
      read: (fields) => ({
        programme: fields.text('programme'), set: fields.text('set'), kind: fields.text('kind'), text: textFrom(fields, 'text'), why: textFrom(fields, 'why'), options: optionsFrom(fields),
      }),
      then: back, refusals: {},
    }),
  },
  body(seen) {
    const { t, lang, data: { programme, set, sets, version, asked, known } } = seen;
    const bank = [...known, ...starter().intake.questions.filter((one) => one.sides.includes(set.side))]
      .filter((one, at, all) => !asked.some(({ id }) => id === one.id) && all.findIndex(({ id }) => id === one.id) === at && one.sides.includes(set.side));
    return (
      <Settings programme={programme} here={here} t={t} heading={t('programmes.questions.heading')} words={t('programmes.questions.words')}>
        <nav class="row" aria-label={t('programmes.questions.sets')}>
          {sets.map((id, at) => <Place key={id} to={address(here, { programme: programme.slug }, { set: id })} here={id === set.id}>{t(setNames[at] ?? 'programmes.questions.short')}</Place>)}
        </nav>
        <Form seen={seen} name="arrange">
          <About programme={programme} />
          <input type="hidden" name="set" value={set.id} />
          <input type="hidden" name="version" value={version} />
          <ol class="stack">
            {asked.map((question, at) => (
              <li key={question.id}>
                <input type="hidden" name="question" value={question.id} />
                <Card gap="close">
                  <Link to={address('/programmes/:programme/settings/questions/:question', { programme: programme.slug, question: question.id })}>{say(question.text, lang)}</Link>
                  <Row>
                    <Tag>{t(question.skippable ? 'programmes.questions.may-skip' : 'programmes.questions.may-not-skip')}</Tag>
                    {at > 0 && <Quiet name="move" value={`up:${question.id}`} label={t('programmes.questions.up-of', { number: at + 1 })}>{t('programmes.questions.up')}</Quiet>}
                    {at < asked.length - 1 && <Quiet name="move" value={`down:${question.id}`} label={t('programmes.questions.down-of', { number: at + 1 })}>{t('programmes.questions.down')}</Quiet>}
                    {!neededQuestions[set.side].includes(question.id) && <Quiet name="move" value={`out:${question.id}`} label={t('programmes.questions.out-of', { number: at + 1 })}>{t('programmes.questions.out')}</Quiet>}
                  </Row>
                </Card>
              </li>
            ))}
          </ol>
          <Select of="bank" label={t('programmes.questions.bank')} options={bank.map((one) => ({ value: one.id, label: say(one.text, lang) }))} />
          <div><Button second name="move" value="in">{t('programmes.questions.in')}</Button></div>
        </Form>
        <Stack as="section">
          <Folded summary={t('programmes.questions.write')}>
            <Form seen={seen} name="write">
              <About programme={programme} />
              <input type="hidden" name="set" value={set.id} />
              <OwnText of="text" label={t('programmes.question.text')} t={t} />
              <OwnText of="why" label={t('programmes.question.why')} t={t} />
              <Choices of="kind" kind="one" label={t('programmes.question.kind')} value="text" choices={(['text', 'single', 'multi'] as const).map((kind) => ({ value: kind, label: t(`programmes.question.kind.${kind}`) }))} />
              <Textarea of="options" label={t('programmes.question.options')} hint={t('programmes.question.options-hint')} optional rows={4} />
              <div><Button>{t('programmes.questions.add')}</Button></div>
            </Form>
          </Folded>
        </Stack>
      </Settings>
    );
  },
});

const setNames = ['programmes.questions.seeker', 'programmes.questions.supporter', 'programmes.questions.short'] as const;

/** The ids as they stand on the page, with the one change that was pressed. */
function arranged(fields: Fields): readonly string[] {
  const ids = fields.list('question');
  const [what, id = ''] = fields.text('move').split(':');
  const at = ids.indexOf(id);
  const other = what === 'up' ? at - 1 : at + 1;
  if (what === 'in') return [...ids, fields.text('bank')];
  if (what === 'out') return ids.filter((one) => one !== id);
  if (at < 0 || other < 0 || other >= ids.length) return ids;
  return ids.with(at, ids[other] ?? id).with(other, id);
}

/** One answer a line, English and French with a slash between: “East / Est”. */
function optionsFrom(fields: Fields) {
  const lines = fields.text('options').split('\n').map((line) => line.trim()).filter((line) => line !== '');
  return lines.map((line) => {
    const [en = '', fr = ''] = line.split(' / ').map((part) => part.trim());
    return { en, fr: fr === '' ? en : fr };
  });
}
