import { z } from 'zod';
import { text } from '../text.ts';

/** An id: kebab-case, unique in its file, and never changed once shipped. */
export const id = z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'an id is kebab-case');
/** The head of every file. `version` grows when the meaning of something changes. */
export const head = <K extends string>(kind: K) => ({ schema: z.literal('companionway-content'), kind: z.literal(kind), version: z.int().positive() });
/** A sentence with an id. */
export const line = z.strictObject({ id, text });
/** A sentence that belongs to the programme when `locked`: a pair or a group cannot change it. */
export const locked = z.literal(true).optional();
/** A whole number of something, at least one. */
export const count = z.int().positive();
/** A whole number of something, perhaps none. */
export const nought = z.int().nonnegative();
/** Something is so, or the key is left out. */
export const only = z.literal(true).optional();
/** A time of day, 24 hours: `09:00`. */
export const clock = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/);
/** A length of time. Working hours and days are those of the programme's hours of cover (P6). */
export const length = z.strictObject({ amount: count, unit: z.enum(['minute', 'hour', 'working-hour', 'day', 'working-day']) });
/** A length of time. */
export type Length = z.infer<typeof length>;
/** On which side of a relationship somebody stands. */
export const side = z.enum(['seeker', 'supporter']);
/** Whom an answer tells, and when: `asks-first` only after the person says yes. */
export const tells = z.enum(['nobody', 'asks-first', 'coordinator', 'safety-lead']);
