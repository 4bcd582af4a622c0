import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { BackupRefused } from '../backup/index.ts';
import { speak } from '../messages/index.ts';
import { openHouse } from '../opening/open-house.ts';
import { readConfig } from '../platform/config.ts';
import type { House } from '../platform/house.ts';
import { insideHouse } from '../platform/inside.ts';
import { organisations } from '../platform/readers.ts';
import type { Scene } from '../platform/scene.ts';
import { dropImport, importSheet } from '../rooms/imports/index.ts';
import { actorOf, beginSession, leaveSession } from '../rooms/people/index.ts';
import { allProgrammes, teamOf } from '../rooms/programmes/index.ts';
import { type ExitCode, progress, tell, tongue } from './say.ts';
import { readWords, WordsNotUnderstood } from './words.ts';

/** What becomes of rows where the answer about consent is blank, as on the page. */
const consentWords = ['look', 'bring', 'leave-out'] as const;

/**
 * `companionway import FILE --programme SLUG --side seeker|supporter [--consent look|bring|leave-out] [--already-supporters] [--dry-run]`: brings a sheet in through the same acts as the page, in the name of the
 * programme's owner, while the app is stopped (the house is opened here, and only one may have it). Rows that somebody must look at stay out; the page is
 * where they are looked at.
 */
export async function bringSheet(words: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = readWords(words, { programme: { type: 'string' }, side: { type: 'string' }, consent: { type: 'string' }, 'already-supporters': { type: 'boolean' }, 'dry-run': { type: 'boolean' } });
  const [file] = positionals;
  const { side, programme: slug } = values;
  const consentBlank = consentWords.find((one) => one === (values.consent ?? 'look'));
  const alreadySupporters = values['already-supporters'] === true;
  if (file === undefined || slug === undefined || (side !== 'seeker' && side !== 'supporter') || consentBlank === undefined) throw new WordsNotUnderstood();
  if (alreadySupporters && side !== 'supporter') throw new WordsNotUnderstood();
  const t = speak(tongue());
  const bytes = await readFile(file).catch(() => Promise.reject(new BackupRefused('no-file', { file })));
  const opened = await openHouse({ config: readConfig(process.env), onProgress: progress });
  try {
    const found = await ownerOf(opened.house, slug);
    if (typeof found === 'string') {
      tell(t(found, { programme: slug }));
      return 1;
    }
    const dryRun = values['dry-run'] === true;
    const brought = await asPerson(opened.house, found, async (scene) => {
      const fared = await importSheet(scene, { programme: found.programme, bytes, fileName: basename(file), side, consentBlank, alreadySupporters, dryRun });
      // A rehearsal leaves no sheet behind.
      if (dryRun && fared.ok) await dropImport(scene, { import: fared.import });
      return fared;
    });
    if (!brought.ok) {
      tell(refusalSentence(brought, file));
      return 1;
    }
    const { requests = 0, applications = 0, people = 0, alreadyWaiting = 0, bring = 0 } = brought.counts;
    tell(dryRun ? t('command.import.would', { people: bring, looked: brought.looked }) : t('command.import.done', { people, asked: requests + applications, waiting: alreadyWaiting, looked: brought.looked }));
    return 0;
  } finally {
    await opened.close();
  }
}

interface Found {
  readonly org: string;
  readonly programme: string;
  readonly person: string;
}

async function ownerOf(house: House, slug: string): Promise<Found | 'command.import.no-programme' | 'command.import.no-owner'> {
  for (const org of await organisations(house)) {
    const found = await insideHouse(house, org, 'command:import', async (inside) => {
      const programme = (await allProgrammes(inside)).find((one) => one.slug === slug);
      return programme === undefined ? undefined : { programme: programme.id, owner: (await teamOf(inside, programme.id)).owner };
    });
    if (found !== undefined) return found.owner === null ? 'command.import.no-owner' : { org, programme: found.programme, person: found.owner };
  }
  return 'command.import.no-programme';
}

/** In somebody's name, in a session that is over afterwards. Whoever runs this has the data directory in hands, which is proof enough and more. */
async function asPerson<T>(house: House, { org, person }: Found, work: (scene: Scene) => Promise<T>): Promise<T> {
  const { token } = await insideHouse(house, org, 'command:import', (inside) => beginSession(inside, { person, proof: 'code', secondStep: true, mark: null }));
  try {
    const known = await actorOf(house, org, token);
    if (known === undefined) throw new Error('A session that just began is not known.');
    return await work({ house, org, actor: known.actor, lang: tongue(), requestId: 'command:import', sessionToken: token });
  } finally {
    await leaveSession(house, org, token);
  }
}

/** Files that cannot be read, each with the sentence the page has for it. */
const unreadable = ['empty-file', 'file-too-big', 'too-many-rows', 'too-many-columns', 'too-many-cells', 'cell-too-long', 'too-much-text', 'only-a-header', 'old-excel', 'locked', 'with-macros', 'open-document', 'apple-numbers', 'pdf', 'web-page', 'unpacks-too-big', 'damaged', 'not-a-table'] as const;

/** Columns that nobody can be known or reached by. */
const unmapped = ['no-name', 'no-contact'] as const;

function refusalSentence({ why, about }: { readonly why: string; readonly about: Readonly<Record<string, string | number>> }, file: string): string {
  const t = speak(tongue()) as unknown as (key: string, about: Readonly<Record<string, string | number>>) => string;
  const code = unreadable.find((one) => why === `unreadable-${one}`);
  if (code !== undefined) return t(`imports.refusal.${code}`, about);
  const missing = unmapped.find((one) => why === `mapping-${one}`);
  return missing === undefined ? t('command.import.refused', { file, why }) : t(`imports.mistake.${missing}`, {});
}
