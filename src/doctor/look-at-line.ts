import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';
import type { Config } from '../platform/config.ts';
import { isThisMachine } from '../platform/lines.ts';
import { type Finding, finding } from './finding.ts';

/** What nobody should be offered any more: no forward secrecy, CBC with SHA-1, 3DES, none at all (ASVS 12.1.2). Asked for with the lowest demands of our own, so that a no is the server's. */
const WEAK = 'AES128-SHA:AES256-SHA:AES128-GCM-SHA256:AES256-GCM-SHA384:ECDHE-ECDSA-AES128-SHA:ECDHE-RSA-AES128-SHA:ECDHE-ECDSA-AES256-SHA:ECDHE-RSA-AES256-SHA:DES-CBC3-SHA:NULL-SHA:@SECLEVEL=0';

/**
 * Looks at the line people come by, which the proxy in front keeps: a certificate that browsers trust, TLS 1.2 and 1.3 and nothing older, 1.3 first, and no weak
 * ciphers (ASVS 12.1.1, 12.1.2, 12.2.2). Nothing to look at while the site is for this machine alone, or where a setting lets it run in the open.
 * @param trusted a certificate to trust besides those of browsers, as PEM: for tests.
 */
export async function lookAtLine({ publicUrl }: Pick<Config, 'publicUrl'>, trusted?: string): Promise<readonly Finding[]> {
  const { protocol, hostname, port } = new URL(publicUrl);
  if (protocol !== 'https:' || (isThisMachine(hostname) && trusted === undefined)) return [];
  const to: ConnectionOptions = { host: hostname, port: Number(port) || 443, servername: hostname, ...(trusted !== undefined && { ca: trusted }) };
  const address = publicUrl;
  const met = await greeted(to);
  if (met instanceof Error) {
    const trust = /CERT|SELF_SIGNED|ALTNAME|UNABLE_TO/.test((met as NodeJS.ErrnoException).code ?? '');
    return [trust ? finding('wrong', 'line-certificate', { address }) : finding('look', 'line-silent', { address })];
  }
  const { version, cipher } = met;
  const old = await greeted({ ...to, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' });
  const weak = await greeted({ ...to, minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2', ciphers: WEAK });
  return [
    version === 'TLSv1.3' ? finding('fine', 'line', { version, cipher }) : finding('look', 'line-not-newest', { version }),
    ...(old instanceof Error ? [] : [finding('wrong', 'line-old', { version: old.version })]),
    ...(weak instanceof Error ? [] : [finding('wrong', 'line-weak', { cipher: weak.cipher })]),
  ];
}

/** What a server agrees to, or why it did not. Nothing is asked of it beyond the greeting. */
function greeted(options: ConnectionOptions): Promise<{ readonly version: string; readonly cipher: string } | Error> {
  return new Promise((resolve) => {
    let socket: TLSSocket;
    try {
      socket = connect({ ...options, timeout: 5_000 });
    } catch (fault) {
      resolve(fault as Error);
      return;
    }
    const end = (what: { version: string; cipher: string } | Error) => {
      socket.destroy();
      resolve(what);
    };
    socket
      .once('secureConnect', () => end({ version: socket.getProtocol() ?? '', cipher: socket.getCipher().standardName }))
      .once('error', end)
      .once('timeout', () => end(new Error('silence')));
  });
}
