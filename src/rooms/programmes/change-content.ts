import { z } from 'zod';
import { act } from '../../platform/act.ts';
import { done, refused } from '../../platform/outcome.ts';
import { oneContent, ownWordsByPath } from './inputs.ts';
import { holdContent, replaceContent } from './keep-version.ts';
import { strangePlaceholder, withTexts } from './own-texts.ts';
import { runs } from './rules.ts';

/** A coordinator puts a piece of content into the programme's own words. Only words change; the version before is kept. */
export const changeContent = act({
  name: 'programmes.change-content',
  input: z.object({ ...oneContent, version: z.coerce.number().int().min(0).max(2_147_483_647), words: ownWordsByPath }),
  may: ({ actor }, { programme }) => runs(actor, programme),

  async perform(inside, { programme, kind, id, version, words }) {
    const held = await holdContent(inside, programme, kind, id);
    if (held.version !== version) return refused('changed-meanwhile');
    const strange = strangePlaceholder(held.body, words);
    if (strange !== undefined) return refused('unknown-placeholder', { name: `{${strange}}` });

    return done({ version: await replaceContent(inside, programme, kind, id, withTexts(held.body, words)) });
  },
});
