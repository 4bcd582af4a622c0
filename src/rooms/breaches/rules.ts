/** How much a breach weighs. `at-once`: violence, sexual contact or harm to a child; the person steps out until it is decided (content: breach-at-once). */
export const breachWeights = ['boundary', 'serious', 'at-once'] as const;
/** One weight. */
export type BreachWeight = (typeof breachWeights)[number];

/** The steps of the programme's protocol, the smallest first. */
export const breachOutcomes = ['none', 'talk', 'training', 'pause', 'end'] as const;
/** One step. */
export type BreachOutcome = (typeof breachOutcomes)[number];

/** Days in which the person may ask another person to look again (content: breach-appeal). */
const APPEAL_DAYS = 30;

/** Working days in which an appeal is answered. */
export const APPEAL_ANSWER_DAYS = 10;

/** Working days before that day on which whoever looks again is reminded. */
export const APPEAL_REMINDER_DAYS = 2;

/** Everybody who may not look again: whom it concerns, who recorded or decided it, and whom it is kept from. */
export function apartFrom(breach: { readonly person_id: string; readonly recorded_by: string; readonly decided_by: string | null; readonly kept_from: readonly string[] }): ReadonlySet<string> {
  return new Set([breach.person_id, breach.recorded_by, ...(breach.decided_by === null ? [] : [breach.decided_by]), ...breach.kept_from]);
}

/** A decision as far as it still counts. */
export interface Decided {
  readonly asideAt: Date | null;
  readonly decidedAt: Date | null;
  readonly outcome: BreachOutcome | null;
  /** `YYYY-MM-DD`, or null: until it is taken back. */
  readonly pauseUntil: string | null;
}

/** Whether somebody is to be proposed to nobody because of this: they stepped out at once, are told to pause, or their role ended. `today` is `YYYY-MM-DD`. */
export function keepsAside({ asideAt, decidedAt, outcome, pauseUntil }: Decided, today: string): boolean {
  if (decidedAt === null) return asideAt !== null;
  if (outcome === 'end') return true;
  return outcome === 'pause' && (pauseUntil === null || pauseUntil > today);
}

/** Whether an appeal may still be made. */
export function mayAppeal(decidedAt: Date | null, appealed: boolean, now: Date): boolean {
  return decidedAt !== null && !appealed && now.getTime() - decidedAt.getTime() <= APPEAL_DAYS * 86_400_000;
}

/** Who looks again, the nearest first: lead, administrators, then the rest of the staff; nobody who recorded, decided or is kept from it, and not the person. */
export function whoLooksAgain(staff: readonly { readonly person: string; readonly role: string }[], apart: ReadonlySet<string>): string | undefined {
  const order = ['lead', 'administrator', 'coordinator', 'safety-lead'];
  const free = staff.filter(({ person, role }) => order.includes(role) && !apart.has(person));
  return free.toSorted((a, b) => order.indexOf(a.role) - order.indexOf(b.role))[0]?.person;
}
