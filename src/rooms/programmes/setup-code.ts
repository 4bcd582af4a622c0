import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { timingSafeEqual } from 'node:crypto';
import { sql } from 'kysely';
import type { House } from '../../platform/house.ts';
import { newId } from '../../platform/ids.ts';

/** Letters and digits that nobody mixes up (Crockford's base 32). */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * The code that proves, before there is anybody to sign in, that whoever sets this house up can see its console or its data directory.
 * Twenty-eight letters (140 bits; ASVS 11.5.1), made from the operator's secret: every node of a house says the same code, and nothing is stored in the database.
 */
export function setupCode(house: Pick<House, 'secret'>): string {
  const bytes = house.secret('setup-code');
  const all = [...bytes.subarray(0, 28)].map((byte) => letters[byte % 32]).join('');
  return (all.match(/.{4}/g) ?? []).join('-');
}

/** Whether what was typed is the code; spaces, hyphens and case do not matter, and O, I and L are read as they look. */
export function isSetupCode(house: Pick<House, 'secret'>, typed: string): boolean {
  const plain = (text: string) => Buffer.from(text.toUpperCase().replaceAll(/[^0-9A-Z]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1'));
  const [code, given] = [plain(setupCode(house)), plain(typed)];
  return code.length === given.length && timingSafeEqual(code, given);
}

/** Where the code lies while nothing is set up: a file only its owner reads. */
export function setupCodeFile(house: Pick<House, 'config'>): string {
  return join(house.config.data, 'setup-code');
}

/**
 * Makes sure there is an organisation to set up, and says with which code when nobody has done so yet. Called at every start, on every node.
 * The code is also written to `setup-code` in the data directory, and that file goes away once the house is set up.
 */
export async function readyToSetUp(house: House): Promise<{ readonly org: string; readonly code?: string }> {
  const found = await sql<{ org: string | null }>`select organisation_for(null) as org`.execute(house.db.app);
  const org = found.rows[0]?.org ?? (await foundOrganisation(house));
  const settled = await house.db.within({ org, readOnly: true }, (db) => db.selectFrom('organisation').select('set_up_at').where('org_id', '=', org).executeTakeFirst());
  if (settled?.set_up_at != null) {
    await rm(setupCodeFile(house), { force: true });
    return { org };
  }
  const code = setupCode(house);
  await mkdir(house.config.data, { recursive: true });
  await writeFile(setupCodeFile(house), `${code}\n`, { mode: 0o600 });
  return { org, code };
}

/** Founds the first organisation, nameless. When another node was quicker, gives back the one it founded. */
async function foundOrganisation(house: House): Promise<string> {
  const { rows } = await sql<{ org: string | null }>`select found_organisation(${newId()}::uuid, '') as org`.execute(house.db.app);
  if (rows[0]?.org != null) return rows[0].org;
  const other = await sql<{ org: string }>`select organisation_for(null) as org`.execute(house.db.app);
  return other.rows[0]?.org ?? '';
}
