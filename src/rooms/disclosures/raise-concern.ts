import { z } from 'zod';
import { starter } from '../../content/index.ts';
import { act } from '../../platform/act.ts';
import { personOf } from '../../platform/actor.ts';
import { done, refused } from '../../platform/outcome.ts';
import { namesOf } from '../people/index.ts';
import { handsOf, receiveConcern } from '../safety/index.ts';
import { aboutKinds, findAbout, programmeFor, whoMustNot } from './about.ts';
import { gatherMessages } from './gather.ts';

const { fields } = starter().safety.concernForm;
/** The answers of one question of the concern form, as the content names them. */
const idsOf = (field: string) => new Set(fields.find(({ id }) => id === field)?.options?.map(({ id }) => id));
const oneOf = (field: string) => z.string().refine((id) => idsOf(field).has(id));
/** The level each answer to “Is somebody in danger right now?” points to. */
export const levelOfAnswer: ReadonlyMap<string, string> = new Map(
  (fields.find(({ id }) => id === 'concern-now')?.options ?? []).flatMap(({ id, level }) => (level === undefined ? [] : [[id, level.id] as const])),
);

/**
 * “I am worried about somebody.” For everybody, signed in or not: no role, no agreement and no reason is needed. From a conversation, the raiser may
 * show messages they can read themselves. Whom it is about is never told, and it never reaches them or those close to them.
 */
export const raiseConcern = act({
  name: 'disclosures.raise-concern',
  input: z.object({
    about: z.object({ kind: z.enum(aboutKinds), id: z.uuid() }).optional(),
    programme: z.uuid().optional(),
    now: z.string({ error: 'safety.mistake.now' }).refine((id) => levelOfAnswer.has(id), 'safety.mistake.now'),
    kinds: z.array(oneOf('concern-kind')).max(20).default([]),
    who: z.string().trim().max(200).default(''),
    seen: z.string().trim().min(1, 'safety.mistake.seen').max(8000, 'safety.mistake.long'),
    where: z.string().trim().max(500, 'safety.mistake.long').default(''),
    asked: oneOf('concern-asked').optional(),
    told: oneOf('concern-told').optional(),
    you: z.string().trim().max(2000, 'safety.mistake.long').default(''),
    reach: z.string().trim().max(200, 'safety.mistake.long').default(''),
    notTo: z.array(z.uuid()).max(10).default([]),
    messages: z.array(z.coerce.number().int().positive()).max(60, 'safety.mistake.messages').default([]),
  }),
  wall: 'member',
  may: ({ actor }) => actor.kind !== 'house',
  async perform(inside, { about, programme: asked, now, messages, notTo, who, seen, where, you, ...rest }) {
    const found = await findAbout(inside, about);
    const programme = await programmeFor(inside, found, asked);
    if (programme === undefined) return refused('nobody-here');
    const keptFrom = [...new Set([...(await whoMustNot(inside, programme, found)), ...notTo])];
    // Taken and read by nobody would be worse than a plain no: whoever is worried would wait for an answer that cannot come.
    if ((await handsOf(inside, programme, keptFrom, personOf(inside.actor) ?? null)).owner === null) return refused('nobody-free');
    const shown = found.conversation === undefined ? [] : await gatherMessages(inside, found.conversation, messages);
    const received = await receiveConcern(inside, {
      programme, level: levelOfAnswer.get(now) ?? 'risk', about: found.given, aboutPerson: found.person, conversation: found.conversation,
      keptFrom, words: { who, seen, where, you }, reach: rest.reach, kinds: rest.kinds, asked: rest.asked, told: rest.told, shown,
    });
    const lead = received.owner === null ? undefined : (await namesOf(inside, [received.owner])).get(received.owner);
    return done({ id: received.id, dueAt: received.dueAt, lead: lead ?? '' });
  },
  subject: ({ about }) => ({ kind: about?.kind ?? 'organisation', id: about?.id ?? '00000000-0000-0000-0000-000000000000' }),
});
