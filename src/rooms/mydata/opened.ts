import { sql } from 'kysely';
import { say } from '../../content/index.ts';
import { Absent } from '../../platform/outcome.ts';
import type { Scene } from '../../platform/scene.ts';
import type { Looking } from '../../platform/view.ts';
import { agreement } from '../agreements/index.ts';
import { myBreach, myBreaches } from '../breaches/index.ts';
import { messagesToKeep, openWordsBeside } from '../conversations/index.ts';
import { answersOn } from '../intake/index.ts';
import { introduction } from '../matching/index.ts';
import { namesOf, openAll } from '../people/index.ts';
import { contentItem } from '../programmes/index.ts';
import { concern, mySheet } from '../safety/index.ts';
import { conversationsOf, pictureFile } from './pictures.ts';
import { AT_ONCE, type Entry, type Looked, type Walked } from './section.ts';

// Parts whose words are opened by the room that sealed them, as the person's own pages do: what those do not show is not in the copy either.

/** Ids of one's own, in order, a page at a time. */
async function idsAfter({ db }: Pick<Looking, 'db'>, rows: ReturnType<typeof sql>, after: string | undefined, most = AT_ONCE): Promise<{ ids: readonly string[]; next: string | undefined }> {
  const found = await sql<{ id: string }>`select mine.id::text as id from (${rows}) mine where ${after ?? null}::text is null or mine.id::text > ${after ?? ''} order by 1 limit ${most + 1}`.execute(db);
  const ids = found.rows.slice(0, most).map(({ id }) => id);
  return { ids, next: found.rows.length > most ? ids.at(-1) : undefined };
}

/** The same, in a look of its own. */
function idsOnce({ house, org }: Scene, person: string, rows: ReturnType<typeof sql>, after: string | undefined, most: number) {
  return house.db.within({ org, person, readOnly: true }, (db) => idsAfter({ db }, rows, after, most));
}

/** What may be gone or not (yet) to be seen is left out, as on its page. */
async function orNothing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (fault) {
    if (fault instanceof Absent) return undefined;
    throw fault;
  }
}

/** The contact sheet, and when it was released. */
export const sheetOfMine: Walked = {
  tables: ['contact_sheet', 'contact_release'],
  async walk(scene) {
    const { sheet, changedAt, spoken, told } = await mySheet(scene, {});
    return { entries: changedAt === undefined ? [] : [{ real_name: sheet.realName, phone: sheet.phone, whom_to_call: sheet.whom, their_phone: sheet.whomPhone, changed: changedAt, written_down_by: spoken?.by ?? null, said_on: spoken?.at ?? null, released: told.map(({ at }) => at) }], next: undefined };
  },
};

/** Every answer to every question, with the question as it reads today. */
export const answers: Looked = {
  tables: ['sheet', 'answer'],
  async load(looking, after) {
    const { ids, next } = await idsAfter(looking, sql`select id from sheet where org_id = ${looking.org} and person_id = ${looking.person()}`, after, 20);
    const entries: Entry[] = [];
    for (const id of ids) {
      const sheet = await looking.db.selectFrom('sheet').innerJoin('programme', (join) => join.onRef('programme.org_id', '=', 'sheet.org_id').onRef('programme.id', '=', 'sheet.programme_id'))
        .select(['sheet.side', 'sheet.begun_at', 'sheet.sent_at', 'sheet.programme_id', 'programme.slug']).where('sheet.org_id', '=', looking.org).where('sheet.id', '=', id).executeTakeFirstOrThrow();
      for (const one of (await answersOn(looking, id)).values()) {
        const question = await orNothing(contentItem(looking, sheet.programme_id, 'question', one.question));
        entries.push({
          programme: sheet.slug, side: sheet.side, begun: sheet.begun_at, sent: sheet.sent_at, question: question === undefined ? one.question : say(question.body.text, looking.scene.lang),
          skipped: one.skipped, may_be_shared: one.share, chosen: JSON.stringify(one.coded), words: [...(one.written.text === undefined ? [] : [one.written.text]), ...Object.values(one.written.beside ?? {})],
        });
      }
    }
    return { entries, next };
  },
};

/** Introductions, as far as their page shows them. */
export const introductions: Walked = {
  tables: ['proposal', 'introduction'],
  async walk(scene, me, after) {
    const { ids, next } = await idsOnce(scene, me, sql`select id from proposal where org_id = ${scene.org} and (seeker_person = ${me} or supporter_person = ${me})`, after, 50);
    const entries: Entry[] = [];
    for (const id of ids) {
      const seen = await orNothing(introduction(scene, { proposal: id }));
      if (seen !== undefined) entries.push({ my_side: seen.mySide, my_answer: seen.mine, my_words: seen.myWords, other: seen.otherName ?? null, other_words: seen.otherWords, why: seen.why, answer_until: seen.expiresAt, ending: seen.ending ?? null });
    }
    return { entries, next };
  },
};

/** The living lines of every agreement, whoever wrote them, with what was said about them. */
export const agreements: Walked = {
  tables: ['agreement_line', 'agreement_remark', 'agreement_yes', 'agreement_version_yes'],
  async walk(scene, me, after) {
    const { ids, next } = await idsOnce(scene, me, sql`select id from relationship where org_id = ${scene.org} and (seeker_id = ${me} or supporter_id = ${me})`, after, 20);
    const entries: Entry[] = [];
    for (const id of ids) {
      const seen = await orNothing(agreement(scene, { relationship: id }));
      for (const topic of seen?.topics ?? []) {
        for (const line of topic.lines) entries.push({ question: topic.question, words: line.words, state: line.state, by_me: line.byMe, remarks: line.remarks.map((one) => one.words) });
      }
    }
    return { entries, next };
  },
};

/** Meetings with their places. */
export const meetingsOfMine: Looked = {
  tables: ['meeting'],
  async load(looking, after) {
    const me = looking.person();
    const { ids, next } = await idsAfter(looking, sql`select m.id from meeting m join relationship r on r.org_id = m.org_id and r.id = m.relationship_id where m.org_id = ${looking.org} and (r.seeker_id = ${me} or r.supporter_id = ${me})`, after);
    if (ids.length === 0) return { entries: [], next };
    const rows = await looking.db.selectFrom('meeting').selectAll().where('org_id', '=', looking.org).where('id', 'in', ids).orderBy('id').execute();
    const names = await namesOf(looking, rows.map((row) => row.proposed_by));
    const entries: Entry[] = [];
    for (const row of rows) {
      const beside = { key: row.data_key_id, place: { table: 'meeting', column: 'place', row: row.id }, sealed: row.place };
      const [place = ''] = (await orNothing(openWordsBeside(looking, row.conversation_id, [beside]))) ?? [];
      entries.push({ at: row.starts_at, minutes: row.minutes, how: row.how, place, proposed_by: names.get(row.proposed_by) ?? null, accepted: row.accepted_at, declined: row.declined_at, called_off: row.cancelled_at });
    }
    return { entries, next };
  },
};

/** Every message one can read now, in every conversation one is in, in order; a page is at most 500. The place is `conversation/seq`. */
export const messages: Looked = {
  tables: ['message', 'attachment', 'conversation_member'],
  wall: 'member',
  async load(looking, after) {
    const [at, seq = '0'] = after?.split('/') ?? [];
    const conversations = await conversationsOf(looking);
    const [now, following] = [at ?? conversations[0], conversations[conversations.indexOf(at ?? conversations[0] ?? '') + 1]];
    if (now === undefined) return { entries: [], next: undefined };
    const seen = await orNothing(messagesToKeep(looking, now, Number(seq)));
    const names = await namesOf(looking, [...new Set(seen?.messages.map(({ author }) => author) ?? [])]);
    const last = seen?.messages.at(-1)?.seq;
    return {
      entries: (seen?.messages ?? []).map((one) => ({
        conversation: conversations.indexOf(now) + 1, number: one.seq, at: one.sentAt, by_me: one.mine, from: names.get(one.author) ?? null, note: one.words?.note ?? null, words: one.words?.body ?? null,
        picture: one.words?.picture === undefined ? null : pictureFile(conversations.indexOf(now) + 1, one.seq), picture_shows: one.words?.picture?.description ?? null,
      })),
      next: seen?.more === true && last !== undefined ? `${now}/${last}` : following === undefined ? undefined : `${following}/0`,
    };
  },
};

/** Check-ins with one's own answers. */
export const checkIns: Looked = {
  tables: ['check_in', 'check_in_answer'],
  async load(looking, after) {
    const me = looking.person();
    const { ids, next } = await idsAfter(looking, sql`select id from check_in where org_id = ${looking.org} and person_id = ${me}`, after);
    if (ids.length === 0) return { entries: [], next };
    const rows = await looking.db
      .selectFrom('check_in').leftJoin('check_in_answer', (join) => join.onRef('check_in_answer.org_id', '=', 'check_in.org_id').onRef('check_in_answer.check_in_id', '=', 'check_in.id'))
      .select(['check_in.id', 'check_in.kind', 'check_in.due_at', 'check_in.answered_at', 'check_in.skipped_at', 'check_in_answer.item', 'check_in_answer.value', 'check_in_answer.words', 'check_in_answer.shared_at'])
      .where('check_in.org_id', '=', looking.org).where('check_in.id', 'in', ids).orderBy('check_in.id').orderBy('check_in_answer.item').execute();
    const opened = await openAll(looking, rows.map((row) => ({ person: me, where: `check_in_answer/words/${row.id}/${row.item}`, sealed: row.words })));
    return {
      entries: rows.map((row, at) => {
        const { option = null, words = null } = opened[at] ? (JSON.parse(opened[at]) as { option?: string; words?: string }) : {};
        return { kind: row.kind, due: row.due_at, answered: row.answered_at, let_go: row.skipped_at, item: row.item, chosen: option, number: row.value, words, shared: row.shared_at };
      }),
      next,
    };
  },
};

/** Concerns that one raised: what one wrote, and what one was told back. Concerns about somebody are not theirs to see. */
export const concernsRaised: Walked = {
  tables: ['concern'],
  async walk(scene, me, after) {
    const { ids, next } = await idsOnce(scene, me, sql`select id from concern where org_id = ${scene.org} and raised_by = ${me}`, after, 20);
    const entries: Entry[] = [];
    for (const id of ids) {
      const seen = await orNothing(concern(scene, { concern: id }));
      if (seen?.as === 'raising') entries.push({ raised: seen.raisedAt, words: Object.values(seen.words).filter((one): one is string => typeof one === 'string'), taken: seen.takenAt, closed: seen.closedAt, told_back: seen.back });
    }
    return { entries, next };
  },
};

/** Decisions about one: the line of the code of conduct, what was decided and why, and what was asked and answered about it. Never who said something. */
export const decisions: Walked = {
  tables: ['breach', 'breach_appeal'],
  async walk(scene) {
    const entries: Entry[] = [];
    for (const { id } of await myBreaches(scene, {})) {
      const seen = await orNothing(myBreach(scene, { breach: id }));
      if (seen === undefined) continue;
      entries.push({
        question: say(seen.line, scene.lang), decided: seen.decision?.at ?? null, outcome: seen.decision?.outcome ?? null, pause_until: seen.decision?.until ?? null, why: seen.decision?.reason ?? null,
        my_words: seen.appeal?.words ?? null, received: seen.appeal?.askedAt ?? null, ending: seen.appeal?.ending ?? null, told_back: seen.appeal?.decision?.reason ?? null,
      });
    }
    return { entries, next: undefined };
  },
};
