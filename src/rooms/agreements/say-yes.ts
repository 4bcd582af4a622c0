import { z } from 'zod';
import { act } from '../../platform/act.ts';
import type { Inside } from '../../platform/inside.ts';
import { done, refused } from '../../platform/outcome.ts';
import { onlySpokenTo } from '../people/index.ts';
import { markAgreed, otherOf, setSeason } from '../relationships/index.ts';
import { conductAtTheDoor } from '../safety/index.ts';
import { type AgreementFound, versionYeses } from './agreement.ts';
import { type Keeps, type Line, linesOf, sayYesTo, topicsOf } from './lines.ts';
import { about, endLine, living, which } from './living.ts';
import { notYet } from './rules.ts';

/** "That is fine with me." With the second yes the line is agreed; once an agreement is in force, that makes its next version at once. */
export const agreeToLine = act({
  name: 'agreements.agree-to-line',
  input: which.extend({ line: z.uuid() }),
  wall: 'member',
  may: ({ actor }) => actor.kind === 'person',
  subject: about,
  async perform(inside, { relationship, line: lineId }) {
    const found = await living(inside, relationship);
    if (found === 'ended') return refused('ended');
    const lines = await linesOf(inside, found, await topicsOf(inside, found.relationship.programme));
    const line = lines.find((one) => one.id === lineId);
    if (line === undefined) return refused('line-gone');
    await agree(inside, found, [line]);
    return done();
  },
});

/**
 * "Yes to all of it." Says yes to every open line, and to the whole. When both have said it and every needed topic has a line, the agreement is in
 * force: the relationship starts, and its quiet hours and rhythm are kept from then on (P2, A7).
 */
export const sayYesToAll = act({
  name: 'agreements.say-yes-to-all',
  input: which.extend({ conduct: z.string().max(40).default('') }),
  wall: 'member',
  may: ({ actor }) => actor.kind === 'person',
  subject: about,
  async perform(inside, { relationship, conduct }) {
    const found = await living(inside, relationship);
    return found === 'ended' ? refused('ended') : wholeYes(inside, found, inside.person(), conduct);
  },
});

/**
 * “I read it aloud, and they said yes.” The other's yes to the whole, noted by whoever walks with them: only when the other has a telephone and no way to
 * read it here. It stands as noted, and the programme phones them to hear it from themselves.
 */
export const noteSpokenYes = act({
  name: 'agreements.note-spoken-yes',
  input: which.extend({ read: z.literal(true, 'agreements.mistake.read-aloud') }),
  wall: 'member',
  may: ({ actor }) => actor.kind === 'person',
  subject: about,
  async perform(inside, { relationship }) {
    const found = await living(inside, relationship);
    if (found === 'ended') return refused('ended');
    const other = otherOf(found.relationship, inside.person());
    if (!(await onlySpokenTo(inside, other))) return refused('reads-themselves');
    const said = await wholeYes(inside, found, other);
    if (said.kind === 'done') inside.record({ name: 'agreements.yes-noted', subject: about({ relationship }), programme: found.relationship.programme, about: { other } });
    return said;
  },
});

/** One person's yes to every open line, and to the whole; with the second the agreement is in force. */
async function wholeYes(inside: Inside, found: AgreementFound, person: string, conduct = '') {
  const { id: relationship, programme } = found.relationship;
  // Before two people begin, each says yes to the code of conduct (I6). Those who walk already are asked on their own page, and shut out of nothing.
  const code = found.version > 0 ? undefined : await conductAtTheDoor(inside, { person, programme, version: conduct });
  if (code !== undefined) return refused(code);
  const topics = await topicsOf(inside, found.relationship.programme);
  const made = await agree(inside, found, (await linesOf(inside, found, topics)).filter((line) => line.agreedAt === null), person);
  if (made) return done({ inForce: true });
  const lines = await linesOf(inside, found, topics);
  const missing = notYet(topics, lines);
  if (missing !== undefined && missing.topics.length > 0 && missing.open === 0) return refused('topics-missing', { count: missing.topics.length });
  const notedBy = person === inside.person() ? null : inside.person();
  await inside.db
    .insertInto('agreement_version_yes')
    .values({ org_id: inside.org, agreement_id: found.id, conversation_id: found.conversation, number: found.version + 1, person_id: person, said_at: inside.now, noted_by: notedBy })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const yeses = await versionYeses(inside, found);
  const { seeker, supporter } = found.relationship;
  if (missing === undefined && yeses.has(seeker) && yeses.has(supporter)) {
    await putInForce(inside, found, lines);
    return done({ inForce: true });
  }
  inside.record({ name: 'agreements.yes-said', subject: about({ relationship }), programme: found.relationship.programme, about: { other: otherOf(found.relationship, person) } });
  return done({ inForce: false });
}

/** One person's yes to these lines, mine unless said otherwise; those the other said yes to already are agreed, and what they replace has ended. True when that made a version. */
async function agree(inside: Inside, found: AgreementFound, lines: readonly Line[], me = inside.person()): Promise<boolean> {
  const { seeker, supporter } = found.relationship;
  let settled = false;
  for (const line of lines) {
    await sayYesTo(inside, found, line.id, me);
    const yes = new Set([...line.yes, me]);
    if (line.agreedAt !== null || !yes.has(seeker) || !yes.has(supporter)) continue;
    settled = true;
    await inside.db
      .updateTable('agreement_line')
      .set({ agreed_at: inside.now, ...(line.removes && { ended_at: inside.now }) })
      .where('org_id', '=', inside.org)
      .where('agreement_id', '=', found.id)
      .where('id', '=', line.id)
      .execute();
    if (line.replaces !== null) await endLine(inside, line.replaces);
  }
  if (!settled || found.version === 0) return false;
  await putInForce(inside, found, await linesOf(inside, found, await topicsOf(inside, found.relationship.programme)));
  return true;
}

/** Keeps a new version, and what it makes the system keep. A wish for more quiet counts from here on. */
async function putInForce(inside: Inside, found: AgreementFound, lines: readonly Line[]): Promise<void> {
  const number = found.version + 1;
  const agreed = lines.filter((line) => line.agreedAt !== null || line.yes.size === 2);
  const kept = Object.assign({}, ...agreed.map((line) => line.sets)) as Keeps;
  await inside.db
    .insertInto('agreement_version')
    .values({ org_id: inside.org, agreement_id: found.id, conversation_id: found.conversation, number, line_ids: agreed.map((line) => line.id), made_at: inside.now })
    .execute();
  await inside.db
    .updateTable('agreement')
    .set({
      in_force_version: number, quiet_from: kept.quietHours?.from ?? null, quiet_until: kept.quietHours?.to ?? null,
      contacts_per_week: kept.contactsPerWeek ?? null, check_in_weeks: kept.reviewWeeks ?? null, silence_days: kept.silenceDays ?? null,
    })
    .where('org_id', '=', inside.org)
    .where('id', '=', found.id)
    .execute();
  await markAgreed(inside, found.relationship.id);
  await setSeason(inside, found.relationship.id, kept.weeks);
  inside.record({ name: 'agreements.in-force', subject: about({ relationship: found.relationship.id }), programme: found.relationship.programme, about: { version: number, other: otherOf(found.relationship, inside.person()) } });
}
