import { beforeAll, expect, test } from 'vitest';
import { askForCall } from '../../rooms/notifications/calls.ts';
import { newId } from '../../platform/ids.ts';
import { type Town, testTown } from '../../testing/town.ts';
import { siteOfTown } from '../../testing/town-site.ts';

let town: Town;
beforeAll(async () => {
  town = await testTown();
});

test('Farid has no e-mail: Chidi finds his number on Today, phones, and the line is gone', async () => {
  const person = await town.id('Farid');
  await town.inside((inside) => askForCall(inside, { id: newId(), person_id: person, programme_id: town.programme.id, kind: 'introduction-waiting', about_kind: null, about_id: null, fills: {} }));
  const chidi = await siteOfTown(town).browser('Chidi');
  const page = await (await chidi.get('/today')).text();
  expect(page).toContain('tel:+16045550123');
  const form = /name="_form" value="(called:[^"]+)"/.exec(page)?.[1] ?? '';
  expect((await chidi.send('/today', form, {})).status).toBe(303);
  expect(await (await chidi.get('/today')).text()).not.toContain('tel:+16045550123');
});

test('Of whom no number is known, the line says so', async () => {
  const person = await town.id('Farid');
  await town.db.owner.updateTable('contact').set({ removed_at: town.clock.now() }).where('person_id', '=', person).execute();
  await town.inside((inside) => askForCall(inside, { id: newId(), person_id: person, programme_id: town.programme.id, kind: 'introduction-waiting', about_kind: null, about_id: null, fills: {} }));
  const chidi = await siteOfTown(town).browser('Chidi');
  const page = await (await chidi.get('/today')).text();
  expect(page).toContain('We have no number.');
  expect((await chidi.send('/today', /name="_form" value="(called:[^"]+)"/.exec(page)?.[1] ?? '', {})).status).toBe(303);
  await town.db.owner.updateTable('contact').set({ removed_at: null }).where('person_id', '=', person).execute();
});

test('The safety lead’s Today opens, and shows nobody’s number', async () => {
  const person = await town.id('Farid');
  await town.inside((inside) => askForCall(inside, { id: newId(), person_id: person, programme_id: town.programme.id, kind: 'introduction-waiting', about_kind: null, about_id: null, fills: {} }));
  const esi = await siteOfTown(town).browser('Esi');
  const answer = await esi.get('/today');
  expect(answer.status).toBe(200);
  expect(await answer.text()).not.toContain('tel:+1604');
});
