import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { keysFile, named, partsOf, shapeOf, type Part, type Rooms } from '../src/messages/shape.ts';
import { tooHard } from './reading.ts';
import { avoidedIn, promisedTooMuchIn, saysTu, typographyOf } from './wording.ts';

type Lang = 'en' | 'fr';

const folder = join(import.meta.dirname, '../src/messages');
const rooms: Readonly<Record<Lang, Rooms>> = { en: roomsOf('en'), fr: roomsOf('fr') };
const sentencesIn = (lang: Lang) => Object.entries(rooms[lang]).flatMap(([room, all]) => Object.entries(all).map(([rest, text]) => ({ key: `${room}.${rest}`, text })));

test('keys.ts is fresh (run `npx node bin/messages.mjs`)', () => {
  expect(readFileSync(join(folder, 'keys.ts'), 'utf8')).toBe(keysFile(rooms.en));
});

test('English and French have the same sentences', () => {
  expect(sentencesIn('fr').map(({ key }) => key).sort()).toEqual(sentencesIn('en').map(({ key }) => key).sort());
});

test('English and French need the same arguments', () => {
  const french = new Map(sentencesIn('fr').map(({ key, text }) => [key, text]));
  const differ = sentencesIn('en').flatMap(({ key, text }) => {
    const [en, fr] = [shapeInWords(text), shapeInWords(french.get(key) ?? text)];
    return en === fr ? [] : [`${key}: ${en} / ${fr}`];
  });
  expect(differ).toEqual([]);
});

test('keys are in kebab-case with dots', () => {
  expect(sentencesIn('en').map(({ key }) => key).filter((key) => !/^[a-z][a-z0-9-]*(\.[a-z0-9]+(-[a-z0-9]+)*)+$/.test(key))).toEqual([]);
});

describe.each(['en', 'fr'] as const)('the sentences in %s', (lang) => {
  const faults = (look: (text: string, key: string) => readonly string[]) =>
    sentencesIn(lang).flatMap(({ key, text }) => look(text, key).map((fault) => `${key}: ${fault}`));

  test('are never empty and hold no HTML', () => {
    const html = /<\/?(?:a|abbr|b|br|button|div|em|h[1-6]|i|img|li|ol|p|small|span|strong|time|u|ul)\b/i;
    expect(faults((text) => (text.trim() === '' ? ['empty'] : html.test(text) ? ['HTML belongs to the page'] : []))).toEqual([]);
  });

  test('keep to the typography', () => {
    expect(faults((text) => [...typographyOf(text, lang), ...(lang === 'fr' && saysTu(text) ? ['“tu” instead of “vous”'] : [])])).toEqual([]);
  });

  test('promise neither that nobody can read nor that somebody is there at every hour', () => {
    // What the command line says of files is for whoever runs the server, and true.
    expect(faults((text, key) => (key.startsWith('command.') ? [] : promisedTooMuchIn(saidIn(text).join(' '), lang)))).toEqual([]);
  });

  test('use no word we avoid', () => {
    expect(faults((text) => avoidedIn(saidIn(text).join(' '), lang))).toEqual([]);
  });

  test('are easy to read, and easier still in a crisis', () => {
    expect(faults((text, key) => saidIn(text).flatMap((said) => tooHard(said, lang, key.includes('.crisis.')) ?? []).slice(0, 1))).toEqual([]);
  });
});

test('every sentence is said somewhere', () => {
  const { said, begun } = keysInCode();
  expect(sentencesIn('en').map(({ key }) => key).filter((key) => !said.has(key) && !begun.some((start) => key.startsWith(start)))).toEqual([]);
});

test('one sentence is read in all its branches', () => {
  expect(saidIn('{n, plural, one {# day} other {# days}} with {side, select, seeker {{name}} other {<link>us</link>}}')).toEqual(['3 day with Sam', '3 days with us']);
});

function roomsOf(lang: Lang): Rooms {
  return Object.fromEntries(readdirSync(join(folder, lang)).filter((file) => file.endsWith('.json')).map((file) => [file.replace('.json', ''), sentencesOf(join(folder, lang, file))]));
}

function sentencesOf(path: string): Record<string, string> {
  const read: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (typeof read !== 'object' || read === null) throw new Error(`${path} is not one flat object`);
  return Object.fromEntries(Object.entries(read).map(([key, text]: [string, unknown]) => {
    if (typeof text !== 'string') throw new Error(`${path}: ${key} is not a text`);
    return [key, text];
  }));
}

function shapeInWords(text: string): string {
  return [...shapeOf(text)].map(([name, argument]) => `${name}: ${named(argument)}`).sort().join('; ');
}

/** What people would read: as many readings as the widest choice has branches, every branch in at least one. */
function saidIn(text: string): string[] {
  const parts = partsOf(text);
  return Array.from({ length: widest(parts) }, (_, branch) => reading(parts, branch));
}

function widest(parts: readonly Part[]): number {
  return Math.max(1, ...parts.map((part) => {
    if ('options' in part) return Math.max(Object.keys(part.options).length, ...Object.values(part.options).map((option) => widest(option.value)));
    return 'children' in part ? widest(part.children) : 1;
  }));
}

function reading(parts: readonly Part[], branch: number): string {
  return parts.map((part) => {
    if ('options' in part) {
      const options = Object.values(part.options);
      return reading(options[branch % options.length]?.value ?? [], branch);
    }
    if ('children' in part) return reading(part.children, branch);
    if (part.type === 0) return part.value;
    return part.type === 1 ? 'Sam' : '3';
  }).join('');
}

/** Keys written out in code, and the beginnings of those that are put together (`time.length.${unit}`). */
function keysInCode(): { said: Set<string>; begun: string[] } {
  const known = new Set(sentencesIn('en').map(({ key }) => key));
  const said = new Set<string>();
  const begun: string[] = [];
  for (const file of readdirSync(join(folder, '..'), { recursive: true, encoding: 'utf8' })) {
    if (!/\.tsx?$/.test(file) || /\.test\.tsx?$/.test(file) || file.endsWith('messages/keys.ts')) continue;
    const code = readFileSync(join(folder, '..', file), 'utf8');
    for (const [, key = ''] of code.matchAll(/['"`]([a-z][\w.-]*)['"`]/g)) if (known.has(key)) said.add(key);
    for (const [, start = ''] of code.matchAll(/`([a-z][\w-]*\.[\w.-]*)\$\{/g)) begun.push(start);
  }
  return { said, begun };
}
