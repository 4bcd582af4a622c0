import type { BareKey } from '../../messages/index.ts';
import { type Actor, holds } from '../../platform/actor.ts';

/** Who might see something, from you outwards. `root`: the people who run the computers. */
export const everybody = ['you', 'other', 'coordinator', 'administrator', 'safety-lead', 'member', 'stranger', 'root'] as const;
/** One of those who might see something. */
export type Somebody = (typeof everybody)[number];

/** Kinds of things that somebody entrusts to a programme. */
export const things = ['messages', 'agreement', 'walking', 'request', 'contact', 'letters', 'concern', 'block', 'sheet', 'conduct'] as const;
/** A kind of thing. */
export type Thing = (typeof things)[number];

/**
 * `yes`: they see it. `part`: they see what the row's note says, and no more. `no`: no page, no view and no act of ours gives it to them.
 * `could`: it is locked where it is kept, and they hold the locks: they could, by breaking our rules and the locks.
 */
export type Sees = 'yes' | 'part' | 'no' | 'could';

/** One row: who sees a kind of thing, and the sentence for each `part`. */
export interface SeesRow {
  readonly sees: Readonly<Record<Somebody, Sees>>;
  readonly notes?: Partial<Readonly<Record<Somebody, BareKey>>>;
}

const between = { member: 'no', stranger: 'no', root: 'could' } as const;

/**
 * Who can see what: the one table that the code asks before it shows anything of these kinds, and that the public page is made from.
 * src/pages/safety/who-sees.test.ts holds every cell to what really happens when that person tries, and closes every cell to see that the code refuses.
 */
export const whoSees: Readonly<Record<Thing, SeesRow>> = {
  messages: {
    sees: { you: 'yes', other: 'yes', coordinator: 'no', administrator: 'no', 'safety-lead': 'part', ...between },
    notes: { 'safety-lead': 'safety.sees.part.shown' },
  },
  agreement: { sees: { you: 'yes', other: 'yes', coordinator: 'no', administrator: 'no', 'safety-lead': 'no', ...between } },
  walking: {
    sees: { you: 'yes', other: 'yes', coordinator: 'yes', administrator: 'yes', 'safety-lead': 'part', member: 'no', stranger: 'no', root: 'yes' },
    notes: { 'safety-lead': 'safety.sees.part.worried' },
  },
  request: {
    sees: { you: 'yes', other: 'part', coordinator: 'yes', administrator: 'yes', 'safety-lead': 'no', ...between },
    notes: { other: 'safety.sees.part.introduction' },
  },
  contact: {
    sees: { you: 'yes', other: 'no', coordinator: 'yes', administrator: 'yes', 'safety-lead': 'part', ...between },
    notes: { 'safety-lead': 'safety.sees.part.raised' },
  },
  letters: { sees: { you: 'yes', other: 'no', coordinator: 'yes', administrator: 'yes', 'safety-lead': 'no', ...between } },
  concern: {
    sees: { you: 'yes', other: 'no', coordinator: 'no', administrator: 'part', 'safety-lead': 'yes', ...between },
    notes: { administrator: 'safety.sees.part.stepped-in' },
  },
  block: {
    sees: { you: 'yes', other: 'no', coordinator: 'part', administrator: 'part', 'safety-lead': 'no', member: 'no', stranger: 'no', root: 'yes' },
    notes: { coordinator: 'safety.sees.part.apart', administrator: 'safety.sees.part.apart' },
  },
  sheet: {
    sees: { you: 'yes', other: 'no', coordinator: 'no', administrator: 'no', 'safety-lead': 'part', ...between },
    notes: { 'safety-lead': 'safety.sees.part.released' },
  },
  conduct: { sees: { you: 'yes', other: 'no', coordinator: 'yes', administrator: 'yes', 'safety-lead': 'yes', ...between } },
};

/**
 * Whether somebody who stands to a thing in this way sees it: the whole, or with `part` at least what the row's note says. A look works out as whom its reader
 * stands there, asks here, and is absent when the table says no, whatever else it knows of them.
 */
export function sees(thing: Thing, somebody: Somebody, least: 'yes' | 'part' = 'yes'): boolean {
  const entry = whoSees[thing].sees[somebody];
  return entry === 'yes' || (least === 'part' && entry === 'part');
}

/** Whether somebody sees what two share: each of them stands to it as themselves and as the other. */
export function twoSee(thing: Thing): boolean {
  return sees(thing, 'you') && sees(thing, 'other');
}

/** Whether the actor sees a thing by a role they hold in its programme. A lead does a coordinator's work. */
export function seesByRole(thing: Thing, actor: Actor, programme: string, least: 'yes' | 'part' = 'yes'): boolean {
  return byRole.some(([somebody, roles]) => sees(thing, somebody, least) && holds(actor, roles, programme));
}

const byRole = [['coordinator', ['coordinator', 'lead']], ['administrator', ['administrator']], ['safety-lead', ['safety-lead']]] as const;
