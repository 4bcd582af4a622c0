import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Question } from '../content/index.ts';
import type { Inside } from '../platform/inside.ts';
import { questionsById, setOf } from '../rooms/intake/index.ts';
import { contentOf, programmeOf } from '../rooms/programmes/index.ts';
import { conductOf } from '../rooms/safety/index.ts';

/** Many people at once, written as rows: for tests and benchmarks of whole programmes, where coming in one by one would take hours. They have no names. */
export interface CohortWanted {
  readonly seekers: number;
  readonly supporters: number;
  readonly seed?: number;
  /** The most people one supporter walks with: drawn from 1 to this. */
  readonly most?: number;
  /** Seals a name for each person; without it they have none. */
  readonly names?: (people: readonly string[]) => Promise<readonly Buffer[]>;
}

/** What a programme's people are drawn from: read first, since filling takes longer than a transaction may. */
export interface CohortPlan {
  readonly org: string;
  readonly programme: string;
  readonly now: Date;
  readonly questions: ReadonlyMap<string, Question>;
  /** What the criteria read, of each side's own set of questions. */
  readonly used: Readonly<Record<'seeker' | 'supporter', readonly string[]>>;
  readonly conduct: string;
  readonly courses: readonly string[];
}

/** Reads what a programme asks of people. */
export async function cohortPlan(inside: Inside, id: string): Promise<CohortPlan> {
  const programme = await programmeOf(inside, id);
  const read = new Set((await contentOf(inside, id, 'criterion')).flatMap(({ body }) => body.questions));
  const usedBy = async (side: 'seeker' | 'supporter') => ((await setOf(inside, id, `${side}-child-caregivers`))?.questions ?? []).map((question) => question.id).filter((one) => read.has(one));
  return {
    org: inside.org, programme: id, now: inside.now, questions: await questionsById(inside, id), used: { seeker: await usedBy('seeker'), supporter: await usedBy('supporter') },
    conduct: (await conductOf(inside, id)).version, courses: programme.settings.courses.beforeMatch,
  };
}

/** Fills a programme with people whose answers are drawn from its own questions. The same seed draws the same answers. */
export async function fillCohort(db: pg.Client, { org, programme: programmeId, now, questions, used, conduct: version, courses }: CohortPlan, { seekers, supporters, seed = 1, most = 3, names }: CohortWanted): Promise<{ requests: string[]; supporters: string[] }> {
  const draw = drawer(seed);
  const requests: string[] = [];
  const standings: string[] = [];
  for (const [side, count] of [['seeker', seekers], ['supporter', supporters]] as const) {
    for (let from = 0; from < count; from += 500) {
      const some = Array.from({ length: Math.min(500, count - from) }, () => ({ person: randomUUID(), sheet: randomUUID(), id: randomUUID() }));
      const people = some.map(({ person }) => person);
      const sheets = some.map(({ sheet }) => sheet);
      const ids = some.map(({ id }) => id);
      await db.query(`insert into person (org_id, id, name, lang, begun_at, joined_at) select $1, p, n, 'en', $4, $4 from unnest($2::uuid[], $3::bytea[]) t (p, n)`, [org, people, (await names?.(people)) ?? people.map(() => null), now]);
      await db.query(`insert into sheet (org_id, id, programme_id, person_id, side, set_id, begun_at, changed_at, sent_at) select $1, s, $2, p, $3, $3 || '-child-caregivers', $6, $6, $6 from unnest($4::uuid[], $5::uuid[]) t (s, p)`, [org, programmeId, side, sheets, people, now]);
      const answers = sheets.flatMap((sheet) => answersOf(draw, questions, used[side]).map(([question, value]) => ({ sheet, question, value: JSON.stringify(value) })));
      await db.query(`insert into answer (org_id, sheet_id, question_id, value, changed_at) select $1, s, q, v::jsonb, $5 from unnest($2::uuid[], $3::text[], $4::text[]) t (s, q, v)`, [org, answers.map((one) => one.sheet), answers.map((one) => one.question), answers.map((one) => one.value), now]);
      if (side === 'seeker') {
        await db.query(`insert into support_request (org_id, id, programme_id, person_id, sheet_id, received_at) select $1, r, $2, p, s, $6::timestamptz - (d || ' hours')::interval from unnest($3::uuid[], $4::uuid[], $5::uuid[], $7::int[]) t (r, p, s, d)`, [org, programmeId, ids, people, sheets, now, some.map(() => Math.floor(draw() * 1200))]);
        requests.push(...ids);
      } else {
        await db.query(`insert into supporter (org_id, id, programme_id, person_id, sheet_id, capacity, since) select $1, s, $2, p, h, c, $7::timestamptz - interval '1 year' from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::int[]) t (s, p, h, c)`, [org, programmeId, ids, people, sheets, some.map(() => 1 + Math.floor(draw() * most)), now]);
        await db.query(`insert into consent (org_id, id, person_id, kind, version, given_at) select $1, gen_random_uuid(), p, 'code-of-conduct/' || $2, $3, $5 from unnest($4::uuid[]) t (p)`, [org, programmeId, version, people, now]);
        for (const course of courses) {
          await db.query(`insert into training_record (org_id, id, programme_id, person_id, course, completed_on, recorded_by, recorded_at) select $1, gen_random_uuid(), $2, p, $3, $5::date, p, $5 from unnest($4::uuid[]) t (p)`, [org, programmeId, course, people, now]);
        }
        standings.push(...ids);
      }
    }
  }
  return { requests, supporters: standings };
}

/** Uneven, as lists of people are: one language is spoken by most, few by some. */
const SPOKEN: readonly (readonly [string, number])[] = [['en', 0.75], ['fr', 0.3], ['pl', 0.06], ['ar', 0.05], ['cr', 0.02]];

function answersOf(draw: () => number, questions: ReadonlyMap<string, Question>, used: readonly string[]): [string, unknown][] {
  const languages = SPOKEN.flatMap(([language, share]) => (draw() < share ? [language] : []));
  const answers: [string, unknown][] = [
    ['languages', { chosen: languages.length > 0 ? languages : ['en'] }],
    ['times', { slots: Array.from({ length: 2 + Math.floor(draw() * 4) }, () => ({ day: 1 + Math.floor(draw() * 7), from: [540, 720, 1020, 1080][Math.floor(draw() * 4)] ?? 540, to: 1260 })) }],
  ];
  for (const id of used) {
    const options = questions.get(id)?.options.filter((option) => option.exclusive !== true) ?? [];
    if (id === 'languages' || id === 'times' || options.length === 0 || draw() < 0.15) continue;
    const first = Math.floor(draw() * options.length);
    const chosen = [options[first]?.id, ...(draw() < 0.5 && id !== 'access-needs' ? [options[(first + 1 + Math.floor(draw() * (options.length - 1))) % options.length]?.id] : [])];
    if (id === 'access-needs' || id === 'sup-not-ready' ? draw() < 0.08 : true) answers.push([id, { chosen: [...new Set(chosen)] }]);
  }
  return answers;
}

/** Numbers from 0 up to 1, always the same ones for a seed (mulberry32). */
function drawer(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
