import { say, starter, type Text } from '../../../content/index.ts';
import type { Speak } from '../../../messages/index.ts';
import { changeCapacity, changeChoosing, changeCriteria, type ContentKinds, neverSoft, programmeContent, programmeSettings, weightSum } from '../../../rooms/programmes/index.ts';
import { Button, Card, Choices, Columns, Field, Folded, Form, Row, Select, Small } from '../../../ui/index.ts';
import { address, page } from '../../../web/page.ts';
import { form } from '../../../web/form.ts';
import type { Visit } from '../../../web/visit.ts';
import { About, Settings } from './around.tsx';
import { rowsFrom } from './own-text.tsx';

const back = (_: unknown, visit: Visit) => ({ to: address('/programmes/:programme/settings/matching', { programme: visit.params.programme ?? '' }), say: 'programmes.saved' as const });

/** What counts when somebody is looked for, how much, and who chooses. */
export default page({
  address: '/programmes/:programme/settings/matching',
  may: 'staff',
  async load(visit) {
    const slug = visit.params.programme;
    const { programme } = await programmeSettings(visit, { slug });
    const used = (await programmeContent(visit, { slug, kind: 'criterion' })).items.map(({ body }): CriterionRow => body as ContentKinds['criterion']);
    const unused = starter().criteria.filter(({ id }) => !used.some((one) => one.id === id)).map(({ id, name, differs }): CriterionRow => ({ id, name, differs, strength: 'off' }));
    return { programme, rows: [...used, ...unused], sum: weightSum(used) };
  },
  title: ({ t }) => t('programmes.place.matching'),
  chrome: 'staff',
  wide: true,
  forms: {
    criteria: form({
      act: changeCriteria,
      read: (fields) => ({ programme: fields.text('programme'), uses: rowsFrom(fields, 'uses', ['id', 'strength', 'weight']).map((use) => ({ ...use, weight: use.weight.trim() || '0' })) }),
      then: back,
      refusals: { 'must-stay-hard': 'programmes.refusal.must-stay-hard', 'weights-not-100': 'programmes.refusal.weights-not-100' },
    }),
    capacity: form({
      act: changeCapacity,
      read: (fields) => ({ programme: fields.text('programme'), ...Object.fromEntries(loads.map((load) => [load, fields.text(load)])) }),
      then: back, refusals: { 'not-in-order': 'programmes.refusal.not-in-order' },
    }),
    choosing: form({
      act: changeChoosing,
      read: (fields) => ({ programme: fields.text('programme'), whoChooses: fields.text('whoChooses'), firstToAnswer: fields.text('firstToAnswer'), show: fields.text('show') }),
      then: back, refusals: {},
    }),
  },
  body(seen) {
    const { t, data: { programme, rows, sum } } = seen;
    return (
      <Settings programme={programme} here="/programmes/:programme/settings/matching" t={t} heading={t('programmes.matching.heading')} words={t('programmes.matching.words')}>
        <h2>{t('programmes.matching.criteria')}</h2>
        <Card tone="moss"><p>{t('programmes.matching.sum', { sum })}</p></Card>
        <Form seen={seen} name="criteria">
          <About programme={programme} />
          <Columns>{rows.map((row, at) => row.strength !== 'off' && <Criterion key={row.id} row={row} at={at} t={t} />)}</Columns>
          <Folded summary={t('programmes.matching.more')}>
            <Columns>{rows.map((row, at) => row.strength === 'off' && <Criterion key={row.id} row={row} at={at} t={t} />)}</Columns>
          </Folded>
          <div><Button>{t('programmes.save')}</Button></div>
        </Form>
        <h2>{t('programmes.matching.choosing')}</h2>
        <Form seen={seen} name="choosing">
          <About programme={programme} />
          <Choices of="whoChooses" kind="one" label={t('programmes.matching.who')} value={programme.whoChooses}
            choices={(['choose-for-me', 'choose-from-three', 'seeker-decides'] as const).map((value) => ({ value, label: t(`programmes.who.${value}`) }))} />
          <Field of="show" label={t('programmes.matching.show')} type="number" inputmode="numeric" width={6} min={2} max={7} value={String(programme.settings.show)} />
          <Choices of="firstToAnswer" kind="one" label={t('programmes.matching.first')} hint={t('programmes.matching.first-hint')} value={programme.firstToAnswer}
            choices={(['supporter', 'seeker'] as const).map((value) => ({ value, label: t(`programmes.first.${value}`) }))} />
          <div><Button second>{t('programmes.save')}</Button></div>
        </Form>
        <h2>{t('programmes.capacity.heading')}</h2>
        <p>{t('programmes.capacity.words')}</p>
        <Form seen={seen} name="capacity">
          <About programme={programme} />
          {loads.map((load) => (
            <Field key={load} of={load} label={t(loadWords[load])} type="number" inputmode="numeric" width={6} min={0} value={String(programme.capacity[load])} />
          ))}
          <div><Button second>{t('programmes.save')}</Button></div>
        </Form>
      </Settings>
    );
  },
});

/** One criterion: what it is, how it counts, and its weight where it weighs. What protects people has nothing to choose. */
function Criterion({ row, at, t }: { row: CriterionRow; at: number; t: Speak }) {
  const name = say(row.name, t.lang);
  const hidden = (key: 'how-of' | 'weight-of') => <span class="visually-hidden">{t(`programmes.matching.${key}`, { name })}</span>;
  const always = neverSoft.includes(row.id);
  return (
    <Card gap="close">
      <input type="hidden" name={`uses.${at}.id`} value={row.id} />
      <strong>{name}</strong>
      <Small>{always ? t('programmes.matching.protects') : say(row.differs, t.lang)}</Small>
      {always ? <input type="hidden" name={`uses.${at}.strength`} value="hard" /> : (
        <Row>
          <Select of={`uses.${at}.strength`} label={hidden('how-of')} value={row.strength} options={strengths.map((value) => ({ value, label: t(`programmes.strength.${value}`) }))} />
          <Field of={`uses.${at}.weight`} label={hidden('weight-of')} type="number" inputmode="numeric" width={6} min={0} max={100} value={row.strength === 'soft' ? String(row.weight ?? 0) : ''} />
        </Row>
      )}
    </Card>
  );
}

/** How much a supporter carries, in the order a page asks it. */
const loads = ['start', 'later', 'most', 'hoursAWeek', 'restDaysBetween', 'steadyMonths'] as const;
const loadWords = {
  start: 'programmes.capacity.start', later: 'programmes.capacity.later', most: 'programmes.capacity.most', hoursAWeek: 'programmes.capacity.hours-a-week',
  restDaysBetween: 'programmes.capacity.rest-days', steadyMonths: 'programmes.capacity.steady-months',
} as const;
const strengths = ['hard', 'soft', 'off'] as const;
type CriterionRow = { readonly id: string; readonly name: Text; readonly differs: Text; readonly strength: (typeof strengths)[number]; readonly weight?: number };
