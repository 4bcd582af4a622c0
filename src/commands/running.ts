import { join } from 'node:path';
import { Gauge } from 'prom-client';
import { speak } from '../messages/index.ts';
import type { House } from '../platform/house.ts';
import { organisations } from '../platform/readers.ts';
import { doorkeeperOf, doormanOf } from '../opening/door.ts';
import type { OpenHouse } from '../opening/open-house.ts';
import { lettersUnsure, stopNotices } from '../rooms/notifications/index.ts';
import { assetsIn } from '../web/assets.ts';
import { limitsAcrossNodes } from '../web/limits-across-nodes.ts';
import { registry, serveMetrics } from '../web/metrics.ts';
import { withOneClick } from '../web/one-click.ts';
import { createSite, serve } from '../web/server.tsx';
import { tell, tongue } from './say.ts';

/** Serves the site of an open house, says that it is ready, and goes on until somebody asks it to stop. `more` is said after the address. */
export async function serveUntilAsked(opened: OpenHouse, more: readonly string[] = [], stop: Stop = listenForStop()): Promise<void> {
  const t = speak(tongue());
  if (stop.asked()) return tell(t('command.start.stopping'));
  const served = await openSite(opened);
  tell(t('command.start.ready', { address: opened.house.config.publicUrl }));
  for (const sentence of more) tell(sentence);
  tell(t('command.start.stop'));
  await stop.untilAsked;
  tell(t('command.start.stopping'));
  await served.close();
}

async function openSite({ house }: OpenHouse): Promise<{ close(): Promise<void> }> {
  const doorman = doormanOf(house);
  // On a server's database there may be other nodes.
  const site = createSite({ house, doorkeeper: doorkeeperOf(house), doorman, assets: assetsIn(join(root(), 'dist', 'client')), ...(house.config.databaseUrl !== undefined && { limits: limitsAcrossNodes(house.db.app) }) });
  const app = withOneClick(site, async (host, token) => {
    const org = await doorman.orgOf(host);
    if (org !== undefined) await stopNotices({ house, org: org.org, actor: { kind: 'stranger' }, lang: org.lang, requestId: 'one-click' }, { token });
  }, { https: house.config.publicUrl.startsWith('https:'), trustProxy: house.config.trustProxy });
  const served = await serve(app, { host: house.config.host, port: house.config.port });
  if (house.config.metricsPort !== undefined) countUnsureLetters(house);
  const metrics = house.config.metricsPort === undefined ? undefined : await serveMetrics(house.config.metricsPort);
  return {
    async close() {
      await metrics?.();
      await served.close();
    },
  };
}

/** For whoever watches over the mail: letters that were in hand when something was killed. */
function countUnsureLetters(house: House): void {
  const collect = async function (this: Gauge): Promise<void> {
    const counts = await Promise.all((await organisations(house)).map((org) => lettersUnsure(house, org)));
    this.set(counts.reduce((sum, count) => sum + count, 0));
  };
  new Gauge({ name: 'companionway_letters_unsure', help: 'Letters of the last seven days that may have arrived and are not sent again', registers: [registry], collect });
}

/** The project's own directory: two above the built programs. */
export function root(): string {
  return join(import.meta.dirname, '..', '..');
}

/** One of the built programs, beside this one. */
export function program(name: string): string {
  return join(import.meta.dirname, name);
}

/** Whether somebody asked this process to stop. */
export interface Stop {
  readonly untilAsked: Promise<void>;
  asked(): boolean;
}

/** Listens for the first Ctrl-C or polite request to stop, from now on. A second one ends at once. */
export function listenForStop(): Stop {
  let asked = false;
  const untilAsked = new Promise<void>((resolve) => {
    const stop = () => {
      if (asked) process.exit(130);
      asked = true;
      resolve();
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  });
  return { untilAsked, asked: () => asked };
}
