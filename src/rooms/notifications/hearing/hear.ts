import type { Fact } from '../../../platform/facts.ts';
import type { Inside } from '../../../platform/inside.ts';
import type { NoticeGiven } from '../../../platform/notices.ts';
import { Absent } from '../../../platform/outcome.ts';

/** What one fact means for whom: the notices to write. It must not fail on a fact whose subject is gone: nobody is told then. */
export type Hear = (inside: Inside, fact: Fact) => Promise<readonly NoticeGiven[]>;

/** Facts by name, and what is done when they are heard. */
export type Hearing = Readonly<Record<string, Hear>>;

/**
 * One notice to one person; nothing when there is nobody. The effect is the kind, the person and the fact (or `once`, when several facts may say
 * the same thing), so that however often a fact is read, it is one notice.
 */
export function tell(fact: Fact, kind: string, person: unknown, more: Omit<NoticeGiven, 'kind' | 'effect' | 'person'> & { readonly once?: string } = {}): NoticeGiven[] {
  if (typeof person !== 'string' || person === '') return [];
  const { once, ...rest } = more;
  return [{ programme: fact.programme, about: fact.subject, ...rest, kind, person, effect: `${kind}/${person}/${once ?? fact.id}` }];
}

/** What a look-up finds, or undefined when what the fact tells of is not there any more. */
export async function ifThere<V>(looking: Promise<V>): Promise<V | undefined> {
  try {
    return await looking;
  } catch (end) {
    if (end instanceof Absent) return undefined;
    throw end;
  }
}
