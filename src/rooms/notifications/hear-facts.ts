import type { Inside } from '../../platform/inside.ts';
import { type NoticeGiven, writeNotice } from '../../platform/notices.ts';
import type { FactReader } from '../../platform/readers.ts';
import { tongueOf } from '../people/index.ts';
import { callsMade } from './calls.ts';
import { fillsOf } from './compose.ts';
import { checkInFacts } from './hearing/check-ins.ts';
import type { Hearing } from './hearing/hear.ts';
import { intakeFacts } from './hearing/intake.ts';
import { matchingFacts } from './hearing/matching.ts';
import { meetingFacts } from './hearing/meetings.ts';
import { promiseFacts } from './hearing/promises.ts';
import { safetyFacts } from './hearing/safety.ts';
import { togetherFacts } from './hearing/together.ts';
import { dayOn } from './quiet-hours.ts';
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
  const gathered = await isGathered(inside, given);
  await writeNotice(inside, { ...given, rings, ...(gathered && { dropped: 'gathered' }) });
  inside.announce('notices');
}

/** Whether what this person was told already stands for this notice as well (`gathers` in rules.ts). */
async function isGathered(inside: Inside, given: NoticeGiven): Promise<boolean> {
  const { gathers } = mannersOf(given.kind);
  if (gathers === undefined || given.person == null) return false;
  const told = await toldWithin(inside, given, gathers === 'hour' ? GATHERED_MS : 24 * GATHERED_MS);
  if (gathers === 'hour' || told.length === 0) return told.length > 0;
  const { zone } = await tongueOf(inside, given.person);
  const dayNamed = (fills: NoticeGiven['fills']) => (fills?.new_time === undefined ? '' : dayOn(new Date(fills.new_time), zone));
  return told.some((one) => dayOn(one.made_at, zone) === dayOn(inside.now, zone) && dayNamed(fillsOf(one)) >= dayNamed(given.fills));
}

/** What this person was told of the same kind in that time, and is still told or was. */
function toldWithin({ db, org, now }: Inside, { person, kind, programme }: NoticeGiven, milliseconds: number) {
  return db
    .selectFrom('notice')
    .select(['made_at', 'fills'])
    .where('org_id', '=', org)
    .where('person_id', '=', person ?? null)
    .where('kind', '=', kind)
    .where('programme_id', '=', programme ?? null)
    .where('made_at', '>', new Date(now.getTime() - milliseconds))
    .where('dropped_at', 'is', null)
    .limit(20)
    .execute();
}
