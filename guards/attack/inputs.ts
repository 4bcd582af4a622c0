import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { z } from 'zod';
import { type Ids, idsFor } from './ids.ts';

interface Shape {
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
  readonly allOf?: readonly Shape[];
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Shape | boolean;
  readonly items?: Shape;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** What no form of a careful person sends: signs that programs have tripped over. */
export const naughty: readonly string[] = [
  '', ' ', '\u0000', '\u200b', '\ufeff', '\u202e\u202d', 'null', 'undefined', 'true', '0', '-1', '1e309', 'NaN', '0x7fffffff', "'; drop table person; --", '" or 1=1', "' || pg_sleep(0) || '",
  '<x-planted a=1>', '"><x-planted>', "'><x-planted>", '</title><x-planted>', '</textarea><x-planted>', '{{7*7}}', '${7*7}', '%00', '%s%n', '../../../../etc/passwd', 'file:///etc/passwd', 'javascript:alert(1)',
  'data:text/html,<x-planted>', '\\', '\\u0000', 'é'.normalize('NFD'), '👩‍👩‍👧‍👦', '𝕬𝖒𝖎𝖓𝖆', 'a'.repeat(5000), '\ud800', '\r\nset-cookie: a=b', '2026-13-45', '0000-00-00', '99999-01-01', '25:99', '=cmd|x', '@SUM(1)',
];

/** Words to try: ordinary ones, naughty ones, and whatever signs there are. `more` are the naughty strings of a list kept elsewhere. */
export function words(more: readonly string[] = []): fc.Arbitrary<string> {
  return fc.oneof({ weight: 3, arbitrary: fc.constantFrom('Hello there.', 'Bonjour à vous', 'en', '2026-12-01', '18:30', '3') }, { weight: 4, arbitrary: fc.constantFrom(...naughty, ...more) }, { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) });
}

/** The big list of naughty strings, where it lies beside the project; empty where not. */
export function bigList(): readonly string[] {
  try {
    return JSON.parse(readFileSync(new URL('../../../shared/data/naughty-strings/blns.json', import.meta.url), 'utf8')) as string[];
  } catch {
    return [];
  }
}

/** Inputs for a schema: shaped as it asks, with real ids where it asks for ids, and anything where it asks for words. */
export function inputsOf(schema: z.ZodType, ids: Ids, slugs: readonly string[]): fc.Arbitrary<unknown> {
  return arbitrary(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Shape, '', { ids, slugs, text: words(bigList()) });
}

interface Around {
  readonly ids: Ids;
  readonly slugs: readonly string[];
  readonly text: fc.Arbitrary<string>;
}

function arbitrary(shape: Shape, name: string, around: Around): fc.Arbitrary<unknown> {
  if (shape.const !== undefined) return fc.constant(shape.const);
  if (shape.enum !== undefined) return fc.constantFrom(...shape.enum);
  const choices = shape.anyOf ?? shape.oneOf;
  if (choices !== undefined) return fc.oneof(...choices.map((one) => arbitrary(one, name, around)));
  if (shape.allOf !== undefined) return arbitrary(Object.assign({}, ...shape.allOf) as Shape, name, around);
  switch (typeof shape.type === 'string' ? shape.type : shape.type?.[0]) {
    case 'object': return objects(shape, around);
    case 'array': return fc.array(arbitrary(shape.items ?? {}, name, around), { maxLength: 3 });
    case 'boolean': return fc.boolean();
    case 'integer': case 'number': return numbers(shape);
    case 'null': return fc.constant(null);
    case 'string': return strings(shape, name, around);
    default: return fc.oneof(around.text, fc.constantFrom<unknown>(null, 0, true, [], {}));
  }
}

function objects(shape: Shape, around: Around): fc.Arbitrary<unknown> {
  const required = new Set(shape.required ?? []);
  const fields = Object.entries(shape.properties ?? {}).map(([name, inner]): [string, fc.Arbitrary<unknown>] => [name, required.has(name) ? arbitrary(inner, name, around) : fc.option(arbitrary(inner, name, around), { nil: undefined })]);
  if (fields.length === 0 && typeof shape.additionalProperties === 'object') return fc.dictionary(around.text, arbitrary(shape.additionalProperties, '', around), { maxKeys: 3, noNullPrototype: true });
  return fc.record(Object.fromEntries(fields));
}

function numbers({ minimum, maximum }: Shape): fc.Arbitrary<number> {
  const [min, max] = [Math.max(minimum ?? -1000, -(2 ** 53)), Math.min(maximum ?? 1000, 2 ** 53)];
  return fc.oneof({ weight: 4, arbitrary: fc.integer({ min: Math.ceil(Math.max(min, -1e9)), max: Math.floor(Math.min(max, 1e9)) }) }, { weight: 1, arbitrary: fc.constantFrom(0, -0, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 40) });
}

function strings({ format }: Shape, name: string, { ids, slugs, text }: Around): fc.Arbitrary<string> {
  const { meant, others } = idsFor(ids, name);
  const real = [...(meant.length > 0 ? [{ weight: 8, arbitrary: fc.constantFrom(...meant) }] : []), ...(others.length > 0 ? [{ weight: 2, arbitrary: fc.constantFrom(...others) }] : [])];
  if (format === 'uuid') return fc.oneof(...real, { weight: 1, arbitrary: fc.uuid() });
  if (/programme|slug/.test(name) && slugs.length > 0) return fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...slugs) }, ...real, { weight: 1, arbitrary: text });
  return fc.oneof({ weight: 6, arbitrary: text }, ...(meant.length > 0 ? [{ weight: 2, arbitrary: fc.constantFrom(...meant) }] : []));
}
