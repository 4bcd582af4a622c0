import type { MayVisit } from './page.ts';
import type { Visit } from './visit.ts';

/** Something to keep: bytes or a stream of them. */
interface Downloaded {
  readonly body: string | Uint8Array | ReadableStream<Uint8Array>;
  /** Media type with charset where it is text: `text/calendar; charset=utf-8`. */
  readonly type: string;
  /** With a name the browser saves it; without, it may show it (inside a sandbox). */
  readonly fileName?: string;
  /** A picture that a page of ours shows: it has a name and is not saved at once. Its bytes were made here. */
  readonly inPage?: true;
  /** `none` (the default): nothing keeps a copy. `check`: a copy may be kept and is checked each time (calendar feeds of one secret address). */
  readonly cache?: 'none' | 'check';
}

/** An address that answers with a file. */
export interface DownloadDefinition<A extends string = string> {
  readonly address: A;
  readonly may: MayVisit;
  load(visit: Visit<A>): Promise<Downloaded> | Downloaded;
}

/** A download in the routing table. */
export type Download = DownloadDefinition & { readonly kind: 'download' };

/** Makes an address that answers with a file (an export, a certificate, a calendar feed). */
export function download<const A extends string>(definition: DownloadDefinition<A>): Download {
  return { ...(definition as unknown as DownloadDefinition), kind: 'download' };
}
