import { argon2, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { CustodyRefused, type KeyForm } from './custody.ts';
import { readRecord } from './place.ts';
import { unwrapKey, wrapKey, WrapRefused } from './wrap.ts';

/** Memory in KiB, passes, lanes: a guess costs a quarter of a second (RFC 9106, second recommended choice). Stands in each file, so it may grow. */
const COST = { memory: 65_536, passes: 3, parallelism: 4 } as const;
/** Whoever has the disk may guess for ever. */
const SHORTEST_KEYRING_PASSPHRASE = 12;

/**
 * Custody K2: the key in its file, wrapped under a key made from a passphrase by argon2id (RFC 9106). The passphrase comes at each start and is kept in
 * no file of ours, so a stolen disk opens nothing.
 * @throws CustodyRefused when it is too short.
 */
export function passphraseForm(passphrase: string): KeyForm {
  if (passphrase.length < SHORTEST_KEYRING_PASSPHRASE) throw new CustodyRefused(`The passphrase of the keyring is too short. It needs ${SHORTEST_KEYRING_PASSPHRASE} letters or more.`);
  const made = new Map<string, Promise<KeyObject>>();
  const own = randomBytes(16);
  /** One derivation for each salt: a rotation need not wait for another. */
  const keyFrom = (salt: Buffer, cost: Cost): Promise<KeyObject> => {
    const name = `${salt.toString('hex')} ${JSON.stringify(cost)}`;
    const known = made.get(name) ?? derived(passphrase, salt, cost);
    made.set(name, known);
    return known;
  };
  return {
    kind: 'passphrase',
    async keep(id, key) {
      const wrap = wrapKey(await keyFrom(own, COST), bindingOf(id), key);
      return Buffer.from(`${JSON.stringify({ v: 1, salt: own.toString('base64'), ...COST, wrap: wrap.toString('base64') })}\n`);
    },
    async open(id, kept) {
      const { salt, cost, wrap } = readKept(id, kept);
      try {
        return unwrapKey(await keyFrom(salt, cost), bindingOf(id), wrap);
      } catch (error) {
        if (error instanceof WrapRefused) throw new CustodyRefused('The keyring does not open with this passphrase. Start again with the right one; nothing was changed.', { cause: error });
        throw error;
      }
    },
  };
}

interface Cost {
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
}

const bindingOf = (id: string): string => `companionway.kek.passphrase\0${id}`;

/** Costs are read within bounds: a changed file must not make a start eat the machine. */
function readKept(id: string, kept: Buffer): { readonly salt: Buffer; readonly cost: Cost; readonly wrap: Buffer } {
  const damaged = new CustodyRefused(`The key file of ${id} is damaged. Put back its copy from the keyring’s own backup.`);
  try {
    const { v, salt, wrap, memory, passes, parallelism } = readRecord(JSON.parse(kept.toString('utf8')));
    const within = (value: unknown, most: number): value is number => typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= most;
    if (v !== 1 || typeof salt !== 'string' || typeof wrap !== 'string' || !within(memory, 4_194_304) || !within(passes, 20) || !within(parallelism, 16)) throw damaged;
    return { salt: Buffer.from(salt, 'base64'), cost: { memory, passes, parallelism }, wrap: Buffer.from(wrap, 'base64') };
  } catch {
    throw damaged;
  }
}

function derived(passphrase: string, salt: Buffer, cost: Cost): Promise<KeyObject> {
  return new Promise((resolve, reject) => {
    argon2('argon2id', { ...cost, tagLength: 32, message: Buffer.from(passphrase.normalize('NFKC')), nonce: salt }, (fault, key) => (fault === null ? resolve(createSecretKey(key)) : reject(fault)));
  });
}
