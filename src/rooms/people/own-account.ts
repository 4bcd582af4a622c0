import { createHmac } from 'node:crypto';
import {
  allowInsecureRequests, authorizationCodeGrant, buildAuthorizationUrl, calculatePKCECodeChallenge, type Configuration, discovery, enableNonRepudiationChecks, randomNonce, randomPKCECodeVerifier, randomState,
} from 'openid-client';
import { z } from 'zod';
import { act } from '../../platform/act.ts';
import type { House } from '../../platform/house.ts';
import { done, refused } from '../../platform/outcome.ts';
import { safeReturn } from './ask-for-link.ts';
import { letIn } from './let-in.ts';
import { sameHash } from './secrets.ts';
import { tellOwner } from './tell-owner.ts';
import { atDevice } from './use-link.ts';
import { mayChangeWaysIn } from './ways-in.ts';

/** The organisation's own accounts, by the name people know them by; undefined when the settings name none. */
export function organisationAccount({ config }: House): { readonly name: string } | undefined {
  return config.ownAccounts && { name: config.ownAccounts.name };
}

/** A way to the organisation's own sign-in, and what this browser must bring back: state, nonce and verifier (OpenID Connect, code with PKCE S256). */
export interface OwnAccountBegun {
  readonly address: string;
  readonly kept: string;
}

/** Begins signing in with the organisation's own account. Undefined when there is none, or when its service does not answer. */
export async function beginOwnAccount(house: House): Promise<OwnAccountBegun | undefined> {
  const service = await serviceOf(house).catch(() => undefined);
  if (service === undefined) return undefined;
  const [state, nonce, verifier] = [randomState(), randomNonce(), randomPKCECodeVerifier()];
  const address = buildAuthorizationUrl(service, {
    redirect_uri: backTo(house), scope: 'openid', state, nonce, code_challenge: await calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256',
  });
  return { address: address.href, kept: JSON.stringify({ state, nonce, verifier }) };
}

/**
 * What the organisation's service answered, checked (issuer, state, nonce, verifier, signature, times): a voucher for `useOwnAccount`, good for minutes.
 * Undefined when anything does not fit.
 * @param query what stands after the question mark of the address it sent the reader to.
 */
export async function finishOwnAccount(house: House, org: string, query: string, kept: string | undefined): Promise<string | undefined> {
  const service = await serviceOf(house).catch(() => undefined);
  const before = z.object({ state: z.string(), nonce: z.string(), verifier: z.string() }).safeParse(parsed(kept)).data;
  if (service === undefined || before === undefined) return undefined;
  try {
    const tokens = await authorizationCodeGrant(service, new URL(`${backTo(house)}${query}`), { expectedState: before.state, expectedNonce: before.nonce, pkceCodeVerifier: before.verifier, idTokenExpected: true });
    const claims = tokens.claims();
    if (claims === undefined) return undefined;
    const twoSteps = Array.isArray(claims.amr) && claims.amr.includes('mfa');
    const body = Buffer.from(JSON.stringify({ org, issuer: claims.iss, subject: claims.sub, twoSteps, until: house.clock.now().getTime() + 10 * 60_000 })).toString('base64url');
    return `${body}.${voucherMark(house, body).toString('base64url')}`;
  } catch {
    return undefined;
  }
}

/**
 * Comes in with the organisation's own account. Whoever is signed in connects it to themselves; whoever is not comes in when it is connected. An account is
 * never joined to a person by its e-mail address alone: services differ in what they check (GHSA-g38m-r43w-p2q7).
 */
export const useOwnAccount = act({
  name: 'people.use-own-account',
  input: atDevice.extend({ voucher: z.string().max(4000), returnTo: z.string().max(300).default('') }),
  may: () => true,
  guards: { one_person_per_outside_identity: 'account-taken' },
  async perform(inside, { voucher, shared, device, returnTo }) {
    const read = readVoucher(inside.scene.house, voucher);
    if (read === undefined || read.org !== inside.org || read.until <= inside.now.getTime()) return refused('account-not-good');
    const { db, org } = inside;
    const known = await db
      .selectFrom('outside_identity').innerJoin('person', (join) => join.onRef('person.org_id', '=', 'outside_identity.org_id').onRef('person.id', '=', 'outside_identity.person_id'))
      .select('outside_identity.person_id')
      .where('outside_identity.org_id', '=', org).where('issuer', '=', read.issuer).where('subject', '=', read.subject).where('person.left_at', 'is', null).executeTakeFirst();
    if (inside.actor.kind === 'person' && known?.person_id !== inside.actor.person) {
      const may = await mayChangeWaysIn(inside);
      if (may !== 'yes') return refused(may);
      await db.insertInto('outside_identity').values({ org_id: org, id: inside.newId(), person_id: inside.actor.person, issuer: read.issuer, subject: read.subject, linked_at: inside.now }).execute();
      inside.record({ name: 'people.account-connected', subject: { kind: 'person', id: inside.actor.person } });
      await tellOwner(inside, inside.actor.person, 'sign-in-changed');
      return done({ is: 'connected' as const });
    }
    if (known === undefined) return done({ is: 'unknown' as const });
    return done({ is: 'in' as const, returnTo: safeReturn(returnTo), ...(await letIn(inside, { person: known.person_id, proof: 'organisation', secondStep: read.twoSteps, shared, device })) });
  },
});

/** The service as it describes itself; asked again after an hour. A service that did not answer is asked again at once. */
const services = new Map<string, { until: number; service: Promise<Configuration> }>();

function serviceOf({ config }: House): Promise<Configuration | undefined> {
  const own = config.ownAccounts;
  if (own === undefined) return Promise.resolve(undefined);
  const name = `${own.issuer} ${own.id} ${own.secret ?? ''}`;
  const had = services.get(name);
  if (had !== undefined && had.until > Date.now()) return had.service;
  const issuer = new URL(own.issuer);
  const here = ['localhost', '127.0.0.1', '[::1]'].includes(issuer.hostname);
  // Left to itself the library takes the line's word for who signed; here the signature is checked against the service's own keys.
  const execute = [enableNonRepudiationChecks, ...(issuer.protocol === 'http:' && here ? [allowInsecureRequests] : [])];
  const service = discovery(issuer, own.id, own.secret, undefined, { timeout: 8, execute });
  services.set(name, { until: Date.now() + 3_600_000, service });
  service.catch(() => services.delete(name));
  return service;
}

function backTo({ config }: House): string {
  return `${config.publicUrl}/sign-in/organisation/back`;
}

const voucherShape = z.object({ org: z.string(), issuer: z.string(), subject: z.string(), twoSteps: z.boolean(), until: z.number() });

function readVoucher(house: House, voucher: string): z.infer<typeof voucherShape> | undefined {
  const [body = '', mark = ''] = voucher.split('.');
  if (!sameHash(voucherMark(house, body), Buffer.from(mark, 'base64url'))) return undefined;
  return voucherShape.safeParse(parsed(Buffer.from(body, 'base64url').toString('utf8'))).data;
}

function voucherMark(house: House, body: string): Buffer {
  return createHmac('sha256', house.secret('own-account')).update(body).digest();
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
