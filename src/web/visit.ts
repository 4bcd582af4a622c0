import type { Speak } from '../messages/index.ts';
import type { Scene } from '../platform/scene.ts';
import type { Cursor, Paged } from './paging.ts';

/** The named parts of an address: `/p/:programme/ask/:step` gives `{ programme: string; step: string }`. */
export type ParamsOf<A extends string> = A extends `${string}/:${infer Rest}`
  ? Rest extends `${infer Name}/${infer More}`
    ? { readonly [K in Name]: string } & ParamsOf<`/${More}`>
    : { readonly [K in Rest]: string }
  : unknown;

/** What stands after the question mark, one value for each name (the first). */
export interface Query {
  /** The value, or undefined when it is absent or empty. */
  get(name: string): string | undefined;
  /** Every value of a name that may stand several times. */
  all(name: string): readonly string[];
}

/** The organisation whose house this is, as its pages show it. */
export interface OrgSeen {
  readonly org: string;
  readonly name: string;
  /** The language of the organisation, when a visitor asks for none we speak. */
  readonly lang: 'en' | 'fr';
  /** IANA name, for people who have not chosen one. */
  readonly zone: string;
}

/**
 * One request as `load`, `read` and `then` see it: the scene that acts and views take as their first argument,
 * with the address, the language and the place of the reader.
 */
export interface Visit<A extends string = string> extends Scene {
  readonly params: ParamsOf<A> extends infer P ? (unknown extends P ? Readonly<Record<string, string>> : P) : never;
  readonly query: Query;
  /** The path that was asked for, with its query: what a link back to this page needs. */
  readonly path: string;
  readonly t: Speak;
  /** The reader's time zone (IANA name). */
  readonly zone: string;
  readonly now: Date;
  /** How the browser describes itself (`User-Agent`), shortened; empty when it does not. For naming a device to its own person. */
  readonly browser: string;
  /** What an earlier `then.keep` of this browser kept under a name, if it is still fresh. */
  kept(name: string): string | undefined;
  /** Where a list goes on, from the `from` of this address; undefined at its beginning. `list` names the list and what its rows depend on. */
  cursor(list: string): Cursor | undefined;
  /** The addresses of a list's next and previous page, for `<Pager>`. */
  pages(list: string, paged: Pick<Paged<unknown>, 'next' | 'previous'>): { readonly next?: string; readonly previous?: string };
}
