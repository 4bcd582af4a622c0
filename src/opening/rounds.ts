import type { House } from '../platform/house.ts';
import type { Round } from '../platform/jobs.ts';
import { readFacts } from '../platform/readers.ts';
import { sweepAppeals } from '../rooms/breaches/index.ts';
import { checkInsDue } from '../rooms/checkins/index.ts';
import { demoPostman } from '../rooms/demo/index.ts';
import { requestsFollowTheirPerson, sweepSheets } from '../rooms/intake/index.ts';
import { lettersFollowTheirPerson } from '../rooms/letters/index.ts';
import { carryOutErasures } from '../rooms/leaving/index.ts';
import { ROUND_ASKED, sweepProposals, sweepRounds, workRounds } from '../rooms/matching/index.ts';
import { meetingReminders } from '../rooms/meetings/index.ts';
import { deliverNotices, lookAhead, noticesReader } from '../rooms/notifications/index.ts';
import { sweepDoor } from '../rooms/people/index.ts';
import { sweepSafetyNamings } from '../rooms/programmes/index.ts';
import { sweepPromises } from '../rooms/promises/index.ts';
import { restsOver } from '../rooms/relationships/index.ts';
import { sweepNight, sweepOlder } from '../rooms/retention/index.ts';
import { sweepConcerns } from '../rooms/safety/index.ts';
import { anchorHours, sealTrail } from '../rooms/witness/index.ts';

/** Everything the house does by itself, in the order that lets one minute's work reach people within the same minute. */
export const rounds: readonly Round[] = [
  { name: 'promises', run: (house, org) => sweepPromises(house, org) },
  { name: 'concerns', run: (house, org) => sweepConcerns(house, org) },
  { name: 'safety-namings', run: (house, org) => sweepSafetyNamings(house, org) },
  { name: 'appeals', run: (house, org) => sweepAppeals(house, org) },
  { name: 'proposals', run: (house, org) => sweepProposals(house, org) },
  { name: 'half-written', run: (house, org) => sweepSheets(house, org) },
  { name: 'same-person', run: (house, org) => readFacts(house, org, requestsFollowTheirPerson), wakesOn: ['facts'] },
  { name: 'letters-follow', run: (house, org) => readFacts(house, org, lettersFollowTheirPerson), wakesOn: ['facts'] },
  restsOver,
  meetingReminders,
  checkInsDue,
  { name: 'notices-ahead', run: (house, org) => lookAhead(house, org) },
  { name: 'notices-heard', run: (house, org) => readFacts(house, org, noticesReader), wakesOn: ['facts'] },
  { name: 'door', run: (house, org) => sweepDoor(house, org) },
  { name: 'retention', run: (house, org) => sweepNight(house, org) },
  { name: 'erasures', run: (house, org) => carryOutErasures(house, org, sweepOlder) },
  { name: 'trail', run: (house, org) => sealTrail(house, org) },
  { name: 'anchors', run: (house, org) => anchorHours(house, org) },
  { name: 'matching-rounds', run: (house, org) => workRounds(house, org), wakesOn: [ROUND_ASKED] },
  { name: 'matching-rounds-kept', run: (house, org) => sweepRounds(house, org) },
  { name: 'letters', run: (house, org) => deliver(house, org), wakesOn: ['notices'] },
];

/** A demo's letters land in its own mailbox; nothing leaves it. */
function deliver(house: House, org: string): Promise<number> {
  return house.config.demo ? deliverNotices(house, org, demoPostman(house, org)) : deliverNotices(house, org);
}
