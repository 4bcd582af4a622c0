import { sql } from 'kysely';
import { z } from 'zod';
import { act } from '../../platform/act.ts';
import type { Inside } from '../../platform/inside.ts';
import { done, refused } from '../../platform/outcome.ts';
import { runs, programmeOf } from '../programmes/index.ts';
import { argumentsOf, guessColumns, mappingMistakes, mappingOf, readSheet, targetsFor, type Mapping, type Target } from './reading/index.ts';
import { type ImportKept, importOf, keepDecisions, questionsFor, sealedSheet, sheetOf } from './stored.ts';

const about = (input: { import: string }) => ({ kind: 'import', id: input.import });
const which = z.object({ import: z.uuid() });

/** A coordinator brings a sheet. It is read and kept sealed; nothing of it comes in before they have looked it over. Gives its id. */
export const uploadSheet = act({
  name: 'imports.upload-sheet',
  input: z.object({
    programme: z.uuid(),
    fileName: z.string().min(1, 'imports.upload.mistake.none').max(200),
    bytes: z.custom<Uint8Array>((given) => given instanceof Uint8Array && given.byteLength > 0, 'imports.upload.mistake.none'),
    side: z.enum(['seeker', 'supporter']).optional(),
  }),
  may: ({ actor }, { programme }) => runs(actor, programme),

  async perform(inside, { programme, fileName, bytes, side }) {
    await programmeOf(inside, programme);
    const read = await readSheet(bytes, fileName);
    if (!read.ok) return refused(`unreadable-${read.refusal.code}`, { ...argumentsOf(read.refusal.values) });
    const guess = guessColumns(read.sheet, await questionsFor(inside, programme), side);
    const id = inside.newId();
    const decisions = { mapping: mappingOf(guess), whenConsentIsBlank: 'look', dateOrder: null, meant: {}, rows: {}, alreadySupporters: false };
    await inside.db
      .insertInto('import')
      .values({
        org_id: inside.org, id, programme_id: programme, side: guess.side, file_name: fileName, sheet: await sealedSheet(inside, id, read.sheet),
        mapping: sql<string>`${JSON.stringify(decisions)}::jsonb`, uploaded_by: inside.person(), uploaded_at: inside.now,
      })
      .execute();
    return done({ import: id });
  },
});

/** Says which column is what, and what becomes of rows that leave something open. */
export const decideColumns = act({
  name: 'imports.decide-columns',
  input: which.extend({
    mapping: z.array(z.string().max(120)).max(200),
    side: z.enum(['seeker', 'supporter']),
    whenConsentIsBlank: z.enum(['look', 'bring', 'leave-out']),
    dateOrder: z.union([z.literal('').transform(() => null), z.enum(['day-first', 'month-first'])]).default(null),
    alreadySupporters: z.boolean().default(false),
  }),
  may: ({ actor }) => actor.kind === 'person',
  subject: about,
  async perform(inside, { import: id, mapping, side, whenConsentIsBlank, dateOrder, alreadySupporters }) {
    const kept = await open(inside, id);
    if (kept === 'over') return refused('already-run');
    const sheet = await sheetOf(inside, id);
    const mistakes = mappingMistakes(mapping, sheet.columns.length, targetsFor(side, await questionsFor(inside, kept.programme)));
    const first = mistakes[0];
    if (first !== undefined) return refused(`mapping-${first.code}`, { column: sheet.columns[Number(first.values.column)]?.label ?? '' });
    await keepDecisions(inside, id, { ...kept.decisions, mapping: mapping as Target[] as Mapping, whenConsentIsBlank, dateOrder, alreadySupporters }, side);
    return done();
  },
});

/** Says once, for everybody who gave it, what an answer means that no option was found for. */
export const sortAnswers = act({
  name: 'imports.sort-answers',
  input: which.extend({ answers: z.array(z.object({ question: z.string().max(100), key: z.string().max(4000), options: z.array(z.string().max(100)).max(20) })).max(300) }),
  may: ({ actor }) => actor.kind === 'person',
  subject: about,
  async perform(inside, { import: id, answers }) {
    const kept = await open(inside, id);
    if (kept === 'over') return refused('already-run');
    const meant: Record<string, Record<string, readonly string[]>> = { ...kept.decisions.meant };
    for (const { question, key, options } of answers) meant[question] = { ...meant[question], [key]: options };
    await keepDecisions(inside, id, { ...kept.decisions, meant });
    return done();
  },
});

/** Decides about one person somebody had to look at: they come in as they stand, or they stay out. */
export const decideRow = act({
  name: 'imports.decide-row',
  input: which.extend({ key: z.string().regex(/^row-\d+$/), decision: z.enum(['bring', 'leave-out']) }),
  may: ({ actor }) => actor.kind === 'person',
  subject: about,
  async perform(inside, { import: id, key, decision }) {
    const kept = await open(inside, id);
    if (kept === 'over') return refused('already-run');
    await keepDecisions(inside, id, { ...kept.decisions, rows: { ...kept.decisions.rows, [key]: decision } });
    return done();
  },
});

/** Mends one cell of the kept sheet, before it comes in. The file that was brought stays as it is. */
export const mendCell = act({
  name: 'imports.mend-cell',
  input: which.extend({ row: z.coerce.number().int().min(1), column: z.coerce.number().int().min(0).max(199), text: z.string().max(5000, 'imports.upload.mistake.long') }),
  may: ({ actor }) => actor.kind === 'person',
  subject: about,
  async perform(inside, { import: id, row, column, text }) {
    const kept = await open(inside, id);
    if (kept === 'over') return refused('already-run');
    const sheet = await sheetOf(inside, id);
    const found = sheet.rows.find((one) => one.number === row);
    if (found === undefined || column >= sheet.columns.length) return refused('cell-gone');
    const rows = sheet.rows.map((one) => (one === found ? { ...one, given: Math.max(one.given, column + 1), cells: one.cells.map((cell, at) => (at === column ? text : cell)) } : one));
    await inside.db.updateTable('import').set({ sheet: await sealedSheet(inside, id, { ...sheet, rows }) }).where('org_id', '=', inside.org).where('id', '=', id).execute();
    return done();
  },
});

/** Throws a sheet away that was not brought in. */
export const dropImport = act({
  name: 'imports.drop-import',
  input: which,
  may: ({ actor }) => actor.kind === 'person',
  subject: about,
  async perform(inside, { import: id }) {
    if ((await open(inside, id)) === 'over') return refused('already-run');
    await inside.db.deleteFrom('import').where('org_id', '=', inside.org).where('id', '=', id).execute();
    return done();
  },
});

async function open(inside: Inside, id: string): Promise<ImportKept | 'over'> {
  const kept = await importOf(inside, id, { forUpdate: true });
  return kept.runAt === null ? kept : 'over';
}
