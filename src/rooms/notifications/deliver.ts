import { performance } from 'node:perf_hooks';
import { type Fared, type Postman, smtpPostman } from '../../mail/index.ts';
import type { Config } from '../../platform/config.ts';
import type { House } from '../../platform/house.ts';
import { type Taken, takeDue } from './claim.ts';
import { LEASE_MS } from './rules.ts';
import { noteGoing, noteHanded, noteLater, noteRefused, noteSurely, noteUnanswered, noteUntried } from './settle.ts';

/**
 * Delivers what is due in one organisation. Without a way to send (no SMTP_URL) nothing is touched: notices wait, and `src/doctor` says so.
 * Two nodes never hand over the same notice while a lease holds, and none hands over what once was: whoever is killed before the end of a letter went leaves
 * it to the next, whoever is killed after it leaves a letter that may have arrived (docs/decisions/2026-11-22-a-letter-goes-once.md).
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
    const fared = await handOne(house, org, postman, one);
    if (fared.kind === 'handed') handed += 1;
    if (fared.kind === 'away') away = fared.trouble;
  }
  if (away !== undefined) house.log.warn({ trouble: away }, 'letters wait');
  return { handed, away: away !== undefined };
}

/** Hands one letter over and notes how it fared. */
async function handOne(house: House, org: string, postman: Postman, one: Taken): Promise<Fared> {
  let fared: Fared;
  try {
    fared = await postman.hand(one.letter, () => noteGoing(house, org, one));
  } catch (fault) {
    // It could not be written down that it goes, so it did not.
    await noteSurely(() => noteUntried(house, org, one));
    throw fault;
  }
  await noteSurely(() => noteFared(house, org, one, fared));
  return fared;
}

function noteFared(house: House, org: string, one: Taken, fared: Fared): Promise<void> {
  switch (fared.kind) {
    case 'handed': return noteHanded(house, org, one);
    case 'refused': return noteRefused(house, org, one, fared.trouble);
    case 'unanswered': return noteUnanswered(house, org, one, fared.trouble);
    case 'kept': return noteUntried(house, org, one);
    default: return noteLater(house, org, one, fared.trouble);
  }
}

/** Who hands letters over, by the settings; undefined when no mail server was named. */
function postmanFrom(config: Config): Postman | undefined {
  if (config.smtpUrl === undefined) return undefined;
  return smtpPostman({ url: config.smtpUrl, from: config.mailFrom ?? `no-reply@${new URL(config.publicUrl).hostname}`, replyTo: config.mailReplyTo });
}
