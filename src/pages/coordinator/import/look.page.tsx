import { argumentsOf, decideRow, dropImport, importSeen, type ImportSeen, mendCell, problemKey, previewKey, runImport, type Sheet, sortAnswers, type PlannedPerson, type Problem } from '../../../rooms/imports/index.ts';
import { Button, Card, Choices, Field, Folded, Form, Link, Quiet, Row, Small, Stack } from '../../../ui/index.ts';
import { form } from '../../../web/form.ts';
import { address, elsewhere, page } from '../../../web/page.ts';
import type { Visit } from '../../../web/visit.ts';
import { NoticedRows } from './noticed-rows.tsx';

const here = (_: unknown, visit: Visit) => ({ to: visit.path });
const over = { 'already-run': 'imports.page.already-run' } as const;
/** Rows shown at once: a coordinator looks at a few, and the next ones come. */
const SHOWN = 20;

/** What will happen, every row that needs an eye, and the button that brings it all in as one act. */
export default page({
  address: '/programmes/:programme/import/:import/look',
  may: 'staff',
  load: async (visit) => {
    const seen = await importSeen(visit, { import: visit.params.import });
    if (seen.planned === undefined || seen.sheet === undefined || seen.slug !== visit.params.programme) return elsewhere(address('/programmes/:programme/import', { programme: visit.params.programme }));
    return { ...seen, planned: seen.planned, sheet: seen.sheet };
  },
  title: ({ t }) => t('imports.page.title'),
  chrome: 'staff',
  forms: {
    run: form({
      act: runImport,
      read: (_, visit) => ({ import: visit.params.import }),
      then: ({ requests, applications, supporters }, visit) => ({
        to: address('/programmes/:programme/import', { programme: visit.params.programme ?? '' }),
        say: { key: 'imports.page.brought', about: { requests, supporters: applications + supporters } },
      }),
      refusals: { ...over, 'rows-to-look-at': 'imports.look.still' },
      pace: 'costly',
    }),
    row: form({ act: decideRow, read: (fields, visit) => ({ import: visit.params.import, key: fields.text('key'), decision: fields.text('_button') || fields.text('decision') }), then: here, refusals: over }),
    mend: form({
      act: mendCell,
      read: (fields, visit) => ({ import: visit.params.import, row: fields.text('row'), column: fields.text('column'), text: fields.text('text') }),
      then: here, refusals: { ...over, 'cell-gone': 'imports.page.bring-again' },
    }),
    sort: form({
      act: sortAnswers,
      read: (fields, visit) => ({ import: visit.params.import, answers: [{ question: fields.text('question'), key: fields.text('key'), options: fields.list('options') }] }),
      then: here, refusals: over,
    }),
    drop: form({ act: dropImport, read: (_, visit) => ({ import: visit.params.import }), then: (_, visit) => ({ to: address('/programmes/:programme/import', { programme: visit.params.programme ?? '' }), say: 'imports.look.dropped' }), refusals: over }),
  },
  body: (seen) => {
    const { t, lang, data, params } = seen;
    const { planned: { plan, look, bring, known }, waiting } = data;
    const seekers = bring.filter((one) => one.side === 'seeker').length;
    return (
      <>
        <h1>{t('imports.look.heading')}</h1>
        <Card tone="moss">
          <Stack>
            <p>{t(previewKey('seekers'), { count: seekers - waiting.seekers })} {t(previewKey('supporters'), { count: bring.length - seekers - waiting.supporters })}</p>
            {waiting.seekers + waiting.supporters > 0 && <p>{t('imports.look.waiting', { count: waiting.seekers + waiting.supporters })}</p>}
            <p>{t(previewKey('joined'), { count: plan.totals.joined })} {t(previewKey('left-out'), { count: plan.totals.leftOut })} {t(previewKey('look'), { count: look.length })}</p>
            <p>{t('imports.look.known', { count: [...known.values()].filter((one) => one.sameName).length })}</p>
          </Stack>
        </Card>
        <Row>
          {look.length === 0 && <Form seen={seen} name="run" quiet><Button>{t('imports.look.run')}</Button></Form>}
          <Link to={address('/programmes/:programme/import/:import', { programme: params.programme, import: params.import })}>{t('imports.look.columns')}</Link>
        </Row>
        <Small>{t('imports.look.undo')}</Small>
        {look.length > 0 && <h2>{t(previewKey('look'), { count: look.length })}</h2>}
        {look.slice(0, SHOWN).map((person) => (
          <Card key={person.key} tone="clay">
            <Stack>
              <h3>{person.name ?? t('imports.look.nameless')}</h3>
              <Small>{t('imports.look.row', { row: person.rows[0] ?? 0 })}</Small>
              {problemsOf(plan.problems, person).map((problem) => (
                <div key={`${problem.code} ${problem.row} ${problem.column}`}>
                  <p>{problem.label !== '' && <strong>{problem.label}{t('imports.look.colon')} </strong>}{t(problemKey(problem.code), argumentsOf(problem.values))}</p>
                  {cellsToMend(data, problem).map(({ column, label, value }) => (
                    <Form key={column} seen={seen} name="mend" what={`${problem.row}-${column}`}>
                      <input type="hidden" name="row" value={problem.row} />
                      <input type="hidden" name="column" value={column} />
                      <Field of="text" label={t('imports.look.cell', { column: label })} value={value} autocomplete="off" />
                      <div><Quiet>{t('imports.look.mend')}</Quiet></div>
                    </Form>
                  ))}
                </div>
              ))}
              {known.get(person.key)?.sameName === false && <p>{t('imports.look.other-name')}</p>}
              <Row>
                {(['bring', 'leave-out'] as const).map((decision) => (
                  <Form seen={seen} name="row" what={`${person.key}-${decision}`} quiet key={decision}>
                    <input type="hidden" name="key" value={person.key} />
                    <input type="hidden" name="decision" value={decision} />
                    <Quiet>{t(decision === 'bring' ? 'imports.look.bring' : 'imports.look.leave')}</Quiet>
                  </Form>
                ))}
              </Row>
            </Stack>
          </Card>
        ))}
        {data.unsorted.length > 0 && <h2>{t('imports.look.unsorted')}</h2>}
        {data.unsorted.length > 0 && <p>{t('imports.look.unsorted-words')}</p>}
        {data.unsorted.slice(0, SHOWN).map((one) => (
          <Folded key={`${one.question} ${one.key}`} summary={t('imports.look.answer', { words: one.typed.slice(0, 120), count: one.count })}>
            <Form seen={seen} name="sort" what={`${one.question}-${one.key}`.slice(0, 80)}>
              <input type="hidden" name="question" value={one.question} />
              <input type="hidden" name="key" value={one.key} />
              <Choices kind="several" of="options" label={data.questions.get(one.question)?.[lang] ?? ''} value={one.near.slice(0, 1)} choices={(data.options.get(one.question) ?? []).map((option) => ({ value: option.id, label: option.text[lang] }))} />
              <div><Quiet>{t('imports.look.means')}</Quiet></div>
            </Form>
          </Folded>
        ))}
        <NoticedRows plan={plan} t={t} />
        <Form seen={seen} name="drop" quiet><Quiet>{t('imports.look.drop')}</Quiet></Form>
      </>
    );
  },
});

/** What stands in the way of one person's rows. */
function problemsOf(problems: readonly Problem[], person: PlannedPerson): readonly Problem[] {
  return problems.filter((problem) => problem.needsEye && person.rows.includes(problem.row));
}

/** The cells whose change would mend a problem: its own, or, for somebody nobody could reach, those of the columns with e-mail and phone. */
function cellsToMend({ sheet, decisions }: { readonly sheet: Sheet; readonly decisions: ImportSeen['decisions'] }, problem: Problem): readonly { readonly column: number; readonly label: string; readonly value: string }[] {
  if (problem.column !== null) return [{ column: problem.column, label: problem.label, value: problem.value }];
  if (problem.code !== 'no-way-to-reach') return [];
  const cells = sheet.rows.find(({ number }) => number === problem.row)?.cells ?? [];
  return decisions.mapping.flatMap((target, column) => (target === 'email' || target === 'phone' ? [{ column, label: sheet.columns[column]?.label ?? '', value: cells[column] ?? '' }] : []));
}
