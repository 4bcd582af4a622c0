import { z } from 'zod';
import type { Lang } from '../messages/index.ts';

/** One text in the languages we write, of equal standing: both were written, neither is a copy of the other. */
export const text = z.strictObject({ en: z.string().trim().min(1), fr: z.string().trim().min(1) });
/** One text in the languages we write. */
export type Text = Readonly<z.infer<typeof text>>;

/** Every placeholder a text may hold, as its name stands between braces. The same in every language. */
export const placeholders = [
  'backup', 'coordinator', 'date', 'first_answer', 'handover_link', 'help_link', 'hours', 'kind', 'link', 'minutes', 'name', 'new_time', 'owner',
  'safety_lead', 'sender', 'settings_link', 'supporter', 'time', 'value',
] as const;
/**
 * The name of a placeholder. `time` is a day and an hour without a preposition (“Friday, 5 pm”), `first_answer` a length (“2 days”),
 * `hours` a span (“Monday to Friday, 9 am to 5 pm”), `sender` the neutral name the programme chose.
 */
export type Placeholder = (typeof placeholders)[number];

/** The words of a text in one language. */
export function say(text: Text, lang: Lang): string {
  return text[lang];
}

/**
 * Puts values where the placeholders are. More values than the words need are fine; what a value holds is never read again.
 * Throws when the words hold a placeholder without a value: a letter must not go out with a hole in it.
 */
export function fill(words: string, values: Partial<Readonly<Record<Placeholder, string>>>): string {
  return words.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = isPlaceholder(name) ? values[name] : undefined;
    if (value === undefined) throw new Error(`Nothing to put in place of ${whole} in “${words}”`);
    return value;
  });
}

/** The placeholders a text holds, each once, in alphabetical order; also those nobody knows, so that an editor can say so. */
export function placeholdersIn(words: string): string[] {
  return [...new Set([...words.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name))].sort();
}

/** Whether a name between braces is one we know how to fill. */
export function isPlaceholder(name: string): name is Placeholder {
  return placeholders.some((one) => one === name);
}
