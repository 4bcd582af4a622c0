/** Where one line of an agreement stands. Both sides may do the same things with it (P1). */
export type LineState = 'programme' | 'agreed' | 'waits-for-me' | 'waits-for-other' | 'waits-for-both';

/** What a line is to the one who reads it. `yes` names who said yes to it; whoever proposed it did by proposing. */
export function lineState(line: { agreedAt: Date | null; locked: boolean; yes: ReadonlySet<string> }, me: string): LineState {
  if (line.locked) return 'programme';
  if (line.agreedAt !== null) return 'agreed';
  if (line.yes.size === 0) return 'waits-for-both';
  return line.yes.has(me) ? 'waits-for-other' : 'waits-for-me';
}

/** What stands in the way of a first yes to the whole: topics without an agreed line, and lines still open. */
export interface NotYet {
  readonly topics: readonly string[];
  readonly open: number;
}

/** Whether the whole can be agreed: every topic that must be spoken of has a line both agreed to, and nothing is left open. Undefined when it can. */
export function notYet(topics: readonly { id: string; required: boolean; locked?: boolean | undefined }[], lines: readonly { topic: string; agreedAt: Date | null; removes: boolean }[]): NotYet | undefined {
  const spoken = new Set(lines.filter((line) => line.agreedAt !== null && !line.removes).map((line) => line.topic));
  const missing = topics.filter((topic) => topic.required && topic.locked !== true && !spoken.has(topic.id)).map((topic) => topic.id);
  const open = lines.filter((line) => line.agreedAt === null).length;
  return missing.length === 0 && open === 0 ? undefined : { topics: missing, open };
}
