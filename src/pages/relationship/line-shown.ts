import { agreement } from '../../rooms/agreements/index.ts';
import { address, elsewhere } from '../../web/page.ts';
import type { Visit } from '../../web/visit.ts';

/** The address of the agreement a line stands in. */
export const agreementOfLine = (id = '') => address('/relationships/:id/agreement', { id });

/** A line the two may still change, with its topic and the other's name. Leads back to the agreement when it is over, gone, or the programme's own. */
export async function lineShown(visit: Visit) {
  const { topics, ended, other } = await agreement(visit, { relationship: visit.params.id ?? '' });
  const topic = topics.find(({ lines, locked }) => !locked && lines.some(({ id }) => id === visit.params.line));
  const line = topic?.lines.find(({ id }) => id === visit.params.line);
  return topic === undefined || line === undefined || ended ? elsewhere(agreementOfLine(visit.params.id)) : { topic, line, other };
}
