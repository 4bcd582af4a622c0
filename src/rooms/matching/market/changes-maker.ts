import { type Criterion, type Seeker, type Supporter, type WhatWouldChange, whatWouldChange } from '@companionway/matching';
import { PROVIDED } from '../values.ts';
import { type SupporterRead, supporterNow } from './supporter-now.ts';

/** By what supporters are judged. `now` in milliseconds. */
export interface ChangesAbout {
  readonly criteria: readonly Criterion[];
  readonly now: number;
  readonly zone: string;
}

/** Takes supporters as they were read, and says for one seeker what would have to change. It looks nothing up, so it runs wherever the rows are. */
export class ChangesMaker {
  private readonly about: ChangesAbout;
  private readonly supporters: Supporter[] = [];

  constructor(about: ChangesAbout) {
    this.about = about;
  }

  take(rows: readonly SupporterRead[]): void {
    for (const row of rows) this.supporters.push(supporterNow(row, this.about.zone, this.about.now).supporter);
  }

  made(seeker: Seeker): WhatWouldChange {
    return whatWouldChange(seeker, this.supporters, this.about.criteria, { now: this.about.now }, { provided: PROVIDED });
  }
}
