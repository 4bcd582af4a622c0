import { isLang, type Lang } from '../messages/index.ts';

/** What is known about the language somebody reads. Each may be absent or name a language we do not speak. */
export interface LanguageWishes {
  /** `?lang=` in the address: asked for just now. */
  readonly asked?: string | undefined;
  /** The last `?lang=` in this browser session. */
  readonly remembered?: string | undefined;
  /** What the signed-in person chose for good. */
  readonly chosen?: string | undefined;
  /** The `Accept-Language` header. */
  readonly accepted?: string | undefined;
  readonly ofOrganisation: Lang;
}

/**
 * The language of a page: what was asked for just now, then earlier in this browser session, then the person's own choice,
 * then what the browser prefers, then the organisation's. What somebody pressed a minute ago wins over what they chose last year.
 */
export function languageFor({ asked, remembered, chosen, accepted, ofOrganisation }: LanguageWishes): Lang {
  for (const wish of [asked, remembered, chosen]) if (isLang(wish)) return wish;
  return preferred(accepted ?? '') ?? ofOrganisation;
}

/** The first language of an `Accept-Language` header that we speak, by weight (RFC 9110, 12.5.4). A weight of 0 means "not this one". */
function preferred(header: string): Lang | undefined {
  const wishes = header.slice(0, 500).split(',').map((part) => {
    const [range = '', ...rest] = part.trim().split(';');
    const weight = rest.map((piece) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(piece)?.[1]).find((found) => found !== undefined);
    return { lang: range.trim().toLowerCase().split('-')[0], weight: weight === undefined ? 1 : Number(weight) };
  });
  const best = wishes.filter(({ lang, weight }) => weight > 0 && isLang(lang)).sort((a, b) => b.weight - a.weight)[0]?.lang;
  return isLang(best) ? best : undefined;
}
