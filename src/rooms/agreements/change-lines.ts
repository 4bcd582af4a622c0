import { z } from 'zod';
import { act } from '../../platform/act.ts';
import { absent, done, refused } from '../../platform/outcome.ts';
import { sealWordsBeside } from '../conversations/index.ts';
import { otherOf } from '../relationships/index.ts';
import { addLine, type Keeps, linesOf, topicsOf } from './lines.ts';
import { about, afterChange, endLine, living, which } from './living.ts';

/**
 * Either side proposes a line: a starter, their own words, another wording of a line that stands, or that a line goes. An agreed line holds until
 * both say yes to what takes its place; an open one is simply replaced.
 */
export const proposeLine = act({
  name: 'agreements.propose-line',
  input: which.extend({
    topic: z.string().max(60),
    words: z.string().trim().max(600, 'agreements.mistake.long').default(''),
    starter: z.string().max(80).default(''),
    replaces: z.union([z.literal('').transform(() => null), z.uuid()]).default(null),
    removes: z.boolean().default(false),
    quietFrom: z.union([z.literal(''), z.string().regex(/^\d{2}:\d{2}$/, 'agreements.mistake.time')]).default(''),
    quietUntil: z.union([z.literal(''), z.string().regex(/^\d{2}:\d{2}$/, 'agreements.mistake.time')]).default(''),
  }),
  wall: 'member',
  may: ({ actor }) => actor.kind === 'person',
  subject: about,
  async perform(inside, { relationship, topic: topicId, words, starter: starterId, replaces, removes, quietFrom, quietUntil }) {
    const found = await living(inside, relationship);
    if (found === 'ended') return refused('ended');
    const topics = await topicsOf(inside, found.relationship.programme);
    const topic = topics.find((one) => one.id === topicId) ?? absent();
    if (topic.locked === true) return refused('programmes-own');
    const starter = starterId === '' ? undefined : (topic.starters.find((one) => one.id === starterId && one.locked !== true) ?? absent());
    const quiet = quietFrom !== '' && quietUntil !== '' ? { quietHours: { from: quietFrom, to: quietUntil } } : undefined;
    const old = replaces === null ? undefined : ((await linesOf(inside, found, topics)).find((line) => line.id === replaces && line.topic === topic.id) ?? absent());
    if (!removes && starter === undefined && words === '') return refused('words-needed');
    if (removes && old === undefined) return absent();

    await addLine(inside, found, {
      topic: topic.id, position: topic.order, proposedBy: inside.person(), replaces: old?.id ?? null, removes,
      ...(starter !== undefined ? { starter: starter.id } : { words: removes ? (old?.words ?? '') : words }),
      // Own words say what they say: what an older wording made the system keep does not live on behind them.
      sets: (removes ? {} : (starter?.sets ?? quiet ?? {})) as Keeps,
    });
    if (old !== undefined && old.agreedAt === null) await endLine(inside, old.id);
    await afterChange(inside, found);
    inside.record({ name: 'agreements.line-proposed', subject: about({ relationship }), programme: found.relationship.programme, about: { other: otherOf(found.relationship, inside.person()) } });
    return done();
  },
});

/** "Talk about it first": a word to the other about one line. It holds nothing up and closes nothing. */
export const remarkOnLine = act({
  name: 'agreements.remark-on-line',
  input: which.extend({ line: z.uuid(), words: z.string().trim().min(1, 'agreements.mistake.remark').max(600, 'agreements.mistake.long') }),
  wall: 'member',
  may: ({ actor }) => actor.kind === 'person',
  subject: about,
  async perform(inside, { relationship, line: lineId, words }) {
    const found = await living(inside, relationship);
    if (found === 'ended') return refused('ended');
    const lines = await linesOf(inside, found, await topicsOf(inside, found.relationship.programme));
    if (!lines.some((line) => line.id === lineId)) return refused('line-gone');
    const id = inside.newId();
    const author = inside.person();
    const sealed = await sealWordsBeside(inside, found.conversation, author, { table: 'agreement_remark', column: 'words', row: id }, words);
    await inside.db
      .insertInto('agreement_remark')
      .values({ org_id: inside.org, id, agreement_id: found.id, conversation_id: found.conversation, line_id: lineId, author_id: author, data_key_id: sealed.key, words: sealed.words, said_at: inside.now })
      .execute();
    inside.record({ name: 'agreements.remarked', subject: about({ relationship }), programme: found.relationship.programme, about: { other: otherOf(found.relationship, author) } });
    return done();
  },
});

/** Takes back a line one proposed oneself and that is not agreed yet. A starting point of the programme may be taken off by either. */
export const withdrawLine = act({
  name: 'agreements.withdraw-line',
  input: which.extend({ line: z.uuid() }),
  wall: 'member',
  may: ({ actor }) => actor.kind === 'person',
  subject: about,
  async perform(inside, { relationship, line: lineId }) {
    const found = await living(inside, relationship);
    if (found === 'ended') return refused('ended');
    const changed = await inside.db
      .updateTable('agreement_line')
      .set({ withdrawn_at: inside.now })
      .where('org_id', '=', inside.org)
      .where('agreement_id', '=', found.id)
      .where('id', '=', lineId)
      .where('agreed_at', 'is', null)
      .where('ended_at', 'is', null)
      .where((e) => e.or([e('proposed_by', '=', inside.person()), e('proposed_by', 'is', null)]))
      .returning('id')
      .executeTakeFirst();
    if (changed === undefined) return refused('line-gone');
    await afterChange(inside, found);
    return done();
  },
});
