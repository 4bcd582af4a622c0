import { once } from 'node:events';
import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CustodySettings } from './custody-open.ts';
import { membershipTable } from './membership-table.ts';
import { openKeyringHere } from './open-here.ts';
import { KEPT_FOR, ownBackupsIn } from './own-backups.ts';
import { wordsKey } from './place.ts';
import { makeRecoveryShares, openWithShares } from './recovery.ts';
import { cast, everyByteUnder, keyOrWhy, noon, seat, spareDirectory } from './testing.ts';

let spare: Awaited<ReturnType<typeof spareDirectory>>;
let now = noon;
beforeEach(async () => {
  spare = await spareDirectory();
  now = noon;
});
afterEach(() => spare.remove());

const place = wordsKey(cast.talk, cast.amina);
async function open(custody: CustodySettings, directory = `${spare.path}/keyring`) {
  const table = membershipTable();
  seat(table);
  return openKeyringHere({ directory, kekDirectory: `${directory}/kek`, membership: table, now: () => now, custody, backups: { directory: `${spare.path}/copies` } });
}
const keyOf = async (keyring: Awaited<ReturnType<typeof open>>) => keyOrWhy((await keyring.unwrap('s-amina', [place]))[0]);
const kept = async () => (await readdir(`${spare.path}/keyring/kek`)).map((name) => name.split('.').at(-1));
const words: CustodySettings = { kind: 'passphrase', passphrase: { words: 'four words by a river' } };

describe('custody by passphrase', () => {
  it('opens with the passphrase and with no other, rotates, and leaves no open key on the disk', async () => {
    const keyring = await open(words);
    const key = await keyOf(keyring);
    await keyring.destroy(null, { kind: 'keys', ids: ['018f3c1e-0000-8000-8000-000000000001'] });
    await keyring.close();
    expect(await kept()).toEqual(['passphrase']);
    await expect(open({ kind: 'passphrase', passphrase: { words: 'four words by a lake' } })).rejects.toThrow('does not open with this passphrase');
    await expect(open({ kind: 'passphrase' })).rejects.toThrow('is missing');
    await expect(open({ kind: 'passphrase', passphrase: { words: 'short' } })).rejects.toThrow('too short');
    await expect(open({ kind: 'file' })).rejects.toThrow('KEYRING_CUSTODY=passphrase');
    await writeFile(`${spare.path}/words`, 'four words by a river\n', { mode: 0o644 });
    await chmod(`${spare.path}/words`, 0o644);
    await expect(open({ kind: 'passphrase', passphrase: { file: `${spare.path}/words` } })).rejects.toThrow('read by others');
    await chmod(`${spare.path}/words`, 0o600);
    const again = await open({ kind: 'passphrase', passphrase: { file: `${spare.path}/words` } });
    expect(await keyOf(again)).toBe(key);
    await again.close();
  });

  it('is taken up from plain files at the next start, and given up the same way; the old form is gone', async () => {
    const plain = await open({ kind: 'file' });
    const key = await keyOf(plain);
    await plain.close();
    const [file = ''] = await readdir(`${spare.path}/keyring/kek`);
    const open1 = (await readFile(`${spare.path}/keyring/kek/${file}`, 'utf8')).slice(0, 64);
    const sealed = await open(words);
    expect(await keyOf(sealed)).toBe(key);
    await sealed.close();
    expect(await kept()).toEqual(['passphrase']);
    expect((await everyByteUnder(`${spare.path}/keyring`)).includes(open1)).toBe(false);
    const back = await open({ ...words, kind: 'file' });
    expect(await keyOf(back)).toBe(key);
    await back.close();
    expect(await kept()).toEqual(['key']);
  });
});

/** Speaks the part of the transit API that is used (OpenBao and Vault: encrypt, decrypt, associated_data), with a key that stays inside. */
function transitServer(): { readonly server: Server; readonly asked: string[]; says: { status: number } } {
  const [key, asked, says] = [randomBytes(32), [] as string[], { status: 200 }];
  const server = createServer(async (request, response) => {
    const body: Buffer[] = [];
    for await (const chunk of request) body.push(chunk as Buffer);
    asked.push(`${request.method} ${request.url} ${String(request.headers['x-vault-token'])}`);
    const answer = (status: number, data: unknown) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(data));
    if (says.status !== 200 || request.headers['x-vault-token'] !== 'a-token') return answer(says.status === 200 ? 403 : says.status, { errors: ['permission denied'] });
    const { plaintext, ciphertext, associated_data: bound } = JSON.parse(Buffer.concat(body).toString()) as Record<string, string>;
    if (request.url === '/v1/transit/encrypt/companionway') {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(bound ?? '', 'base64'));
      const sealed = Buffer.concat([nonce, cipher.update(Buffer.from(plaintext ?? '', 'base64')), cipher.final(), cipher.getAuthTag()]);
      return answer(200, { data: { ciphertext: `vault:v1:${sealed.toString('base64')}`, key_version: 1 } });
    }
    const sealed = Buffer.from((ciphertext ?? '').replace('vault:v1:', ''), 'base64');
    const cipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12));
    cipher.setAAD(Buffer.from(bound ?? '', 'base64')).setAuthTag(sealed.subarray(sealed.length - 16));
    return answer(200, { data: { plaintext: Buffer.concat([cipher.update(sealed.subarray(12, sealed.length - 16)), cipher.final()]).toString('base64') } });
  });
  return { server, asked, says };
}

describe('custody by a service outside', () => {
  it('asks at a start and at a rotation only, and opens nothing when the service says no or is away', async () => {
    const { server, asked, says } = transitServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    await writeFile(`${spare.path}/token`, 'a-token\n', { mode: 0o600 });
    const custody: CustodySettings = { kind: 'transit', transit: { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/transit/`, key: 'companionway', tokenFile: `${spare.path}/token` } };
    const keyring = await open(custody);
    const key = await keyOf(keyring);
    const before = asked.length;
    for (let read = 0; read < 5; read += 1) await keyOf(keyring);
    expect(asked).toHaveLength(before);
    expect(asked.every((one) => one.startsWith('POST /v1/transit/') && one.endsWith(' a-token'))).toBe(true);
    now += 8 * 86_400_000;
    await keyring.close();
    const rotated = await open(custody);
    expect(await keyOf(rotated)).toBe(key);
    await rotated.close();
    expect(await kept()).toEqual(['transit']);
    says.status = 403;
    await expect(open(custody)).rejects.toThrow('said no to decrypt (403)');
    server.close();
    await once(server, 'close');
    await expect(open(custody)).rejects.toThrow('does not answer');
    await expect(open({ kind: 'transit', transit: { url: 'http://bao.example.org/v1/transit', key: 'k', tokenFile: '/none' } })).rejects.toThrow('https');
  });
});

describe('the keyring’s own backups', () => {
  it('are not made before there are shares, then each hour and after each rotation, and none is older than seven days', async () => {
    const first = await open({ kind: 'file' });
    await keyOf(first);
    await first.close();
    expect(await ownBackupsIn(`${spare.path}/copies`)).toEqual([]);

    const { shares } = await makeRecoveryShares(`${spare.path}/keyring`, now);
    for (let hour = 0; hour < 9 * 24; hour += 3) {
      now = noon + hour * 3_600_000;
      await (await open({ kind: 'file' })).close();
    }
    const copies = await ownBackupsIn(`${spare.path}/copies`);
    expect(copies[0]?.at).toBe(now);
    expect(copies.every(({ at }) => now - at < KEPT_FOR)).toBe(true);
    expect(copies.length).toBeGreaterThan(24);
    expect(copies.length).toBeLessThan(24 + 8);

    const keyring = await open({ kind: 'file' });
    const key = await keyOf(keyring);
    now += 60_000;
    const erased = await keyring.destroy(null, { kind: 'conversation', conversation: cast.circle });
    expect(erased.ok).toBe(true);
    await keyring.destroy(null, { kind: 'author', author: cast.ben });
    await keyring.close();

    // Everything of this machine is gone; two papers and the newest copy bring it back.
    const [newest] = await ownBackupsIn(`${spare.path}/copies`);
    const files = await openWithShares(await readFile(`${spare.path}/copies/${newest?.name}`), [shares[0] ?? '', shares[2] ?? '']);
    await rm(`${spare.path}/keyring`, { recursive: true });
    for (const [name, bytes] of files) {
      const [kind, file] = name.split('/');
      await mkdir(`${spare.path}/keyring/${kind}`, { recursive: true });
      await writeFile(`${spare.path}/keyring/${kind}/${file}`, bytes, { mode: 0o600 });
    }
    const again = await open(words);
    expect(await keyOf(again)).toBe(key);
    await again.close();
    // The machine that wrote them cannot read them: nothing of the key stands in a copy.
    const kek = [...files].find(([name]) => name.startsWith('kek/'))?.[1].toString().slice(0, 64) ?? '';
    expect((await everyByteUnder(`${spare.path}/copies`)).includes(kek)).toBe(false);
  });
});
