import { nothing, readWith, unread } from './problem.ts';
import type { Reading } from './problem.ts';

/** What we take for an address: stricter than RFC 5322, about as strict as a browser's e-mail field (WHATWG HTML), and it must have a dot in the domain. */
const ADDRESS = /^[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}]{2,63}$/u;
/** Inside other text an address must stand free: the o of "o’shea@…" cut off would be somebody else's address. */
const FIND = /(?<![^\s<(:,;"[|])[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]+@[\p{L}\p{N}.-]+\.\p{L}{2,63}(?![^\s>),;"\]|.])/gu;

/** Misspellings that are next to never real domains, and what was probably meant. */
const TYPOS = new Map(
  Object.entries({
    'gmail.com': 'gmial.com gmai.com gmal.com gmil.com gamil.com gnail.com gmail.co gmail.con gmail.cm gmaill.com',
    'hotmail.com': 'hotmial.com hotmal.com hotmai.com hormail.com hotmail.con hotmail.co hotmil.com',
    'outlook.com': 'outlok.com outloook.com outlook.con outlook.co',
    'yahoo.com': 'yaho.com yahooo.com yahoo.con yhoo.com',
    'icloud.com': 'iclod.com icloud.con icoud.com',
    'videotron.ca': 'vidéotron.ca videotron.con videotro.ca',
    'sympatico.ca': 'simpatico.ca sympatico.com sympatico.con',
  }).flatMap(([meant, typed]) => typed.split(' ').map((typo): [string, string] => [typo, meant])),
);

/**
 * Reads one e-mail address, also from `Name <address>` and `mailto:`. Letters keep their case (compare with {@link emailKey}).
 * A likely misspelling is flagged with what was probably meant and never changed: mail to a guess could reach a stranger.
 */
export function readEmail(cell: string): Reading<string> {
  if (cell.length > 1_000) return unread('email-unread');
  const text = cell.replace(/^[\s\u200B\uFEFF]+|[\s\u200B\uFEFF]+$/gu, '');
  if (text === '') return nothing();
  const bare = text.replace(/^mailto:/i, '');
  if (isAddress(bare)) return checked(bare, bare !== text);
  const found = Array.from(text.matchAll(FIND), (hit) => hit[0]).filter(isAddress);
  const first = found[0];
  if (first === undefined) return unread('email-unread');
  if (found.length > 1) return readWith(first, { code: 'email-several', values: { count: found.length } });
  return checked(first, true);
}

/** The form in which two addresses are compared: everyone's mail host ignores case, whatever the standard allows. */
export function emailKey(address: string): string {
  return address.normalize('NFC').toLowerCase();
}

function isAddress(text: string): boolean {
  return text.length <= 254 && ADDRESS.test(text) && !/^\.|\.\.|\.@/.test(text);
}

function checked(address: string, keep: boolean): Reading<string> {
  const meant = TYPOS.get(address.slice(address.lastIndexOf('@') + 1).toLowerCase());
  if (meant === undefined) return { value: address, keep, problems: [] };
  return readWith(address, { code: 'email-maybe-typo', values: { meant: `${address.slice(0, address.lastIndexOf('@'))}@${meant}` } }, keep);
}
