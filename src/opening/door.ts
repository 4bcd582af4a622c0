import { isIP } from 'node:net';
import type { House } from '../platform/house.ts';
import { actorOf, leaveSession, stillHere } from '../rooms/people/index.ts';
import type { Doorkeeper, Doorman } from '../web/scene-of.ts';
import { sql } from 'kysely';

/** How long what is known of an organisation is believed, in milliseconds: a new name shows within this time on every node. */
const BELIEVED_MS = 5_000;

/** Knows people by their session, for the web. */
export function doorkeeperOf(house: House): Doorkeeper {
  return {
    async actorOf(org, token) {
      const known = await actorOf(house, org, token);
      return known === undefined ? undefined : { actor: known.actor, lang: known.lang, zone: known.zone, discreet: known.sharedDevice };
    },
    stillIn: async (org, token) => (await stillHere(house, org, token))?.actor,
    leave: (org, token) => leaveSession(house, org, token),
  };
}

/**
 * Whether a `Host` header can be ours: the public address, this machine's own names, a bare IP address, or an organisation's own host. A name that
 * somebody else points at this machine is none of them, so another site cannot be made to look like ours (DNS rebinding).
 */
export function isOurHost(host: string, publicUrl: string, organisationHosts: readonly string[] = []): boolean {
  const name = host.toLowerCase().replace(/:\d+$/, '');
  const bare = name.replace(/^\[(.*)\]$/, '$1');
  return host.toLowerCase() === new URL(publicUrl).host || name === new URL(publicUrl).hostname || bare === 'localhost' || isIP(bare) !== 0 || organisationHosts.includes(name);
}

/** Knows which organisation an address belongs to, for the web. The only organisation answers to every address that is ours. */
export function doormanOf(house: House): Doorman {
  const believed = new Map<string, { until: number; seen: Awaited<ReturnType<Doorman['orgOf']>> }>();
  const look = async (host: string): Promise<Awaited<ReturnType<Doorman['orgOf']>>> => {
    const { rows } = await sql<{ org: string | null }>`select organisation_for(${host}) as org`.execute(house.db.app);
    const org = rows[0]?.org;
    if (org == null) return undefined;
    const row = await house.db.within({ org, readOnly: true }, (db) =>
      db.selectFrom('organisation').select(['name', 'lang', 'zone', 'host']).where('org_id', '=', org).executeTakeFirst(),
    );
    if (!isOurHost(host, house.config.publicUrl, row?.host == null ? [] : [row.host])) return undefined;
    return row === undefined ? undefined : { org, name: row.name === '' ? 'Companionway' : row.name, lang: row.lang === 'fr' ? 'fr' : 'en', zone: row.zone };
  };
  return {
    async orgOf(host) {
      const now = Date.now();
      const known = believed.get(host);
      if (known !== undefined && known.until > now) return known.seen;
      const seen = await look(host);
      if (believed.size > 100) believed.clear();
      believed.set(host, { until: now + BELIEVED_MS, seen });
      return seen;
    },
  };
}
