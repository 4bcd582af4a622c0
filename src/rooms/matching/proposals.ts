import { z } from 'zod';
import { personOf } from '../../platform/actor.ts';
import { absent } from '../../platform/outcome.ts';
import { view } from '../../platform/view.ts';
import { type Here, namesOf, openFor } from '../people/index.ts';
import { runs, programmeOf } from '../programmes/index.ts';
import { sees } from '../sight/index.ts';
import { shownEnding, turnOf } from './rules.ts';

/** A proposal's own row, for acts. */
export interface Proposal {
  readonly id: string;
  readonly programme: string;
  readonly request: string;
  readonly standing: string;
  readonly seeker: string;
  readonly supporter: string;
  readonly place: number;
  readonly proposedAt: Date;
  readonly expiresAt: Date;
  readonly supporterSaid: 'yes' | 'no' | null;
  readonly seekerSaid: 'yes' | 'no' | null;
  readonly endedAt: Date | null;
  readonly endedHow: string | null;
}

/** The proposal, for its two people, staff of the programme, or the house. @throws Absent for anybody else. */
export async function proposalOf(here: Here, id: string, { forUpdate = false } = {}): Promise<Proposal> {
  let query = here.db.selectFrom('proposal').selectAll().where('org_id', '=', here.org).where('id', '=', id);
  if (forUpdate) query = query.forUpdate();
  const row = await query.executeTakeFirst();
  if (row === undefined) return absent();
  const person = personOf(here.actor);
  const inIt = person === row.seeker_person || person === row.supporter_person;
  if (here.actor.kind !== 'house' && !inIt && !runs(here.actor, row.programme_id)) return absent();
  return proposalFrom(row);
}

/** Live proposals of a request, by place. */
export async function liveProposals(here: Here, requestId: string): Promise<readonly Proposal[]> {
  const rows = await here.db.selectFrom('proposal').selectAll().where('org_id', '=', here.org).where('request_id', '=', requestId).where('ended_at', 'is', null).orderBy('place').execute();
  return rows.map(proposalFrom);
}

/** A proposal as one of its two people sees it. Until it is their turn they see nothing of it. */
export interface Introduction {
  readonly id: string;
  readonly programme: string;
  readonly mySide: 'supporter' | 'seeker';
  readonly turn: 'mine' | 'other' | 'over';
  readonly ending: ReturnType<typeof shownEnding>;
  readonly mine: 'yes' | 'no' | null;
  /** Whether the other has said yes already, so that a yes now begins it. A no is never told: then there is no turn of mine. */
  readonly otherSaidYes: boolean;
  /** The other's chosen name and what they wrote for this. Nothing else, and no way to reach them, before both said yes. */
  readonly otherName: string | undefined;
  readonly otherWords: string;
  readonly myWords: string;
  readonly why: string;
  readonly expiresAt: Date;
  readonly relationship: string | undefined;
  readonly request: string;
}

/** One introduction, for the one whose turn it is or was. */
export const introduction = view({
  name: 'matching.introduction',
  input: z.object({ proposal: z.uuid() }),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking, { proposal: id }): Promise<Introduction> {
    if (!sees('request', 'other', 'part')) return absent();
    const found = await proposalOf(looking, id);
    const me = looking.person();
    const side = me === found.seeker ? 'seeker' : me === found.supporter ? 'supporter' : absent();
    const { firstToAnswer } = await programmeOf(looking, found.programme);
    const turn = turnOf(found, firstToAnswer);
    const mine = side === 'seeker' ? found.seekerSaid : found.supporterSaid;
    if (mine === null && turn !== side && found.endedHow !== 'expired') return absent();

    const other = side === 'seeker' ? found.supporter : found.seeker;
    const words = await wordsOf(looking, found);
    const over = found.endedAt !== null && found.endedHow !== 'both-yes';
    const relationship = found.endedHow === 'both-yes'
      ? await looking.db.selectFrom('relationship').select('id').where('org_id', '=', looking.org).where('proposal_id', '=', id).executeTakeFirst()
      : undefined;
    const reason = await looking.db.selectFrom('proposal').select('reason').where('org_id', '=', looking.org).where('id', '=', id).executeTakeFirst();
    return {
      id, programme: found.programme, mySide: side, turn: found.endedAt !== null ? 'over' : turn === side ? 'mine' : 'other', ending: shownEnding(found.endedHow, mine), mine,
      otherSaidYes: !over && (side === 'seeker' ? found.supporterSaid : found.seekerSaid) === 'yes',
      otherName: over ? undefined : (await namesOf(looking, [other])).get(other),
      otherWords: over ? '' : words[side === 'seeker' ? 'supporter' : 'seeker'],
      myWords: sees('request', 'you') ? words[side] : '',
      why: over ? '' : await openFor(looking, found.seeker, `proposal/reason/${id}`, reason?.reason),
      expiresAt: found.expiresAt, relationship: relationship?.id, request: found.request,
    };
  },
});

/** Introductions that wait for somebody's answer. */
export const waitingForMe = view({
  name: 'matching.waiting-for-me',
  input: z.object({}),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking): Promise<readonly { readonly id: string; readonly side: 'seeker' | 'supporter'; readonly expiresAt: Date; readonly request: string }[]> {
    const me = looking.person();
    const rows = await looking.db
      .selectFrom('proposal')
      .innerJoin('programme', (join) => join.onRef('programme.org_id', '=', 'proposal.org_id').onRef('programme.id', '=', 'proposal.programme_id'))
      .selectAll('proposal')
      .select('programme.first_to_answer')
      .where('proposal.org_id', '=', looking.org)
      .where('proposal.ended_at', 'is', null)
      .where((e) => e.or([e('proposal.seeker_person', '=', me), e('proposal.supporter_person', '=', me)]))
      .orderBy('proposal.place')
      .execute();
    return rows.flatMap((row) => {
      const side = row.seeker_person === me ? 'seeker' : 'supporter';
      const turn = turnOf(proposalFrom(row), row.first_to_answer === 'seeker' ? 'seeker' : 'supporter');
      return turn === side ? [{ id: row.id, side, expiresAt: row.expires_at, request: row.request_id } as const] : [];
    });
  },
});

/** What each side wrote for this. */
export async function wordsOf(here: Here, proposal: Pick<Proposal, 'id'>): Promise<{ seeker: string; supporter: string }> {
  const rows = await here.db.selectFrom('introduction').select(['side', 'author_id', 'words']).where('org_id', '=', here.org).where('proposal_id', '=', proposal.id).execute();
  const words = { seeker: '', supporter: '' };
  for (const row of rows) words[row.side === 'seeker' ? 'seeker' : 'supporter'] = await openFor(here, row.author_id, `introduction/words/${proposal.id}/${row.side}`, row.words);
  return words;
}

interface Row {
  id: string; programme_id: string; request_id: string; supporter_id: string; seeker_person: string; supporter_person: string; place: number; proposed_at: Date; expires_at: Date;
  supporter_said: string | null; seeker_said: string | null; ended_at: Date | null; ended_how: string | null;
}

function proposalFrom(row: Row): Proposal {
  return {
    id: row.id, programme: row.programme_id, request: row.request_id, standing: row.supporter_id, seeker: row.seeker_person, supporter: row.supporter_person, place: row.place,
    proposedAt: row.proposed_at, expiresAt: row.expires_at, supporterSaid: row.supporter_said as Proposal['supporterSaid'], seekerSaid: row.seeker_said as Proposal['seekerSaid'],
    endedAt: row.ended_at, endedHow: row.ended_how,
  };
}
