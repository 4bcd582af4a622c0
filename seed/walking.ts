import { conductRead } from './asking.ts';
import { happened, type World } from './world.ts';
import type { CastId } from '../src/rooms/demo/index.ts';
import { sayYesToAll } from '../src/rooms/agreements/index.ts';
import { markRead, sendMessage } from '../src/rooms/conversations/index.ts';
import { answerProposal, proposeMatch } from '../src/rooms/matching/index.ts';
import { relationshipOf } from '../src/rooms/relationships/index.ts';
import { supporterStanding } from '../src/rooms/intake/index.ts';
import { absent } from '../src/platform/outcome.ts';

/** A coordinator brings two people together, with a word of why. Gives the proposal. */
export async function propose(world: World, request: string, supporter: CastId, reason: string): Promise<string> {
  const standing = await world.inside(async (inside) => (await supporterStanding(inside, world.programme.id, world.id(supporter))) ?? absent());
  return happened(await proposeMatch(await world.as('chidi'), { request, supporter: standing.id, reason }), `propose ${supporter}`).proposal;
}

/** Somebody answers an introduction. Gives the relationship once both said yes. */
export async function say(world: World, who: CastId, proposal: string, answer: 'yes' | 'no'): Promise<string | undefined> {
  return happened(await answerProposal(await world.as(who), { proposal, answer }), `${who} says ${answer}`).relationship;
}

/** Both say yes to the whole agreement as it stands. */
export async function agree(world: World, relationship: string | undefined, ...both: readonly CastId[]): Promise<void> {
  for (const who of both) happened(await sayYesToAll(await world.as(who), { relationship, conduct: await conductRead(world, who) }), `${who} agrees`);
}

/** The conversation of two people, and how to say something in it. The one who writes has read what was there; gives the place of what they wrote. */
export async function talkOf(world: World, relationship: string | undefined) {
  const { conversation } = await world.inside((inside) => relationshipOf(inside, relationship ?? ''));
  let last = 0;
  return async (who: CastId, words: string, note = '') => {
    const scene = await world.as(who);
    if (last > 0) happened(await markRead(scene, { conversation, seq: last }), `${who} reads`);
    last = happened(await sendMessage(scene, { conversation, sending: `seed-${who}-${world.house.clock.now().getTime()}-${last + 1}`, words, note }), `${who} writes`).seq;
    return last;
  };
}
