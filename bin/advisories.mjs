// node bin/advisories.mjs: asks the registry which of our libraries have known holes, and judges them by the times of docs/security/rules.md ("Other people's code").
// `npm run check` runs it last. With --write the outcome and its day go into docs/security/advisories.json, so that everybody sees when it was last asked.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './ready.mjs';

const DAY = 86_400_000;
/** Days in which a hole is closed: one that can be reached from outside, and any other (ASVS 15.1.1). */
const DAYS = { near: 3, far: 30 };
const record = process.env.COMPANIONWAY_ADVISORIES ?? join(root, 'docs', 'security', 'advisories.json');

/**
 * What is past its time: a high or critical hole in what runs, three days after it was first found here; any other, thirty.
 * @param {readonly { name: string, severity: string, runs: boolean, first: string }[]} found
 */
export function late(found, now) {
  return found.filter(({ severity, runs, first }) => now - Date.parse(first) > (runs && /high|critical/.test(severity) ? DAYS.near : DAYS.far) * DAY);
}

/** The registry's answer as a list, or undefined when there is none. What the lock file does not mark as for building and testing alone, runs. */
function ask() {
  const { stdout } = spawnSync('npm', ['audit', '--json'], { cwd: root, encoding: 'utf8', timeout: 60_000, shell: process.platform === 'win32' });
  try {
    const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
    return Object.values(JSON.parse(stdout).vulnerabilities).map(({ name, severity, nodes }) => ({ name, severity, runs: nodes.some((path) => packages[path]?.dev !== true) }));
  } catch {
    return undefined;
  }
}

function main() {
  const before = JSON.parse(readFileSync(record, 'utf8'));
  const now = new Date();
  const answer = ask();
  if (answer === undefined) {
    console.error(`The registry's advisories cannot be asked from this machine. ${before.asked === null ? 'Nobody has had an answer yet.' : `They were last asked on ${before.asked.slice(0, 10)}: ${before.found.length === 0 ? 'nothing was known' : `${before.found.length} known`}.`}`);
    return 0;
  }
  const found = answer.map((one) => ({ ...one, first: before.found.find(({ name }) => name === one.name)?.first ?? now.toISOString() }));
  if (process.argv.includes('--write')) writeFileSync(record, `${JSON.stringify({ asked: now.toISOString(), found }, null, 2)}\n`);
  const past = late(found, now.getTime());
  for (const { name, severity, runs, first } of found) console.error(`${name}: a ${severity} hole, known here since ${first.slice(0, 10)}${runs ? '' : ', in what only tests and builds use'}${past.some((one) => one.name === name) ? '. Past its time.' : ''}`);
  if (found.length === 0) console.error('No hole is known in any library.');
  return past.length > 0 ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exit(main());
