/**
 * What people mean by the parts of a day, on the careful side: a slot that is too short costs a question, one that is too long a broken promise.
 * The coordinator sees these beside the preview. Nights are kept as two pieces of the same day.
 */
export const DAY_PARTS = {
  morning: [['09:00', '12:00']],
  noon: [['12:00', '13:00']],
  afternoon: [['13:00', '17:00']],
  evening: [['18:00', '21:00']],
  night: [['00:00', '06:00'], ['22:00', '24:00']],
  daytime: [['09:00', '17:00']],
  anytime: [['09:00', '21:00']],
} as const satisfies Record<string, readonly (readonly [string, string])[]>;

/** One part of a day. */
export type DayPart = keyof typeof DAY_PARTS;

const WEEKDAYS = [1, 2, 3, 4, 5];
const WEEKEND = [6, 7];
/** Monday to Sunday. */
export const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];

/** Words for days, folded. */
export const DAY_WORDS = new Map<string, readonly number[]>(
  Object.entries({
    'monday mondays mon lundi lundis lun': [1],
    'tuesday tuesdays tue tues mardi mardis mar': [2],
    'wednesday wednesdays wed mercredi mercredis mer': [3],
    'thursday thursdays thu thur thurs jeudi jeudis jeu': [4],
    'friday fridays fri vendredi vendredis ven': [5],
    'saturday saturdays sat samedi samedis sam': [6],
    'sunday sundays sun dimanche dimanches dim': [7],
    'weekday weekdays semaine': WEEKDAYS,
    'weekend weekends': WEEKEND,
    'everyday daily quotidiennement': EVERY_DAY,
  }).flatMap(([words, days]) => words.split(' ').map((word): [string, readonly number[]] => [word, days])),
);

/** Words for parts of a day, folded. */
export const PART_WORDS = new Map<string, DayPart>(
  Object.entries({
    morning: 'morning mornings matin matins matinee matinees am',
    noon: 'noon midi midis lunchtime lunch',
    afternoon: 'afternoon afternoons aprem apresmidi pm',
    evening: 'evening evenings soir soirs soiree soirees',
    night: 'night nights nuit nuits overnight',
    daytime: 'daytime journee journees jour',
    anytime: 'anytime toujours',
  } satisfies Record<DayPart, string>).flatMap(([part, words]) => words.split(' ').map((word): [string, DayPart] => [word, isPart(part) ? part : 'anytime'])),
);

/** Sayings of several words, turned into one known word first. */
export const SAYINGS: readonly [RegExp, string][] = [
  [/\b(?:any ?time|whenever|n importe quand|en tout temps|a tout moment|tout le temps|flexible|always|jour et nuit)\b/g, 'anytime'],
  [/\b(?:week[ -]?ends?|fins? de semaines?)\b/g, 'weekend'],
  [/\bweek[ -]?nights?\b/g, 'weekday evening'],
  [/\b(?:week[ -]?days?|jours? de semaine|en semaine|la semaine|de semaine|during the week|pendant la semaine)\b/g, 'weekday'],
  [/\b(?:every ?day|all days|tous les jours|chaque jour|7 days a week|7 jours sur 7|any day)\b/g, 'everyday'],
  [/\b(?:apres midis?|apres-midis?)\b/g, 'afternoon'],
  [/\b(?:all day|toute la journee|during the day|pendant la journee|le jour|de jour)\b/g, 'daytime'],
  [/\b(?:after work|apres le travail)\b/g, 'evening'],
];

/** Words that change nothing about when. */
export const FILLER = new Set('on in the at and or et ou le la les l du de des en every chaque mostly usually best is are i am free available disponible dispo only most all tous toutes plutot surtout during pendant'.split(' '));

function isPart(word: string): word is DayPart {
  return word in DAY_PARTS;
}
