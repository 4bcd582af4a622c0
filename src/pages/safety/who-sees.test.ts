import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { readEnglish, readFrench, crisisGrade, frenchEase } from '../../../guards/reading.ts';
import type { Scene } from '../../platform/scene.ts';
import { Absent } from '../../platform/outcome.ts';
import { agreement } from '../../rooms/agreements/index.ts';
import { conversation, sendMessage } from '../../rooms/conversations/index.ts';
import { matchList, memberOnDesk, requestOnDesk } from '../../rooms/desk/index.ts';
import { raiseConcern } from '../../rooms/disclosures/index.ts';
import { sentSheet } from '../../rooms/intake/index.ts';
import { lettersWith, writeLetter } from '../../rooms/letters/index.ts';
import { myRelationships } from '../../rooms/relationships/index.ts';
import { breachesHere, decideBreach, myBreach, recordBreach } from '../../rooms/breaches/index.ts';
import { answerContactAsked, apartFromPerson, askContact, blockPerson, concern, concerns, contactRelease, everybody, mySheet, type Sees, type Somebody, type Thing, things, whoSees, writeContactSheet } from '../../rooms/safety/index.ts';
import { type CastName, type Town, testTown } from '../../testing/town.ts';
import { siteOfTown } from '../../testing/town-site.ts';
import { askForSupport, value, walkTogether } from '../../testing/walking.ts';
import { wordsIn } from '../testing.ts';

/** Kit is “you”; Ben walks with Kit. */
const cast: Readonly<Partial<Record<Somebody, CastName>>> = { you: 'Kit', other: 'Ben', coordinator: 'Chidi', administrator: 'Hana', 'safety-lead': 'Esi', member: 'Maryam' };
let town: Town;
let talk: string;
let together: string;
let request: string;
let raised: string;
let afraid: string;
let release: string;
let breach: string;
/** A concern that the safety lead must not see. */
let steppedIn: string;

beforeAll(async () => {
  town = await testTown();
  ({ conversation: talk, relationship: together } = await walkTogether(town, { seeker: 'Kit', supporter: 'Ben' }));
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
}, 120_000);

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
    return sees(own + (await textOf(matchList(scene, { programme: programme() }))), kit);
  },
  async request(scene) {
    const own = await textOf(sentSheet(scene, { of: 'request', id: request }));
    return sees(own + (await textOf(requestOnDesk(scene, { programme: programme(), request }))), 'Kit wrote this.');
  },
  async contact(scene) {
    const person = await town.id('Kit');
    if ((await textOf(memberOnDesk(scene, { programme: programme(), person }))).includes('kit@example.org')) return 'yes';
    const by = await textOf(concern(scene, { concern: raised }));
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

/** What the table says and a look cannot show: you read your own contact details and an introduction is partly what you wrote. */
const notByLooking: readonly `${Thing}/${Somebody}`[] = ['contact/you', 'request/other'];

describe('who can see what is what really happens', () => {
  for (const thing of things) {
    for (const somebody of everybody.filter((one) => one !== 'root' && !notByLooking.includes(`${thing}/${one}`))) {
      test(`${thing}: ${somebody} — ${whoSees[thing].sees[somebody]}`, async () => {
        const name = cast[somebody];
        expect(await attempts[thing](name === undefined ? town.stranger() : await town.as(name))).toBe(whoSees[thing].sees[somebody]);
      });
    }
  }

  test('Somebody new on the staff of another programme sees no more than any other member', async () => {
    for (const thing of things) expect(await attempts[thing](await town.as('Grace')), thing).toBe('no');
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
