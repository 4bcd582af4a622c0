import { type CheckIn, type CheckInItem, starter } from '../../content/index.ts';

/** On which side of a relationship somebody answers. */
export type Side = 'seeker' | 'supporter';

/** One answer as it was given: an option of the item's scale, or words. */
export interface Given {
  readonly item: string;
  readonly option?: string;
  readonly words?: string;
  /** “Share with the coordinator” was ticked. */
  readonly ticked: boolean;
}

/** A rule of the content: which answers offer what, and whom they tell. */
export type OfferRule = ReturnType<typeof starter>['checkIns']['rules'][number];

/** The things asked of somebody on one side, in order. */
export function itemsFor(checkIn: Pick<CheckIn, 'items'>, side: Side): readonly CheckInItem[] {
  return checkIn.items.filter((item) => item.side === 'both' || item.side === side);
}

/** Whether the coordinator sees an answer: told for everybody, or because the person ticked it. */
export function isShared(share: string, ticked: boolean): boolean {
  return share === 'coordinator-told' || (share === 'if-you-tick' && ticked);
}

/** Whether an answer's number is kept in the open, to be shared or counted with others; every other answer is sealed, and only its person opens it. */
export function isOpen(share: string, ticked: boolean): boolean {
  return share === 'counted' || isShared(share, ticked);
}

/** The rules that an answer meets. What must be twice in a row is met only when the answer before was such a one too. */
export function rulesFor(rules: readonly OfferRule[], given: { item: string; option: string | undefined; before: string | undefined }): readonly OfferRule[] {
  return rules.filter((rule) => {
    const meets = (option: string | undefined) => option !== undefined && rule.answers.some(({ id }) => id === option);
    if (rule.item.id !== given.item || !meets(given.option)) return false;
    if (rule.timesInARow === 2) return meets(given.before);
    // With the second in a row, what a first one offers is replaced by the other rule.
    return rule.timesInARow !== 1 || !meets(given.before);
  });
}

const NOTHING_TO_DO: ReadonlySet<string> = new Set(['show-groups', 'supporter-interest', 'show-self-care', 'show-circle', 'self-check']);

/** Whether an answer asks for a person: then somebody of the programme has a promised time (P6). An automatic reply never counts. */
export function asksForSomebody(rule: Pick<OfferRule, 'tells' | 'offers'>): boolean {
  return rule.tells === 'coordinator' && rule.offers.some(({ action }) => !NOTHING_TO_DO.has(action));
}

/** How long a check-in stays open, in days. Afterwards it is let go: nobody is chased (P12). */
export const OPEN_DAYS = 21;
