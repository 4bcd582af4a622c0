import type { HousePart } from '../../doctor/index.ts';
import type { Speak } from '../../messages/index.ts';

/** Parts of the house as a list within a sentence. */
export function partsInWords(t: Speak, parts: readonly HousePart[]): string {
  return t.list(parts.map((part) => t(`house.part.${part}`)));
}
