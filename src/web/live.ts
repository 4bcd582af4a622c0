import type { VNode } from 'preact';
import type { MayVisit } from './page.ts';
import type { Visit } from './visit.ts';

/** One thing that a live page learns. `id` is its place: a browser that comes back says the last one it has. */
export interface LiveEvent {
  readonly id: string;
  /** What `<live-feed>` does with it: `add` puts the markup at the end, `replace` puts it in the place of the element with the same `data-id`. */
  readonly event?: 'add' | 'replace' | 'look';
  /** The markup (made by the same component as the page's own), or plain data for a script of the page. */
  readonly body: VNode | string | Readonly<Record<string, unknown>>;
}

/** A stream of news for an open page. */
export interface LiveDefinition<A extends string = string> {
  readonly address: A;
  readonly may: MayVisit;
  /** The topics of the house's bus that mean "look again". Asking may end as absent: then there is no stream. */
  topics(visit: Visit<A>): readonly string[] | Promise<readonly string[]>;
  /**
   * Everything after `last`, in order, read through a view from rows. It is called when the stream opens and for each piece of news,
   * so what a lost connection missed arrives first and nothing arrives twice. `last` is empty when the page had nothing yet.
   */
  since(visit: Visit<A>, last: string): Promise<readonly LiveEvent[]>;
}

/** A live address in the routing table. */
export type Live = LiveDefinition & { readonly kind: 'live' };

/** Makes a live address (Server-Sent Events with ids, catch-up by `Last-Event-ID`, a comment every 20 seconds). */
export function live<const A extends string>(definition: LiveDefinition<A>): Live {
  return { ...(definition as unknown as LiveDefinition), kind: 'live' };
}
