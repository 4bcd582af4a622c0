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
import { listenForStop, program, serveUntilAsked } from './running.ts';
import { type ExitCode, progress, tell, tongue } from './say.ts';

/** `companionway start`: opens the house, serves the site, and goes on until it is asked to stop. */
export async function start(): Promise<ExitCode> {
  const config = readConfig(process.env);
  const t = speak(tongue());
  // A first start makes a database, which takes a while: what cannot end well is said before.
  if (config.databaseUrl !== undefined || !(await hasCluster(config.data))) await refuseTakenPort(config.host, config.port);
  // From here on a Ctrl-C ends what was begun, our own database too. A server elsewhere may be waited for, and nothing of ours runs meanwhile.
  const stop = config.databaseUrl === undefined ? listenForStop() : undefined;
  // Parts of what is closed wait on what keeps no process alive by itself: until all of it is closed, this does.
  const awake = setInterval(() => undefined, 60_000);
  const opening = openHouse({ config, onProgress: progress, keyringProcess: { entry: program('keyring-process.js'), membershipModule: program('keyring-membership.js') } });
  // The same Ctrl-C also reaches what makes a database for the first time; the next start makes it.
  const opened = await opening.catch((fault: unknown) => (stop?.asked() === true ? undefined : Promise.reject(fault)));
  if (opened === undefined) {
    clearInterval(awake);
    tell(t('command.stopped'));
    return 1;
  }
  let atWork: Rounds | undefined;
  let ready: ReturnType<typeof keepSupportersReady> | undefined;
  try {
    await eraseFirst(opened.house);
    const { code } = await readyToSetUp(opened.house);
    await prepareJobs(opened.raised.owner);
    atWork = await startRounds(opened.house, opened.raised.owner, opened.raised.secret, rounds);
    ready = keepSupportersReady(opened.house);
    await serveUntilAsked(opened, code === undefined ? [] : [t('command.start.set-up', { address: `${config.publicUrl}/setup`, code })], stop);
    return 0;
  } finally {
    ready?.stop();
    await atWork?.stop();
    await opened.close();
    clearInterval(awake);
  }
}
