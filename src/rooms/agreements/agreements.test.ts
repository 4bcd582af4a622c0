import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Scene } from '../../platform/scene.ts';
import { type Town, testTown } from '../../testing/town.ts';
import { value, walkTogether } from '../../testing/walking.ts';
import { askForAnotherFit } from '../relationships/index.ts';
import { agreement } from './agreement.ts';
import { quietHours } from './quiet-hours.ts';
import { agreementVersions } from './versions.ts';
import { agreeToLine, proposeLine, remarkOnLine, sayYesToAll, withdrawLine } from './index.ts';

let town: Town;
let amina: Scene;
let ben: Scene;
let relationship: string;
let conversation: string;
beforeAll(async () => {
  town = await testTown();
  [amina, ben] = [await town.as('Amina'), await town.as('Ben')];
});
/** A new pair each time: the one before ends kindly. */
async function freshPair(agreed: boolean): Promise<void> {
  if (relationship !== undefined) {
    await askForAnotherFit(amina, { relationship });
    await town.db.owner.updateTable('support_request').set({ closed_at: town.clock.now(), closed_how: 'test' }).execute();
    await town.db.owner.updateTable('supporter').set({ ended_at: town.clock.now() }).execute();
    town.clock.moveBy(61_000);
  }
  ({ relationship, conversation } = await walkTogether(town, { seeker: 'Amina', supporter: 'Ben', agreed }));
}

const see = (scene: Scene) => agreement(scene, { relationship });
const lines = async (scene: Scene) => (await see(scene)).topics.flatMap((topic) => topic.lines.filter(({ state }) => state !== 'programme').map((line) => ({ ...line, topic: topic.id })));
const find = async (scene: Scene, words: string) => (await lines(scene)).find((line) => line.words === words);
const propose = (scene: Scene, topic: string, words: string, more: Record<string, string | boolean | null> = {}) => proposeLine(scene, { relationship, topic, words, ...more });

describe('an agreement two people write', () => {
  beforeEach(() => freshPair(false));

  test('Nothing is in force, and nobody can talk, until both said yes to all of it', async () => {
    value(await sayYesToAll(amina, { relationship }));
    expect([(await see(ben)).version, (await see(ben)).saidYes]).toEqual([0, { me: false, other: true }]);
    value(await propose(ben, 'off-limits', 'No numbers, please.'));
    expect((await see(ben)).saidYes).toEqual({ me: false, other: false });
    expect(value(await sayYesToAll(ben, { relationship }))).toEqual({ inForce: false });
    expect(value(await sayYesToAll(amina, { relationship }))).toEqual({ inForce: true });
    expect((await see(amina)).topics.flatMap((topic) => topic.lines).filter(({ state }) => state !== 'agreed' && state !== 'programme')).toEqual([]);
  });

  test('Own words for quiet hours are kept for notices; own words without times keep none', async () => {
    const night = (await lines(ben)).find(({ topic }) => topic === 'hours');
    value(await propose(ben, 'hours', 'Late evenings are mine.', { replaces: night?.id ?? '', quietFrom: '20:30', quietUntil: '08:00' }));
    for (const scene of [ben, amina]) value(await sayYesToAll(scene, { relationship }));
    expect(await quietHours(amina, { conversation })).toEqual({ from: '20:30', until: '08:00' });
    await expect(quietHours(await town.as('Chidi'), { conversation })).rejects.toThrow('absent');
    const mine = await find(amina, 'Late evenings are mine.');
    value(await propose(amina, 'hours', 'Write when you like.', { replaces: mine?.id ?? '' }));
    value(await agreeToLine(ben, { relationship, line: (await find(ben, 'Write when you like.'))?.id ?? '' }));
    expect(await quietHours(ben, { conversation })).toBe('none');
  });

  test('The programme’s own line cannot be changed by either, and a third person finds no agreement', async () => {
    expect(await propose(ben, 'confidentiality', 'We tell everybody.')).toMatchObject({ kind: 'refused', code: 'programmes-own' });
    for (const scene of [await town.as('Chidi'), await town.as('Kit'), town.stranger()]) {
      await expect(agreement(scene, { relationship })).rejects.toThrow('absent');
      expect(await sayYesToAll(scene, { relationship })).toEqual({ kind: 'absent' });
    }
  });

  test('What is stored of lines and remarks holds no word of them', async () => {
    value(await propose(ben, 'off-limits', 'CANARY-55 not this'));
    value(await remarkOnLine(amina, { relationship, line: (await find(amina, 'CANARY-55 not this'))?.id ?? '', words: 'CANARY-56 why?' }));
    expect((await find(ben, 'CANARY-55 not this'))?.remarks).toMatchObject([{ mine: false, words: 'CANARY-56 why?' }]);
    const stored = [...(await town.db.owner.selectFrom('agreement_line').selectAll().execute()), ...(await town.db.owner.selectFrom('agreement_remark').selectAll().execute())];
    expect(stored.map(({ words }) => words?.toString('latin1') ?? '').join('')).not.toMatch(/CANARY-5/);
  });
});

describe('changing it later', () => {
  beforeEach(() => freshPair(true));

  test('The old line holds until both say yes to the new one; both versions are kept, with what is new', async () => {
    value(await propose(ben, 'off-limits', 'No numbers, please.'));
    value(await agreeToLine(amina, { relationship, line: (await find(amina, 'No numbers, please.'))?.id ?? '' }));
    const old = await find(amina, 'No numbers, please.');
    value(await propose(amina, 'off-limits', 'Numbers if I ask.', { replaces: old?.id ?? '' }));
    expect([(await find(ben, 'No numbers, please.'))?.state, (await find(ben, 'Numbers if I ask.'))?.state]).toEqual(['agreed', 'waits-for-me']);
    value(await agreeToLine(ben, { relationship, line: (await find(ben, 'Numbers if I ask.'))?.id ?? '' }));
    expect(await find(ben, 'No numbers, please.')).toBeUndefined();
    const versions = await agreementVersions(ben, { relationship });
    expect(versions.map(({ number, gone }) => [number, gone])).toEqual([[3, 1], [2, 0], [1, 0]]);
    expect(versions[0]?.lines.filter(({ fresh }) => fresh).map(({ words }) => words)).toEqual(['Numbers if I ask.']);
    expect(versions[1]?.lines.map(({ words }) => words)).toContain('No numbers, please.');
  });

  test('A yes to all by both after a change makes one version, not two', async () => {
    value(await propose(ben, 'off-limits', 'Let us skip the news.'));
    value(await sayYesToAll(ben, { relationship }));
    expect(value(await sayYesToAll(amina, { relationship }))).toEqual({ inForce: true });
    expect((await agreementVersions(amina, { relationship })).map(({ number }) => number)).toEqual([2, 1]);
  });

  test('A suggestion to leave a line out goes with the line it was about', async () => {
    value(await propose(ben, 'off-limits', 'No numbers, please.'));
    value(await agreeToLine(amina, { relationship, line: (await find(amina, 'No numbers, please.'))?.id ?? '' }));
    const { id = '' } = (await find(amina, 'No numbers, please.')) ?? {};
    value(await propose(amina, 'off-limits', '', { replaces: id, removes: true }));
    value(await propose(ben, 'off-limits', 'Few numbers.', { replaces: id }));
    value(await agreeToLine(amina, { relationship, line: (await find(amina, 'Few numbers.'))?.id ?? '' }));
    expect((await lines(ben)).filter(({ removes }) => removes)).toEqual([]);
  });
});

test('Whatever two people do with their lines: what is in force is what both said yes to, and both see the same page', async () => {
  const step = fc.record({
    who: fc.constantFrom('amina', 'ben'),
    what: fc.constantFrom('propose', 'replace', 'leave-out', 'agree', 'withdraw', 'yes'),
    topic: fc.constantFrom('off-limits', 'hopes', 'rhythm'),
    which: fc.nat({ max: 40 }),
  });
  await fc.assert(fc.asyncProperty(fc.boolean(), fc.array(step, { minLength: 4, maxLength: 14 }), async (agreed, steps) => {
    await freshPair(agreed);
    let version = agreed ? 1 : 0;
    for (const [at, { who, what, topic, which }] of steps.entries()) {
      const scene = who === 'amina' ? amina : ben;
      const all = await lines(scene);
      const line = all[which % Math.max(1, all.length)];
      const target = { relationship, line: line?.id ?? '' };
      if (what === 'propose') await propose(scene, topic, `words ${at}`);
      else if (what === 'yes') await sayYesToAll(scene, { relationship });
      else if (line === undefined) continue;
      else if (what === 'replace') await propose(scene, line.topic, `words ${at}`, { replaces: line.id });
      else if (what === 'leave-out') await propose(scene, line.topic, '', { replaces: line.id, removes: true });
      else if (what === 'agree') await agreeToLine(scene, target);
      else await withdrawLine(scene, target);

      const [hers, his] = [await see(amina), await see(ben)];
      const mirrored = { 'waits-for-me': 'waits-for-other', 'waits-for-other': 'waits-for-me', 'waits-for-both': 'waits-for-both', agreed: 'agreed', programme: 'programme' } as const;
      const states = (seen: typeof hers) => seen.topics.flatMap((one) => one.lines.map(({ id, state }) => [id, state] as const));
      expect(states(his).map(([id, state]) => [id, mirrored[state]])).toEqual(states(hers));
      expect([version, version + 1]).toContain(hers.version);
      version = hers.version;
      const row = await town.db.owner.selectFrom('conversation').select('starts_at').where('id', '=', conversation).executeTakeFirst();
      expect(row?.starts_at === null).toBe(version === 0);
    }
    const versions = await town.db.owner.selectFrom('agreement_version').innerJoin('agreement', 'agreement.id', 'agreement_version.agreement_id').select(['number', 'line_ids']).where('relationship_id', '=', relationship).orderBy('number').execute();
    expect(versions.map(({ number }) => number)).toEqual(versions.map((_, at) => at + 1));
    for (const { line_ids } of versions) {
      for (const id of line_ids) {
        const yes = await town.db.owner.selectFrom('agreement_yes').select('person_id').where('line_id', '=', id).execute();
        expect(yes).toHaveLength(2);
      }
    }
  }), { numRuns: 12 });
});
