import { z } from 'zod';
import type { Mistake } from '../../platform/outcome.ts';
import type { Question } from '../../content/index.ts';

/** Free time in a week: `day` 1 (Monday) to 7, `from` and `to` in minutes of that day, 0 to 1440. */
export interface Slot {
  readonly day: number;
  readonly from: number;
  readonly to: number;
}

/** The coded part of an answer: what can be compared. */
export interface Coded {
  /** Ids of options, or language codes, in the order chosen. */
  readonly chosen?: readonly string[];
  /** The second choice on each ticked option (`a lot`, `only`…), by option id. */
  readonly each?: Readonly<Record<string, string>>;
  readonly number?: number;
  /** `2024-03` or `2024-03-17`. */
  readonly date?: string;
  readonly slots?: readonly Slot[];
}

/** The written part of an answer: sealed wherever it is kept. */
export interface Written {
  readonly text?: string;
  /** What was written beside an option, by option id. */
  readonly beside?: Readonly<Record<string, string>>;
}

/** One answer as it was given, before it is kept. */
export interface AnswerGiven {
  readonly coded: Coded;
  readonly written: Written;
}

/** A piece of a day that can be ticked. */
export const DAY_PARTS = {
  morning: { from: 8 * 60, to: 12 * 60 },
  afternoon: { from: 12 * 60, to: 17 * 60 },
  evening: { from: 17 * 60, to: 21 * 60 },
  night: { from: 21 * 60, to: 24 * 60 },
} as const;
/** A part of the day, as people say it. */
export type DayPart = keyof typeof DAY_PARTS;

/** What a form or an import hands in for one question. Everything may be missing: a question may be skipped. */
export const typed = z.object({
  chosen: z.array(z.string().max(100)).max(60).default([]),
  each: z.record(z.string().max(100), z.string().max(40)).default({}),
  text: z.string().max(5000, 'intake.mistake.long').default(''),
  beside: z.record(z.string().max(100), z.string().max(500, 'intake.mistake.long')).default({}),
  /** `1-evening` for Monday evening. */
  parts: z.array(z.string().max(20)).max(28).default([]),
  /** Exact times, from an import. */
  slots: z.array(z.object({ day: z.int().min(1).max(7), from: z.int().min(0).max(1440), to: z.int().min(0).max(1440) })).max(100).default([]),
  share: z.boolean().default(false),
});
/** An answer as typed on a page, read. */
export type Typed = z.output<typeof typed>;

/**
 * Reads what was typed as the answer to a question. Nothing typed is a skipped question.
 * Unknown options are passed over: a form from yesterday may name an option that the programme took away since.
 */
export function readAnswer(question: Question, given: Typed): AnswerGiven | { mistakes: Mistake[] } | 'nothing' {
  const known = new Map(question.options.map((option) => [option.id, option]));
  const written = writtenOf(given);
  switch (question.kind) {
    case 'single':
    case 'multi': {
      let chosen = [...new Set(given.chosen)].filter((id) => known.has(id));
      if (question.kind === 'single') chosen = chosen.slice(0, 1);
      const alone = chosen.find((id) => known.get(id)?.exclusive === true);
      if (alone !== undefined && chosen.length > 1) chosen = chosen.filter((id) => known.get(id)?.exclusive !== true);
      if (chosen.length === 0) return 'nothing';
      const each = Object.fromEntries(
        chosen.flatMap((id) => (given.each[id] && question.eachOption !== undefined && Object.hasOwn(question.eachOption, given.each[id]) ? [[id, given.each[id]] as const] : [])),
      );
      const beside = Object.fromEntries(Object.entries(written.beside ?? {}).filter(([id]) => chosen.includes(id)));
      return { coded: { chosen, ...(Object.keys(each).length > 0 && { each }) }, written: Object.keys(beside).length > 0 ? { beside } : {} };
    }
    case 'language': {
      const chosen = [...new Set(given.chosen)].filter((code) => /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(code));
      if (chosen.length === 0 && written.text === undefined) return 'nothing';
      return { coded: { chosen }, written: written.text === undefined ? {} : { text: written.text } };
    }
    case 'availability': {
      const slots = slotsOf(given);
      if (slots.length === 0 && written.text === undefined) return 'nothing';
      return { coded: { slots }, written: written.text === undefined ? {} : { text: written.text } };
    }
    case 'number':
      return readNumber(given.text);
    case 'date':
      return readDate(given.text);
    case 'text':
      return written.text === undefined ? 'nothing' : { coded: {}, written: { text: written.text } };
  }
}

function readNumber(words: string): ReturnType<typeof readAnswer> {
  const text = words.trim().replace(',', '.');
  if (text === '') return 'nothing';
  const number = Number(text);
  if (!Number.isFinite(number) || number < 0 || number > 10_000) return { mistakes: [mistake('text', 'intake.mistake.number')] };
  return { coded: { number }, written: {} };
}

function readDate(words: string): ReturnType<typeof readAnswer> {
  const text = words.trim();
  if (text === '') return 'nothing';
  const read = /^(\d{4})-(\d{1,2})(?:-(\d{1,2}))?$/.exec(text);
  const [, year = '', month = '', day] = read ?? [];
  const real = read !== null && Number(year) >= 1900 && Number(month) >= 1 && Number(month) <= 12 && (day === undefined || isDay(Number(year), Number(month), Number(day)));
  if (!real) return { mistakes: [mistake('text', 'intake.mistake.date')] };
  const date = [year, month.padStart(2, '0'), ...(day === undefined ? [] : [day.padStart(2, '0')])].join('-');
  return { coded: { date }, written: {} };
}

function isDay(year: number, month: number, day: number): boolean {
  return day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function mistake(path: string, message: string): Mistake {
  return { path, code: 'unreadable', message, about: {} };
}

function writtenOf(given: Typed): Written {
  const beside = Object.fromEntries(Object.entries(given.beside).flatMap(([id, words]) => (words.trim() === '' ? [] : [[id, words.trim()]])));
  return {
    ...(given.text.trim() !== '' && { text: given.text.trim() }),
    ...(Object.keys(beside).length > 0 && { beside }),
  };
}

/** Ticked parts of days and exact times as slots, joined where they touch, in the order of the week. */
function slotsOf(given: Typed): Slot[] {
  const ticked = given.parts.flatMap((part): Slot[] => {
    const [day = '', name = ''] = part.split('-');
    return /^[1-7]$/.test(day) && Object.hasOwn(DAY_PARTS, name) ? [{ day: Number(day), ...DAY_PARTS[name as DayPart] }] : [];
  });
  const all = [...ticked, ...given.slots.filter(({ from, to }) => from < to)].sort((a, b) => a.day - b.day || a.from - b.from);
  const joined: Slot[] = [];
  for (const slot of all) {
    const last = joined.at(-1);
    if (last !== undefined && last.day === slot.day && slot.from <= last.to) joined[joined.length - 1] = { ...last, to: Math.max(last.to, slot.to) };
    else joined.push(slot);
  }
  return joined;
}

/** Which parts of days an answer covers whole: what a form shows ticked. */
export function partsCovered(slots: readonly Slot[]): string[] {
  return [1, 2, 3, 4, 5, 6, 7].flatMap((day) =>
    Object.entries(DAY_PARTS).flatMap(([name, part]) =>
      slots.some((slot) => slot.day === day && slot.from <= part.from && slot.to >= part.to) ? [`${day}-${name}`] : [],
    ),
  );
}
