import { createHmac } from 'node:crypto';
import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/min';
import type { House } from '../../platform/house.ts';

/** The normal form of an e-mail address: trimmed, lower case, full-width and composed letters made plain (NFKC). */
export function normalEmail(typed: string): string {
  return typed.normalize('NFKC').trim().toLowerCase();
}

/** Whether this can be an e-mail address at all. Kind on purpose: the only proof is a message that arrives. */
export function looksLikeEmail(typed: string): boolean {
  const address = normalEmail(typed);
  return address.length <= 254 && /^[^\s@"<>,;:()[\]\\]+@[^\s@"<>,;:()[\]\\]+\.[^\s@.,;:"<>()[\]\\]{2,}$/.test(address);
}

/** The normal form of a phone number, `+15145550123` (E.164), or undefined when it cannot be one. An extension stays: `+15145550123;ext=12`. */
export function normalPhone(typed: string, country: string): string | undefined {
  const read = parsePhoneNumberFromString(typed.normalize('NFKC'), country as CountryCode);
  if (read === undefined || !read.isPossible()) return undefined;
  return read.ext === undefined ? read.number : `${read.number};ext=${read.ext}`;
}

/** A phone number as people write it in its own country, for staff to dial. What cannot be read is given back as it is. */
export function phoneInWords(normal: string): string {
  const [number = '', extension] = normal.split(';ext=');
  const read = parsePhoneNumberFromString(number);
  if (read === undefined) return normal;
  return extension === undefined ? read.formatInternational() : `${read.formatInternational()} (${extension})`;
}

/** A keyed hash of an address in its normal form: an address can be found by it and not read from it. 32 bytes. */
export function lookupOf(house: Pick<House, 'secret'>, org: string, kind: 'email' | 'phone', normal: string): Buffer {
  return createHmac('sha256', house.secret('contact-lookup')).update(`${org}\n${kind}\n${normal}`).digest();
}
