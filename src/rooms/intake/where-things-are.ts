import { z } from 'zod';
import type { Text } from '../../content/index.ts';
import { absent } from '../../platform/outcome.ts';
import { type Looking, view } from '../../platform/view.ts';
import { contactOf, namesOf } from '../people/index.ts';
import { programmeOf, teamOf, type WhoChooses } from '../programmes/index.ts';
import { promiseFor, type PromiseState } from '../promises/index.ts';
import { type RequestState, requestOf, stateOf } from './requests.ts';

/** A promise as the one who waits reads it: by when, from whom, who steps in. Names may be missing; the page then says "our coordinator". */
export interface PromiseSeen {
  readonly dueAt: Date;
  readonly state: PromiseState;
  readonly owner: string | undefined;
  readonly backup: string | undefined;
  /** Its first owner did not make it in time; it is with the one named now. */
  readonly moved: boolean;
  /** It went on to those who lead the programme. */
  readonly climbed: boolean;
}

/** How this person can come back to what they sent: the address with all but its beginning hidden, or only a phone, or nothing yet. */
export type WayBack = { readonly by: 'email'; readonly hint: string; readonly confirmed: boolean } | { readonly by: 'phone' } | { readonly by: 'nothing' };

/** A request as its seeker sees it (A3): the step it is at, whose hands it is in, by when they hear. */
export interface WhereThingsAre {
  readonly id: string;
  readonly programme: { readonly id: string; readonly slug: string; readonly name: Text; readonly whoChooses: WhoChooses };
  readonly state: RequestState;
  readonly receivedAt: Date;
  readonly answeredAt: Date | null;
  readonly urgent: boolean;
  readonly callFirst: boolean;
  readonly whoChooses: string | null;
  readonly closedHow: string | null;
  /** Who has it in hand, by chosen name. */
  readonly owner: string | undefined;
  readonly promise: PromiseSeen | undefined;
  readonly back: WayBack;
}

/** Where one's own request stands. */
export const whereThingsAre = view({
  name: 'intake.where-things-are',
  input: z.object({ request: z.uuid() }),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking, { request: id }): Promise<WhereThingsAre> {
    const request = await requestOf(looking, id);
    if (request.person !== looking.person()) return absent();
    const { slug, name, whoChooses } = await programmeOf(looking, request.programme);
    const promise = await promiseSeen(looking, id, request.answeredAt === null ? 'first-answer' : 'match');
    return {
      id,
      programme: { id: request.programme, slug, name, whoChooses },
      state: stateOf(request),
      receivedAt: request.receivedAt,
      answeredAt: request.answeredAt,
      urgent: request.urgent,
      callFirst: request.callFirst,
      whoChooses: request.whoChooses,
      closedHow: request.closedHow,
      owner: promise?.owner ?? (await ownerName(looking, request.programme)),
      promise,
      back: await wayBack(looking, request.person),
    };
  },
});

/** The promise that runs about something, for the one who waits. Undefined when none runs. */
export async function promiseSeen(looking: Looking, subjectId: string, kind: 'first-answer' | 'match' | 'application-answer'): Promise<PromiseSeen | undefined> {
  const promise = await promiseFor(looking, subjectId, kind);
  if (promise === undefined || promise.keptAt !== null || promise.withdrawnAt !== null) return undefined;
  const names = await namesOf(looking, [promise.owner, promise.backup]);
  return {
    dueAt: promise.dueAt, state: promise.state, owner: names.get(promise.owner ?? ''), backup: names.get(promise.backup ?? ''), moved: promise.handedOverAt !== null, climbed: promise.climbedAt !== null,
  };
}

/** The chosen name of the one who answers for a programme. */
export async function ownerName(looking: Looking, programmeId: string): Promise<string | undefined> {
  const { owner } = await teamOf(looking, programmeId);
  return (await namesOf(looking, [owner])).get(owner ?? '');
}

/** How somebody can come back, as far as their ways to be reached say. */
export async function wayBack(looking: Looking, personId: string): Promise<WayBack> {
  const contacts = await contactOf(looking, personId);
  const email = contacts.find(({ kind }) => kind === 'email');
  if (email !== undefined) return { by: 'email', hint: hidden(email.value), confirmed: email.confirmed };
  return contacts.some(({ kind }) => kind === 'phone') ? { by: 'phone' } : { by: 'nothing' };
}

/** An address somebody knows again and nobody else can use: `k•••@example.org`. */
function hidden(email: string): string {
  const at = email.lastIndexOf('@');
  return `${email.slice(0, 1)}•••${email.slice(at)}`;
}
