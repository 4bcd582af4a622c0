import { z } from 'zod';
import { view } from '../../platform/view.ts';
import { agreementOf } from './agreement.ts';
import { linesNamed, topicsOf } from './lines.ts';

/** One version two people agreed to: when, and what it said, by topic in the reader's language. */
export interface VersionSeen {
  readonly number: number;
  readonly madeAt: Date;
  readonly lines: readonly { readonly id: string; readonly question: string; readonly words: string; /** Not in the version before. */ readonly fresh: boolean }[];
  /** How many lines of the version before are not in this one. */
  readonly gone: number;
}

/** Every version of an agreement, the one in force first. For its two people. */
export const agreementVersions = view({
  name: 'agreements.versions',
  input: z.object({ relationship: z.uuid() }),
  wall: 'member',
  may: ({ actor }) => actor.kind === 'person',
  async load(looking, { relationship }): Promise<readonly VersionSeen[]> {
    const found = await agreementOf(looking, relationship);
    const rows = await looking.db
      .selectFrom('agreement_version')
      .select(['number', 'line_ids', 'made_at'])
      .where('org_id', '=', looking.org)
      .where('agreement_id', '=', found.id)
      .orderBy('number', 'desc')
      .limit(50)
      .execute();
    const topics = await topicsOf(looking, found.relationship.programme);
    const questions = new Map(topics.map(({ id, question }) => [id, question[looking.scene.lang]]));
    const lines = new Map((await linesNamed(looking, found, topics, rows.flatMap((row) => row.line_ids))).map((line) => [line.id, line]));
    return rows.map((row, at) => {
      const before = new Set(rows[at + 1]?.line_ids ?? []);
      return {
        number: row.number, madeAt: row.made_at, gone: [...before].filter((id) => !row.line_ids.includes(id)).length,
        lines: row.line_ids.flatMap((id) => {
          const line = lines.get(id);
          return line === undefined || line.removes ? [] : [{ id, question: questions.get(line.topic) ?? '', words: line.words, fresh: before.size > 0 && !before.has(id) }];
        }),
      };
    });
  },
});
