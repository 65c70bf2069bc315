// What is asked of the ledger, and what never: with a ledger in memory and a clock whose
// sleeps take no time.

import { describe, expect, test } from 'vitest';
import { openBudget } from './budget.ts';
import type { Demand, QuotaLedger } from './budget.ts';
import { chargesOf, defaultLimits, untilNextDay } from './cost.ts';
import type { Limits } from './cost.ts';
import type { Clock } from './pace.ts';

function world(limits: Partial<Limits> = {}) {
  let now = 1_000_000;
  const asked: Demand[] = [];
  const slots: { scope: string; slot: string; freeAt: number; units: number }[] = [];
  const clock: Clock = {
    now: () => now,
    sleep: async (ms) => {
      // Whoever may go on has gone on before time passes.
      await new Promise((resolve) => setImmediate(resolve));
      now += ms;
    },
    random: () => 0,
  };
  const ledger: QuotaLedger = {
    take: async (demand) => {
      asked.push(demand);
      const given = slots.find(({ slot }) => slot === demand.back?.slot);
      if (given !== undefined) given.units -= demand.back?.units ?? 0;
      const live = slots.filter((one) => one.scope === demand.scope && one.freeAt > now);
      const free = demand.limit - demand.spent - live.reduce((sum, { units }) => sum + units, 0);
      const granted = free >= demand.least ? Math.min(demand.want, free) : 0;
      const slot = String(slots.length);
      slots.push({ scope: demand.scope, slot, freeAt: now + demand.lifeMs + demand.spanMs, units: granted + demand.spent });
      return { granted, slot, waitMs: granted > 0 ? 0 : Math.min(...live.map(({ freeAt }) => freeAt)) - now };
    },
  };
  const budget = openBudget({ ledger, limits: { ...defaultLimits, ...limits }, clock });
  return { budget, asked, clock, pass: (ms: number) => (now += ms) };
}

const event = { api: 'calendar', call: 'events.insert', units: 1 } as const;

describe('the budget', () => {
  test('a cycle without changes asks the ledger for nothing of the user or the project by the minute', async () => {
    const { budget, asked } = world();
    const bucket = budget.of('ann', 'change');
    await bucket.take({ api: 'calendar', call: 'events.list', units: 1 });
    await bucket.take({ api: 'people', call: 'people.connections.list', units: 1 });
    expect(asked).toEqual([]);
  });

  test('many writes ask once for a slice, and what was spent before asking is written down', async () => {
    const { budget, asked } = world();
    const bucket = budget.of('ann', 'load');
    for (let n = 0; n < 100; n += 1) await bucket.take(event);
    const mine = asked.filter(({ scope }) => scope.includes('ann'));
    expect(mine.length).toBeLessThanOrEqual(4);
    expect(mine.reduce((sum, { spent }) => sum + spent, 0)).toBe(12);
  });

  test('never more than the limit in any minute, however many are in flight', async () => {
    const { budget, clock } = world({ calendarPerUserPerMinute: 60 });
    const bucket = budget.of('ann', 'load');
    const at: number[] = [];
    const one = async (): Promise<void> => {
      await bucket.take(event);
      at.push(clock.now());
    };
    for (let n = 0; n < 40; n += 1) await Promise.all(Array.from({ length: 8 }, one));
    at.sort((left, right) => left - right);
    for (let n = 60; n < at.length; n += 1) expect((at[n] ?? 0) - (at[n - 60] ?? 0)).toBeGreaterThanOrEqual(60_000);
    // 320 units are six windows of 60: five minutes of waiting, and hardly more.
    expect((at.at(-1) ?? 0) - (at[0] ?? 0)).toBeLessThan(5 * 60_000 * 1.05);
  });

  test('what a slice did not use is given back', async () => {
    const { budget, asked, pass } = world();
    const bucket = budget.of('ann', 'load');
    for (let n = 0; n < 14; n += 1) await bucket.take(event);
    pass(5000);
    await bucket.take(event);
    expect(asked.filter(({ scope, back }) => scope.includes('ann') && back !== undefined).map(({ back }) => back?.units)).toEqual([23]);
  });

  test('loads of whole accounts leave a fifth of what the project has to changes of others', async () => {
    const { budget, clock } = world({ calendarPerUserPerMinute: 0, calendarPerProjectPerMinute: 500 });
    const loads = ['ann', 'ben', 'cid'].map((user) => budget.of(user, 'load'));
    const began = clock.now();
    for (let n = 0; n < 402; n += 1) await loads[n % 3]?.take(event);
    expect(clock.now()).toBeGreaterThan(began);
    const { budget: other, clock: still, asked } = world({ calendarPerUserPerMinute: 0, calendarPerProjectPerMinute: 500 });
    const bulk = other.of('ann', 'load');
    for (let n = 0; n < 400; n += 1) await bulk.take(event);
    const before = still.now();
    const change = other.of('dan', 'change');
    for (let n = 0; n < 50; n += 1) await change.take(event);
    expect(still.now()).toBe(before);
    expect(asked.map(({ limit }) => limit)).toContain(400);
  });

  test('a day that is used up is told, and not waited for', async () => {
    const { budget } = world({ tasksPerProjectPerDay: 10 });
    const bucket = budget.of('ann', 'change');
    const task = { api: 'tasks', call: 'tasks.insert', units: 1 } as const;
    for (let n = 0; n < 10; n += 1) await bucket.take(task);
    await expect(bucket.take(task)).rejects.toMatchObject({ name: 'ReplicaError', kind: 'wait', what: 'tasks' });
  });

  test('a day of Google ends at midnight in California, also where the clocks change', () => {
    const hours = (now: string): number => untilNextDay(Date.parse(now)) / 3_600_000;
    expect(hours('2026-07-01T06:00:00Z')).toBe(1);
    expect(hours('2026-07-01T07:00:00Z')).toBe(24);
    expect(hours('2026-12-01T07:30:00Z')).toBe(0.5);
    expect(hours('2026-11-01T07:00:00Z')).toBe(25);
  });

  test('a limit of 0 is none', async () => {
    const { budget, asked } = world({ calendarPerUserPerMinute: 0, calendarPerProjectPerMinute: 0 });
    for (let n = 0; n < 50; n += 1) await budget.of('ann', 'load').take(event);
    expect(asked).toEqual([]);
  });
});

test('a batch of contacts costs six reads, six writes and two hundred of the day, one contact a single one of each', () => {
  expect(chargesOf({ api: 'people', call: 'people.batchCreateContacts', units: 6 })).toEqual([
    { limit: 'peopleWritesPerMinute', units: 6 },
    { limit: 'peopleReadsPerMinute', units: 6 },
    { limit: 'peopleWritesPerDay', units: 200 },
  ]);
  expect(chargesOf({ api: 'people', call: 'people.updateContact', units: 1 }).map(({ units }) => units)).toEqual([1, 1, 1]);
  expect(chargesOf({ api: 'people', call: 'people.batchDeleteContacts', units: 10 })).toEqual([{ limit: 'peopleDeletesPerMinute', units: 10 }]);
  expect(chargesOf({ api: 'people', call: 'contactGroups.create', units: 1 })).toEqual([{ limit: 'peopleGroupWritesPerMinute', units: 1 }]);
  expect(chargesOf({ api: 'people', call: 'people.getBatchGet', units: 1 })).toEqual([{ limit: 'peopleReadsPerMinute', units: 1 }]);
});
