import { createHash, randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Keyring } from '../../src/keyring/keyring.ts';
import { valueKey, wordsKey } from '../../src/keyring/place.ts';
import { newId } from '../../src/platform/ids.ts';
import { insideHouse } from '../../src/platform/inside.ts';
import type { House } from '../../src/platform/house.ts';
import type { ServerAddress } from '../../src/platform/postgres/address.ts';
import { commit, encodePayload, newCommitmentKey, packInner, sealEnvelope, sealValue, sizeBucket } from '../../src/proof/index.ts';
import { sweepCheckIns } from '../../src/rooms/checkins/index.ts';
import { beginProgramme, giveRole } from '../../src/rooms/programmes/index.ts';

/** How much to make. */
export interface Size {
  readonly people: number;
  readonly messages: number;
}

/** What the load needs to know of a filled house. `sessions` are secrets of people who are in a conversation each. */
export interface Filled {
  readonly org: string;
  readonly programme: { readonly id: string; readonly slug: string };
  readonly coordinator: string;
  readonly members: readonly { readonly token: string; readonly person: string; readonly conversation: string; readonly request: string }[];
}

const WORDS = 'I slept on the floor beside her bed for a week. I am not telling you to. It was what I could do, and some nights it was enough.';

/**
 * Fills an empty house past its acts, since a million acts would take an hour. Names and messages are sealed with real keys, as acts would;
 * proof tags are random bytes, because no page reads them. `keyring` must be one that trusts this process.
 */
export async function fill(house: House, owner: ServerAddress, keyring: Keyring, org: string, size: Size, say: (line: string) => void): Promise<Filled> {
  const db = new pg.Client({ ...owner });
  await db.connect();
  await db.query('set session_replication_role = replica; set synchronous_commit = off');
  const now = Date.now();
  const programme = await insideHouse(house, org, 'bench', async (inside) => {
    const begun = await beginProgramme(inside, { template: 'child-caregivers', zone: 'America/Vancouver', lang: 'en' });
    await inside.db.updateTable('organisation').set({ set_up_at: inside.now, name: 'Walking Alongside' }).where('org_id', '=', org).execute();
    await inside.db.updateTable('programme').set({ opened_at: inside.now }).where('id', '=', begun.id).execute();
    return begun;
  });
  const people = Array.from({ length: size.people }, (_, at) => newId(new Date(now - 90 * 86_400_000 + at * 60)));
  const at = (index: number) => people[index % people.length] ?? '';

  say(`${size.people} people with sealed names`);
  for (let from = 0; from < people.length; from += 2000) {
    const some = people.slice(from, from + 2000);
    const keys = await keyring.unwrap(null, some.map((person) => valueKey(org, person)));
    const names = some.map((person, index) => {
      const answer = keys[index];
      if (!answer?.ok) throw new Error('The keyring gave no key.');
      return sealValue(answer.key, { org, table: 'person', column: 'name', row: person }, `Member ${from + index}`);
    });
    await db.query(
      `insert into person (org_id, id, name, lang, begun_at, joined_at) select $1, id, name, 'en', now(), now() from unnest($2::uuid[], $3::bytea[]) as t (id, name)`,
      [org, some, names],
    );
  }

  const conversations = Math.max(1, Math.floor(size.messages / 50));
  const ids = Array.from({ length: conversations }, (_, index) => newId(new Date(now - 80 * 86_400_000 + index * 60)));
  const pair = (index: number) => [at(index * 2), at(index * 2 + 1)] as const;
  say(`${conversations} relationships, requests, promises and conversations`);
  await rows(db, ids, 1000, async (some, from) => {
    const seekers = some.map((_, index) => pair(from + index)[0]);
    const supporters = some.map((_, index) => pair(from + index)[1]);
    const sheets = some.map(() => newId());
    const requests = some.map(() => newId());
    const standings = some.map(() => newId());
    const waiting = some.map((_, index) => (from + index) % 10 === 0);
    await db.query(`insert into sheet (org_id, id, programme_id, person_id, side, set_id, begun_at, changed_at, sent_at) select $1, s, $2, p, 'seeker', 'seeker-child-caregivers', now(), now(), now() from unnest($3::uuid[], $4::uuid[]) t (s, p)`, [org, programme.id, sheets, seekers]);
    await db.query(
      `insert into support_request (org_id, id, programme_id, person_id, sheet_id, received_at, answered_at, ready_at, matched_at)
       select $1, r, $2, p, s, now() - random() * interval '60 days', now(), now(), case when w then null else now() end from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::boolean[]) t (r, p, s, w)`,
      [org, programme.id, requests, seekers, sheets, waiting],
    );
    await db.query(
      `insert into promise (org_id, id, programme_id, kind, subject_kind, subject_id, promised_to, owner_id, made_at, due_at, warn_at, climb_at, kept_at, kept_by, kept_how)
       select $1, gen_random_uuid(), $2, 'first-answer', 'support-request', r, p, $6, m, m + interval '2 days', m + interval '1 day', m + interval '3 days', case when w then null else m + interval '5 hours' end, case when w then null else $6::uuid end, 'wrote'
       from (select *, now() - random() * interval '60 days' as m from unnest($3::uuid[], $4::uuid[], $5::boolean[]) t (r, p, w)) x`,
      [org, programme.id, requests, seekers, waiting, at(0)],
    );
    await db.query(`insert into supporter (org_id, id, programme_id, person_id, sheet_id, capacity, since) select $1, s, $2, p, s, 2, now() - interval '1 year' from unnest($3::uuid[], $4::uuid[]) t (s, p) on conflict do nothing`, [org, programme.id, standings, supporters]);
    await db.query(`insert into conversation (org_id, id, programme_id, kind, last_seq, last_at, opened_at, starts_at) select $1, c, $2, 'one-to-one', 50, now(), now(), now() from unnest($3::uuid[]) t (c)`, [org, programme.id, some]);
    for (const side of [seekers, supporters]) {
      await db.query(`insert into conversation_member (org_id, conversation_id, person_id, read_seq, joined_at) select $1, c, p, 40, now() from unnest($2::uuid[], $3::uuid[]) t (c, p) on conflict do nothing`, [org, some, side]);
    }
    await db.query(
      `insert into relationship (org_id, id, programme_id, seeker_id, supporter_id, standing_id, request_id, conversation_id, begun_at, agreed_at, last_contact_at, silence_days)
       select $1, gen_random_uuid(), $2, a, b, s, r, c, d, d, now() - random() * interval '24 days', (array[14, 21, 21, 28])[1 + floor(random() * 4)::int]
       from (select *, now() - (interval '2 days' + random() * interval '200 days') as d from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::uuid[]) t (a, b, s, r, c)) x`,
      [org, programme.id, seekers, supporters, standings, requests, some],
    );
  });

  say(`${conversations * 50} messages, sealed`);
  await rows(db, ids, 100, async (some, from) => {
    const batch: { conversation: string; seq: number; author: string; key: string; envelope: Buffer; commitment: Buffer; size: number }[] = [];
    const known: { id: string; conversation: string; author: string }[] = [];
    for (const [index, conversation] of some.entries()) {
      const authors = pair(from + index);
      const keys = await Promise.all(authors.map(async (author) => {
        const [answer] = await keyring.unwrap(author, [wordsKey(conversation, author)]);
        if (!answer?.ok) throw new Error('The keyring gave no key.');
        known.push({ id: answer.key.id, conversation, author });
        return answer.key;
      }));
      for (let seq = 1; seq <= 50; seq += 1) {
        const author = authors[seq % 2] ?? '';
        const key = keys[seq % 2];
        if (key === undefined) continue;
        const payload = encodePayload({ v: 1, conversation, author, clientMessageId: randomUUID(), body: WORDS, attachments: [], replyTo: null });
        const kf = newCommitmentKey();
        batch.push({ conversation, seq, author, key: key.id, envelope: sealEnvelope(key, { conversation, author, seq }, packInner({ kf, payload })), commitment: commit(kf, payload), size: sizeBucket(payload.length) });
      }
    }
    await db.query(`insert into data_key (org_id, id, conversation_id, author_id, made_at) select $1, k, c, a, now() from unnest($2::uuid[], $3::uuid[], $4::uuid[]) t (k, c, a) on conflict do nothing`, [org, known.map((one) => one.id), known.map((one) => one.conversation), known.map((one) => one.author)]);
    await db.query(
      `insert into message (org_id, id, conversation_id, seq, author_id, client_message_id, data_key_id, envelope, size_bucket, commitment, tag, tag_key_id, sent_at)
       select $1, gen_random_uuid(), c, s, a, gen_random_uuid()::text, k, e, z, m, $8, 'bench', now() - ((50 - s) || ' hours')::interval from unnest($2::uuid[], $3::bigint[], $4::uuid[], $5::uuid[], $6::bytea[], $7::bytea[], $9::int[]) t (c, s, a, k, e, m, z)`,
      [org, batch.map((one) => one.conversation), batch.map((one) => one.seq), batch.map((one) => one.author), batch.map((one) => one.key), batch.map((one) => one.envelope), batch.map((one) => one.commitment), randomBytes(32), batch.map((one) => one.size)],
    );
  });

  const coordinator = await newSession(db, org, at(0), true);
  await insideHouse(house, org, 'bench', (inside) => giveRole(inside, { person: at(0), programme: programme.id, role: 'coordinator', duty: 'owner' }));
  const members = [];
  for (let index = 0; index < Math.min(2000, conversations); index += 1) {
    const person = pair(index)[0];
    const { rows: found } = await db.query<{ id: string }>('select id from support_request where org_id = $1 and person_id = $2 limit 1', [org, person]);
    members.push({ person, conversation: ids[index] ?? '', request: found[0]?.id ?? '', token: await newSession(db, org, person, false) });
  }
  await db.query('update supporter set running = 1, busy_since = since where exists (select 1 from relationship r where r.org_id = supporter.org_id and r.standing_id = supporter.id)');
  say('what the house would have asked and told by now');
  // A house that has run for months has no backlog: the check-ins of the last days were asked, and what was to be told was told.
  while ((await sweepCheckIns(house, org)) > 0);
  await db.query('delete from fact; delete from notice');
  say('statistics');
  await db.query('vacuum analyze');
  await db.end();
  return { org, programme, coordinator, members };
}

async function newSession(db: pg.Client, org: string, person: string, secondStep: boolean): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await db.query(`insert into session (org_id, id, person_id, token_hash, proof, second_step_at, created_at, seen_at, ends_at) values ($1, $2, $3, $4, 'link', ${secondStep ? 'now()' : 'null'}, now(), now(), now() + interval '12 hours')`, [
    org, newId(), person, createHash('sha256').update(token).digest(),
  ]);
  return token;
}

async function rows<T>(db: pg.Client, all: readonly T[], size: number, work: (some: readonly T[], from: number) => Promise<void>): Promise<void> {
  for (let from = 0; from < all.length; from += size) {
    await db.query('begin');
    await work(all.slice(from, from + size), from);
    await db.query('commit');
  }
}
