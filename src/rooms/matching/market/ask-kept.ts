import { type Criterion, hardRules, InTheWay, type Removal, Search, type Seeker, type SupporterIndex, Top } from '@companionway/matching';
import { type AskedRequest, mayBeAsked } from '../people.ts';
import { PROVIDED } from '../values.ts';
import type { KeptSupporters } from './kept-supporters.ts';
import type { SupporterNow } from './supporter-now.ts';

/** What is asked of kept supporters: who is left out altogether, who must not be put together with the seeker, and who stands behind others. Rows of the index. */
export interface KeptQuestion {
  readonly seeker: Seeker;
  readonly criteria: readonly Criterion[];
  readonly now: number;
  readonly out: ReadonlySet<number>;
  readonly apart: ReadonlySet<number>;
  readonly behind: ReadonlySet<number>;
}

/** One request put to kept supporters. */
export interface PutToKept {
  /** Whom the question is about, kept apart from those of the changed ones whom the seeker must not meet. */
  readonly seeker: Seeker;
  /** Rows that are none of this request's: changed since, the seeker's own standing, whoever stepped aside. */
  readonly out: ReadonlySet<number>;
  /** Rows of whom the seeker must not meet. */
  readonly apart: ReadonlySet<number>;
  /** Whoever changed since and may be asked: one by one, as they are now. */
  readonly changed: readonly SupporterNow[];
}

/** Says who of the kept supporters a request is about, and how. */
export function putToKept(asked: AskedRequest, kept: KeptSupporters): PutToKept {
  const changed = [...kept.changed.values()].flatMap((one) => (one !== undefined && mayBeAsked(asked, one.standing) ? [one] : []));
  const rowsOf = (ids: Iterable<string>) => [...ids].map((id) => kept.rowOf.get(id));
  const rowsOfPeople = (people: Iterable<string>) => [...people].map((person) => kept.rowOfPerson.get(person));
  const out = new Set([...rowsOf(kept.changed.keys()), ...rowsOfPeople([asked.request.person, ...asked.aside])].filter((row) => row !== undefined));
  const apart = new Set([...rowsOfPeople(asked.apart), ...rowsOf(asked.held)].filter((row) => row !== undefined && !out.has(row)) as number[]);
  return { seeker: asked.seeker(changed.filter(({ standing }) => asked.apart.has(standing.person)).map(({ standing }) => standing.id)), out, apart, changed };
}

/** What stands between a request and everybody, with the values of now: rows of the index, and whoever changed since. */
export function inTheWayOf(asked: AskedRequest, kept: KeptSupporters, now: number): InTheWay {
  const { seeker, out, apart, changed } = putToKept(asked, kept);
  const found = new InTheWay(seeker, asked.criteria, { now }, { provided: PROVIDED });
  found.rows(new Search(weighed(kept.index, asked.criteria, now)), apart, out);
  found.people(changed.map(({ supporter }) => supporter));
  return found;
}

/** A row of the index with its points. */
interface Found {
  readonly row: number;
  readonly score: number;
}

/** The index, asked about one seeker with the values of now. */
export interface AskedIndex {
  /** The best, those who stand behind others last. */
  best(most: number): readonly Found[];
  /** How many each rule removed, in no order. */
  readonly removed: readonly Removal[];
}

/** Asks the index about one seeker. */
export function askKept({ index }: Pick<KeptSupporters, 'index'>, { seeker, criteria, now, out, apart, behind }: KeptQuestion): AskedIndex {
  const columns = weighed(index, criteria, now);
  const search = new Search(columns);
  const query = search.maker.query(seeker);
  const forbidden = new Set([...out, ...apart]);
  const bestOf = (most: number, besides: ReadonlySet<number>) => {
    const top = new Top(most);
    search.into(top, query, search.eligibleFor(query, new Set([...forbidden, ...besides])));
    return top.inOrder();
  };
  return {
    best(most) {
      const first = bestOf(Math.min(most, columns.rows), behind);
      if (first.length >= most || behind.size === 0) return first;
      const those = bestOf(Math.min(most + behind.size, columns.rows), new Set()).filter(({ row }) => behind.has(row));
      return [...first, ...those].slice(0, most);
    },
    // Whoever is left out altogether was counted as kept apart, and is none of the programme's for this request.
    removed: search.removed(query, forbidden).flatMap(({ rule, count }) => (rule === 'exclusion' ? (apart.size === 0 ? [] : [{ rule, count: apart.size }]) : [{ rule, count }])),
  };
}

/** The same columns asked at another instant and with other weights. Facets are numbered by weight, so they are numbered anew. */
function weighed({ columns }: SupporterIndex, criteria: readonly Criterion[], now: number): SupporterIndex['columns'] {
  const names = facetNames(criteria);
  return { ...columns, criteria, context: { now, provided: PROVIDED }, facets: columns.facets.map((one) => ({ ...one, facet: names.indexOf(one.name) })) };
}

/** The order in which the engine numbers what it compares: criteria that give points, heaviest first, then wishes, then rules. */
function facetNames(criteria: readonly Criterion[]): readonly string[] {
  const soft = criteria.filter(({ strength }) => strength === 'soft');
  return [
    ...soft.filter(({ method }) => method !== 'wish').sort((a, b) => (b.weight ?? 0) - (a.weight ?? 0)).map(({ id }) => id),
    ...soft.filter(({ method }) => method === 'wish').map(({ id }) => id),
    ...hardRules(criteria).filter(({ name }) => !APART.has(name)).map(({ name }) => `rule ${name}`),
  ];
}

/** Rules that the index keeps in other ways. */
const APART: ReadonlySet<string> = new Set(['exclusion', 'language', 'channel', 'hours', 'training', 'rest', 'capacity', 'paused']);
