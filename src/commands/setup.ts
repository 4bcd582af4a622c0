import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { z } from 'zod';
import { BackupRefused } from '../backup/index.ts';
import { type BareKey, type Speak, speak } from '../messages/index.ts';
import { openHouse } from '../opening/open-house.ts';
import { readConfig } from '../platform/config.ts';
import type { House } from '../platform/house.ts';
import { insideHouse } from '../platform/inside.ts';
import type { Outcome } from '../platform/outcome.ts';
import type { Lang, Scene } from '../platform/scene.ts';
import { actorOf, leaveSession, makeSignInLink } from '../rooms/people/index.ts';
import {
  chooseLanguage, chooseTemplate, nameCoordinators, nameOrganisation, nameSender, readyToSetUp, setup as setupView, setUpOrganisation,
} from '../rooms/programmes/index.ts';
import { program } from './running.ts';
import { type ExitCode, progress, tell, tongue } from './say.ts';
import { readWords } from './words.ts';

/** The answers, named as the words of the command and as in the file. */
const answers = ['name', 'country', 'lang', 'zone', 'template', 'coordinator-name', 'coordinator-email', 'backup-name', 'backup-email', 'sender-name'] as const;
type Answer = (typeof answers)[number];
/** What was answered before anybody was asked. */
export type Answers = Partial<Record<Answer, string>>;
/** May be left for later. */
const later: readonly Answer[] = ['backup-name', 'backup-email'];

/** Asks one question; without a person at the keyboard there is nobody to ask. */
export type Ask = (question: string) => Promise<string>;

/** `companionway setup`: the six questions on the command line, answered by words, by a file, or by whoever sits there; through the same acts as the pages. */
export async function setup(words: readonly string[]): Promise<ExitCode> {
  const { values } = readWords(words, { ...Object.fromEntries(answers.map((one) => [one, { type: 'string' } as const])), file: { type: 'string' } }, 0);
  const { file, ...given } = values as Answers & { file?: string };
  const from = file === undefined ? {} : await answersIn(file);
  if (from === undefined) {
    tell(speak(tongue())('command.setup.file', { file: file ?? '' }));
    return 2;
  }
  const opened = await openHouse({ config: readConfig(process.env), onProgress: progress, keyringProcess: { entry: program('keyring-process.js'), membershipModule: program('keyring-membership.js') } });
  const asking = process.stdin.isTTY === true ? createInterface({ input: process.stdin, output: process.stderr }) : undefined;
  try {
    return await setUpHere(opened.house, { ...from, ...given }, asking && ((question) => asking.question(`${question} `)), tongue());
  } finally {
    asking?.close();
    await opened.close();
  }
}

/** Sets a house up with these answers, asking for those that are missing. Nothing is set up before the last answer stands; each is kept as it comes, as on the pages. */
export async function setUpHere(house: House, given: Answers, ask: Ask | undefined, lang: Lang): Promise<ExitCode> {
  const t = speak(lang);
  const { org, code } = await readyToSetUp(house);
  if (code === undefined) {
    tell(t('command.setup.already'));
    return 1;
  }
  const scene: Scene = { house, org, actor: { kind: 'stranger' }, lang, requestId: 'command:setup' };
  const say = await choicesOf(scene, code);
  const said = new Map<Answer, string>();
  for (const { about, run } of questions(scene, code)) {
    for (let again = false; ; again = true) {
      for (const one of about) {
        const known = again ? undefined : given[one];
        if (known === undefined && ask === undefined && !later.includes(one)) {
          tell(t('command.setup.missing', { answer: one }));
          return 2;
        }
        said.set(one, known ?? (ask === undefined ? '' : await ask(question(t, one, say[one]))));
      }
      const outcome = await run((one) => said.get(one) ?? '');
      if (outcome.kind === 'done') break;
      tell(wrong(t, outcome, about));
      if (ask === undefined) return 2;
    }
  }
  tell(t(house.config.databaseUrl === undefined ? 'command.setup.where' : 'command.setup.where-server', { directory: house.config.data }));
  const set = await setUpOrganisation(scene, { code });
  if (set.kind !== 'done') throw new Error(`Setting up ended with ${JSON.stringify(set)}.`);
  tell(t('command.setup.done', { address: `${house.config.publicUrl}/p/${set.value.slug}` }));
  process.stdout.write(`${await linkInstead(house, org, set.value.token, said.get('coordinator-email') ?? '')}\n`);
  return 0;
}

type Said = (one: Answer) => string;
type Ended = Outcome<unknown, string>;

/** The questions in the order of the pages, each with the act that keeps it. */
function questions(scene: Scene, code: string): readonly { readonly about: readonly Answer[]; run(said: Said): Promise<Ended> }[] {
  return [
    { about: ['name', 'country'], run: (said) => nameOrganisation(scene, { code, name: said('name'), country: said('country').toUpperCase() }) },
    { about: ['lang', 'zone'], run: (said) => chooseLanguage(scene, { code, lang: said('lang') as Lang, zone: said('zone') }) },
    { about: ['template'], run: (said) => chooseTemplate(scene, { code, template: said('template') }) },
    {
      about: ['coordinator-name', 'coordinator-email', 'backup-name', 'backup-email'],
      run: (said) => nameCoordinators(scene, { code, name: said('coordinator-name'), email: said('coordinator-email'), backupName: said('backup-name'), backupEmail: said('backup-email') }),
    },
    { about: ['sender-name'], run: (said) => nameSender(scene, { code, senderName: said('sender-name') }) },
  ];
}

/** Which answers there are to choose from. */
async function choicesOf(scene: Scene, code: string): Promise<Partial<Record<Answer, string>>> {
  const state = await setupView(scene, { code });
  if (!state.open) return {};
  return { country: state.countries.map(({ country }) => country).join(', '), template: state.templates.map(({ id }) => id).join(', '), lang: 'en, fr' };
}

function question(t: Speak, one: Answer, choices = ''): string {
  return one === 'country' || one === 'lang' || one === 'template' ? t(`command.setup.ask.${one}`, { choices }) : t(`command.setup.ask.${one}`);
}

/** The sentence for an answer that cannot be taken. The field's name in the act is the answer's name without its beginning. */
function wrong(t: Speak, outcome: Exclude<Ended, { kind: 'done' }>, about: readonly Answer[]): string {
  if (outcome.kind !== 'mistaken') return outcome.kind === 'refused' ? outcome.code : outcome.kind;
  return outcome.mistakes
    .map(({ path, message }) => {
      const hyphened = path.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      const answer = about.find((one) => one === hyphened) ?? about.find((one) => one.endsWith(`-${hyphened}`)) ?? hyphened;
      return t('command.setup.mistaken', { answer, mistake: message === '' ? '?' : t(message as BareKey) });
    })
    .join('\n');
}

/** The session that setting up began is over at once: whoever is meant signs in by a link of their own. */
async function linkInstead(house: House, org: string, token: string, email: string): Promise<string> {
  const known = await actorOf(house, org, token);
  const person = known?.actor.kind === 'person' ? known.actor.person : undefined;
  await leaveSession(house, org, token);
  if (person === undefined) return house.config.publicUrl;
  return insideHouse(house, org, 'command:setup', async (inside) => `${house.config.publicUrl}/sign-in/${await makeSignInLink(inside, { person, email })}`);
}

async function answersIn(file: string): Promise<Answers | undefined> {
  const text = await readFile(file, 'utf8').catch(() => Promise.reject(new BackupRefused('no-file', { file })));
  try {
    const read = z.partialRecord(z.enum(answers), z.string()).safeParse(JSON.parse(text));
    return read.success ? (read.data as Answers) : undefined;
  } catch {
    return undefined;
  }
}
