import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type TlsOptions } from 'node:tls';
import { readFileSync } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { noteTaken } from '../backup/index.ts';
import { type CustodySettings, makeRecoveryShares } from '../keyring/index.ts';
import { openKeyringHere } from '../keyring/open-here.ts';
import { openHouse } from '../opening/open-house.ts';
import { readConfig } from '../platform/config.ts';
import { writeAddress } from '../platform/postgres/address.ts';
import { testDirectory } from '../testing/directory.ts';
import { testTown } from '../testing/town.ts';
import { makePromise } from '../rooms/promises/index.ts';
import { newId } from '../platform/ids.ts';
import { writeNotice } from '../platform/notices.ts';
import { sealTrail } from '../testing/settled.ts';
import { siteOfTown } from '../testing/town-site.ts';
import { wordsIn } from '../pages/testing.ts';
import { ownCertificate } from '../testing/certificate.ts';
import { lookAround } from './index.ts';
import { lookAtLine } from './look-at-line.ts';

const states = async (environment: Record<string, string>) => new Map((await lookAround(environment)).map(({ what, state }) => [what, state]));

/** What docs/running/install.md tells a proxy to agree to. */
const GUIDE_CIPHERS = /ssl_ciphers (.+);/.exec(readFileSync('docs/running/install.md', 'utf8'))?.[1] ?? '';

test('An empty place is no fault: everything there is to come is to be looked at, and nothing is made', async () => {
  const found = await states({ COMPANIONWAY_DATA: join(await testDirectory(), 'not-yet') });
  expect([...found].filter(([, state]) => state === 'wrong')).toEqual([]);
  expect(found.get('no-database')).toBe('look');
  expect(found.get('keyring-none')).toBe('look');
});

test('Mistaken settings are wrong, each in its sentence', async () => {
  expect((await lookAround({ PORT: 'a lot', SMTP_URL: 'somewhere' })).map(({ what, state }) => [what, state])).toEqual([['setting-mistaken', 'wrong'], ['setting-mistaken', 'wrong']]);
});

test('A secret that others may read is wrong; keys without their key are wrong; a mail server that is silent is wrong; backups grow old', async () => {
  const data = await testDirectory();
  await mkdir(join(data, 'secrets'));
  await writeFile(join(data, 'secrets', 'operator.key'), 'x');
  await chmod(join(data, 'secrets', 'operator.key'), 0o644);
  await mkdir(join(data, 'keyring', 'store'), { recursive: true });
  await writeFile(join(data, 'keyring', 'store', 'wraps-3'), '');
  await noteTaken(data, { content: new Date(Date.now() - 3 * 86_400_000), keyring: new Date() });
  const found = await states({ COMPANIONWAY_DATA: data, SMTP_URL: 'smtp://127.0.0.1:1', PUBLIC_URL: 'http://support.example.org', ALLOW_PLAIN_HTTP: '1' });
  expect([found.get('secret-open'), found.get('keyring-no-key'), found.get('mail-silent')]).toEqual(['wrong', 'wrong', 'wrong']);
  expect([found.get('backup-content-old'), found.get('backup-keyring'), found.get('address-in-the-open')]).toEqual(['look', 'fine', 'look']);
});

test('The line people come by is looked at: a certificate browsers trust, TLS 1.3 first and nothing below 1.2, no weak cipher', async () => {
  const own = ownCertificate();
  const serving = async (options: TlsOptions) => {
    const server = createServer({ ...own, ...options }).on('tlsClientError', () => undefined).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const found = await lookAtLine({ publicUrl: `https://localhost:${(server.address() as AddressInfo).port}` }, options.ca as string | undefined ?? own.cert);
    server.close();
    return found.map(({ what, state }) => `${state} ${what}`);
  };
  expect(await serving({ minVersion: 'TLSv1.2', ciphers: GUIDE_CIPHERS })).toEqual(['fine line']);
  expect(await serving({ minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2', ciphers: GUIDE_CIPHERS })).toEqual(['look line-not-newest']);
  expect(await serving({ minVersion: 'TLSv1', ciphers: `${GUIDE_CIPHERS}:ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0` })).toEqual(['fine line', 'wrong line-old', 'wrong line-weak']);
  expect(await serving({ ca: ownCertificate().cert }), 'another authority').toEqual(['wrong line-certificate']);
  expect((await lookAtLine({ publicUrl: 'https://localhost:1' }, own.cert)).map(({ what }) => what)).toEqual(['line-silent']);
  expect(await lookAtLine({ publicUrl: 'http://127.0.0.1:3000' })).toEqual([]);
});

test('Through the database: a promise in nobody’s hands is wrong, and so are settings that would lose words in a power cut', async () => {
  const town = await testTown();
  const around = { COMPANIONWAY_DATA: await testDirectory(), DATABASE_URL: writeAddress(town.db.server) };
  const before = await states(around);
  expect([before.get('migrations'), before.get('clocks'), before.get('set-up'), before.get('promises')]).toEqual(['fine', 'fine', 'fine', 'fine']);
  // The server of tests has fsync switched off.
  expect(before.get('database-unsafe')).toBe('wrong');
  const { id } = await town.inside((inside) => makePromise(inside, { kind: 'first-answer', programme: town.programme.id, subject: { kind: 'support-request', id: newId() }, promisedTo: null }));
  await town.db.owner.updateTable('promise').set({ owner_id: null }).where('id', '=', id).execute();
  expect((await states(around)).get('promises-orphaned')).toBe('wrong');
  expect(before.get('letters-may-have-arrived')).toBe(undefined);
  await town.inside((inside) => writeNotice(inside, { kind: 'answer-ready', effect: 'test/unsure', person: null, programme: town.programme.id }));
  await town.db.owner.updateTable('notice').set({ sent_at: new Date(), trouble: 'may-have-arrived' }).where('effect', '=', 'test/unsure').execute();
  expect((await states(around)).get('letters-may-have-arrived')).toBe('look');
});

test('Who administers reads how the house is while it runs, without an address of anybody, and a line on Today says when something wants them; nobody else finds either', async () => {
  const town = await testTown({ config: { SMTP_URL: 'smtp://127.0.0.1:1', MAIL_FROM: 'walk@example.org', COMPANIONWAY_ARCHIVE: join(await testDirectory(), 'archive') } });
  await noteTaken(town.house.config.data, { content: new Date(Date.now() - 3 * 86_400_000), keyring: new Date() });
  await town.inside((inside) => writeNotice(inside, { kind: 'answer-ready', effect: 'test/unsure', person: null, programme: town.programme.id, to: 'ben@example.org' }));
  await town.db.owner.updateTable('notice').set({ sent_at: town.clock.now(), trouble: 'may-have-arrived' }).where('effect', '=', 'test/unsure').execute();
  town.clock.moveBy(2 * 86_400_000);
  const site = siteOfTown(town);
  const seen = async (name: 'Hana' | 'Chidi' | 'Esi' | 'Ben', path: string) => (await site.browser(name)).get(path);

  const page = wordsIn(await (await seen('Hana', '/how-the-house-is')).text());
  expect(page).toContain('Please look at this: mail, backups, the continuous archive');
  expect(page).toContain('1 letter was on the way when something was killed in the last seven days, the first 2 days ago.');
  expect(page).toContain('Look at this: The last backup of the content is 3 days old. Take one now');
  expect(page).toMatch(/Continuous archive Stopped Stopped: \S+ was not prepared yet/);
  expect(page).toContain('The clocks of this machine and of the database agree.');
  expect(page).toMatch(/Companionway \d+\.\d+/);
  expect(page).not.toContain('@');
  expect(wordsIn(await (await seen('Hana', '/today')).text())).toContain('How the house is: please look at mail, backups, the continuous archive');
  expect(await (await seen('Hana', '/programme')).text()).toContain('href="/how-the-house-is"');
  for (const name of ['Chidi', 'Esi', 'Ben'] as const) expect([name, (await seen(name, '/how-the-house-is')).status]).toEqual([name, 404]);
  for (const path of ['/today', '/programme']) expect(await (await seen('Chidi', path)).text()).not.toContain('how-the-house-is');

  await writeFile(join(town.house.config.data, 'backups.json'), '{ half a note');
  expect(wordsIn(await (await seen('Hana', '/how-the-house-is')).text())).toContain('Look at this: This could not be looked at just now (SyntaxError).');
  expect((await seen('Hana', '/today')).status).toBe(200);
});

test('Custody is named as the key’s file says it; a passphrase beside the keys, keys inside a backup, open directories and two backups in one place are wrong', async () => {
  const data = await testDirectory();
  const nobody = { look: async () => null, mayErase: async () => true };
  const open = (custody: CustodySettings) => openKeyringHere({ directory: join(data, 'keyring'), kekDirectory: join(data, 'keyring-kek'), membership: nobody, now: Date.now, custody, backups: { directory: join(data, 'copies') } });
  await (await open({ kind: 'file' })).close();
  const around = { COMPANIONWAY_DATA: data, KEYRING_BACKUPS: join(data, 'copies') };
  const plain = await states(around);
  expect([plain.get('custody-file'), plain.get('shares-none'), plain.get('version')]).toEqual(['look', 'look', 'fine']);

  await writeFile(join(data, 'words'), 'four words by a river', { mode: 0o600 });
  const words = { ...around, KEYRING_CUSTODY: 'passphrase', KEYRING_PASSPHRASE_FILE: join(data, 'words') };
  expect((await states(words)).get('custody-not-yet')).toBe('look');
  await makeRecoveryShares(join(data, 'keyring'), Date.now());
  await (await open({ kind: 'passphrase', passphrase: { file: join(data, 'words') } })).close();
  const sealed = await states(words);
  expect([sealed.get('custody-passphrase'), sealed.get('custody-passphrase-beside'), sealed.get('own-backup'), sealed.get('shares')]).toEqual(['fine', 'wrong', 'fine', 'fine']);

  await writeFile(join(data, 'copies', 'keys-2020-01-01T000000Z.sealed'), '');
  await noteTaken(data, { content: new Date(), contentIn: join(data, 'copies') });
  await chmod(join(data, 'keyring-kek'), 0o755);
  const bad = await states({ ...words, BACKUP_PATHS: join(data, '..') });
  expect([bad.get('own-backup-too-old'), bad.get('backups-together'), bad.get('keyring-directory-open'), bad.get('keyring-in-backup')]).toEqual(['wrong', 'wrong', 'wrong', 'wrong']);
  await expect(openHouse({ config: readConfig({ COMPANIONWAY_DATA: data, BACKUP_PATHS: join(data, '..'), DATABASE_URL: writeAddress((await testTown()).db.server) }) })).rejects.toThrow('lies inside a place that is backed up');
});

test('The trail: unsealed for long is worth a look, unsigned for long is wrong, and so is another history that was signed; nobody outside is said', async () => {
  const town = await testTown({ at: new Date() });
  const around = { COMPANIONWAY_DATA: await testDirectory(), DATABASE_URL: writeAddress(town.db.server) };
  const { owner } = town.db;
  await owner.insertInto('trail').values({ org_id: town.org, id: newId(), at: new Date(Date.now() - 3_600_000), actor_kind: 'house', act: 'test.old', outcome: 'done', request_id: 'test' }).execute();
  expect((await states(around)).get('trail-behind')).toBe('look');
  await sealTrail(town.house, town.org);
  const sealed = await states(around);
  expect([sealed.get('trail-behind'), sealed.get('trail-new'), sealed.get('anchors-nobody')]).toEqual([undefined, 'fine', 'look']);
  expect((await states({ ...around, TRUSTEE_EMAIL: 'trustee@example.org' })).get('anchors-nobody')).toBe(undefined);
  await owner.updateTable('trail_link').set({ sealed_at: new Date(Date.now() - 5 * 3_600_000) }).execute();
  expect((await states(around)).get('anchors-late')).toBe('wrong');
  const anchor = { org_id: town.org, chain: town.org, hour: '2026-11-22T00' };
  await owner.insertInto('trail_anchor').values({ ...anchor, seq: 10_000, head: Buffer.alloc(32), tags_root: null, made_at: new Date() }).execute();
  await owner.insertInto('trail_anchor_signature').values({ ...anchor, key_id: '1', signature: '', signed_at: new Date() }).execute();
  const signed = await states(around);
  expect([signed.get('anchors-late'), signed.get('trail'), signed.get('anchors-unsent')]).toEqual([undefined, 'fine', 'look']);
  await owner.insertInto('trail_chain').values({ org_id: town.org, chain: 'another', begun_at: new Date(), from_seq: 1, from_hash: Buffer.alloc(32), why: 'signed-otherwise' }).execute();
  expect((await states(around)).get('trail-anew')).toBe('wrong');
});
