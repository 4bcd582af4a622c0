import { createHash } from 'node:crypto';
import { commonMarks } from './common-passwords.ts';

/** Why a password would be guessed at once. */
export type TooEasy = 'common' | 'repeats' | 'in-a-row' | 'own-words';

const ROWS = ['abcdefghijklmnopqrstuvwxyz', '01234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'azertyuiop', 'qsdfghjklm', 'wxcvbn'];
const LOOKS_LIKE: Readonly<Record<string, string>> = { '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '8': 'b', '@': 'a', $: 's', '!': 'i' };
let marks: ReadonlySet<string> | undefined;

/**
 * Whether a password is one that everybody tries first: a breached or common one, alone, doubled or dressed with digits; the same few signs again and
 * again; keys in a row; or one's own name or address. No rule asks for kinds of signs (ASVS 6.2.5), and several words together are fine.
 * @param own the person's name and addresses.
 */
export function whyTooEasy(password: string, own: readonly string[]): TooEasy | undefined {
  const plain = password.normalize('NFKC').toLowerCase();
  if (new Set(plain).size < 4 || isRepeated(plain)) return isRepeated(plain) && isCommon(unit(plain)) ? 'common' : 'repeats';
  if (isInRows(plain)) return 'in-a-row';
  const unlike = plain.replaceAll(/[0134578@$!]/g, (sign) => LOOKS_LIKE[sign] ?? sign);
  const cores = [plain, lettersOf(plain), lettersOf(unlike), lettersOf(plain.replaceAll(/^[^a-z]+|[^a-z]+$/g, '')), lettersOf(dressedOff(plain))];
  if (cores.some((core) => isCommon(core) || isCommon(unit(core)))) return 'common';
  const names = own.flatMap((one) => one.toLowerCase().split(/[^\p{L}\p{N}]+/u)).filter((part) => part.length >= 3);
  const rest = names.reduce((left, name) => left.replaceAll(name, ''), plain).replaceAll(/[^\p{L}]/gu, '');
  return rest.length < 4 && names.some((name) => plain.includes(name)) ? 'own-words' : undefined;
}

/** The password without what stands around its middle, its look-alike signs read as letters: `p4ssw0rd2024!` is `password`. */
function dressedOff(plain: string): string {
  return plain.replaceAll(/^[\d\W_]+|[\d\W_]+$/g, '').replaceAll(/[0134578@$!]/g, (sign) => LOOKS_LIKE[sign] ?? sign);
}

function lettersOf(text: string): string {
  return text.replaceAll(/[^a-z]/g, '');
}

/** The shortest piece that a text is made of by repeating it. */
function unit(text: string): string {
  for (let length = 1; length <= text.length / 2; length += 1) {
    if (text.length % length === 0 && text.slice(0, length).repeat(text.length / length) === text) return text.slice(0, length);
  }
  return text;
}

function isRepeated(text: string): boolean {
  return unit(text).length < text.length;
}

/** Made of keys, letters or digits in a row, forwards or backwards, in pieces of four or more. */
function isInRows(text: string): boolean {
  let rest = text;
  while (rest.length >= 4) {
    const step = longestRow(rest);
    if (step < 4) return false;
    rest = rest.slice(step);
  }
  return rest.length < 4;
}

function longestRow(text: string): number {
  const rows = ROWS.flatMap((row) => [row, [...row].reverse().join('')]);
  let length = 0;
  while (length < text.length && rows.some((row) => row.includes(text.slice(0, length + 1)))) length += 1;
  return length;
}

function isCommon(word: string): boolean {
  marks ??= commonMarks();
  return word.length >= 4 && marks.has(createHash('sha256').update(`common\n${word}`).digest().subarray(0, 5).toString('hex'));
}
