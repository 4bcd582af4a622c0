import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { readEnglish, readFrench, crisisGrade, frenchEase } from '../../../guards/reading.ts';
import type { Scene } from '../../platform/scene.ts';
import { personOf } from '../../platform/actor.ts';
import { Absent } from '../../platform/outcome.ts';
import { agreement } from '../../rooms/agreements/index.ts';
import { conversation, sendMessage } from '../../rooms/conversations/index.ts';
import { matchList, memberOnDesk, requestOnDesk } from '../../rooms/desk/index.ts';
import { raiseConcern, raising } from '../../rooms/disclosures/index.ts';
import { sentSheet } from '../../rooms/intake/index.ts';
import { lettersWith, writeLetter } from '../../rooms/letters/index.ts';
import { introduction } from '../../rooms/matching/index.ts';
import { myEntries, sectionNames } from '../../rooms/mydata/index.ts';
import { me } from '../../rooms/people/index.ts';
import { myRelationships } from '../../rooms/relationships/index.ts';
import { breachesHere, decideBreach, myBreach, recordBreach, recordingBreach } from '../../rooms/breaches/index.ts';
import { beginProgramme, giveRole } from '../../rooms/programmes/index.ts';
import { answerContactAsked, apartFromPerson, askContact, blockPerson, concern, concerns, contactRelease, endKeptApart, keepApart, mySheet, writeContactSheet } from '../../rooms/safety/index.ts';
import { everybody, type Sees, type Somebody, type Thing, things, whoSees } from '../../rooms/sight/index.ts';
import { type CastName, type Town, testTown } from '../../testing/town.ts';
import { siteOfTown } from '../../testing/town-site.ts';
import { askForSupport, value, walkTogether } from '../../testing/walking.ts';
import { siteRoutes } from '../../web/routes.ts';
import { filledWith, wordsIn } from '../testing.ts';

/** Kit is “you”; Ben walks with Kit. */
const cast: Readonly<Partial<Record<Somebody, CastName>>> = { you: 'Kit', other: 'Ben', coordinator: 'Chidi', administrator: 'Hana', 'safety-lead': 'Esi', member: 'Maryam' };
let town: Town;
let talk: string;
let together: string;
let proposed: string;
let request: string;
let raised: string;
let afraid: string;
let release: string;
let breach: string;
/** A concern that the safety lead must not see. */
let steppedIn: string;

beforeAll(async () => {
  town = await testTown();
  ({ conversation: talk, relationship: together, proposal: proposed } = await walkTogether(town, { seeker: 'Kit', supporter: 'Ben' }));
  const kit = await town.as('Kit');
  const row = await town.db.owner.selectFrom('relationship').select('request_id').executeTakeFirstOrThrow();
  request = row.request_id ?? '';
  value(await sendMessage(kit, { conversation: talk, words: 'CANARY-messages', sending: 'sending-one' }));
  value(await sendMessage(kit, { conversation: talk, words: 'CANARY-messages not shown', sending: 'sending-two' }));
  value(await writeLetter(kit, { programme: town.programme.id, words: 'CANARY-letters' }));
  raised = value(await raiseConcern(kit, { now: 'now-no', seen: 'CANARY-concern', about: { kind: 'conversation', id: talk }, messages: [1] })).id;
  steppedIn = value(await raiseConcern(await town.as('Maryam'), { now: 'now-no', seen: 'CANARY-stepped', notTo: [await town.id('Esi')] })).id;
  value(await writeContactSheet(kit, { realName: 'CANARY-sheet', phone: '', whom: '', whomPhone: '' }));
  // Two people released the sheet to Esi, for a concern that Ben raised.
  afraid = value(await raiseConcern(await town.as('Ben'), { now: 'now-soon', seen: 'I am afraid for Kit.', about: { kind: 'conversation', id: talk } })).id;
  ({ release } = value(await askContact(await town.as('Esi'), { concern: afraid, reason: 'No answer.' })));
  value(await answerContactAsked(await town.as('Hana'), { release, answer: 'yes' }));
  breach = value(await recordBreach(await town.as('Chidi'), { programme: town.programme.id, person: await town.id('Kit'), line: 'conduct-respect', weight: 'boundary', words: 'Somebody told us.' })).breach;
  value(await decideBreach(await town.as('Chidi'), { breach, outcome: 'talk', reason: 'CANARY-conduct', heard: true }));
  // A block would end the talk of the two, so it stands between Kit and somebody else who asked.
  await askForSupport(town, 'Jun', 'Jun wrote this.');
  value(await blockPerson(kit, { person: await town.id('Jun') }));
});

/** What a look gives, as text, or nothing when it is not there for this person. */
async function textOf(look: Promise<unknown>): Promise<string> {
  try {
    return JSON.stringify(await look);
  } catch (end) {
    if (end instanceof Absent) return '';
    throw end;
  }
}
const sees = (text: string, mark: string): Sees => (text.includes(mark) ? 'yes' : 'no');
const programme = () => town.programme.slug;

/** Every way there is to a kind of thing, tried as somebody. */
const attempts: Readonly<Record<Thing, (scene: Scene) => Promise<Sees>>> = {
  async messages(scene) {
    if ((await textOf(conversation(scene, { conversation: talk }))).includes('CANARY-messages')) return 'yes';
    const shown = await textOf(concern(scene, { concern: raised }));
    expect(shown).not.toContain('CANARY-messages not shown');
    return shown.includes('CANARY-messages') ? 'part' : 'no';
  },
  async agreement(scene) {
    return (await textOf(agreement(scene, { relationship: together }))) === '' ? 'no' : 'yes';
  },
  async walking(scene) {
    const kit = await town.id('Kit');
    const own = await textOf(myRelationships(scene, {}));
    if ((own + (await textOf(matchList(scene, { programme: programme() })))).includes(kit)) return 'yes';
    return (await textOf(concern(scene, { concern: afraid }))).includes('"about":{"kind":"conversation"') ? 'part' : 'no';
  },
  async request(scene) {
    const own = await textOf(sentSheet(scene, { of: 'request', id: request }));
    if ((own + (await textOf(requestOnDesk(scene, { programme: programme(), request })))).includes('Kit wrote this.')) return 'yes';
    return (await textOf(introduction(scene, { proposal: proposed }))).includes('Kit wrote this.') ? 'part' : 'no';
  },
  async contact(scene) {
    const person = await town.id('Kit');
    if (((await textOf(me(scene, {}))) + (await textOf(memberOnDesk(scene, { programme: programme(), person })))).includes('kit@example.org')) return 'yes';
    const by = (await textOf(concern(scene, { concern: raised }))) + (await textOf(contactRelease(scene, { release })));
    return by.includes('kit@example.org') ? 'part' : 'no';
  },
  async letters(scene) {
    return sees(await textOf(lettersWith(scene, { programme: programme(), person: await town.id('Kit') })), 'CANARY-letters');
  },
  async concern(scene) {
    await textOf(concerns(scene, {}));
    if ((await textOf(concern(scene, { concern: raised }))).includes('CANARY-concern')) return 'yes';
    // Maryam wrote that one herself.
    const own = scene.actor.kind === 'person' && scene.actor.person === (await town.id('Maryam'));
    return !own && (await textOf(concern(scene, { concern: steppedIn }))).includes('CANARY-stepped') ? 'part' : 'no';
  },
  async block(scene) {
    const jun = await town.id('Jun');
    const mine = await textOf(apartFromPerson(scene, { person: jun }));
    if (mine.includes('"blocked":true')) return 'yes';
    expect(mine).not.toContain(`"other":"${await town.id('Kit')}"`);
    const desk = await textOf(requestOnDesk(scene, { programme: programme(), request }));
    return desk.includes(jun) ? 'part' : 'no';
  },
  async sheet(scene) {
    if ((await textOf(mySheet(scene, {}))).includes('CANARY-sheet')) return 'yes';
    return (await textOf(contactRelease(scene, { release }))).includes('CANARY-sheet') ? 'part' : 'no';
  },
  async conduct(scene) {
    return sees((await textOf(myBreach(scene, { breach }))) + (await textOf(breachesHere(scene, { breach }))), 'CANARY-conduct');
  },
};

/** Tries a kind of thing as somebody. */
async function tried(thing: Thing, somebody: Somebody): Promise<Sees> {
  const name = cast[somebody];
  return attempts[thing](name === undefined ? town.stranger() : await town.as(name));
}

/** Shuts one cell of the table while something is tried, and puts it back. */
async function whileShut<T>(thing: Thing, somebody: Somebody, work: () => Promise<T>): Promise<T> {
  const row = whoSees[thing].sees as Record<Somebody, Sees>;
  const before = row[somebody];
  row[somebody] = 'no';
  try {
    return await work();
  } finally {
    row[somebody] = before;
  }
}

/** The words by which a kind of thing is known on a page. */
const marks: Readonly<Partial<Record<Thing, string>>> = {
  messages: 'CANARY-messages', request: 'Kit wrote this.', contact: 'kit@example.org', letters: 'CANARY-letters', concern: 'CANARY-concern', sheet: 'CANARY-sheet', conduct: 'CANARY-conduct',
};

/** Everybody whom code can hold: the people who run the computers are held by locks. */
const held = everybody.filter((one) => one !== 'root');

describe('who can see what is what really happens', () => {
  for (const thing of things) {
    for (const somebody of held) {
      test(`${thing}: ${somebody} — ${whoSees[thing].sees[somebody]}`, async () => {
        expect(await tried(thing, somebody)).toBe(whoSees[thing].sees[somebody]);
      });
    }
  }

  test('Somebody new on the staff of another programme sees no more than any other member', async () => {
    const grace = await town.as('Grace');
    for (const thing of things) expect(await attempts[thing](grace), thing).toBe('no');
    const [kit, ben] = [await town.id('Kit'), await town.id('Ben')];
    const elsewhere = await town.inside((inside) => beginProgramme(inside, { template: 'cancer', zone: 'UTC', lang: 'en' }));
    await town.inside((inside) => giveRole(inside, { person: personOf(grace.actor) ?? '', programme: elsewhere.id, role: 'coordinator' }));
    const there = await town.as('Grace');
    for (const thing of things) expect(await attempts[thing](there), thing).toBe('no');
    // Nor do they silence a talk of theirs: kept apart, two people cannot say another word.
    expect(await textOf(apartFromPerson(there, { person: kit }))).toBe('');
    // And no name, by being worried about an id.
    expect((await raising(there, { about: { kind: 'person', id: kit } })).about).toBeUndefined();
    expect((await recordingBreach(there, { programme: elsewhere.slug, person: kit })).about).toBeUndefined();
    expect(await textOf(lettersWith(there, { programme: elsewhere.slug, person: kit }))).toBe('');
    expect((await raising(await town.as('Chidi'), { about: { kind: 'person', id: kit } })).about).toBe('Kit');
    expect(await keepApart(there, { programme: elsewhere.id, one: kit, other: ben })).toEqual({ kind: 'absent' });
    expect(await endKeptApart(there, { programme: elsewhere.id, one: kit, other: ben })).toEqual({ kind: 'absent' });
    value(await sendMessage(await town.as('Ben'), { conversation: talk, words: 'Still here.', sending: 'still-here' }));
  });

  test('Nobody’s own copy of everything shows more than the table: no word, and not by whom one was blocked, meant or recorded', async () => {
    const without: string[] = [];
    for (const [somebody, name] of Object.entries(cast) as [Somebody, CastName][]) {
      const scene = await town.as(name);
      const copy: Record<string, unknown[]> = {};
      for (const section of sectionNames) for await (const page of myEntries(scene, section)) (copy[section] ??= []).push(...page);
      const text = JSON.stringify(copy);
      for (const [thing, mark] of Object.entries(marks) as [Thing, string][]) if (text.includes(mark) && whoSees[thing].sees[somebody] === 'no') without.push(`${name} reads ${thing}`);
      if (/safety\.block|raise-concern|record-breach|keep-apart/.test(JSON.stringify(copy['looked']))) without.push(`${name} reads who did what about them`);
    }
    expect(without).toEqual([]);
  });

  test('The people who run the computers find no word in the tables; the keys are apart, and the page says that they hold them', async () => {
    const { rows: tables } = await sql<{ name: string }>`select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`.execute(town.db.owner);
    for (const { name } of tables) {
      const { rows } = await sql<{ whole: string }>`select t::text as whole from ${sql.table(name)} t`.execute(town.db.owner);
      const text = rows.map(({ whole }) => whole).join('\n');
      for (const mark of ['CANARY', 'Kit wrote this.', 'kit@example.org']) {
        expect(text, `${name} holds ${mark}`).not.toContain(mark);
        expect(text, `${name} holds ${mark} in bytes`).not.toContain(Buffer.from(mark).toString('hex'));
      }
    }
    for (const thing of things) expect(['could', 'yes']).toContain(whoSees[thing].sees.root);
  });

  test('Every part has its sentence, and nothing is said to be partly seen that is not', () => {
    for (const thing of things) {
      const { sees: row, notes = {} } = whoSees[thing];
      expect(everybody.filter((one) => row[one] === 'part'), thing).toEqual(everybody.filter((one) => notes[one] !== undefined));
    }
  });
});

describe('the table is what the code asks', () => {
  test.each(things)('%s: whoever sees it sees nothing of it any more once the table says no, and all of it again afterwards', async (thing) => {
    for (const somebody of held.filter((one) => whoSees[thing].sees[one] !== 'no')) {
      expect(await whileShut(thing, somebody, () => tried(thing, somebody)), somebody).toBe('no');
      expect(await tried(thing, somebody), somebody).toBe(whoSees[thing].sees[somebody]);
    }
  });

  test('On every page of the site: what somebody reads there of a kind that the table then shuts is gone from all of them', async () => {
    const ids = {
      programme: programme(), conversations: talk, relationships: together, introductions: proposed, requests: request, people: await town.id('Kit'), concerns: raised, 'contact-releases': release, breaches: breach,
      conduct: breach, messages: programme(),
    };
    // The copy of everything about oneself is owed by law, whatever a table says.
    const pages = siteRoutes().filter(({ method, kind, address }) => method === 'GET' && kind === 'page' && !address.startsWith('/me/data')).map(({ address }) => filledWith(ids, address));
    const site = siteOfTown(town, { limits: { count: async () => undefined } });
    const found = new Set<string>();
    const still: string[] = [];
    for (const [somebody, name] of Object.entries(cast) as [Somebody, CastName][]) {
      const browser = await site.browser(name);
      const read = async (path: string) => (await browser.get(path)).text();
      const shown: { path: string; thing: Thing; mark: string }[] = [];
      for (const path of pages) {
        const html = await read(path);
        for (const [thing, mark] of Object.entries(marks) as [Thing, string][]) if (html.includes(mark)) shown.push({ path, thing, mark });
      }
      for (const { path, thing, mark } of shown) {
        found.add(`${thing}/${somebody}`);
        expect(whoSees[thing].sees[somebody], `${path} shows ${thing} to ${somebody}`).not.toBe('no');
        if ((await whileShut(thing, somebody, () => read(path))).includes(mark)) still.push(`${path} shows ${thing} to ${somebody}`);
      }
    }
    expect(still).toEqual([]);
    expect(found.size).toBeGreaterThan(10);
  });

  test('What the table shuts looks like what never was', async () => {
    const kit = await siteOfTown(town).browser('Kit');
    const statusOf = async () => (await kit.get(`/conversations/${talk}`)).status;
    expect([await statusOf(), await whileShut('messages', 'you', statusOf)]).toEqual([200, 404]);
  });
});

describe('what the pages say', () => {
  const pages = ['/who-can-see-what', '/help', '/concerns/new', '/code-of-conduct'];
  const read = async (path: string, lang: 'en' | 'fr') => {
    const html = await (await (await siteOfTown(town).browser()).get(`${path}?lang=${lang}`)).text();
    const main = /<main[\s\S]*<\/main>/.exec(html)?.[0] ?? '';
    return { lines: main.replaceAll(/<\/(?:p|li|h\d|summary|span|label|legend|a)>/g, '.\n'), words: wordsIn(main) };
  };

  test.each(pages)('%s promises nothing that is not true: not end-to-end, not anonymous, not that nobody can read it', async (path) => {
    for (const lang of ['en', 'fr'] as const) {
      const { words } = await read(path, lang);
      expect(words.length).toBeGreaterThan(200);
      expect(words).not.toMatch(/end.to.end|bout en bout|anonym|nobody (?:here )?can (?:ever )?(?:read|see)|no one can (?:read|see)|personne (?:ici )?ne peut (?:le |les |la )?(?:lire|voir)/i);
    }
  });

  test.each(['/who-can-see-what', '/help'])('%s reads at grade 6 or below, and as plainly in French', async (path) => {
    expect(readEnglish(wordsBy((await read(path, 'en')).lines)).measure).toBeLessThanOrEqual(crisisGrade);
    expect(readFrench(wordsBy((await read(path, 'fr')).lines)).measure).toBeGreaterThan(frenchEase);
  });

  test('The page names every kind of thing of the table, in both languages', async () => {
    expect((await read('/who-can-see-what', 'en')).words).toContain('What you two say');
    expect((await read('/who-can-see-what', 'fr')).words).toContain('Ce que vous vous dites');
  });
});

/** Lines of a page without markup. */
function wordsBy(lines: string): string {
  return lines.split('\n').map(wordsIn).join('\n');
}
