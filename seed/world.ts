import type { Lang, Scene } from '../src/platform/scene.ts';
import type { MovableClock } from '../src/platform/clock.ts';
import type { House } from '../src/platform/house.ts';
import { type Inside, insideHouse } from '../src/platform/inside.ts';
import type { Outcome } from '../src/platform/outcome.ts';
import { momentAt, wallAt } from '../src/platform/wall-clock.ts';
import { actorOf, addPerson, beginSession } from '../src/rooms/people/index.ts';
import type { CastId } from '../src/rooms/demo/index.ts';
import { aboutPeople } from './people.ts';

/** Where the demo's organisation is. */
export const ZONE = 'America/Vancouver';

/** What a story is told with: its people, its clock, and the house that does its own work in between. */
export interface World {
  readonly house: House;
  readonly org: string;
  readonly programme: { readonly id: string; readonly slug: string };
  readonly people: ReadonlyMap<CastId, string>;
  id(who: CastId): string;
  /** Somebody of the cast, signed in, their second step given. */
  as(who: CastId): Promise<Scene>;
  inside<T>(work: (inside: Inside) => Promise<T>): Promise<T>;
  /** Goes on to so many days before today at this time on the wall. Rounds run at the places where something could fall due. Never back. */
  day(before: number, time: string): Promise<void>;
}

/** How often the house looks at its clocks while a story passes over days, in milliseconds: more seldom than in life, often enough for each thing to fall due. */
const LOOKS_EVERY = 24 * 3_600_000;

/** Begins a world: `today` is the end of the story. */
export function worldOf(given: {
  house: House; org: string; programme: World['programme']; clock: MovableClock; today: Date; runRounds(): Promise<void>; people: ReadonlyMap<CastId, string>;
}): World {
  const { house, org, clock, today } = given;
  const tokens = new Map<CastId, string>();
  const inside: World['inside'] = (work) => insideHouse(house, org, 'seed', work);
  const id = (who: CastId) => given.people.get(who) ?? '';
  return {
    house, org, programme: given.programme, people: given.people, id, inside,
    async as(who) {
      const token = tokens.get(who);
      const known = token === undefined ? undefined : await actorOf(house, org, token);
      if (known !== undefined && token !== undefined) return { house, org, actor: known.actor, lang: known.lang, requestId: 'seed', sessionToken: token };
      const begun = await inside((inside) => beginSession(inside, { person: id(who), proof: 'demo', secondStep: true }));
      tokens.set(who, begun.token);
      return this.as(who);
    },
    async day(before, time) {
      const day = wallAt(new Date(today.getTime() - before * 86_400_000), ZONE).day;
      const target = Math.min(momentAt(day, time, ZONE)?.getTime() ?? 0, today.getTime());
      while (target - clock.now().getTime() > LOOKS_EVERY) {
        clock.moveBy(LOOKS_EVERY);
        await given.runRounds();
      }
      if (target > clock.now().getTime()) clock.moveBy(target - clock.now().getTime());
      await given.runRounds();
    },
  };
}

/** Brings the cast in: people with a name, a language and a way to reach them. */
export async function arrive(inside: Inside, who: CastId): Promise<string> {
  const { name, lang, email, phone } = aboutPeople[who];
  return addPerson(inside, {
    name, lang: lang satisfies Lang,
    contacts: [...(email === undefined ? [] : [{ kind: 'email' as const, value: email, confirmed: true }]), ...(phone === undefined ? [] : [{ kind: 'phone' as const, value: phone }])],
  });
}

/** The value of an act that must have happened, or a fault that says which one did not and why. */
export function happened<V>(outcome: Outcome<V, string>, what: string): V {
  if (outcome.kind !== 'done') throw new Error(`The demo’s story stops at “${what}”: ${JSON.stringify(outcome)}`);
  return outcome.value;
}
