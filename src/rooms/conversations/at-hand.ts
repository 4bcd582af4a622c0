import { say, starter, type Text } from '../../content/index.ts';
import type { Lang } from '../../platform/scene.ts';

/** Something that can be put into the box: a question to ask, or a word for a feeling. */
export interface Starting {
  readonly id: string;
  readonly words: string;
}

/** What stays beside a conversation (P4): to choose from, never a script. */
export interface AtHand {
  readonly note: string;
  readonly questions: readonly { readonly id: string; readonly name: string; readonly hint: string; readonly questions: readonly Starting[] }[];
  readonly feelings: { readonly note: string; readonly stem: string; readonly groups: readonly { readonly id: string; readonly name: string; readonly words: readonly Starting[] }[] };
  /** Moments when words are missing: what is heard, what some people say, what tends to close a door, and why. `danger`: it may be about somebody's life. */
  readonly moments: { readonly note: string; readonly list: readonly { readonly id: string; readonly heard: string; readonly someSay: readonly string[]; readonly closes: string; readonly why: string; readonly danger: boolean }[] };
}

/** Questions, words for feelings and hard moments in the reader's language. */
export function atHand(lang: Lang): AtHand {
  const { note, questionGroups, feelings, hardMoments } = starter().conversation;
  const lines = (rows: readonly { readonly id: string; readonly text: Text }[]) => rows.map(({ id, text }) => ({ id, words: say(text, lang) }));
  return {
    note: say(note, lang),
    questions: questionGroups.map((group) => ({ id: group.id, name: say(group.name, lang), hint: say(group.hint, lang), questions: lines(group.questions) })),
    feelings: {
      note: say(feelings.note, lang), stem: say(feelings.stem, lang),
      groups: feelings.groups.map((group) => ({ id: group.id, name: say(group.name, lang), words: lines(group.words) })),
    },
    moments: {
      note: say(hardMoments.intro, lang),
      list: hardMoments.items.map(({ id, heard, someSay, lessHelpful, why, leadsTo }) => ({
        id, heard: say(heard, lang), someSay: someSay.map((words) => say(words, lang)), closes: say(lessHelpful, lang), why: say(why, lang), danger: leadsTo !== undefined,
      })),
    },
  };
}

/** What a chosen beginning puts into the box: the question, or “I feel…” with the word. Undefined for an id nobody knows. */
export function startingWords(id: string | undefined, lang: Lang): string | undefined {
  const { questionGroups, feelings } = starter().conversation;
  const question = questionGroups.flatMap((group) => group.questions).find((one) => one.id === id);
  if (question !== undefined) return say(question.text, lang);
  const feeling = feelings.groups.flatMap((group) => group.words).find((one) => one.id === id);
  return feeling === undefined ? undefined : `${say(feelings.stem, lang).replace(/…$/, '')} ${say(feeling.text, lang)}`;
}

/** The kinds of warning that can be put on something heavy, in the reader's language; the last one is for own words. */
export function noteKinds(lang: Lang): readonly { readonly id: string; readonly words: string }[] {
  return starter().conversation.contentNotes.kinds.map(({ id, text }) => ({ id, words: say(text, lang) }));
}

/** How a message's note reads. */
export interface NoteRead {
  /** What stands on the fold: the kind in the reader's own language, or the author's words. */
  readonly summary: string;
  /** Good news is not heavy: it lies open, with its note above. */
  readonly open: boolean;
  /** What it is about may bring up more than a friend can hold: Help now stands beside it. */
  readonly helpNow: boolean;
}

/** Reads a note: a known kind is said in the reader's language, whatever language its author reads. */
export function readNote(note: string, lang: Lang): NoteRead {
  const { label, kinds } = starter().conversation.contentNotes;
  const kind = kinds.find(({ id }) => id === note);
  if (kind === undefined) return { summary: note, open: false, helpNow: false };
  return { summary: say(label, lang).replace('{kind}', say(kind.text, lang)), open: kind.default === 'show', helpNow: kind.shows === 'help-now' };
}
