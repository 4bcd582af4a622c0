import { readFileSync } from 'node:fs';
import { starter } from '../../../content/index.ts';
import { readSheet } from './read-sheet.ts';
import type { ImportQuestion } from './question.ts';
import type { Sheet } from './sheet.ts';

/** The bytes of a file in fixtures/. */
export function fixture(name: string): Uint8Array {
  return readFileSync(new URL(`./fixtures/${name}`, import.meta.url));
}

/** One of the example sheets, read. */
export async function exampleSheet(name: string): Promise<Sheet> {
  return sheetFrom(fixture(name), name);
}

/** A sheet from text, for small examples. */
export async function sheetOf(text: string, name = 'sheet.csv'): Promise<Sheet> {
  return sheetFrom(new TextEncoder().encode(text), name);
}

async function sheetFrom(bytes: Uint8Array, name: string): Promise<Sheet> {
  const answer = await readSheet(bytes, name);
  if (!answer.ok) throw new Error(`refused: ${answer.refusal.code}`);
  return answer.sheet;
}

/** The questions a programme for caregivers of a child starts with, of both sides. */
export function caregiverQuestions(): ImportQuestion[] {
  const sets = starter().intake.sets.filter(({ id }) => id === 'seeker-child-caregivers' || id === 'supporter-child-caregivers');
  return [...new Map(sets.flatMap(({ questions }) => questions).map((question): [string, ImportQuestion] => [question.id, question])).values()];
}

/** The big list of naughty strings, 515 of them. */
export function naughtyStrings(): string[] {
  const list: unknown = JSON.parse(readFileSync(new URL('./fixtures/blns.json', import.meta.url), 'utf8'));
  return Array.isArray(list) ? list.map(String) : [];
}
