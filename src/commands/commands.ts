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
    run: async (words) => {
      const { readWords } = await import('./words.ts');
      const { values } = readWords(words, { demo: { type: 'boolean' } }, 0);
      return values.demo === true ? (await import('./demo.ts')).demo() : (await import('./start.ts')).start();
    },
  },
  {
    name: 'setup',
    about: 'command.setup.about',
    help: 'command.setup.help',
    run: async (words) => (await import('./setup.ts')).setup(words),
  },
  {
    name: 'person',
    about: 'command.person.about',
    help: 'command.person.help',
    run: async (words) => (await import('./person.ts')).person(words),
  },
  {
    name: 'doctor',
    about: 'command.doctor.about',
    help: 'command.doctor.help',
    run: async (words) => (await import('./doctor.ts')).doctor(words),
  },
  {
    name: 'backup',
    about: 'command.backup.about',
    help: 'command.backup.help',
    run: async (words) => (await import('./backup.ts')).backup(words),
  },
  {
    name: 'restore',
    about: 'command.restore.about',
    help: 'command.restore.help',
    run: async (words) => (await import('./restore.ts')).restore(words),
  },
  {
    name: 'archive',
    about: 'command.archive.about',
    help: 'command.archive.help',
    run: async (words) => (await import('./archive.ts')).archive(words),
  },
  {
    name: 'shares',
    about: 'command.shares.about',
    help: 'command.shares.help',
    run: async (words) => (await import('./shares.ts')).shares(words),
  },
  {
    name: 'move',
    about: 'command.move.about',
    help: 'command.move.help',
    run: async (words) => (await import('./move.ts')).move(words),
  },
  {
    name: 'audit',
    about: 'command.audit.about',
    help: 'command.audit.help',
    run: async (words) => (await import('./audit.ts')).audit(words),
  },
  {
    name: 'import',
    about: 'command.import.about',
    help: 'command.import.help',
    run: async (words) => (await import('./import.ts')).bringSheet(words),
  },
];
