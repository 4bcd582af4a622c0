/**
 * Every way in which the database floor says no. Each code is a key of the message catalogue `database`:
 * `refusal.<code>` is the sentence for the person at the keyboard, and it says what to do.
 */
export type RefusalCode =
  | 'no-binaries'
  | 'musl'
  | 'no-account'
  | 'no-account-entry'
  | 'unreachable-data'
  | 'binaries-broken'
  | 'socket-directory-taken'
  | 'in-use'
  | 'other-major'
  | 'not-a-cluster'
  | 'password-missing'
  | 'creation-failed'
  | 'no-space'
  | 'did-not-start'
  | 'not-running'
  | 'unreachable-server'
  | 'wrong-password'
  | 'server-version'
  | 'owner-too-weak'
  | 'owner-is-app-role'
  | 'migration-name'
  | 'migration-edited'
  | 'migration-ends-transaction'
  | 'migration-failed'
  | 'migration-left-index'
  | 'migration-lock'
  | 'unsafe-setting'
  | 'role-too-strong'
  | 'secret-too-short';

/** A start that was refused. Nothing was harmed; `code` and `about` choose and fill the sentence. */
export class DatabaseRefusal extends Error {
  readonly code: RefusalCode;
  readonly about: Readonly<Record<string, string | number>>;

  constructor(code: RefusalCode, about: Readonly<Record<string, string | number>> = {}, cause?: unknown) {
    super(`${code}: ${Object.entries(about).map(([name, value]) => `${name}=${value}`).join(' ')}`, { cause });
    this.name = 'DatabaseRefusal';
    this.code = code;
    this.about = about;
  }
}

/** What the floor is busy with. Each is the key `progress.<code>` of the message catalogue `database`. */
export type ProgressCode =
  | 'copying-binaries'
  | 'creating'
  | 'kept-elsewhere'
  | 'starting'
  | 'attached'
  | 'recovering'
  | 'restarting'
  | 'restarted'
  | 'stopping'
  | 'space-low'
  | 'space-enough'
  | 'space-made'
  | 'waiting-for-node'
  | 'waiting-for-server'
  | 'migrating'
  | 'ready';

/** Hears what is being done, so that whoever waits sees it. */
export type OnProgress = (code: ProgressCode, about?: Readonly<Record<string, string | number>>) => void;

/** The key of the sentence for a refusal; its arguments are `about`. */
export function refusalKey(code: RefusalCode) {
  return `database.refusal.${code}` as const;
}

/** The key of the sentence for a step of progress; its arguments are `about`. */
export function progressKey(code: ProgressCode) {
  return `database.progress.${code}` as const;
}
