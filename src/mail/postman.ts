import type { Letter } from './letter.ts';

/**
 * How a letter fared. `handed`: somebody else has it now. `refused`: this address will never take it. `later`: not now, this letter.
 * `away`: no letter can go now; `trouble` is a code for whoever runs the server.
 */
export type Fared =
  | { readonly kind: 'handed' }
  | { readonly kind: 'refused'; readonly trouble: string }
  | { readonly kind: 'later'; readonly trouble: string }
  | { readonly kind: 'away'; readonly trouble: string };

/** Hands letters over. Handing the same letter over again must do no harm: its id is the same. */
export interface Postman {
  hand(letter: Letter): Promise<Fared>;
  close(): Promise<void>;
}
