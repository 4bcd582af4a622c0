/**
 * Remembers what `make` gave for each key. Building an Intl formatter costs about a hundred times more than using it.
 * Holds at most `most` things and then starts again: keys may come from a person's row (a time zone), and memory must not grow for ever.
 */
export function kept<T>(make: (key: string) => T, most = 2000): (key: string) => T {
  const known = new Map<string, T>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const made = make(key);
    if (known.size >= most) known.clear();
    known.set(key, made);
    return made;
  };
}
