// The whole benchmark in one command: node bench/matching/main.ts [all|small|large|tiny] [--only laws,topk,candidates,rounds,fresh,worst,twin,stable,events,groups,explain]
// (or node bin/bench.mjs matching …). tiny: everything at 1,000 people, to see that it runs; small: 10,000; large: 100,000; all: both.
// Each goal is said with its target, what was measured and whether it is met, and all of them once more at the end. A peer that is missing, fails or takes
// longer than allowed is said and never ends the run. Rounds and stable matchings are CPU time, best of repeats, so that other work on the machine disturbs them least.
import { cpus, loadavg } from 'node:os';
import { candidates, events, explain, groups, laws, stable, topk, twin, worst } from './sections.ts';
import { fresh, rounds } from './peer-rounds.ts';
import { Sheet } from './sheet.ts';
import { sizeNamed } from './sizes.ts';

const SECTIONS = { laws, topk, candidates, rounds, fresh, worst, twin, stable, events, groups, explain };

const words = process.argv.slice(2), only = words[words.indexOf('--only') + 1]?.split(','), asked = words.includes('--only') ? only : undefined;
const size = sizeNamed(words.find((word, at) => !word.startsWith('--') && words[at - 1] !== '--only') ?? 'small');
const unknown = asked?.filter((name) => !(name in SECTIONS)) ?? [];
if (!size || unknown.length > 0) {
  console.error(`usage: node bench/matching/main.ts [all|small|large|tiny] [--only ${Object.keys(SECTIONS).join(',')}]`);
  process.exit(2);
}

const sheet = new Sheet(), began = performance.now();
console.log(`Node ${process.version}, ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), load before ${loadavg().map((load) => load.toFixed(1)).join(' ')}`);
for (const [name, section] of Object.entries(SECTIONS)) {
  if (asked && !asked.includes(name)) continue;
  const from = performance.now();
  try {
    section(sheet, size);
  } catch (fault) {
    sheet.holds(`the section ${name} runs to its end`, false, fault instanceof Error ? fault.message : String(fault));
  }
  sheet.say(`(${Math.round((performance.now() - from) / 1000)} s, load ${loadavg()[0]?.toFixed(1) ?? ''})`);
}
sheet.end((performance.now() - began) / 1000);
