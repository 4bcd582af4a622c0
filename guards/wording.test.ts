import { expect, test } from 'vitest';
import { avoidedIn, promisedTooMuchIn, saysTu, typographyOf } from './wording.ts';

test('avoided words are found as whole words, in both languages', () => {
  const found = (text: string, lang: 'en' | 'fr') => avoidedIn(text, lang).length > 0;
  expect(['The user list', 'Submitted', 'Invalid code', 'Two cases', 'patients', 'Open a ticket'].map((text) => found(text, 'en'))).toEqual(Array(6).fill(true));
  expect(['Because', 'in case of doubt', 'valid', 'clientele', 'a patience game'].map((text) => found(text, 'en'))).toEqual(Array(5).fill(false));
  expect(['Utilisatrices', 'Soumettre', 'Soumis', 'clientes', 'code invalide'].map((text) => found(text, 'fr'))).toEqual(Array(5).fill(true));
  expect(['en cas de doute', 'valide', 'patience', 'réutilisateurs'].map((text) => found(text, 'fr'))).toEqual(Array(4).fill(false));
});

test('each slip of typography is named', () => {
  expect(typographyOf("It's", 'en')).toEqual(['straight apostrophe (en)']);
  expect(typographyOf('It’s fine: “yes”?', 'en')).toEqual([]);
  const french = ['« oui »', 'mot : suite', 'mot: suite', 'Vraiment ?', 'Vraiment\u00a0!', 'venu·e', 'venu(e)', 'l\'an', 'à 17\u202fh'];
  expect(french.map((text) => typographyOf(text, 'fr').length)).toEqual(Array(9).fill(1));
  expect(typographyOf('«\u00a0Oui\u00a0»\u00a0: vraiment? Voyez https://exemple.org, à 17\u00a0h', 'fr')).toEqual([]);
});

test('“tu” counts only outside a quotation', () => {
  expect([saysTu('Tu peux écrire'), saysTu('On a dit «\u00a0tu peux\u00a0»'), saysTu('tutelle')]).toEqual([true, false, false]);
});

test('what we do not keep is found, and what says so plainly is not', () => {
  const found = (text: string, lang: 'en' | 'fr') => promisedTooMuchIn(text, lang).length > 0;
  expect(['Here are people who answer day and night.', 'Nobody can read the rest.', 'Anonymous', 'End-to-end', 'No one else can see it'].map((text) => found(text, 'en'))).toEqual(Array(5).fill(true));
  expect(['We are not there day and night.', 'The coordinator cannot read it.', 'Nobody is here now.'].map((text) => found(text, 'en'))).toEqual(Array(3).fill(false));
  expect(['Ces gens répondent jour et nuit.', 'Personne ne peut les lire.', 'De bout en bout', 'anonyme'].map((text) => found(text, 'fr'))).toEqual(Array(4).fill(true));
  expect(['Nous ne sommes pas là jour et nuit.', 'La coordination ne peut pas le lire.'].map((text) => found(text, 'fr'))).toEqual(Array(2).fill(false));
});
