import { programmeContent, type CriterionKept, type Programme } from '../../../rooms/programmes/index.ts';
import type { Visit } from '../../../web/visit.ts';
import type { Criteria } from '../match-in-words.ts';

/** The programme of an address, with what counts in its matching. @throws Absent for whoever does not run it. */
export async function programmeHere(visit: Visit, slug: string): Promise<{ readonly programme: Programme; readonly criteria: Criteria }> {
  const { programme, items } = await programmeContent(visit, { slug, kind: 'criterion' });
  return { programme, criteria: items.map(({ body }) => body as CriterionKept) };
}
