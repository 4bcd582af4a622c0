import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { connectPastWalls } from '../backup/content.ts';
import { copyOut } from '../backup/copy.ts';
import { audit } from '../commands/audit.ts';
import { newId } from '../platform/ids.ts';
import { connect, writeAddress } from '../platform/postgres/address.ts';
import { naughtyStrings } from '../proof/naughty.ts';
import { type Letter, textOf } from '../mail/index.ts';
import { deliverNotices } from '../rooms/notifications/index.ts';
import { addMyPhone, changeMe } from '../rooms/people/index.ts';
import { anchorHours, sealTrail as sealNow } from '../rooms/witness/index.ts';
import { sealTrail } from '../testing/settled.ts';
import { type Town, testTown } from '../testing/town.ts';
import { askForSupport, value } from '../testing/walking.ts';
import { canonicalEntry } from '../trail/index.ts';
import { readAnchors } from '../trail/anchor-lines.ts';
import { ENTRY_COLUMNS, ENTRY_IN_SQL, entryFromRow, EVEN_COLUMNS } from '../trail/entry.ts';
import { trailIn } from './in-database.ts';
import { verifyTrail } from './verify-trail.ts';

let town: Town;
beforeAll(async () => {
  town = await testTown({ config: { TRUSTEE_EMAIL: 'trustee@example.net' } });
});
afterEach(() => vi.restoreAllMocks());

const HOUR = 3_600_000;
const me = { name: 'Grace', pronouns: '', lang: 'en', zone: '' };
/** Some acts that leave lines. */
async function act(times = 3): Promise<void> {
  for (let time = 0; time < times; time += 1) value(await changeMe(await town.as('Grace'), { ...me, name: `Grace ${newId()}` }));
}
const lines = async () => Number((await town.db.owner.selectFrom('trail').select((e) => e.fn.countAll().as('n')).where('org_id', '=', town.org).executeTakeFirstOrThrow()).n);
const links = () => town.db.owner.selectFrom('trail_link').selectAll().where('org_id', '=', town.org).orderBy('seq').execute();

/** Hours go by with acts in them, each sealed and anchored. */
async function hoursGoBy(hours: number): Promise<void> {
  for (let hour = 0; hour < hours; hour += 1) {
    await act();
    await sealTrail(town.house, town.org);
    town.clock.moveBy(HOUR);
    await anchorHours(town.house, town.org);
  }
}

/** What the trail of the database says, against its own anchors and those brought along. */
async function verify(brought: Parameters<typeof verifyTrail>[1] = []) {
  const connection = await connect(town.db.server);
  try {
    const trail = trailIn(connection);
    const found = await verifyTrail(trail.sections(), [...(await trail.anchors()), ...brought], (await town.house.keyring.health()).anchorKeys);
    return { found: found.chains.at(-1)?.verdict, chains: found.chains, absent: found.absent, outside: await trail.outside(town.org), anchors: await trail.anchors() };
  } finally {
    await connection.end();
  }
}

/** Does harm as somebody who owns the database would, looks, and puts things back. */
async function harmed(harm: (owner: Town['db']['owner']) => Promise<unknown>, look: () => Promise<void>): Promise<void> {
  const tables = ['trail', 'trail_link', 'trail_chain'];
  const each = async (statement: (table: string) => string) => {
    for (const table of tables) await sql.raw(statement(table)).execute(town.db.owner);
  };
  await each((table) => `create table kept_${table} as table ${table}`);
  await harm(town.db.owner);
  try {
    await look();
  } finally {
    await each((table) => `delete from ${table}`);
    await each((table) => `insert into ${table} select * from kept_${table}`);
    await each((table) => `drop table kept_${table}`);
  }
}

describe('sealing', () => {
  test('Every committed line gets one place, refused acts in the same chain, and what was rolled back none', async () => {
    await act();
    expect(await addMyPhone(await town.as('Grace'), { phone: '12', careful: '' })).toMatchObject({ kind: 'refused' });
    await expect(town.inside(async ({ db, org, newId: id, now }) => {
      await db.insertInto('trail').values({ org_id: org, id: id(), at: now, actor_kind: 'house', act: 'test.rolled-back', outcome: 'done', request_id: 'test' }).execute();
      throw new Error('rolled back');
    })).rejects.toThrow('rolled back');
    await sealTrail(town.house, town.org);
    const places = await links();
    expect(places.map(({ seq }) => seq)).toEqual(places.map((_, at) => at + 1));
    expect(new Set(places.map(({ line_id }) => line_id)).size).toBe(await lines());
    const sealed = await town.db.owner.selectFrom('trail').innerJoin('trail_link', 'trail_link.line_id', 'trail.id').select(['act', 'outcome']).execute();
    expect(sealed).toContainEqual({ act: 'people.add-my-phone', outcome: 'not-a-number' });
    expect(sealed.some(({ act: name }) => name === 'test.rolled-back')).toBe(false);
    expect(await sealTrail(town.house, town.org)).toBe(0);
  });

  test('A line that is committed late, behind others, is never stepped over', async () => {
    const slow = await connect(town.db.server);
    await slow.query('begin');
    await slow.query("insert into trail (org_id, id, at, actor_kind, act, outcome, request_id) values ($1, $2, now(), 'house', 'test.slow', 'done', 'test')", [town.org, newId(new Date(0))]);
    await act(2);
    const before = (await links()).length;
    await sealNow(town.house, town.org);
    expect((await links()).length).toBe(before);
    await slow.query('commit');
    await slow.end();
    expect(await sealTrail(town.house, town.org)).toBe(3);
    expect((await links()).length).toBe(await lines());
    expect((await verify()).found).toMatchObject({ whole: true });
  });

  test('Many nodes seal at once and every line has one place; a long stop is caught up with batch by batch', async () => {
    await town.db.owner.executeQuery(sql`insert into trail (org_id, id, at, actor_kind, act, outcome, request_id) select ${town.org}, gen_random_uuid(), now(), 'house', 'test.many', 'done', 'n' || n from generate_series(1, 4500) n`.compile(town.db.owner));
    await Promise.all(Array.from({ length: 4 }, () => sealTrail(town.house, town.org)));
    await sealTrail(town.house, town.org);
    expect((await links()).length).toBe(await lines());
    expect((await verify()).found).toMatchObject({ whole: true });
  });

  test('The app’s login can add to the chain and neither change nor remove anything of it', async () => {
    for (const table of ['trail', 'trail_link', 'trail_anchor', 'trail_anchor_signature', 'trail_chain', 'proof_tag'] as const) {
      for (const wall of ['app', 'member'] as const) {
        await expect(town.db.within({ org: town.org, wall }, (db) => db.deleteFrom(table).execute()), table).rejects.toThrow(/permission denied/);
        await expect(town.db.within({ org: town.org, wall }, (db) => sql`update ${sql.table(table)} set org_id = org_id`.execute(db)), table).rejects.toThrow(/permission denied/);
      }
    }
  });

  test('The database and this program write the same text of a line, whatever stands in it', async () => {
    const awkward = [...naughtyStrings.map((text) => text.toWellFormed().replaceAll('\0', '')), '\\', '"', '\t\n\r\b\f\u0001', '\u007f', 'é\u2028'];
    const moment = '2026-11-22T01:02:03.456789Z';
    for (const text of awkward) {
      const { rows } = await sql<{ entry: string }>`select ${sql.raw(ENTRY_IN_SQL)} as entry from (select ${text}::text as act, null::uuid as actor_id, 'person' as actor_kind, ${moment}::timestamptz as at,
        '018f3c1e-0000-7000-8000-000000000001'::uuid as id, ${text}::text as outcome, null::uuid as programme_id, ${text}::text as request_id, null::uuid as subject_id, ${text}::text as subject_kind) t`.execute(town.db.owner);
      expect(rows[0]?.entry).toBe(canonicalEntry({ act: text, actor: null, actorKind: 'person', at: moment, id: '018f3c1e-0000-7000-8000-000000000001', outcome: text, programme: null, request: text, subject: null, subjectKind: text, v: 1 }));
    }
  });

  test('What is put together from a line’s columns is the very text that the database makes, whatever stands in them, absent or not, and at any moment', async () => {
    const texts = [...naughtyStrings.map((text) => text.toWellFormed().replaceAll('\0', '')), ...Array.from({ length: 0x100 }, (_, code) => `a${String.fromCharCode(code + 1)}b`), '', '\\N', '\\\\N', '\\.', '\\x41', '"', '\u2028 \u{1f33f}'];
    const moments = ['2026-01-01T00:00:00Z', '2026-11-22T01:02:03.4Z', '2026-11-22T01:02:03.000001Z', '2026-11-22T23:59:59.999999Z', '0999-01-01T00:00:00.12Z', '12026-05-05T05:05:05.5Z'];
    const owner = await connectPastWalls(town.db.server);
    try {
      await owner.query('create temporary table line (n serial, act text, actor_id uuid, actor_kind text, at timestamptz, id uuid, outcome text, programme_id uuid, request_id text, subject_id uuid, subject_kind text)');
      const add = (text: string, at: string, some: string | null) => owner.query(
        'insert into line (act, actor_id, actor_kind, at, id, outcome, programme_id, request_id, subject_id, subject_kind) values ($1, $3, $1, $2, gen_random_uuid(), $1, $3, $1, $3, $4)', [text, at, some, some === null ? null : text]);
      for (const [at, text] of texts.entries()) await add(text, moments[at % moments.length] ?? '', at % 2 === 0 ? newId() : null);
      const made = await owner.query<{ entry: string }>(`select ${ENTRY_IN_SQL} as entry from line t order by n`);
      await owner.query(EVEN_COLUMNS);
      const read: (string | undefined)[] = [];
      for await (const rows of copyOut(owner, `copy (select n, ${ENTRY_COLUMNS} from line t order by n) to stdout`)) for (const row of rows) read.push(entryFromRow(row.toString('utf8', 0, row.length - 1).split('\t'), 1));
      expect(read).toEqual(made.rows.map(({ entry }) => entry));
      expect(read).toHaveLength(texts.length);
    } finally {
      await owner.end();
    }
  });
});

describe('verifying', () => {
  beforeAll(() => hoursGoBy(5), 60_000);

  test('What nobody touched is whole, as signed up to its last anchor', async () => {
    const { found, outside, anchors, chains } = await verify();
    expect(anchors.length).toBeGreaterThanOrEqual(2);
    expect(found).toMatchObject({ whole: true, keptUpTo: Math.max(...anchors.map(({ seq }) => seq)) });
    expect(outside).toMatchObject({ leftOut: 0 });
    expect(chains[0]?.keptHour).toBe(anchors.at(-1)?.hour);
  });

  test('One changed byte in a line is found at its number', async () => {
    const [, place] = await links();
    await harmed((owner) => owner.updateTable('trail').set({ outcome: 'Done' }).where('id', '=', place?.line_id ?? '').execute(), async () => {
      expect((await verify()).found).toMatchObject({ whole: false, finding: 'altered', at: 2 });
    });
    await harmed((owner) => sql`update trail set at = at + interval '1 microsecond' where id = ${place?.line_id}`.execute(owner), async () => {
      expect((await verify()).found).toMatchObject({ finding: 'altered', at: 2 });
    });
  });

  test('A removed line is found, with its place or without', async () => {
    const place = (await links())[4];
    await harmed((owner) => owner.deleteFrom('trail').where('id', '=', place?.line_id ?? '').execute(), async () => {
      expect((await verify()).found).toMatchObject({ finding: 'missing', at: 5 });
    });
    await harmed((owner) => owner.deleteFrom('trail_link').where('seq', '=', 5).execute(), async () => {
      const { found, outside } = await verify();
      expect(found).toMatchObject({ finding: 'missing', at: 5 });
      expect(outside.leftOut).toBe(1);
    });
  });

  test('A line that is put in among the sealed ones is found', async () => {
    const [first] = await links();
    await harmed((owner) => sql`insert into trail (org_id, id, at, actor_kind, act, outcome, request_id, xid) values (${town.org}, ${newId()}, now(), 'house', 'test.put-in', 'done', 'x', ${first?.xid}::xid8)`.execute(owner), async () => {
      const { found, outside } = await verify();
      expect(found).toMatchObject({ whole: true });
      expect(outside).toMatchObject({ leftOut: 1 });
      expect(outside.first).toContain('test.put-in');
    });
  });

  test('Two lines that changed places are found', async () => {
    const [third, fourth] = (await links()).slice(2);
    if (third === undefined || fourth === undefined) return expect.unreachable();
    await harmed(async (owner) => {
      await owner.deleteFrom('trail_link').where('seq', 'in', [3, 4]).execute();
      await owner.insertInto('trail_link').values([{ ...third, line_id: fourth.line_id }, { ...fourth, line_id: third.line_id }]).execute();
    }, async () => {
      expect((await verify()).found).toMatchObject({ finding: 'altered', at: 3 });
    });
  });

  test('Until its hour is signed a line could be changed with the chain made anew from there; once it is signed it could not', async () => {
    await act();
    await sealTrail(town.house, town.org);
    const last = (await links()).at(-1);
    const rewrite = async (owner: Town['db']['owner']) => {
      await owner.updateTable('trail').set({ act: 'test.never-happened' }).where('id', '=', last?.line_id ?? '').execute();
      await owner.deleteFrom('trail_link').where('seq', '=', last?.seq ?? 0).execute();
      await sealTrail(town.house, town.org);
    };
    await harmed(rewrite, async () => expect((await verify()).found).toMatchObject({ whole: true }));
    town.clock.moveBy(HOUR);
    await anchorHours(town.house, town.org);
    await harmed(rewrite, async () => expect((await verify()).found).toMatchObject({ whole: false, finding: 'not-as-anchored' }));
  });

  test('A whole chain made anew holds in itself, and not against an anchor kept elsewhere; nor does a chain that was renamed', async () => {
    const { anchors } = await verify();
    const [, second] = await links();
    await harmed(async (owner) => {
      await owner.updateTable('trail').set({ act: 'test.never-happened' }).where('id', '=', second?.line_id ?? '').execute();
      await owner.deleteFrom('trail_link').execute();
      await sealTrail(town.house, town.org);
    }, async () => {
      const connection = await connect(town.db.server);
      const alone = await verifyTrail(trailIn(connection).sections(), [], {});
      await connection.end();
      expect(alone.chains[0]?.verdict).toMatchObject({ whole: true });
      expect((await verify(anchors)).found).toMatchObject({ whole: false, finding: 'not-as-anchored', at: anchors[0]?.seq });
    });
    await harmed((owner) => owner.updateTable('trail_chain').set({ chain: 'another-name' }).execute(), async () => {
      expect((await verify(anchors)).absent).toEqual([town.org]);
    });
  });
});

describe('anchors', () => {
  test('A process killed between writing down and signing asks for the very same again, and the chain grew meanwhile', async () => {
    await act();
    await sealTrail(town.house, town.org);
    town.clock.moveBy(HOUR);
    const real = town.house.keyring.anchor;
    vi.spyOn(town.house.keyring, 'anchor').mockImplementationOnce(async (body) => {
      await real(body);
      throw new Error('killed');
    });
    await expect(anchorHours(town.house, town.org)).rejects.toThrow('killed');
    await act();
    await sealTrail(town.house, town.org);
    await anchorHours(town.house, town.org);
    const chains = await town.db.owner.selectFrom('trail_chain').selectAll().execute();
    expect(chains.map(({ why }) => why)).toEqual(['first']);
    expect((await verify()).found).toMatchObject({ whole: true });
  });

  test('They go into a file, and once a day to the safety lead and the trustee, in a letter that says nothing of anybody and can be read back', async () => {
    const directory = join(town.house.config.data, 'anchors');
    const files = (await readdir(directory)).filter((name) => name.startsWith(town.org));
    expect(files.length).toBe(1);
    expect(JSON.parse(await readFile(join(directory, 'keys.json'), 'utf8'))).toEqual((await town.house.keyring.health()).anchorKeys);
    const letters: Letter[] = [];
    const postman = { hand: async (letter: Letter) => { letters.push(letter); return { kind: 'handed' as const }; }, close: async () => undefined };
    for (let more = 1; more > 0; ) more = await deliverNotices(town.house, town.org, postman);
    const sent = letters.filter(({ body }) => readAnchors(body.join('\n')).length > 0);
    expect(sent.map(({ to }) => to).toSorted()).toEqual(['esi@example.org', 'trustee@example.net']);
    const { anchors } = await verify();
    for (const letter of sent) {
      expect(letter.subject).toBe('A note to keep');
      // As a mail program keeps it: folded, and quoted in an answer.
      const kept = textOf(letter).replaceAll(/(.{70})/g, '$1\n> ');
      expect(anchors).toEqual(expect.arrayContaining(readAnchors(kept) as unknown as unknown[]));
      expect(textOf(letter)).not.toMatch(/Esi|Grace|Chidi|caregiver|Walking/);
    }
    const before = await town.db.owner.selectFrom('notice').select('id').where('kind', '=', 'trail-anchors').execute();
    await anchorHours(town.house, town.org);
    expect((await town.db.owner.selectFrom('notice').select('id').where('kind', '=', 'trail-anchors').execute()).length).toBe(before.length);
  });

  test('A keyring that signed another history refuses: the chain goes on under a new name, and that is said', async () => {
    const other = await testTown();
    await sealTrail(other.house, other.org);
    other.clock.moveBy(5 * HOUR);
    expect(await other.house.keyring.anchor({ chain: other.org, seq: 999, head: 'ab'.repeat(32), hour: new Date(other.clock.now().getTime() - 2 * HOUR).toISOString().slice(0, 13), tagsRoot: null })).toMatchObject({ ok: true });
    await anchorHours(other.house, other.org);
    const chains = await other.db.owner.selectFrom('trail_chain').select('why').orderBy('begun_at').execute();
    expect(chains.map(({ why }) => why)).toEqual(['first', 'signed-otherwise']);
  });
});

describe('the command', () => {
  test('verify, export, and a stranger with file, anchors and key: all hold; one changed byte in the file does not', async () => {
    const said: string[] = [];
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => { said.push(String(text)); return true; });
    vi.stubEnv('COMPANIONWAY_DATA', town.house.config.data);
    vi.stubEnv('DATABASE_URL', writeAddress(town.db.server));
    vi.stubEnv('LANG', 'en_CA.UTF-8');
    expect(await audit(['verify'])).toBe(0);
    expect(said.join('')).toMatch(/whole and in their order/);
    const directory = await mkdtemp(join(tmpdir(), 'companionway-audit-'));
    const [file, key] = [join(directory, 'trail.jsonl'), join(town.house.config.data, 'anchors', 'keys.json')];
    const [anchorsFile = ''] = (await readdir(join(town.house.config.data, 'anchors'))).filter((name) => name.startsWith(town.org));
    const anchors = join(town.house.config.data, 'anchors', anchorsFile);
    expect(await audit(['export', file])).toBe(0);
    vi.stubEnv('COMPANIONWAY_DATA', join(directory, 'nothing-here'));
    vi.stubEnv('DATABASE_URL', undefined);
    const stranger = ['verify', '--export', file, '--anchors', anchors, '--key', key];
    expect(await audit(stranger)).toBe(0);

    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('people.change-me', 'people.change-we'));
    said.length = 0;
    expect(await audit(stranger)).toBe(1);
    expect(said.join('')).toMatch(/Line \d+ was changed after it was sealed/);
    await expect(audit(['verify', '--export', file])).rejects.toThrow();
    await expect(audit(['verify', '--export', key, '--anchors', anchors, '--key', key])).rejects.toMatchObject({ code: 'not-an-export' });
    await expect(audit(['verify', '--export', join(directory, 'nowhere'), '--anchors', anchors, '--key', key])).rejects.toMatchObject({ code: 'no-file' });
    vi.unstubAllEnvs();
  });
});

test('asking is one of the acts on the trail', async () => {
  await askForSupport(town, 'Kit');
  await sealTrail(town.house, town.org);
  expect((await links()).length).toBe(await lines());
});
