import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatabaseRefusal } from './refusal.ts';

/** The account the server runs as: ours (`null`), or another because PostgreSQL refuses to run as root. */
export type Account = { readonly name: string; readonly uid: number; readonly gid: number } | null;

/** Asked in this order when root may choose and nothing is owned yet. */
const PREFERRED = ['companionway', 'postgres', 'nobody'];

/**
 * Chooses the account (rule 2 of README.md). Not root: ours. Root: the owner of the directory if it has one that is not root,
 * else the account named, else the first of companionway, postgres, nobody that exists.
 * @param owned the directory whose owner decides; it may not exist yet.
 * @throws DatabaseRefusal `no-account`, or `no-account-entry` because initdb insists on an entry in the list of accounts.
 */
export async function chooseAccount(owned: string, named?: string): Promise<Account> {
  const uid = process.getuid?.();
  if (uid === undefined) return null;
  const accounts = await readAccounts();
  if (uid !== 0) {
    // Without the list (macOS keeps accounts elsewhere) initdb finds them by itself.
    if (accounts.size > 0 && process.platform === 'linux' && ![...accounts.values()].some((one) => one?.uid === uid)) {
      throw new DatabaseRefusal('no-account-entry', { account: uid });
    }
    return null;
  }
  const owner = await stat(owned).then((found) => found.uid, () => 0);
  if (owner !== 0) {
    const account = [...accounts.values()].find((one) => one?.uid === owner);
    if (account === undefined) throw new DatabaseRefusal('no-account-entry', { account: owner });
    return account;
  }
  for (const name of named === undefined ? PREFERRED : [named]) {
    const account = accounts.get(name);
    if (account) return account;
  }
  throw new DatabaseRefusal('no-account', { account: named ?? PREFERRED.join(', ') });
}

/**
 * Whether an account can walk down to a path: every directory above it lets it pass.
 * Root's own files are often below a directory closed to all others, which PostgreSQL can then not enter.
 */
export async function canReach(path: string, account: Account): Promise<boolean> {
  if (account === null) return true;
  for (let above = dirname(path); ; above = dirname(above)) {
    const { mode, uid, gid } = await stat(above);
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (above === dirname(above)) return true;
  }
}

async function readAccounts(): Promise<Map<string, Account>> {
  const lines = await readFile('/etc/passwd', 'utf8').then((text) => text.split('\n'), () => []);
  const accounts = new Map<string, Account>();
  for (const line of lines) {
    const [name, , uid, gid] = line.split(':');
    if (name && uid && gid) accounts.set(name, { name, uid: Number(uid), gid: Number(gid) });
  }
  return accounts;
}
