import { delimiter, join, relative, resolve, sep } from 'node:path';
import { z } from 'zod';
import { linesInTheOpen } from './lines.ts';

/** Every setting, read once from the environment at start. */
const settings = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number('PORT must be a number from 0 to 65535.').int().min(0).max(65535).default(3000),
  COMPANIONWAY_DATA: z.string().default('.data'),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'DATABASE_URL must look like postgresql://name:password@host:5432/database.' })
    .optional(),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'PUBLIC_URL must be the address people type, such as https://support.example.org.' })
    // Every link begins at the root: below a path, the letters' links would lead nowhere.
    .refine(standsAtTheRoot, 'PUBLIC_URL must end after the name, as in https://support.example.org: the site does not work below a path.')
    .optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'SMTP_URL must look like smtp://name:password@mail.example.org:587.' }).optional(),
  SOURCE_URL: z.url({ protocol: /^https?$/, error: 'SOURCE_URL must be the address where the source of what runs here can be had.' }).optional(),
  MAIL_FROM: z.string().regex(/^[^\s<>@,]+@[^\s<>@,]+$/, 'MAIL_FROM must be an e-mail address, such as hello@example.org. The name beside it is chosen at set-up.').optional(),
  MAIL_REPLY_TO: z.email('MAIL_REPLY_TO must be an e-mail address that a person reads, such as hello@example.org.').optional(),
  TRUSTEE_EMAIL: z.email('TRUSTEE_EMAIL must be an e-mail address.').optional(),
  SECURITY_CONTACT: z.url({ protocol: /^(?:mailto|https)$/, error: 'SECURITY_CONTACT must be where somebody who found a weakness can write: mailto:security@example.org, or an https address.' }).optional(),
  METRICS_PORT: z.coerce.number('METRICS_PORT must be a number from 1 to 65535.').int().min(1).max(65535).optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent'], 'LOG_LEVEL must be one of debug, info, warn, error, silent.').default('info'),
  LOG_TO: z.string().regex(/^(?:tls:\/\/[^\s/]+|unix:\/.+)$/, 'LOG_TO must look like tls://logs.example.org:6514 or unix:/run/forwarder.sock.').optional(),
  CLAMD: z.string().regex(/^(?:\/.+|tcp:\/\/[^\s/]+)$/, 'CLAMD must be the socket of clamd, such as /run/clamav/clamd.ctl, or tcp://127.0.0.1:3310.').optional(),
  KEYRING_FILE: z.string().optional(),
  KEYRING_CUSTODY: z.enum(['file', 'passphrase', 'transit'], 'KEYRING_CUSTODY must be one of file, passphrase, transit.').default('file'),
  KEYRING_PASSPHRASE_FILE: z.string().optional(),
  KEYRING_TRANSIT_URL: z.url({ protocol: /^https?$/, error: 'KEYRING_TRANSIT_URL must be the address of the transit engine, such as https://bao.example.org:8200/v1/transit.' }).optional(),
  KEYRING_TRANSIT_KEY: z.string().optional(),
  KEYRING_TRANSIT_TOKEN_FILE: z.string().optional(),
  KEYRING_BACKUPS: z.string().optional(),
  BACKUP_PATHS: z.string().default(''),
  COMPANIONWAY_ARCHIVE: z.string().optional(),
  COMPANIONWAY_ARCHIVE_DAYS: z.coerce.number('COMPANIONWAY_ARCHIVE_DAYS must be a number of days from 7 to 90.').int().min(7, 'COMPANIONWAY_ARCHIVE_DAYS must be a number of days from 7 to 90.').max(90, 'COMPANIONWAY_ARCHIVE_DAYS must be a number of days from 7 to 90.').default(35),
  OIDC_ISSUER: z.url({ protocol: /^https?$/, error: 'OIDC_ISSUER must be the address of your own sign-in service, such as https://login.example.org.' }).optional(),
  OIDC_ID: z.string().optional(),
  OIDC_SECRET: z.string().optional(),
  OIDC_NAME: z.string().max(60, 'OIDC_NAME must be a short name, such as Example Hospital.').optional(),
  ALLOW_PLAIN_HTTP: z.enum(['0', '1'], 'ALLOW_PLAIN_HTTP must be 1 (something else keeps the line) or 0.').default('0'),
  OPERATORS_APART: z.enum(['0', '1'], 'OPERATORS_APART must be 1 (nobody who runs the computers has a part in a programme) or 0.').default('0'),
  TRUST_PROXY: z.enum(['0', '1'], 'TRUST_PROXY must be 1 (behind your own proxy) or 0.').default('0'),
}).superRefine((found, mistake) => {
  // Half a sign-in service would look like none at all.
  if ((found.OIDC_ISSUER === undefined) !== (found.OIDC_ID === undefined)) {
    const [missing, there] = found.OIDC_ID === undefined ? ['OIDC_ID', 'OIDC_ISSUER'] : ['OIDC_ISSUER', 'OIDC_ID'];
    mistake.addIssue({ code: 'custom', path: [missing], message: `${missing} is missing: ${there} works only together with it.` });
  }
});

/** What is no web address at all has a sentence of its own. */
function standsAtTheRoot(address: string): boolean {
  if (!/^https?:/i.test(address) || !URL.canParse(address)) return true;
  const { pathname, search, hash } = new URL(address);
  return /^\/*$/.test(pathname) && search === '' && hash === '';
}

/** The settings a process runs with. `publicUrl` has no slash at its end. */
export interface Config {
  readonly host: string;
  readonly port: number;
  readonly data: string;
  readonly databaseUrl?: string | undefined;
  readonly publicUrl: string;
  readonly smtpUrl?: string | undefined;
  readonly mailFrom?: string | undefined;
  /** A mailbox that a person reads; letters say so only then. */
  readonly mailReplyTo?: string | undefined;
  /** Where the source of what runs here can be had (AGPL-3.0, section 13). */
  readonly sourceUrl?: string | undefined;
  /** Somebody outside to whom the trail's signed anchors are mailed each day. */
  readonly trusteeEmail?: string | undefined;
  /** Where somebody who found a weakness can write, for /.well-known/security.txt. */
  readonly securityContact?: string | undefined;
  readonly metricsPort?: number | undefined;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** The virus scanner of this machine, which sees every file before anything reads it. */
  readonly clamd?: string | undefined;
  /** Another place where each line of the log goes as well. */
  readonly logTo?: string | undefined;
  /** Where a keyring on this or another machine is described (address and token), when this process starts none of its own. */
  readonly keyringFile?: string | undefined;
  /** How the keys to the keys are kept, and what opens them (docs/running/keys.md). What is named for another kind helps while custody is being changed. */
  readonly custody: {
    readonly kind: 'file' | 'passphrase' | 'transit';
    readonly passphraseFile?: string | undefined;
    readonly transit?: { readonly url: string; readonly key: string; readonly tokenFile: string } | undefined;
  };
  /** Where the keyring writes its own backups; beside the data when not named. */
  readonly keyringBackups: string;
  /** What other tools of this machine copy: keys must lie in none of them. */
  readonly backupPaths: readonly string[];
  /** The continuous archive: a directory elsewhere that the embedded database's log goes into, sealed, and for how many days it stays. */
  readonly archive?: { readonly directory: string; readonly days: number } | undefined;
  readonly trustProxy: boolean;
  /** Whether those who run the computers have no part in a programme, by their own word. The public page says which it is. */
  readonly operatorsApart: boolean;
  /** The organisation's own sign-in service (OpenID Connect), when it has one: people may sign in with the account they use at work. */
  readonly ownAccounts?: { readonly issuer: string; readonly id: string; readonly secret: string | undefined; readonly name: string } | undefined;
  readonly demo: boolean;
}

/** One sentence for each mistake in the settings. */
export class SettingsMistaken extends Error {
  readonly sentences: readonly string[];
  constructor(sentences: readonly string[]) {
    super(sentences.join('\n'));
    this.name = 'SettingsMistaken';
    this.sentences = sentences;
  }
}

/**
 * Reads the settings from an environment. An empty value counts as not given.
 * @throws SettingsMistaken with one sentence per mistake.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>, { demo = false } = {}): Config {
  // A blank at the end of a line of a settings file is nobody's meaning.
  const given = Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, value?.trim()]).filter(([, value]) => value !== undefined && value !== ''));
  const read = settings.safeParse(given);
  if (!read.success) {
    throw new SettingsMistaken(read.error.issues.map((issue) => (issue.message.includes(String(issue.path[0])) ? issue.message : `${String(issue.path[0])}: ${issue.message}`)));
  }
  const found = read.data;
  const mistaken = [...linesInTheOpen(found), ...archiveMistakes(found)];
  if (mistaken.length > 0) throw new SettingsMistaken(mistaken);
  return {
    host: found.HOST,
    port: found.PORT,
    data: found.COMPANIONWAY_DATA,
    databaseUrl: found.DATABASE_URL,
    // As browsers write it: `HTTPS://Support…` is https, whoever asks.
    publicUrl: found.PUBLIC_URL === undefined ? `http://${found.HOST.includes(':') ? `[${found.HOST}]` : found.HOST}:${found.PORT}` : new URL(found.PUBLIC_URL).origin,
    smtpUrl: found.SMTP_URL,
    mailFrom: found.MAIL_FROM,
    mailReplyTo: found.MAIL_REPLY_TO,
    sourceUrl: found.SOURCE_URL,
    trusteeEmail: found.TRUSTEE_EMAIL,
    securityContact: found.SECURITY_CONTACT,
    metricsPort: found.METRICS_PORT,
    logLevel: found.LOG_LEVEL,
    clamd: found.CLAMD,
    logTo: found.LOG_TO,
    keyringFile: found.KEYRING_FILE,
    custody: {
      kind: found.KEYRING_CUSTODY,
      passphraseFile: found.KEYRING_PASSPHRASE_FILE,
      transit: found.KEYRING_TRANSIT_URL === undefined || found.KEYRING_TRANSIT_KEY === undefined || found.KEYRING_TRANSIT_TOKEN_FILE === undefined
        ? undefined
        : { url: found.KEYRING_TRANSIT_URL, key: found.KEYRING_TRANSIT_KEY, tokenFile: found.KEYRING_TRANSIT_TOKEN_FILE },
    },
    keyringBackups: found.KEYRING_BACKUPS ?? join(found.COMPANIONWAY_DATA, 'keyring-backups'),
    backupPaths: found.BACKUP_PATHS.split(delimiter).filter((path) => path !== ''),
    archive: found.COMPANIONWAY_ARCHIVE === undefined ? undefined : { directory: found.COMPANIONWAY_ARCHIVE, days: found.COMPANIONWAY_ARCHIVE_DAYS },
    trustProxy: found.TRUST_PROXY === '1',
    operatorsApart: found.OPERATORS_APART === '1',
    ownAccounts: found.OIDC_ISSUER === undefined || found.OIDC_ID === undefined ? undefined : { issuer: found.OIDC_ISSUER, id: found.OIDC_ID, secret: found.OIDC_SECRET, name: found.OIDC_NAME ?? new URL(found.OIDC_ISSUER).hostname },
    demo,
  };
}

/** An archive holds content, so it lies apart from the data it saves and from the keys that open it. */
function archiveMistakes(found: z.output<typeof settings>): string[] {
  const { COMPANIONWAY_ARCHIVE: archive, COMPANIONWAY_DATA: data, KEYRING_BACKUPS: keys } = found;
  if (archive === undefined) return [];
  return [
    ...(found.DATABASE_URL === undefined ? [] : ['COMPANIONWAY_ARCHIVE is for the embedded database. With DATABASE_URL, archive with the tools of your server (pgBackRest, WAL-G).']),
    ...(process.platform === 'win32' ? ['COMPANIONWAY_ARCHIVE does not work on Windows.'] : []),
    ...(isWithin(archive, data) || isWithin(data, archive) ? ['COMPANIONWAY_ARCHIVE must lie outside COMPANIONWAY_DATA, at best on another disk: what burns with the data saves nothing.'] : []),
    ...(keys !== undefined && (isWithin(archive, keys) || isWithin(keys, archive)) ? ['COMPANIONWAY_ARCHIVE and KEYRING_BACKUPS must be two places: content and keys do not belong together.'] : []),
  ];
}

function isWithin(inner: string, outer: string): boolean {
  const way = relative(resolve(outer), resolve(inner));
  return way === '' || !(way === '..' || way.startsWith(`..${sep}`));
}
