import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { House } from '../../platform/house.ts';
import { type Town, testTown } from '../../testing/town.ts';
import { value } from '../../testing/walking.ts';
import { beginOwnAccount, finishOwnAccount, useOwnAccount } from './own-account.ts';

/** What a service says that somebody broke, or that another one pretends to be. */
interface Lie {
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: Readonly<Record<string, unknown>>;
  readonly key?: KeyObject;
}

const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });
const encoded = (what: unknown) => Buffer.from(JSON.stringify(what)).toString('base64url');

let town: Town;
let service: Server;
let issuer: string;
let described: Record<string, unknown> = {};
let answer: Record<string, unknown> = {};
let asked = '';
let turnedAway = '';

beforeAll(async () => {
  town = await testTown();
  service = createServer(async (request, response) => {
    if (request.method === 'POST') asked = await text(request);
    const jwks = { keys: [{ ...pair.publicKey.export({ format: 'jwk' }), kid: 'one', use: 'sig', alg: 'RS256' }] };
    const path = request.url ?? '';
    if (path === turnedAway) return void response.writeHead(307, { location: `${path}-elsewhere` }).end();
    const body = path.endsWith('/openid-configuration') ? { ...description(issuer), ...described } : path.startsWith('/keys') ? jwks : answer;
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }).listen(0, '127.0.0.1');
  await once(service, 'listening');
  issuer = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
});
afterAll(() => service?.close());

const description = (name: string) => ({
  issuer: name, authorization_endpoint: `${name}/auth`, token_endpoint: `${name}/token`, jwks_uri: `${name}/keys`, response_types_supported: ['code'],
  subject_types_supported: ['public'], id_token_signing_alg_values_supported: ['RS256'],
});

/** A house of its own for each try: what a service says of itself is kept for an hour. */
let tries = 0;
const houseOf = (): House => ({ ...town.house, config: { ...town.house.config, ownAccounts: { issuer, id: `companionway-${++tries}`, secret: 'known-to-both', name: 'Login' } } });

/** Goes the whole way once; undefined when it ends nowhere. */
async function comeBy({ claims = {}, header = {}, key = pair.privateKey }: Lie = {}): Promise<string | undefined> {
  const house = houseOf();
  const begun = await beginOwnAccount(house);
  if (begun === undefined) return undefined;
  const { state, nonce } = JSON.parse(begun.kept) as { state: string; nonce: string };
  const now = Math.floor(Date.now() / 1000);
  const alg = header['alg'] ?? 'RS256';
  const signed = `${encoded({ alg, kid: 'one', typ: 'JWT', ...header })}.${encoded({ iss: issuer, aud: house.config.ownAccounts?.id, sub: 'dalia-at-work', iat: now, exp: now + 300, nonce, ...claims })}`;
  const mark = alg === 'none' ? '' : sign('sha256', Buffer.from(signed), key).toString('base64url');
  answer = { access_token: createHash('sha256').update(signed).digest('hex'), token_type: 'bearer', id_token: `${signed}.${mark}` };
  return finishOwnAccount(house, town.org, `?code=any&state=${state}`, begun.kept);
}

test('What a service answers counts only when it is signed with its own key, by its own name, for us, for this asking and now', async () => {
  const good = await comeBy();
  expect(value(await useOwnAccount(town.stranger(), { voucher: good ?? '' }))).toEqual({ is: 'unknown' });
  const now = Math.floor(Date.now() / 1000);
  const lies: Record<string, Lie> = {
    'another key': { key: stranger.privateKey },
    'no signature': { header: { alg: 'none' } },
    'a key nobody knows': { header: { kid: 'another' } },
    'another name': { claims: { iss: 'https://login.example.org' } },
    'meant for another place': { claims: { aud: 'somebody-else' } },
    'of another asking': { claims: { nonce: 'of-yesterday' } },
    'without an asking': { claims: { nonce: undefined } },
    'over': { claims: { iat: now - 7200, exp: now - 3600 } },
  };
  const believed: string[] = [];
  for (const [name, lie] of Object.entries(lies)) if ((await comeBy(lie)) !== undefined) believed.push(name);
  expect(believed).toEqual([]);
});

test('An answer counts for the browser that asked alone, and its code only beside the word kept here', async () => {
  const house = houseOf();
  const begun = await beginOwnAccount(house);
  const address = new URL(begun?.address ?? '');
  expect(await finishOwnAccount(house, town.org, '?code=any&state=of-another-browser', begun?.kept)).toBeUndefined();
  expect(await finishOwnAccount(house, town.org, `?code=any&state=${address.searchParams.get('state')}`, undefined)).toBeUndefined();
  expect(asked).not.toContain('of-another-browser');
  await finishOwnAccount(house, town.org, `?code=any&state=${address.searchParams.get('state')}`, begun?.kept);
  const verifier = new URLSearchParams(asked).get('code_verifier') ?? '';
  expect([address.searchParams.get('code_challenge_method'), address.searchParams.get('code_challenge')]).toEqual(['S256', createHash('sha256').update(verifier).digest('base64url')]);
});

test('Two steps over there count as the second step only when the service says so', async () => {
  const steps = async (claims: Lie['claims']) => (JSON.parse(Buffer.from((await comeBy({ claims: claims ?? {} }))?.split('.')[0] ?? '', 'base64url').toString()) as { twoSteps: boolean }).twoSteps;
  for (const claims of [{}, { amr: ['pwd'] }, { amr: 'mfa' }, { acr: 'mfa' }]) expect([claims, await steps(claims)]).toEqual([claims, false]);
  expect(await steps({ amr: ['pwd', 'mfa'] })).toBe(true);
});

test('A redirection is no answer, neither for a token nor for the keys; and of a token nothing is kept', async () => {
  for (const path of ['/token', '/keys']) {
    turnedAway = path;
    expect([path, await comeBy()]).toEqual([path, undefined]);
  }
  turnedAway = '';
  const voucher = JSON.parse(Buffer.from((await comeBy())?.split('.')[0] ?? '', 'base64url').toString()) as object;
  expect(Object.keys(voucher).sort()).toEqual(['issuer', 'org', 'subject', 'twoSteps', 'until']);
});

test('A service that describes itself under another name is not asked at all', async () => {
  described = description('https://login.example.org');
  expect(await beginOwnAccount(houseOf())).toBeUndefined();
  described = {};
});

test('An account is the subject of its own service: neither another service’s same subject nor the same address opens anything', async () => {
  const dalia = await town.id('Dalia');
  await town.db.owner.insertInto('outside_identity').values({ org_id: town.org, id: town.org, person_id: dalia, issuer: 'https://login.example.org', subject: 'dalia-at-work', linked_at: town.clock.now() }).execute();
  const voucher = (await comeBy({ claims: { email: 'dalia@example.org', email_verified: true } })) ?? '';
  expect(value(await useOwnAccount(town.stranger(), { voucher }))).toEqual({ is: 'unknown' });
  await town.db.owner.updateTable('outside_identity').set({ issuer }).execute();
  expect(value(await useOwnAccount(town.stranger(), { voucher }))).toMatchObject({ is: 'in' });
});
