import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { type Postman, smtpPostman } from '../mail/index.ts';
import { openHouse } from '../opening/open-house.ts';
import { rounds } from '../opening/rounds.ts';
import { readConfig } from '../platform/config.ts';
import type { House } from '../platform/house.ts';
import { newId } from '../platform/ids.ts';
import { type Inside, insideHouse } from '../platform/inside.ts';
import { runAll } from '../platform/jobs.ts';
import type { Outcome } from '../platform/outcome.ts';
import type { Scene } from '../platform/scene.ts';
import { openConversation, sendMessage } from '../rooms/conversations/index.ts';
import { beginSheet, receive } from '../rooms/intake/index.ts';
import { writeLetter } from '../rooms/letters/index.ts';
import { deliverNotices } from '../rooms/notifications/index.ts';
import { actorOf, addPerson, beginSession } from '../rooms/people/index.ts';
import { beginProgramme, giveRole } from '../rooms/programmes/index.ts';

/** The small world that is walked in, kept beside the data so that the next process finds it. */
export interface CrashWorld {
  readonly org: string;
  readonly programme: string;
  readonly slug: string;
  readonly conversation: string;
  readonly tokens: { readonly amina: string; readonly ben: string; readonly chidi: string };
}

/** One line on standard output for what the house has answered for: from then on it must be there, whatever dies. */
export type Acknowledged =
  | { readonly did: 'ready' }
  | { readonly did: 'request'; readonly id: string }
  | { readonly did: 'letter'; readonly id: string }
  | { readonly did: 'message'; readonly words: string }
  /** Said by the mail server: it has a whole letter, whatever becomes of its answer. */
  | { readonly did: 'mail'; readonly id: string };

const say = (line: Acknowledged) => process.stdout.write(`${JSON.stringify(line)}\n`);

/** Opens the house on a directory and does the acts of the road there, one after another in four lanes, until it is killed. */
export async function walk(data: string, mail: string): Promise<never> {
  // The keyring in a process of its own, as in production, so that it can die alone.
  const keyringProcess = { entry: join(import.meta.dirname, '..', 'keyring', 'main.ts'), membershipModule: join(import.meta.dirname, '..', 'opening', 'membership.ts') };
  const { house } = await openHouse({ config: readConfig({ COMPANIONWAY_DATA: data, COMPANIONWAY_ARCHIVE: process.env.COMPANIONWAY_ARCHIVE, LOG_LEVEL: 'silent', PUBLIC_URL: 'https://support.example.org' }), keyringProcess });
  const world = await worldIn(house, data);
  say({ did: 'ready' });
  return Promise.race([requests(house, world), letters(house, world), messages(house, world), theHouseItself(house, world, smtpPostman({ url: mail, from: 'walk@example.org' }))]);
}

/** The world of a directory: read, or made the first time. */
export async function worldIn(house: House, data: string): Promise<CrashWorld> {
  const file = join(data, 'crash-world.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as CrashWorld;
  const org = newId();
  await sql`select found_organisation(${org}::uuid, 'Walking Alongside')`.execute(house.db.app);
  const world = await insideHouse(house, org, 'test', async (inside) => {
    await inside.db.updateTable('organisation').set({ set_up_at: inside.now, zone: 'America/Vancouver', country: 'CA' }).where('org_id', '=', org).execute();
    const { id: programme, slug } = await beginProgramme(inside, { template: 'child-caregivers', zone: 'America/Vancouver', lang: 'en' });
    await inside.db.updateTable('programme').set({ opened_at: inside.now }).where('org_id', '=', org).where('id', '=', programme).execute();
    const [amina, ben, chidi, dalia] = [await arrive(inside, 'Amina'), await arrive(inside, 'Ben'), await arrive(inside, 'Chidi'), await arrive(inside, 'Dalia')];
    await giveRole(inside, { person: chidi, programme, role: 'coordinator', duty: 'owner' });
    await giveRole(inside, { person: dalia, programme, role: 'coordinator', duty: 'backup' });
    await asks(inside, programme, amina);
    const conversation = await openConversation(inside, { programme, kind: 'one-to-one', members: [amina, ben], started: true });
    const session = async (person: string) => (await beginSession(inside, { person, proof: 'passkey', secondStep: true })).token;
    return { org, programme, slug, conversation, tokens: { amina: await session(amina), ben: await session(ben), chidi: await session(chidi) } };
  });
  writeFileSync(file, JSON.stringify(world));
  return world;
}

async function requests(house: House, { org, programme }: CrashWorld): Promise<never> {
  for (let number = 0; ; number += 1) {
    const id = await surely(() => insideHouse(house, org, 'test', async (inside) => asks(inside, programme, await arrive(inside, `Kit ${number}`))));
    say({ did: 'request', id });
  }
}

async function letters(house: House, world: CrashWorld): Promise<never> {
  for (;;) {
    const once = newId();
    const { letter } = await surely(async () => value(await writeLetter(await as(house, world, 'amina'), { programme: world.programme, words: `Letter ${once}` }, { once })));
    say({ did: 'letter', id: letter });
  }
}

async function messages(house: House, world: CrashWorld): Promise<never> {
  for (;;) {
    const sending = newId();
    const words = `Words ${sending}`;
    await surely(async () => value(await sendMessage(await as(house, world, 'amina'), { conversation: world.conversation, sending, words })));
    say({ did: 'message', words });
  }
}

/** Rounds, and letters handed over to a mail server. */
async function theHouseItself(house: House, { org }: CrashWorld, postman: Postman): Promise<never> {
  for (;;) {
    await runAll(house, rounds.filter(({ name }) => ['promises', 'notices-heard', 'trail', 'anchors'].includes(name))).catch(() => undefined);
    await deliverNotices(house, org, postman).catch(() => undefined);
    await sleep(100);
  }
}

/** Again until it is done: what a person does whose page says that something went wrong. */
async function surely<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch {
      await sleep(50);
    }
  }
}

function value<V>(outcome: Outcome<V, string>): V {
  if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
  return outcome.value;
}

/** Somebody of the world, by the session that lives as long as it. */
export async function as(house: House, { org, tokens }: CrashWorld, who: keyof CrashWorld['tokens']): Promise<Scene> {
  const known = await actorOf(house, org, tokens[who]);
  if (known === undefined) throw new Error(`The session of ${who} is not known.`);
  return { house, org, actor: known.actor, lang: 'en', requestId: 'test', sessionToken: tokens[who] };
}

async function arrive(inside: Inside, name: string): Promise<string> {
  return addPerson(inside, { name, lang: 'en', contacts: [{ kind: 'email', value: `${newId()}@example.org`, confirmed: true }] });
}

async function asks(inside: Inside, programme: string, person: string): Promise<string> {
  const sheet = await beginSheet(inside, { programme, side: 'seeker', set: 'seeker-child-caregivers', person });
  return receive(inside, { id: sheet, person, programme }, { source: 'web' });
}
