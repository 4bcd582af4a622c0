import { describe, expect, it } from 'vitest';
import type { Plan, PlanOptions } from './plan.ts';
import { planImport } from './plan-import.ts';
import { caregiverQuestions, sheetOf } from './sheets.fixture.ts';
import type { Mapping } from './target.ts';
import { unsortedAnswers } from './unsorted-answers.ts';

const questions = caregiverQuestions();
const base: PlanOptions = { side: 'seeker', questions, country: 'CA' };

async function plan(text: string, mapping: Mapping, options: Partial<PlanOptions> = {}): Promise<Plan> {
  return planImport(await sheetOf(text), mapping, { ...base, ...options });
}
const told = ({ problems }: Plan): [number, string, boolean][] => problems.map(({ row, code, needsEye }) => [row, code, needsEye]);

describe('consent', () => {
  const sheet = 'Name;E-mail;I agree\nAmina;a@example.org;Oui\nBen;b@example.org;Non\nKit;k@example.org;\nJun;j@example.org;peut-être\n';
  const mapping: Mapping = ['name', 'email', 'consent'];

  it('brings in a yes, leaves a no out, and waits for an eye in between', async () => {
    const made = await plan(sheet, mapping);
    expect(made.people.map(({ name, consent, eye }) => [name, consent, eye])).toEqual([['Amina', 'yes', []], ['Kit', 'blank', ['consent-blank']], ['Jun', 'unread', ['consent-unread']]]);
    expect(made.leftOut).toEqual([{ rows: [3], why: 'consent-no' }]);
    expect(made.totals).toMatchObject({ rows: 4, people: 1, look: 2, leftOut: 1, joined: 0 });
    expect(JSON.stringify(made)).not.toMatch(/Ben|b@example/);
  });

  it('of one person is not told through another: nobody is pointed to a row that stays out', async () => {
    const made = await plan('Name;Phone;I agree\nBen;604 555 0101;Non\nAmina;604 555 0101;Oui\n', ['name', 'phone', 'consent']);
    expect([made.people.length, made.problems]).toEqual([1, []]);
  });

  it('left blank follows what the coordinator decided', async () => {
    expect((await plan(sheet, mapping, { whenConsentIsBlank: 'bring' })).people.find(({ name }) => name === 'Kit')?.eye).toEqual([]);
    expect((await plan(sheet, mapping, { whenConsentIsBlank: 'leave-out' })).leftOut).toEqual([{ rows: [3], why: 'consent-no' }, { rows: [4], why: 'consent-blank' }]);
  });

  it('is in conflict when one person said both', async () => {
    const made = await plan('Name;E-mail;I agree\nAmina;a@example.org;Oui\nAmina;a@example.org;Non\n', mapping);
    expect(made.people.map(({ consent, eye }) => [consent, eye])).toEqual([['unread', ['consent-conflict']]]);
  });

  it('is no matter where the sheet does not ask', async () => {
    expect((await plan('Name;E-mail\nAmina;a@example.org\n', ['name', 'email'])).people[0]).toMatchObject({ consent: 'no-column', eye: [] });
  });
});

describe('a person', () => {
  it('without name or contact needs an eye; a name alone in two columns is one name', async () => {
    const made = await plan('First;Last;E-mail\nAmina;Diallo;a@example.org\n;;nobody\n', ['given-name', 'family-name', 'email']);
    expect(made.people.map(({ name }) => name)).toEqual(['Amina Diallo', null]);
    expect(told(made)).toEqual([[3, 'name-missing', true], [3, 'no-way-to-reach', true], [3, 'email-unread', false]]);
    expect(made.people[1]?.notes).toEqual([{ row: 3, column: 2, label: 'E-mail', text: 'nobody' }]);
  });

  it('who wrote again keeps the first answers and the earliest day, and both texts', async () => {
    const made = await plan('When,Name,E-mail,Town,Words\n2026-05-02,Amina,a@example.org,Surrey,first\n2026-05-01,Amina D,A@Example.org,,second\n', ['asked-on', 'name', 'email', 'place', 'question:own-words']);
    expect(made.people).toHaveLength(1);
    expect(made.people[0]).toMatchObject({ rows: [2, 3], name: 'Amina', place: 'Surrey', askedOn: { on: '2026-05-01' }, answers: [{ question: 'own-words', typed: 'first' }] });
    expect(made.people[0]?.notes.map(({ row, text }) => [row, text])).toEqual([[2, '2026-05-02'], [3, 'Amina D'], [3, 'second']]);
  });

  it('whose row was cut short needs an eye, unless a whole row is theirs too', async () => {
    const made = await plan('Name,E-mail,Town,Words\nAmina,a@example.org\nBen,b@example.org,Surrey,hello\nBen,b@example.org\n', ['name', 'email', 'place', 'question:own-words']);
    expect(told(made)).toEqual([[2, 'row-cut-short', true], [4, 'row-cut-short', false]]);
    expect(made.people.map(({ eye }) => eye)).toEqual([['row-cut-short'], []]);
  });

  it('is on the side their row says, or else on the side of the sheet', async () => {
    const made = await plan('Name,Phone,Role\nAmina,604 555 0101,seeker\nBen,604 555 0102,bénévole\nKit,604 555 0103,both\n', ['name', 'phone', 'role'], { side: 'seeker' });
    expect(made.people.map(({ side }) => side)).toEqual(['seeker', 'supporter', 'seeker']);
    expect(made.totals).toMatchObject({ seekers: 2, supporters: 1, phoneOnly: 3 });
  });
});

describe('the coordinator’s decisions', () => {
  it('settle dates that stay open, and a day to come is told', async () => {
    const sheet = 'When,Name,E-mail\n6/7/2026,Amina,a@example.org\n';
    expect(told(await plan(sheet, ['asked-on', 'name', 'email']))).toEqual([[2, 'date-ambiguous', false]]);
    const settled = await plan(sheet, ['asked-on', 'name', 'email'], { dateOrder: 'day-first', today: '2026-07-05' });
    expect([settled.people[0]?.askedOn?.on, told(settled)]).toEqual(['2026-07-06', [[2, 'date-in-future', false]]]);
  });

  it('sort an answer once for everybody who gave it', async () => {
    const sheet = 'Name,E-mail,Help\nAmina,a@example.org,"My other children, my work; nights alone"\nBen,b@example.org,"My other children, my work; Loss and grief"\n';
    const mapping: Mapping = ['name', 'email', 'question:what-would-help'];
    const first = await plan(sheet, mapping);
    expect(unsortedAnswers(first).map(({ key, count }) => [key, count])).toEqual([['my other children my work', 2], ['nights alone', 1]]);
    const again = await plan(sheet, mapping, { meant: { 'what-would-help': { 'my other children my work': ['help-family', 'help-work-money'], 'nights alone': [] } } });
    expect(unsortedAnswers(again)).toEqual([]);
    expect(again.people.map(({ answers }) => answers[0]?.value)).toEqual([
      { kind: 'options', options: [{ id: 'help-family', text: null }, { id: 'help-work-money', text: null }] },
      { kind: 'options', options: [{ id: 'help-family', text: null }, { id: 'help-work-money', text: null }, { id: 'help-loss', text: null }] },
    ]);
  });

  it('a target given twice stays with the first column and the second is kept as notes', async () => {
    const made = await plan('Name,E-mail,Mail two\nAmina,a@example.org,x@example.org\n', ['name', 'email', 'email']);
    expect([made.people[0]?.email, made.people[0]?.notes]).toEqual(['a@example.org', [{ row: 2, column: 2, label: 'Mail two', text: 'x@example.org' }]]);
  });
});
