/** From supporters, one at a time, to columns. */
import { type Classes, chooseLead, Grow, inBlocks, leadKeys, ROWS_PER_BLOCK } from './blocks.ts';
import { mark, sharedBytes, sharedWords, wordsFor } from './bitmap.ts';
import { type ApartLists, type BitIndex, NO_HOURS, STATE, type SupporterColumns, type SupporterIndex } from './columns.ts';
import { facetsOf } from './facets.ts';
import type { Criterion } from '../people/criterion.ts';
import { COMING_WEEKS, leadsBetween, rotateWeek, WEEK_WORDS, weekMask } from '../people/hours.ts';
import type { Supporter } from '../people/person.ts';
import type { RuleContext } from '../people/rules.ts';

/** The largest number a column of places holds. */
const MOST = 2 ** 31 - 1;

/**
 * Takes supporters in any order and builds an index for one programme at one instant. Streaming, so that a million
 * people never have to exist as objects at once. Throws HoursError on hours that do not exist.
 */
export class IndexBuilder {
  private readonly criteria: readonly Criterion[];
  private readonly context: RuleContext;
  private readonly rowsPerBlock: number;
  private readonly classes: readonly Classes[];
  private readonly ids: string[] = [];
  private readonly rowClass = new Grow();
  private readonly facts = new Grow();
  private readonly week = new Grow();
  private readonly parts = new Grow();
  private readonly idle: number[] = [];
  private readonly rest: number[] = [];
  private readonly languages = new Map<string, number[]>();
  private readonly channels = new Map<string, number[]>();
  private readonly zones = new Map<string, number>();
  private readonly apart = { namedBy: new Map<string, number[]>(), carriers: new Map<string, number[]>(), avoiders: new Map<string, number[]>() };

  constructor(criteria: readonly Criterion[], context: RuleContext, rowsPerBlock: number = ROWS_PER_BLOCK) {
    this.rowsPerBlock = rowsPerBlock;
    this.criteria = criteria;
    this.context = context;
    this.classes = facetsOf(criteria, context).map((facet) => ({ facet, number: new Map<string, number>(), examples: [] as Supporter[] }));
  }

  /** Adds one supporter. The object is not kept. */
  add(supporter: Supporter): void {
    const n = this.ids.length;
    this.ids.push(supporter.id);
    this.idle.push(supporter.idleSince ?? Number.MAX_SAFE_INTEGER);
    this.rest.push(supporter.restUntil ?? Infinity);
    for (const c of this.classes) this.rowClass.push(classOf(c, supporter));
    const hoped = supporter.wishes?.some((w) => w.strength === 'hope') ? 1 : 0;
    for (const fact of [places(supporter.capacity), places(supporter.load), stateOf(supporter, this.context), hoped, this.zoneOf(supporter)]) this.facts.push(fact);
    this.addHours(supporter);
    post(this.languages, supporter.languages, n);
    post(this.channels, supporter.channels, n);
    post(this.apart.namedBy, supporter.keepApart?.people, n, false);
    post(this.apart.avoiders, supporter.keepApart?.marks, n, false);
    post(this.apart.carriers, supporter.marks, n, false);
  }

  private zoneOf({ hours }: Supporter): number {
    if (!hours?.windows.length) return NO_HOURS;
    const known = this.zones.get(hours.zone) ?? this.zones.size;
    this.zones.set(hours.zone, known);
    return known;
  }

  private addHours({ hours }: Supporter): void {
    const mask = weekMask(hours?.windows ?? []);
    for (const word of mask) this.week.push(word);
    this.parts.push(hours?.windows.length ? partsTouched(mask, hours.zone, this.context) : 0);
  }

  /** The index. The builder is empty-handed afterwards and must not be used again. */
  build(): SupporterIndex {
    const n = this.ids.length, lead = chooseLead(this.classes, this.rowClass, n, this.rowsPerBlock);
    const hoped = (row: number) => this.facts.at(row * 5 + 3), keys = leadKeys(lead, this.classes, this.rowClass, n, hoped), { order, blockStart } = inBlocks(keys, n);
    const place = new Int32Array(n);
    order.forEach((from, to) => { place[from] = to; });
    const columns = this.columns(order, lead, blockStart, place);
    const moved = (lists: ReadonlyMap<string, readonly number[]>) => new Map([...lists].map(([k, rows]) => [k, rows.map((r) => place[r])]));
    const apart: ApartLists = { namedBy: moved(this.apart.namedBy), carriers: moved(this.apart.carriers), avoiders: moved(this.apart.avoiders) };
    return { columns, apart, ids: Array.from(order, (from) => this.ids[from] ?? '') };
  }

  private columns(order: Int32Array, lead: readonly number[], blockStart: Int32Array, place: Int32Array): SupporterColumns {
    const n = order.length, F = this.classes.length, slots = slotsOf(F, lead), wide = this.classes.some((c) => c.examples.length > 65_535);
    const fact = (f: number) => (from: number) => this.facts.at(from * 5 + f);
    const into = <T extends { [row: number]: number }>(array: T, of: (from: number) => number): T => {
      for (let to = 0; to < n; to++) array[to] = of(order[to]);
      return array;
    };
    const numbers = (length: number) => (wide ? new Uint32Array(sharedBytes(length * 4)) : new Uint16Array(sharedBytes(length * 2)));
    const classes = numbers(n * F), heads = numbers(n * 2);
    const week = sharedWords(n * WEEK_WORDS), ready = sharedWords(wordsFor(n)), hoped = sharedWords(wordsFor(n));
    for (let to = 0; to < n; to++) {
      const from = order[to];
      for (let f = 0; f < F; f++) classes[to * F + f] = this.rowClass.at(from * F + slots[f]);
      for (let f = 0; f < 2 && f < F; f++) heads[to * 2 + f] = classes[to * F + f];
      for (let x = 0; x < WEEK_WORDS; x++) week[to * WEEK_WORDS + x] = this.week.at(from * WEEK_WORDS + x);
      if (fact(2)(from) === 0) mark(ready, to);
      if (fact(3)(from) === 1) mark(hoped, to);
    }
    const blockClasses = numbers((blockStart.length - 1) * lead.length);
    for (let b = 0; b + 1 < blockStart.length; b++) for (let l = 0; l < lead.length; l++) blockClasses[b * lead.length + l] = classes[blockStart[b] * F + F - lead.length + l] ?? 0;
    const blockHoped = new Uint8Array(sharedBytes(blockStart.length - 1)).map((_, b) => fact(3)(order[blockStart[b]]));
    const turn = this.turns(order), rowOfTurn = new Int32Array(sharedBytes(n * 4));
    turn.forEach((t, row) => { rowOfTurn[t] = row; });
    return {
      rows: n, criteria: this.criteria, context: this.context, gates: this.classes.filter((c) => !c.facet.rule).length - lead.length, lead: F - lead.length,
      blockStart, blockClasses, blockHoped, classes, heads, week, ready, hoped,
      facets: slots.map((f) => ({ facet: f, name: this.classes[f]?.facet.name ?? '', examples: this.classes[f]?.examples ?? [] })),
      languages: bitIndex(this.languages, place), channels: bitIndex(this.channels, place),
      capacity: into(new Int32Array(sharedBytes(n * 4)), fact(0)), load: into(new Int32Array(sharedBytes(n * 4)), fact(1)),
      restUntil: into(new Float64Array(sharedBytes(n * 8)), (from) => this.rest[from] ?? Infinity),
      state: into(new Uint8Array(sharedBytes(n)), fact(2)), zone: into(new Uint16Array(sharedBytes(n * 2)), fact(4)),
      turn, rowOfTurn, origin: into(new Int32Array(sharedBytes(n * 4)), (from) => from), zones: [...this.zones.keys()], parts: into(sharedWords(n), (from) => this.parts.at(from)),
    };
  }

  /** The same order as `byTurn`: fewer people, then longest without anyone new, then id. */
  private turns(order: Int32Array): Uint32Array {
    const { idle, ids, facts } = this, n = order.length, turn = sharedWords(n), queue = new Int32Array(n).map((_, i) => i);
    const load = (i: number) => facts.at(order[i] * 5 + 1), since = (i: number) => idle[order[i]] ?? 0, id = (i: number) => ids[order[i]] ?? '';
    queue.sort((a, b) => load(a) - load(b) || since(a) - since(b) || (id(a) < id(b) ? -1 : id(a) > id(b) ? 1 : 0));
    queue.forEach((row, t) => { turn[row] = t; });
    return turn;
  }
}

/** An index over supporters who are already there. */
export function buildIndex(supporters: readonly Supporter[], criteria: readonly Criterion[], context: RuleContext, rowsPerBlock?: number): SupporterIndex {
  const builder = new IndexBuilder(criteria, context, rowsPerBlock);
  for (const supporter of supporters) builder.add(supporter);
  return builder.build();
}

const slotsOf = (F: number, lead: readonly number[]): number[] => [...Array.from({ length: F }, (_, f) => f).filter((f) => !lead.includes(f)), ...lead];

const places = (n: number): number => Math.min(Math.max(0, Math.floor(n) || 0), MOST);

function classOf({ facet, number, examples }: Classes, supporter: Supporter): number {
  const key = facet.supporterKey(supporter), known = number.get(key);
  if (known !== undefined) return known;
  number.set(key, examples.length);
  return examples.push(facet.example(supporter)) - 1;
}

function stateOf(p: Supporter, { now }: RuleContext): number {
  const trained = p.trainingValidUntil !== null && p.trainingValidUntil >= now, resting = p.restUntil !== undefined && p.restUntil > now;
  return (trained ? 0 : STATE.training) | (resting ? STATE.rest : 0) | (p.load < p.capacity ? 0 : STATE.capacity) | (p.paused ? STATE.paused : 0);
}

/** Lists under `''` those who said nothing. */
function post(lists: Map<string, number[]>, codes: readonly string[] | undefined, row: number, silence = true): void {
  const under = codes?.length ? [...new Set(codes)] : silence ? [''] : [];
  for (const code of under) {
    const list = lists.get(code);
    if (list) list.push(row);
    else lists.set(code, [row]);
  }
}

function bitIndex(lists: ReadonlyMap<string, readonly number[]>, place: Int32Array): BitIndex {
  const bitsOf = (code: string) => {
    const bits = sharedWords(wordsFor(place.length));
    for (const under of new Set(['', code])) for (const row of lists.get(under) ?? []) mark(bits, place[row]);
    return bits;
  };
  const codes = [...lists.keys()].filter((code) => code !== '');
  return { codes, bits: codes.map(bitsOf), silent: bitsOf('') };
}

/** Which of the 28 six-hour parts of the week in UTC a local week touches under any offset of the coming weeks. */
export function partsTouched(mask: Uint32Array, zone: string, { now, weeks = COMING_WEEKS }: RuleContext): number {
  let parts = 0;
  for (const lead of leadsBetween(zone, 'UTC', { now }, weeks)) {
    const utc = rotateWeek(mask, lead);
    for (let part = 0; part < 28; part++) {
      const word = (part * 24) >> 5, shift = (part * 24) & 31;
      const quarters = (utc[word] >>> shift) | (shift > 8 ? utc[word + 1] << (32 - shift) : 0);
      if ((quarters & 0xffffff) !== 0) parts |= 1 << part;
    }
  }
  return parts;
}
