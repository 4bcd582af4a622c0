import { type DataKey, readyCopy } from '../proof/index.ts';

/** How many keys are kept open at most, and for how many milliseconds. */
export interface KeyCacheLimits {
  readonly most: number;
  readonly keepFor: number;
}

/**
 * Keys opened lately, per session, the least used going first. A key is kept from the moment it was opened and no longer,
 * however often it is used, so a person who left a conversation soon meets the keyring's own check again.
 * What is put away is overwritten with zeros; callers get copies, so nothing is wiped under their hands.
 */
export class KeyCache {
  readonly #limits: KeyCacheLimits;
  readonly #now: () => number;
  readonly #kept = new Map<string, { readonly session: string | null; readonly key: DataKey; readonly until: number }>();

  /** `now` counts milliseconds from any beginning and never runs back. */
  constructor(limits: KeyCacheLimits, now: () => number) {
    this.#limits = limits;
    this.#now = now;
  }

  /** A copy of a key, or null. */
  get(session: string | null, id: string): DataKey | null {
    const name = nameOf(session, id);
    const found = this.#kept.get(name);
    if (found === undefined) return null;
    if (found.until <= this.#now()) return this.#wipe(name);
    this.#kept.delete(name);
    this.#kept.set(name, found);
    return readyCopy(found.key);
  }

  /** Keeps a copy of a key, and puts away what is over time or over the limit. */
  put(session: string | null, key: DataKey): void {
    this.#wipe(nameOf(session, key.id));
    this.#kept.set(nameOf(session, key.id), { session, key: readyCopy(key), until: this.#now() + this.#limits.keepFor });
    for (const name of this.#kept.keys()) {
      if (this.#kept.size <= this.#limits.most) break;
      this.#wipe(name);
    }
  }

  /** Puts away everything that was kept too long. Called by a clock, so that an idle process holds no keys. */
  wipeOld(): void {
    this.wipeWhere((_, until) => until <= this.#now());
  }

  /** Puts away what a condition chooses. */
  wipeWhere(chosen: (id: string, until: number, session: string | null) => boolean): void {
    for (const [name, { key, until, session }] of this.#kept) if (chosen(key.id, until, session)) this.#wipe(name);
  }

  /** How many keys are kept. */
  get size(): number {
    return this.#kept.size;
  }

  #wipe(name: string): null {
    this.#kept.get(name)?.key.bytes.fill(0);
    this.#kept.delete(name);
    return null;
  }
}

function nameOf(session: string | null, id: string): string {
  return `${id} ${session === null ? '' : `of ${session}`}`;
}
