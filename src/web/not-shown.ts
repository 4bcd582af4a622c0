import { personOf } from '../platform/actor.ts';
import { writeTrail } from '../platform/trail.ts';
import type { Arrival } from './scene-of.ts';
import { noteWhy } from './why.ts';

/** One line a person and page within this time: an old link pressed again and again is one story. */
const AGAIN_MS = 10 * 60_000;
/** A person who tries page after page leaves this many lines within it; the request log has the rest. */
const MOST_LINES = 30;
const told = new Map<string, { since: number; pages: Set<string> }>();

/**
 * Somebody signed in asked for a page that is not there for them. What is not there and what is not theirs look the same, to the trail as well: it gets a line
 * with the page's address as the routing table writes it, never the ids in it (ASVS 16.3.2). What they do see is not noted: the trail does not tell when people
 * read (P12, I9). A trail that cannot be written changes nothing of the answer, which is a no.
 */
export async function notShown({ c, site, visit }: Arrival, page: string): Promise<void> {
  noteWhy(c, 'not-here');
  const person = personOf(visit.actor);
  if (person === undefined) return;
  const now = visit.now.getTime();
  const before = told.get(`${visit.org} ${person}`);
  const mine = before === undefined || now - before.since > AGAIN_MS ? { since: now, pages: new Set<string>() } : before;
  if (mine.pages.has(page) || mine.pages.size >= MOST_LINES) return;
  mine.pages.add(page);
  if (told.size > 10_000) told.clear();
  told.set(`${visit.org} ${person}`, mine);
  await site.house.db
    .within({ org: visit.org, person }, (db) => writeTrail(db, visit, { act: `page ${page}`, outcome: 'absent', at: visit.now }))
    .catch(() => site.house.log.warn({ requestId: visit.requestId }, 'a page that was not shown is not on the trail'));
}
