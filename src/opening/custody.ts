import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { type CustodySettings, CustodyRefused, custodyWarnings } from '../keyring/index.ts';
import type { Config } from '../platform/config.ts';

/** The name of a credential that a service manager hands over (systemd: `LoadCredentialEncrypted=keyring-passphrase:…`). */
const CREDENTIAL = 'keyring-passphrase';

/**
 * How the keyring's keys are kept, as the settings say. The passphrase comes from the file that is named, from the service manager's credential, or from
 * whoever sits at the terminal.
 * @throws CustodyRefused when nobody can give it.
 */
export async function custodyOf({ custody }: Config, environment: NodeJS.ProcessEnv = process.env): Promise<CustodySettings> {
  const file = custody.passphraseFile ?? (await credentialFile(environment));
  const transit = custody.transit === undefined ? {} : { transit: custody.transit };
  if (file !== undefined) return { kind: custody.kind, passphrase: { file }, ...transit };
  if (custody.kind !== 'passphrase' || process.stdin.isTTY !== true) return { kind: custody.kind, ...transit };
  return { kind: custody.kind, passphrase: { words: await askUnseen('Passphrase of the keyring: ') }, ...transit };
}

/** A house does not start while another tool copies its keys together with what they open. @throws CustodyRefused. */
export async function refuseKeysInBackups({ backupPaths, data }: Pick<Config, 'backupPaths' | 'data'>, kekDirectory: string): Promise<void> {
  const warnings = await custodyWarnings({ kekDirectory, storeDirectory: join(data, 'keyring', 'store'), backupPaths });
  if (warnings.includes('kek-inside-backup')) throw new CustodyRefused(`The key to the keys (${kekDirectory}) lies inside a place that is backed up (BACKUP_PATHS). Whoever has that backup could read everything. Leave the keys out of it, then start again.`);
}

async function credentialFile({ CREDENTIALS_DIRECTORY }: NodeJS.ProcessEnv): Promise<string | undefined> {
  if (CREDENTIALS_DIRECTORY === undefined || CREDENTIALS_DIRECTORY === '') return undefined;
  const file = join(CREDENTIALS_DIRECTORY, CREDENTIAL);
  return access(file).then(() => file, () => undefined);
}

/** Asks at the terminal, and shows nothing of what is typed. Ctrl-C ends. */
async function askUnseen(question: string): Promise<string> {
  const { stdin } = process;
  process.stderr.write(question);
  stdin.setRawMode(true).resume().setEncoding('utf8');
  try {
    return await new Promise((resolve, reject) => {
      let typed = '';
      const hear = (text: string): void => {
        for (const letter of text) {
          if (letter === '\r' || letter === '\n') return end(() => resolve(typed));
          if (letter === '\u0003' || letter === '\u0004') return end(() => reject(new CustodyRefused('No passphrase was given.')));
          typed = letter === '\u007f' || letter === '\b' ? typed.slice(0, -1) : typed + letter;
        }
      };
      const end = (how: () => void): void => {
        stdin.off('data', hear);
        how();
      };
      stdin.on('data', hear);
    });
  } finally {
    stdin.setRawMode(false).pause();
    process.stderr.write('\n');
  }
}
