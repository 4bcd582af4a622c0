import type { WhatWouldChange } from '@companionway/matching';
import type { Here } from '../../people/index.ts';
import { type AskedRequest, mayBeAsked } from '../people.ts';
import { ChangesMaker } from './changes-maker.ts';
import { MANY, rowsToThread } from './rows-to-thread.ts';
import { everySupporterRead } from './supporter-rows.ts';

/** What would have to change for one request, looked at with the values of now; in a thread where supporters are many. */
export async function wouldChange(here: Here, asked: AskedRequest, many = MANY): Promise<WhatWouldChange> {
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
    return await (thread === undefined ? maker.made(seeker) : thread.made(seeker));
  } finally {
    thread?.end();
  }
}
