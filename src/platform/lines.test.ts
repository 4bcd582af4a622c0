import { createServer, type Server } from 'node:net';
import { DEFAULT_MAX_VERSION, DEFAULT_MIN_VERSION, TLSSocket } from 'node:tls';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ownCertificate } from '../testing/certificate.ts';
import { testDirectory } from '../testing/directory.ts';
import { readConfig, SettingsMistaken } from './config.ts';
import { connect, readAddress } from './postgres/address.ts';

const refused = (environment: Readonly<Record<string, string | undefined>>): string => {
  try {
    readConfig(environment);
    return '';
  } catch (fault) {
    if (!(fault instanceof SettingsMistaken)) throw fault;
    return fault.sentences.join(' ');
  }
};

test('The program does not start with people’s line in the open, unless a setting says so by name', () => {
  for (const open of [{ PUBLIC_URL: 'http://support.example.org' }, { PUBLIC_URL: 'http://192.168.1.5:3000' }, { HOST: '0.0.0.0' }, { HOST: '::' }, { HOST: 'a-server.example.org' }, { PUBLIC_URL: 'http://localhost.example.org' }]) {
    expect([open, refused(open)]).toEqual([open, expect.stringContaining('ALLOW_PLAIN_HTTP=1')]);
    expect([open, refused({ ...open, ALLOW_PLAIN_HTTP: '1' })]).toEqual([open, '']);
  }
  for (const fine of [{}, { HOST: '127.0.0.1' }, { HOST: '::1' }, { HOST: 'localhost' }, { PUBLIC_URL: 'http://localhost:3000' }, { PUBLIC_URL: 'https://support.example.org' }, { HOST: '0.0.0.0', PUBLIC_URL: 'https://support.example.org' }]) expect([fine, refused(fine)]).toEqual([fine, '']);
});

test('An address that is none, or stands below a path, is one sentence; the one that is taken is as browsers write it', () => {
  for (const none of ['support', 'support.example.org', 'support.example.org:3000', 'https://', 'ftp://support.example.org']) expect([none, refused({ PUBLIC_URL: none })]).toEqual([none, 'PUBLIC_URL must be the address people type, such as https://support.example.org.']);
  expect(refused({ PUBLIC_URL: 'https://support.example.org/peers' })).toContain('must end after the name');
  for (const given of ['HTTPS://Support.Example.org/', ' https://support.example.org ', 'https://support.example.org:443//']) expect([given, readConfig({ PUBLIC_URL: given }).publicUrl]).toEqual([given, 'https://support.example.org']);
  expect(readConfig({ PORT: '4000 ', HOST: ' ' })).toMatchObject({ host: '127.0.0.1', port: 4000, publicUrl: 'http://127.0.0.1:4000' });
});

test('A database on another machine is spoken to with its certificate checked, or in the open by name; a sign-in service and a keeper of keys over https alone', () => {
  const at = (mode: string) => ({ DATABASE_URL: `postgresql://owner:secret@db.example.org/companionway${mode}` });
  for (const mode of ['', '?sslmode=prefer', '?sslmode=allow', '?sslmode=no-verify', '?ssl=true', '?host=10.0.0.5']) expect([mode, refused(at(mode))]).toEqual([mode, expect.stringContaining('sslmode=verify-full')]);
  for (const mode of ['?sslmode=verify-full', '?sslmode=require', '?sslmode=disable', '?host=/run/postgresql', '?host=127.0.0.1']) expect([mode, refused(at(mode))]).toEqual([mode, '']);
  expect(refused({ DATABASE_URL: 'postgresql://owner:secret@localhost/companionway' })).toBe('');
  expect(refused(at(''))).not.toContain('secret@');
  for (const name of ['OIDC_ISSUER', 'KEYRING_TRANSIT_URL']) {
    expect(refused({ OIDC_ID: 'companionway', OIDC_ISSUER: 'https://login.example.org', [name]: 'http://other.example.org' })).toContain(`${name} must begin with https`);
    expect(refused({ OIDC_ID: 'companionway', OIDC_ISSUER: 'https://login.example.org', [name]: 'http://127.0.0.1:8200' })).toBe('');
  }
});

const open: Server[] = [];
afterAll(() => open.forEach((server) => server.close()));

/** Something that answers like a PostgreSQL server: yes or no to TLS, and then nothing of use. Says whether a name or password reached it in the open. */
async function falseServer(tls: { cert: string; key: string } | undefined): Promise<{ port: number; inTheOpen: () => boolean }> {
  let heard = Buffer.alloc(0);
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      socket.write(tls === undefined ? 'N' : 'S');
      if (tls === undefined) socket.on('data', (more) => (heard = Buffer.concat([heard, more])));
      else new TLSSocket(socket, { isServer: true, ...tls }).on('error', () => undefined).on('data', () => socket.destroy());
    });
  });
  open.push(server);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return { port: (server.address() as { port: number }).port, inTheOpen: () => heard.length > 0 };
}

test('Whoever cannot show the certificate gets no word, under every name of the mode; the one who can is spoken to', async () => {
  const own = ownCertificate();
  const file = join(await testDirectory(), 'ca.pem');
  await writeFile(file, own.cert);
  const [liar, plain] = [await falseServer(own), await falseServer(undefined)];
  const tried = async (port: number, query: string) => {
    const address = readAddress(`postgresql://owner:secret@localhost:${port}/companionway?${query}`);
    return connect({ ...address, host: '127.0.0.1', ssl: typeof address.ssl === 'object' ? { ...address.ssl, servername: 'localhost' } : address.ssl }, { timeoutMs: 5_000 }).then(() => 'in', (fault: Error & { code?: string }) => fault.code ?? fault.message);
  };
  for (const mode of ['verify-full', 'require', 'verify-ca', 'require&uselibpqcompat=true']) {
    expect([mode, await tried(liar.port, `sslmode=${mode}`)]).toEqual([mode, 'DEPTH_ZERO_SELF_SIGNED_CERT']);
    expect([mode, await tried(plain.port, `sslmode=${mode}`)]).toEqual([mode, expect.stringContaining('SSL')]);
  }
  expect(plain.inTheOpen()).toBe(false);
  expect(await tried(liar.port, `sslmode=verify-full&sslrootcert=${encodeURIComponent(file)}`), 'the line stands, and ends as the server ends it').toMatch(/ECONNRESET|terminated|closed/i);
});

test('No line this program opens goes below TLS 1.2, and it asks for 1.3 first', () => {
  expect([DEFAULT_MIN_VERSION, DEFAULT_MAX_VERSION]).toEqual(['TLSv1.2', 'TLSv1.3']);
});
