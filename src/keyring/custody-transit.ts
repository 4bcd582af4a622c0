import { readFile } from 'node:fs/promises';
import { CustodyRefused, type KeyForm } from './custody.ts';
import { readRecord } from './place.ts';

/** A transit service: OpenBao or Vault's engine of that name, or anything that answers alike. */
export interface TransitSettings {
  /** The engine's own address, with its mount: `https://bao.example.org:8200/v1/transit`. */
  readonly url: string;
  /** The name of the key there. It never leaves the service. */
  readonly key: string;
  /** A file of mode 0600 with the token that may `encrypt` and `decrypt` with this key, and nothing else. Read anew at each call, so it can be renewed. */
  readonly tokenFile: string;
}

const WITHIN_MS = 10_000;
const HERE = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Custody K3: the key in its file, encrypted by a service that others run. A stolen disk opens nothing, and the service can say no and keeps its own log.
 * It is asked at a start and at a rotation, never when somebody reads. Old copies of a destroyed key's file are final only when the service's key is
 * rotated too and its old versions are forbidden (`min_decryption_version`).
 * @throws CustodyRefused when the address would send keys in the open.
 */
export function transitForm(settings: TransitSettings): KeyForm {
  const { protocol, hostname } = new URL(settings.url);
  if (protocol !== 'https:' && !HERE.has(hostname)) throw new CustodyRefused('KEYRING_TRANSIT_URL must begin with https: keys would go over the network in the open.');
  // What is encrypted is bound to its name: another key's file in its place does not open.
  const bound = (id: string): string => Buffer.from(`companionway.kek\0${id}`).toString('base64');
  return {
    kind: 'transit',
    async keep(id, key) {
      const ciphertext = await ask(settings, 'encrypt', { plaintext: key.toString('base64'), associated_data: bound(id) }, 'ciphertext');
      return Buffer.from(`${ciphertext}\n`);
    },
    async open(id, kept) {
      const plaintext = await ask(settings, 'decrypt', { ciphertext: kept.toString('utf8').trim(), associated_data: bound(id) }, 'plaintext');
      const key = Buffer.from(plaintext, 'base64');
      if (key.length !== 32) throw new CustodyRefused('The transit service gave back something that is no key.');
      return key;
    },
  };
}

async function ask({ url, key, tokenFile }: TransitSettings, call: 'encrypt' | 'decrypt', body: Readonly<Record<string, string>>, wanted: string): Promise<string> {
  const token = (await readFile(tokenFile, 'utf8').catch(() => Promise.reject(new CustodyRefused(`The file ${tokenFile} with the token of the transit service cannot be read.`)))).trim();
  const answer = await fetch(`${url.replace(/\/+$/, '')}/${call}/${encodeURIComponent(key)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-vault-token': token, 'x-vault-request': 'true' },
    body: JSON.stringify(body),
    redirect: 'error',
    signal: AbortSignal.timeout(WITHIN_MS),
  }).catch((cause: unknown) => Promise.reject(new CustodyRefused(`The transit service at ${new URL(url).host} does not answer. Without it the keyring cannot start; nothing was changed.`, { cause })));
  if (!answer.ok) throw new CustodyRefused(`The transit service at ${new URL(url).host} said no to ${call} (${answer.status}). Look at its key, its policy and the token.`);
  const data = readRecord(readRecord(await answer.json())['data']);
  const value = data[wanted];
  if (typeof value !== 'string') throw new CustodyRefused(`The transit service at ${new URL(url).host} answered something else.`);
  return value;
}
