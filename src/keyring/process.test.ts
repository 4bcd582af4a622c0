import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { connectKeyring } from './client.ts';
import { keepsTheKeyringContract, type Stand } from './keyring-contract.ts';
import { writtenTable } from './membership-file.ts';
import { openKeyringHere } from './open-here.ts';
import { openKeyring, type OwnProcess, usualAddress } from './open.ts';
import { keyIdOf, wordsKey } from './place.ts';
import { settingsFrom } from './process-settings.ts';
import { runKeyring } from './run.ts';
import { cast, everyByteUnder, keyOrWhy, seat, spareDirectory } from './testing.ts';
import type { KeyringAddress } from './transport.ts';
import { messageBytes } from './wire.ts';

const membershipModule = fileURLToPath(new URL('./membership-file.ts', import.meta.url));
const token = 'a token of the tests, long enough to be one';
const place = wordsKey(cast.talk, cast.amina);

interface Own extends Stand {
  readonly keyring: Awaited<ReturnType<typeof openKeyring>> & { pid(): number | null; forget(session: string): void };
  readonly path: string;
  readonly restarts: number[];
}

async function ownProcess(more: Partial<OwnProcess> = {}): Promise<Own> {
  const [directory, restarts] = [await spareDirectory(), [] as number[]];
  const table = writtenTable(`${directory.path}/table.json`);
  seat(table);
  const process = { directory: `${directory.path}/keyring`, membershipModule, membershipConfig: { file: `${directory.path}/table.json` }, ...more.process };
  const keyring = await openKeyring({ inProcess: false, ...more, process, supervise: { onRestart: (inARow) => void restarts.push(inARow), ...more.supervise } });
  return {
    keyring, table, restarts, path: directory.path, now: Date.now,
    async close() {
      await keyring.close();
      await directory.remove();
    },
  };
}

/** A process that ended may wait to be buried by a container's first process: that is not running. */
async function isRunning(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
    return !/\) [ZX] /.test(await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ''));
  } catch {
    return false;
  }
}

/** A keyring served by this process, to look at its wire. */
async function served(address: (path: string) => KeyringAddress) {
  const directory = await spareDirectory();
  const table = writtenTable(`${directory.path}/table.json`);
  seat(table);
  const running = await runKeyring({ directory: `${directory.path}/keyring`, address: address(directory.path), token, membershipModule, membershipConfig: { file: `${directory.path}/table.json` } }, Date.now);
  return { running, table, path: directory.path, close: () => running.close().then(directory.remove) };
}

describe('a keyring in its own process', () => {
  keepsTheKeyringContract(() => ownProcess());
});

describe('a keyring reached over TCP', () => {
  keepsTheKeyringContract(async () => {
    const { running, table, close } = await served(() => ({ kind: 'tcp', host: '127.0.0.1', port: 0 }));
    const keyring = connectKeyring({ address: running.address, token });
    return { keyring, table, now: Date.now, close: () => keyring.close().then(close) };
  });

  it('shows neither key nor session nor token to those who listen on the way', async () => {
    const { running, close } = await served(() => ({ kind: 'tcp', host: '127.0.0.1', port: 0 }));
    const heard: Buffer[] = [];
    const { createServer } = await import('node:net');
    const between = createServer((near) => {
      const far = connect(running.address.kind === 'tcp' ? running.address.port : 0, '127.0.0.1');
      for (const [from, to] of [[near, far], [far, near]] as const) from.on('data', (chunk) => (heard.push(chunk), to.write(chunk))).on('close', () => to.destroy()).on('error', () => to.destroy());
    });
    await new Promise<void>((resolve) => between.listen(0, '127.0.0.1', resolve));
    const { port } = between.address() as { port: number };
    const keyring = connectKeyring({ address: { kind: 'tcp', host: '127.0.0.1', port }, token });
    const [answer] = await keyring.unwrap('s-amina', [place]);
    if (answer?.ok !== true) return expect.unreachable();
    const all = Buffer.concat(heard);
    expect(all.length).toBeGreaterThan(300);
    for (const secret of [answer.key.bytes, Buffer.from(answer.key.bytes).toString('base64'), 's-amina', token, place.kind]) expect(all.includes(secret as Buffer)).toBe(false);
    await keyring.close();
    between.close();
    await close();
  });
});

describe('the keyring’s process', () => {
  let own: Own;
  beforeEach(async () => void (own = await ownProcess()));
  afterEach(() => own.close());
  const open = async (session = 's-amina') => keyOrWhy((await own.keyring.unwrap(session, [place]))[0]);

  it('is another process, and keeps its socket and store where only its account may enter', async () => {
    expect(own.keyring.pid()).not.toBe(process.pid);
    for (const part of ['', '/run', '/store', '/kek']) expect((await stat(`${own.path}/keyring${part}`)).mode & 0o077).toBe(0);
  });

  it('is started anew when it dies, and nothing it answered for is lost', async () => {
    const key = await open();
    const first = own.keyring.pid();
    for (let round = 0; round < 2; round += 1) {
      process.kill(own.keyring.pid() ?? 0, 'SIGKILL');
      expect((await own.keyring.health()).keys).toBe(3);
    }
    expect(await open()).toBe(key);
    expect(own.keyring.pid()).not.toBe(first);
    expect(own.restarts.slice(0, 2)).toEqual([1, 2]);
  });

  it('answers calls that were under way when it died', async () => {
    await open();
    const asked = Array.from({ length: 50 }, (_, at) => own.keyring.unwrap('s-amina', [wordsKey(cast.talk, cast.amina, at + 2)]));
    process.kill(own.keyring.pid() ?? 0, 'SIGKILL');
    expect((await Promise.all(asked)).every(([answer]) => answer?.ok === true)).toBe(true);
  });

  it('ignores Ctrl-C meant for the app, and ends when the app ends it', async () => {
    const pid = own.keyring.pid() ?? 0;
    process.kill(pid, 'SIGINT');
    await open();
    expect(own.keyring.pid()).toBe(pid);
    await own.keyring.close();
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    expect(await readdir(`${own.path}/keyring/store`)).toEqual(['wraps-1']);
  });

  it('gives a member who left no key once the kept copy’s time is over, and none at all after the session is forgotten', async () => {
    const brief = await ownProcess({ connect: { cache: { keepFor: 50 } } });
    const ask = async () => keyOrWhy((await brief.keyring.unwrap('s-amina', [place]))[0]);
    const key = await ask();
    brief.table.leave(cast.talk, cast.amina);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(await ask()).toBe('not-a-member');
    await brief.close();
    expect(await open()).not.toBe(key);
    own.table.signOut('s-amina');
    own.keyring.forget('s-amina');
    expect(await open()).toBe('no-session');
  });

  it('ends when the app is killed, so that the next app can have the store', async () => {
    const settings = { inProcess: false, process: { directory: `${own.path}/orphan`, membershipModule, membershipConfig: { file: `${own.path}/table.json` } } } as const;
    const program = `import { openKeyring } from ${JSON.stringify(new URL('./open.ts', import.meta.url).href)};
      const keyring = await openKeyring(${JSON.stringify(settings)});
      await keyring.unwrap('s-amina', [${JSON.stringify(place)}]);
      console.log(keyring.pid());
      setInterval(() => undefined, 1000);`;
    const app = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
    const pid = Number(String((await once(app.stdout, 'data'))[0]));
    app.kill('SIGKILL');
    const next = await openKeyring(settings);
    expect((await next.health()).keys).toBe(3);
    expect(next.pid()).not.toBe(pid);
    await vi.waitFor(async () => expect(await isRunning(pid)).toBe(false), { timeout: 10_000 });
    await next.close();
  });

  it('waits for a keyring that is still putting things away', async () => {
    const directory = `${own.path}/handed-over`;
    const holder = await openKeyringHere({ directory, membership: own.table, now: Date.now });
    setTimeout(() => void holder.close(), 400);
    const running = await runKeyring({ directory, address: usualAddress(directory), token, membershipModule, membershipConfig: { file: `${own.path}/table.json` } }, Date.now);
    await running.close();
  });

  it('lets every connection wipe destroyed keys, not only the one that asked', async () => {
    const running = await served((path) => usualAddress(`${path}/keyring`));
    const [here, there] = [connectKeyring({ address: running.running.address, token }), connectKeyring({ address: running.running.address, token })];
    for (const keyring of [here, there]) expect((await keyring.unwrap('s-amina', [place]))[0]?.ok).toBe(true);
    await here.destroy(null, { kind: 'keys', ids: [keyIdOf(place)] });
    await there.health();
    expect(keyOrWhy((await there.unwrap('s-amina', [place]))[0])).toBe('destroyed');
    await Promise.all([here.close(), there.close()]);
    await running.close();
  });

  it('says in a sentence why it does not start', async () => {
    const process = { directory: `${own.path}/other`, membershipModule: `${own.path}/nothing.ts`, membershipConfig: null };
    const told: string[] = [];
    const supervise = { onTrouble: (text: string) => void told.push(text) };
    await expect(openKeyring({ inProcess: false, process, supervise })).rejects.toThrow('nothing.ts');
    await expect(openKeyring({ inProcess: false, process, supervise: { ...supervise, entry: `${own.path}/nothing.ts` } })).rejects.toThrow('ended before it was ready');
    expect(told.join('')).toContain('keyring: Cannot find module');
  });

  it('puts its socket among the temporary files when the store lies too deep', async () => {
    const deep = `${own.path}/${'deep/'.repeat(20)}`;
    const address = usualAddress(deep);
    if (address.kind !== 'socket') return expect.unreachable();
    expect(address.path.length).toBeLessThan(100);
    const other = await ownProcess({ process: { directory: deep, membershipModule, membershipConfig: { file: `${own.path}/table.json` } } });
    expect(keyOrWhy((await other.keyring.unwrap('s-amina', [place]))[0])).toMatch(/^[0-9a-f]{64}$/);
    expect((await stat(dirname(address.path))).mode & 0o077).toBe(0);
    await other.close();
    await expect(stat(dirname(address.path))).rejects.toThrow('ENOENT');
  });

  it('does not write a session, a token or an open key to any file', async () => {
    const key = await open();
    await open('s-chidi');
    const bytes = await everyByteUnder(`${own.path}/keyring`);
    for (const secret of ['s-amina', 's-chidi', Buffer.from(key, 'hex'), Buffer.from(key, 'hex').toString('base64'), key]) expect(bytes.includes(secret)).toBe(false);
    expect(bytes.includes('not-a-member')).toBe(true);
  });
});

describe('reaching a keyring', () => {
  it('throws KeyringUnavailable in good time when nobody is there, while a more patient one still tries', async () => {
    const nobody = { address: { kind: 'socket', path: '/nowhere/keyring.sock' }, token } as const;
    const [keyring, patient] = [connectKeyring({ ...nobody, patience: 200 }), connectKeyring({ ...nobody, patience: 60_000 })];
    const later = patient.health().catch(() => 'the patient one');
    await expect(Promise.race([keyring.unwrap('s-amina', [place]), later])).rejects.toMatchObject({ name: 'KeyringUnavailable', message: 'the keyring cannot be reached' });
    await Promise.all([keyring.close(), patient.close()]);
    await expect(keyring.health()).rejects.toMatchObject({ message: 'the keyring is closed' });
  });

  it('answers nothing to a wrong token, over a socket and over TCP', async () => {
    for (const address of [(path: string) => usualAddress(path), (): KeyringAddress => ({ kind: 'tcp', host: '127.0.0.1', port: 0 })]) {
      const { running, close } = await served(address);
      const keyring = connectKeyring({ address: running.address, token: `${token}, but another`, patience: 300 });
      await expect(keyring.health()).rejects.toMatchObject({ name: 'KeyringUnavailable' });
      await keyring.close();
      await close();
    }
  });

  it('ends a connection that says anything but the token first, or nonsense, or too much', async () => {
    const { running, close } = await served((path) => usualAddress(path));
    if (running.address.kind !== 'socket') return expect.unreachable();
    const { path } = running.address;
    const ends = (bytes: Buffer) => new Promise<string>((resolve) => {
      const heard: Buffer[] = [];
      const socket = connect({ path }, () => socket.write(bytes));
      socket.on('data', (chunk) => heard.push(chunk)).on('error', () => undefined).on('close', () => resolve(Buffer.concat(heard).toString()));
    });
    // Whoever says nothing is waited for; whoever says something else is not.
    let [silentEnded, silent] = [false, connect({ path })];
    silent.on('error', () => undefined).on('close', () => (silentEnded = true));
    for (const bytes of [messageBytes({ call: 'health', id: 1 }), messageBytes({ hello: null }), Buffer.from([255, 255, 255, 255]), Buffer.from([0, 0, 0, 2, 0x7b, 0x7b])])
      expect(await ends(bytes)).toBe('');
    expect(silentEnded).toBe(false);
    silent.destroy();
    await close();
  });

  it('tells a caller who asks for something of the wrong shape, and goes on', async () => {
    const { running, close } = await served((path) => usualAddress(path));
    const keyring = connectKeyring({ address: running.address, token });
    const wrong = [['no id'], [{ kind: 'tag-root', generation: 1 }], [{ ...place, generation: 0 }], [{ ...place, author: 'AMINA' }], [null]] as unknown as Parameters<typeof keyring.unwrap>[1][];
    for (const asks of wrong) await expect(keyring.unwrap('s-amina', asks)).rejects.toMatchObject({ name: 'KeyringMisused' });
    expect((await keyring.unwrap('s-amina', [place]))[0]?.ok).toBe(true);
    await keyring.close();
    await close();
  });

  it('takes settings from a file only its owner may read', async () => {
    const directory = await spareDirectory();
    const file = `${directory.path}/settings.json`;
    const settings = { directory: '/d', token, address: { kind: 'tcp', host: '127.0.0.1', port: 7000 }, membershipModule: '/m.ts', membershipConfig: { a: 1 } };
    await writeFile(file, JSON.stringify(settings), { mode: 0o600 });
    expect(await settingsFrom(file)).toEqual(settings);
    await chmod(file, 0o644);
    await expect(settingsFrom(file)).rejects.toThrow('can be read by others');
    await directory.remove();
  });
});
