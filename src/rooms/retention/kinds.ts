import { type RawBuilder, sql } from 'kysely';

/**
 * Kinds of things that are kept for a while. The names are stable: choices and the ledger of erasures use them.
 * `none` says that nothing of it goes by time, and why is said on the page.
 */
export const keptKinds = [
  'half-written', 'requests', 'applications', 'past-supporters', 'conversations', 'letters', 'check-ins', 'import-sheets', 'breaches', 'concerns', 'contact-releases', 'danger-calls', 'notices', 'sign-ins', 'form-keys', 'facts', 'trail',
] as const;
/** See {@link keptKinds}. */
export type KeptKind = (typeof keptKinds)[number];

/** How long a kind is kept, in days. Where least and most are the same there is nothing to choose. */
export interface KeptFor {
  readonly kind: KeptKind;
  /** Each programme chooses for itself, or the organisation does for all. */
  readonly scope: 'programme' | 'house';
  readonly usual: number;
  readonly least: number;
  readonly most: number;
}

/** The table of kinds: what is usual, and within which bounds a programme may choose (I7). */
export const keptFor: readonly KeptFor[] = [
  { kind: 'half-written', scope: 'programme', usual: 30, least: 30, most: 30 },
  { kind: 'requests', scope: 'programme', usual: 365, least: 30, most: 1095 },
  { kind: 'applications', scope: 'programme', usual: 180, least: 30, most: 730 },
  { kind: 'past-supporters', scope: 'programme', usual: 365, least: 30, most: 1095 },
  { kind: 'conversations', scope: 'programme', usual: 90, least: 7, most: 365 },
  { kind: 'letters', scope: 'programme', usual: 730, least: 90, most: 1825 },
  { kind: 'check-ins', scope: 'programme', usual: 730, least: 90, most: 1825 },
  { kind: 'import-sheets', scope: 'programme', usual: 30, least: 1, most: 90 },
  { kind: 'breaches', scope: 'programme', usual: 1095, least: 365, most: 3650 },
  { kind: 'concerns', scope: 'house', usual: 1095, least: 365, most: 3650 },
  { kind: 'contact-releases', scope: 'house', usual: 730, least: 365, most: 3650 },
  { kind: 'danger-calls', scope: 'house', usual: 365, least: 30, most: 1095 },
  { kind: 'notices', scope: 'house', usual: 90, least: 30, most: 365 },
  { kind: 'sign-ins', scope: 'house', usual: 180, least: 30, most: 180 },
  { kind: 'form-keys', scope: 'house', usual: 7, least: 7, most: 7 },
  { kind: 'facts', scope: 'house', usual: 400, least: 400, most: 400 },
  { kind: 'trail', scope: 'house', usual: 0, least: 0, most: 0 },
];

/** The row of the table for a kind. */
export function keptForOf(kind: KeptKind): KeptFor {
  const found = keptFor.find((one) => one.kind === kind);
  if (found === undefined) throw new RangeError('every kind has its row');
  return found;
}

/** Where one looks: a programme, or the whole organisation. */
export interface Where {
  readonly org: string;
  readonly programme: string | null;
}

/** Nothing about somebody goes while a concern that they raised, or that is about them, is open. */
const noOpenConcern = (person: RawBuilder<unknown>, org: string) => sql`not exists (
  select from concern c where c.org_id = ${org} and c.closed_at is null and (c.raised_by = ${person} or c.about_person = ${person}))`;

/** A step that still holds somebody back: a pause without an end, or the end of a role in which they stand nevertheless. As an appeal left it. */
const stillWeighs = sql`
  case when a.ending is null or a.ending = 'stands' then b.outcome when a.ending = 'changed' then a.outcome else 'none' end = 'pause'
    and (case when a.ending = 'changed' then a.pause_until else b.pause_until end) is null
  or case when a.ending is null or a.ending = 'stands' then b.outcome when a.ending = 'changed' then a.outcome else 'none' end = 'end'
    and exists (select from supporter s where s.org_id = b.org_id and s.programme_id = b.programme_id and s.person_id = b.person_id and s.ended_at is null)`;

/**
 * The rows of a kind that will go some day, each with the moment from which its time counts: one query that the preview and the sweep share, so that the
 * preview cannot promise what the sweep does not do. What still runs has no such moment and is not among them.
 */
export const rowsOf: Readonly<Record<KeptKind, ((where: Where) => RawBuilder<{ id: string; since: Date }>) | undefined>> = {
  'half-written': ({ org, programme }) => sql`select s.id::text as id, s.changed_at as since from sheet s where s.org_id = ${org} and s.programme_id = ${programme} and s.sent_at is null`,
  requests: ({ org, programme }) => sql`
    select r.sheet_id::text as id, coalesce(greatest(r.withdrawn_at, r.closed_at), (select max(w.ended_at) from relationship w where w.org_id = r.org_id and w.request_id = r.id)) as since
    from support_request r
    where r.org_id = ${org} and r.programme_id = ${programme}
      and (r.withdrawn_at is not null or r.closed_at is not null or (r.matched_at is not null and exists (select from relationship w where w.org_id = r.org_id and w.request_id = r.id)))
      and not exists (select from relationship w where w.org_id = r.org_id and w.request_id = r.id and w.ended_at is null)
      and exists (select from answer a where a.org_id = r.org_id and a.sheet_id = r.sheet_id)
      and ${noOpenConcern(sql`r.person_id`, org)}`,
  applications: ({ org, programme }) => sql`
    select a.sheet_id::text as id, greatest(a.decided_at, a.withdrawn_at) as since from application a
    where a.org_id = ${org} and a.programme_id = ${programme} and (a.decision = 'not-now' or a.withdrawn_at is not null)
      and not exists (select from supporter s where s.org_id = a.org_id and s.sheet_id = a.sheet_id)
      and exists (select from answer w where w.org_id = a.org_id and w.sheet_id = a.sheet_id)
      and ${noOpenConcern(sql`a.person_id`, org)}`,
  'past-supporters': ({ org, programme }) => sql`
    select s.sheet_id::text as id, s.ended_at as since from supporter s
    where s.org_id = ${org} and s.programme_id = ${programme} and s.ended_at is not null
      and not exists (select from supporter o where o.org_id = s.org_id and o.sheet_id = s.sheet_id and o.ended_at is null)
      and not exists (select from relationship w where w.org_id = s.org_id and w.standing_id = s.id and w.ended_at is null)
      and exists (select from answer w where w.org_id = s.org_id and w.sheet_id = s.sheet_id)
      and ${noOpenConcern(sql`s.person_id`, org)}`,
  conversations: ({ org, programme }) => sql`
    select c.id::text as id, c.closed_at as since from conversation c
    where c.org_id = ${org} and c.programme_id = ${programme} and c.closed_at is not null and c.shredded_at is null
      and not exists (select from relationship w where w.org_id = c.org_id and w.conversation_id = c.id and w.ended_at is null)
      and not exists (select from concern k where k.org_id = c.org_id and k.conversation_id = c.id and k.closed_at is null)
      and not exists (select from erasure e where e.org_id = c.org_id and e.kind = 'conversation' and e.subject_id = c.id)`,
  letters: ({ org, programme }) => sql`
    select l.id::text as id, l.at as since from letter l
    where l.org_id = ${org} and l.programme_id = ${programme}
      and not exists (select from letter_thread t where t.org_id = l.org_id and t.programme_id = l.programme_id and t.person_id = l.person_id and t.waiting_since is not null)
      and ${noOpenConcern(sql`l.person_id`, org)}`,
  'check-ins': ({ org, programme }) => sql`
    select k.id::text as id, greatest(k.due_at, w.ended_at) as since from check_in k
    left join relationship w on w.org_id = k.org_id and w.id = k.relationship_id
    where k.org_id = ${org} and k.programme_id = ${programme} and (w.id is null or w.ended_at is not null)
      and exists (select from check_in_answer a where a.org_id = k.org_id and a.check_in_id = k.id)
      and ${noOpenConcern(sql`k.person_id`, org)}`,
  'import-sheets': ({ org, programme }) => sql`
    select i.id::text as id, coalesce(i.undone_at, i.run_at, i.uploaded_at) as since from import i
    where i.org_id = ${org} and i.programme_id = ${programme}
      and not exists (select from erasure e where e.org_id = i.org_id and e.kind = 'import' and e.subject_id = i.id)`,
  breaches: ({ org, programme }) => sql`
    select b.id::text as id, greatest(b.decided_at, a.decided_at, (case when a.ending = 'changed' then a.pause_until else b.pause_until end)::timestamptz) as since
    from breach b left join breach_appeal a on a.org_id = b.org_id and a.breach_id = b.id
    where b.org_id = ${org} and b.programme_id = ${programme} and b.decided_at is not null and (a.id is null or a.decided_at is not null)
      and not exists (select from concern k where k.org_id = b.org_id and k.id = b.concern_id and k.closed_at is null)
      and not (${stillWeighs})
      and ${noOpenConcern(sql`b.person_id`, org)}`,
  concerns: ({ org }) => sql`select c.id::text as id, c.closed_at as since from concern c where c.org_id = ${org} and c.closed_at is not null and c.erased_at is null`,
  'contact-releases': ({ org }) => sql`
    select r.id::text as id, greatest(c.closed_at, r.refused_at, r.open_until, r.told_at) as since
    from contact_release r join concern c on c.org_id = r.org_id and c.id = r.concern_id
    where r.org_id = ${org} and c.closed_at is not null and (r.confirmed_at is null or r.told_at is not null)`,
  'danger-calls': ({ org }) => sql`
    select d.id::text as id, c.closed_at as since from danger_call d join concern c on c.org_id = d.org_id and c.id = d.concern_id
    where d.org_id = ${org} and c.closed_at is not null`,
  notices: ({ org }) => sql`
    select n.id::text as id, coalesce(n.sent_at, n.dropped_at) as since from notice n
    where n.org_id = ${org} and (n.sent_at is not null or n.dropped_at is not null) and n.person_id is not null`,
  'sign-ins': ({ org }) => sql`
    select s.id::text as id, s.seen_at as since from session s
    where s.org_id = ${org} and exists (select from session newer where newer.org_id = s.org_id and newer.person_id = s.person_id and newer.id > s.id)`,
  'form-keys': ({ org }) => sql`select o.key as id, o.at as since from act_once o where o.org_id = ${org}`,
  facts: ({ org }) => sql`
    select f.id::text as id, f.at as since from fact f
    where f.org_id = ${org} and (f.xid, f.id) <= (select r.xid, r.id from fact_reader r where r.org_id = ${org} order by r.xid, r.id limit 1)`,
  trail: undefined,
};
