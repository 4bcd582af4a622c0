import { logCall, writeLetter } from '../../rooms/letters/index.ts';
import { changeOwner } from '../../rooms/promises/index.ts';
import type { Fields } from '../../web/fields.ts';
import { form } from '../../web/form.ts';
import type { Visit } from '../../web/visit.ts';

/** Back to where the reader was. */
const here = (visit: Visit) => visit.path.split('?')[0] ?? visit.path;

const about = (fields: Fields) => (fields.given('aboutKind') === undefined ? undefined : { kind: fields.text('aboutKind'), id: fields.text('aboutId') });

/** The forms of every page with letters: write, note a call, hand a promise over. */
export const letterForms = {
  write: form({
    act: writeLetter,
    read: (fields) => ({ programme: fields.text('programme'), person: fields.given('person'), about: about(fields), words: fields.text('words') }),
    then: (_, visit) => ({ to: here(visit), say: 'letters.written' }),
    refusals: {},
  }),
  call: form({
    act: logCall,
    read: (fields) => ({ programme: fields.text('programme'), person: fields.text('person'), about: about(fields), how: fields.given('how'), words: fields.text('words') }),
    then: (value, visit) => ({ to: here(visit), say: value.answered ? 'letters.called' : 'letters.called-nobody' }),
    refusals: {},
  }),
  over: form({
    act: changeOwner,
    read: (fields) => ({ promise: fields.text('promise'), to: fields.text('to') }),
    then: (_, visit) => ({ to: here(visit), say: 'desk.handed' }),
    refusals: { 'not-on-the-team': 'desk.refusal.not-on-the-team' },
  }),
};
