import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer as createSocketServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { askForLink } from '../rooms/people/index.ts';
import { sealTrail } from '../testing/settled.ts';
import { ownCertificate } from '../testing/certificate.ts';
import { testDirectory } from '../testing/directory.ts';
import { testTown } from '../testing/town.ts';
import { houseLog } from './house-log.ts';
import { shipLog } from './ship-log.ts';

const directory = await testDirectory();
const own = ownCertificate();
const ca = join(directory, 'ca.pem');
await writeFile(ca, own.cert);

const open: Server[] = [];
afterAll(() => open.forEach((server) => server.close()));

/** Something that receives lines: what stands in each, with its priority. */
function receiver(port = 0, tls = own): Promise<{ port: number; got: { priority: number; json: Record<string, unknown> }[]; stop: () => Promise<void> }> {
  const got: { priority: number; json: Record<string, unknown> }[] = [];
  const sockets = new Set<Socket>();
  const server = createServer(tls, (socket) => {
    sockets.add(socket);
    let heard = Buffer.alloc(0);
    socket.on('error', () => undefined).on('data', (more: Buffer) => {
      heard = Buffer.concat([heard, more]);
      for (let blank = heard.indexOf(' '); blank > 0; blank = heard.indexOf(' ')) {
        const length = Number(heard.subarray(0, blank));
        if (heard.length < blank + 1 + length) return;
        const [, priority, json = ''] = /^<(\d+)>1 \S+Z \S+ companionway \d+ - - (.*)$/s.exec(heard.subarray(blank + 1, blank + 1 + length).toString()) ?? [];
        got.push({ priority: Number(priority), json: JSON.parse(json) as Record<string, unknown> });
        heard = heard.subarray(blank + 1 + length);
      }
    });
  }).on('tlsClientError', () => undefined);
  open.push(server);
  return new Promise((opened) => server.listen(port, '127.0.0.1', () => opened({
    port: (server.address() as AddressInfo).port, got,
    stop: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  })));
}
const line = (about: object) => `${JSON.stringify({ level: 30, time: 1_700_000_000_000, ...about })}\n`;

describe('the log', () => {
  test('arrives elsewhere over TLS line by line; while the other side is away nothing is held up, and what waited arrives in order', async () => {
    const there = await receiver();
    const troubles: string[] = [];
    const shipper = shipLog(`tls://localhost:${there.port}?ca=${encodeURIComponent(ca)}`, { onTrouble: (why) => troubles.push(why) });
    shipper.write(line({ msg: 'one, “quoted” é' }));
    shipper.write(line({ level: 50, msg: 'two' }));
    await vi.waitFor(() => expect(there.got.length).toBe(2), { timeout: 10_000 });
    expect(there.got).toMatchObject([{ priority: 134, json: { msg: 'one, “quoted” é' } }, { priority: 131, json: { msg: 'two' } }]);

    await there.stop();
    // It has noticed: it knocked again and nobody was there.
    await vi.waitFor(() => expect(troubles).toContain('ECONNREFUSED'), { timeout: 10_000 });
    for (const msg of ['three', 'four']) shipper.write(line({ msg }));
    const again = await receiver(there.port);
    await vi.waitFor(() => expect(again.got.map(({ json }) => json.msg)).toEqual(['three', 'four']), { timeout: 10_000 });
    await shipper.close();
  });

  test('is handed to nobody who cannot show the certificate', async () => {
    const liar = await receiver(0, ownCertificate());
    const troubles: string[] = [];
    const shipper = shipLog(`tls://localhost:${liar.port}?ca=${encodeURIComponent(ca)}`, { onTrouble: (why) => troubles.push(why) });
    shipper.write(line({ msg: 'planted' }));
    await vi.waitFor(() => expect(troubles).toContain('DEPTH_ZERO_SELF_SIGNED_CERT'), { timeout: 10_000 });
    expect(liar.got).toEqual([]);
    await shipper.close();
  });

  test('goes into a forwarder’s socket on this machine; what was lost in between is counted', async () => {
    const path = join(directory, 'forwarder.sock');
    const shipper = shipLog(`unix:${path}`);
    for (let one = 0; one < 20_005; one += 1) shipper.write(line({ msg: `line ${one}` }));
    let heard = '';
    const server = createSocketServer((socket) => socket.on('data', (more: Buffer) => (heard += more.toString())));
    open.push(server);
    server.listen(path);
    await vi.waitFor(() => expect(heard).toContain('line 20004'), { timeout: 10_000 });
    expect(heard).toContain('"msg":"lines of the log were lost on their way","count":5');
    expect(heard).not.toContain('"line 4"');
    await shipper.close();
  });

  test('carries the trail along, each line with its place and hash once it is sealed, so that one taken away here is missed there', async () => {
    const there = await receiver();
    const town = await testTown();
    const { log, close } = houseLog({ logLevel: 'silent', logTo: `tls://localhost:${there.port}?ca=${encodeURIComponent(ca)}` });
    const house = { ...town.house, log, config: { ...town.house.config, logTo: 'tls://localhost' } };
    for (const email of ['amina@example.org', 'nobody@example.org']) await askForLink({ ...town.stranger(), house }, { email });
    const sealed = await sealTrail(house, town.org);
    const rows = await town.db.owner.selectFrom('trail_link').selectAll().where('org_id', '=', town.org).orderBy('seq').execute();
    await vi.waitFor(() => expect(there.got.length).toBe(sealed), { timeout: 10_000 });
    expect([sealed, sealed > 1]).toEqual([rows.length, true]);
    expect(JSON.stringify(there.got)).not.toMatch(/amina@|nobody@/);
    expect(there.got.map(({ json }) => [json.msg, json.seq, json.hash])).toEqual(rows.map(({ seq, hash }) => ['trail', Number(seq), hash.toString('hex')]));
    await close();
  });
});
