import { beforeAll, describe, expect, it } from 'vitest';
import { starter } from '../../content/index.ts';
import { addQuestion, changeContent, changeCriteria, changeQuestion, changeQuestionSet, contentItem, contentOf, contentToEdit, questionsOf, restoreContent } from './index.ts';
import { type SmallTown, smallTown } from './testing.ts';

let town: SmallTown;
beforeAll(async () => {
  town = await smallTown();
});
const set = 'seeker-child-caregivers';
const item = <K extends Parameters<typeof contentItem>[2]>(kind: K, id: string) => town.look((looking) => contentItem(looking, town.programme, kind, id));
const words = (en: string, fr: string) => ({ en, fr });

describe('a programme’s own content', () => {
  it('starts as the template’s: its questions in order, its criteria, and every page text', async () => {
    const template = starter().templates.find(({ id }) => id === 'child-caregivers');
    const asked = await town.look((looking) => questionsOf(looking, town.programme, set));
    expect(asked).toEqual(template?.intake.seeker.questions);
    const criteria = await town.look((looking) => contentOf(looking, town.programme, 'criterion'));
    expect(criteria.map(({ id }) => id)).toEqual(template?.matching.map(({ criterion }) => criterion.id));
    expect((await item('page-text', 'headline')).body.text).toEqual(template?.purpose);
    expect((await item('safety-level', 'risk')).body.clocks.acknowledge).toEqual(template?.escalation.clocks.risk?.acknowledge);
  });

  it('is put into the programme’s own words, and every version before can be brought back', async () => {
    const before = (await item('page-text', 'who-for')).body;
    const change = (version: number, en: string) =>
      changeContent(town.as('chidi'), { programme: town.programme, kind: 'page-text', id: 'who-for', version, words: { text: words(en, 'Pour vous.') } });
    expect(await change(1, 'For you.')).toEqual({ kind: 'done', value: { version: 2 } });
    expect((await item('page-text', 'who-for')).body.text.en).toBe('For you.');
    expect(await change(1, 'Late.')).toMatchObject({ kind: 'refused', code: 'changed-meanwhile' });

    const edit = await contentToEdit(town.as('chidi'), { slug: town.slug, kind: 'page-text', id: 'who-for' });
    expect(edit.versions.map(({ version }) => version)).toEqual([1]);
    await restoreContent(town.as('chidi'), { programme: town.programme, kind: 'page-text', id: 'who-for', version: 1 });
    expect(await item('page-text', 'who-for')).toMatchObject({ version: 3, body: before });
  });

  it('keeps its structure whatever is sent: only texts that are there can change', async () => {
    const before = await item('question', 'channels');
    await changeContent(town.as('chidi'), {
      programme: town.programme, kind: 'question', id: 'channels', version: before.version, words: { id: words('x', 'x'), 'options.999.text': words('y', 'y'), __proto__: words('z', 'z') },
    });
    expect((await item('question', 'channels')).body).toEqual(before.body);
  });

  it('refuses a place in braces that nobody would fill', async () => {
    const outcome = await changeContent(town.as('chidi'), {
      programme: town.programme, kind: 'page-text', id: 'promise', version: 1, words: { text: words('{name}, we answer within {first_answer}.', 'Réponse en moins de {first_answer}.') },
    });
    expect(outcome).toMatchObject({ kind: 'refused', code: 'unknown-placeholder', about: { name: '{name}' } });
  });

  it('asks for both languages', async () => {
    const outcome = await changeContent(town.as('chidi'), { programme: town.programme, kind: 'page-text', id: 'promise', version: 1, words: { text: words('Hello', ' ') } });
    expect(outcome).toMatchObject({ kind: 'mistaken', mistakes: [{ path: 'words.text.fr', message: 'programmes.mistake.both-languages' }] });
  });

  it('is not there for a supporter, a seeker, the safety lead or a stranger to change', async () => {
    const input = { programme: town.programme, kind: 'page-text', id: 'promise', version: 1, words: { text: words('a', 'b') } };
    for (const scene of [town.as('ben'), town.as('amina'), town.as('esi'), town.stranger()]) expect(await changeContent(scene, input)).toEqual({ kind: 'absent' });
    await expect(contentToEdit(town.as('ben'), { slug: town.slug, kind: 'page-text', id: 'promise' })).rejects.toThrow('absent');
  });
});

describe('questions', () => {
  const asked = async () => (await item('question-set', set)).body.questions;
  const arrange = async (questions: readonly string[]) =>
    changeQuestionSet(town.as('chidi'), { programme: town.programme, set, version: (await item('question-set', set)).version, questions: [...questions] });

  it('are moved, removed and taken from the bank in one go', async () => {
    const before = await asked();
    const next = [...before.filter((id) => id !== 'heard-from').toReversed(), 'grief-name'];
    expect(await arrange(next)).toMatchObject({ kind: 'done' });
    expect((await town.look((looking) => questionsOf(looking, town.programme, set))).map(({ id }) => id)).toEqual(next);
    await arrange(before);
  });

  it('without which nobody could be answered stay', async () => {
    expect(await arrange((await asked()).filter((id) => id !== 'reach-by'))).toMatchObject({ kind: 'refused', code: 'still-needed' });
  });

  it('of the programme’s own come at the end and may be skipped', async () => {
    const outcome = await addQuestion(town.as('chidi'), {
      programme: town.programme, set, kind: 'single', text: words('Which ward?', 'Quelle unité?'), why: words('To find you.', 'Pour vous trouver.'), options: [words('East', 'Est'), words('West', 'Ouest')],
    });
    const id = outcome.kind === 'done' ? outcome.value.id : '';
    expect((await asked()).at(-1)).toBe(id);
    expect((await item('question', id)).body).toMatchObject({ skippable: true, whoSees: { id: 'coordinator' }, options: [{ text: words('East', 'Est') }, { text: words('West', 'Ouest') }] });
  });

  it('keep the meaning of their options when words and order change, and new options get new ids', async () => {
    const { body, version } = await item('question', 'reach-by');
    const [first, second] = body.options;
    const outcome = await changeQuestion(town.as('chidi'), {
      programme: town.programme, id: 'reach-by', version, text: body.text, why: body.why, whoSees: body.whoSees.id, skippable: body.skippable, skipReason: body.skipReason,
      options: [{ id: second?.id, text: words('Second', 'Deuxième') }, { text: words('Carrier pigeon', 'Pigeon voyageur') }, { id: first?.id, text: first?.text ?? words('', '') }],
    });
    expect(outcome).toMatchObject({ kind: 'done' });
    const after = (await item('question', 'reach-by')).body.options;
    expect(after[0]).toEqual({ ...second, text: words('Second', 'Deuxième') });
    expect(after[1]?.id).toMatch(/^own-/);
    expect(after[2]).toEqual(first);
  });

  it('that may not be skipped say why', async () => {
    const { body, version } = await item('question', 'interests');
    const outcome = await changeQuestion(town.as('chidi'), { programme: town.programme, id: 'interests', version, text: body.text, why: body.why, whoSees: body.whoSees.id, skippable: false });
    expect(outcome).toMatchObject({ kind: 'mistaken', mistakes: [{ path: 'skipReason.en', message: 'programmes.mistake.skip-reason' }] });
  });
});

describe('criteria', () => {
  const uses = async () => (await town.look((looking) => contentOf(looking, town.programme, 'criterion'))).map(({ body }) => ({ id: body.id, strength: body.strength as 'hard' | 'soft' | 'off', weight: body.weight ?? 0 }));
  const change = (all: Awaited<ReturnType<typeof uses>>) => changeCriteria(town.as('chidi'), { programme: town.programme, uses: all });

  it('weigh 100 together, or the sum that was sent is said back', async () => {
    const all = await uses();
    const soft = all.findIndex(({ strength }) => strength === 'soft');
    const heavier = all.with(soft, { ...(all[soft] ?? { id: '', strength: 'soft', weight: 0 }), weight: (all[soft]?.weight ?? 0) + 7 });
    expect(await change(heavier)).toMatchObject({ kind: 'refused', code: 'weights-not-100', about: { sum: 107, apart: 7 } });
  });

  it('are made hard, weighed otherwise, left out and taken back', async () => {
    const all = await uses();
    const soft = all.filter(({ strength, weight }) => strength === 'soft' && weight > 0);
    const [one, two] = soft;
    const next = all.map((use) => (use.id === one?.id ? { ...use, strength: 'off' as const } : use.id === two?.id ? { ...use, weight: use.weight + (one?.weight ?? 0) } : use));
    expect(await change(next)).toMatchObject({ kind: 'done' });
    expect((await uses()).map(({ id }) => id)).not.toContain(one?.id);
    expect(await change(all)).toMatchObject({ kind: 'done' });
    expect((await uses()).toSorted((a, b) => a.id.localeCompare(b.id))).toEqual(all.toSorted((a, b) => a.id.localeCompare(b.id)));
  });

  it('that protect people stay hard', async () => {
    expect(await change((await uses()).map((use) => (use.id === 'kept-apart' ? { ...use, strength: 'off' } : use)))).toMatchObject({ kind: 'refused', code: 'must-stay-hard' });
  });
});
