import { z } from 'zod';
import type { Text } from '../../content/index.ts';
import { personOf } from '../../platform/actor.ts';
import { view } from '../../platform/view.ts';
import type { Message } from '../conversations/index.ts';
import { messagesToShow } from '../conversations/index.ts';
import { namesOf } from '../people/index.ts';
import { hoursOf, programmeOf, teamOf } from '../programmes/index.ts';
import { answeredBy, clocksOf, dangerNumber, handsOf, nextCover } from '../safety/index.ts';
import { aboutKinds, findAbout, programmeFor, whoMustNot } from './about.ts';
import { levelOfAnswer } from './raise-concern.ts';

/** What the page says before anybody writes: who gets it, by when they answer, which messages could be shown. */
export interface Raising {
  readonly programme: { readonly id: string; readonly name: Text } | undefined;
  readonly signedIn: boolean;
  /** The chosen name of the one person it is about, when the raiser knows them. */
  readonly about: string | undefined;
  readonly lead: string | undefined;
  readonly backup: string | undefined;
  /** By when somebody answers, for each answer to “right now?”. Never earlier than somebody is there. */
  readonly answeredBy: Readonly<Record<string, Date>>;
  /** When somebody is there again; undefined when somebody is there now. */
  readonly nextCover: Date | undefined;
  /** Those who would get it, so that the raiser can say who should not. Nobody: everybody who could answer is somebody it must not reach. */
  readonly hands: readonly { readonly person: string; readonly name: string }[];
  readonly danger: string | undefined;
  readonly messages: readonly Message[];
  readonly older: boolean;
}

/** The page of a concern before it is raised. For everybody. Messages are opened with the raiser's own session, as in their conversation. */
export const raising = view({
  name: 'disclosures.raising',
  input: z.object({ about: z.object({ kind: z.enum(aboutKinds), id: z.uuid() }).optional(), programme: z.uuid().optional(), before: z.coerce.number().int().positive().optional() }),
  wall: 'member',
  may: () => true,
  async load(looking, { about, programme: asked, before }): Promise<Raising> {
    const found = await findAbout(looking, about);
    const id = await programmeFor(looking, found, asked);
    const signedIn = personOf(looking.actor) !== undefined;
    const danger = await dangerNumber(looking);
    const said = found.conversation === undefined ? { messages: [], older: false } : await messagesToShow(looking, found.conversation, before);
    const shared = { signedIn, about: found.name, danger, messages: said.messages, older: said.older };
    if (id === undefined) return { ...shared, programme: undefined, lead: undefined, backup: undefined, answeredBy: {}, nextCover: undefined, hands: [] };
    const programme = await programmeOf(looking, id);
    const cover = await hoursOf(looking, id);
    const hands = await handsOf(looking, id, await whoMustNot(looking, id, found), personOf(looking.actor) ?? null);
    const team = await teamOf(looking, id);
    const names = await namesOf(looking, [hands.owner, hands.backup, team.safety, team.safetyBackup]);
    const by: Record<string, Date> = {};
    for (const [answer, level] of levelOfAnswer) by[answer] = answeredBy(await clocksOf(looking, id, level), looking.now, cover);
    return {
      ...shared, programme: { id, name: programme.name }, lead: names.get(hands.owner ?? ''), backup: names.get(hands.backup ?? ''), answeredBy: by, nextCover: nextCover(looking.now, cover),
      hands: [hands.owner, hands.backup].flatMap((person) => (person === null ? [] : [{ person, name: names.get(person) ?? '' }])),
    };
  },
});
