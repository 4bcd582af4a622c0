import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import type pg from 'pg';
import { connect, type ServerAddress } from './postgres/address.ts';
import { rolePassword } from './operator-key.ts';

/** Everything except private words. */
export const APP = 'companionway_app';
/** Also private words, for people inside their own conversations. */
export const MEMBER = 'companionway_member';
/** Only the schema `keyring`. */
export const KEYRING = 'companionway_keyring';

/** The login roles. None is owner, superuser or exempt from row-level security. */
export const ROLES = [APP, MEMBER, KEYRING] as const;
/** One of the logins of the database. */
export type Role = (typeof ROLES)[number];

/**
 * Limits stand on the role and not in the connection's start, which poolers refuse: a forgotten transaction ends after 10 s,
 * a statement after 15, and neither holds anybody up for longer.
 */
const LIMITS = { statement_timeout: '15s', idle_in_transaction_session_timeout: '10s' };

/** The address with which one role logs in to the owner's database. */
export function asRole(owner: ServerAddress, role: Role, secret: Buffer): ServerAddress {
  return { ...owner, user: role, password: rolePassword(secret, role) };
}

/**
 * Makes the login roles and gives them the passwords of this secret. Roles belong to the whole server while the lock of a
 * migration belongs to one database, so another database may be doing the same at this moment: each step may find itself done.
 */
export async function ensureRoles(client: pg.Client, secret: Buffer): Promise<void> {
  const { rows } = await client.query<{ rolname: string; rolconfig: string[] | null }>('select rolname, rolconfig from pg_roles where rolname = any($1)', [ROLES]);
  for (const role of ROLES) {
    const found = rows.find(({ rolname }) => rolname === role);
    if (found === undefined) {
      await tolerant(client, `create role ${role} login inherit nosuperuser nocreatedb nocreaterole noreplication password '${verifier(secret, role)}'`);
    }
    for (const [name, value] of Object.entries(LIMITS)) {
      if (!found?.rolconfig?.includes(`${name}=${value}`)) await tolerant(client, `alter role ${role} set ${name} = '${value}'`);
    }
  }
  const { rowCount } = await client.query('select from pg_auth_members where roleid = $1::regrole and member = $2::regrole', [APP, MEMBER]);
  if (rowCount === 0) await tolerant(client, `grant ${APP} to ${MEMBER}`);
}

/** Corrects passwords that another secret set. Asked by logging in, because only a superuser may look at what is stored. */
export async function ensurePasswords(client: pg.Client, owner: ServerAddress, secret: Buffer): Promise<void> {
  for (const role of ROLES) {
    if (!(await mayLogIn(asRole(owner, role, secret)))) await tolerant(client, `alter role ${role} password '${verifier(secret, role)}'`);
  }
}

async function mayLogIn(address: ServerAddress): Promise<boolean> {
  try {
    await (await connect(address)).end();
    return true;
  } catch (fault) {
    if ((fault as { code?: string }).code === '28P01') return false;
    throw fault;
  }
}

/** What PostgreSQL stores for a password (RFC 5802 and 7677), made here so that no statement, and so no log, ever holds the password. */
export function verifier(secret: Buffer, role: string): string {
  const iterations = 4096;
  const salt = createHmac('sha256', secret).update(`salt of ${rolePassword(secret, role)}`).digest().subarray(0, 16);
  const salted = pbkdf2Sync(rolePassword(secret, role), salt, iterations, 32, 'sha256');
  const key = (name: string) => createHmac('sha256', salted).update(name).digest();
  const stored = createHash('sha256').update(key('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${stored}:${key('Server Key').toString('base64')}`;
}

/** Runs a statement about roles that another session may have just run, or be running. */
async function tolerant(client: pg.Client, statement: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await client.query(statement);
      return;
    } catch (fault) {
      const { code, message } = fault as { code?: string; message: string };
      if (code === '42710' || code === '23505') return;
      if (!(code === 'XX000' && message.includes('concurrently updated')) || tries > 50) throw fault;
    }
  }
}
