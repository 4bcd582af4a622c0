import type { Letter } from './letter.ts';

/**
 * How a letter fared. `handed`: somebody else has it now. `refused`: this address will never take it. `later`: not now, this letter.
 * `away`: no letter can go now. `unanswered`: its last byte went, and the server never said whether it has it. `kept`: `mayGo` said no, and it did not go.
 * `trouble` is a code for whoever runs the server.
 */
export type Fared =
  | { readonly kind: 'handed' }
  | { readonly kind: 'refused'; readonly trouble: string }
  | { readonly kind: 'later'; readonly trouble: string }
  | { readonly kind: 'away'; readonly trouble: string }
  | { readonly kind: 'unanswered'; readonly trouble: string }
  | { readonly kind: 'kept' };

/** Hands letters over. */
export interface Postman {
  /**
   * @param mayGo asked once, when everything but the end of the letter is with the server: only after it says yes can the letter arrive. A postman for whom
   *   the same letter twice is the same letter (its id) need not ask.
   * @throws what `mayGo` throws; then the letter did not go.
   */
  hand(letter: Letter, mayGo: () => Promise<boolean>): Promise<Fared>;
  close(): Promise<void>;
}
