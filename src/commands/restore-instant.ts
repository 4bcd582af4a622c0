import { type Chosen, BackupRefused, chooseInstant, hasCluster, ledgerIn, putBackKeyring, refuseInUse, refuseKeyringThere, restoreTo, said, beginAnew, reachOwner } from '../backup/index.ts';
import { speak } from '../messages/index.ts';
import type { Config } from '../platform/config.ts';
import { keepInLedger, ledgerPlace, type LedgerLine, readLedger } from '../platform/erasure-ledger.ts';
import { type ExitCode, progress, tell, tongue } from './say.ts';

/** What somebody brings to a restore beside the content. */
export interface Brought {
  /** The keyring's files, proved. */
  readonly keys?: ReadonlyMap<string, Buffer> | undefined;
  /** Erasures of a ledger that was named. */
  readonly erased: readonly LedgerLine[];
}

/** Brings the database back to an instant out of a continuous archive. What is brought is read before anything is touched. */
export async function restoreInstant({ config, archive, to, passphrase, bring }: { config: Config; archive: string; to: string | undefined; passphrase: string; bring(): Promise<Brought> }): Promise<ExitCode> {
  const t = speak(tongue());
  if (config.databaseUrl !== undefined) throw new BackupRefused('archive-embedded-only');
  if (await hasCluster(config.data)) throw new BackupRefused('not-empty', { where: config.data });
  const instant = to === undefined ? undefined : instantOf(to);
  tell(t('command.restore.choosing', { directory: archive }));
  const chosen = await chooseInstant(archive, passphrase, instant);
  const { keys, erased } = await bring();
  if (keys !== undefined) await refuseKeyringThere(config);
  return recover(config, chosen, { keys, erased });
}

async function recover(config: Config, chosen: Chosen, { keys, erased }: Brought): Promise<ExitCode> {
  const t = speak(tongue());
  tell(t('command.restore.from-base', { base: said(chosen.base.at) }));
  const known = [...chosen.erased, ...(keys === undefined ? [] : ledgerIn(keys)), ...erased];
  const { last, erasures } = await restoreTo(chosen, {
    data: config.data, pgBin: process.env.PG_BIN, onProgress: progress, erased: known,
    before: async () => {
      if (keys !== undefined) await putBackKeyring(config, keys);
      await keepInLedger(config.data, known);
    },
  });
  tell(t('command.restore.reached', { last: said(last) }));
  sayErasures(erasures);
  tell(t(keys === undefined ? 'command.restore.no-keyring' : 'command.restore.with-keyring'));
  tell(t('command.restore.new-archive'));
  return 0;
}

/** After other tools brought a database back as a whole: what our own restore does by itself. The site must rest. */
export async function restoreAfterwards(config: Config, erased: readonly LedgerLine[]): Promise<ExitCode> {
  const t = speak(tongue());
  const known = [...(await readLedger(ledgerPlace(config.data).file)), ...erased];
  const reached = await reachOwner(config, progress);
  try {
    await refuseInUse(reached.owner);
    const erasures = await beginAnew(reached.owner, known);
    await keepInLedger(config.data, known);
    tell(t('command.restore.afterwards'));
    sayErasures(erasures);
  } finally {
    await reached.leave();
  }
  return 0;
}

function sayErasures(count: number): void {
  if (count > 0) tell(speak(tongue())('command.restore.erased-again', { count }));
}

/** An instant with its offset, so that it is one and the same everywhere. @throws BackupRefused `no-instant`. */
function instantOf(text: string): Date {
  const at = new Date(text);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/.test(text) || Number.isNaN(at.getTime())) throw new BackupRefused('no-instant', { instant: text });
  return at;
}
