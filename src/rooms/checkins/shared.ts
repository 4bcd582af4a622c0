import { z } from 'zod';
import { fill, say } from '../../content/index.ts';
import { view } from '../../platform/view.ts';
import { namesOf } from '../people/index.ts';
import { contentOf, isStaff } from '../programmes/index.ts';
import { openAnswers } from './looking.ts';

/** An answer that was shared, as staff of the programme read it. What was not shared is not here. */
export interface SharedSeen {
  readonly checkIn: string;
  readonly person: string;
  readonly name: string | undefined;
  readonly relationship: string | null;
  readonly question: string;
  readonly answer: string;
  readonly sharedAt: Date;
}

/** What people of a programme shared in check-ins, the newest first; of one person when named. */
export const sharedAnswers = view({
  name: 'checkins.shared',
  input: z.object({ programme: z.uuid(), person: z.uuid().optional() }),
  may: ({ actor }, { programme }) => isStaff(actor, programme),
  async load(looking, { programme, person }): Promise<readonly SharedSeen[]> {
    const { lang } = looking.scene;
    let query = looking.db
      .selectFrom('check_in_answer')
      .innerJoin('check_in', (join) => join.onRef('check_in.org_id', '=', 'check_in_answer.org_id').onRef('check_in.id', '=', 'check_in_answer.check_in_id'))
      .select(['check_in_answer.check_in_id', 'check_in_answer.item', 'check_in_answer.words', 'check_in_answer.shared_at', 'check_in.person_id', 'check_in.relationship_id'])
      .where('check_in_answer.org_id', '=', looking.org)
      .where('check_in.programme_id', '=', programme)
      .where('check_in_answer.shared_at', 'is not', null)
      .orderBy('check_in_answer.shared_at', 'desc')
      .orderBy('check_in_answer.check_in_id')
      .orderBy('check_in_answer.item')
      .limit(100);
    if (person !== undefined) query = query.where('check_in.person_id', '=', person);
    const rows = await query.execute();
    const items = new Map((await contentOf(looking, programme, 'check-in')).flatMap(({ body }) => body.items.map((item) => [item.id, item] as const)));
    const names = await namesOf(looking, rows.map((row) => row.person_id));
    const seen: SharedSeen[] = [];
    for (const row of rows) {
      const [answer] = await openAnswers(looking, row.person_id, [row]);
      const item = items.get(row.item);
      if (answer === undefined || item === undefined || row.shared_at === null) continue;
      const option = item.scale?.options.find(({ id }) => id === answer.option);
      seen.push({
        checkIn: row.check_in_id, person: row.person_id, name: names.get(row.person_id), relationship: row.relationship_id, sharedAt: row.shared_at,
        question: fill(say(item.text, lang), { supporter: '…' }), answer: option === undefined ? answer.words : say(option.text, lang),
      });
    }
    return seen;
  },
});
