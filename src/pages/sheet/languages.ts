import type { Speak } from '../../messages/index.ts';

/** Languages offered by name, the usual ones first; any other can be written in. BCP 47 codes. */
const usual = ['en', 'fr', 'es', 'zh', 'yue', 'pa', 'ar', 'tl', 'fa', 'vi', 'pt', 'uk', 'ht', 'iu', 'cr', 'ase'] as const;

/** The name of a language in the reader's own, with a capital as a label has. */
export function languageInWords(t: Speak, code: string): string {
  const name = new Intl.DisplayNames([t.locale], { type: 'language' }).of(code) ?? code;
  return name.charAt(0).toLocaleUpperCase(t.locale) + name.slice(1);
}

/** The languages to tick: the reader's own first, then the usual ones, then those chosen before that are none of these. */
export function languagesToOffer(t: Speak, chosen: readonly string[]): readonly { readonly value: string; readonly label: string }[] {
  const codes = [...new Set([t.lang, ...usual, ...chosen])];
  return codes.map((value) => ({ value, label: languageInWords(t, value) }));
}
