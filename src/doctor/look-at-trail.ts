import type { Ask } from './ask.ts';
import { type Finding, finding } from './finding.ts';

/** A round seals each minute; lines that wait longer than this wait for a site that does not run, or does not get to it. */
const SEALED_WITHIN_MINUTES = 10;
/** An hour is signed three minutes after it; two more hours without are worth a look. */
const SIGNED_WITHIN_HOURS = 3;
/** Letters with anchors go once a day. */
const SENT_WITHIN_HOURS = 48;

interface TrailState {
  readonly waiting: number;
  readonly minutes: number;
  readonly links: number;
  readonly unsigned: number | null;
  readonly signed: number | null;
  readonly sent: number | null;
  readonly anew: string | null;
}

/** Whether the trail is sealed and signed, and whether its anchors leave this machine. `trustee`: somebody outside is named. */
export async function lookAtTrail(ask: Ask, trustee: boolean): Promise<readonly Finding[]> {
  const there = await ask<{ there: boolean }>("select to_regclass('public.trail_link') is not null as there");
  if (there[0]?.there !== true) return [];
  const hoursSince = (moment: string) => `(extract(epoch from now() - ${moment}) / 3600)::int`;
  const rows = await ask<TrailState>(`
    with last as (select distinct on (org_id) org_id, xid, line_id from trail_link order by org_id, seq desc),
      waiting as (select t.at from trail t left join last l on l.org_id = t.org_id where l.org_id is null or (t.xid, t.id) > (l.xid, l.line_id)),
      signed as (select a.org_id, max(a.seq) as seq from trail_anchor a join trail_anchor_signature s using (org_id, chain, hour) group by a.org_id)
    select (select count(*)::int from waiting) as waiting, coalesce((select (extract(epoch from now() - min(at)) / 60)::int from waiting), 0) as minutes,
      (select count(*)::int from last) as links,
      (select ${hoursSince('min(l.sealed_at)')} from trail_link l left join signed s using (org_id) where l.seq > coalesce(s.seq, 0)) as unsigned,
      (select ${hoursSince('max(signed_at)')} from trail_anchor_signature) as signed, (select ${hoursSince('max(up_to)')} from trail_anchor_sent) as sent,
      (select max(begun_at)::date::text from trail_chain where why = 'signed-otherwise') as anew`);
  const state = rows[0];
  return state === undefined ? [] : [...sealedOf(state), ...signedOf(state), ...sentOf(state, trustee)];
}

function sealedOf({ waiting, minutes, anew }: TrailState): Finding[] {
  return [
    ...(waiting > 0 && minutes > SEALED_WITHIN_MINUTES ? [finding('look', 'trail-behind', { count: waiting, minutes })] : []),
    ...(anew === null ? [] : [finding('wrong', 'trail-anew', { day: anew })]),
  ];
}

function signedOf({ links, unsigned, signed }: TrailState): Finding[] {
  if (unsigned !== null && unsigned > SIGNED_WITHIN_HOURS) return [finding('wrong', 'anchors-late', { hours: unsigned })];
  if (links === 0 || signed === null) return [finding('fine', 'trail-new')];
  return [finding('fine', 'trail', { hours: Math.max(0, signed) })];
}

function sentOf({ signed, sent }: TrailState, trustee: boolean): Finding[] {
  const nobody = trustee ? [] : [finding('look', 'anchors-nobody')];
  if (signed === null) return nobody;
  if (sent === null || sent - signed > SENT_WITHIN_HOURS) return [finding('look', 'anchors-unsent', { hours: sent ?? signed }), ...nobody];
  return [finding('fine', 'anchors-sent', { hours: Math.max(0, sent) }), ...nobody];
}
