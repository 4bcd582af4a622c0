import { z } from 'zod';
import { text } from '../text.ts';
import { count, head, id, nought, tells } from './shared.ts';

/** Wording that belongs to a publisher: a language is missing when its official wording was not seen, and is never written by us. */
const publishers = z.strictObject({ en: z.string().min(1).nullish(), fr: z.string().min(1).nullish() });

const band = z.strictObject({ id, from: nought, to: nought });

/** `instruments.yaml`: published scales a programme may switch on. Licences differ, so they are kept apart. */
export const instrumentsFile = z.strictObject({
  ...head('instruments'),
  instruments: z.array(z.strictObject({
    id, default: z.enum(['on', 'off']), name: text, use: text, licence: text, attribution: z.string().min(1), wordingStatus: text,
    stem: publishers.optional(),
    items: z.array(z.strictObject({ id, text: publishers })),
    options: z.array(z.strictObject({ id, value: z.int(), text: publishers })).optional(),
    scoring: z.strictObject({
      method: z.enum(['sum', 'sum-times-4', 'three-scales', 'top-box']), range: z.tuple([nought, count]).optional(), bands: z.array(band).optional(), note: text.optional(),
    }),
    whenLow: z.strictObject({ offers: z.array(id), tells }),
    whatWeSay: text,
    itemRef: id.optional(),
  })),
  notShipped: z.array(z.strictObject({ id, why: text })),
});
