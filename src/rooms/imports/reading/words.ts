/** Ways to compare what people typed: for finding alike, never for changing what is kept. */

const PLAIN = /^[ -~\s]*$/;

/** Lower case, no accents, no punctuation, single spaces: "Âge de l’enfant" → "age de l enfant". */
export function fold(text: string): string {
  // Most cells are plain ASCII, and a sheet has many thousand of them.
  if (PLAIN.test(text)) return text.toLowerCase().replace(/[^a-z0-9]+/g, ' ').trim();
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .replaceAll('ß', 'ss')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

const SMALL_WORDS = new Set(
  (
    'a an and any are as at be by can could do does for from have here how i if in into is it me my of on or our over please some somebody someone so such than that the their them there these they thing this those to too up us was we what when where which who will with would you your ' +
    'au aux avec avez avoir c ce ces cet cette choisissez cela ca comme comment d dans de des du elle elles en es est et etes eu ici il ils j je l la le les leur lui m ma mes moi mon n ne nos notre nous on ou par pas plus pour qu quand que quel quelle quelles quels quelqu qui s sa se ses si son sont sur t te tes toi ton tu un une vos votre vous y'
  ).split(' '),
);

/** The words that carry meaning, in order, with plain plurals cut: "The hard hours" → ["hard", "hour"]. */
export function contentWords(text: string): string[] {
  return fold(text)
    .split(' ')
    .filter((word) => word !== '' && !SMALL_WORDS.has(word))
    .map(stem);
}

/** English and French plurals and the commonest endings, cut only where enough is left to tell words apart. */
function stem(word: string): string {
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (word.length > 4 && /(?:aux|eux)$/.test(word)) return word.slice(0, -1);
  return word.length > 3 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;
}

/** True when every word of `part` stands in `whole` one after the other. */
export function hasPhrase(whole: string, part: string): boolean {
  return part !== '' && ` ${whole} `.includes(` ${part} `);
}
