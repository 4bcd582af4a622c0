import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Outcome } from '../../platform/outcome.ts';
import { type Town, testTown } from '../../testing/town.ts';
import { askForSupport } from '../../testing/walking.ts';
import { answersOn, requestOf } from '../intake/index.ts';
import { addContact, askForLink, namesOf } from '../people/index.ts';
import { giveRole } from '../programmes/index.ts';
import { importSheet } from './import-sheets.ts';
import { decideColumns, decideRow, uploadSheet } from './prepare.ts';
import { runImport } from './run-import.ts';
import { importSeen } from './seen.ts';
import { undoImport } from './undo-import.ts';

let town: Town;
beforeAll(async () => {
  town = await testTown();
});

function value<V>(outcome: Outcome<V, string>): V {
  if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
  return outcome.value;
}

const bytes = (text: string) => new TextEncoder().encode(text);
const sheet = (rows: string) => bytes(`Name,Email,Phone,Language,I agree,Anything else\n${rows}`);

async function upload(rows: string) {
  const chidi = await town.as('Chidi');
  const uploaded = value(await uploadSheet(chidi, { programme: town.programme.id, fileName: 'seekers.csv', bytes: sheet(rows), side: 'seeker' }));
  return { chidi, id: uploaded.import };
}

describe('bringing a spreadsheet', () => {
  test('Everybody who agreed comes in with a promise from today; who said no leaves no trace; nothing typed is lost', async () => {
    const { chidi, id } = await upload('Lena,lena@example.org,,French,Yes,CANARY-51 her own words\nOdd One,odd@example.org,,,No,secret-of-no\n');
    const seen = await importSeen(chidi, { import: id });
    expect(seen.planned?.bring.map(({ name }) => name)).toEqual(['Lena']);
    const counts = value(await runImport(chidi, { import: id }, { once: 'run' }));
    expect(counts).toMatchObject({ requests: 1, people: 1, leftOut: 1 });
    const row = await town.db.owner.selectFrom('import_row').selectAll().where('import_id', '=', id).where('made_kind', '=', 'support-request').executeTakeFirstOrThrow();
    const { request, name, note } = await town.inside(async (inside) => {
      const request = await requestOf(inside, row.made_id);
      await answersOn(inside, request.sheet);
      return { request, name: (await namesOf(inside, [request.person])).get(request.person), note: await inside.db.selectFrom('kept_note').selectAll().where('person_id', '=', request.person).execute() };
    });
    expect([name, request.source]).toEqual(['Lena', 'import']);
    expect(note.length + Number((await town.db.owner.selectFrom('answer').selectAll().where('sheet_id', '=', request.sheet).execute()).length)).toBeGreaterThan(1);
    const promise = await town.db.owner.selectFrom('promise').selectAll().where('subject_id', '=', request.id).executeTakeFirstOrThrow();
    expect(promise.made_at).toEqual(town.clock.now());
    const left = await town.db.owner.selectFrom('import').select(['sheet', 'mapping']).where('id', '=', id).executeTakeFirstOrThrow();
    expect(left.sheet).toBeNull();
    expect(JSON.stringify(left.mapping)).not.toMatch(/secret-of-no|CANARY/);
  });

  test('Running twice brings nobody twice', async () => {
    const { chidi, id } = await upload('Nour,nour@example.org,,English,Yes,\n');
    const [one, two] = await Promise.all([runImport(chidi, { import: id }, { once: 'same' }), runImport(chidi, { import: id }, { once: 'same' })]);
    expect(one).toEqual(two);
    expect(await runImport(chidi, { import: id })).toMatchObject({ kind: 'refused', code: 'already-run' });
  });

  test('A second sheet finds the same people, and does not make them wait twice', async () => {
    const { chidi, id } = await upload('Nour,nour@example.org,,English,Yes,\n');
    const seen = await importSeen(chidi, { import: id });
    expect(seen.planned?.known.size).toBe(1);
    expect(seen.waiting).toEqual({ seekers: 1, supporters: 0 });
    expect(value(await runImport(chidi, { import: id }))).toMatchObject({ people: 0, alreadyWaiting: 1, requests: 0 });
  });

  test('Nobody learns from a sheet who is in the house without being in this programme: they come in as somebody new, and their own address still opens their own account', async () => {
    const kit = await town.id('Kit');
    const { chidi, id } = await upload('Kit,kit@example.org,,English,Yes,\nKitty,maryam@example.org,,English,Yes,\n');
    const seen = await importSeen(chidi, { import: id });
    expect([seen.planned?.known.size, seen.planned?.look.length, seen.planned?.bring.length]).toEqual([0, 0, 2]);
    expect(value(await runImport(chidi, { import: id }))).toMatchObject({ people: 2, requests: 2, alreadyHere: 0, alreadyWaiting: 0 });
    const { asked } = value(await askForLink(town.stranger('kit-comes-again'), { email: 'kit@example.org' }));
    expect((await town.db.owner.selectFrom('sign_in_link').select('person_id').where('id', '=', asked).executeTakeFirstOrThrow()).person_id).toBe(kit);
  });

  test('No sheet opens anybody’s account: an address that somebody else wrote beside a known telephone signs nobody in who came in before', async () => {
    const amina = await town.id('Amina');
    await askForSupport(town, 'Amina', 'She asked in this programme before.');
    await town.db.owner.updateTable('support_request').set({ withdrawn_at: town.clock.now() }).where('person_id', '=', amina).execute();
    await town.inside((inside) => addContact(inside, amina, { kind: 'phone', value: '+1 604 555 0142' }));
    const asked = async (email: string) => {
      const { asked: id } = value(await askForLink(town.stranger('a-new-browser'), { email }));
      return (await town.db.owner.selectFrom('sign_in_link').select('person_id').where('id', '=', id).executeTakeFirstOrThrow()).person_id;
    };
    expect(await asked('amina@example.org')).toBe(amina);
    const { chidi, id } = await upload('Amina,chidi.private@example.net,+1 604 555 0142,French,Yes,\n');
    expect(value(await runImport(chidi, { import: id }))).toMatchObject({ people: 0, alreadyHere: 1 });
    expect(await asked('chidi.private@example.net')).toBeNull();
    // Nor by whatever way the address came to stand beside her name.
    await town.inside((inside) => addContact(inside, amina, { kind: 'email', value: 'chidi.other@example.net' }));
    expect(await asked('chidi.other@example.net')).toBeNull();
    // It is not lost: it stands where a coordinator can read it and ask her.
    expect(await town.inside(({ db }) => db.selectFrom('kept_note').select('label').where('person_id', '=', amina).where('label', '=', 'email').execute())).toHaveLength(1);
  });

  test('Another name on a known e-mail address waits for an eye', async () => {
    const { chidi, id } = await upload('Somebody Else,nour@example.org,,English,Yes,\n');
    expect((await importSeen(chidi, { import: id })).planned?.look.map(({ name }) => name)).toEqual(['Somebody Else']);
    expect(await runImport(chidi, { import: id })).toMatchObject({ kind: 'refused', code: 'rows-to-look-at' });
    value(await decideRow(chidi, { import: id, key: 'row-2', decision: 'leave-out' }));
    expect(value(await runImport(chidi, { import: id }))).toMatchObject({ people: 0, leftOut: 1 });
  });

  test('Undone, whoever nobody touched is gone again with every word; whoever was answered stays', async () => {
    const { chidi, id } = await upload('Pia,pia@example.org,,English,Yes,CANARY-77\nQuinn,quinn@example.org,,English,Yes,\n');
    value(await runImport(chidi, { import: id }));
    const rows = await town.db.owner.selectFrom('import_row').selectAll().where('import_id', '=', id).where('made_kind', '=', 'support-request').orderBy('row_number').execute();
    await town.db.owner.updateTable('support_request').set({ answered_at: town.clock.now() }).where('id', '=', rows[1]?.made_id ?? '').execute();
    expect(value(await undoImport(chidi, { import: id }))).toEqual({ gone: 1, stayed: 1 });
    const pia = await town.db.owner.selectFrom('support_request').innerJoin('person', 'person.id', 'support_request.person_id').select(['person.erased_at', 'person.name', 'support_request.withdrawn_at']).where('support_request.id', '=', rows[0]?.made_id ?? '').executeTakeFirstOrThrow();
    expect(pia.name).toBeNull();
    expect(pia.withdrawn_at).not.toBeNull();
    expect(await undoImport(chidi, { import: id })).toMatchObject({ kind: 'refused', code: 'already-undone' });
  });

  test('Undone, whoever came in, asked again or has a role stays with all that is theirs: one coordinator’s press empties nobody’s account', async () => {
    const { chidi, id } = await upload('Vera,vera@example.org,,English,Yes,\nWim,wim@example.org,,English,Yes,\nXan,xan@example.org,,English,Yes,\nYao,yao@example.org,,English,Yes,\n');
    value(await runImport(chidi, { import: id }));
    const people = await town.db.owner.selectFrom('import_row').select('made_id').where('import_id', '=', id).where('made_kind', '=', 'person').orderBy('row_number').execute();
    const [vera = '', wim = '', xan = ''] = people.map(({ made_id }) => made_id);
    await town.db.owner.updateTable('person').set({ came_in_at: town.clock.now() }).where('id', '=', vera).execute();
    await town.inside((inside) => giveRole(inside, { person: wim, programme: town.programme.id, role: 'coordinator' }));
    const again = await upload('Xan,xan@example.org,,English,Yes,\n');
    await town.db.owner.updateTable('support_request').set({ withdrawn_at: town.clock.now() }).where('person_id', '=', xan).execute();
    expect(value(await runImport(again.chidi, { import: again.id }))).toMatchObject({ alreadyHere: 1, requests: 1 });
    expect(value(await undoImport(chidi, { import: id }))).toEqual({ gone: 1, stayed: 3 });
    const stayed = await town.db.owner.selectFrom('person').select(['erased_at', 'name']).where('id', 'in', [vera, wim, xan]).execute();
    expect(stayed.every(({ erased_at, name }) => erased_at === null && name !== null)).toBe(true);
    expect(await town.db.owner.selectFrom('role_held').select('role').where('person_id', '=', wim).where('ended_at', 'is', null).execute()).toContainEqual({ role: 'coordinator' });
  });

  test('For another programme’s people, for members and strangers there is no such import', async () => {
    const { id } = await upload('Rae,rae@example.org,,English,Yes,\n');
    for (const scene of [await town.as('Ben'), await town.as('Esi'), town.stranger()]) {
      expect(await runImport(scene, { import: id })).toEqual({ kind: 'absent' });
      expect(await decideColumns(scene, { import: id, mapping: [], side: 'seeker', whenConsentIsBlank: 'look' })).toEqual({ kind: 'absent' });
    }
  });

  test('The example sheets come in whole: some 240 people, one act a sheet', async () => {
    const chidi = await town.as('Chidi');
    const fixtures = join(import.meta.dirname, 'reading', 'fixtures');
    let people = 0;
    for (const [fileName, side] of [['seekers-google-form.csv', 'seeker'], ['seekers-excel-fr.csv', 'seeker'], ['supporters-excel.csv', 'supporter'], ['supporters-utf16.tsv', 'supporter']] as const) {
      const brought = await importSheet(chidi, { programme: town.programme.id, bytes: readFileSync(join(fixtures, fileName)), fileName, side, consentBlank: 'bring', bring: true, alreadySupporters: side === 'supporter' });
      if (!brought.ok) throw new Error(`${fileName}: ${brought.why}`);
      people += brought.counts.people ?? 0;
    }
    expect(people).toBeGreaterThan(230);
  });
});
