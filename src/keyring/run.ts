import { mkdir, rmdir } from 'node:fs/promises';
import { dirname, isAbsolute } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { isOurs, privateDirectory } from './files.ts';
import type { Keyring } from './keyring.ts';
import { StoreInUse } from './lock.ts';
import type { MembershipCheck } from './membership.ts';
import { openKeyringHere } from './open-here.ts';
import { KeyringMisused } from './place.ts';
import type { ProcessSettings } from './process-settings.ts';
import { type ServedKeyring, serveKeyring } from './serve.ts';

/** A keyring's process at work. */
export interface RunningKeyring {
  readonly address: ServedKeyring['address'];
  close(): Promise<void>;
}

/** Opens the store and listens. A keyring that is still putting things away is waited for, up to 10 s. Throws with a sentence. */
export async function runKeyring(settings: ProcessSettings, now: () => number): Promise<RunningKeyring> {
  const membership = await openMembershipOf(settings);
  const { directory, kekDirectory, custody, backups, caps, address, token } = settings;
  let served: ServedKeyring | null = null;
  const optional = { ...(kekDirectory === undefined ? {} : { kekDirectory }), ...(caps === undefined ? {} : { caps }), ...(custody === undefined ? {} : { custody }), ...(backups === undefined ? {} : { backups }) };
  const keyring = await openPatiently(() => openKeyringHere({ directory, membership, now, ...optional, onDestroyed: (ids) => served?.tellDestroyed(ids) }));
  try {
    if (address.kind === 'socket') await socketDirectory(dirname(address.path));
    served = await serveKeyring(keyring, { address, token });
  } catch (error) {
    await keyring.close();
    throw error;
  }
  const { close, address: bound } = served;
  return {
    address: bound,
    async close() {
      await close();
      if (bound.kind === 'socket') await rmdir(dirname(bound.path)).catch(() => undefined);
      await keyring.close();
    },
  };
}

async function socketDirectory(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  if (!(await isOurs(path))) throw new KeyringMisused(`${path} belongs to somebody else. Remove it, or name another address for the keyring.`);
  await privateDirectory(path);
}

async function openPatiently(open: () => Promise<Keyring>): Promise<Keyring> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await open();
    } catch (error) {
      if (!(error instanceof StoreInUse) || tries >= 100) throw error;
      await pause(100);
    }
  }
}

async function openMembershipOf({ membershipModule, membershipConfig }: ProcessSettings): Promise<MembershipCheck> {
  const url = isAbsolute(membershipModule) ? pathToFileURL(membershipModule).href : membershipModule;
  const found = (await import(/* @vite-ignore */ url)) as { readonly openMembership?: (config: unknown) => Promise<MembershipCheck> };
  if (typeof found.openMembership !== 'function') throw new KeyringMisused('the membership module exports no openMembership');
  return found.openMembership(membershipConfig);
}
