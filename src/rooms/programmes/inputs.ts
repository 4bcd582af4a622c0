import { z } from 'zod';
import { isTimeZone } from '../../platform/time-zones.ts';
import { contentKinds } from './kinds.ts';

const line = (most: number) => z.string().trim().min(1, 'programmes.mistake.both-languages').max(most, 'programmes.mistake.too-long');

/** A text a coordinator writes: both languages, or neither can be relied on (equal standing). At most 4,000 characters each. */
export const ownText = z.object({ en: line(4000), fr: line(4000) });
/** A name or a single word in both languages. */
export const ownName = z.object({ en: line(120), fr: line(120) });

/** Words by the place they stand in (`textsIn`). */
export const ownWordsByPath = z.record(z.string().max(200), ownText);

/** The programme an act is about. */
export const inProgramme = { programme: z.uuid() };
/** A piece of content. */
export const oneContent = { ...inProgramme, kind: z.enum(contentKinds), id: z.string().min(1).max(100) };

/** An IANA time zone this machine knows. */
export const ownZone = z.string().refine(isTimeZone, 'programmes.mistake.zone');
