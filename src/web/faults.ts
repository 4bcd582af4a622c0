/** What a person is told about a fault. Faults that pass by themselves (the database or the keyring is away) have words of their own. */
export function toldOf(fault: unknown) {
  const name = fault instanceof Error ? fault.name : '';
  if (['ConnectionLost', 'OutcomeUnknown', 'ReadOnlyNow'].includes(name)) return { status: 503, title: 'web.away.title', kept: 'web.away.kept', words: 'web.away.words' } as const;
  if (name === 'KeyringUnavailable') return { status: 503, title: 'web.locked.title', kept: 'web.locked.kept', words: 'web.locked.words' } as const;
  return { status: 500, title: 'web.trouble.title', kept: 'web.trouble.kept', words: 'web.trouble.words' } as const;
}

/**
 * A fault for the log: its kind, its code and where it happened. Never its message: databases quote people's words in theirs.
 */
export function faultForLog(fault: unknown): Readonly<Record<string, unknown>> {
  if (!(fault instanceof Error)) return { fault: typeof fault };
  const code = 'code' in fault && typeof fault.code === 'string' ? fault.code : undefined;
  const at = (fault.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)).slice(0, 12).map((line) => line.trim());
  const cause = fault.cause instanceof Error ? { name: fault.cause.name, code: 'code' in fault.cause ? fault.cause.code : undefined } : undefined;
  return { fault: fault.name, code, cause, at };
}
