import { address } from '../../web/page.ts';

/** Which side somebody fills a sheet for. */
export type Side = 'seeker' | 'supporter';

/** The addresses of one side's road through its questions. */
export function waysOf(side: Side, programme: string) {
  const start = side === 'seeker' ? '/p/:programme/ask' as const : '/p/:programme/apply' as const;
  const here = address(start, { programme });
  return {
    programme: address('/p/:programme', { programme }),
    start: here,
    check: `${here}/check`,
    later: `${here}/later`,
    /** A question; `from=check` comes back to the list of answers. */
    question: (question: string, from?: 'check') => address(`${start}/:question`, { programme, question }, { from }),
    /** What comes before going on, after an answer that asks for it. */
    first: (lead: string, next: string | undefined) => address(`${start}/first/:lead`, { programme, lead }, { next }),
    /** Where a sent one can be seen. */
    sent: (id: string) => (side === 'seeker' ? address('/requests/:id', { id }) : address('/applications/:id', { id })),
  };
}
