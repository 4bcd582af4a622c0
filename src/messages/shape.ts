import IntlMessageFormat from 'intl-messageformat';

/**
 * What one argument of a sentence may be.
 * `choice` lists the branches of a `select` in alphabetical order; a `select` on true/false is `boolean`.
 */
export type Argument = 'string' | 'number' | 'boolean' | 'tag' | { readonly choice: readonly string[] };

/** The arguments of one sentence by name. */
export type Shape = ReadonlyMap<string, Argument>;

/** One part of a parsed ICU message, as the parser gives it. */
export type Part = ReturnType<IntlMessageFormat['getAst']>[number];

/** The sentences of one language: room, then rest of the key, then ICU text. */
export type Rooms = Readonly<Record<string, Readonly<Record<string, string>>>>;

// The parser's own numbers (its enum cannot be imported under isolatedModules without importing a package we do not list).
const LITERAL = 0, ARGUMENT = 1, NUMBER = 2, DATE = 3, TIME = 4, SELECT = 5, PLURAL = 6, POUND = 7;

/** Parses one ICU sentence. Throws `SyntaxError` when it is not ICU MessageFormat. */
export function partsOf(text: string): Part[] {
  return new IntlMessageFormat(text, 'en').getAst();
}

/**
 * The arguments of one ICU sentence.
 * Throws when a sentence formats a date itself: only `t.date` knows the person's own time zone, so a date comes in as words.
 */
export function shapeOf(text: string): Shape {
  const shape = new Map<string, Argument>();
  const look = (parts: readonly Part[]): void => {
    for (const part of parts) {
      if (part.type === LITERAL || part.type === POUND) continue;
      const argument = argumentOf(part);
      const before = shape.get(part.value);
      if (before !== undefined && named(before) !== named(argument)) {
        throw new Error(`{${part.value}} is ${named(before)} in one place and ${named(argument)} in another`);
      }
      shape.set(part.value, argument);
      if ('options' in part) for (const option of Object.values(part.options)) look(option.value);
      if ('children' in part) look(part.children);
    }
  };
  look(partsOf(text));
  return shape;
}

/** The TypeScript type of an argument. Also how two shapes are compared: equal words mean equal arguments. */
export function named(argument: Argument): string {
  if (typeof argument === 'string') return argument === 'tag' ? 'Tag' : argument;
  return argument.choice.map((one) => `'${one}'`).join(' | ');
}

/**
 * The text of `keys.ts`: one line for every sentence, keys in order, so that two people adding sentences rarely touch the same lines.
 * Throws with room and key when a sentence does not parse.
 */
export function keysFile(rooms: Rooms): string {
  const lines = Object.entries(rooms).flatMap(([room, sentences]) =>
    Object.entries(sentences).map(([rest, text]) => `  '${room}.${rest}': ${shapeInWords(`${room}.${rest}`, text)};`));
  const body = lines.sort().join('\n');
  const imports = body.includes(': Tag') ? "import type { Tag } from './tag.ts';\n\n" : '';
  return `// Written by bin/messages.mjs from en/*.json. Do not edit: change the sentences and run it again.\n${imports}`
    + `/** Every sentence people read, with the arguments it needs. */\nexport interface Messages {\n${body}\n}\n`;
}

function shapeInWords(key: string, text: string): string {
  const shape = [...readShape(key, text)].sort(([a], [b]) => (a < b ? -1 : 1));
  if (shape.length === 0) return 'Record<never, never>';
  return `{ ${shape.map(([name, argument]) => `${/^[A-Za-z_]\w*$/.test(name) ? name : `'${name}'`}: ${named(argument)}`).join('; ')} }`;
}

function readShape(key: string, text: string): Shape {
  try {
    return shapeOf(text);
  } catch (reason) {
    throw new Error(`${key}: ${reason instanceof Error ? reason.message : String(reason)} in “${text}”`);
  }
}

function argumentOf(part: Exclude<Part, { type: 0 | 7 }>): Argument {
  switch (part.type) {
    case ARGUMENT: return 'string';
    case NUMBER: case PLURAL: return 'number';
    case SELECT: return choiceOf(Object.keys(part.options));
    case DATE: case TIME: throw new Error(`{${part.value}} formats a date: pass the words of t.date instead`);
    default: return 'tag';
  }
}

function choiceOf(options: readonly string[]): Argument {
  const told = options.filter((one) => one !== 'other');
  if (told.length > 0 && told.every((one) => one === 'true' || one === 'false')) return 'boolean';
  return { choice: [...options].sort() };
}
