import type { BareKey } from '../messages/index.ts';
import { type Actor, holds } from '../platform/actor.ts';

/** One way through the site. It is shown only when the routing table has a page at its address. */
export interface Way {
  readonly address: string;
  readonly label: BareKey;
  /** For an address inside a programme: where it leads from a page that is not inside one. */
  readonly otherwise?: string;
  /** Pages below other addresses that belong to this way. */
  readonly covers?: readonly string[];
  /** Shown only to people who hold one of these roles somewhere; without, to everybody signed in. */
  readonly roles?: readonly string[];
}

/** The dock at the foot of a member's pages. */
export const dock: readonly Way[] = [
  { address: '/home', label: 'web.dock.home' },
  { address: '/conversations', label: 'web.dock.conversations' },
  { address: '/messages', label: 'web.dock.letters' },
  { address: '/groups', label: 'web.dock.groups' },
  { address: '/resources', label: 'web.dock.resources' },
  { address: '/me', label: 'web.dock.me' },
];

/** Whose pages the day's lists are: whoever answers concerns alone finds nothing there, so no way leads them to it. */
const running = ['coordinator', 'lead', 'administrator'] as const;

/** The ways of those who run a programme, in the order of their day. */
export const staffWays: readonly Way[] = [
  { address: '/today', label: 'web.staff.today' },
  { address: '/concerns', label: 'safety.list.title', roles: ['safety-lead'], covers: ['/contact-releases', '/danger'] },
  { address: '/programmes/:programme/waiting', otherwise: '/today/waiting', label: 'web.staff.waiting', roles: running, covers: ['/programmes/:programme/requests', '/programmes/:programme/written-down', '/programmes/:programme/rounds', '/programmes/:programme/recruitment', '/programmes/:programme/fairness'] },
  { address: '/programmes/:programme/supporters', otherwise: '/today/supporters', label: 'web.staff.supporters', roles: running, covers: ['/programmes/:programme/applications', '/programmes/:programme/conduct', '/programmes/:programme/breaches'] },
  { address: '/programmes/:programme/matches', otherwise: '/today/matches', label: 'web.staff.matches', roles: running },
  { address: '/programmes/:programme/messages', otherwise: '/today/messages', label: 'web.staff.messages', roles: running, covers: ['/programmes/:programme/people'] },
  { address: '/programmes/:programme/settings', otherwise: '/programme', label: 'web.staff.programme', roles: running },
];

/** Whether somebody works for a programme: then a page that is also a member's stands among the ways of staff. */
export function worksHere(actor: Actor): boolean {
  return holds(actor, [...running, 'safety-lead']);
}

/** A way as it stands on one page: its address with the programme of that page, and whether the reader is there. */
export interface WayHere extends Way {
  readonly to: string;
  readonly current: boolean;
}

/** The ways as they stand on a page. The programme is the one of its path (`/programmes/:programme/…`), or the one it was asked for (`?programme=`). */
export function waysHere(ways: readonly Way[], path: string): readonly WayHere[] {
  const { pathname, searchParams } = new URL(path, 'http://here');
  const programme = /^\/programmes\/([^/]+)\//.exec(`${pathname}/`)?.[1] ?? searchParams.get('programme') ?? undefined;
  const fill = (address: string) => (programme === undefined ? undefined : address.replace(':programme', programme));
  const under = (address: string | undefined) => address !== undefined && (pathname === address || pathname.startsWith(`${address}/`));
  return ways.map((way) => ({
    ...way,
    to: way.address.includes(':programme') ? (fill(way.address) ?? way.otherwise ?? way.address) : way.address,
    current: [way.address, ...(way.covers ?? [])].some((address) => under(address.includes(':programme') ? fill(address) : address)),
  }));
}

/** The ways of a list that exist on this site and are for this person. */
export function waysFor(ways: readonly Way[], actor: Actor, exists: (address: string) => boolean): readonly Way[] {
  return ways.filter((way) => exists(way.address) && (way.roles === undefined || holds(actor, way.roles)));
}
