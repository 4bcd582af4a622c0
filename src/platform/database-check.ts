import { connect, type ServerAddress } from './postgres/address.ts';
import { DatabaseRefusal } from './postgres/refusal.ts';

/**
 * What must hold before the app uses a server: it keeps what it acknowledged, and our logins cannot step around row-level security.
 * @throws DatabaseRefusal `unsafe-setting`, `role-too-strong`, `wrong-password`, `unreachable-server`.
 */
export async function checkFloor(logins: readonly ServerAddress[], allowUnsafe: boolean): Promise<void> {
  await Promise.all(logins.map((login) => checkLogin(login, allowUnsafe)));
}

async function checkLogin(login: ServerAddress, allowUnsafe: boolean): Promise<void> {
  const client = await connect(login).catch((fault: { code?: string; message: string }) => {
    if (fault.code === '28P01' || fault.code === '28000') throw new DatabaseRefusal('wrong-password', { login: login.user }, fault);
    throw new DatabaseRefusal('unreachable-server', { host: login.host, port: login.port, detail: fault.message }, fault);
  });
  try {
    const { rows } = await client.query<{ settings: string[]; superuser: boolean; bypass: boolean; owner: boolean }>(`
      select array(select name::text from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit') and setting = 'off') as settings,
        r.rolsuper as superuser, r.rolbypassrls as bypass,
        pg_has_role(d.datdba, 'usage') or exists (select from pg_class c where c.relkind in ('r', 'p') and pg_has_role(c.relowner, 'usage')) as owner
      from pg_roles r, pg_database d where r.rolname = current_user and d.datname = current_database()`);
    const found = rows[0];
    const setting = found?.settings[0];
    if (setting !== undefined && !allowUnsafe) throw new DatabaseRefusal('unsafe-setting', { setting });
    const power = found?.superuser ? 'superuser' : found?.bypass ? 'bypassrls' : found?.owner ? 'owner' : undefined;
    if (power !== undefined) throw new DatabaseRefusal('role-too-strong', { login: login.user, power });
  } finally {
    await client.end();
  }
}
