import { z } from 'zod';
import type { Inside } from '../../platform/inside.ts';
import { absent } from '../../platform/outcome.ts';
import { view } from '../../platform/view.ts';
import { openWordsBeside } from '../conversations/index.ts';
import { type Here, namesOf, onlySpokenTo } from '../people/index.ts';
import { programmeOf } from '../programmes/index.ts';
import { otherOf, ownRelationship, type Relationship } from '../relationships/index.ts';
import { conductOf, conductYesOf } from '../safety/index.ts';
import { twoSee } from '../sight/index.ts';
import { addLine, type Line, linesOf, topicsOf } from './lines.ts';
import { type LineState, lineState, notYet, type NotYet } from './rules.ts';

/** An agreement with the relationship it belongs to. */
export interface AgreementFound {
  readonly id: string;
  readonly conversation: string;
  readonly version: number;
  readonly relationship: Relationship;
}

/** A step for matching: opens the page two people write together, with the programme's starting points. Nothing holds until both say yes. */
export async function openAgreement(inside: Inside, { relationship, conversation, programme }: { relationship: string; conversation: string; programme: string }): Promise<void> {
  const id = inside.newId();
  await inside.db
    .insertInto('agreement')
    .values({ org_id: inside.org, id, relationship_id: relationship, conversation_id: conversation, opened_at: inside.now })
    .execute();
  const { settings } = await programmeOf(inside, programme);
  for (const topic of await topicsOf(inside, programme)) {
    if (topic.locked === true) continue;
    for (const starter of topic.starters.filter((one) => settings.agreementStarters.includes(one.id))) {
      await addLine(inside, { id, conversation }, { topic: topic.id, position: topic.order, proposedBy: null, starter: starter.id, ...(starter.sets && { sets: starter.sets }) });
    }
  }
}

/** The agreement of a relationship, for its two people. @throws Absent for anybody else. */
export async function agreementOf(here: Here, relationshipId: string, { forUpdate = false } = {}): Promise<AgreementFound> {
  if (!twoSee('agreement')) return absent();
  const relationship = await ownRelationship(here, relationshipId);
  let query = here.db.selectFrom('agreement').select(['id', 'conversation_id', 'in_force_version']).where('org_id', '=', here.org).where('relationship_id', '=', relationshipId);
  if (forUpdate) query = query.forUpdate();
  const row = await query.executeTakeFirst();
  return row === undefined ? absent() : { id: row.id, conversation: row.conversation_id, version: row.in_force_version, relationship };
}

/** A line as one of the two sees it. */
export interface LineSeen extends Omit<Line, 'yes'> {
  readonly state: LineState;
  readonly byMe: boolean;
  readonly remarks: readonly { readonly mine: boolean; readonly words: string; readonly at: Date }[];
}

/** A topic with its living lines. */
export interface TopicSeen {
  readonly id: string;
  readonly question: string;
  readonly why: string;
  readonly required: boolean;
  readonly locked: boolean;
  readonly lines: readonly LineSeen[];
  /** Starters not on the page yet, to pick from. */
  readonly starters: readonly { readonly id: string; readonly text: string }[];
}

/** The whole page. */
export interface AgreementSeen {
  readonly relationship: string;
  readonly conversation: string;
  readonly programme: string;
  readonly other: string | undefined;
  readonly version: number;
  readonly topics: readonly TopicSeen[];
  readonly notYet: NotYet | undefined;
  /** Who has said yes to the whole since the last change. */
  readonly saidYes: { readonly me: boolean; readonly other: boolean };
  /** The other has a telephone only: what stands here is read to them aloud. */
  readonly readAloud: boolean;
  readonly counts: { readonly lines: number; readonly mine: number; readonly others: number };
  readonly ended: boolean;
  /** The version of the code of conduct that I have not said yes to and must before we begin; undefined when there is nothing to say. */
  readonly code: string | undefined;
  readonly programmeSlug: string;
}

/** The agreement as one of its two people sees it, in their language. */
export const agreement = view({
  name: 'agreements.agreement',
  input: z.object({ relationship: z.uuid() }),
  wall: 'member',
  may: ({ actor }) => actor.kind === 'person',
  async load(looking, { relationship }): Promise<AgreementSeen> {
    const found = await agreementOf(looking, relationship);
    const me = looking.person();
    const other = otherOf(found.relationship, me);
    const { lang } = looking.scene;
    const topics = await topicsOf(looking, found.relationship.programme);
    const lines = await linesOf(looking, found, topics);
    const remarks = await remarksOf(looking, found);
    const yeses = await versionYeses(looking, found);
    const seen = topics.map((topic): TopicSeen => {
      const locked = topic.locked === true;
      const mine = lines.filter((line) => line.topic === topic.id);
      const used = new Set(mine.map((line) => line.starter));
      const programmes = topic.starters.filter((starter) => locked && starter.locked === true).map((starter): LineSeen => ({
        id: starter.id, topic: topic.id, position: topic.order, proposedBy: null, replaces: null, removes: false, starter: starter.id, words: starter.text[lang], sets: {},
        agreedAt: null, state: 'programme', byMe: false, remarks: [],
      }));
      return {
        id: topic.id, question: topic.question[lang], why: topic.why[lang], required: topic.required, locked,
        lines: [
          ...programmes,
          ...mine.map(({ yes, ...line }): LineSeen => ({
            ...line, state: lineState({ agreedAt: line.agreedAt, locked: false, yes }, me), byMe: line.proposedBy === me, remarks: remarks.filter((one) => one.line === line.id),
          })),
        ],
        starters: topic.starters.filter((starter) => starter.locked !== true && !used.has(starter.id)).map((starter) => ({ id: starter.id, text: starter.text[lang] })),
      };
    });
    return {
      relationship, conversation: found.conversation, programme: found.relationship.programme, other: (await namesOf(looking, [other])).get(other), version: found.version,
      topics: seen, notYet: notYet(topics, lines), saidYes: { me: yeses.has(me), other: yeses.has(other) }, readAloud: await onlySpokenTo(looking, other),
      counts: { lines: lines.length, mine: lines.filter((line) => line.yes.has(me)).length, others: lines.filter((line) => line.yes.has(other)).length },
      ended: found.relationship.endedAt !== null,
      code: found.version > 0 || (await conductYesOf(looking, found.relationship.programme, [me])).get(me) === 'current' ? undefined : (await conductOf(looking, found.relationship.programme)).version,
      programmeSlug: (await programmeOf(looking, found.relationship.programme)).slug,
    };
  },
});

/** Who said yes to the version being written. */
export async function versionYeses(here: Here, agreement: AgreementFound): Promise<ReadonlySet<string>> {
  const rows = await here.db
    .selectFrom('agreement_version_yes')
    .select('person_id')
    .where('org_id', '=', here.org)
    .where('agreement_id', '=', agreement.id)
    .where('number', '=', agreement.version + 1)
    .execute();
  return new Set(rows.map((row) => row.person_id));
}

async function remarksOf(here: Here, agreement: AgreementFound) {
  const rows = await here.db
    .selectFrom('agreement_remark')
    .select(['id', 'line_id', 'author_id', 'data_key_id', 'words', 'said_at'])
    .where('org_id', '=', here.org)
    .where('agreement_id', '=', agreement.id)
    .orderBy('id')
    .execute();
  const words = await openWordsBeside(here, agreement.conversation, rows.map((row) => ({ key: row.data_key_id, place: { table: 'agreement_remark', column: 'words', row: row.id }, sealed: row.words })));
  return rows.map((row, at) => ({
    line: row.line_id, mine: here.actor.kind === 'person' && here.actor.person === row.author_id, at: row.said_at, words: words[at] ?? '',
  }));
}
