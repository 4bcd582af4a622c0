import { placeholdersIn, type Text } from '../../content/index.ts';

/** A text inside a piece of content, and where it stands: the keys to it, joined with dots (`options.2.text`). */
export interface TextFound {
  readonly path: string;
  readonly text: Text;
}

/** Every text inside a piece of content, in the order it stands there. A text is a mapping with `en` and `fr` and nothing else. */
export function textsIn(body: unknown, path: readonly string[] = []): readonly TextFound[] {
  if (isText(body)) return [{ path: path.join('.'), text: body }];
  if (typeof body !== 'object' || body === null) return [];
  return Object.entries(body).flatMap(([key, value]) => textsIn(value, [...path, key]));
}

/** The same content with other words at some paths. Only texts can be replaced, so its structure stays whole; unknown paths change nothing. */
export function withTexts<B>(body: B, words: Readonly<Record<string, Text>>): B {
  const replaced = (value: unknown, path: readonly string[]): unknown => {
    if (isText(value)) return ownOf(words, path.join('.')) ?? value;
    if (Array.isArray(value)) return value.map((one, at) => replaced(one, [...path, String(at)]));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, replaced(one, [...path, key])]));
  };
  return replaced(body, []) as B;
}

/** A place in braces that the words before did not have: nobody would fill it. Undefined when all is well. */
export function strangePlaceholder(before: unknown, words: Readonly<Record<string, Text>>): string | undefined {
  for (const { path, text } of textsIn(before)) {
    const own = ownOf(words, path);
    if (own === undefined) continue;
    const known = new Set([...placeholdersIn(text.en), ...placeholdersIn(text.fr)]);
    const strange = [...placeholdersIn(own.en), ...placeholdersIn(own.fr)].find((name) => !known.has(name));
    if (strange !== undefined) return strange;
  }
  return undefined;
}

function ownOf(words: Readonly<Record<string, Text>>, path: string): Text | undefined {
  return Object.hasOwn(words, path) ? words[path] : undefined;
}

function isText(value: unknown): value is Text {
  if (typeof value !== 'object' || value === null) return false;
  const keys = Object.keys(value);
  return keys.length === 2 && 'en' in value && 'fr' in value && typeof value.en === 'string' && typeof value.fr === 'string';
}
