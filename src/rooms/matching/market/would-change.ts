import type { WhatWouldChange } from '@companionway/matching';
import { heldOpen } from '../../../platform/held-open.ts';
import type { Here } from '../../people/index.ts';
import { type AskedRequest, mayBeAsked } from '../people.ts';
import { inTheWayOf } from './ask-kept.ts';
import { ChangesMaker } from './changes-maker.ts';
import { keptSupportersSoon } from './kept-supporters.ts';
import { MANY, rowsToThread } from './rows-to-thread.ts';
import { everySupporterRead } from './supporter-rows.ts';

/**
 * What would have to change for one request, with the values of now, from the kept supporters and whoever changed since. Nothing yet while a large programme's
 * supporters are being read for the first time: ask again in a few seconds.
 */
export async function wouldChange(here: Here, asked: AskedRequest, many = MANY): Promise<WhatWouldChange | undefined> {
  // What days without anybody new are worth changes with every moment; no index keeps that.
  if (asked.criteria.some(({ method }) => method === 'idle')) return wouldChangeAll(here, asked);
  const kept = await keptSupportersSoon(here, asked.reads, asked.criteria, many);
  return kept === undefined ? undefined : inTheWayOf(asked, kept, here.now.getTime()).made();
}

/** The same, asked of everybody one by one, in a thread where they are many: for what no index keeps, and what the kept answer is held against. */
export async function wouldChangeAll(here: Here, asked: AskedRequest, many = MANY): Promise<WhatWouldChange> {
  const about = { criteria: asked.criteria, now: here.now.getTime(), zone: asked.reads.zone };
  const maker = new ChangesMaker(about);
  const apart: string[] = [];
  let thread: ReturnType<typeof rowsToThread<WhatWouldChange>> | undefined;
  try {
    for await (const slice of everySupporterRead(here, asked.reads)) {
      if (slice.length >= many) thread ??= rowsToThread({ role: 'changes', about });
      const rows = slice.filter(({ standing }) => mayBeAsked(asked, standing));
      for (const { standing } of rows) if (asked.apart.has(standing.person)) apart.push(standing.id);
      (thread ?? maker).take(rows);
    }
    const seeker = asked.seeker(apart);
    return thread === undefined ? maker.made(seeker) : await heldOpen(here.db, thread.made(seeker));
  } finally {
    thread?.end();
  }
}
