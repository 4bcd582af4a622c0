import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { addContact, addPerson, findPersonByEmail } from '../people/index.ts';
import {
  addClosedDay, answeringFor, answerSafetyNaming, changeCapabilities, changeCapacity, changeHours, changePromiseTerms, closeProgramme, confirmTexts, endTeamRole, frontDoor, hoursOf, nameToTeam,
  openProgramme, programmeOf, programmePage, programmeSettings, programmeTeam, removeClosedDay, safetyNamings, staffOf, sweepSafetyNamings, teamOf, termsOfProgramme,
} from './index.ts';
import { type SmallTown, smallTown } from './testing.ts';

const helpLine = (town: SmallTown, confirmed: string | null, country = 'CA') =>
  town.db.owner
    .insertInto('help_line')
    .values({ org_id: town.org, id: randomUUID(), country, name: JSON.stringify({ en: 'Line', fr: 'Ligne' }), call: '999', confirmed_on: confirmed })
    .execute();
const makeReady = async (town: SmallTown) => {
  await helpLine(town, '2026-11-20');
  for (const which of ['duty-to-report', 'safety-texts'] as const) await confirmTexts(town.as('chidi'), { programme: town.programme, which });
};

describe('opening a programme', () => {
  it('is refused with the list of what is missing, in the order to do it', async () => {
    const town = await smallTown();
    await changeHours(town.as('chidi'), { programme: town.programme, zone: 'America/Toronto', hours: [] });
    expect(await openProgramme(town.as('chidi'), { programme: town.programme })).toMatchObject({
      kind: 'refused', code: 'not-ready', about: { missing: 'hours help-lines duty-to-report safety-texts', count: 4 },
    });
  });

  it('needs every shown help line to have been called within 180 days', async () => {
    const town = await smallTown();
    await makeReady(town);
    await helpLine(town, '2026-03-01');
    expect((await programmeSettings(town.as('chidi'), { slug: town.slug })).missing).toEqual(['help-lines']);
    await helpLine(town, null, 'US');
    await town.db.owner.updateTable('help_line').set({ confirmed_on: '2026-12-01' }).where('country', '=', 'CA').execute();
    expect((await programmeSettings(town.as('chidi'), { slug: town.slug })).missing).toEqual([]);
  });

  it('shows it to everybody; closing hides it again; staff see it always', async () => {
    const town = await smallTown();
    await expect(programmePage(town.stranger(), { slug: town.slug })).rejects.toThrow('absent');
    expect(await programmePage(town.as('esi'), { slug: town.slug })).toMatchObject({ open: false, coordinator: 'Chidi' });
    await makeReady(town);
    expect(await openProgramme(town.as('chidi'), { programme: town.programme })).toMatchObject({ kind: 'done' });
    expect(await programmePage(town.stranger(), { slug: town.slug })).toMatchObject({ open: true, firstAnswer: { amount: 2, unit: 'day' } });
    expect((await frontDoor(town.stranger(), {})).programmes).toHaveLength(1);
    await closeProgramme(town.as('chidi'), { programme: town.programme });
    await expect(programmePage(town.stranger(), { slug: town.slug })).rejects.toThrow('absent');
  });
});

describe('hours, days off, promises and capabilities', () => {
  it('are changed by those who run the programme, and hours that overlap are not', async () => {
    const town = await smallTown();
    const hours = [{ weekday: 1, opens: '09:00', closes: '12:00' }, { weekday: 1, opens: '13:00', closes: '24:00' }];
    expect(await changeHours(town.as('chidi'), { programme: town.programme, zone: 'Europe/Paris', hours })).toMatchObject({ kind: 'done' });
    await addClosedDay(town.as('chidi'), { programme: town.programme, day: '2026-12-25', name: 'Christmas' });
    await addClosedDay(town.as('chidi'), { programme: town.programme, day: '2026-12-26' });
    await removeClosedDay(town.as('chidi'), { programme: town.programme, day: '2026-12-26' });
    expect(await town.look((looking) => hoursOf(looking, town.programme))).toEqual({ hours, closedDays: new Set(['2026-12-25']), zone: 'Europe/Paris' });

    const twice = [...hours, { weekday: 1, opens: '11:00', closes: '13:30' }];
    expect(await changeHours(town.as('chidi'), { programme: town.programme, zone: 'Europe/Paris', hours: twice })).toMatchObject({ kind: 'refused', code: 'hours-overlap' });
    expect(await changeHours(town.as('ben'), { programme: town.programme, zone: 'Europe/Paris', hours: [] })).toEqual({ kind: 'absent' });
    expect(await changeHours(town.as('chidi'), { programme: town.programme, zone: 'Middle/Earth', hours })).toMatchObject({ kind: 'mistaken' });
  });

  it('promise what the coordinator says, from then on', async () => {
    const town = await smallTown();
    const term = { amount: '4', unit: 'working-hour', warnAmount: '1', warnUnit: 'working-hour', climbAmount: '2', climbUnit: 'hour' } as const;
    await changePromiseTerms(town.as('chidi'), { programme: town.programme, terms: { 'first-answer': term } });
    const terms = await town.look((looking) => termsOfProgramme(looking, town.programme));
    expect(terms.find(({ kind }) => kind === 'first-answer')).toEqual({ kind: 'first-answer', ...term, amount: 4, warnAmount: 1, climbAmount: 2 });
    expect(terms).toHaveLength(5);
  });

  it('let a supporter carry no less later than at first, and no more than the most', async () => {
    const town = await smallTown();
    const load = { programme: town.programme, start: 1, later: 2, most: 3, hoursAWeek: 2, restDaysBetween: 0, steadyMonths: 12 };
    expect(await changeCapacity(town.as('chidi'), { ...load, later: 4 })).toMatchObject({ kind: 'refused', code: 'not-in-order' });
    expect(await changeCapacity(town.as('chidi'), load)).toMatchObject({ kind: 'done' });
    expect((await town.look((looking) => programmeOf(looking, town.programme))).capacity).toMatchObject({ most: 3, restDaysBetween: 0, restAfterLoss: 'until-talk' });
  });

  it('never switch safety off', async () => {
    const town = await smallTown();
    await changeCapabilities(town.as('chidi'), { programme: town.programme, on: ['one-to-one', 'made-up'] });
    expect((await town.look((looking) => programmeOf(looking, town.programme))).capabilities).toEqual(['one-to-one', 'supporter-care', 'safety']);
  });
});

describe('the team', () => {
  it('grows by e-mail address; a duty passes from one to the other', async () => {
    const town = await smallTown();
    const named = await nameToTeam(town.as('chidi'), { programme: town.programme, email: 'Maryam@Example.org', name: 'Maryam', role: 'coordinator', duty: 'backup' });
    expect(named).toMatchObject({ kind: 'done' });
    const { people, team } = await programmeTeam(town.as('chidi'), { slug: town.slug });
    const maryam = people.find(({ name }) => name === 'Maryam');
    expect(maryam).toMatchObject({ role: 'coordinator', duty: 'backup', email: 'maryam@example.org' });
    expect(team).toMatchObject({ owner: town.id('chidi'), backup: maryam?.person });
    expect(people.find(({ person }) => person === town.id('dalia'))).toMatchObject({ role: 'coordinator', duty: null });
  });

  it('is never left without an owner or a safety lead', async () => {
    const town = await smallTown();
    const held = await town.look((looking) => staffOf(looking, town.programme));
    const of = (name: 'chidi' | 'esi' | 'dalia') => held.find(({ person }) => person === town.id(name))?.id ?? '';
    expect(await endTeamRole(town.as('hana'), { programme: town.programme, held: of('chidi') })).toMatchObject({ kind: 'refused', code: 'still-owner' });
    expect(await endTeamRole(town.as('hana'), { programme: town.programme, held: of('esi') })).toMatchObject({ kind: 'refused', code: 'still-safety' });
    expect(await endTeamRole(town.as('chidi'), { programme: town.programme, held: of('esi') })).toEqual({ kind: 'absent' });
    expect(await endTeamRole(town.as('hana'), { programme: town.programme, held: of('dalia') })).toMatchObject({ kind: 'done' });
    expect(await town.look((looking) => teamOf(looking, town.programme))).toMatchObject({ owner: town.id('chidi'), backup: null });
    expect(await town.look((looking) => answeringFor(looking, town.programme))).toEqual([town.id('chidi'), town.id('hana')]);
  });

  it('swaps owner and back-up when the back-up becomes the owner', async () => {
    const town = await smallTown();
    await town.inside((inside) => addContact(inside, town.id('dalia'), { kind: 'email', value: 'dalia@example.org', confirmed: true }));
    await nameToTeam(town.as('chidi'), { programme: town.programme, email: 'dalia@example.org', role: 'coordinator', duty: 'owner' });
    expect(await town.look((looking) => teamOf(looking, town.programme))).toMatchObject({ owner: town.id('dalia'), backup: town.id('chidi') });
  });

  it('never hands a role to somebody who only typed the address of another', async () => {
    const town = await smallTown();
    const stranger = await town.inside((inside) => addPerson(inside, { name: 'Nobody we know', lang: 'en', contacts: [{ kind: 'email', value: 'maryam@example.org' }] }));
    await nameToTeam(town.as('chidi'), { programme: town.programme, email: 'maryam@example.org', name: 'Maryam', role: 'coordinator' });
    const staff = await town.look((looking) => staffOf(looking, town.programme));
    expect(staff.map(({ person }) => person)).not.toContain(stranger);
    const maryam = await town.look((looking) => findPersonByEmail(looking, 'maryam@example.org'));
    expect(staff.map(({ person }) => person)).toContain(maryam);
    // Named once more, she is the same person.
    await nameToTeam(town.as('chidi'), { programme: town.programme, email: 'maryam@example.org', role: 'facilitator' });
    expect((await town.look((looking) => staffOf(looking, town.programme))).filter(({ person }) => person === maryam)).toHaveLength(2);
  });

  it('names a safety lead only through a lead or an administrator', async () => {
    const town = await smallTown();
    const input = { programme: town.programme, email: 'kit@example.org', role: 'safety-lead', duty: 'safety-backup' };
    expect(await nameToTeam(town.as('chidi'), input)).toEqual({ kind: 'absent' });
    expect(await nameToTeam(town.as('hana'), input)).toMatchObject({ kind: 'done' });
  });

  it('lets nobody name themselves for safety while somebody is there: whoever runs a programme would open every concern that way', async () => {
    const town = await smallTown();
    for (const name of ['hana', 'esi'] as const) await town.inside((inside) => addContact(inside, town.id(name), { kind: 'email', value: `${name}@example.org`, confirmed: true }));
    const before = await town.look((looking) => teamOf(looking, town.programme));
    for (const duty of ['safety', 'safety-backup', undefined]) {
      expect(await nameToTeam(town.as('hana'), { programme: town.programme, email: 'hana@example.org', role: 'safety-lead', duty })).toMatchObject({ kind: 'refused', code: 'not-oneself' });
    }
    expect(await town.look((looking) => teamOf(looking, town.programme))).toEqual(before);
    expect(await nameToTeam(town.as('hana'), { programme: town.programme, email: 'esi@example.org', role: 'safety-lead', duty: 'safety' })).toMatchObject({ kind: 'done' });
  });

  it('tells whoever answered for safety, and who answers now, when that changes; and nobody when it does not', async () => {
    const town = await smallTown();
    const told = async () => (await town.look(({ db }) => db.selectFrom('notice').select('person_id').where('kind', '=', 'safety-changed').execute())).map(({ person_id }) => person_id);
    const before = await town.look((looking) => teamOf(looking, town.programme));
    await nameToTeam(town.as('hana'), { programme: town.programme, email: 'ngozi@example.org', role: 'coordinator' });
    expect(await told()).toEqual([]);
    await nameToTeam(town.as('hana'), { programme: town.programme, email: 'second@example.org', role: 'safety-lead', duty: 'safety' });
    expect(await told()).toEqual([]);
    const [naming] = await safetyNamings(town.as('esi'), {});
    expect(await answerSafetyNaming(town.as('esi'), { naming: naming?.id, answer: 'yes' })).toMatchObject({ kind: 'done' });
    const after = await town.look((looking) => teamOf(looking, town.programme));
    expect(after.safety).not.toBe(before.safety);
    expect(new Set(await told())).toEqual(new Set([before.safety, after.safety, before.safetyBackup, after.safetyBackup].filter((person) => person !== null && person !== town.id('esi'))));
  });

  it('has nobody new answer for safety by one person’s word: it takes a yes of one who answers now, or three days; and a no of theirs ends it', async () => {
    const town = await smallTown();
    const team = () => town.look((looking) => teamOf(looking, town.programme));
    const name = (email: string, duty: 'safety' | 'safety-backup') => nameToTeam(town.as('hana'), { programme: town.programme, email, role: 'safety-lead', duty });
    const before = await team();
    // An administrator with a second mailbox would otherwise open every concern of the house.
    expect(await name('alias@example.org', 'safety')).toMatchObject({ kind: 'done', value: { waits: expect.any(Date) } });
    expect(await team()).toEqual(before);
    const told = await town.look(({ db }) => db.selectFrom('notice').select('person_id').where('kind', '=', 'safety-naming').execute());
    expect(told.map(({ person_id }) => person_id)).toEqual([town.id('esi')]);
    const [first] = await safetyNamings(town.as('esi'), {});
    expect(first).toMatchObject({ duty: 'safety', askedBy: 'Hana' });
    const answer = (who: 'hana' | 'chidi' | 'ben' | 'esi', id: string | undefined, yes: 'yes' | 'no') => answerSafetyNaming(town.as(who), { naming: id ?? '', answer: yes });
    for (const who of ['hana', 'chidi', 'ben'] as const) {
      expect(await safetyNamings(town.as(who), {})).toEqual([]);
      expect(await answer(who, first?.id, 'yes')).toEqual({ kind: 'absent' });
    }
    expect(await answer('esi', first?.id, 'no')).toMatchObject({ kind: 'done' });
    expect(await answer('esi', first?.id, 'yes')).toEqual({ kind: 'absent' });
    expect(await team()).toEqual(before);

    // A second naming for the same duty takes the place of the first; only the last takes effect, and only once.
    await name('alias@example.org', 'safety-backup');
    await name('other@example.org', 'safety-backup');
    expect(await safetyNamings(town.as('esi'), {})).toHaveLength(1);
    town.clock.moveBy(71 * 3_600_000);
    expect(await sweepSafetyNamings(town.house, town.org)).toBe(0);
    town.clock.moveBy(2 * 3_600_000);
    expect([await sweepSafetyNamings(town.house, town.org), await sweepSafetyNamings(town.house, town.org)]).toEqual([1, 0]);
    const other = await town.look((looking) => findPersonByEmail(looking, 'other@example.org'));
    expect(await team()).toEqual({ ...before, safetyBackup: other });
    expect((await town.look(({ db }) => db.selectFrom('safety_naming').select('ended_how').where('ended_at', 'is not', null).orderBy('asked_at').execute())).map(({ ended_how }) => ended_how).sort()).toEqual(['no', 'overtaken', 'waited']);
  });
});
