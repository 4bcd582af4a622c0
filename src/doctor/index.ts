import { reachOwner } from '../backup/index.ts';
import { type Config, readConfig, SettingsMistaken } from '../platform/config.ts';
import { DatabaseRefusal } from '../platform/postgres/refusal.ts';
import { BackupRefused } from '../backup/refusal.ts';
import { type Finding, finding, seen } from './finding.ts';
import { lookAtArchive } from './look-at-archive.ts';
import { lookAtDatabase } from './look-at-database.ts';
import { lookAtLine } from './look-at-line.ts';
import { lookAtBackups, lookAtKeyring, lookAtMail, lookAtOwnBackups, lookAtSecrets, lookAtSettings, lookAtSpace, lookAtVersion } from './look-at-place.ts';

export { type Finding, findingInWords } from './finding.ts';
export { type HousePart, houseWants, howTheHouseIs, type PartFound, type PartState } from './how-the-house-is.ts';

/** Looks at everything a house stands on and changes nothing; a resting embedded database is woken for it and put to rest again. */
export async function lookAround(environment: Readonly<Record<string, string | undefined>>): Promise<readonly Finding[]> {
  let config: Config;
  try {
    config = readConfig(environment);
  } catch (fault) {
    if (!(fault instanceof SettingsMistaken)) throw fault;
    return fault.sentences.map((sentence) => finding('wrong', 'setting-mistaken', { sentence }));
  }
  const now = new Date();
  const around = [lookAtVersion(), lookAtLine(config), lookAtSpace(config), lookAtSecrets(config), lookAtKeyring(config), lookAtBackups(config, now), lookAtArchive(config, now), lookAtOwnBackups(config, now), lookAtMail(config)];
  const [version = [], ...rest] = await Promise.all(around.map(seen));
  return [...version, ...lookAtSettings(config), ...rest.flat(), ...(await throughDatabase(config))];
}

async function throughDatabase(config: Config): Promise<readonly Finding[]> {
  try {
    const { owner, leave } = await reachOwner(config);
    try {
      return await lookAtDatabase(owner, config);
    } finally {
      await leave();
    }
  } catch (fault) {
    if (fault instanceof BackupRefused) return [finding('look', 'no-database', { directory: config.data })];
    const detail = fault instanceof DatabaseRefusal ? fault.code : fault instanceof Error ? fault.message : '';
    return [finding('wrong', 'database-unreachable', { detail })];
  }
}
