import type { Head, Link } from '../trail/index.ts';

/** One chain: its name, the organisation whose trail it is, and the link it goes on from. */
export interface ChainKept {
  readonly org: string;
  readonly chain: string;
  /** When it began, in ISO, and why: the first one, after a restore, or because the keyring had signed another history. */
  readonly begun: string;
  readonly why: string;
  readonly from: Head;
}

/** A chain with its links in order. Whoever reads sections takes them one after another; links that were not taken are passed over. */
export interface Section {
  readonly chain: ChainKept;
  readonly links: AsyncIterable<readonly Link[]>;
}
