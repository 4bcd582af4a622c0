import { askForRound, holdPair, releasePair } from '../../../rooms/matching/index.ts';
import { form } from '../../../web/form.ts';
import { address } from '../../../web/page.ts';
import type { Visit } from '../../../web/visit.ts';

/** The page a form stands on, without what is only for one look. */
export function samePage(visit: Visit): string {
  const url = new URL(visit.path, 'http://here');
  for (const name of ['ticked', 'still']) url.searchParams.delete(name);
  return url.pathname + url.search;
}

const toRound = ({ round }: { readonly round: string }, visit: Visit) => ({ to: address('/programmes/:programme/rounds/:round', { programme: visit.params.programme ?? '', round }), say: 'rounds.begun' }) as const;

const refusedAsking = { 'already-working': 'rounds.refused.already-working', 'nobody-waits': 'rounds.refused.nobody-waits', 'no-supporters': 'rounds.refused.no-supporters', 'no-points': 'rounds.refused.no-points' } as const;

/** Asks for a round with the programme's own weights. */
export const askForm = form({ act: askForRound, read: (fields) => ({ programme: fields.text('programme') }), then: toRound, refusals: refusedAsking });

/** Asks for a round to look at, with other weights. */
export const tryForm = form({
  act: askForRound,
  read: (fields) => ({ programme: fields.text('programme'), weights: Object.fromEntries(Object.entries(fields.under('weights.')).map(([id, [typed = '']]) => [id, typed])) }),
  then: toRound, refusals: refusedAsking,
});

/** Keeps two people together in every round, or apart. The button that is pressed says which. */
export const holdForm = form({
  act: holdPair,
  read: (fields) => ({ request: fields.text('request'), supporter: fields.text('supporter'), kind: fields.text('kind'), reason: fields.text('reason') }),
  then: (_, visit) => ({ to: samePage(visit), say: 'rounds.hold.kept' }),
  refusals: { 'already-held': 'rounds.refused.already-held', 'held-with-another': 'rounds.refused.held-with-another', 'kept-apart': 'rounds.refused.kept-apart', 'not-waiting': 'rounds.refused.not-waiting' },
});

/** Releases what was decided by hand. */
export const releaseForm = form({
  act: releasePair, read: (fields) => ({ hold: fields.text('hold') }),
  then: (_, visit) => ({ to: samePage(visit), say: 'rounds.hold.released' }), refusals: { 'already-released': 'rounds.refused.already-released' },
});
