/** Whether two chosen names can be one person's: the same words, or one is the other's first words ("Amina", "Amina D."). */
export function sameName(one: string, other: string): boolean {
  const [a, b] = [wordsOf(one), wordsOf(other)];
  if (a.length === 0 || b.length === 0) return false;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  return short.every((word, at) => (long[at] ?? '').startsWith(word) || word.startsWith(long[at] ?? ' '));
}

function wordsOf(name: string): string[] {
  return name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
}
