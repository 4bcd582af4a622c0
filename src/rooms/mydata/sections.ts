import { sql } from 'kysely';
import { plain, type Section } from './section.ts';
import { agreements, answers, checkIns, concernsRaised, decisions, introductions, meetingsOfMine, messages, sheetOfMine } from './opened.ts';

const programme = (alias: string) => sql`(select named.slug from programme named where named.org_id = ${sql.ref(`${alias}.org_id`)} and named.id = ${sql.ref(`${alias}.programme_id`)}) as programme`;

/** Rooms whose acts somebody is never told of by name: who blocked them, who was worried about them, who is to be kept from them. */
const silent: readonly string[] = ['safety', 'disclosures', 'breaches'];
/** What is done there to somebody's face, or for them. */
const told: readonly string[] = ['safety.record-conduct', 'safety.spoken-sheet', 'safety.write-spoken-sheet'];

/**
 * Everything that is stored about a person, part by part, in the order in which their copy shows it. `mydata.test.ts` holds it to the database: every
 * table that names a person is in one of these, or in `leftOut` with a reason.
 */
export const sections = {
  person: plain({
    tables: ['person', 'preference'],
    rows: (me, org) => sql`select p.id, p.name, p.pronouns, p.lang as language, p.zone, p.begun_at as begun, p.joined_at as joined, p.came_in_at as first_signed_in, p.entered_by as written_down_by,
      f.notices, f.digest, f.shared_device, f.quiet_from::text as quiet_from, f.quiet_until::text as quiet_until
      from person p left join preference f on f.org_id = p.org_id and f.person_id = p.id where p.org_id = ${org} and p.id = ${me}`,
    sealed: { name: ({ id }) => `person/name/${id}`, pronouns: ({ id }) => `person/pronouns/${id}` },
    people: ['written_down_by'],
  }),
  contacts: plain({
    tables: ['contact'],
    rows: (me, org) => sql`select id, kind, value, careful, main, confirmed_at as confirmed, added_at as added, removed_at as removed from contact where org_id = ${org} and person_id = ${me}`,
    sealed: { value: ({ id }) => `contact/value/${id}`, careful: ({ id }) => `contact/careful/${id}` },
  }),
  'contact-sheet': sheetOfMine,
  answers,
  requests: plain({
    tables: ['support_request'],
    rows: (me, org) => sql`select r.id, ${programme('r')}, r.source, r.came_from, r.urgent, r.call_first, r.who_chooses, r.received_at as received, r.answered_at as answered, r.ready_at as ready,
      r.held_at as held, r.matched_at as matched, r.withdrawn_at as taken_back, r.closed_at as closed, r.closed_how from support_request r where r.org_id = ${org} and r.person_id = ${me}`,
  }),
  applications: plain({
    tables: ['application'],
    rows: (me, org) => sql`select a.id, ${programme('a')}, a.source, a.received_at as received, a.answered_at as answered, a.decided_at as decided, a.decided_by, a.decision, a.withdrawn_at as taken_back
      from application a where a.org_id = ${org} and a.person_id = ${me}`,
    people: ['decided_by'],
  }),
  supporting: plain({
    tables: ['supporter'],
    rows: (me, org) => sql`select s.id, ${programme('s')}, s.capacity, s.hours_a_week, s.rest_days, s.since, s.paused_at as paused, s.paused_until, s.ended_at as ended from supporter s where s.org_id = ${org} and s.person_id = ${me}`,
  }),
  records: plain({
    tables: ['clearance', 'training_record'],
    rows: (me, org) => sql`select c.id, ${programme('c')}, c.kind, c.done_on::text as done_on, c.expires_on::text as expires_on, c.recorded_by, c.recorded_at as recorded, c.withdrawn_at as taken_back from clearance c where c.org_id = ${org} and c.person_id = ${me}
      union all select t.id, ${programme('t')}, t.course, t.completed_on::text, t.expires_on::text, t.recorded_by, t.recorded_at, t.withdrawn_at from training_record t where t.org_id = ${org} and t.person_id = ${me}`,
    people: ['recorded_by'],
  }),
  introductions,
  relationships: plain({
    tables: ['relationship', 'conversation_member'],
    rows: (me, org) => sql`select r.id, ${programme('r')}, case when r.seeker_id = ${me} then 'seeker' else 'supporter' end as my_side, case when r.seeker_id = ${me} then r.supporter_id else r.seeker_id end as other,
      r.begun_at as begun, r.agreed_at as agreed, r.season_ends_on::text as season_ends, r.paused_at as paused, r.paused_until, r.ended_at as ended, r.ended_how, r.last_contact_at as last_contact
      from relationship r where r.org_id = ${org} and (r.seeker_id = ${me} or r.supporter_id = ${me})`,
    people: ['other'],
  }),
  'contacts-noted': plain({
    tables: ['contact_log'],
    rows: (me, org) => sql`select c.id, c.happened_at as at, c.channel, c.minutes, c.logged_by as noted_by from contact_log c join relationship r on r.org_id = c.org_id and r.id = c.relationship_id
      where c.org_id = ${org} and (r.seeker_id = ${me} or r.supporter_id = ${me})`,
    people: ['noted_by'],
  }),
  agreements,
  meetings: meetingsOfMine,
  messages,
  letters: plain({
    tables: ['letter', 'letter_thread'],
    rows: (me, org) => sql`select l.id, ${programme('l')}, l.at, l.from_programme, l.written_by, l.channel, l.reached, l.words, l.read_at as read from letter l where l.org_id = ${org} and l.person_id = ${me}`,
    sealed: { words: ({ id }) => `letter/words/${id}` },
    people: ['written_by'],
  }),
  'check-ins': checkIns,
  promises: plain({
    tables: ['promise'],
    rows: (me, org) => sql`select p.id, ${programme('p')}, p.kind, p.made_at as made, p.due_at as due, p.kept_at as kept, p.kept_by, p.withdrawn_at as taken_back from promise p where p.org_id = ${org} and p.promised_to = ${me}`,
    people: ['kept_by'],
  }),
  notices: plain({
    tables: ['notice'],
    rows: (me, org) => sql`select n.id, n.kind, n.channel, n.made_at as made, n.sent_at as sent, n.dropped_at as dropped, n.dropped_why from notice n where n.org_id = ${org} and n.person_id = ${me}`,
  }),
  notes: plain({
    tables: ['kept_note'],
    rows: (me, org) => sql`select k.id, ${programme('k')}, k.label, k.words, k.at from kept_note k where k.org_id = ${org} and k.person_id = ${me}`,
    sealed: { words: ({ id }) => `kept_note/words/${id}` },
  }),
  consents: plain({
    tables: ['consent'],
    rows: (me, org) => sql`select c.id, split_part(c.kind, '/', 1) as kind, (select p.slug from programme p where p.org_id = c.org_id and p.id::text = split_part(c.kind, '/', 2)) as programme, c.version, c.given_at as given, c.withdrawn_at as taken_back from consent c where c.org_id = ${org} and c.person_id = ${me}`,
  }),
  roles: plain({
    tables: ['role_held'],
    rows: (me, org) => sql`select r.id, ${programme('r')}, r.role, r.duty, r.given_by, r.given_at as given, r.ended_at as ended from role_held r where r.org_id = ${org} and r.person_id = ${me}`,
    people: ['given_by'],
  }),
  'sign-ins': plain({
    tables: ['session'],
    rows: (me, org) => sql`select id, device, proof as how, shared_device, created_at as begun, seen_at as last_seen, ended_at as ended from session where org_id = ${org} and person_id = ${me}`,
  }),
  'older-words': plain({
    tables: ['older_words_opening'],
    rows: (me, org) => sql`select id, met_by, met_at, confirmed_by, confirmed_at as confirmed from older_words_opening where org_id = ${org} and person_id = ${me}`,
    people: ['met_by', 'confirmed_by'],
  }),
  'ways-in': plain({
    tables: ['passkey', 'password', 'one_time_secret', 'recovery_code', 'outside_identity'],
    rows: (me, org) => sql`select id::text as id, 'passkey' as kind, name as label, made_at as made, used_at as used, removed_at as removed from passkey where org_id = ${org} and person_id = ${me}
      union all select 'password', 'password', '', set_at, null, null from password where org_id = ${org} and person_id = ${me}
      union all select 'one-time', 'one-time-codes', '', made_at, null, null from one_time_secret where org_id = ${org} and person_id = ${me}
      union all select id::text, 'recovery-code', '', made_at, used_at, null from recovery_code where org_id = ${org} and person_id = ${me}
      union all select id::text, 'organisation-account', issuer, linked_at, null, null from outside_identity where org_id = ${org} and person_id = ${me}`,
  }),
  concerns: concernsRaised,
  decisions,
  blocks: plain({
    tables: ['kept_apart'],
    rows: (me, org) => sql`select id, other_person as other, set_at as given, ended_at as ended from kept_apart where org_id = ${org} and one_person = ${me} and set_by = ${me} and kind = 'block'`,
    people: ['other'],
  }),
  looked: plain({
    tables: ['trail'],
    rows: (me, org) => sql`select id, at, actor_id as who, act, outcome from trail where org_id = ${org} and subject_id = ${me} and actor_id is distinct from ${me}
      and (split_part(act, '.', 1) <> all(${silent}::text[]) or act = any(${told}::text[]))`,
    people: ['who'],
  }),
  did: plain({
    tables: ['trail'],
    rows: (me, org) => sql`select id, at, act, outcome from trail where org_id = ${org} and actor_id = ${me}`,
  }),
} as const satisfies Readonly<Record<string, Section>>;

/** The name of a part. */
export type SectionName = keyof typeof sections;

/** The parts in order. */
export const sectionNames = Object.keys(sections) as readonly SectionName[];

/** Tables that name a person and are not in their copy, each with the reason. */
export const leftOut: Readonly<Record<string, string>> = {
  calendar_feed: 'a hash of a secret address; when it was made stands in `did`',
  challenge: 'a question to a browser that lives for minutes',
  concern_item: 'words that somebody showed in a concern: they are the concern’s, and the raiser’s own stand with their concern',
  concern_note: 'the record of those who answer a concern',
  danger_call: 'whom the safety team called about a concern; being on duty stands in `roles`',
  data_key: 'names of keys; the words they open stand in `messages`',
  demo_mail: 'exists in a demo only, where everybody is made up',
  fact: 'what the trail says, for the house’s own readers; ids only',
  help_line: 'which of the team called a help line: the programme’s record of its numbers',
  import: 'which coordinator brought a sheet; what came in with it stands with each person',
  matching_change: 'that a supporter is to be read again, for a day; no value of anybody',
  matching_hold: 'a coordinator’s plan; what was proposed stands in `introductions`',
  matching_round: 'a coordinator’s plan; what was proposed stands in `introductions`',
  matching_round_decision: 'a coordinator’s plan; what was proposed stands in `introductions`',
  matching_round_pair: 'a coordinator’s plan; what was proposed stands in `introductions`',
  programme_content: 'who changed a text of the programme; also in `did`',
  programme_content_before: 'who changed a text of the programme; also in `did`',
  promise_step: 'the way of a promise through the team; the promise itself stands in `promises`',
  safety_naming: 'who is asked about who answers for safety; who does stands in `roles`, and who named them in `did`',
  retention_choice: 'which of the team chose how long things are kept; also in `did`',
  sign_in_link: 'hashes of links that work for ten minutes and are forgotten after thirty days; what they began stands in `sign-ins`',
};
