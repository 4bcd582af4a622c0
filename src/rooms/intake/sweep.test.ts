import { beforeAll, describe, expect, test } from 'vitest';
import { type Town, testTown } from '../../testing/town.ts';
import { answerQuestion } from './answer-question.ts';
import { begin } from './begin.ts';
import { receive } from './send-request.ts';
import { beginSheet } from './sheets.ts';
import { DRAFT_DAYS, sweepSheets } from './sweep.ts';

let town: Town;
beforeAll(async () => {
  town = await testTown();
});

describe('what was half written', () => {
  test('is forgotten after 30 days untouched, with the person who existed only for it; what was sent stays', async () => {
    const kit = await town.id('Kit');
    const kept = await town.inside(async (inside) => {
      const sheet = await beginSheet(inside, { programme: town.programme.id, side: 'seeker', set: 'short-path', person: kit });
      await receive(inside, { id: sheet, person: kit, programme: town.programme.id }, { source: 'web' });
      return sheet;
    });
    const scene = town.stranger('half-way');
    const begun = await begin(scene, { programme: town.programme.slug, side: 'seeker' });
    if (begun.kind !== 'done') throw new Error(begun.kind);
    const { sheet } = begun.value;
    await answerQuestion(scene, { sheet, question: 'preferred-name', text: 'Nobody' });
    const row = (id: string) => town.db.owner.selectFrom('sheet').select(['id', 'person_id']).where('id', '=', id).executeTakeFirst();
    const person = (await row(sheet))?.person_id ?? '';
    town.clock.moveBy((DRAFT_DAYS - 1) * 86_400_000);
    expect(await sweepSheets(town.house, town.org)).toBe(0);
    town.clock.moveBy(2 * 86_400_000);
    expect(await sweepSheets(town.house, town.org)).toBe(1);
    expect(await row(sheet)).toBeUndefined();
    expect(await town.db.owner.selectFrom('person').select('id').where('id', '=', person).executeTakeFirst()).toBeUndefined();
    expect(await row(kept)).toMatchObject({ person_id: kit });
  });
});
