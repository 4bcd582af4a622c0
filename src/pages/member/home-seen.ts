import { checkInsWaiting } from '../../rooms/checkins/index.ts';
import { myConversations } from '../../rooms/conversations/index.ts';
import { myIntake, mySupporting } from '../../rooms/intake/index.ts';
import { myLetters } from '../../rooms/letters/index.ts';
import { waitingForMe } from '../../rooms/matching/index.ts';
import { myMeetings } from '../../rooms/meetings/index.ts';
import { frontDoor } from '../../rooms/programmes/index.ts';
import { myRelationships } from '../../rooms/relationships/index.ts';
import { conductToRead } from '../../rooms/safety/index.ts';
import type { Visit } from '../../web/visit.ts';

/** Everything a member's first page is made from. */
export async function homeSeen(visit: Visit) {
  // None needs another's answer, so all are asked at once.
  const [mine, introductions, relationships, conversations, checkIns, letters, supporting, conduct, times, { programmes }] = await Promise.all([
    myIntake(visit, {}), waitingForMe(visit, {}), myRelationships(visit, {}), myConversations(visit, {}), checkInsWaiting(visit, {}), myLetters(visit, {}),
    mySupporting(visit, {}), conductToRead(visit, {}), myMeetings(visit, {}), frontDoor(visit, {}),
  ]);
  return { mine, introductions, relationships, conversations, checkIns, letters, supporting, conduct, times, programmes };
}

/** What the home page is made from. */
export type HomeData = Awaited<ReturnType<typeof homeSeen>>;
