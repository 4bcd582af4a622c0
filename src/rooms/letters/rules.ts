import { type Actor, personOf } from '../../platform/actor.ts';
import { sees, seesByRole } from '../sight/index.ts';

/** How words went: here, by phone, in person, or left with a machine. */
export type Channel = 'here' | 'phone' | 'in-person' | 'voicemail';

/** How a call went. Only a person who was reached was answered (P6). */
export const callEnds = ['reached', 'in-person', 'voicemail', 'nobody'] as const;
/** How a call went. */
export type CallEnd = (typeof callEnds)[number];

/** The channel a call is kept under, and whether it reached the person. */
export function channelOf(end: CallEnd): { readonly channel: Channel; readonly reached: boolean } {
  switch (end) {
    case 'reached': return { channel: 'phone', reached: true };
    case 'in-person': return { channel: 'in-person', reached: true };
    case 'voicemail': return { channel: 'voicemail', reached: false };
    case 'nobody': return { channel: 'phone', reached: false };
  }
}

/** Who reads the letters of a member: the member, and those who run the programme. A safety lead alone, and every other programme, does not. */
export function readsLetters(actor: Actor, programme: string, person: string): boolean {
  return (personOf(actor) === person && sees('letters', 'you')) || seesByRole('letters', actor, programme);
}

/** The longest letter, in characters. */
export const LONGEST = 10_000;
