import { beforeAll, describe, expect, test } from 'vitest';
import type { Scene } from '../../platform/scene.ts';
import { type Town, testTown } from '../../testing/town.ts';
import { namesOf } from '../people/index.ts';
import { programmeOf } from '../programmes/index.ts';
import { answerQuestion } from './answer-question.ts';
import { begin } from './begin.ts';
import { answerRequest, withdrawRequest } from './change-request.ts';
import { setOf } from './questions.ts';
import { requestOf, stateOf } from './requests.ts';
import { makeResumeLink, resumeSheet } from './resume.ts';
import { sendRequest } from './send-request.ts';
import { answersOn } from './sheets.ts';

let town: Town;
beforeAll(async () => {
  town = await testTown();
});

/** Fills what may not be skipped, as a person with little time would. */
async function fillIn(scene: Scene, sheet: string, name = 'Kit', email = 'kit@example.org') {
  const questions = await town.inside(async (inside) => {
    const programme = await programmeOf(inside, town.programme.id);
    return (await setOf(inside, programme.id, programme.settings.intake.seeker))?.questions ?? [];
  });
  for (const question of questions.filter(({ skippable }) => !skippable)) {
    const first = question.options.find((option) => !('leadsTo' in option))?.id;
    const typed = question.id === 'reach-by' ? { chosen: ['reach-email'], beside: { 'reach-email': email } } : { chosen: first === undefined ? [] : [first], text: name };
    const kept = await answerQuestion(scene, { sheet, question: question.id, ...typed });
    expect(kept, question.id).toMatchObject({ kind: 'done' });
  }
}

async function ask(visitor: string, name?: string, email?: string) {
  const scene = town.stranger(visitor);
  const begun = await begin(scene, { programme: town.programme.slug, side: 'seeker' });
  if (begun.kind !== 'done') throw new Error(begun.kind);
  await fillIn(scene, begun.value.sheet, name, email);
  return { scene, sheet: begun.value.sheet };
}

describe('asking for support', () => {
  test('Kit answers a few questions without an account, sends, and a person’s answer is promised', async () => {
    const { scene, sheet } = await ask('kits-phone');
    const sent = await sendRequest(scene, { sheet }, { once: 'kit-sends' });
    if (sent.kind !== 'done') throw new Error(JSON.stringify(sent));
    expect(sent.value.session?.token).toMatch(/^[\w-]{43}$/);

    const { request, promise, name } = await town.inside(async (inside) => {
      const request = await requestOf(inside, sent.value.request);
      return {
        request,
        promise: await inside.db.selectFrom('promise').selectAll().where('org_id', '=', town.org).where('subject_id', '=', request.id).executeTakeFirstOrThrow(),
        name: (await namesOf(inside, [request.person])).get(request.person),
      };
    });
    expect(stateOf(request)).toBe('received');
    expect(name).toBe('Kit');
    expect(promise.owner_id).toBe(await town.id('Chidi'));
    expect(promise.backup_id).toBe(await town.id('Dalia'));
    expect(promise.due_at.getTime()).toBeGreaterThan(town.clock.now().getTime());
  });

  test('A double tap makes one request, and both taps get the same answer', async () => {
    const { scene, sheet } = await ask('double-tap', 'Jun', 'jun@example.org');
    const [one, two] = await Promise.all([sendRequest(scene, { sheet }, { once: 'tap' }), sendRequest(scene, { sheet }, { once: 'tap' })]);
    expect(one).toEqual(two);
    const { count } = await town.db.owner.selectFrom('support_request').select((e) => e.fn.countAll<string>().as('count')).where('sheet_id', '=', sheet).executeTakeFirstOrThrow();
    expect(Number(count)).toBe(1);
  });

  test('Whoever turned the pages to French on the way is written to in French', async () => {
    const { sheet } = await ask('turned-to-french', 'Odile', 'odile@example.org');
    const sent = await sendRequest(town.stranger('turned-to-french', 'fr'), { sheet });
    expect(sent.kind).toBe('done');
    const { lang } = await town.db.owner.selectFrom('sheet').innerJoin('person', 'person.id', 'sheet.person_id').select('person.lang').where('sheet.id', '=', sheet).executeTakeFirstOrThrow();
    expect(lang).toBe('fr');
  });

  test('Sending before the needed questions are answered says how many are left', async () => {
    const scene = town.stranger('in-a-hurry');
    const begun = await begin(scene, { programme: town.programme.slug, side: 'seeker' });
    if (begun.kind !== 'done') throw new Error(begun.kind);
    expect(await sendRequest(scene, { sheet: begun.value.sheet })).toMatchObject({ kind: 'refused', code: 'answers-missing' });
  });

  test('What was written is sealed in the database, and comes back as it was', async () => {
    const { scene, sheet } = await ask('plain-words');
    await answerQuestion(scene, { sheet, question: 'own-words', text: 'The nights are the worst. CANARY-7141' });
    const rows = await town.db.owner.selectFrom('answer').selectAll().where('sheet_id', '=', sheet).execute();
    expect(JSON.stringify(rows.map((row) => [row.value, row.words?.toString('latin1')]))).not.toContain('CANARY');
    const answers = await town.inside((inside) => answersOn(inside, sheet));
    expect(answers.get('own-words')?.written.text).toBe('The nights are the worst. CANARY-7141');
  });

  test('Another browser, another member and a guessed id find nothing', async () => {
    const { sheet } = await ask('mine-alone');
    for (const other of [town.stranger('somebody-else'), await town.as('Ben'), await town.as('Chidi'), await town.as('Hana')]) {
      expect(await answerQuestion(other, { sheet, question: 'own-words', text: 'hello' })).toEqual({ kind: 'absent' });
      expect(await sendRequest(other, { sheet })).toEqual({ kind: 'absent' });
      expect(await makeResumeLink(other, { sheet })).toEqual({ kind: 'absent' });
    }
  });

  test('A half-written request goes on, on another device, by a link that works once', async () => {
    const { scene, sheet } = await ask('old-phone');
    const link = await makeResumeLink(scene, { sheet });
    if (link.kind !== 'done') throw new Error(link.kind);
    const laptop = town.stranger('laptop');
    expect(await resumeSheet(laptop, { token: link.value.token })).toMatchObject({ kind: 'done', value: { sheet } });
    expect(await resumeSheet(town.stranger('thief'), { token: link.value.token })).toMatchObject({ kind: 'refused', code: 'link-over' });
    expect(await answerQuestion(laptop, { sheet, question: 'own-words', text: 'from the laptop' })).toMatchObject({ kind: 'done' });
    expect(await answerQuestion(scene, { sheet, question: 'own-words', text: 'from the phone' })).toEqual({ kind: 'absent' });
  });

  test('Somebody under 18 is shown other places, and nothing they typed is kept', async () => {
    const scene = town.stranger('young');
    const begun = await begin(scene, { programme: town.programme.slug, side: 'seeker' });
    if (begun.kind !== 'done') throw new Error(begun.kind);
    const { sheet } = begun.value;
    await answerQuestion(scene, { sheet, question: 'preferred-name', text: 'Sam' });
    expect(await answerQuestion(scene, { sheet, question: 'adult-check', chosen: ['adult-no'] })).toMatchObject({ kind: 'done', value: { lead: 'under-18' } });
    expect(await town.db.owner.selectFrom('sheet').select('id').where('id', '=', sheet).executeTakeFirst()).toBeUndefined();
  });

  test('Only a person of the programme keeps the promise; Kit can take the request back at any time', async () => {
    const { scene, sheet } = await ask('later', 'Kit', 'kit2@example.org');
    const sent = await sendRequest(scene, { sheet });
    if (sent.kind !== 'done') throw new Error(sent.kind);
    const kept = () => town.db.owner.selectFrom('promise').select(['kept_at', 'withdrawn_at']).where('subject_id', '=', sent.value.request).executeTakeFirstOrThrow();
    await town.inside((inside) => answerRequest(inside, sent.value.request, 'wrote')).catch(() => undefined);
    expect((await kept()).kept_at).toBeNull();
    const kit = await town.session((await town.db.owner.selectFrom('support_request').select('person_id').where('id', '=', sent.value.request).executeTakeFirstOrThrow()).person_id);
    expect(await withdrawRequest(kit.scene, { request: sent.value.request })).toMatchObject({ kind: 'done' });
    expect((await kept()).withdrawn_at).not.toBeNull();
    expect(await withdrawRequest(kit.scene, { request: sent.value.request })).toMatchObject({ kind: 'refused', code: 'not-waiting' });
  });
});
