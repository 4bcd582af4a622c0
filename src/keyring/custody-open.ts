import { readFile, stat } from 'node:fs/promises';
import { platform } from 'node:process';
import { type Custody, custodyIn, type CustodyKind, CustodyRefused, type KeyForm, plainForm } from './custody.ts';
import { passphraseForm } from './custody-passphrase.ts';
import { transitForm, type TransitSettings } from './custody-transit.ts';
import { readRecord } from './place.ts';

/** How the key-encryption keys are kept, and what opens them. What another kind needs may stand here too while custody is being changed. */
export interface CustodySettings {
  readonly kind: CustodyKind;
  /** The passphrase itself (typed at the start), or a file whose first line it is (a systemd credential, say). */
  readonly passphrase?: { readonly words: string } | { readonly file: string };
  readonly transit?: TransitSettings;
}

/** Opens custody over a directory. @throws CustodyRefused with a sentence. */
export async function openCustody(directory: string, settings: CustodySettings = { kind: 'file' }): Promise<Custody> {
  const forms = await formsOf(settings);
  const chosen = forms.find(({ kind }) => kind === settings.kind);
  if (chosen === undefined) throw new CustodyRefused(settings.kind === 'passphrase' ? 'The passphrase of the keyring is missing: name its file in KEYRING_PASSPHRASE_FILE, or start at a terminal and type it.' : 'The transit service is not named: set KEYRING_TRANSIT_URL, KEYRING_TRANSIT_KEY and KEYRING_TRANSIT_TOKEN_FILE.');
  return custodyIn(directory, chosen, forms.filter((one) => one !== chosen));
}

async function formsOf({ passphrase, transit }: CustodySettings): Promise<readonly KeyForm[]> {
  const words = passphrase === undefined ? undefined : 'words' in passphrase ? passphrase.words : await wordsIn(passphrase.file);
  return [plainForm, ...(words === undefined ? [] : [passphraseForm(words)]), ...(transit === undefined ? [] : [transitForm(transit)])];
}

async function wordsIn(file: string): Promise<string> {
  const found = await stat(file).catch(() => undefined);
  if (found === undefined) throw new CustodyRefused(`The file ${file} with the passphrase of the keyring cannot be read.`);
  // A systemd credential is mode 0440 and root's own directory guards it; what others may read is refused.
  if (platform !== 'win32' && (found.mode & 0o007) !== 0) throw new CustodyRefused(`The file ${file} with the passphrase of the keyring can be read by others. Set its mode to 0600 and start again.`);
  return ((await readFile(file, 'utf8')).split(/\r?\n/)[0] ?? '').trim();
}

/** Reads custody as it was handed over. @throws KeyringMisused or CustodyRefused. */
export function readCustody(value: unknown): CustodySettings {
  const { kind, passphrase, transit } = readRecord(value);
  if (kind !== 'file' && kind !== 'passphrase' && kind !== 'transit') throw new CustodyRefused('KEYRING_CUSTODY must be file, passphrase or transit.');
  return { kind, ...(passphrase === undefined ? {} : { passphrase: readPassphrase(passphrase) }), ...(transit === undefined ? {} : { transit: readTransit(transit) }) };
}

function readPassphrase(value: unknown): { readonly words: string } | { readonly file: string } {
  const { words, file } = readRecord(value);
  return typeof words === 'string' ? { words } : { file: String(file) };
}

function readTransit(value: unknown): TransitSettings {
  const { url, key, tokenFile } = readRecord(value);
  return { url: String(url), key: String(key), tokenFile: String(tokenFile) };
}
