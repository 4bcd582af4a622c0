import type { PlainKey, Speak } from '../messages/index.ts';
import type { Mistake } from '../platform/outcome.ts';
import type { Mending } from '../ui/form-shown.ts';
import type { FormDefinition } from './form.ts';
import { type About, sayFrom } from './say.ts';

/**
 * What to mend, in words: the form's own sentence for the field and code, else the one the act named, else the general one for that kind of mistake.
 * One sentence for each field: the first, since mending it may mend the rest.
 */
export function mendingsOf(t: Speak, form: FormDefinition, mistakes: readonly Mistake[], names: readonly string[]): readonly Mending[] {
  const byField = new Map<string, Mending>();
  for (const mistake of mistakes) {
    const of = fieldFor(mistake.path, names);
    if (!byField.has(of)) byField.set(of, { of, sentence: sentenceFor(t, form, mistake) });
  }
  return [...byField.values()];
}

/** The field a mistake belongs to: the one with its path, or with the longest beginning of it (`hours.3` is in the group `hours`). */
function fieldFor(path: string, names: readonly string[]): string {
  for (let beginning = path; beginning !== ''; beginning = beginning.slice(0, Math.max(0, beginning.lastIndexOf('.')))) {
    if (names.includes(beginning)) return beginning;
  }
  // A group of boxes that nobody ticked is not among what was sent.
  return path.replace(/(\.\d+)+$/, '');
}

function sentenceFor(t: Speak, form: FormDefinition, mistake: Mistake): string {
  const own = form.mistakes?.[`${mistake.path}:${mistake.code}`] ?? form.mistakes?.[mistake.path];
  const general = generalSentence(t, mistake.code, mistake.about);
  if (own !== undefined) return sayFrom(t, own, mistake.about, general);
  // The platform lets only keys through here; one that is in no catalogue becomes the general sentence.
  return mistake.message === '' ? general : sayFrom(t, mistake.message as PlainKey, mistake.about, general);
}

/** Sentences that fit any field, by the kind of mistake (zod's codes, with what the thing was). */
function generalSentence(t: Speak, code: string, about: About): string {
  const number = (name: string) => Number(about[name] ?? 0);
  if (code.startsWith('too_small.string')) return number('minimum') <= 1 ? t('ui.mend.empty') : t('ui.mend.too-short', { minimum: number('minimum') });
  if (code.startsWith('too_big.string')) return t('ui.mend.too-long', { maximum: number('maximum') });
  if (code.startsWith('too_small.array')) return t('ui.mend.choose', { minimum: number('minimum') });
  if (code.startsWith('too_big.array')) return t('ui.mend.choose-fewer', { maximum: number('maximum') });
  if (code.startsWith('too_small')) return t('ui.mend.too-low', { minimum: number('minimum') });
  if (code.startsWith('too_big')) return t('ui.mend.too-high', { maximum: number('maximum') });
  if (code.startsWith('invalid_format') && code.endsWith('.email')) return t('ui.mend.email');
  if (code.startsWith('invalid_format') && code.endsWith('.url')) return t('ui.mend.link');
  if (code.startsWith('invalid_format') && /\.(date|datetime)$/.test(code)) return t('ui.mend.date');
  if (code.startsWith('invalid_value') || code.startsWith('invalid_union')) return t('ui.mend.choose-one');
  if (code.startsWith('invalid_type')) return t('ui.mend.empty');
  return t('ui.mend.other');
}
