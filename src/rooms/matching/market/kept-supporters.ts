import { setImmediate as breathe } from 'node:timers/promises';
import type { Criterion, SupporterIndex } from '@companionway/matching';
import { sql } from 'kysely';
import type { House } from '../../../platform/house.ts';
import { insideHouse } from '../../../platform/inside.ts';
import type { Here } from '../../people/index.ts';
import { indexOf } from './make-index.ts';
import { MANY } from './rows-to-thread.ts';
import type { SupporterNow } from './supporter-now.ts';
import { everySupporterRead, supportersNow, type WhatIsRead } from './supporter-rows.ts';

/** Programmes whose supporters one process keeps at once. */
export const MOST_KEPT = 4;
/** So many read again one by one, and the picture is made anew beside; so many, and whoever asks waits for it. */
const ENOUGH_CHANGED = 400;
const TOO_MANY_CHANGED = 4000;
/** A picture that nobody asked for this long is made anew: lines about changes are kept for a day. */
const FORGOTTEN_MS = 12 * 3_600_000;

/**
 * The supporters of one programme as the engine's index, as they were at one instant, and whoever changed since, read again. It holds codes, numbers and ids;
 * no name and no word. Only ids of rows are kept of people themselves.
 */
export interface KeptSupporters {
  readonly index: SupporterIndex;
  readonly rowOf: ReadonlyMap<string, number>;
  /** By person: a person has one standing in a programme at most. */
  readonly rowOfPerson: ReadonlyMap<string, number>;
  /** By row: since when nobody new came, as the engine orders equals. */
  readonly idle: Float64Array;
  /** Whoever is not as the index has them; undefined: gone. */
  readonly changed: ReadonlyMap<string, SupporterNow | undefined>;
}

interface Kept extends KeptSupporters {
  readonly changed: Map<string, SupporterNow | undefined>;
  /** What the picture hangs on besides supporters. Another one: another picture. */
  readonly rules: string;
  readonly now: number;
  /** Rows that change by themselves, the next one first, and how many of them did. */
  readonly due: readonly (readonly [until: number, id: string])[];
  past: number;
  /** The oldest transaction that was still at work when changes were last looked up. */
  seen: string;
  asked: number;
  renewing: boolean;
}

/** By house, then by organisation and programme, the one asked last at the end. Gone with the house. */
const houses = new WeakMap<House, Map<string, Promise<Kept>>>();

/**
 * The supporters of a programme as they are now. The first time they are all read; later only whoever changed, which one small query tells. Equal to reading
 * everybody: a property test holds the two against each other. `criteria` may weigh as it likes; anything else in it makes another picture.
 */
export async function keptSupporters(here: Here, what: WhatIsRead, criteria: readonly Criterion[]): Promise<KeptSupporters> {
  const kept = await onTheShelf(here, what, criteria);
  if (kept === undefined) throw new Error('Whoever waits for supporters to be read has them.');
  return kept;
}

/** The same, but nobody waits while many are being read: they are read beside, and until then there is nothing. */
export function keptSupportersSoon(here: Here, what: WhatIsRead, criteria: readonly Criterion[], many = MANY): Promise<KeptSupporters | undefined> {
  return onTheShelf(here, what, criteria, many);
}

async function onTheShelf(here: Here, what: WhatIsRead, criteria: readonly Criterion[], many?: number): Promise<KeptSupporters | undefined> {
  const { house } = here.scene;
  const all = houses.get(house) ?? new Map<string, Promise<Kept>>();
  houses.set(house, all);
  const place = `${here.org} ${what.programme}`;
  const rules = rulesOf(here.now, what, criteria);
  for (let looked = all.get(place); ; looked = all.get(place)) {
    const over = looked?.catch(() => undefined);
    const known = many !== undefined ? await Promise.race([over, breathe('being read' as const)]) : await over;
    if (known === 'being read') return undefined;
    const usable = known !== undefined && known.rules === rules && known.now <= here.now.getTime() && performance.now() - known.asked < FORGOTTEN_MS;
    if (usable && (await refresh(here, what, known)) <= TOO_MANY_CHANGED) {
      keep(all, place, Promise.resolve(known));
      if (known.changed.size > ENOUGH_CHANGED && !known.renewing) renew(house, here.org, what, criteria, known, (made) => keep(all, place, made));
      // A copy: another question may read more of the changed ones while this one waits for its own rows.
      return { ...known, changed: new Map(known.changed) };
    }
    const beside = many !== undefined && (await areAsMany(here, what.programme, many));
    // Whoever comes first reads, on the connection they have or beside. Those who come meanwhile wait for that, and then look up what changed since.
    if (all.get(place) !== looked) continue;
    const made = beside ? insideHouse(house, here.org, 'matching.keep-supporters', (inside) => picture(inside, what, criteria)) : picture(here, what, criteria);
    keep(all, place, made);
    made.catch((fault: unknown) => {
      if (all.get(place) === made) all.delete(place);
      if (beside) house.log.warn({ message: fault instanceof Error ? fault.message : '' }, 'supporters could not be read beside');
    });
    if (beside) return undefined;
    const { changed, ...kept } = await made;
    return { ...kept, changed: new Map(changed) };
  }
}

/** Whether a programme has so many supporters. */
async function areAsMany({ db, org }: Here, programme: string, many: number): Promise<boolean> {
  const last = await db.selectFrom('supporter').select('id').where('org_id', '=', org).where('programme_id', '=', programme).where('ended_at', 'is', null).offset(many - 1).limit(1).executeTakeFirst();
  return last !== undefined;
}

/** Keeps a picture as the one asked last; the one asked longest ago goes when there are too many. */
function keep(all: Map<string, Promise<Kept>>, place: string, made: Promise<Kept>): void {
  all.delete(place);
  all.set(place, made);
  for (const oldest of all.keys()) {
    if (all.size <= MOST_KEPT) break;
    all.delete(oldest);
  }
}

/** Reads everybody and makes the index, in a thread where they are many. What changes while it reads is looked up at the next question. */
async function picture(here: Here, what: WhatIsRead, criteria: readonly Criterion[]): Promise<Kept> {
  const { seen } = await changesSince(here, what.programme, undefined);
  const now = here.now.getTime();
  const { index, people, idle, due } = await indexOf({ criteria, now, zone: what.zone }, everySupporterRead(here, what));
  return {
    index, idle, rowOf: new Map(index.ids.map((id, row) => [id, row])), rowOfPerson: new Map(people.map((person, row) => [person, row])),
    changed: new Map(), rules: rulesOf(here.now, what, criteria), now, due, past: 0, seen, asked: performance.now(), renewing: false,
  };
}

/** Reads whoever changed since they were last looked up, and whoever's training, rest or pause ended by itself. Gives how many are not as the index has them. */
async function refresh(here: Here, what: WhatIsRead, kept: Kept): Promise<number> {
  const now = here.now.getTime();
  const { seen, changed } = await changesSince(here, what.programme, kept.seen);
  const again = new Set(changed);
  let { past } = kept;
  for (let next = kept.due[past]; next !== undefined && next[0] <= now; next = kept.due[past]) {
    again.add(next[1]);
    past += 1;
  }
  for (const [id, one] of kept.changed) if (one !== undefined && one.until <= now) again.add(id);
  const many = new Set([...kept.changed.keys(), ...again]).size;
  if (many > TOO_MANY_CHANGED) return many;
  const fresh = again.size === 0 ? [] : await supportersNow(here, what, [...again]);
  // Together and without waiting in between: `seen` belongs to what was read.
  for (const id of again) kept.changed.set(id, undefined);
  for (const one of fresh) kept.changed.set(one.supporter.id, one);
  Object.assign(kept, { seen, past: Math.max(past, kept.past), asked: performance.now() });
  return kept.changed.size;
}

/** Makes the picture anew beside, with a connection of its own; until then the old one and whoever changed serve. Nobody waits for it. */
function renew(house: House, org: string, what: WhatIsRead, criteria: readonly Criterion[], old: Kept, keepIt: (made: Promise<Kept>) => void): void {
  old.renewing = true;
  insideHouse(house, org, 'matching.keep-supporters', (inside) => picture(inside, what, criteria)).then(
    (made) => keepIt(Promise.resolve(made)),
    () => {
      old.renewing = false;
    },
  );
}

/**
 * Whose lines were written by transactions from `seen` on, and the oldest transaction that is still at work now: what is not to be seen in this look has a
 * number from there on, so the next look cannot miss it, in whatever order transactions end.
 */
async function changesSince({ db, org }: Here, programme: string, seen: string | undefined): Promise<{ readonly seen: string; readonly changed: readonly string[] }> {
  const { rows } = await sql<{ seen: string; changed: string[] }>`
    select pg_snapshot_xmin(pg_current_snapshot())::text as seen,
      array(select distinct supporter_id::text from matching_change where org_id = ${org}::uuid and programme_id = ${programme}::uuid and xact >= ${seen ?? '9223372036854775807'}::bigint) as changed`.execute(db);
  return rows[0] ?? { seen: '0', changed: [] };
}

/** Everything but weights that makes two pictures differ: what is read, the rules, and how far the programme's clock is ahead in the coming weeks. */
function rulesOf(now: Date, what: WhatIsRead, criteria: readonly Criterion[]): string {
  return JSON.stringify([what.zone, what.questions, criteria.map((one) => (one.strength === 'soft' ? { ...one, weight: 1 } : one)), clockOf(what.zone, now.getTime())]);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** The offsets of a zone in this week and the seven that follow: an index knows them as they were when it was made. */
function clockOf(zone: string, now: number): readonly string[] {
  const format = formats.get(zone) ?? new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  formats.set(zone, format);
  const offset = (week: number) => format.formatToParts(now + week * 7 * 86_400_000).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  return [...new Set(Array.from({ length: 8 }, (_, week) => offset(week)))].sort();
}
