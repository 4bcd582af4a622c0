import { describe, expect, it } from 'vitest';
import { guessColumns } from './guess-columns.ts';
import type { ImportQuestion } from './question.ts';
import { readOption } from './read-option.ts';
import { caregiverQuestions, sheetOf } from './sheets.fixture.ts';
import { separatorOf, splitSeveral } from './split-several.ts';
import { mappingMistakes, targetsFor } from './target.ts';

const questions = caregiverQuestions();

async function guess(text: string): Promise<Record<string, string>> {
  const sheet = await sheetOf(text);
  return Object.fromEntries(guessColumns(sheet, questions).columns.map(({ column, target, reason }) => [sheet.columns[column]?.label, `${target} ${reason.code}`]));
}

describe('columns', () => {
  it('are told by their values where the header says nothing', async () => {
    expect(await guess('A1,B1,C1,D1\nfoo,a@example.org,604-555-0101,weekends\nbar,b@example.org,(514) 555 0102,soirs de semaine\nbaz,c@example.org,250 555 0103,nights\n')).toEqual({
      A1: 'note nothing-alike', B1: 'email values', C1: 'phone values', D1: 'hours values',
    });
  });

  it('of an emergency contact, a child or a birthday are not the person’s own', async () => {
    expect(await guess('Name,Emergency contact name,Emergency phone,Child name,Date of birth\nAmina,Fatou,604 555 0101,Leila,2019-02-03\n')).toMatchObject({
      Name: expect.stringMatching(/^name /), 'Emergency contact name': expect.stringMatching(/^note /), 'Emergency phone': expect.stringMatching(/^note /), 'Child name': expect.stringMatching(/^note /), 'Date of birth': expect.stringMatching(/^note /),
    });
  });

  it('never share a target: the second one is kept as a note and says who has it', async () => {
    expect(await guess('Name,E-mail,Courriel\nAmina,a@example.org,b@example.org\n')).toMatchObject({ 'E-mail': 'email header-and-values', Courriel: 'note already-taken' });
  });

  it('that nobody needs are left out: empty ones, and what form tools add', async () => {
    expect(await guess('Name,IP Address,#,Blank,Response ID\nAmina,10.1.2.3,1,,ab12\n')).toMatchObject({ 'IP Address': 'leave-out form-tool', '#': 'leave-out form-tool', Blank: 'leave-out empty', 'Response ID': 'leave-out form-tool' });
  });

  it('full of yes are not consent unless they ask for it', async () => {
    expect(await guess('Name,Siblings at home\nAmina,Yes\nBen,No\nKit,Yes\n')).toMatchObject({ 'Siblings at home': expect.not.stringMatching(/^consent/) });
    expect(await guess('Name,J’accepte que la coordination lise ceci\nAmina,Oui\n')).toMatchObject({ 'J’accepte que la coordination lise ceci': expect.stringMatching(/^consent/) });
  });

  it('full of yes and no answer no question that does not stand above them, and ask for consent in the words that forms have', async () => {
    expect(await guess('Name,Email,Siblings at home\nAmina,a@example.org,Yes\nBen,b@example.org,No\n')).toMatchObject({ 'Siblings at home': 'note nothing-alike' });
    for (const asked of ['May we contact you?', 'Is it OK to contact you?', 'Do you agree that we get in touch?', 'Acceptez-vous qu’on vous contacte?', 'Pouvons-nous communiquer avec vous?']) {
      expect([asked, await guess(`Name,Email,${asked}\nAmina,a@example.org,Yes\nBen,b@example.org,No\n`)]).toEqual([asked, expect.objectContaining({ [asked]: expect.stringMatching(/^consent /) })]);
    }
    for (const other of ['May we contact you by text message?', 'How can we contact you best?']) expect(await guess(`Name,Email,${other}\nAmina,a@example.org,Yes\n`)).toMatchObject({ [other]: expect.not.stringMatching(/^consent/) });
  });

  it('whose header says one thing and the values another are doubted', async () => {
    const sheet = await sheetOf('Name,Phone\nAmina,in the evening\nBen,ask my sister\nKit,no phone\n');
    const phone = guessColumns(sheet, questions).columns[1];
    expect([phone?.target, phone?.confidence]).toEqual(['note', 0]);
  });

  it('“Prénom” and “Nom” side by side are the two parts of one name; a name that stands alone is whole', async () => {
    expect(await guess('Prénom;Nom;Courriel\nÉlise;Côté;elise@exemple.org\n')).toMatchObject({ Prénom: expect.stringMatching(/^given-name /), Nom: expect.stringMatching(/^family-name /) });
    expect(await guess('First name,Name,Email\nElise,Cote,elise@example.org\n')).toMatchObject({ Name: expect.stringMatching(/^family-name /) });
    expect(await guess('Nom;Courriel\nÉlise Côté;elise@exemple.org\n')).toMatchObject({ Nom: expect.stringMatching(/^name /) });
    expect(await guess('First name,What should we call you?,Email\nElise,Lili,elise@example.org\n')).toMatchObject({ 'What should we call you?': expect.stringMatching(/^name /) });
  });

  it('of French headers and their own questions word for word are known', async () => {
    expect(await guess('Prénom;Nom de famille;Pronoms;Dans quelles langues aimez-vous parler?\nAmina;Diallo;elle;français\n')).toEqual({
      Prénom: 'given-name header-and-values', 'Nom de famille': 'family-name header-and-values', Pronoms: 'pronouns header-and-values', 'Dans quelles langues aimez-vous parler?': 'languages header-and-values',
    });
  });
});

describe('targets', () => {
  it('are those of the side: a request has no capacity, an application no wish for a supporter', () => {
    expect(targetsFor('seeker', questions)).not.toContain('capacity');
    expect(targetsFor('supporter', questions)).not.toContain('question:person-hoped-for');
    expect(targetsFor('seeker', [])).toEqual(expect.arrayContaining(['situation', 'hopes']));
  });

  it('chosen by hand are looked over before planning', () => {
    const offered = targetsFor('seeker', questions);
    expect(mappingMistakes(['name', 'email', 'note', 'note'], 4, offered)).toEqual([]);
    expect(mappingMistakes(['email', 'email', 'constructor'], 4, offered).map(({ code }) => code)).toEqual(['columns-differ', 'target-twice', 'target-unknown', 'no-name']);
  });
});

describe('answers', () => {
  const options = (id: string): ImportQuestion['options'] & {} => questions.find((question) => question.id === id)?.options ?? [];
  const meant = (id: string, typed: string): string | null => {
    const found = readOption(typed, options(id));
    return found.found ? found.option : null;
  };

  it('mean an option when they say the same, in either language', () => {
    expect(['mère', 'Grand-parent', 'older brother', 'step-parent'].map((typed) => meant('child-link', typed))).toEqual(['child-link-parent', 'child-link-grandparent', 'child-link-sibling', 'child-link-step']);
    expect(meant('what-would-help', 'Finding my way in the hospital and the paperwork')).toBe('help-finding-my-way');
    expect(meant('what-would-help', 'finding my way in services and in paperwork')).toBe('help-finding-my-way');
  });

  it('mean none when they deny it, or could be two things', () => {
    expect(meant('what-would-help', 'not finding my way in services and paperwork')).toBeNull();
    expect(meant('what-would-help', 'Life after treatment, or grief')).toBeNull();
    expect(readOption('Life after treatment, or grief', options('what-would-help'))).toMatchObject({ near: expect.arrayContaining(['help-loss']) });
  });

  it('are cut where the column cuts them', () => {
    const known = (piece: string): boolean => ['phone', 'messages', 'a, b'].includes(piece.toLowerCase());
    expect([separatorOf(['a, b', 'c; d']), separatorOf(['a, b']), separatorOf(['a']), separatorOf(['a;'])]).toEqual(['strong', 'comma', 'none', 'strong']);
    expect(splitSeveral('a, b', 'comma', known)).toEqual(['a, b']);
    expect(splitSeveral('Phone and messages', 'none', known)).toEqual(['Phone', 'messages']);
    expect(splitSeveral('salt and pepper; Phone', 'strong', known)).toEqual(['salt and pepper', 'Phone']);
    expect(splitSeveral('Phone, a letter', 'comma', known)).toEqual(['Phone', 'a letter']);
    expect(splitSeveral('Aider, simplement', 'comma', known)).toEqual(['Aider, simplement']);
    // With stronger separators in the column a comma belongs to the answer, unless every part is one.
    expect(splitSeveral('Phone, a letter', 'strong', known)).toEqual(['Phone, a letter']);
  });
});
