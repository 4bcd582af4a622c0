import { createHash } from 'node:crypto';
import pg from 'pg';
import type { Asked, Erasure, Leave, Looked, MembershipCheck } from '../keyring/membership.ts';
import type { ServerAddress } from '../platform/postgres/address.ts';

/** How the keyring reaches the database: as its own login, which can call a few functions and read no table. */
export interface MembershipConfig {
  readonly server: ServerAddress;
}

/** The membership check over the database. `now` gives the keyring's moment; the demo's and the tests' clocks move. */
export function databaseMembership({ server }: MembershipConfig, now: () => Date): MembershipCheck & { close(): Promise<void> } {
  const pool = new pg.Pool({ ...server, max: 3, application_name: 'companionway-keyring', idleTimeoutMillis: 30_000, connectionTimeoutMillis: 5_000 });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return {
    async look(session, asked): Promise<Looked | null> {
      // Asked before every page of a conversation: planned once for each connection.
      const { rows } = await pool.query<{ person: string; leaves: Leave[] }>({
        name: 'look',
        text: 'select person, leaves from keyring.look($1, $2, $3)',
        values: [hashOf(session), asked.flatMap((one) => (one.kind === 'words' ? [one.conversation] : [])), now()],
      });
      const found = rows[0];
      if (found === undefined) return null;
      const sheets = asked.flatMap((one) => (one.kind === 'sheet' ? [one.person] : []));
      const concerns = asked.flatMap((one) => (one.kind === 'concern' ? [one.concern] : []));
      const released = sheets.length + concerns.length === 0 ? undefined : (await pool.query<Released>('select sheets, concerns from keyring.look_released($1, $2, $3, $4)', [hashOf(session), sheets, concerns, now()])).rows[0];
      return { person: found.person, leaves: inOrder(asked, { words: found.leaves, sheet: released?.sheets ?? [], concern: released?.concerns ?? [] }) };
    },
    async mayErase(session, what) {
      if (session !== null) return isOwn(what, (await this.look(session, []))?.person);
      if (what.kind === 'concern') return (await pool.query<{ may: boolean }>('select keyring.may_shred_concern($1, $2, $3) as may', [what.org, what.concern, now()])).rows[0]?.may === true;
      if (what.kind === 'keys') {
        const { rows } = await pool.query<{ may: boolean }>("select coalesce(bool_and(keyring.may_shred('key', id, $2)), false) as may from unnest($1::uuid[]) as id", [what.ids, now()]);
        return rows[0]?.may === true;
      }
      const [kind, subject] = subjectOf(what);
      if (kind === undefined) return false;
      const { rows } = await pool.query<{ may: boolean }>('select keyring.may_shred($1, $2, $3) as may', [kind, subject, now()]);
      return rows[0]?.may === true;
    },
    close: () => pool.end(),
  };
}

/** What the keyring's own process calls. */
export async function openMembership(config: unknown): Promise<MembershipCheck> {
  return databaseMembership(config as MembershipConfig, () => new Date());
}

function hashOf(session: string): Buffer {
  return createHash('sha256').update(session).digest();
}

interface Released {
  readonly sheets: Leave[];
  readonly concerns: Leave[];
}

/** The leaves of each kind, back in the order in which they were asked. */
function inOrder(asked: readonly Asked[], leaves: Readonly<Record<Asked['kind'], readonly Leave[]>>): Leave[] {
  const rest = { words: leaves.words.values(), sheet: leaves.sheet.values(), concern: leaves.concern.values() };
  return asked.map((one) => rest[one.kind].next().value ?? 'no');
}

function isOwn(what: Erasure, person: string | undefined): boolean {
  if (person === undefined) return false;
  return (what.kind === 'author' && what.author === person) || (what.kind === 'person' && what.person === person);
}

function subjectOf(what: Erasure): [kind: 'conversation' | 'person' | undefined, subject: string] {
  if (what.kind === 'conversation') return ['conversation', what.conversation];
  if (what.kind === 'author') return ['person', what.author];
  return what.kind === 'person' ? ['person', what.person] : [undefined, ''];
}
