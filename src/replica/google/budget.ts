// Who may ask Google how much, and when. In: the limits, and a ledger that all processes
// share. Out: a bucket for each account, whose `take` resolves when the units may be spent.
// Units are taken from the ledger in slices, so that not every request asks the database;
// what a slice has left when it lapses is given back. Never here: a limit passed knowingly,
// or loads of whole accounts that leave nothing for a small change of another one.

import { ReplicaError } from '../replica.ts';
import { chargesOf, isPerDay, isPerProject, untilNextDay } from './cost.ts';
import type { Limits } from './cost.ts';
import type { Clock, TokenBucket } from './pace.ts';

export interface Demand {
  readonly scope: string;
  readonly want: number;
  /** Less than that is of no use: nothing is granted then. */
  readonly least: number;
  /** Spent already without asking, and written down now. */
  readonly spent: number;
  readonly limit: number;
  readonly spanMs: number;
  /** How long after it was granted a slice may be spent. */
  readonly lifeMs: number;
  /** What an earlier slice did not use. */
  readonly back?: { readonly slot: string; readonly units: number };
}

export interface Grant {
  readonly granted: number;
  /** By what the rest of this grant is given back. */
  readonly slot: string;
  /** When nothing was granted: how long until it may be. */
  readonly waitMs: number;
}

/** The account of all spending, shared by all processes. */
export interface QuotaLedger {
  take(demand: Demand): Promise<Grant>;
}

/** 'load': a whole account is read or written for the first time; 'change': anything else. */
export type Weight = 'load' | 'change';

export interface Budget {
  of(user: string, weight: Weight): TokenBucket;
  /** Gives back what is left of slices that last. */
  close(): Promise<void>;
}

export interface BudgetOptions {
  readonly ledger: QuotaLedger;
  readonly limits: Limits;
  readonly clock: Clock;
}

const minute = 60_000;
const day = 86_400_000;
/** Of what the whole project has, loads leave this much to changes. */
const shareOfLoads = 0.8;
/** A longer wait is told to the person instead of being sat out. */
const longestWait = 90_000;

interface Purse {
  take(units: number): Promise<void>;
  close(): Promise<void>;
}

export function openBudget(options: BudgetOptions): Budget {
  const { limits } = options;
  const projects = new Map<string, Purse>();
  const users = new Map<string, { purse: Purse; usedAt: number }>();

  function purseOf(name: keyof Limits, user: string, weight: Weight): Purse {
    if (!isPerProject(name)) {
      const key = `${name} ${user}`;
      forgetIdle();
      const known = users.get(key) ?? { purse: openPurse(options, specOf(name, key, limits[name])), usedAt: 0 };
      known.usedAt = options.clock.now();
      users.set(key, known);
      return known.purse;
    }
    const key = `${name} ${weight}`;
    const purse = projects.get(key) ?? openPurse(options, specOf(name, name, weight === 'load' ? Math.floor(limits[name] * shareOfLoads) : limits[name]));
    projects.set(key, purse);
    return purse;
  }

  /** A process may see very many accounts in its life. */
  function forgetIdle(): void {
    if (users.size < 5000) return;
    for (const [key, { usedAt }] of users) if (options.clock.now() - usedAt > 2 * minute) users.delete(key);
  }

  return {
    of: (user, weight) => ({
      take: async (spending) => {
        // The user's own first: that is where waits are long.
        for (const charge of chargesOf(spending)) if (limits[charge.limit] > 0) await purseOf(charge.limit, user, weight).take(charge.units);
      },
    }),
    close: async () => {
      for (const purse of projects.values()) await purse.close();
    },
  };
}

interface PurseSpec {
  readonly name: keyof Limits;
  readonly scope: string;
  readonly limit: number;
  readonly spanMs: number;
  readonly lifeMs: number;
  readonly slice: number;
  /** So much in a span is spent without asking: what a cycle without changes needs. */
  readonly small: number;
}

function specOf(name: keyof Limits, scope: string, limit: number): PurseSpec {
  if (isPerDay(name)) return { name, scope, limit, spanMs: day, lifeMs: 5 * minute, slice: Math.max(1, Math.ceil(limit / 1000)), small: 0 };
  const small = isPerProject(name) ? Math.floor(limit / 500) : Math.floor(limit / 50);
  return { name, scope, limit, spanMs: minute, lifeMs: 1000, slice: Math.max(1, Math.ceil(limit / (isPerProject(name) ? 100 : 24))), small };
}

function openPurse({ ledger, clock }: BudgetOptions, spec: PurseSpec): Purse {
  let slice = { left: 0, until: 0, slot: '' };
  let spent = 0;
  let spentSince = 0;
  let askedAt = Number.NEGATIVE_INFINITY;
  let tail: Promise<void> | undefined;

  /** What is spent in a day of Google's is free again at its end. */
  const spanNow = (): number => (isPerDay(spec.name) ? Math.round(untilNextDay(clock.now())) : spec.spanMs);

  function spendAtHand(units: number): boolean {
    const now = clock.now();
    if (slice.left >= units && now < slice.until) {
      slice = { ...slice, left: slice.left - units };
      return true;
    }
    if (now - spentSince > spec.spanMs) spent = 0;
    // Where much is spent, all of it is written down before.
    if (now - askedAt <= spec.spanMs || spent + units > spec.small) return false;
    if (spent === 0) spentSince = now;
    spent += units;
    return true;
  }

  async function refill(units: number): Promise<void> {
    for (;;) {
      const back = slice.left > 0 ? { slot: slice.slot, units: slice.left } : undefined;
      slice = { ...slice, left: 0 };
      const demand = { scope: spec.scope, want: Math.max(units, spec.slice), least: units, spent, limit: spec.limit, spanMs: spanNow(), lifeMs: spec.lifeMs, back };
      spent = 0;
      const { granted, slot, waitMs } = await ledger.take(demand);
      askedAt = clock.now();
      if (granted > 0) {
        slice = { left: Math.max(0, granted - units), until: clock.now() + spec.lifeMs, slot };
        return;
      }
      if (waitMs > longestWait) {
        throw new ReplicaError('wait', `What Google allows is used up for now (${spec.name} ${spec.limit}).`, { until: clock.now() + waitMs, ...(spec.name === 'tasksPerProjectPerDay' ? { what: 'tasks' } : {}) });
      }
      await clock.sleep(waitMs + 20 * clock.random());
    }
  }

  return {
    take: async (units) => {
      if (tail === undefined && spendAtHand(units)) return;
      // One after the other, in the order in which they came.
      const before = tail ?? Promise.resolve();
      const turn = before.catch(() => undefined).then(() => (spendAtHand(units) ? undefined : refill(units)));
      tail = turn;
      try {
        await turn;
      } finally {
        if (tail === turn) tail = undefined;
      }
    },
    close: async () => {
      if (slice.left === 0 || clock.now() >= slice.until || spec.spanMs < day) return;
      const back = { slot: slice.slot, units: slice.left };
      slice = { ...slice, left: 0 };
      await ledger.take({ scope: spec.scope, want: 0, least: 0, spent, limit: spec.limit, spanMs: spanNow(), lifeMs: spec.lifeMs, back });
    },
  };
}
