import { isIP } from 'node:net';

/** What the lines to and from this process are made of, as the settings say it. */
export interface LinesGiven {
  readonly HOST: string;
  readonly PUBLIC_URL?: string | undefined;
  readonly DATABASE_URL?: string | undefined;
  readonly OIDC_ISSUER?: string | undefined;
  readonly KEYRING_TRANSIT_URL?: string | undefined;
  readonly CLAMD?: string | undefined;
  /** `1`: pages may go to people without TLS, because something else keeps the line. */
  readonly ALLOW_PLAIN_HTTP: '0' | '1';
}

/** Whether a name or address never leaves this machine. */
export function isThisMachine(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase();
  return bare === 'localhost' || bare.endsWith('.localhost') || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'));
}

/**
 * One sentence for each line that would run in the open, or whose other end nobody would check (ASVS 12.2.1, 12.3.1, 12.3.2). A line in the open is never what
 * somebody forgot to write: it takes a setting that says so by name. Letters have their own rule (src/mail/smtp.ts).
 */
export function linesInTheOpen(given: LinesGiven): readonly string[] {
  return [...towardsPeople(given), ...towardsDatabase(given.DATABASE_URL), ...towardsOthers(given)];
}

function towardsPeople({ HOST, PUBLIC_URL, ALLOW_PLAIN_HTTP }: LinesGiven): string[] {
  if (ALLOW_PLAIN_HTTP === '1') return [];
  const remedy = 'Put a web server with a certificate in front and let PUBLIC_URL begin with https:. Where something else keeps the line, such as a private network, say ALLOW_PLAIN_HTTP=1.';
  if (PUBLIC_URL !== undefined) {
    const { protocol, hostname } = new URL(PUBLIC_URL);
    return protocol === 'http:' && !isThisMachine(hostname) ? [`PUBLIC_URL begins with http: everything people write would go over the network in the open. ${remedy}`] : [];
  }
  const outward = (isIP(HOST) !== 0 || /[a-z]/i.test(HOST)) && !isThisMachine(HOST);
  return outward ? [`HOST ${HOST} lets others on the network in, and PUBLIC_URL names no https address: everything people write would go over the network in the open. ${remedy}`] : [];
}

/** How a server on another machine may be spoken to: its certificate checked, or in the open by name. */
const SAID: readonly string[] = ['verify-full', 'verify-ca', 'require', 'disable'];

function towardsDatabase(url: string | undefined): string[] {
  if (url === undefined) return [];
  const { hostname, searchParams } = new URL(url);
  const host = searchParams.get('host') ?? decodeURIComponent(hostname);
  if (host === '' || host.startsWith('/') || isThisMachine(host)) return [];
  const mode = searchParams.get('sslmode') ?? '';
  if (SAID.includes(mode)) return [];
  const now = mode === '' ? 'DATABASE_URL names another machine and says nothing of TLS.' : `DATABASE_URL says sslmode=${mode}: nobody would check who answers, or whether the line is encrypted.`;
  return [`${now} Add ?sslmode=verify-full (and &sslrootcert=/path/ca.pem for a certificate authority of your own); where something else keeps the line, say sslmode=disable.`];
}

function towardsOthers(given: LinesGiven): string[] {
  const elsewhere = given.CLAMD?.startsWith('tcp:') === true && !isThisMachine(new URL(given.CLAMD).hostname);
  return [...(elsewhere ? ['CLAMD must be a socket or a port of this machine: files would go over the network in the open.'] : []), ...(['OIDC_ISSUER', 'KEYRING_TRANSIT_URL'] as const).flatMap((name) => {
    const url = given[name];
    if (url === undefined) return [];
    const { protocol, hostname } = new URL(url);
    return protocol === 'https:' || isThisMachine(hostname) ? [] : [`${name} must begin with https: what it carries would go over the network in the open.`];
  })];
}
