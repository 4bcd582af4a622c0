import { existsSync, readFileSync, statSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { actorOf, addPerson, findPersonByEmail } from '../people/index.ts';
import {
  beginSetup, chooseLanguage, chooseTemplate, frontDoor, giveRole, nameCoordinators, nameOrganisation, nameSender, programmeSettings, readyToSetUp, setUpOrganisation, setup, teamOf,
} from './index.ts';
import { setupCode, setupCodeFile } from './setup-code.ts';
import { type SmallHouse, smallHouse } from './testing.ts';

let small: SmallHouse;
let code: string;
beforeEach(async () => {
  small = await smallHouse();
  code = setupCode(small.house);
});

const answerAll = async (backupEmail = 'dalia@example.org') => {
  const scene = small.stranger();
  await nameOrganisation(scene, { code, name: 'Walking Alongside', country: 'CA' });
  await chooseLanguage(scene, { code, lang: 'fr', zone: 'America/Toronto' });
  await chooseTemplate(scene, { code, template: 'grief-family' });
  await nameCoordinators(scene, { code, name: 'Chidi', email: 'chidi@example.org', backupName: backupEmail && 'Dalia', backupEmail });
  await nameSender(scene, { code, senderName: 'W. A.' });
};

describe('the set-up code', () => {
  it('stands in a file only its owner reads, and the file goes when the house is set up', async () => {
    expect(await readyToSetUp(small.house)).toEqual({ org: small.org, code });
    const file = setupCodeFile(small.house);
    expect(readFileSync(file, 'utf8')).toBe(`${code}\n`);
    expect(statSync(file).mode & 0o077).toBe(0);
    await answerAll();
    await setUpOrganisation(small.stranger(), { code });
    expect(await readyToSetUp(small.house)).toEqual({ org: small.org });
    expect(existsSync(file)).toBe(false);
  });

  it('founds the organisation once, however many nodes start at once', async () => {
    const town = await smallHouse();
    await town.db.owner.deleteFrom('organisation').execute();
    const started = await Promise.all([1, 2, 3, 4].map(() => readyToSetUp(town.house)));
    expect(new Set(started.map(({ org }) => org)).size).toBe(1);
    expect(await town.db.owner.selectFrom('organisation').select('org_id').execute()).toHaveLength(1);
  });

  it('keeps a stranger on the network out: without it nothing is shown and nothing changes', async () => {
    await answerAll();
    for (const wrong of ['', 'ABCD-EFGH-JKMN', `${code}0`]) {
      expect(await setup(small.stranger(), { code: wrong })).toEqual({ open: false });
      expect(await beginSetup(small.stranger(), { code: wrong })).toMatchObject({ kind: 'refused', code: 'wrong-code' });
      expect(await nameOrganisation(small.stranger(), { code: wrong, name: 'Mine now', country: 'CA' })).toMatchObject({ kind: 'refused', code: 'wrong-code' });
      expect(await setUpOrganisation(small.stranger(), { code: wrong })).toMatchObject({ kind: 'refused', code: 'wrong-code' });
    }
    expect(await setup(small.stranger(), { code: code.toLowerCase().replaceAll('-', ' ') })).toMatchObject({ open: true, name: 'Walking Alongside' });
  });
});

describe('setting up', () => {
  it('keeps each answer at once, and goes on where it stopped', async () => {
    expect(await beginSetup(small.stranger(), { code })).toMatchObject({ value: { next: 'organisation' } });
    await nameOrganisation(small.stranger(), { code, name: 'Walking Alongside', country: 'CA' });
    expect(await beginSetup(small.stranger(), { code })).toMatchObject({ value: { next: 'language' } });
    expect(await setup(small.stranger(), { code })).toMatchObject({ name: 'Walking Alongside', country: 'CA' });
  });

  it('is not done before every question is answered', async () => {
    await nameOrganisation(small.stranger(), { code, name: 'Walking Alongside', country: 'CA' });
    expect(await setUpOrganisation(small.stranger(), { code })).toMatchObject({ kind: 'refused', code: 'not-answered', about: { step: 'language' } });
  });

  it('ends with a programme of the template, a coordinator who is signed in and administers, and a back-up', async () => {
    await answerAll();
    const outcome = await setUpOrganisation(small.stranger(), { code });
    const { slug, token } = outcome.kind === 'done' ? outcome.value : { slug: '', token: '' };
    const known = await actorOf(small.house, small.org, token);
    expect(known?.actor).toMatchObject({ secondStep: true, secondStepMissing: false });
    expect(new Set(known?.actor.holds.map(({ role }) => role))).toEqual(new Set(['administrator', 'coordinator']));

    const scene = { ...small.stranger(), actor: known?.actor ?? small.stranger().actor };
    const { programme, missing } = await programmeSettings(scene, { slug });
    expect(programme).toMatchObject({ template: 'grief-family', lang: 'fr', zone: 'America/Toronto', openedAt: null });
    expect(slug).toBe('deuil-et-famille');
    expect(missing).not.toContain('backup');
    expect(await small.look((looking) => teamOf(looking, programme.id))).toMatchObject({ owner: known?.actor.person });
    expect(await frontDoor(small.stranger(), {})).toMatchObject({ name: 'Walking Alongside', setUp: true, programmes: [] });
  });

  it('can be done once: afterwards the set-up is not there any more, not even with the code', async () => {
    await answerAll('');
    const both = await Promise.all([setUpOrganisation(small.stranger(), { code }), setUpOrganisation(small.stranger(), { code })]);
    expect(both.map(({ kind }) => kind).toSorted()).toEqual(['absent', 'done']);
    expect(await nameOrganisation(small.stranger(), { code, name: 'Other', country: 'CA' })).toEqual({ kind: 'absent' });
    await expect(setup(small.stranger(), { code })).rejects.toThrow('absent');
  });

  it('keeps the same people when their question is answered again, sealed and nowhere in clear', async () => {
    await answerAll();
    await nameCoordinators(small.stranger(), { code, name: 'Chidi O.', email: 'chidi.o@example.org' });
    expect(await setup(small.stranger(), { code })).toMatchObject({ coordinator: { name: 'Chidi O.', email: 'chidi.o@example.org' }, backup: { name: '', email: '' } });
    const stored = JSON.stringify([
      await small.db.owner.selectFrom('organisation').selectAll().execute(),
      (await small.db.owner.selectFrom('person').selectAll().execute()).map((row) => ({ ...row, name: row.name?.toString('latin1') })),
      (await small.db.owner.selectFrom('contact').selectAll().execute()).map((row) => ({ ...row, value: row.value.toString('latin1') })),
    ]);
    expect(stored).not.toMatch(/Chidi|example\.org/i);
  });

  it('lets the two be typed the wrong way round and mended, and one taken out and named again: each address opens one person, who was meant by it', async () => {
    await answerAll();
    const named = async (name: string, email: string, backupName: string, backupEmail: string) => {
      expect(await nameCoordinators(small.stranger(), { code, name, email, backupName, backupEmail })).toMatchObject({ kind: 'done' });
      expect(await setup(small.stranger(), { code })).toMatchObject({ coordinator: { name, email }, backup: { name: backupName, email: backupEmail } });
    };
    await named('Dalia', 'dalia@example.org', 'Chidi', 'chidi@example.org');
    await named('Dalia', 'dalia@example.org', '', '');
    await named('Chidi', 'chidi@example.org', 'Dalia', 'dalia@example.org');
    await named('Chidi', 'chidi@example.org', 'Ed', 'ed@example.org');
    expect((await setUpOrganisation(small.stranger(), { code })).kind).toBe('done');
    // Who was taken back is nobody here: a link to that address is written for no person.
    await expect(small.look((looking) => findPersonByEmail(looking, 'dalia@example.org'))).resolves.toBeUndefined();
    await expect(small.look((looking) => findPersonByEmail(looking, 'ed@example.org'))).resolves.toBeDefined();
  });

  it('names somebody whom a command on the server added before, and leaves them their role when another is named instead', async () => {
    const ada = await small.inside(async (inside) => {
      const person = await addPerson(inside, { name: 'Ada', lang: 'en', contacts: [{ kind: 'email', value: 'ada@example.org', confirmed: true }] });
      await giveRole(inside, { person, programme: null, role: 'administrator' });
      return person;
    });
    for (const [name, email] of [['Ada L.', 'ada@example.org'], ['Bo', 'bo@example.org']] as const) expect((await nameCoordinators(small.stranger(), { code, name, email })).kind).toBe('done');
    expect(await small.look((looking) => findPersonByEmail(looking, 'ada@example.org'))).toBe(ada);
  });

  it('asks for two different people', async () => {
    const same = await nameCoordinators(small.stranger(), { code, name: 'Chidi', email: 'chidi@example.org', backupName: 'Chidi', backupEmail: 'CHIDI@example.org' });
    expect(same).toMatchObject({ kind: 'mistaken', mistakes: [{ path: 'backupEmail', message: 'setup.mistake.same-person' }] });
  });
});
