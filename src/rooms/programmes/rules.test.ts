import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withTexts, textsIn } from './own-texts.ts';
import { missingToOpen, slugFrom } from './rules.ts';

describe('an address from a name', () => {
  it('is made of plain letters and ends at a word', () => {
    expect(slugFrom('Caregivers of a child with a serious illness')).toBe('caregivers-of-a-child-with-a-serious-illness');
    expect(slugFrom('Caregivers’ evenings for everybody who looks after a child with a serious illness')).toBe('caregivers-evenings-for-everybody-who-looks-after-a-child');
    expect(slugFrom('Proches d’un enfant gravement malade')).toBe('proches-d-un-enfant-gravement-malade');
    expect(slugFrom('L’Été à Québec')).toBe('l-ete-a-quebec');
    expect(slugFrom('支援')).toBe('programme');
  });
  it('fits the database whatever the name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 120 }), (name) => {
        expect(slugFrom(name)).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
        expect(slugFrom(name).length).toBeLessThanOrEqual(60);
      }),
    );
  });
});

describe('what is missing to open', () => {
  const ready = { confirmedHelpLines: 1, unconfirmedHelpLines: 0, hours: true, owner: 'a', backup: 'b', safety: 'c', dutyWritten: true, safetyRead: true };
  it('is nothing when everything is there', () => expect(missingToOpen(ready)).toEqual([]));
  it('is a back-up when the owner would step in for themselves', () => expect(missingToOpen({ ...ready, backup: 'a' })).toEqual(['backup']));
  it('is the help lines while one of them was not called', () => expect(missingToOpen({ ...ready, unconfirmedHelpLines: 1 })).toEqual(['help-lines']));
});

describe('texts in a piece of content', () => {
  it('are replaced where they stand and nowhere else', () => {
    const body = { id: 'x', text: { en: 'a', fr: 'b' }, options: [{ id: 'o', text: { en: 'c', fr: 'd' } }], sets: { en: 'no text', fr: 'no', more: 1 } };
    expect(textsIn(body).map(({ path }) => path)).toEqual(['text', 'options.0.text']);
    expect(withTexts(body, { 'options.0.text': { en: 'C', fr: 'D' }, sets: { en: '!', fr: '!' } })).toEqual({ ...body, options: [{ id: 'o', text: { en: 'C', fr: 'D' } }] });
  });
});
