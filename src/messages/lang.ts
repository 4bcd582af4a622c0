/** The languages Companionway is written in. Adding one means adding a folder of messages and a key in every starter text. */
export const langs = ['en', 'fr'] as const;

/** One of the languages Companionway is written in. */
export type Lang = (typeof langs)[number];

/** Whether a value that came from outside (an address, a cookie, a row) names a language we speak. */
export function isLang(value: unknown): value is Lang {
  return langs.some((lang) => lang === value);
}

/**
 * The locale whose dates, numbers and lists we follow (BCP 47).
 * Canada for both: the starter content is written in Canadian English and French, and the two halves of a page must agree.
 */
export const localeOf: Readonly<Record<Lang, string>> = { en: 'en-CA', fr: 'fr-CA' };
