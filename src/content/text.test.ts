import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fill, isPlaceholder, placeholders, placeholdersIn, say } from './text.ts';

test('a text is said in the language asked for', () => {
  expect([say({ en: 'Yes', fr: 'Oui' }, 'en'), say({ en: 'Yes', fr: 'Oui' }, 'fr')]).toEqual(['Yes', 'Oui']);
});

test('values go where their placeholders are, every time they stand there', () => {
  expect(fill('{name}, {time}. See you, {name}.', { name: 'Kit', time: 'Friday, 5 pm', link: 'unused' })).toBe('Kit, Friday, 5 pm. See you, Kit.');
});

test('a placeholder without a value, and one nobody knows, are refused', () => {
  expect(() => fill('Hello {name}', {})).toThrow('Nothing to put in place of {name}');
  expect(() => fill('Hello {nmae}', { name: 'Kit' })).toThrow('{nmae}');
  expect(() => fill('Hello {constructor}', { name: 'Kit' })).toThrow('{constructor}');
  expect([isPlaceholder('name'), isPlaceholder('nmae'), isPlaceholder('toString')]).toEqual([true, false, false]);
});

test('what a value holds is never read again: a name cannot pull another value in', () => {
  fc.assert(fc.property(fc.constantFrom(...placeholders), fc.string(), (name, value) => {
    const odd = `${value}{link}$&{name}`;
    expect(fill(`a {${name}} b`, { [name]: odd })).toBe(`a ${odd} b`);
  }));
});

test('an editor can be told which placeholders a text holds', () => {
  expect(placeholdersIn('{time} {name} {time} {naem} { name }')).toEqual(['naem', 'name', 'time']);
});
