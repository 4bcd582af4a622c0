import { performance } from 'node:perf_hooks';
import { type Postman, smtpPostman } from '../../mail/index.ts';
import type { Config } from '../../platform/config.ts';
import type { House } from '../../platform/house.ts';
import { type Taken, takeDue } from './claim.ts';
import { LEASE_MS } from './rules.ts';
import { noteHanded, noteLater, noteRefused, noteUntried } from './settle.ts';

/**
 * Delivers what is due in one organisation. Without a way to send (no SMTP_URL) nothing is touched: notices wait, and `mailTrouble` says so.
 * Two nodes never hand over the same notice while a lease holds. A process killed between handing over and noting it may repeat that one letter,
 * with the same Message-ID, so that mailboxes show it once.
 * @returns how many letters were handed over.
 */
export async function deliverNotices(house: House, org: string, given?: Postman): Promise<number> {
  const postman = given ?? postmanFrom(house.config);
  if (postman === undefined) return 0;
  try {
    let handed = 0;
    for (;;) {
      const { looked, taken } = await takeDue(house, org);
      const round = await handAll(house, org, postman, taken);
      handed += round.handed;
      if (looked === 0 || round.away) return handed;
    }
  } finally {
    if (given === undefined) await postman.close();
  }
}

async function handAll(house: House, org: string, postman: Postman, taken: readonly Taken[]): Promise<{ handed: number; away: boolean }> {
  const begun = performance.now();
  let handed = 0;
  let away: string | undefined;
  for (const one of taken) {
    // A slow server must not make us hold letters longer than our lease.
    if (away === undefined && performance.now() - begun > LEASE_MS / 2) away = 'server-slow';
    if (away !== undefined) {
      await noteUntried(house, org, one, away);
      continue;
    }
    const fared = await postman.hand(one.letter);
    if (fared.kind === 'handed') {
      await noteHanded(house, org, one);
      handed += 1;
    } else if (fared.kind === 'refused') await noteRefused(house, org, one, fared.trouble);
    else await noteLater(house, org, one, fared.trouble);
    if (fared.kind === 'away') away = fared.trouble;
  }
  if (away !== undefined) house.log.warn({ trouble: away }, 'letters wait');
  return { handed, away: away !== undefined };
}

/** Who hands letters over, by the settings; undefined when no mail server was named. */
function postmanFrom(config: Config): Postman | undefined {
  if (config.smtpUrl === undefined) return undefined;
  return smtpPostman({ url: config.smtpUrl, from: config.mailFrom ?? `no-reply@${new URL(config.publicUrl).hostname}` });
}
