import { sql } from 'kysely';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Act } from '../../src/platform/act.ts';
import { newId } from '../../src/platform/ids.ts';
import { insideHouse } from '../../src/platform/inside.ts';
import { Absent } from '../../src/platform/outcome.ts';
import type { Scene } from '../../src/platform/scene.ts';
import type { View } from '../../src/platform/view.ts';
import { sendMessage } from '../../src/rooms/conversations/index.ts';
import { actorOf, addPerson, beginSession } from '../../src/rooms/people/index.ts';
import { beginProgramme, giveRole } from '../../src/rooms/programmes/index.ts';
import { type DemoTown, demoTown } from '../../src/testing/demo.ts';
import { value } from '../../src/testing/walking.ts';
import { everyDoor } from './doors.ts';
import { type Ids, idsOf } from './ids.ts';
import { inputsOf } from './inputs.ts';
import { came, changed, rowsOf } from './rows.ts';

/** How often each act and each view is tried by each attacker. */
const TRIES = 12;
const MARK = 'MARK-4417 between the two of them';

/** Acts that a stranger may perform: each has a reason, and a new one must be put here on purpose. */
const OPEN_TO_STRANGERS: readonly string[] = [
  // Asking and applying begin without an account; a sheet belongs to its browser until somebody signs in.
  'intake.begin',
  // Links in letters are their own proof, and say the same to whoever holds none.
  'notifications.stop-notices', 'people.say-not-me',
];
/** What belongs to the whole organisation and not to one programme, for those who run any programme of it. */
const SHARED_BY_STAFF = /^help_line /;

let town: DemoTown;
let acts: readonly Act[];
let views: readonly View[];
let ids: Ids;
let slugs: readonly string[];
/** Somebody of the same organisation with nothing to do with anybody, a coordinator of another programme, somebody of another organisation. */
let bystander: Scene;
let neighbour: Scene;
let foreigner: Scene;
let neighbours: string;

async function sceneOf(org: string, person: string): Promise<Scene> {
  const { token } = await insideHouse(town.house, org, 'test', (inside) => beginSession(inside, { person, proof: 'link', secondStep: true }));
  const known = await actorOf(town.house, org, token);
  if (known === undefined) throw new Error('A session that just began is not known.');
  return { house: town.house, org, actor: known.actor, lang: known.lang, requestId: 'attack', sessionToken: token };
}
const personIn = (scene: Scene) => (scene.actor.kind === 'person' ? scene.actor.person : '');

beforeAll(async () => {
  town = await demoTown();
  ({ acts, views } = await everyDoor());
  const elsewhere = newId();
  await sql`insert into organisation (org_id, name, set_up_at) values (${elsewhere}, 'Elsewhere', now())`.execute(town.db.owner);
  const stranger = async (org: string, name: string) => insideHouse(town.house, org, 'test', (inside) => addPerson(inside, { name, lang: 'en', contacts: [{ kind: 'email', value: `${name}@elsewhere.example`, confirmed: true }] }));
  const [passing, next, foreign] = [await stranger(town.org, 'passing'), await stranger(town.org, 'next'), await stranger(elsewhere, 'foreign')];
  await insideHouse(town.house, town.org, 'test', async (inside) => {
    const { id } = await beginProgramme(inside, { template: 'cancer', zone: 'UTC', lang: 'en' });
    neighbours = id;
    for (const role of ['coordinator', 'lead', 'safety-lead'] as const) await giveRole(inside, { person: next, programme: id, role, duty: role === 'coordinator' ? 'owner' : null });
  });
  await insideHouse(town.house, elsewhere, 'test', async (inside) => {
    await giveRole(inside, { person: foreign, programme: null, role: 'administrator', duty: null });
  });
  [bystander, neighbour, foreigner] = [await sceneOf(town.org, passing), await sceneOf(town.org, next), await sceneOf(elsewhere, foreign)];

  const talk = await town.db.owner.selectFrom('conversation_member').innerJoin('conversation', 'conversation.id', 'conversation_member.conversation_id').select(['conversation_id', 'person_id'])
    .where('closed_at', 'is', null).where('starts_at', 'is not', null).where('left_seq', 'is', null).limit(1).executeTakeFirstOrThrow();
  value(await sendMessage(await sceneOf(town.org, talk.person_id), { conversation: talk.conversation_id, words: MARK, sending: 'the-mark' }));
  ids = await idsOf(town.db, town.org);
  slugs = (await town.db.owner.selectFrom('programme').select('slug').where('org_id', '=', town.org).where('opened_at', 'is not', null).execute()).map(({ slug }) => slug);
});

/** Inputs for a door. One that asks for nothing is tried once and once more: ten printed codes for each of twelve equal tries were half of the time of this file. */
function drawn(input: Act['definition']['input'], seed: number): readonly unknown[] {
  const times = new Map<string, number>();
  return fc.sample(inputsOf(input, ids, slugs), { numRuns: TRIES, seed }).filter((one) => {
    const text = JSON.stringify(one);
    times.set(text, (times.get(text) ?? 0) + 1);
    return text !== '{}' || (times.get(text) ?? 0) <= 2;
  });
}

/** Tries every act with inputs made for it. What came of it, by act; a fault is a failure of the test. */
async function tryAll(given: Scene, seed: number): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const ends = new Map<string, Set<string>>();
  const faults: string[] = [];
  let scene = given;
  // A demo's own acts move its clock and sign in as anybody: there are none outside a demo.
  // Whoever erased themselves is gone, and tries nothing more.
  for (const one of acts.filter(({ definition }) => !definition.name.startsWith('demo.') && definition.name !== 'leaving.leave')) {
    const seen = new Set<string>();
    ends.set(one.definition.name, seen);
    // Some acts end the session that performs them; whoever attacks signs in again.
    if (scene.sessionToken !== undefined && (await actorOf(town.house, scene.org, scene.sessionToken)) === undefined) scene = await sceneOf(scene.org, personIn(scene));
    for (const input of drawn(one.definition.input, seed)) {
      try {
        seen.add((await one(scene, input)).kind);
      } catch (fault) {
        faults.push(`${one.definition.name} ${JSON.stringify(input).slice(0, 120)}: ${String(fault)}`);
      }
    }
  }
  expect(faults).toEqual([]);
  return ends;
}

/** Looks through every view with inputs made for it: nothing private comes out, and nothing but absence is thrown. */
async function lookAll(scene: Scene, seed: number): Promise<string[]> {
  const wrong: string[] = [];
  for (const one of views) {
    for (const input of drawn(one.definition.input, seed)) {
      try {
        const found = JSON.stringify(await one(scene, input), (_, held: unknown) => (held instanceof Map || held instanceof Set ? [...held] : typeof held === 'bigint' ? String(held) : held)) ?? '';
        if (found.includes('MARK-4417')) wrong.push(`${one.definition.name} shows a private message`);
      } catch (fault) {
        if (!(fault instanceof Absent) && !(fault instanceof Error && fault.name === 'ZodError')) wrong.push(`${one.definition.name} ${JSON.stringify(input).slice(0, 120)}: ${String(fault)}`);
      }
    }
  }
  return wrong;
}

const doneIn = (ends: ReadonlyMap<string, ReadonlySet<string>>) => [...ends].filter(([, seen]) => seen.has('done')).map(([name]) => name);

describe('every act and every view, tried by those who may not', () => {
  test('All doors are found', () => {
    expect([acts.length > 80, views.length > 40]).toEqual([true, true]);
  });

  test('Somebody of another organisation, its administrator even, changes no row here and reads no word', async () => {
    const before = await rowsOf(town.db, town.org);
    expect(await lookAll(foreigner, 1)).toEqual([]);
    await tryAll(foreigner, 2);
    const after = await rowsOf(town.db, town.org);
    expect([changed(before, after), came(before, after)]).toEqual([[], []]);
  });

  test('A stranger performs only what is open to strangers, and changes nothing that stood', async () => {
    const stranger: Scene = { ...town.stranger(), requestId: 'attack' };
    const before = await rowsOf(town.db, town.org);
    expect(await lookAll(stranger, 3)).toEqual([]);
    const ends = await tryAll(stranger, 4);
    expect(doneIn(ends).filter((name) => !OPEN_TO_STRANGERS.includes(name))).toEqual([]);
    expect(changed(before, await rowsOf(town.db, town.org))).toEqual([]);
  });

  test('Somebody with nothing to do here changes nothing of anybody else', async () => {
    const before = await rowsOf(town.db, town.org);
    expect(await lookAll(bystander, 5)).toEqual([]);
    await tryAll(bystander, 6);
    expect(changed(before, await rowsOf(town.db, town.org), [personIn(bystander)])).toEqual([]);
  });

  test('Those who run another programme change nothing of this one', async () => {
    const before = await rowsOf(town.db, town.org);
    expect(await lookAll(neighbour, 7)).toEqual([]);
    await tryAll(neighbour, 8);
    expect(changed(before, await rowsOf(town.db, town.org), [personIn(neighbour), neighbours]).filter((key) => !SHARED_BY_STAFF.test(key))).toEqual([]);
  });
});
