import type { Round } from '../platform/jobs.ts';
import { sweepProposals } from '../rooms/matching/index.ts';
import { sweepPromises } from '../rooms/promises/index.ts';

/** Everything the house does by itself, in the order that lets one minute's work reach people within the same minute. */
export const rounds: readonly Round[] = [
  { name: 'promises', run: (house, org) => sweepPromises(house, org) },
  { name: 'proposals', run: (house, org) => sweepProposals(house, org) },
];
