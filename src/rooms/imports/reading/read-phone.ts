import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { CountryCode } from 'libphonenumber-js/min';
import { nothing, read, readWith, unread } from './problem.ts';
import type { Reading } from './problem.ts';

/** A telephone number that can be dialled from anywhere. */
export interface ReadPhone {
  /** E.164: +16045550149 */
  number: string;
  /** digits of the extension, or null */
  extension: string | null;
}

/**
 * Reads one telephone number with `country` (ISO 3166 alpha-2) as the default. Extensions in English and French.
 * A number without its area code is not guessed; two numbers in one cell give the first and keep the text; words are kept, not read.
 * Numbers that no plan of numbers knows are read and flagged (the plans change; a real number must not be lost).
 */
export function readPhone(cell: string, country: string): Reading<ReadPhone> {
  const text = cell.trim();
  if (text === '') return nothing();
  if (text.length > 200 || !/\d/.test(text)) return unread('phone-unread');
  const whole = parsed(text, country);
  if (whole) return whole;
  const pieces = text.split(/\s*(?:[/;,|\n]|\bor\b|\bou\b|\band\b|\bet\b)\s*/i).filter((piece) => (piece.match(/\d/g) ?? []).length >= 7);
  const first = pieces[0] === undefined ? null : parsed(pieces[0].replace(/\(?\b(?:cell|mobile|home|work|bureau|maison|domicile|cellulaire)\b\)?\s*:?/gi, ' ').trim(), country);
  if (!first?.value) return unread(/^\D*\d{3}\D?\d{4}\D*$/.test(text) ? 'phone-no-area-code' : 'phone-unread');
  return pieces.length > 1 ? readWith(first.value, { code: 'phone-several', values: { count: pieces.length } }) : { ...first, keep: true };
}

/** The library's answer for text that is wholly one number; null when it is not. */
function parsed(text: string, country: string): Reading<ReadPhone> | null {
  const english = text.replace(/^00(?=[1-9])/, '+').replace(/\b(?:poste|ext(?:ension)?|x)\s*[.:]?\s*(\d{1,7})\s*$/i, 'ext. $1');
  const found = parsePhoneNumberFromString(english, { defaultCountry: asCountry(country), extract: false });
  if (!found) return null;
  const value = { number: String(found.number), extension: found.ext ?? null };
  const local = found.nationalNumber.length <= 7 && !text.startsWith('+') && !text.startsWith('00') && usesAreaCodes(country);
  if (local) return unread('phone-no-area-code');
  if (!found.isPossible()) return unread('phone-unread');
  return found.isValid() ? read(value) : readWith(value, { code: 'phone-unlikely', values: {} });
}

/** The country codes of the library are a closed union; a setting is a string. Two capital letters pass, an unknown country reads international numbers only. */
function asCountry(country: string): CountryCode | undefined {
  return isCountryCode(country) ? country : undefined;
}

function isCountryCode(country: string): country is CountryCode {
  return /^[A-Z]{2}$/.test(country);
}

/** The North American plan, where seven digits alone are a number without its area. */
function usesAreaCodes(country: string): boolean {
  return ['CA', 'US'].includes(country);
}
