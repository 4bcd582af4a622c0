import { whereThingsAre } from '../../rooms/intake/index.ts';
import { waitingForMe } from '../../rooms/matching/index.ts';
import { myRelationships } from '../../rooms/relationships/index.ts';
import type { Seen } from '../../web/page.ts';
import type { Visit } from '../../web/visit.ts';
import { lettersRead } from '../member/write-to-programme.tsx';

/** Everything the page shows: the request, the introductions that wait for its seeker, what came of it, and the letters. */
export async function requestSeen(visit: Visit, id: string) {
  const request = await whereThingsAre(visit, { request: id });
  const introductions = (await waitingForMe(visit, {})).filter((one) => one.request === id);
  const walked = (await myRelationships(visit, {})).filter((one) => one.request === id);
  const relationship = walked.find(({ state }) => state !== 'ended');
  // It found its person, and that road has come to its end: what could come next stands on the road's own page.
  const parted = request.state === 'matched' && relationship === undefined ? walked[0] : undefined;
  return { request, introductions, relationship, parted, letters: await lettersRead(visit, request.programme.slug) };
}

/** The request's page, for its parts. */
export type RequestPage = Seen<'/requests/:id', Awaited<ReturnType<typeof requestSeen>>>;
