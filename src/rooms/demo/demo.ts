import { sql } from 'kysely';
import { z } from 'zod';
import { absent } from '../../platform/outcome.ts';
import { type Looking, view } from '../../platform/view.ts';
import { namesOf } from '../people/index.ts';
import { castOf } from './cast.ts';
import { driveOf } from './drive.ts';
import { type CastId, type Happening, happenings } from './rules.ts';

/** One of the demo's people, to sign in as. */
export interface Player {
  readonly who: CastId;
  readonly name: string | undefined;
  readonly french: boolean;
}

/** A letter in the demo's mailbox, in a list. */
export interface MailInList {
  readonly id: string;
  readonly to: string;
  readonly name: string | undefined;
  readonly subject: string;
  readonly at: Date;
}

/** What the demo's first page shows. */
export interface Demo {
  readonly cast: readonly Player[];
  readonly mails: readonly MailInList[];
  /** How far the clock is ahead of the real one, in milliseconds. */
  readonly ahead: number;
  /** What happened since a moment, when one was asked for. */
  readonly happened: Happened | undefined;
}

/** What happened since a moment: how often each thing, and how many letters would have gone out. */
export interface Happened {
  readonly things: readonly { readonly what: Happening; readonly count: number }[];
  readonly letters: number;
}

const only = (looking: Looking) => driveOf(looking.scene.house) !== undefined;

/** The demo at a glance. Absent outside a demo. */
export const demo = view({
  name: 'demo.demo',
  input: z.object({ since: z.date().optional() }),
  may: only,
  async load(looking, { since }): Promise<Demo> {
    const players = await castOf(looking);
    const names = await namesOf(looking, [...players.values()]);
    const speakers = await looking.db.selectFrom('person').select(['id', 'lang']).where('org_id', '=', looking.org).where('id', 'in', [...players.values(), looking.org]).execute();
    const french = new Set(speakers.filter(({ lang }) => lang === 'fr').map(({ id }) => id));
    return {
      cast: [...players].map(([who, person]) => ({ who, name: names.get(person), french: french.has(person) })),
      mails: await mailsOf(looking, 6), ahead: driveOf(looking.scene.house)?.clock.ahead() ?? 0,
      happened: since === undefined ? undefined : await happenedSince(looking, since),
    };
  },
});

/** The newest letters, at most a hundred and older ones by key. */
export const demoMails = view({
  name: 'demo.mails',
  input: z.object({ before: z.object({ at: z.date(), id: z.uuid() }).optional() }),
  may: only,
  load: async (looking, { before }): Promise<readonly MailInList[]> => mailsOf(looking, 50, before),
});

/** One letter as its reader would see it. */
export interface Mail extends MailInList {
  readonly body: string;
}

/** One letter. */
export const demoMail = view({
  name: 'demo.mail',
  input: z.object({ mail: z.uuid() }),
  may: only,
  async load(looking, { mail }): Promise<Mail> {
    const row = await looking.db.selectFrom('demo_mail').select(['id', 'person_id', 'to_label', 'subject', 'sent_at', 'body']).where('org_id', '=', looking.org).where('id', '=', mail).executeTakeFirst();
    if (row === undefined) return absent();
    const names = await namesOf(looking, [row.person_id]);
    return { id: row.id, to: row.to_label, name: names.get(row.person_id ?? ''), subject: row.subject, at: row.sent_at, body: row.body };
  },
});

/** One letter as HTML, as a mail program would show it. */
export const demoMailHtml = view({
  name: 'demo.mail-html',
  input: z.object({ mail: z.uuid() }),
  may: only,
  async load(looking, { mail }): Promise<string> {
    const row = await looking.db.selectFrom('demo_mail').select('html').where('org_id', '=', looking.org).where('id', '=', mail).executeTakeFirst();
    return row?.html ?? absent();
  },
});

async function mailsOf(looking: Looking, limit: number, before?: { at: Date; id: string }): Promise<readonly MailInList[]> {
  let query = looking.db.selectFrom('demo_mail').select(['id', 'person_id', 'to_label', 'subject', 'sent_at']).where('org_id', '=', looking.org);
  if (before !== undefined) query = query.where(sql<boolean>`(sent_at, id) < (${before.at}, ${before.id}::uuid)`);
  const rows = await query.orderBy('sent_at', 'desc').orderBy('id', 'desc').limit(limit).execute();
  const names = await namesOf(looking, rows.map((row) => row.person_id));
  return rows.map((row) => ({ id: row.id, to: row.to_label, name: names.get(row.person_id ?? ''), subject: row.subject, at: row.sent_at }));
}

async function happenedSince(looking: Looking, since: Date): Promise<Happened> {
  const facts = await looking.db
    .selectFrom('fact')
    .select((e) => ['name', e.fn.countAll<string>().as('count')])
    .where('org_id', '=', looking.org)
    .where('at', '>=', since)
    .where('name', 'in', [...happenings])
    .groupBy('name')
    .execute();
  const letters = await looking.db.selectFrom('demo_mail').select((e) => e.fn.countAll<string>().as('count')).where('org_id', '=', looking.org).where('sent_at', '>=', since).executeTakeFirstOrThrow();
  const counts = new Map(facts.map(({ name, count }) => [name, Number(count)]));
  return { things: happenings.flatMap((what) => (counts.has(what) ? [{ what, count: counts.get(what) ?? 0 }] : [])), letters: Number(letters.count) };
}
