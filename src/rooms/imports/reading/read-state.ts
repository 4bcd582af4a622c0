import { nothing, read, unread } from './problem.ts';
import type { Reading } from './problem.ts';
import { readDate } from './read-date.ts';
import type { DateOrders } from './read-date.ts';
import { fold } from './words.ts';

/** How far a training or a screening has come, as a sheet tells it. It proves nothing: a coordinator still records the completion. */
export interface ReadState {
  state: 'done' | 'under-way' | 'not-yet' | 'expired' | 'not-needed';
  /** 2024-05-11, 2026-06 or 2025; null when no date was written */
  on: string | null;
}

const STATES: Readonly<Record<ReadState['state'], string>> = {
  done: 'yes|oui|y|o|completed|complete|done|ok|cleared|clear|passed|valid|received|terminee|termine|completee|faite|fait|valide|recu|recue|reussie|true|vrai|x|1',
  'under-way': 'in progress|en cours|sent|pending|started|envoye|envoyee|en attente|waiting|applied|requested|demande|demandee|commence|commencee|enrolled|inscrit|inscrite|booked|scheduled|prevu|prevue',
  'not-yet': 'no|non|not yet|pas encore|to do|a faire|not started|false|faux|0',
  expired: 'expired|expire|expiree|echu|echue|perime|perimee|lapsed',
  'not-needed': 'n a|na|not needed|not required|sans objet|so|s o|non requis|non requise|exempt|pas necessaire',
};

const BY_WORDS = new Map(Object.entries(STATES).flatMap(([state, words]) => words.split('|').map((word): [string, ReadState['state']] => [word, isState(state) ? state : 'not-yet'])));

/** Ways a date may stand among other words, the surest first; a bare year last. */
const DATES_INSIDE = [/\d{4}-\d{1,2}(?:-\d{1,2})?/, /\d{1,2}[/.]\d{1,2}[/.]\d{2,4}/, /\d{1,2}(?:er|st|nd|rd|th)?\s+\p{L}{3,9}\.?\s+\d{4}/u, /\p{L}{3,9}\.?\s+(?:\d{1,2},?\s+)?\d{4}/u, /\b(?:19|20)\d{2}\b/];

/** Reads "Yes, June 2026", "completed 2024-05-11", "en cours", "expired 2025", "n/a". Anything else is kept and told. */
export function readState(cell: string, orders: DateOrders = new Map()): Reading<ReadState> {
  const text = cell.trim();
  if (text === '') return nothing();
  if (text.length > 80) return unread('state-unread');
  const plain = BY_WORDS.get(fold(text));
  if (plain) return read({ state: plain, on: null });
  const dated = dateInside(text, orders);
  if (!dated) return unread('state-unread');
  const words = fold(dated.rest.replace(/\b(?:on|in|le|en|since|depuis)\b/gi, ' '));
  const state = BY_WORDS.get(words);
  return state ? read({ state, on: dated.on }) : unread('state-unread');
}

function dateInside(text: string, orders: DateOrders): { on: string; rest: string } | null {
  for (const way of DATES_INSIDE) {
    const found = way.exec(text)?.[0];
    if (found === undefined) continue;
    const on = /^\d{4}$/.test(found) ? found : readDate(found, orders).value?.on;
    if (on !== undefined) return { on, rest: text.replace(found, ' ') };
  }
  return null;
}

function isState(text: string): text is ReadState['state'] {
  return text in STATES;
}
