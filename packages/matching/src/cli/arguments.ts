import type { Pair } from '../instance/restrict.ts';

/** What was asked on the command line: the words that stand alone, and the named values. */
export interface Asked {
  words: string[];
  named: Map<string, string>;
}

/** Thrown when a command is not understood. */
export class NotUnderstood extends Error {}

/** Names that stand alone. */
const ALONE = ['inline'];

/** Splits arguments into words and `--name value` pairs; `--inline` stands alone. */
export function asked(args: readonly string[], known: readonly string[]): Asked {
  const found: Asked = { words: [], named: new Map() };
  for (let k = 0; k < args.length; k++) {
    const arg = args[k];
    if (!arg.startsWith('--')) {
      found.words.push(arg);
      continue;
    }
    const [name, joined] = arg.slice(2).split('=', 2);
    if (!known.includes(name))
      throw new NotUnderstood(`--${name} is not known here; known: ${known.map((other) => `--${other}`).join(' ')}`);
    const next = args[k + 1];
    if (joined !== undefined) found.named.set(name, joined);
    else if (next !== undefined && !next.startsWith('--') && !ALONE.includes(name)) found.named.set(name, args[++k]);
    else if (ALONE.includes(name)) found.named.set(name, 'yes');
    else throw new NotUnderstood(`--${name} needs a value`);
  }
  return found;
}

/** A whole number of at least `least`, or the default. */
export function wholeNumber({ named }: Asked, name: string, otherwise: number, least = 0): number {
  const text = named.get(name);
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least || text.trim() === '')
    throw new NotUnderstood(`--${name} needs a whole number of at least ${least}, not "${text}"`);
  return value;
}

/** Pairs written as `3:7,4:9`; people by number or, where the file has names, by name. */
export function pairsAsked(text: string | undefined, seekerNames?: readonly string[], supporterNames?: readonly string[]): Pair[] {
  if (text === undefined || text === '') return [];
  return text.split(',').map((part) => {
    const [seeker, supporter, more] = part.split(':');
    if (supporter === undefined || more !== undefined) throw new NotUnderstood(`"${part}" is not a pair; write SEEKER:SUPPORTER`);
    return { seeker: personAsked(seeker, seekerNames), supporter: personAsked(supporter, supporterNames) };
  });
}

/** One person, by number or by name. */
export function personAsked(text: string, names?: readonly string[]): number {
  const found = names ? names.indexOf(text.trim()) : Number(text);
  if (!Number.isSafeInteger(found) || found < 0 || text.trim() === '') throw new NotUnderstood(`"${text}" is nobody in this instance`);
  return found;
}
