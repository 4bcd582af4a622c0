import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { happened, type World } from './world.ts';
import { importSheet } from '../src/rooms/imports/index.ts';
import { activeSupporters, recordTraining } from '../src/rooms/intake/index.ts';
import { programmeOf } from '../src/rooms/programmes/index.ts';
import { conduct, recordConduct } from '../src/rooms/safety/index.ts';
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

/** So many of three were trained lately and said yes to the code on the telephone; the others wait for the next evening course. */
const READY_OF_THREE = 2;

/** Dalia rings those who supported before: most have their training, and say yes to the code when it is read to them. The cast's own stand as they are. */
export async function readyAgain(world: World): Promise<void> {
  const dalia = await world.as('dalia');
  const { programme } = world;
  const known = new Set(world.people.values());
  const { settings, standing } = await world.inside(async (inside) => ({ ...(await programmeOf(inside, programme.id)), standing: await activeSupporters(inside, programme.id) }));
  const { version } = await conduct(dalia, { programme: programme.slug });
  const [lately, lasts] = [-40, 690].map((days) => new Date(world.house.clock.now().getTime() + days * 86_400_000).toISOString().slice(0, 10));
  for (const [at, { person }] of standing.filter((one) => !known.has(one.person)).entries()) {
    if (at % 3 >= READY_OF_THREE) continue;
    for (const course of settings.courses.beforeMatch) happened(await recordTraining(dalia, { programme: programme.id, person, course, completedOn: lately, expiresOn: lasts }), 'a training is written down');
    happened(await recordConduct(dalia, { programme: programme.id, person, version }), 'a yes to the code is written down');
  }
}

/** Chidi asks for a round for everybody who came by sheet. It waits for a decision, so that its pages, whom to look for and whether it is fair have something to show. */
export async function askRound(world: World): Promise<void> {
  happened(await askForRound(await world.as('chidi'), { programme: world.programme.id }), 'Chidi asks for a round');
}
