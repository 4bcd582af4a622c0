/** Every way in which a backup or a restore says no. Each is the key `command.backup-refusal.<code>` of the message catalogue, which says what to do. */
export type BackupRefusalCode =
  | 'no-passphrase'
  | 'short-passphrase'
  | 'file-exists'
  | 'no-file'
  | 'no-directory'
  | 'not-a-backup'
  | 'other-kind'
  | 'does-not-open'
  | 'cut-short'
  | 'no-space'
  | 'nothing-here'
  | 'not-empty'
  | 'keyring-not-empty'
  | 'keyring-elsewhere'
  | 'newer'
  | 'no-shares'
  | 'walled'
  | 'in-use-there'
  | 'same-place'
  | 'moved-on'
  | 'differs'
  | 'not-an-export'
  | 'not-a-key'
  | 'archive-not-empty'
  | 'archive-not-prepared'
  | 'archive-other'
  | 'archive-other-database'
  | 'no-archive-module'
  | 'no-archive'
  | 'no-archive-named'
  | 'archive-gone'
  | 'archive-differs'
  | 'archive-embedded-only'
  | 'base-running'
  | 'no-instant'
  | 'before-first'
  | 'no-base'
  | 'after-last'
  | 'segment-missing';

/** A backup or restore that was refused. What was half made is gone again; `code` and `about` choose and fill the sentence. */
export class BackupRefused extends Error {
  readonly code: BackupRefusalCode;
  readonly about: Readonly<Record<string, string | number>>;

  constructor(code: BackupRefusalCode, about: Readonly<Record<string, string | number>> = {}, cause?: unknown) {
    super(`${code}: ${JSON.stringify(about)}`, { cause });
    this.name = 'BackupRefused';
    this.code = code;
    this.about = about;
  }
}

/** The key of the sentence for a refusal; its arguments are `about`. */
export function backupRefusalKey(code: BackupRefusalCode) {
  return `command.backup-refusal.${code}` as const;
}
