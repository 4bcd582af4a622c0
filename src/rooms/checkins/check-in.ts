import { z } from 'zod';
import { fill, say, starter } from '../../content/index.ts';
import { type Looking, view } from '../../platform/view.ts';
import { promiseFor } from '../promises/index.ts';
import { type Answered, askedIn, openAnswers, otherName, ownCheckIn } from './looking.ts';
import { itemsFor, OPEN_DAYS, type OfferRule, rulesFor, type Side } from './rules.ts';

/** One thing asked, in the reader's language. */
export interface ItemSeen {
  readonly id: string;
  readonly text: string;
  readonly why: string;
  /** Who sees the answer: its code, and in words. */
  readonly share: string;
  readonly whoSees: string;
  readonly options: readonly { readonly id: string; readonly text: string }[];
  readonly answered: Answered | undefined;
}

/** What an answer offers. `tells` says whom it tells: `asks-first` only after a yes, and until then nobody. */
export interface OfferSeen {
  readonly item: string;
  readonly tells: OfferRule['tells'];
  readonly shared: boolean;
  readonly offers: readonly { readonly id: string; readonly action: OfferRule['offers'][number]['action']; readonly text: string }[];
}

/** A check-in as its person sees it. */
export interface CheckInSeen {
  readonly id: string;
  readonly kind: string;
  readonly side: Side;
  readonly relationship: string | null;
  readonly ended: boolean;
  readonly intro: string;
  readonly skipLine: string;
  readonly minutes: number;
  readonly state: 'open' | 'answered' | 'let-go';
  readonly items: readonly ItemSeen[];
  readonly offers: readonly OfferSeen[];
  /** By when somebody of the programme answers, when this asked for a person. */
  readonly promisedBy: Date | undefined;
  /** Whether help right now stands first: an answer said that somebody is not safe. */
  readonly helpFirst: boolean;
}

/** One short page, every part of it skippable. Only its person sees it. */
export const checkIn = view({
  name: 'checkins.check-in',
  input: z.object({ checkIn: z.uuid() }),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking, { checkIn: id }): Promise<CheckInSeen> {
    const me = looking.person();
    const own = await ownCheckIn(looking, id, me);
    const asked = await askedIn(looking, own);
    const { lang } = looking.scene;
    const { rules, skipLine } = starter().checkIns;
    const given = await answersOf(looking, id, me);
    const before = await optionsBefore(looking, own.kind, own.dueAt, me);
    const other = (await otherName(looking, own)) ?? say(theOther, lang);
    const items = itemsFor(asked, own.side).map((item): ItemSeen => ({
      id: item.id, text: fill(say(item.text, lang), { supporter: other }), why: say(item.why, lang), share: item.share.id, whoSees: say(item.share.text, lang),
      options: (item.scale?.options ?? []).map((option) => ({ id: option.id, text: say(option.text, lang) })), answered: given.find((one) => one.item === item.id),
    }));
    const met = items.flatMap(({ id: item, answered }) => rulesFor(rules, { item, option: answered?.option, before: before.get(item) }).map((rule) => ({ rule, answered })));
    return {
      id, kind: own.kind, side: own.side, relationship: own.relationship, ended: own.ended, intro: say(asked.intro, lang), skipLine: say(skipLine, lang), minutes: asked.minutes, items,
      state: own.answeredAt !== null ? 'answered' : own.over || own.skippedAt !== null || looking.now.getTime() > own.dueAt.getTime() + OPEN_DAYS * 86_400_000 ? 'let-go' : 'open',
      offers: met.map(({ rule, answered }) => ({
        item: rule.item.id, tells: rule.tells, shared: answered?.sharedAt != null, offers: rule.offers.map((offer) => ({ id: offer.id, action: offer.action, text: say(offer.text, lang) })),
      })),
      promisedBy: (await promiseFor(looking, id, 'letter-answer'))?.dueAt,
      helpFirst: met.some(({ rule }) => rule.showFirst === 'help-now'),
    };
  },
});

const theOther = { en: 'the other one', fr: 'l’autre personne' } as const;

async function answersOf(looking: Looking, checkInId: string, person: string): Promise<readonly Answered[]> {
  const rows = await looking.db.selectFrom('check_in_answer').select(['check_in_id', 'item', 'words', 'shared_at']).where('org_id', '=', looking.org).where('check_in_id', '=', checkInId).execute();
  return openAnswers(looking, person, rows);
}

/** The options chosen in the check-in of the same kind before this one, by item: some offers are for twice in a row. */
async function optionsBefore(looking: Looking, kind: string, dueAt: Date, person: string): Promise<ReadonlyMap<string, string>> {
  const before = await looking.db
    .selectFrom('check_in')
    .select('id')
    .where('org_id', '=', looking.org)
    .where('person_id', '=', person)
    .where('kind', '=', kind)
    .where('due_at', '<', dueAt)
    .where('answered_at', 'is not', null)
    .orderBy('due_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (before === undefined) return new Map();
  return new Map((await answersOf(looking, before.id, person)).flatMap(({ item, option }) => (option === undefined ? [] : [[item, option] as const])));
}

/** Check-ins that wait for somebody, the newest first: for their own first page. None is pressed on anybody. */
export const checkInsWaiting = view({
  name: 'checkins.waiting',
  input: z.object({}),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking): Promise<readonly { readonly id: string; readonly kind: string; readonly relationship: string | null; readonly dueAt: Date }[]> {
    const rows = await looking.db
      .selectFrom('check_in')
      .select(['id', 'kind', 'relationship_id', 'due_at'])
      .where('org_id', '=', looking.org)
      .where('person_id', '=', looking.person())
      .where('answered_at', 'is', null)
      .where('skipped_at', 'is', null)
      .where('due_at', '>', new Date(looking.now.getTime() - OPEN_DAYS * 86_400_000))
      // “How is it going with Ben?” is no question any more once that road has ended; what an ending itself asks is.
      .where((e) => e.not(e.exists(e.selectFrom('relationship').select('relationship.id').whereRef('relationship.org_id', '=', 'check_in.org_id').whereRef('relationship.id', '=', 'check_in.relationship_id').whereRef('relationship.ended_at', '>', 'check_in.due_at'))))
      .orderBy('due_at', 'desc')
      .orderBy('id', 'desc')
      .limit(20)
      .execute();
    return rows.map((row) => ({ id: row.id, kind: row.kind, relationship: row.relationship_id, dueAt: row.due_at }));
  },
});
