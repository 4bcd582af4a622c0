import { argumentsOf, decideColumns, importSeen, type ImportSeen, reasonKey, remarkKey, type Target, targetKey } from '../../../rooms/imports/index.ts';
import type { Speak } from '../../../messages/index.ts';
import { Button, Card, Choices, Form, Link, Row, Select, Small, Table, Tick } from '../../../ui/index.ts';
import { form } from '../../../web/form.ts';
import { address, elsewhere, page } from '../../../web/page.ts';

/** Which column is what: guessed, and changed where the guess is wrong. Nothing comes in yet. */
export default page({
  address: '/programmes/:programme/import/:import',
  may: 'staff',
  load: async (visit) => {
    const seen = await importSeen(visit, { import: visit.params.import });
    if (seen.sheet === undefined || seen.slug !== visit.params.programme) return elsewhere(address('/programmes/:programme/import', { programme: visit.params.programme }));
    return { ...seen, sheet: seen.sheet };
  },
  title: ({ t }) => t('imports.page.title'),
  chrome: 'staff',
  wide: true,
  forms: {
    columns: form({
      act: decideColumns,
      read: (fields, visit) => ({
        import: visit.params.import,
        mapping: Array.from({ length: Number(fields.text('columns')) || 0 }, (_, column) => fields.text(`column-${column}`)),
        side: fields.text('side'), whenConsentIsBlank: fields.text('whenConsentIsBlank'), dateOrder: fields.text('dateOrder'), alreadySupporters: fields.ticked('alreadySupporters'),
      }),
      then: (_, visit) => ({ to: address('/programmes/:programme/import/:import/look', { programme: visit.params.programme ?? '', import: visit.params.import ?? '' }) }),
      refusals: {
        'already-run': 'imports.page.already-run',
        'mapping-target-twice': 'imports.mistake.target-twice',
        'mapping-target-unknown': 'imports.mistake.target-unknown',
        'mapping-columns-differ': 'imports.page.bring-again',
        'mapping-no-name': 'imports.mistake.no-name',
        'mapping-no-contact': 'imports.mistake.no-contact',
      },
    }),
  },
  body: (seen) => {
    const { t, data, params } = seen;
    const shown = data.sheet.columns;
    const options = data.targets.map((target) => ({ value: target, label: nameOf(t, data, target, seen.lang) }));
    return (
      <>
        <Small>{t('imports.columns.step', { rows: data.sheet.rows.length, file: data.fileName })}</Small>
        <h1>{t('imports.columns.heading')}</h1>
        {data.sheet.remarks.length > 0 && <Card tone="clay" gap="close">{data.sheet.remarks.map((remark) => <p key={remark.code}>{t(remarkKey(remark.code), argumentsOf(remark.values))}</p>)}</Card>}
        <Form seen={seen} name="columns">
          <input type="hidden" name="columns" value={shown.length} />
          <Choices kind="one" of="side" label={t('imports.columns.side')} value={data.side} choices={[{ value: 'seeker', label: t('imports.page.side-seeker') }, { value: 'supporter', label: t('imports.page.side-supporter') }]} />
          <Table
            caption={t('imports.columns.table')}
            captionHidden
            stacks
            heads={[t('imports.columns.yours'), t('imports.columns.first'), t('imports.columns.goes'), t('imports.columns.look')]}
            rows={shown.map((column) => {
              const guess = data.guesses[column.index];
              const target = data.decisions.mapping[column.index] ?? 'note';
              const outcome = data.planned?.plan.columns.find((one) => one.column === column.index);
              const problems = outcome?.problems.reduce((sum, { count }) => sum + count, 0) ?? 0;
              return {
                id: String(column.index),
                cells: [
                  <strong>{column.label}</strong>,
                  <Small>{guess?.samples.map((sample) => (sample.length > 40 ? `${sample.slice(0, 40)}…` : sample)).join(' · ')}</Small>,
                  <Select of={`column-${column.index}`} label={<span class="visually-hidden">{t('imports.columns.goes-named', { column: column.label })}</span>} value={target} options={options} hint={guess === undefined ? undefined : t(reasonKey(guess.reason.code), argumentsOf(guess.reason.values))} />,
                  problems === 0 ? t('imports.columns.all-read') : t('imports.columns.problems', { count: problems }),
                ],
              };
            })}
          />
          <Choices
            kind="one"
            of="whenConsentIsBlank"
            label={t('imports.columns.blank')}
            hint={t('imports.columns.blank-hint')}
            value={data.decisions.whenConsentIsBlank}
            choices={[{ value: 'look', label: t('imports.columns.blank-look') }, { value: 'bring', label: t('imports.columns.blank-bring') }, { value: 'leave-out', label: t('imports.columns.blank-out') }]}
          />
          <Select of="dateOrder" label={t('imports.columns.dates')} value={data.decisions.dateOrder ?? ''} options={[{ value: '', label: t('imports.columns.dates-open') }, { value: 'day-first', label: t('imports.columns.dates-day') }, { value: 'month-first', label: t('imports.columns.dates-month') }]} />
          {data.side === 'supporter' && <Tick of="alreadySupporters" label={t('imports.columns.already')} hint={t('imports.columns.already-hint')} checked={data.decisions.alreadySupporters} />}
          <Row>
            <Button>{t('imports.columns.go')}</Button>
            <Link to={address('/programmes/:programme/import', { programme: params.programme })}>{t('imports.columns.back')}</Link>
          </Row>
        </Form>
      </>
    );
  },
});

/** A target in words: a field by its name, a question by its own text. */
function nameOf(t: Speak, data: Pick<ImportSeen, 'questions'>, target: Target, lang: 'en' | 'fr'): string {
  if (target.startsWith('question:')) return data.questions.get(target.slice('question:'.length))?.[lang] ?? target;
  return t(targetKey(target as Parameters<typeof targetKey>[0]));
}
