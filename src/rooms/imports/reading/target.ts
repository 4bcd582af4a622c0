import type { ImportQuestion, Side } from './question.ts';

/** Things a person or a request has whatever the programme asks. Labels: `imports.target.<field>`. */
export const FIELDS = [
  'name', 'given-name', 'family-name', 'pronouns', 'email', 'phone', 'asked-on', 'languages', 'hours', 'consent', 'place',
  'situation', 'hopes', 'role', 'capacity', 'training', 'screening',
] as const;

/** What a column of a sheet can be. */
export type Field = (typeof FIELDS)[number];

/** Where a column goes. `note` and `leave-out` may be chosen for any number of columns, everything else once. */
export type Target = Field | `question:${string}` | 'note' | 'leave-out';

/** Where each column goes, by column index. */
export type Mapping = readonly Target[];

/** Starter questions that ask for the same thing as a field: the field is offered, the question is not. */
const ASKED_AS_FIELD: Readonly<Record<string, Field>> = {
  'preferred-name': 'name',
  pronouns: 'pronouns',
  languages: 'languages',
  times: 'hours',
  place: 'place',
  'sup-capacity': 'capacity',
};

/** Starter questions about the same subject as a loose field, which is then not offered. */
const SITUATION = ['child-illness', 'cancer-kind', 'chronic-condition', 'mh-living-with', 'use-what', 'grief-who', 'work-what', 'stay-now'];
const HOPES = ['person-hoped-for', 'hopes-seeker', 'sup-hopes'];

/** A question under its field where it has one, else under its own id. */
export function targetOf(question: ImportQuestion): Target {
  return ASKED_AS_FIELD[question.id] ?? `question:${question.id}`;
}

/** Every target that makes sense for this side of this programme, fields first, in a fixed order. */
export function targetsFor(side: Side, questions: readonly ImportQuestion[]): Target[] {
  const asked = questions.filter((question) => question.sides.includes(side));
  const has = (ids: readonly string[]): boolean => asked.some(({ id }) => ids.includes(id));
  const fields = FIELDS.filter((field) => {
    if (field === 'situation') return !has(SITUATION);
    if (field === 'hopes') return !has(HOPES);
    return side === 'supporter' || !['capacity', 'training', 'screening'].includes(field);
  });
  const own = asked.map(targetOf).filter((target) => target.startsWith('question:'));
  return [...new Set<Target>([...fields, ...own, 'note', 'leave-out'])];
}

/** The question behind a target, or undefined for a field. */
export function questionOf(target: Target, questions: readonly ImportQuestion[]): ImportQuestion | undefined {
  return target.startsWith('question:') ? questions.find(({ id }) => `question:${id}` === target) : undefined;
}

/** True for targets that only one column may have. */
export function isSingle(target: Target): boolean {
  return target !== 'note' && target !== 'leave-out';
}

/** What is wrong with a mapping somebody chose. Sentences: `imports.mistake.<code>`. */
export interface MappingMistake {
  code: 'target-twice' | 'target-unknown' | 'columns-differ' | 'no-name' | 'no-contact';
  values: Record<string, string | number>;
}

/** Looks a chosen mapping over before planning: an empty list means it can be planned as meant. */
export function mappingMistakes(mapping: readonly string[], columns: number, offered: readonly Target[]): MappingMistake[] {
  const mistakes: MappingMistake[] = [];
  if (mapping.length !== columns) mistakes.push({ code: 'columns-differ', values: { columns, mapped: mapping.length } });
  const known = new Set<string>(offered);
  mapping.forEach((target, column) => {
    if (!known.has(target)) mistakes.push({ code: 'target-unknown', values: { target, column } });
    else if (target !== 'note' && target !== 'leave-out' && mapping.indexOf(target) < column) mistakes.push({ code: 'target-twice', values: { target, column, first: mapping.indexOf(target) } });
  });
  if (!mapping.some((target) => ['name', 'given-name', 'family-name'].includes(target))) mistakes.push({ code: 'no-name', values: {} });
  if (!mapping.some((target) => ['email', 'phone'].includes(target))) mistakes.push({ code: 'no-contact', values: {} });
  return mistakes;
}
