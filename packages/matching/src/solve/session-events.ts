import { refuse } from '../instance/refused.ts';
import { addPair, clearPairs, removePair } from './growing-lists.ts';
import { type Candidate, type Move, type Session, watched } from './session.ts';
import { enter, leave, releasePlace, setPlaces } from './session-steps.ts';
import { refreshRoom, seekerSide, supporterSide, unseat } from './transport.ts';

/** A new seeker, or one who left and comes back with new candidates, arrives. `-1` as number takes the next free one. */
export function seekerArrives(s: Session, candidates: readonly Candidate[], seeker = -1): { seeker: number; moves: Move[] } {
  const i = seeker < 0 ? s.seekers++ : seeker;
  if (i >= s.mostSeekers) refuse('out-of-range', `seeker ${i} does not fit in this session; open it with more spareSeekers`);
  if (s.inPlay[i] === 1 || s.held[i] >= 0) refuse('contradiction', `seeker ${i} is already here`);
  forgetPairs(s, i);
  for (const { who, score } of candidates) {
    checkPair(s, who, score);
    addPair(seekerSide(s.t), i, who, score, s.spare.seekers);
    addPair(supporterSide(s.t), who, i, score, s.spare.supporters);
  }
  return { seeker: i, moves: watched(s, () => enter(s, i)) };
}

/** A seeker who left comes back with the candidates known from before. */
export function seekerReturns(s: Session, i: number): Move[] {
  if (s.inPlay[i] === 1 || s.held[i] >= 0) refuse('contradiction', `seeker ${i} is already here`);
  return watched(s, () => enter(s, i));
}

/** A seeker leaves: their place, if it is worth filling, is filled. */
export function seekerLeaves(s: Session, i: number): Move[] {
  if (s.held[i] < 0 && s.inPlay[i] !== 1) refuse('contradiction', `seeker ${i} is not here`);
  return watched(s, () => (s.held[i] >= 0 ? releasePlace(s, i) : leave(s, i)));
}

/** The places of a supporter change: more, fewer, none (leaves or pauses), or some again (arrives). */
export function placesChange(s: Session, j: number, places: number): Move[] {
  const { t } = s;
  if (j < 0 || j >= s.supporters) refuse('out-of-range', `supporter ${j} is not in this session`);
  if (!Number.isInteger(places) || places < 0) refuse('not-an-integer', `${places} is not a number of places`);
  const heldHere = s.heldBy[j];
  if (places < heldHere) refuse('contradiction', `supporter ${j} has ${heldHere} announced or running matches`);
  return watched(s, () => setPlaces(s, j, Math.min(places - heldHere, t.match.length)));
}

/** A new supporter arrives with places and candidates. */
export function supporterArrives(s: Session, candidates: readonly Candidate[], places: number): { supporter: number; moves: Move[] } {
  if (s.supporters >= s.mostSupporters) refuse('out-of-range', 'no supporter more fits in this session; open it with more spareSupporters');
  const j = s.supporters++;
  for (const { who, score } of candidates) {
    if (who < 0 || who >= s.seekers) refuse('out-of-range', `seeker ${who} is not in this session`);
    checkPair(s, j, score);
    addPair(seekerSide(s.t), who, j, score, s.spare.seekers);
    addPair(supporterSide(s.t), j, who, score, s.spare.supporters);
  }
  return { supporter: j, moves: placesChange(s, j, places) };
}

/** Announces or starts a seeker's match: from now on neither the pair nor its place moves, whatever happens. */
export function hold(s: Session, i: number): void {
  const { t } = s;
  const j = t.match[i];
  if (j < 0 || s.inPlay[i] === 0) refuse('contradiction', `seeker ${i} has no match that could be held`);
  unseat(t, i);
  t.capacity[j]--;
  refreshRoom(t, j);
  t.profit[i] = Infinity;
  s.inPlay[i] = 0;
  s.held[i] = j;
  s.heldBy[j]++;
}

/** Ends a hold: the pair is in play again and may move. */
export function release(s: Session, i: number): Move[] {
  if (s.held[i] < 0) refuse('contradiction', `seeker ${i} is not held`);
  return watched(s, () => {
    releasePlace(s, i);
    enter(s, i);
  });
}

function forgetPairs(s: Session, i: number): void {
  const { start, end, pairs } = seekerSide(s.t);
  for (let k = 2 * start[i]; k < 2 * end[i]; k += 2) removePair(supporterSide(s.t), pairs[k], i, s.spare.supporters);
  clearPairs(seekerSide(s.t), i, s.spare.seekers);
}

function checkPair(s: Session, j: number, score: number): void {
  if (!Number.isInteger(j) || j < 0 || j >= s.supporters) refuse('out-of-range', `supporter ${j} is not in this session`);
  if (!Number.isInteger(score) || score < 0 || score > s.highestScore)
    refuse('out-of-range', `score ${score} is not a whole number from 0 to ${s.highestScore}; open the session with a higher highestScore`);
}
