import { type Actor, holds } from '../../platform/actor.ts';

/** Whether the actor is on the staff of this programme (of any, when none is named): they see who waits, within what their role shows them. */
export function isStaff(actor: Actor, programme?: string): boolean {
  return holds(actor, ['coordinator', 'lead', 'safety-lead', 'administrator'], programme);
}

/** Whether the actor runs this programme: its words, questions, hours, promises and criteria. A safety lead alone does not. */
export function runs(actor: Actor, programme: string): boolean {
  return holds(actor, ['coordinator', 'lead', 'administrator'], programme);
}

/** Hours after which a naming for safety takes effect without a word of those who answer now: they may be away, and somebody must be there (I2). */
export const NAMING_WAITS_HOURS = 72;

/** Whether the actor may change who is on the team. One person often is everything, so coordinators may name people; see `mayGive`. */
export function mayGive(actor: Actor, role: string, programme: string | null): boolean {
  if (holds(actor, 'administrator', null)) return true;
  if (programme === null || role === 'administrator') return false;
  if (role === 'lead' || role === 'safety-lead') return holds(actor, 'lead', programme);
  return holds(actor, ['coordinator', 'lead'], programme);
}

/** What is missing before a programme may be opened (content: before a programme opens). */
export type Missing = 'help-lines' | 'hours' | 'owner' | 'backup' | 'safety-lead' | 'duty-to-report' | 'safety-texts';

/** How far a programme is ready to open. */
export interface Readiness {
  readonly confirmedHelpLines: number;
  readonly unconfirmedHelpLines: number;
  readonly hours: boolean;
  readonly owner: string | null;
  readonly backup: string | null;
  readonly safety: string | null;
  readonly dutyWritten: boolean;
  readonly safetyRead: boolean;
}

/**
 * What is still missing, in the order to do it. Empty: the programme may open.
 * A back-up is somebody else than the owner: one person cannot step in for themselves (P6).
 */
export function missingToOpen(ready: Readiness): readonly Missing[] {
  const missing: [Missing, boolean][] = [
    ['owner', ready.owner === null],
    ['backup', ready.backup === null || ready.backup === ready.owner],
    ['safety-lead', ready.safety === null],
    ['hours', !ready.hours],
    ['help-lines', ready.confirmedHelpLines === 0 || ready.unconfirmedHelpLines > 0],
    ['duty-to-report', !ready.dutyWritten],
    ['safety-texts', !ready.safetyRead],
  ];
  return missing.flatMap(([what, is]) => (is ? [what] : []));
}

/** Days after which a help line must be called again (content: confirm_before_opening). */
export const helpLineDays = 180;

/** What the soft weights of a programme add up to. They must make 100, so that points can be read as a share. */
export function weightSum(uses: readonly { readonly strength: string; readonly weight?: number | undefined }[]): number {
  return uses.reduce((sum, { strength, weight }) => sum + (strength === 'soft' ? (weight ?? 0) : 0), 0);
}

/** An address for a programme from its name: plain letters, digits and single hyphens, at most 60. Never empty. */
export function slugFrom(name: string): string {
  const plain = name
    .normalize('NFD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
    // “d’un” is two words, “parents’” is one.
    .replaceAll(/(?<![a-z])([a-z]{1,2})['’]/g, '$1-')
    .replaceAll(/['’]/g, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  // A long name ends at a word.
  const short = plain.length <= 60 ? plain : plain.slice(0, 61).replace(/-[^-]*$/, '').slice(0, 60);
  return short === '' ? 'programme' : short;
}

/** Criteria that protect people: they close the door in every programme. */
export const neverSoft: readonly string[] = ['free-and-ready', 'topics-open', 'kept-apart'];
