/** People and criteria for tests: small, named, and free to change one thing at a time. */
import type { Criterion } from './criterion.ts';
import type { Seeker, Supporter } from './person.ts';

/** Monday 2 November 2026, noon UTC: Europe has put its clocks back, and so has North America since the day before. */
export const NOVEMBER = Date.UTC(2026, 10, 2, 12);
/** Friday 6 March 2026, noon UTC: North America changes its clocks on the 8th, Europe on the 29th. */
export const MARCH = Date.UTC(2026, 2, 6, 12);

const evenings = { zone: 'America/Toronto', windows: [{ day: 2, from: 18 * 60, to: 21 * 60 }, { day: 4, from: 18 * 60, to: 21 * 60 }] };

/** Amina asks for support: she has cancer, is in treatment, speaks French and some English, and has evenings. */
export const amina: Seeker = {
  id: 'amina', languages: ['fr', 'en'], channels: ['channel-phone', 'channel-messages'], hours: evenings, age: { from: 26, to: 39 },
  answers: {
    'cancer-link': ['cancer-link-have'], 'cancer-kind': ['breast'], 'cancer-phase': ['cancer-phase-treatment'], 'age-band': ['age-26-39'],
    'what-would-help': ['help-care', 'help-feelings'], 'hopes-seeker': ['hope-heard', 'hope-see-future'],
  },
};

/** Ben has been there, is some way ahead, and has room. */
export const ben: Supporter = {
  id: 'ben', capacity: 2, load: 0, trainingValidUntil: Infinity, languages: ['fr'], channels: ['channel-phone'], hours: evenings, age: { from: 40, to: 54 },
  answers: {
    'cancer-link': ['cancer-link-had'], 'cancer-kind': ['breast'], 'cancer-phase': ['cancer-phase-after'], 'age-band': ['age-40-54'],
    'sup-offer': ['help-care'], 'sup-hopes': ['suphope-listen'],
  },
};

/** A few criteria of a cancer programme, weights 40, 30, 20 and 10. */
export const criteria: readonly Criterion[] = [
  { id: 'free-and-ready', method: 'clear', strength: 'hard', questions: [] },
  { id: 'language', method: 'overlap', strength: 'hard', questions: ['languages'] },
  { id: 'shared-time', method: 'overlap', strength: 'hard', minimumMinutes: 60, questions: ['times'] },
  {
    id: 'topics-open', method: 'clear', strength: 'hard', questions: ['what-would-help', 'sup-not-ready'], closes: 'touches',
    codes: { 'help-care': { touches: ['hard-medical-detail'] }, 'hard-none': { open: true } },
  },
  { id: 'condition', method: 'tree', strength: 'soft', weight: 40, questions: ['cancer-kind'], codes: { breast: { parent: 'solid' }, lung: { parent: 'solid' }, leukaemia: { parent: 'blood' } } },
  { id: 'concerns', method: 'overlap', strength: 'soft', weight: 30, questions: ['what-would-help', 'sup-offer'] },
  {
    id: 'phase', method: 'ahead', strength: 'soft', weight: 20, questions: ['cancer-phase'],
    codes: { 'cancer-phase-new': { order: 2 }, 'cancer-phase-treatment': { order: 3 }, 'cancer-phase-after': { order: 4 }, 'cancer-phase-years': { order: 5 }, 'cancer-phase-bereaved': { order: 5, bereaved: true } },
  },
  { id: 'adult-age', method: 'nearest', strength: 'soft', weight: 10, scaleYears: 10, questions: ['age-band'], codes: { 'age-18-25': { value: 22 }, 'age-26-39': { value: 33 }, 'age-40-54': { value: 47 } } },
  { id: 'asked-traits', method: 'wish', strength: 'soft', weight: 0, preferWeight: 15, questions: ['trait-wishes', 'sup-traits'] },
];
