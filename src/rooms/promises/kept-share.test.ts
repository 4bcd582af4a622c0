import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type SmallTown, smallTown } from '../programmes/testing.ts';
import { keptShare } from './index.ts';
import { type KeptCounts, keptShareFrom, measuredDays } from './rules.ts';

const HOUR = 3_600_000;
let town: SmallTown;
beforeAll(async () => {
  town = await smallTown();
});

interface Measured {
  readonly madeAt: Date;
  readonly dueAt: Date;
  readonly keptAt: Date | null;
  readonly withdrawnAt: Date | null;
}

/** A promise made so many hours ago, due two days after, kept or withdrawn so many hours after it was made. */
const promise = (hoursAgo: number, kept?: number, withdrawn?: number): Measured => {
  const madeAt = new Date(town.clock.now().getTime() - hoursAgo * HOUR);
  const after = (many?: number) => (many === undefined ? null : new Date(madeAt.getTime() + many * HOUR));
  return { madeAt, dueAt: new Date(madeAt.getTime() + 48 * HOUR), keptAt: after(kept), withdrawnAt: after(withdrawn) };
};

const plant = async (all: readonly Measured[]) => {
  await town.db.owner.deleteFrom('promise').execute();
  if (all.length === 0) return;
  await town.db.owner
    .insertInto('promise')
    .values(
      all.map(({ madeAt, dueAt, keptAt, withdrawnAt }) => ({
        org_id: town.org, id: randomUUID(), programme_id: town.programme, kind: 'first-answer', subject_kind: 'support-request', subject_id: randomUUID(),
        made_at: madeAt, due_at: dueAt, warn_at: madeAt, climb_at: dueAt, kept_at: keptAt, kept_by: keptAt === null ? null : town.id('chidi'), withdrawn_at: withdrawnAt,
      })),
    )
    .execute();
};
const measured = async (all: readonly Measured[]) => {
  await plant(all);
  return town.look((looking) => keptShare(looking, town.programme, 'first-answer'));
};

/** The plain rule, in words as short as the rule itself: what the database counts must equal this. */
function counted(all: readonly Measured[], now: Date): KeptCounts {
  const since = now.getTime() - measuredDays * 24 * HOUR;
  const owed = ({ dueAt, keptAt, withdrawnAt }: Measured) => keptAt !== null || (withdrawnAt === null ? now > dueAt : withdrawnAt > dueAt);
  const due = all.filter((one) => one.madeAt.getTime() >= since && owed(one));
  const took = due.map(({ madeAt, keptAt }) => (keptAt === null ? Number.POSITIVE_INFINITY : keptAt.getTime() - madeAt.getTime())).toSorted((a, b) => a - b);
  const middle = took[Math.floor(took.length / 2)];
  return {
    due: due.length,
    kept: due.filter(({ keptAt, dueAt }) => keptAt !== null && keptAt <= dueAt).length,
    lateNow: all.filter((one) => one.keptAt === null && one.withdrawnAt === null && now > one.dueAt).length,
    middleMs: middle === Number.POSITIVE_INFINITY ? undefined : middle,
  };
}

describe('the share of promises kept, counted from rows', () => {
  it('says how many of how many, and how long most of them took', async () => {
    expect(await measured([1, 2, 5, 7, 30, 40].map((took) => promise(240, took)))).toEqual({ kind: 'measured', kept: 6, due: 6, most: { amount: 7, unit: 'hour' }, lateNow: 0 });
  });

  it('says nothing of a share when nothing has fallen due', async () => {
    expect(await measured([])).toEqual({ kind: 'nobody-yet', lateNow: 0 });
    expect(await measured([promise(24)])).toEqual({ kind: 'nobody-yet', lateNow: 0 });
  });

  it('counts somebody who gave up waiting as not kept, and one who changed their mind in time not at all', async () => {
    const kept = [1, 2, 3, 4, 5].map((took) => promise(480, took));
    expect(await measured([...kept, promise(480, undefined, 60)])).toMatchObject({ kept: 5, due: 6 });
    expect(await measured([...kept, promise(480, undefined, 10)])).toMatchObject({ kept: 5, due: 5 });
  });

  it('names everybody who waits past their date, also from before the ninety days', async () => {
    expect(await measured([promise(24 * 200)])).toEqual({ kind: 'nobody-yet', lateNow: 1 });
  });

  it('equals the plain rule for whatever happened', async () => {
    const row = fc.record({ ago: fc.integer({ min: 0, max: 24 * 120 }), kept: fc.option(fc.integer({ min: 0, max: 200 })), gone: fc.option(fc.integer({ min: 0, max: 200 })) });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 25 }), async (rows) => {
        const now = town.clock.now();
        const all = rows
          .map(({ ago, kept, gone }) => promise(ago, kept ?? undefined, kept === null ? (gone ?? undefined) : undefined))
          .filter(({ keptAt, withdrawnAt }) => (keptAt ?? now) <= now && (withdrawnAt ?? now) <= now);
        expect(await measured(all)).toEqual(keptShareFrom(counted(all, now)));
      }),
      { numRuns: 60 },
    );
  });
});
