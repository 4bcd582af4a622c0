import { join } from 'node:path';
import { speak } from '../messages/index.ts';
import { openHouse, type OpenHouse } from '../opening/open-house.ts';
import { doorkeeperOf, doormanOf } from '../opening/door.ts';
import { rounds } from '../opening/rounds.ts';
import { readConfig } from '../platform/config.ts';
import { prepareJobs, type Rounds, startRounds } from '../platform/jobs.ts';
import { readyToSetUp } from '../rooms/programmes/index.ts';
import { assetsIn } from '../web/assets.ts';
import { serveMetrics } from '../web/metrics.ts';
import { createSite, serve } from '../web/server.tsx';
import { type ExitCode, progress, tell, tongue } from './say.ts';

/** `companionway start`: opens the house, serves the site, and goes on until it is asked to stop. */
export async function start(): Promise<ExitCode> {
  const config = readConfig(process.env);
  const t = speak(tongue());
  const opened = await openHouse({ config, onProgress: progress, keyringProcess: { entry: program('keyring-process.js'), membershipModule: program('keyring-membership.js') } });
  let atWork: Rounds | undefined;
  try {
    const { code } = await readyToSetUp(opened.house);
    await prepareJobs(opened.raised.owner);
    atWork = await startRounds(opened.house, opened.raised.owner, opened.raised.secret, rounds);
    const served = await openSite(opened);
    tell(t('command.start.ready', { address: config.publicUrl }));
    if (code !== undefined) tell(t('command.start.set-up', { address: `${config.publicUrl}/setup`, code }));
    tell(t('command.start.stop'));
    await untilAsked();
    tell(t('command.start.stopping'));
    await served.close();
    return 0;
  } finally {
    await atWork?.stop();
    await opened.close();
  }
}

async function openSite({ house }: OpenHouse): Promise<{ close(): Promise<void> }> {
  const site = createSite({ house, doorkeeper: doorkeeperOf(house), doorman: doormanOf(house), assets: assetsIn(join(root(), 'dist', 'client')) });
  const served = await serve(site, { host: house.config.host, port: house.config.port });
  const metrics = house.config.metricsPort === undefined ? undefined : await serveMetrics(house.config.metricsPort);
  return {
    async close() {
      await metrics?.();
      await served.close();
    },
  };
}

/** The project's own directory: two above the built programs. */
export function root(): string {
  return join(import.meta.dirname, '..', '..');
}

function program(name: string): string {
  return join(import.meta.dirname, name);
}

/** Resolves at the first Ctrl-C or polite request to stop. A second one ends at once. */
function untilAsked(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    const stop = () => {
      if (asked) process.exit(130);
      asked = true;
      resolve();
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  });
}
