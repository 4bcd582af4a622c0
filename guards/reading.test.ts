import { expect, test } from 'vitest';
import { readEnglish, readFrench, sentences, tooHard } from './reading.ts';

test('the English grade is the published formula over words, sentences and syllables', () => {
  // 6 words, 1 sentence, 6 syllables.
  expect(readEnglish('The cat sat on the mat.')).toEqual({ words: 6, measure: expect.closeTo(0.39 * 6 + 11.8 - 15.59) });
  // 4 words in 2 sentences; un-der-stand (3), to-geth-er (3), we (1), us (1).
  expect(readEnglish('We understand us. Together!').measure).toBeCloseTo(0.39 * 2 + 11.8 * 2 - 15.59);
});

test('a closing e is not heard, and a colon does not end a sentence', () => {
  expect(readEnglish('Take some: make time.')).toEqual({ words: 4, measure: expect.closeTo(0.39 * 4 + 11.8 - 15.59) });
});

test('the French ease is Kandel and Moles, where a closing e is silent', () => {
  // vous (1) par-lez (2) en-semble (2): 5 syllables, 3 words.
  expect(readFrench('Vous parlez ensemble.').measure).toBeCloseTo(207 - 1.015 * 3 - (73.6 * 5) / 3);
  expect(readFrench('Élève, cœur et Noël').words).toBe(4);
});

test('sentences end at a stop or a line, with a quotation closed behind it', () => {
  expect(sentences('“Yes.” No\n- **one** list\n2. {name}')).toEqual(['“Yes', 'No', 'one list', 'Sam']);
});

test('a hard text of 20 words is named with its measure, a short one never is, and a crisis text must be easier', () => {
  const hard = 'Notwithstanding organisational considerations, participation necessitates comprehensive documentation regarding confidentiality, '
    + 'accessibility, communication preferences, availability, geographical situation, representation, and additional institutional obligations.';
  const middling = 'A coordinator reads what you write today. Someone who has been there will answer before the weekend, and then you decide together.';
  expect(tooHard(hard, 'en', false)).toMatch(/grade \d\d\.\d, 8 is the most/);
  expect(tooHard(hard.slice(0, 60), 'en', false)).toBeUndefined();
  expect([tooHard(middling, 'en', false), tooHard(middling, 'en', true)]).toEqual([undefined, expect.stringContaining('6 is the most')]);
  expect(tooHard('La responsabilisation institutionnelle nécessite une documentation particulièrement exhaustive concernant la confidentialité, '
    + 'l’accessibilité, la disponibilité géographique et la représentation des organisations participantes.', 'fr', false)).toMatch(/ease -?\d+/);
  expect(tooHard('Une personne lit ce que vous écrivez. Elle vous répond avant vendredi. Après, vous voyez à deux ce qui vous va le mieux.', 'fr', false)).toBeUndefined();
});
