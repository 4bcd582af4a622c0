import type { Mark } from '../proof/index.ts';
import type { KeyAsk, KeyringRefusal } from './keyring.ts';
import type { Asked, Erasure, Leave, Looked } from './membership.ts';
import { isOwnPlace, keyIdOf, type KeyPlace } from './place.ts';
import type { KeyStore } from './store.ts';

// The keyring's decisions: values in, values out.

/** A message may be tagged this long before or after its time, in milliseconds: enough for clocks that differ a little, too little to back-date. */
export const NOW_IS = 2 * 60_000;

/** Where an ask points. `why` is a refusal that already stands; `place` is null when nothing more can be said. */
export interface Located {
  readonly id: string;
  readonly place: KeyPlace | null;
  readonly exists: boolean;
  readonly why: KeyringRefusal | null;
}

/** Where an ask points. The keyring's own keys do not exist for anybody else. */
export function locate(store: KeyStore, ask: KeyAsk): Located {
  if (typeof ask !== 'string') {
    const id = keyIdOf(ask);
    const found = store.find(id);
    return { id, place: ask, exists: found !== null, why: found === 'destroyed' ? 'destroyed' : null };
  }
  const place = store.find(ask);
  if (place === 'destroyed') return refusedAsk(ask, 'destroyed');
  if (place === null || isOwnPlace(place)) return refusedAsk(ask, 'absent');
  return { id: ask, place, exists: true, why: null };
}

/** An ask that is refused whatever the membership check says. */
export function refusedAsk(id: string, why: KeyringRefusal): Located {
  return { id, place: null, exists: false, why };
}

/** What the membership check is asked about a place. Contact details are the house’s own business: nothing is asked. */
export function askedOf({ place }: Located): Asked[] {
  if (place === null) return [];
  if (place.kind === 'words') return [{ kind: 'words', conversation: place.conversation, author: place.author }];
  if (place.kind === 'sheet') return [{ kind: 'sheet', org: place.org, person: place.person }];
  if (place.kind === 'concern') return [{ kind: 'concern', org: place.org, concern: place.concern }];
  return [];
}

/**
 * The leave for each ask: contact details are the house's own business, everything else is what the membership check says. A concern may come from
 * somebody without a session: the house makes its key, once, to write it down, and is never given it again. The same leave has a coordinator for the
 * contact sheet of somebody who has a telephone alone.
 */
export function leavesOf(found: readonly Located[], session: string | null, looked: Looked | null): readonly Leave[] {
  const said = [...(looked?.leaves ?? [])];
  return found.map(({ place }) => {
    if (place === null) return 'no';
    if (place.kind === 'concern' && session === null) return 'make';
    if (place.kind === 'person') return session === null ? 'write' : 'no';
    return said.shift() ?? 'no';
  });
}

/** Whether a key was destroyed is told only to those who had leave to read it. */
export function judge({ place, exists, why }: Located, leave: Leave, session: string | null, looked: Looked | null): KeyringRefusal | null {
  if (session !== null && looked === null) return 'no-session';
  if (place === null) return why ?? 'absent';
  if (leave === 'no' || (leave === 'make' && (exists || why !== null))) return 'not-a-member';
  if (leave === 'make') return null;
  if (why !== null || exists) return why;
  if (leave !== 'write') return 'absent';
  return place.kind === 'words' && place.author !== looked?.person ? 'absent' : null;
}

/** Why a message may not be tagged, or null: the session must be its author’s, with leave to write there, and its time must be now. */
export function doubtAbout(mark: Mark, looked: Looked | null, leave: Leave | undefined, now: number): KeyringRefusal | null {
  if (looked === null) return 'no-session';
  if (leave !== 'write' || mark.author !== looked.person) return 'not-a-member';
  return Math.abs(mark.time - now) > NOW_IS ? 'wrong-time' : null;
}

/** Is this key among those an erasure means? */
export function isMeant(what: Erasure, id: string, place: KeyPlace): boolean {
  if (what.kind === 'keys') return what.ids.includes(id);
  if (what.kind === 'author') return place.kind === 'words' && place.author === what.author;
  if (what.kind === 'conversation') return place.kind === 'words' && place.conversation === what.conversation;
  if (what.kind === 'concern') return place.kind === 'concern' && place.org === what.org && place.concern === what.concern;
  return (place.kind === 'person' || place.kind === 'sheet') && place.org === what.org && place.person === what.person;
}

/** The ids an erasure names, for the log. */
export function idsNamed(what: Erasure): readonly string[] {
  if (what.kind === 'keys') return what.ids;
  if (what.kind === 'author') return [what.author];
  if (what.kind === 'concern') return [what.concern];
  return [what.kind === 'conversation' ? what.conversation : what.person];
}
