import type { BareKey } from '../messages/index.ts';
import { type Actor, holds } from '../platform/actor.ts';

/** One way through the site. It is shown only when the routing table has a page at its address. */
export interface Way {
  readonly address: string;
  readonly label: BareKey;
  /** Shown only to people who hold one of these roles somewhere; without, to everybody signed in. */
  readonly roles?: readonly string[];
}

/** The dock at the foot of a member's pages. */
export const dock: readonly Way[] = [
  { address: '/home', label: 'web.dock.home' },
  { address: '/conversations', label: 'web.dock.conversations' },
  { address: '/groups', label: 'web.dock.groups' },
  { address: '/resources', label: 'web.dock.resources' },
  { address: '/me', label: 'web.dock.me' },
];

/** The ways of those who run a programme, in the order of their day. */
export const staffWays: readonly Way[] = [
  { address: '/today', label: 'web.staff.today' },
  { address: '/waiting', label: 'web.staff.waiting' },
  { address: '/supporters', label: 'web.staff.supporters' },
  { address: '/matches', label: 'web.staff.matches' },
  { address: '/messages', label: 'web.staff.messages' },
  { address: '/programme', label: 'web.staff.programme' },
];

/** The ways of a list that exist on this site and are for this person. */
export function waysFor(ways: readonly Way[], actor: Actor, exists: (address: string) => boolean): readonly Way[] {
  return ways.filter((way) => exists(way.address) && (way.roles === undefined || holds(actor, way.roles)));
}
