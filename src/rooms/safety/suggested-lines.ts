import { z } from 'zod';
import suggestedText from '../../../content/helplines/suggested.json?raw';

const text = z.strictObject({ en: z.string().min(1), fr: z.string().min(1) });
const line = z.strictObject({
  kind: z.string(), name: text, call: z.string().optional(), sms: z.string().optional(), smsWords: z.string().optional(), web: z.url().optional(),
  languages: z.array(z.string()), hours: text, source: z.string(),
});

/** A line somebody may start from. Never shown to anybody who seeks help: a person of the programme calls it first. */
export type SuggestedLine = z.infer<typeof line> & { readonly key: string };

const byCountry = new Map(
  Object.entries(z.record(z.string(), z.array(line)).parse(JSON.parse(suggestedText)))
    .map(([country, lines]) => [country, lines.map((one, at) => ({ ...one, key: `${country}-${at}` }))] as const),
);

/** The lines to suggest in a country (ISO 3166), none when we know of none. */
export function suggestedLines(country: string): readonly SuggestedLine[] {
  return byCountry.get(country) ?? [];
}

/** The suggested line with this key. */
export function suggestedLine(key: string): { readonly country: string; readonly line: SuggestedLine } | undefined {
  const country = key.split('-')[0] ?? '';
  const found = suggestedLines(country).find((one) => one.key === key);
  return found && { country, line: found };
}
