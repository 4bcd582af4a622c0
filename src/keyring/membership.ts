/** What the keyring asks about before it hands out a key or makes a tag. */
export type Asked =
  | { readonly kind: 'words'; readonly conversation: string; readonly author: string }
  | { readonly kind: 'sheet'; readonly org: string; readonly person: string }
  | { readonly kind: 'concern'; readonly org: string; readonly concern: string };

/**
 * `write`: may read and add; `read`: may read; `make`: may make a key that does not exist yet, to write something down under it once, and is given it
 * at no other time; `no`: nothing. A former member has `no`.
 */
export type Leave = 'write' | 'read' | 'make' | 'no';

/** Who holds a session, and the leave they have for each thing asked, in the same order. */
export interface Looked {
  readonly person: string;
  readonly leaves: readonly Leave[];
}

/** What is to be made unreadable for ever. */
export type Erasure =
  | { readonly kind: 'keys'; readonly ids: readonly string[] }
  /** Everything one author wrote, in every conversation. */
  | { readonly kind: 'author'; readonly author: string }
  /** Everything everybody wrote in one conversation. */
  | { readonly kind: 'conversation'; readonly conversation: string }
  /** A person's contact details and contact sheet. */
  | { readonly kind: 'person'; readonly org: string; readonly person: string }
  /** A concern whose time is over. */
  | { readonly kind: 'concern'; readonly org: string; readonly concern: string };

/**
 * How the keyring finds out for itself who is asking. It is built inside the keyring's own process over its own restricted
 * database role, never from what the web application says, so that a broken web application cannot speak for a person.
 * The session is the secret the person's browser holds; the database knows only its hash.
 */
export interface MembershipCheck {
  /** Null when the session is unknown, ended or over. Throwing means "cannot tell": the keyring then answers nobody. */
  look(session: string, asked: readonly Asked[]): Promise<Looked | null>;
  /** May this be erased? `session` is null for the house's own clock (retention, closing). Throwing means "cannot tell". */
  mayErase(session: string | null, what: Erasure): Promise<boolean>;
}
