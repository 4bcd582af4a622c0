import { z } from 'zod';
import { starter } from '../../content/index.ts';
import type { Inside } from '../../platform/act.ts';
import { act } from '../../platform/act.ts';
import { done, refused } from '../../platform/outcome.ts';
import { contentOf } from './content.ts';
import { criterionKept } from './from-template.ts';
import { inProgramme } from './inputs.ts';
import { addContent, replaceContent } from './keep-version.ts';
import { neverSoft, runs, weightSum } from './rules.ts';

const use = z.object({
  id: z.string().max(100),
  strength: z.enum(['hard', 'soft', 'off']),
  weight: z.coerce.number('programmes.mistake.weight').int('programmes.mistake.weight').min(0, 'programmes.mistake.weight').max(100, 'programmes.mistake.weight').default(0),
});

/**
 * Which criteria close the door (hard) and which weigh, and how much. Soft weights add up to 100, so that points can be read as a share.
 * Being free and ready, doors closed by either side, and people to keep apart stay hard: they protect people.
 */
export const changeCriteria = act({
  name: 'programmes.change-criteria',
  input: z.object({ ...inProgramme, uses: z.array(use).max(60) }),
  may: ({ actor }, { programme }) => runs(actor, programme),

  async perform(inside, { programme, uses }) {
    const softened = uses.find(({ id, strength }) => neverSoft.includes(id) && strength !== 'hard');
    if (softened !== undefined) return refused('must-stay-hard');
    const sum = weightSum(uses);
    if (sum !== 100 && uses.some(({ strength }) => strength === 'soft')) return refused('weights-not-100', { sum, apart: Math.abs(100 - sum) });

    for (const one of uses) await setUse(inside, programme, one);
    return done();
  },
});

async function setUse(inside: Inside, programme: string, { id, strength, weight }: z.output<typeof use>): Promise<void> {
  const items = await contentOf(inside, programme, 'criterion');
  const item = items.find((one) => one.id === id);
  if (strength === 'off') {
    if (item === undefined) return;
    await inside.db
      .updateTable('programme_content')
      .set({ removed_at: inside.now })
      .where('org_id', '=', inside.org)
      .where('programme_id', '=', programme)
      .where('kind', '=', 'criterion')
      .where('id', '=', id)
      .execute();
    return;
  }
  const { weight: _, ...body } = item?.body ?? (await fromBank(inside, programme, id, strength)) ?? {};
  if (!('id' in body)) return;
  const next = { ...body, strength, ...(strength === 'soft' && { weight }) };
  if (item === undefined || item.body.strength !== strength || item.body.weight !== next.weight) await replaceContent(inside, programme, 'criterion', id, next);
}

/** A criterion the programme did not use: its own words from before, or the starter's. */
async function fromBank(inside: Inside, programme: string, id: string, strength: 'hard' | 'soft') {
  const found = starter().criteria.find((criterion) => criterion.id === id);
  if (found === undefined) return undefined;
  const body = criterionKept(found, { strength });
  const was = await inside.db
    .selectFrom('programme_content')
    .select('id')
    .where('org_id', '=', inside.org)
    .where('programme_id', '=', programme)
    .where('kind', '=', 'criterion')
    .where('id', '=', id)
    .executeTakeFirst();
  if (was === undefined) await addContent(inside, programme, 'criterion', body);
  return body;
}
