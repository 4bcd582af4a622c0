import type { Fields } from '../../web/fields.ts';

/** What a question's form holds, as `answerQuestion` takes it. Which fields are there depends on the kind of question. */
export function answerTyped(fields: Fields) {
  const each = firstOf(fields.under('each.'));
  const weighed = Object.keys(each);
  // "The one I feel most at home in" stands first: the order of languages is part of the answer.
  const home = fields.given('home');
  const ticked = [...new Set([...(home === undefined ? [] : [home]), ...fields.list('chosen'), ...weighed])];
  return {
    sheet: fields.text('sheet'),
    skip: fields.ticked('skip'),
    chosen: ticked,
    each,
    text: fields.text('text') || monthTyped(fields),
    beside: firstOf(fields.under('beside.')),
    parts: [...fields.list('parts')],
    share: fields.ticked('share'),
  };
}

/** A month and a year chosen apart: `2024-03`. One without the other is kept as it is, so that the answer can say what is missing. */
function monthTyped(fields: Fields): string {
  const [year, month] = [fields.text('year').trim(), fields.text('month')];
  return year === '' && month === '' ? '' : `${year}-${month}`;
}

function firstOf(all: Readonly<Record<string, readonly string[]>>): Record<string, string> {
  return Object.fromEntries(Object.entries(all).flatMap(([name, [value = '']]) => (value === '' ? [] : [[name, value]])));
}
