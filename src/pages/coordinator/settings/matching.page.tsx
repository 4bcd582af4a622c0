import { say, starter } from '../../../content/index.ts';
import { changeChoosing, changeCriteria, neverSoft, programmeContent, programmeSettings, weightSum } from '../../../rooms/programmes/index.ts';
import { Button, Card, Choices, Field, Form, Select, Stack, Table } from '../../../ui/index.ts';
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
    const used = (await programmeContent(visit, { slug, kind: 'criterion' })).items.map(({ body }) => body as CriterionRow);
    const unused = starter().criteria.filter(({ id }) => !used.some((one) => one.id === id)).map(({ id, name, differs }) => ({ id, name, differs, strength: 'off' as const }));
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
    choosing: form({
      act: changeChoosing,
      read: (fields) => ({ programme: fields.text('programme'), whoChooses: fields.text('whoChooses'), firstToAnswer: fields.text('firstToAnswer'), show: fields.text('show') }),
      then: back, refusals: {},
    }),
  },
  body(seen) {
    const { t, lang, data: { programme, rows, sum } } = seen;
    const strengths = (['hard', 'soft', 'off'] as const).map((value) => ({ value, label: t(`programmes.strength.${value}`) }));
    return (
      <Settings programme={programme} here="/programmes/:programme/settings/matching" t={t} heading={t('programmes.matching.heading')} words={t('programmes.matching.words')}>
        <Stack as="section">
          <h2>{t('programmes.matching.criteria')}</h2>
          <Card tone="moss"><p>{t('programmes.matching.sum', { sum })}</p></Card>
          <Form seen={seen} name="criteria">
            <About programme={programme} />
            <Table caption={t('programmes.matching.criteria')} captionHidden heads={[t('programmes.matching.what'), t('programmes.matching.how'), t('programmes.matching.weight')]}
              rows={rows.map((row, at) => ({
                id: row.id,
                cells: [
                  <>
                    <input type="hidden" name={`uses.${at}.id`} value={row.id} />
                    {say(row.name, lang)}
                    <br /><span class="small">{neverSoft.includes(row.id) ? t('programmes.matching.protects') : say(row.differs, lang)}</span>
                  </>,
                  <Select of={`uses.${at}.strength`} label={<span class="visually-hidden">{t('programmes.matching.how-of', { name: say(row.name, lang) })}</span>} value={row.strength}
                    options={neverSoft.includes(row.id) ? strengths.slice(0, 1) : strengths} />,
                  <Field of={`uses.${at}.weight`} label={<span class="visually-hidden">{t('programmes.matching.weight-of', { name: say(row.name, lang) })}</span>} type="number" inputmode="numeric"
                    width={6} min={0} max={100} value={row.strength === 'soft' ? String(row.weight ?? 0) : ''} />,
                ],
              }))} />
            <div><Button>{t('programmes.save')}</Button></div>
          </Form>
        </Stack>
        <Stack as="section">
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
        </Stack>
      </Settings>
    );
  },
});

type CriterionRow = { readonly id: string; readonly name: { en: string; fr: string }; readonly differs: { en: string; fr: string }; readonly strength: 'hard' | 'soft'; readonly weight?: number };
