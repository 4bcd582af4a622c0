import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { seedDemo } from '../../seed/index.ts';
import { speak } from '../messages/index.ts';
import { openHouse, type OpenHouse } from '../opening/open-house.ts';
import { rounds } from '../opening/rounds.ts';
import { type MovableClock, movableClock } from '../platform/clock.ts';
import { type Config, readConfig } from '../platform/config.ts';
import { prepareJobs, runAll, type Rounds, startRounds } from '../platform/jobs.ts';
import { organisations } from '../platform/readers.ts';
import { aheadOf, attachDemo } from '../rooms/demo/index.ts';
import { root, serveUntilAsked } from './running.ts';
import { type ExitCode, progress, tell, tongue } from './say.ts';

/**
 * `companionway start --demo`: an organisation that is made up, with data of its own beside the real ones, a clock that visitors move, and a mailbox
 * instead of a mail server. Its story is told once; a demo that was interrupted while it was being told starts afresh.
 */
export async function demo(): Promise<ExitCode> {
  const config = demoConfig(process.env);
  const t = speak(tongue());
  const clock = movableClock(new Date(), true);
  const opened = await openSeeded(config, clock);
  let atWork: Rounds | undefined;
  try {
    for (const org of await organisations(opened.house)) clock.moveBy((await aheadOf(opened.house, org)) - clock.ahead());
    attachDemo(opened.house, { clock, runRounds: () => runAll(opened.house, rounds) });
    await prepareJobs(opened.raised.owner);
    atWork = await startRounds(opened.house, opened.raised.owner, opened.raised.secret, rounds);
    await serveUntilAsked(opened, [t('demo.command.ready', { address: `${config.publicUrl}/demo` })]);
    return 0;
  } finally {
    await atWork?.stop();
    await opened.close();
  }
}

/** A demo's settings: its own place below the data directory, the embedded database, no mail server. */
export function demoConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const { DATABASE_URL: _database, SMTP_URL: _mail, ...rest } = environment;
  const given = readConfig(rest, { demo: true });
  return { ...given, data: join(given.data, 'demo') };
}

/** Opens the house, with its story told. The mark in its directory says that it was told to the end. */
async function openSeeded(config: Config, clock: MovableClock): Promise<OpenHouse> {
  const mark = join(config.data, 'told-to-the-end');
  let opened = await openHouse({ config, clock, onProgress: progress });
  if (existsSync(mark)) return opened;
  try {
    if ((await organisations(opened.house)).length > 0) {
      // Opening took the lock: nobody else is at this data. Half a story is thrown away, never mended.
      await opened.close();
      await rm(config.data, { recursive: true, force: true });
      opened = await openHouse({ config, clock, onProgress: progress });
    }
    const t = speak(tongue());
    attachDemo(opened.house, { clock, runRounds: () => runAll(opened.house, rounds) });
    tell(t('demo.command.telling'));
    await seedDemo({ house: opened.house, clock, runRounds: () => runAll(opened.house, rounds), sheets: join(root(), 'src', 'rooms', 'imports', 'reading', 'fixtures'), tell: (share) => tell(t('demo.command.told', { share })) });
    await writeFile(mark, '');
    return opened;
  } catch (fault) {
    await opened.close();
    throw fault;
  }
}
