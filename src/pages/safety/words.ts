import { say, starter } from '../../content/index.ts';
import type { BareKey, Speak } from '../../messages/index.ts';
import type { ConcernOutcome, ContactAsked, NoteSeen, ShownItem } from '../../rooms/safety/index.ts';

/** How a concern ended, in words. */
export const outcomeWords: Record<ConcernOutcome, BareKey> = {
  'safe-now': 'safety.outcome.safe-now', 'agreed-next-steps': 'safety.outcome.agreed-next-steps', 'emergency-help': 'safety.outcome.emergency-help',
  'passed-on': 'safety.outcome.passed-on', 'nothing-needed': 'safety.outcome.nothing-needed', 'step-taken': 'safety.outcome.step-taken', 'not-reached': 'safety.outcome.not-reached',
};

/** What kind of entry stands in the record. */
export const noteWords: Record<NoteSeen['kind'], BareKey> = {
  opened: 'safety.note.opened', taken: 'safety.note.taken', note: 'safety.note.note', call: 'safety.note.call', care: 'safety.note.care',
  'handed-over': 'safety.note.handed-over', 'called-in': 'safety.note.called-in', 'answered-call': 'safety.note.answered-call', closed: 'safety.note.closed',
  'level-up': 'safety.note.level-up', 'level-down': 'safety.note.level-down', 'contact-asked': 'safety.note.contact-asked', 'contact-confirmed': 'safety.note.contact-confirmed',
  'contact-refused': 'safety.note.contact-refused', 'contact-seen': 'safety.note.contact-seen', 'contact-told': 'safety.note.contact-told',
};

/** Where a request for contact details stands, in words. Filled with who asked. */
export const contactWords: Record<ContactAsked['state'], 'safety.contact.state.asked' | 'safety.contact.state.open' | 'safety.contact.state.over' | 'safety.contact.state.refused'> = {
  asked: 'safety.contact.state.asked', open: 'safety.contact.state.open', over: 'safety.contact.state.over', refused: 'safety.contact.state.refused',
};

/** How a call ended, in words. */
export const callWords: Readonly<Record<string, BareKey>> = { reached: 'safety.call.reached', 'message-left': 'safety.call.message-left', nobody: 'safety.call.nobody' };

/** Why a shown message is not accepted as genuine, in words. */
export const doubtWords: Record<NonNullable<ShownItem['doubt']>, BareKey> = {
  unreadable: 'safety.doubt.unreadable', 'words-altered': 'safety.doubt.words-altered', 'blame-moved': 'safety.doubt.blame-moved', 'mark-altered': 'safety.doubt.mark-altered',
  'not-under-anchor': 'safety.doubt.not-under-anchor', 'chain-broken': 'safety.doubt.chain-broken', 'told-twice': 'safety.doubt.told-twice',
};

/** An answer of the concern form in words; empty for none. */
export function formAnswer(t: Speak, id: string | null): string {
  const option = starter().safety.concernForm.fields.flatMap((field) => field.options ?? []).find((one) => one.id === id);
  return option === undefined ? '' : say(option.text, t.lang);
}

/** A question of the concern form in words. */
export function formQuestion(t: Speak, id: string): string {
  const field = starter().safety.concernForm.fields.find((one) => one.id === id);
  return field === undefined ? '' : say(field.text, t.lang);
}
