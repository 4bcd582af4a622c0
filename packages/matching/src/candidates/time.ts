/** The hours a seeker wants in common, as other zones see them, and whether a row has them. */
import { partsTouched } from './build.ts';
import { NO_HOURS, type SupporterColumns } from './columns.ts';
import { builtInRuleOf, isSoftened } from '../people/criterion.ts';
import { leadsBetween, popcount, rotateWeek, WEEK_WORDS, weekMask } from '../people/hours.ts';
import type { Seeker } from '../people/person.ts';

/**
 * The seeker's week as other zones see it, and how much of it is wanted in common. Only words in which the seeker is free are
 * kept. It holds until the next seeker.
 */
export interface TimeWanted {
  readonly quarters: number;
  readonly parts: number;
  /** Of each supporter's zone, the numbers of the turned weeks that the coming weeks bring. */
  readonly ofZone: readonly Uint16Array[];
  /** Where each turned week begins in `words` and `bits`, and their length. */
  readonly start: Int32Array;
  readonly words: Uint8Array;
  readonly bits: Uint32Array;
}

interface Leads {
  readonly different: readonly number[];
  readonly ofZone: readonly Uint16Array[];
}

/** Says what time is wanted, and remembers how far zones are apart. */
export class TimeFinder {
  private readonly columns: SupporterColumns;
  private readonly quarters: number;
  private readonly softened: boolean;
  private readonly leads = new Map<string, Leads>();
  private readonly turned = new Uint32Array(WEEK_WORDS);
  private words = new Uint8Array(0);
  private bits = new Uint32Array(0);

  constructor(columns: SupporterColumns) {
    this.columns = columns;
    this.softened = isSoftened('hours', columns.criteria);
    this.quarters = Math.ceil((columns.criteria.find((c) => builtInRuleOf(c) === 'hours')?.minimumMinutes ?? 60) / 15);
  }

  /** What a seeker wants; undefined when hours are no rule here, or the seeker gave none. */
  wanted({ hours }: Seeker): TimeWanted | undefined {
    if (!hours?.windows.length || this.softened) return undefined;
    const mask = weekMask(hours.windows), { different, ofZone } = this.leadsFrom(hours.zone), most = different.length * WEEK_WORDS;
    if (most > this.words.length) {
      this.words = new Uint8Array(most);
      this.bits = new Uint32Array(most);
    }
    const { words, bits } = this, start = new Int32Array(different.length + 1);
    let end = 0;
    for (let k = 0; k < different.length; k++) {
      const week = rotateWeek(mask, different[k], this.turned);
      for (let x = 0; x < WEEK_WORDS; x++) if (week[x] !== 0) { words[end] = x; bits[end++] = week[x]; }
      start[k + 1] = end;
    }
    return { quarters: this.quarters, parts: partsTouched(mask, hours.zone, this.columns.context), ofZone, start, words, bits };
  }

  /** How far every supporter's zone is ahead of this one, in the coming weeks. */
  private leadsFrom(zone: string): Leads {
    const known = this.leads.get(zone);
    if (known) return known;
    const { context, zones } = this.columns, different: number[] = [];
    const ofZone = zones.map((to) => Uint16Array.from(leadsBetween(zone, to, context, context.weeks), (lead) => {
      if (!different.includes(lead)) different.push(lead);
      return different.indexOf(lead);
    }));
    this.leads.set(zone, { different, ofZone });
    return { different, ofZone };
  }
}

/** Whether a row has the time wanted in every one of the coming weeks. Rows without hours have it: a missing answer is neutral. */
export function hasTime(time: TimeWanted, columns: SupporterColumns, row: number): boolean {
  const zone = columns.zone[row];
  if (zone === NO_HOURS || time.quarters <= 0) return true;
  if ((columns.parts[row] & time.parts) === 0) return false;
  const { week } = columns, { start, words, bits } = time, base = row * WEEK_WORDS, leads = time.ofZone[zone];
  for (let k = 0; k < leads.length; k++) {
    const end = start[leads[k] + 1];
    let left = time.quarters;
    for (let x = start[leads[k]]; x < end && left > 0; x++) {
      const both = week[base + words[x]] & bits[x];
      if (both !== 0) left -= popcount(both);
    }
    if (left > 0) return false;
  }
  return true;
}
