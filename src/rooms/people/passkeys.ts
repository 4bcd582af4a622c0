import { createHash, createHmac, randomBytes } from 'node:crypto';
import {
  type AuthenticationResponseJSON, generateAuthenticationOptions, generateRegistrationOptions, type RegistrationResponseJSON, verifyAuthenticationResponse, verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { z } from 'zod';
import { act } from '../../platform/act.ts';
import type { House } from '../../platform/house.ts';
import type { Inside } from '../../platform/inside.ts';
import { done, refused } from '../../platform/outcome.ts';
import { view } from '../../platform/view.ts';
import { safeReturn } from './ask-for-link.ts';
import { letIn } from './let-in.ts';
import { type Here, namesOf } from './private-words.ts';
import { sameHash } from './secrets.ts';
import { tellOwner } from './tell-owner.ts';
import { atDevice } from './use-link.ts';
import { mayChangeWaysIn } from './ways-in.ts';

const CHALLENGE_MINUTES = 10;
type Purpose = 'passkey-add' | 'passkey-use';

/** What a browser is asked to make a passkey with (WebAuthn level 3, JSON form). The account's name in it is the chosen name, nothing of the programme. */
export const optionsToAddPasskey = view({
  name: 'people.options-to-add-passkey',
  input: z.object({}),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking) {
    const me = looking.person();
    const had = await looking.db.selectFrom('passkey').select(['credential_id', 'transports']).where('org_id', '=', looking.org).where('person_id', '=', me).where('removed_at', 'is', null).execute();
    return generateRegistrationOptions({
      rpName: 'Companionway', rpID: rpId(looking.scene.house), userID: new Uint8Array(Buffer.from(me.replaceAll('-', ''), 'hex')),
      userName: (await namesOf(looking, [me])).get(me) ?? 'Companionway', challenge: challengeFor(looking, 'passkey-add'), attestationType: 'none',
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      excludeCredentials: had.map((row) => ({ id: row.credential_id.toString('base64url'), transports: row.transports })),
    });
  },
});

/** What a browser is asked to sign in with. It names nobody and no passkey: the same for everybody. */
export const optionsToUsePasskey = view({
  name: 'people.options-to-use-passkey',
  input: z.object({}),
  may: () => true,
  load: (looking) => generateAuthenticationOptions({ rpID: rpId(looking.scene.house), challenge: challengeFor(looking, 'passkey-use'), userVerification: 'required', allowCredentials: [] }),
});

const answer = z.string().max(20_000).transform((text, context) => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    context.addIssue({ code: 'custom', message: 'people.passkey.mistake' });
    return z.NEVER;
  }
});

/** Keeps a passkey that this person's device made. It proves device and finger, face or number at once, so signing in with it is two steps in one. */
export const addPasskey = act({
  name: 'people.add-passkey',
  input: z.object({ answer, name: z.string().trim().max(60, 'people.me.mistake.long').default('') }),
  may: ({ actor }) => actor.kind === 'person',
  guards: { one_passkey_per_credential: 'passkey-known' },
  async perform(inside, { answer: given, name }) {
    const may = await mayChangeWaysIn(inside);
    if (may !== 'yes') return refused(may);
    const made = await verified(() => verifyRegistrationResponse({ ...expected(inside, 'passkey-add'), response: given as RegistrationResponseJSON, requireUserVerification: true }));
    if (made?.registrationInfo === undefined || !(await takeChallenge(inside, 'passkey-add', given))) return refused('passkey-not-good');
    const { credential } = made.registrationInfo;
    await inside.db
      .insertInto('passkey')
      .values({
        org_id: inside.org, id: inside.newId(), person_id: inside.person(), credential_id: Buffer.from(credential.id, 'base64url'), public_key: Buffer.from(credential.publicKey),
        counter: credential.counter, transports: credential.transports ?? [], name, made_at: inside.now,
      })
      .execute();
    inside.record({ name: 'people.passkey-added', subject: { kind: 'person', id: inside.person() } });
    await tellOwner(inside, inside.person(), 'sign-in-changed');
    return done();
  },
});

/** Signs in with a passkey. Nothing can be guessed here, so nothing that others tried slows it down. */
export const usePasskey = act({
  name: 'people.use-passkey',
  input: atDevice.extend({ answer, returnTo: z.string().max(300).default('') }),
  may: () => true,
  async perform(inside, { answer: given, shared, device, returnTo }) {
    const id = z.object({ id: z.string().max(2000) }).safeParse(given).data?.id ?? '';
    const key = await inside.db
      .selectFrom('passkey')
      .innerJoin('person', (join) => join.onRef('person.org_id', '=', 'passkey.org_id').onRef('person.id', '=', 'passkey.person_id'))
      .select(['passkey.id', 'passkey.person_id', 'passkey.credential_id', 'passkey.public_key', 'passkey.counter'])
      .where('passkey.org_id', '=', inside.org).where('passkey.credential_id', '=', Buffer.from(id, 'base64url')).where('passkey.removed_at', 'is', null)
      .where('person.left_at', 'is', null).where('person.erased_at', 'is', null)
      .executeTakeFirst();
    if (key === undefined) return refused('passkey-not-good');
    const credential = { id, publicKey: new Uint8Array(key.public_key), counter: Number(key.counter) };
    const used = await verified(() => verifyAuthenticationResponse({ ...expected(inside, 'passkey-use'), response: given as AuthenticationResponseJSON, credential, requireUserVerification: true }));
    if (used === undefined || !used.verified || !(await takeChallenge(inside, 'passkey-use', given))) return refused('passkey-not-good');
    await inside.db.updateTable('passkey').set({ counter: used.authenticationInfo.newCounter, used_at: inside.now }).where('org_id', '=', inside.org).where('id', '=', key.id).execute();
    const session = await letIn(inside, { person: key.person_id, proof: 'passkey', secondStep: true, shared, device });
    return done({ returnTo: safeReturn(returnTo), ...session });
  },
});

/** Gives one of my passkeys another name. */
export const namePasskey = act({
  name: 'people.name-passkey',
  input: z.object({ passkey: z.uuid(), name: z.string().trim().max(60, 'people.me.mistake.long') }),
  may: ({ actor }) => actor.kind === 'person',
  async perform(inside, { passkey, name }) {
    await mine(inside, passkey).set({ name }).execute();
    return done();
  },
});

/** One of my passkeys is no longer good for signing in. */
export const removePasskey = act({
  name: 'people.remove-passkey',
  input: z.object({ passkey: z.uuid() }),
  may: ({ actor }) => actor.kind === 'person',
  async perform(inside, { passkey }) {
    const may = await mayChangeWaysIn(inside);
    if (may !== 'yes') return refused(may);
    await mine(inside, passkey).set({ removed_at: inside.now }).execute();
    inside.record({ name: 'people.passkey-removed', subject: { kind: 'person', id: inside.person() } });
    await tellOwner(inside, inside.person(), 'sign-in-changed');
    return done();
  },
});

function mine(inside: Inside, passkey: string) {
  return inside.db.updateTable('passkey').where('org_id', '=', inside.org).where('person_id', '=', inside.person()).where('id', '=', passkey).where('removed_at', 'is', null);
}

function rpId({ config }: House): string {
  return new URL(config.publicUrl).hostname;
}

function expected(inside: Inside, purpose: Purpose) {
  const { house } = inside.scene;
  return { expectedOrigin: new URL(house.config.publicUrl).origin, expectedRPID: rpId(house), expectedChallenge: (given: string) => isOurs(inside, purpose, given) };
}

/** What the library finds wrong it throws; that is an answer of a device that does not count. */
async function verified<V>(check: () => Promise<V>): Promise<V | undefined> {
  try {
    return await check();
  } catch {
    return undefined;
  }
}

/** A challenge that needs no row until it is used: random, dated, and marked by the house for one purpose and one person. Nobody can make rows by looking at a page. */
function challengeFor(here: Here, purpose: Purpose): Uint8Array<ArrayBuffer> {
  const body = Buffer.concat([randomBytes(16), moment(here.now.getTime() + CHALLENGE_MINUTES * 60_000)]);
  return new Uint8Array(Buffer.concat([body, markOf(here, purpose, body)]));
}

function isOurs(here: Here, purpose: Purpose, given: string): boolean {
  const bytes = Buffer.from(given, 'base64url');
  if (bytes.length !== 38) return false;
  const body = bytes.subarray(0, 22);
  return sameHash(bytes.subarray(22), markOf(here, purpose, body)) && body.readUIntBE(16, 6) > here.now.getTime();
}

/** Takes a challenge for good: false when it was taken before (a replay). */
async function takeChallenge(inside: Inside, purpose: Purpose, given: unknown): Promise<boolean> {
  const { response } = z.object({ response: z.object({ clientDataJSON: z.string() }) }).parse(given);
  const { challenge } = z.object({ challenge: z.string() }).parse(JSON.parse(Buffer.from(response.clientDataJSON, 'base64url').toString('utf8')));
  const value = createHash('sha256').update(challenge).digest();
  const id = value.toString('hex').replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-8$3-8$4-$5');
  const taken = await inside.db
    .insertInto('challenge')
    .values({ org_id: inside.org, id, purpose, value, made_at: inside.now, ends_at: new Date(inside.now.getTime() + CHALLENGE_MINUTES * 60_000), used_at: inside.now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return taken !== undefined;
}

function markOf({ scene, org, actor }: Here, purpose: Purpose, body: Buffer): Buffer {
  const whose = purpose === 'passkey-add' && actor.kind === 'person' ? actor.person : '';
  return createHmac('sha256', scene.house.secret('passkey')).update(`${org}\n${purpose}\n${whose}\n`).update(body).digest().subarray(0, 16);
}

function moment(at: number): Buffer {
  const bytes = Buffer.alloc(6);
  bytes.writeUIntBE(at, 0, 6);
  return bytes;
}
