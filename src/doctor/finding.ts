import type { Speak } from '../messages/index.ts';

/** How something was found: as it should be, worth a look, or so that it does harm. */
export type State = 'fine' | 'look' | 'wrong';

/** One thing looked at. `command.doctor.<what>` is its sentence, and says what to do. */
export interface Finding {
  readonly what: string;
  readonly state: State;
  readonly about: Readonly<Record<string, string | number>>;
}

/** Makes a finding. */
export function finding(state: State, what: string, about: Finding['about'] = {}): Finding {
  return { what, state, about };
}

/** A file may go while it is looked at, and a disk may fail: then that is what is found, and everything else is still said. */
export function seen(looking: Promise<readonly Finding[]>): Promise<readonly Finding[]> {
  return looking.catch((fault: NodeJS.ErrnoException) => [finding('look', 'not-seen', { detail: fault.code ?? fault.name })]);
}

/** The sentence of a finding; it says what to do. */
export function findingInWords(t: Speak, { what, about }: Pick<Finding, 'what' | 'about'>): string {
  return (t as unknown as (key: string, about: Finding['about']) => string)(`command.doctor.${what}`, about);
}
