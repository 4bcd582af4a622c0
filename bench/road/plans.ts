import { openSync, readSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { openHouse } from '../../src/opening/open-house.ts';
import { doorkeeperOf, doormanOf } from '../../src/opening/door.ts';
import { readConfig } from '../../src/platform/config.ts';
import { connect } from '../../src/platform/postgres/address.ts';
import { bringUpDatabase } from '../../src/platform/postgres/bring-up.ts';
import { APP, MEMBER } from '../../src/platform/roles.ts';
import { foundPages } from '../../src/web/found.ts';
import { createSite } from '../../src/web/server.tsx';
import type { Filled } from './fill.ts';

/** From so many rows on, a table is one that grows with the people. */
const BIG = 5_000;
/** A part of a statement may look at so many rows that it then leaves out. A page shows at most a hundred. */
const MOST_LEFT_OUT = 1_000;
/** Each page is asked for so often, so that the plans which the database keeps for named statements are seen too. */
const TIMES = 8;

/** What may read more, with the reason. */
const MAY: readonly (readonly [RegExp, string])[] = [
  [/filter \(where made_at >= /, 'the kept share counts the promises of ninety days, at most once a minute for everybody (src/rooms/promises/programme-kept.ts)'],
  [/select \* from "supporter" where "org_id" = \$1 and "programme_id" = \$2 and "ended_at" is null order by "since", "id"|"standing_id" = any\(\$2/, 'suggestions weigh every supporter of the programme; only a coordinator at one request asks for them'],
  [/^select count\(\*\)::int as count from \([\s\S]*\) due where due\.since < /, 'the preview of what will go looks through what is kept; a lead opens it a few times a year (src/rooms/retention)'],
  [/from "relationship" where "org_id" = \$\d+ and "programme_id" = \$\d+ and "ended_at" is null\) as "people"/, 'whoever has not said yes to the code is sought among all, until two hundred are found; staff open it when its words changed (src/rooms/safety/conduct.ts)'],
];

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Actual Rows'?: number;
  readonly 'Actual Loops'?: number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly Plans?: readonly PlanNode[];
}

/**
 * Asks for every page of the site on the filled house, as a member and as a coordinator, while the database itself writes down how it ran each statement
 * (auto_explain), and names each one that read a large table from end to end or looked at rows it did not need.
 * @returns how many statements were wrong.
 */
export async function plans(data: string, filled: Filled): Promise<number> {
  await whileWritingDown(data, true);
  try {
    const log = logOf(data);
    const from = statSync(log).size;
    const { asked, sizes } = await askForEverything(data, filled);
    const found = statementsIn(textFrom(log, from));
    const [wrong, allowed] = [new Map<string, string>(), new Map<string, string>()];
    for (const { query, plan } of found) {
      const may = MAY.find(([what]) => what.test(query));
      for (const why of troublesIn(plan, sizes)) (may === undefined ? wrong : allowed).set(query.replaceAll(/\s+/g, ' ').slice(0, 300), may === undefined ? why : `${why}: ${may[1]}`);
    }
    console.log(`${asked.length} pages asked for ${TIMES} times each, ${found.length} statements, ${new Set(found.map(({ query }) => query)).size} different ones`);
    for (const { path, status } of asked) if (status !== 200) console.log(`  ${status} ${path}`);
    for (const [, why] of allowed) console.log(`  allowed: ${why}`);
    for (const [query, why] of wrong) console.log(`  WRONG: ${why}\n    ${query}`);
    console.log(wrong.size === 0 ? 'none reads a large table from end to end, and none leaves out more than a thousand rows' : `${wrong.size} statements read more than they need`);
    return wrong.size;
  } finally {
    await whileWritingDown(data, false);
  }
}

/** Lets the database write down every plan of the app's two logins, or stops that. */
async function whileWritingDown(data: string, on: boolean): Promise<void> {
  const raised = await bringUpDatabase({ data });
  const owner = await connect(raised.owner);
  const settings: Readonly<Record<string, string>> = { session_preload_libraries: 'auto_explain', 'auto_explain.log_min_duration': '0', 'auto_explain.log_analyze': 'on', 'auto_explain.log_timing': 'off', 'auto_explain.log_format': 'json', 'auto_explain.log_parameter_max_length': '0' };
  for (const role of [APP, MEMBER]) {
    for (const [name, value] of Object.entries(settings)) await owner.query(`alter role ${role} ${on ? `set ${name} = '${value}'` : `reset ${name}`}`);
  }
  await owner.end();
  await raised.stop();
}

async function askForEverything(data: string, filled: Filled) {
  const { house, raised, close } = await openHouse({ config: readConfig({ COMPANIONWAY_DATA: data, LOG_LEVEL: 'silent' }) });
  try {
    const owner = await connect(raised.owner);
    const { rows: tables } = await owner.query<{ name: string; rows: number }>('select relname as name, reltuples::float8 as rows from pg_class where relkind = $1', ['r']);
    const member = filled.members[7];
    const { rows: pairs } = await owner.query<{ id: string; standing_id: string }>('select id, standing_id from relationship where org_id = $1 and seeker_id = $2 limit 1', [filled.org, member?.person]);
    await owner.end();
    const ids: Readonly<Record<string, string | undefined>> = { requests: member?.request, relationships: pairs[0]?.id, conversations: member?.conversation, supporters: pairs[0]?.standing_id, people: member?.person };
    const site = createSite({ house, doorkeeper: doorkeeperOf(house), doorman: doormanOf(house), limits: { count: async () => undefined } });
    const paths = [...new Set(foundPages.filter(({ kind }) => kind === 'page').flatMap(({ address }) => pathFor(address, filled.programme.slug, ids) ?? []))];
    const asked: { path: string; status: number }[] = [];
    for (const path of paths) {
      for (const token of [member?.token, filled.coordinator]) {
        let status = 0;
        for (let time = 0; time < TIMES; time += 1) {
          const answer = await site.request(`http://127.0.0.1:3000${path}`, { headers: { host: '127.0.0.1:3000', cookie: `session=${token}` } });
          await answer.arrayBuffer();
          status = answer.status;
        }
        asked.push({ path: `${path} (${token === filled.coordinator ? 'coordinator' : 'member'})`, status });
      }
    }
    return { asked, sizes: new Map(tables.map(({ name, rows }) => [name, rows])) };
  } finally {
    await close();
  }
}

/** An address with what the filled house has; undefined where it has nothing of that kind. */
function pathFor(address: string, slug: string, ids: Readonly<Record<string, string | undefined>>): string | undefined {
  const parts = address.split('/').map((part, at, all) => (part === ':programme' ? slug : part === ':id' ? ids[all[at - 1] ?? ''] : part.startsWith(':') ? undefined : part));
  return parts.includes(undefined) ? undefined : parts.join('/');
}

function logOf(data: string): string {
  const directory = join(data, 'postgres', 'log');
  const latest = readdirSync(directory).filter((name) => name.startsWith('postgresql-')).map((name) => join(directory, name)).toSorted((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0];
  if (latest === undefined) throw new Error('The database keeps no log here.');
  return latest;
}

function textFrom(file: string, from: number): string {
  const bytes = Buffer.alloc(statSync(file).size - from);
  const handle = openSync(file, 'r');
  readSync(handle, bytes, 0, bytes.length, from);
  return bytes.toString('utf8');
}

function statementsIn(log: string): { query: string; plan: PlanNode }[] {
  return [...log.matchAll(/plan:\n(\t?\{[\s\S]*?\n\t?\})(?=\n\d{4}-|\n?$)/g)].flatMap(([, json = '']) => {
    try {
      const read = JSON.parse(json.replaceAll('\n\t', '\n')) as { 'Query Text': string; Plan: PlanNode };
      return [{ query: read['Query Text'], plan: read.Plan }];
    } catch {
      return [];
    }
  });
}

function troublesIn(node: PlanNode, sizes: ReadonlyMap<string, number>): string[] {
  const table = node['Relation Name'];
  const rows = table === undefined ? 0 : (sizes.get(table) ?? 0);
  const leftOut = ((node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0)) * (node['Actual Loops'] ?? 1);
  const read = (node['Actual Rows'] ?? 0) * (node['Actual Loops'] ?? 1);
  const here = [
    ...(node['Node Type'] === 'Seq Scan' && rows >= BIG ? [`${table} (${rows} rows) is read from end to end`] : []),
    ...(leftOut > MOST_LEFT_OUT ? [`${node['Node Type']} on ${table ?? 'rows'} ${node['Index Name'] ?? ''} leaves out ${leftOut} rows`] : []),
    ...(rows >= BIG && read > BIG ? [`${node['Node Type']} on ${table} ${node['Index Name'] ?? ''} reads ${read} rows`] : []),
  ];
  return [...here, ...(node.Plans ?? []).flatMap((one) => troublesIn(one, sizes))];
}
