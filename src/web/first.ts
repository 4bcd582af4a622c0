import type { ComponentChildren } from 'preact';
import type { Speak } from '../messages/index.ts';
import type { BrowserEntry } from './page.ts';
import type { Visit } from './visit.ts';

/** What stands first on pages of staff, whichever page its reader is on: what must not wait until they come to the page where it belongs. */
export interface FirstDefinition<D> {
  /** For whom, and on the page of which address. It is asked before anything is loaded, so that for everybody else it costs nothing. */
  shows(visit: Pick<Visit, 'actor'>, page: string): boolean;
  /** Browser entries it needs on the pages on which it is shown, beside the page's own: nobody else fetches them. */
  readonly scripts?: readonly BrowserEntry[];
  /** Calls a view, with at most one statement found by index: it runs with every such page. Undefined when there is nothing to say. */
  load(visit: Visit): Promise<D | undefined>;
  body(seen: { readonly data: D; readonly t: Speak; readonly zone: string; readonly now: Date }): ComponentChildren;
}

/** Such a thing, of whatever data. */
export type First = FirstDefinition<unknown>;

/** Makes what stands first (`name.first.tsx` below `src/pages`). */
export function first<D>(definition: FirstDefinition<D>): First {
  // Its data only ever meets its own body.
  return definition as unknown as First;
}
