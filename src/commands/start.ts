import { hasCluster } from '../backup/index.ts';
import { speak } from '../messages/index.ts';
import { eraseFirst } from '../opening/erase-first.ts';
import { openHouse } from '../opening/open-house.ts';
import { rounds } from '../opening/rounds.ts';
import { readConfig } from '../platform/config.ts';
import { prepareJobs, type Rounds, startRounds } from '../platform/jobs.ts';
import { keepSupportersReady } from '../rooms/matching/index.ts';
import { readyToSetUp } from '../rooms/programmes/index.ts';
import { refuseTakenPort } from '../web/serve.ts';
import { program, serveUntilAsked } from './running.ts';
import { type ExitCode, progress, tongue } from './say.ts';

/** `companionway start`: opens the house, serves the site, and goes on until it is asked to stop. */
export async function start(): Promise<ExitCode> {
  const config = readConfig(process.env);
  const t = speak(tongue());
  // A first start makes a database, which takes a while: what cannot end well is said before.
  if (config.databaseUrl !== undefined || !(await hasCluster(config.data))) await refuseTakenPort(config.host, config.port);
  const opened = await openHouse({ config, onProgress: progress, keyringProcess: { entry: program('keyring-process.js'), membershipModule: program('keyring-membership.js') } });
  let atWork: Rounds | undefined;
  let ready: ReturnType<typeof keepSupportersReady> | undefined;
  try {
    await eraseFirst(opened.house);
    const { code } = await readyToSetUp(opened.house);
    await prepareJobs(opened.raised.owner);
    atWork = await startRounds(opened.house, opened.raised.owner, opened.raised.secret, rounds);
    ready = keepSupportersReady(opened.house);
    await serveUntilAsked(opened, code === undefined ? [] : [t('command.start.set-up', { address: `${config.publicUrl}/setup`, code })]);
    return 0;
  } finally {
    ready?.stop();
    await atWork?.stop();
    await opened.close();
  }
}
