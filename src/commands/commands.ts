import type { BareKey } from '../messages/index.ts';
import type { ExitCode } from './say.ts';

/** One command: its name, what it is for in a line, its help, and what it does. */
export interface Command {
  readonly name: string;
  readonly about: BareKey;
  readonly help: BareKey;
  run(words: readonly string[]): Promise<ExitCode>;
}

/** Every command. What a command needs is loaded when it runs, so that `help` answers at once. */
export const commands: readonly Command[] = [
  {
    name: 'start',
    about: 'command.start.about',
    help: 'command.start.help',
    run: async (words) => (words.includes('--demo') ? (await import('./demo.ts')).demo() : (await import('./start.ts')).start()),
  },
  {
    name: 'person',
    about: 'command.person.about',
    help: 'command.person.help',
    run: async (words) => (await import('./person.ts')).person(words),
  },
];
