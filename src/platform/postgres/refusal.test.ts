import { describe, expect, expectTypeOf, it } from 'vitest';
import type { Messages } from '../../messages/keys.ts';
import { DatabaseRefusal, progressKey, refusalKey } from './refusal.ts';

describe('every no of the database floor', () => {
  it('has its sentence, and so has every step of progress (checked by the compiler)', () => {
    expectTypeOf<ReturnType<typeof refusalKey>>().toExtend<keyof Messages>();
    expectTypeOf<ReturnType<typeof progressKey>>().toExtend<keyof Messages>();
    expect(refusalKey('in-use')).toBe('database.refusal.in-use');
    expect(progressKey('ready')).toBe('database.progress.ready');
  });

  it('says in the log which one it is, and about what', () => {
    expect(String(new DatabaseRefusal('in-use', { process: 12, host: 'here' }))).toBe('DatabaseRefusal: in-use: process=12 host=here');
  });
});
