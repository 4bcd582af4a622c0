import { beforeAll, describe, expect, test } from 'vitest';
import { concernKey, sheetKey } from '../../keyring/place.ts';
import { readFacts } from '../../testing/settled.ts';
import { type CastName, type Town, testTown } from '../../testing/town.ts';
import { askForSupport, value, walkTogether } from '../../testing/walking.ts';
import { raiseConcern } from '../disclosures/index.ts';
import { carryOutErasures } from '../leaving/index.ts';
import { callsToMake, deliverNotices, noticesReader } from '../notifications/index.ts';
import { addContact } from '../people/index.ts';
import { giveRole } from '../programmes/index.ts';
import {
  answerContactAsked, askContact, closeConcern, concern, concernsClosedBefore, contactRelease, contactsToConfirm, dangerCall, dangerNow, eraseConcerns, moveLevel, mySheet, noteContactTold, noteDangerCall,
  noteOnConcern, openContact, spokenSheet, sweepConcerns, takeConcern, writeContactSheet, writeSpokenSheet,
} from './index.ts';

let town: Town;
let talk: string;
/** Somebody with a session that is new: these stories go over days. */
const as = async (name: CastName) => (await town.session(await town.id(name))).scene;
const raise = async (name: CastName, more: Record<string, unknown> = {}) => value(await raiseConcern(await as(name), { now: 'now-unsure', seen: 'I am afraid for them.', ...more })).id;
const aboutKit = () => ({ about: { kind: 'conversation' as const, id: talk } });
const ask = async (name: CastName, concern: string, more: Record<string, unknown> = {}) => askContact(await as(name), { concern, reason: 'No answer since Friday.', ...more });
const noticesOf = async (name: CastName, kind: string) =>
  (await town.db.owner.selectFrom('notice').select(['id', 'about_kind', 'made_at']).where('person_id', '=', await town.id(name)).where('kind', '=', kind).execute());

beforeAll(async () => {
  town = await testTown();
  await town.inside(async (inside) => {
    await giveRole(inside, { person: await town.id('Dalia'), programme: town.programme.id, role: 'safety-lead', duty: 'safety-backup' });
    await addContact(inside, await town.id('Esi'), { kind: 'phone', value: '+1 604 555 0101' });
  });
  ({ conversation: talk } = await walkTogether(town, { seeker: 'Kit', supporter: 'Ben' }));
  value(await writeContactSheet(await as('Kit'), { realName: 'CANARY-41 Katherine', phone: '', whom: 'A sister', whomPhone: '+1 604 555 0199' }));
});

describe('contact details are released by two people', () => {
  test('One asks with a reason, another says yes, and then the one who asked sees them for a day, and nobody else', async () => {
    const id = await raise('Ben', aboutKit());
    const { release } = value(await ask('Esi', id));
    expect((await contactRelease(await as('Esi'), { release })).details).toBeUndefined();
    expect((await contactsToConfirm(await as('Dalia'), {})).map((one) => one.id)).toEqual([release]);
    value(await answerContactAsked(await as('Dalia'), { release, answer: 'yes' }));
    const seen = await contactRelease(await as('Esi'), { release });
    expect(seen.details).toMatchObject({ contacts: [{ value: 'kit@example.org' }], sheet: { realName: 'CANARY-41 Katherine', whomPhone: '+1 604 555 0199' } });
    value(await openContact(await as('Esi'), { release }));
    for (const name of ['Dalia', 'Hana'] as const) expect((await contactRelease(await as(name), { release })).details, name).toBeUndefined();
    for (const name of ['Kit', 'Ben', 'Chidi', 'Maryam'] as const) await expect(contactRelease(await as(name), { release }), name).rejects.toThrow('absent');
    const notes = await concern(await as('Dalia'), { concern: id });
    expect(notes.as === 'answering' && notes.notes.map(({ kind, by }) => [kind, by])).toEqual([['contact-asked', 'Esi'], ['contact-confirmed', 'Dalia'], ['contact-seen', 'Esi']]);
    town.clock.moveBy(25 * 3_600_000);
    expect((await contactRelease(await as('Esi'), { release })).details).toBeUndefined();
    expect(await openContact(await as('Esi'), { release })).toEqual({ kind: 'absent' });
  });

  test('The same person twice is refused, by the act and by the database', async () => {
    const { release } = value(await ask('Esi', await raise('Ben', aboutKit())));
    expect(await answerContactAsked(await as('Esi'), { release, answer: 'yes' })).toMatchObject({ kind: 'refused', code: 'same-person' });
    const esi = await town.id('Esi');
    await expect(town.db.owner.updateTable('contact_release').set({ confirmed_by: esi, confirmed_at: town.clock.now() }).where('id', '=', release).execute()).rejects.toThrow(/released_by_two_people/);
    await expect(town.db.owner.updateTable('contact_release').set({ open_until: town.clock.now() }).where('id', '=', release).execute()).rejects.toThrow(/opened_after_the_second_yes/);
    value(await answerContactAsked(await as('Dalia'), { release, answer: 'no' }));
    expect((await contactRelease(await as('Esi'), { release })).state).toBe('refused');
  });

  test('Whom it is about, those close to them and whom the raiser named neither ask nor say yes', async () => {
    const id = await raise('Ben', { ...aboutKit(), notTo: [await town.id('Dalia')] });
    expect(await ask('Dalia', id)).toEqual({ kind: 'absent' });
    const { release } = value(await ask('Esi', id));
    for (const name of ['Dalia', 'Kit', 'Ben'] as const) expect(await answerContactAsked(await as(name), { release, answer: 'yes' }), name).toEqual({ kind: 'absent' });
    // Nobody else is on safety duty: an administrator reads the reason, says yes, and sees neither the concern nor the details.
    value(await answerContactAsked(await as('Hana'), { release, answer: 'yes' }));
    await expect(concern(await as('Hana'), { concern: id })).rejects.toThrow('absent');
    expect((await contactRelease(await as('Hana'), { release })).details).toBeUndefined();
  });

  test('What was asked for before a concern was closed opens nothing afterwards', async () => {
    const id = await raise('Ben', aboutKit());
    const { release } = value(await ask('Esi', id));
    value(await takeConcern(await as('Esi'), { concern: id }));
    value(await closeConcern(await as('Esi'), { concern: id, outcome: 'safe-now', text: 'Settled.' }));
    expect((await contactsToConfirm(await as('Dalia'), {})).map((one) => one.id)).not.toContain(release);
    expect(await answerContactAsked(await as('Dalia'), { release, answer: 'yes' })).toMatchObject({ kind: 'refused', code: 'closed' });
    expect((await contactRelease(await as('Esi'), { release })).details).toBeUndefined();
  });

  test('A later day than usual needs its reason; on the day the person is told, neutrally, and not who raised it', async () => {
    const id = await raise('Ben', aboutKit());
    const day = (days: number) => new Date(town.clock.now().getTime() + days * 86_400_000).toISOString().slice(0, 10);
    expect(await ask('Esi', id, { tellOn: day(-2) })).toMatchObject({ code: 'day-is-past' });
    expect(await ask('Esi', id, { tellOn: day(30) })).toMatchObject({ code: 'say-why-later' });
    const { release } = value(await ask('Esi', id, { tellOn: day(30), tellLater: 'The home is not safe yet.' }));
    expect(await ask('Dalia', id)).toMatchObject({ code: 'already-asked' });
    value(await answerContactAsked(await as('Dalia'), { release, answer: 'yes' }));
    const isTold = async () => (await town.db.owner.selectFrom('contact_release').select('told_at').where('id', '=', release).executeTakeFirstOrThrow()).told_at !== null;
    town.clock.moveBy(29 * 86_400_000);
    await sweepConcerns(town.house, town.org);
    expect(await isTold()).toBe(false);
    town.clock.moveBy(2 * 86_400_000);
    await sweepConcerns(town.house, town.org);
    expect(await isTold()).toBe(true);
    const told = await mySheet(await as('Kit'), {});
    expect(told.told.length).toBeGreaterThan(0);
    expect(JSON.stringify(told)).not.toMatch(/Ben|Esi|Dalia|Friday/);
    await readFacts(town.house, town.org, noticesReader);
    expect((await noticesOf('Kit', 'message-waiting')).some(({ about_kind }) => about_kind === 'contact-sheet')).toBe(true);
    expect(await noteContactTold(await as('Esi'), { release })).toMatchObject({ code: 'already-told' });
    expect((await sweepConcerns(town.house, town.org)).told).toBe(0);
  });

  test('What somebody wrote down for that day lies sealed, and the house itself is not given its key', async () => {
    const row = await town.db.owner.selectFrom('contact_sheet').select('words').executeTakeFirstOrThrow();
    expect(row.words.toString('latin1')).not.toContain('CANARY-41');
    const place = sheetKey(town.org, await town.id('Kit'));
    for (const session of [null, (await as('Chidi')).sessionToken ?? '', (await as('Ben')).sessionToken ?? '']) {
      expect((await town.house.keyring.unwrap(session, [place]))[0]).toMatchObject({ ok: false, why: 'not-a-member' });
    }
  });
});

describe('somebody has a telephone alone', () => {
  const said = { realName: 'CANARY-42 Farid Rahmani', phone: '', whom: 'His brother', whomPhone: '+1 604 555 0142', spoke: true };
  const write = async (name: CastName, person: CastName, more: Record<string, unknown> = {}) => writeSpokenSheet(await as(name), { programme: town.programme.slug, person: await town.id(person), ...said, ...more });
  const keyFor = async (name: CastName, person: CastName, generation: number) => (await town.house.keyring.unwrap((await as(name)).sessionToken ?? '', [sheetKey(town.org, await town.id(person), generation)]))[0];
  const row = async () => town.db.owner.selectFrom('contact_sheet').selectAll().where('person_id', '=', await town.id('Farid')).executeTakeFirstOrThrow();
  beforeAll(async () => {
    await askForSupport(town, 'Farid', 'Farid said this.');
    await askForSupport(town, 'Jun', 'Jun wrote this.');
  });

  test('A coordinator writes down what they say, with who and when, is given the key once, and never reads it', async () => {
    expect(await write('Chidi', 'Farid', { spoke: false })).toMatchObject({ kind: 'mistaken' });
    expect(await write('Chidi', 'Farid', { realName: '', whom: '', whomPhone: '' })).toMatchObject({ code: 'nothing-said' });
    value(await write('Chidi', 'Farid'));
    expect(await row()).toMatchObject({ written_by: await town.id('Chidi'), spoken_at: town.clock.now(), generation: 1 });
    expect((await row()).words.toString('latin1')).not.toContain('CANARY-42');
    for (const name of ['Chidi', 'Hana', 'Dalia', 'Esi', 'Kit'] as const) expect(await keyFor(name, 'Farid', 1), name).toMatchObject({ ok: false, why: 'not-a-member' });
    const seen = await spokenSheet(await as('Chidi'), { programme: town.programme.slug, person: await town.id('Farid') });
    expect(seen.stands).toMatchObject({ by: 'Chidi' });
    expect(JSON.stringify(seen)).not.toContain('CANARY-42');
    // Said anew, it takes the place of what stood there, under another key: that one is given once, too.
    value(await write('Dalia', 'Farid', { whom: 'His sister' }));
    expect(await row()).toMatchObject({ written_by: await town.id('Dalia'), generation: 2 });
    for (const generation of [1, 2]) expect(await keyFor('Dalia', 'Farid', generation)).toMatchObject({ ok: false, why: 'not-a-member' });
  });

  test('Nobody writes one down for whoever can write it themselves, for themselves, for somebody who is not in their programme, or without running it', async () => {
    expect(await write('Chidi', 'Jun')).toEqual({ kind: 'absent' });
    expect(await write('Chidi', 'Chidi')).toEqual({ kind: 'absent' });
    for (const name of ['Esi', 'Kit', 'Ben', 'Farid'] as const) expect(await write(name, 'Farid'), name).toEqual({ kind: 'absent' });
    // The keyring asks for itself: an e-mail address, a passkey or another programme, and no key is made, whatever the pages would say.
    for (const [name, person] of [['Chidi', 'Jun'], ['Chidi', 'Kit'], ['Esi', 'Farid'], ['Ben', 'Farid']] as const) expect(await keyFor(name, person, 7), `${name} for ${person}`).toMatchObject({ ok: false, why: 'not-a-member' });
    const moved = async (from: CastName, to: CastName) => town.db.owner.updateTable('support_request').set({ person_id: await town.id(to) }).where('person_id', '=', await town.id(from)).execute();
    await moved('Farid', 'Ivo');
    expect(await keyFor('Chidi', 'Farid', 7)).toMatchObject({ ok: false, why: 'not-a-member' });
    await moved('Ivo', 'Farid');
    await town.db.owner.insertInto('passkey').values({ org_id: town.org, id: crypto.randomUUID(), person_id: await town.id('Farid'), credential_id: Buffer.from('a key'), public_key: Buffer.from('public'), made_at: town.clock.now() }).execute();
    expect(await write('Chidi', 'Farid')).toMatchObject({ code: 'no-key' });
    await town.db.owner.deleteFrom('passkey').where('person_id', '=', await town.id('Farid')).execute();
  });

  test('It is released by two people like any other; the person reads who wrote it and changes it once they can sign in', async () => {
    const id = await raise('Maryam', { about: { kind: 'person', id: await town.id('Farid') } });
    await town.db.owner.updateTable('concern').set({ about_person: await town.id('Farid') }).where('id', '=', id).execute();
    const { release } = value(await ask('Esi', id));
    value(await answerContactAsked(await as('Dalia'), { release, answer: 'yes' }));
    expect((await contactRelease(await as('Esi'), { release })).details).toMatchObject({ sheet: { realName: 'CANARY-42 Farid Rahmani', whom: 'His sister' } });
    const mine = await mySheet(await as('Farid'), {});
    expect(mine).toMatchObject({ sheet: { whom: 'His sister' }, spoken: { by: 'Dalia' } });
    value(await writeContactSheet(await as('Farid'), { ...mine.sheet, whom: 'His mother' }));
    expect(await mySheet(await as('Farid'), {})).toMatchObject({ sheet: { whom: 'His mother' }, spoken: undefined });
  });
});

describe('danger now', () => {
  test('The list is rung until a person answers; coordinators see whom to ring and no word of it; nobody it is kept from sees the list', async () => {
    const id = await raise('Maryam', { now: 'now-yes', seen: 'CANARY-danger', about: { kind: 'person', id: await town.id('Hana') } });
    const chidi = await as('Chidi');
    const seen = await dangerCall(chidi, { concern: id });
    expect(seen.calls.map(({ name }) => name)).toEqual(['Esi', 'Dalia']);
    expect(seen.calls[0]?.phones.map(({ value }) => value)).toEqual(['+16045550101']);
    expect(JSON.stringify(seen)).not.toContain('CANARY');
    for (const name of ['Hana', 'Maryam', 'Kit'] as const) await expect(dangerCall(await as(name), { concern: id }), name).rejects.toThrow('absent');
    await readFacts(town.house, town.org, noticesReader);
    expect((await noticesOf('Esi', 'concern-danger-call')).length).toBe(1);
    value(await noteDangerCall(chidi, { concern: id, call: seen.calls[0]?.id ?? '', ended: 'nobody' }));
    await readFacts(town.house, town.org, noticesReader);
    expect((await noticesOf('Dalia', 'concern-danger-call')).length).toBe(1);
    value(await noteDangerCall(chidi, { concern: id, call: seen.calls[1]?.id ?? '', ended: 'answered' }));
    expect(await noteDangerCall(chidi, { concern: id, call: seen.calls[0]?.id ?? '', ended: 'nobody' })).toMatchObject({ code: 'already-taken' });
    const after = await concern(await as('Dalia'), { concern: id });
    expect(after).toMatchObject({ as: 'answering', takenBy: 'Dalia' });
    expect(after.as === 'answering' && after.promise?.keptAt).not.toBeNull();
  });

  test('Whoever answers has it and can open it, also when they are not on safety duty; those who were rung before and did not answer still can', async () => {
    const id = await raise('Maryam', { now: 'now-yes', seen: 'CANARY-in-hand', about: { kind: 'person', id: await town.id('Kit') } });
    await expect(concern(await as('Hana'), { concern: id })).rejects.toThrow('absent');
    const { calls } = await dangerCall(await as('Chidi'), { concern: id });
    value(await noteDangerCall(await as('Chidi'), { concern: id, call: calls.find(({ name }) => name === 'Hana')?.id ?? '', ended: 'answered' }));
    for (const name of ['Hana', 'Esi'] as const) expect(await concern(await as(name), { concern: id }), name).toMatchObject({ takenBy: 'Hana', words: { seen: 'CANARY-in-hand' } });
    await expect(concern(await as('Chidi'), { concern: id })).rejects.toThrow('absent');
  });

  test('It stands first on the open pages of all staff it is not kept from, until a person has it; whom no letter reaches is to be telephoned', async () => {
    const dalia = await town.id('Dalia');
    const mail = town.db.owner.updateTable('contact').where('person_id', '=', dalia).where('kind', '=', 'email');
    const deliver = () => deliverNotices(town.house, town.org, { hand: async () => ({ kind: 'handed' as const }), close: async () => undefined });
    await deliver();
    await mail.set({ removed_at: town.clock.now() }).execute();
    const id = await raise('Maryam', { now: 'now-yes', seen: 'CANARY-alarm', about: { kind: 'person', id: await town.id('Hana') } });
    const stands = async (name: CastName) => (await dangerNow(await as(name), {})).open.map(({ concern }) => concern);
    for (const name of ['Chidi', 'Dalia', 'Esi'] as const) expect(await stands(name), name).toEqual([id]);
    for (const name of ['Hana', 'Maryam', 'Kit', 'Ben'] as const) expect(await stands(name), name).toEqual([]);
    const seen = await dangerNow(await as('Chidi'), {});
    expect(JSON.stringify(seen)).not.toMatch(/CANARY|Hana|Maryam/);
    town.clock.moveBy(11 * 60_000);
    await sweepConcerns(town.house, town.org);
    await readFacts(town.house, town.org, noticesReader);
    await deliver();
    expect((await callsToMake(await as('Chidi'), { programme: town.programme.id })).filter(({ person, kind }) => person === dalia && kind === 'concern-danger-call')).toHaveLength(1);
    value(await takeConcern(await as('Esi'), { concern: id }));
    expect(await stands('Chidi')).toEqual([]);
    expect((await dangerNow(await as('Chidi'), {})).mark).not.toBe(seen.mark);
    await mail.set({ removed_at: null }).execute();
  });

  test('While nobody has it the next person is told after ten minutes by itself; once somebody has it nobody more', async () => {
    const id = await raise('Ben', { ...aboutKit(), now: 'now-yes' });
    town.clock.moveBy(11 * 60_000);
    expect((await sweepConcerns(town.house, town.org)).called).toBe(1);
    expect((await sweepConcerns(town.house, town.org)).called).toBe(0);
    value(await takeConcern(await as('Esi'), { concern: id }));
    town.clock.moveBy(60 * 60_000);
    expect((await sweepConcerns(town.house, town.org)).called).toBe(0);
  });
});

describe('levels move, and words have an end', () => {
  test('Up makes the clocks anew and begins the calls; down needs a reason; a closed one stays as it is', async () => {
    const id = await raise('Ben', { ...aboutKit(), now: 'now-no' });
    const esi = await as('Esi');
    const due = async () => { const one = await concern(esi, { concern: id }); return one.as === 'answering' ? one.promise?.dueAt.getTime() ?? 0 : 0; };
    const before = await due();
    value(await moveLevel(esi, { concern: id, level: 'danger-now' }));
    expect(await due()).toBeLessThan(before);
    expect((await dangerCall(esi, { concern: id })).calls.length).toBeGreaterThan(1);
    expect(await moveLevel(esi, { concern: id, level: 'risk' })).toMatchObject({ kind: 'refused', code: 'say-why' });
    // What turned out to be less than danger before anybody had it rings nobody any more, and opens through no list of calls.
    const stands = async () => (await dangerNow(await as('Chidi'), {})).open.some(({ concern: one }) => one === id);
    expect(await stands()).toBe(true);
    value(await moveLevel(esi, { concern: id, level: 'risk', text: 'It was a joke between the two.' }));
    expect(await stands()).toBe(false);
    await expect(dangerCall(await as('Chidi'), { concern: id })).rejects.toThrow('absent');
    value(await moveLevel(esi, { concern: id, level: 'danger-now' }));
    value(await takeConcern(esi, { concern: id }));
    const review = async () => { const one = await concern(esi, { concern: id }); return one.as === 'answering' ? one.reviewAt?.getTime() ?? 0 : 0; };
    const first = await review();
    value(await moveLevel(esi, { concern: id, level: 'worry', text: 'A neighbour is with them.' }));
    expect(await review()).toBeGreaterThan(first);
    expect(await moveLevel(await as('Chidi'), { concern: id, level: 'risk' })).toEqual({ kind: 'absent' });
    const seen = await concern(esi, { concern: id });
    expect(seen.as === 'answering' && seen.notes.filter(({ kind }) => kind.startsWith('level')).map(({ kind, from, to }) => [kind, from, to])).toEqual([
      ['level-up', 'worry', 'danger-now'], ['level-down', 'danger-now', 'risk'], ['level-up', 'risk', 'danger-now'], ['level-down', 'danger-now', 'worry'],
    ]);
    value(await closeConcern(esi, { concern: id, outcome: 'safe-now', text: 'Settled.' }));
    expect(await moveLevel(esi, { concern: id, level: 'risk' })).toMatchObject({ code: 'closed' });
  });

  test('The day after something heavy was settled, the one who raised it is asked how they are, once', async () => {
    const esi = await as('Esi');
    const [heavy, light] = [await raise('Maryam'), await raise('Maryam', { now: 'now-no' })];
    for (const id of [heavy, light]) {
      value(await takeConcern(esi, { concern: id }));
      value(await closeConcern(esi, { concern: id, outcome: 'agreed-next-steps', text: 'Settled.' }));
    }
    const asked = async () => {
      await sweepConcerns(town.house, town.org);
      await readFacts(town.house, town.org, noticesReader);
      return (await noticesOf('Maryam', 'care-after')).length;
    };
    expect(await asked()).toBe(0);
    town.clock.moveBy(25 * 3_600_000);
    expect([await asked(), await asked()]).toEqual([1, 1]);
  });

  test('The house wrote it down and is given its key no more; neither is a coordinator', async () => {
    const id = await raise('Ben', aboutKit());
    for (const session of [null, (await as('Chidi')).sessionToken ?? '', (await as('Hana')).sessionToken ?? '', (await as('Kit')).sessionToken ?? '']) {
      const [answer] = await town.house.keyring.unwrap(session, [concernKey(town.org, id)]);
      expect(answer).toMatchObject({ ok: false, why: 'not-a-member' });
    }
  });

  test('After its time a concern is a number without words, and its key opens for nobody', async () => {
    const id = await raise('Ben', aboutKit());
    const esi = await as('Esi');
    value(await takeConcern(esi, { concern: id }));
    value(await noteOnConcern(esi, { concern: id, text: 'NOTE to be gone' }));
    value(await closeConcern(esi, { concern: id, outcome: 'safe-now', text: 'Done.', back: 'Thank you.' }));
    const young = await raise('Ben', aboutKit());
    town.clock.moveBy(400 * 86_400_000);
    const before = new Date(town.clock.now().getTime() - 365 * 86_400_000);
    expect(await town.inside((inside) => concernsClosedBefore(inside, before))).toBeGreaterThan(0);
    await town.inside((inside) => eraseConcerns(inside, before));
    await carryOutErasures(town.house, town.org);
    expect(await town.inside((inside) => concernsClosedBefore(inside, before))).toBe(0);
    const gone = await concern(await as('Esi'), { concern: id });
    expect(gone).toMatchObject({ as: 'answering', erased: true, outcome: 'safe-now', words: { seen: '' } });
    expect(gone.as === 'answering' && gone.notes.every(({ text }) => text === undefined)).toBe(true);
    expect(await town.house.keyring.unwrap((await as('Esi')).sessionToken ?? '', [concernKey(town.org, id)])).toMatchObject([{ ok: false, why: 'destroyed' }]);
    expect((await concern(await as('Esi'), { concern: young })).words.seen).toBe('I am afraid for them.');
  });
});
