import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { happened, type World } from './world.ts';
import { importSheet } from '../src/rooms/imports/index.ts';
import { askForRound } from '../src/rooms/matching/index.ts';

/** The sign-up sheets a small programme might have had before: made for this project, nobody in them is real. */
const sheets = [
  { file: 'seekers-google-form.csv', side: 'seeker' },
  { file: 'seekers-excel-fr.csv', side: 'seeker' },
  { file: 'supporters-excel.csv', side: 'supporter' },
  { file: 'supporters-utf16.tsv', side: 'supporter' },
] as const;

/** Chidi brings in the sheets the programme had: some 260 people, with everything a sheet like that has of its own. Rows that need an eye are left out. */
export async function bringSheets(world: World, directory: string): Promise<void> {
  for (const { file, side } of sheets) {
    const bytes = await readFile(join(directory, file));
    const brought = await importSheet(await world.as('chidi'), { programme: world.programme.id, bytes, fileName: file, side, consentBlank: 'leave-out', alreadySupporters: side === 'supporter', bring: true });
    if (!brought.ok) throw new Error(`The demo’s story stops at the sheet ${file}: ${brought.why}`);
  }
}

/** Chidi asks for a round for everybody who came by sheet. It waits for a decision, so that its pages, whom to look for and whether it is fair have something to show. */
export async function askRound(world: World): Promise<void> {
  happened(await askForRound(await world.as('chidi'), { programme: world.programme.id }), 'Chidi asks for a round');
}
