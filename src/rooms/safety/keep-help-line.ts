import { sql } from 'kysely';
import { z } from 'zod';
import { act } from '../../platform/act.ts';
import type { Inside } from '../../platform/inside.ts';
import { done, present, refused } from '../../platform/outcome.ts';
import { isStaff } from '../programmes/index.ts';
import { dialable } from './rules.ts';
import { suggestedLine } from './suggested-lines.ts';

const programme = z.uuid();
const number = z.string().trim().max(32).regex(dialable, 'help.mistake.number').or(z.literal(''));
const words = (most: number) => z.object({ en: z.string().trim().max(most).default(''), fr: z.string().trim().max(most).default('') });
const written = {
  kind: z.string().max(40), country: z.string().regex(/^[A-Z]{2}$/, 'help.mistake.country'), region: z.string().trim().max(60).default(''),
  name: z.object({ en: z.string().trim().min(1, 'help.mistake.name').max(120), fr: z.string().trim().min(1, 'help.mistake.name').max(120) }),
  hours: words(160), about: words(300), call: number.default(''), sms: number.default(''), smsWords: z.string().trim().max(40).default(''),
  web: z.url('help.mistake.web').startsWith('https://', 'help.mistake.web').max(300).or(z.literal('')).default(''),
  languages: z.array(z.string().regex(/^[a-z]{2,3}$/)).max(20).default([]), source: z.string().trim().max(300).default(''),
};

/** Puts one of the suggested lines on the list, unconfirmed: nobody who seeks help sees it before somebody called it. */
export const takeSuggestedLine = act({
  name: 'safety.take-suggested-line',
  input: z.object({ programme, key: z.string().max(20) }),
  may: ({ actor }, input) => isStaff(actor, input.programme),
  subject: (input) => ({ kind: 'programme', id: input.programme }),
  async perform(inside, { key }) {
    const { country, line } = present(suggestedLine(key));
    const id = await insertLine(inside, { about: { en: '', fr: '' }, region: '', call: '', sms: '', smsWords: '', web: '', ...line, country });
    return done({ id });
  },
});

/** Writes a line of one's own, or changes one. A line whose number changed must be called again. */
export const writeHelpLine = act({
  name: 'safety.write-help-line',
  input: z.object({ programme, line: z.uuid().optional(), ...written }),
  may: ({ actor }, input) => isStaff(actor, input.programme),
  subject: (input) => ({ kind: 'programme', id: input.programme }),
  async perform(inside, { line, programme: _, ...given }) {
    if (given.call === '' && given.sms === '' && given.web === '') return refused('no-way-to-reach');
    if (line === undefined) return done({ id: await insertLine(inside, given) });
    const { db, org } = inside;
    const had = present(await db.selectFrom('help_line').select(['call', 'sms', 'sms_words', 'web', 'country']).where('org_id', '=', org).where('id', '=', line).where('removed_at', 'is', null).forUpdate().executeTakeFirst());
    const same = (had.call ?? '') === given.call && (had.sms ?? '') === given.sms && (had.sms_words ?? '') === given.smsWords && (had.web ?? '') === given.web && had.country === given.country;
    await db
      .updateTable('help_line')
      .set({ ...columnsOf(given), ...(!same && { confirmed_on: null, confirmed_by: null }) })
      .where('org_id', '=', org)
      .where('id', '=', line)
      .execute();
    return done({ id: line });
  },
});

/** “I called it on this day, and it works.” The day is not ahead; it is who says so that answers for it. */
export const confirmHelpLine = act({
  name: 'safety.confirm-help-line',
  input: z.object({ programme, line: z.uuid(), calledOn: z.iso.date('help.mistake.day') }),
  may: ({ actor }, input) => isStaff(actor, input.programme),
  subject: ({ line }) => ({ kind: 'help-line', id: line }),
  async perform(inside, { line, calledOn }) {
    // A day of somebody's calendar may be a day ahead of ours.
    if (new Date(`${calledOn}T00:00:00Z`).getTime() > inside.now.getTime() + 14 * 3_600_000) return refused('day-is-ahead');
    const changed = await inside.db
      .updateTable('help_line')
      .set({ confirmed_on: calledOn, confirmed_by: inside.person(), owner_id: inside.person() })
      .where('org_id', '=', inside.org)
      .where('id', '=', line)
      .where('removed_at', 'is', null)
      .returning('id')
      .executeTakeFirst();
    present(changed);
    return done();
  },
});

/** Takes a line off the list. */
export const removeHelpLine = act({
  name: 'safety.remove-help-line',
  input: z.object({ programme, line: z.uuid() }),
  may: ({ actor }, input) => isStaff(actor, input.programme),
  subject: ({ line }) => ({ kind: 'help-line', id: line }),
  async perform(inside, { line }) {
    await inside.db.updateTable('help_line').set({ removed_at: inside.now }).where('org_id', '=', inside.org).where('id', '=', line).execute();
    return done();
  },
});

/** Moves a line one place up among those of its country. */
export const raiseHelpLine = act({
  name: 'safety.raise-help-line',
  input: z.object({ programme, line: z.uuid() }),
  may: ({ actor }, input) => isStaff(actor, input.programme),
  subject: ({ line }) => ({ kind: 'help-line', id: line }),
  async perform(inside, { line }) {
    const { db, org } = inside;
    const own = present(await db.selectFrom('help_line').select('country').where('org_id', '=', org).where('id', '=', line).where('removed_at', 'is', null).executeTakeFirst());
    const all = await db
      .selectFrom('help_line')
      .select('id')
      .where('org_id', '=', org)
      .where('country', '=', own.country)
      .where('removed_at', 'is', null)
      .orderBy('position')
      .orderBy('id')
      .forUpdate()
      .execute();
    const at = all.findIndex(({ id }) => id === line);
    const order = all.map(({ id }) => id);
    if (at > 0) order.splice(at - 1, 2, line, order[at - 1] ?? line);
    for (const [position, id] of order.entries()) await db.updateTable('help_line').set({ position }).where('org_id', '=', org).where('id', '=', id).execute();
    return done();
  },
});

interface Written {
  readonly kind: string;
  readonly country: string;
  readonly region: string;
  readonly name: { readonly en: string; readonly fr: string };
  readonly hours: { readonly en: string; readonly fr: string };
  readonly about: { readonly en: string; readonly fr: string };
  readonly call: string;
  readonly sms: string;
  readonly smsWords: string;
  readonly web: string;
  readonly languages: readonly string[];
  readonly source: string;
}

async function insertLine(inside: Inside, given: Written): Promise<string> {
  const id = inside.newId();
  const { last } = await inside.db
    .selectFrom('help_line')
    .select((e) => e.fn.coalesce(e.fn.max('position'), sql<number>`0`).as('last'))
    .where('org_id', '=', inside.org)
    .where('country', '=', given.country)
    .executeTakeFirstOrThrow();
  await inside.db.insertInto('help_line').values({ org_id: inside.org, id, position: last + 1, owner_id: inside.person(), ...columnsOf(given) }).execute();
  return id;
}

function columnsOf({ kind, country, region, name, hours, about, call, sms, smsWords, web, languages, source }: Written) {
  return {
    kind, country, region: region || null, name: JSON.stringify(name), hours: JSON.stringify(hours), about: JSON.stringify(about), call: call || null, sms: sms || null,
    sms_words: smsWords || null, web: web || null, languages: [...languages], source: source || null,
  };
}
