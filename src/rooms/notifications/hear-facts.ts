import type { Inside } from '../../platform/inside.ts';
import { type NoticeGiven, writeNotice } from '../../platform/notices.ts';
import type { FactReader } from '../../platform/readers.ts';
import { callsMade } from './calls.ts';
import { checkInFacts } from './hearing/check-ins.ts';
import type { Hearing } from './hearing/hear.ts';
import { intakeFacts } from './hearing/intake.ts';
import { matchingFacts } from './hearing/matching.ts';
import { meetingFacts } from './hearing/meetings.ts';
import { promiseFacts } from './hearing/promises.ts';
import { safetyFacts } from './hearing/safety.ts';
import { togetherFacts } from './hearing/together.ts';
import { GATHERED_MS, mannersOf } from './rules.ts';
import { noticeWords } from './words.ts';

const hearing: Hearing = { ...intakeFacts, ...promiseFacts, ...matchingFacts, ...togetherFacts, ...meetingFacts, ...checkInFacts, ...safetyFacts, 'letters.call-logged': callsMade };

/** Turns facts into notices, by the programme's own content. Each fact once; one effect is one notice. */
export const noticesReader: FactReader = {
  name: 'notifications',
  wants: Object.keys(hearing),
  async read(inside, fact) {
    for (const given of (await hearing[fact.name]?.(inside, fact)) ?? []) await give(inside, given);
  },
};

/** Writes one notice; whether it rings through quiet hours is the programme's content to say, unless the fact knows better. */
export async function give(inside: Inside, given: NoticeGiven): Promise<void> {
  const rings = given.rings ?? (await noticeWords(inside, given.programme ?? null, given.kind))?.quietHours === 'ring';
  const gathered = mannersOf(given.kind).gathers === true && (await toldLately(inside, given));
  await writeNotice(inside, { ...given, rings, ...(gathered && { dropped: 'gathered' }) });
  inside.announce('notices');
}

/** Whether this person was told the same kind of thing within the hour: one letter stands for all, and the desk shows each. */
async function toldLately({ db, org, now }: Inside, { person, kind, programme }: NoticeGiven): Promise<boolean> {
  const row = await db
    .selectFrom('notice')
    .select('id')
    .where('org_id', '=', org)
    .where('person_id', '=', person ?? null)
    .where('kind', '=', kind)
    .where('programme_id', '=', programme ?? null)
    .where('made_at', '>', new Date(now.getTime() - GATHERED_MS))
    .where('dropped_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
