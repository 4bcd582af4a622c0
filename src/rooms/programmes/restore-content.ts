import { z } from 'zod';
import { act } from '../../platform/act.ts';
import { done, present } from '../../platform/outcome.ts';
import { oneContent } from './inputs.ts';
import { replaceContent } from './keep-version.ts';
import { runs } from './rules.ts';
import { fromJson } from './stored.ts';

/** Brings an earlier version back, as a new version: nothing that was ever written is lost. */
export const restoreContent = act({
  name: 'programmes.restore-content',
  input: z.object({ ...oneContent, version: z.coerce.number().int().positive().max(2_147_483_647) }),
  may: ({ actor }, { programme }) => runs(actor, programme),

  async perform(inside, { programme, kind, id, version }) {
    const before = await inside.db
      .selectFrom('programme_content_before')
      .select('body')
      .where('org_id', '=', inside.org)
      .where('programme_id', '=', programme)
      .where('kind', '=', kind)
      .where('id', '=', id)
      .where('version', '=', version)
      .executeTakeFirst();
    return done({ version: await replaceContent(inside, programme, kind, id, fromJson(present(before).body)) });
  },
});
