// What a call uses up at Google. In: the API, the call and its units. Out: charges against
// Google's limits by name, and the limits as far as they are known (NOTES.md, quotas).
// Never here: a wait. Who may spend how much and when is decided in budget.ts.

import type { Api } from './pace.ts';

export interface Limits {
  readonly calendarPerUserPerMinute: number;
  readonly calendarPerProjectPerMinute: number;
  readonly peopleReadsPerMinute: number;
  readonly peopleWritesPerMinute: number;
  readonly peopleWritesPerDay: number;
  readonly peopleDeletesPerMinute: number;
  readonly peopleGroupReadsPerMinute: number;
  readonly peopleGroupWritesPerMinute: number;
  readonly tasksPerProjectPerDay: number;
}

/** Calendar and Tasks as published; People as seen in consoles, where Google publishes nothing. */
export const defaultLimits: Limits = {
  calendarPerUserPerMinute: 600,
  calendarPerProjectPerMinute: 10_000,
  peopleReadsPerMinute: 90,
  peopleWritesPerMinute: 90,
  peopleWritesPerDay: 100_000,
  peopleDeletesPerMinute: 30,
  peopleGroupReadsPerMinute: 90,
  peopleGroupWritesPerMinute: 30,
  tasksPerProjectPerDay: 50_000,
};

export interface Spending {
  readonly api: Api;
  readonly call: string;
  readonly units: number;
}

export interface Charge {
  readonly limit: keyof Limits;
  readonly units: number;
}

/** A batch of 200 costs the day 200, however few are in it. */
const contactBatch = 200;

export function chargesOf({ api, call, units }: Spending): readonly Charge[] {
  switch (api) {
    case 'calendar':
      return [{ limit: 'calendarPerUserPerMinute', units }, { limit: 'calendarPerProjectPerMinute', units }];
    case 'tasks':
      return [{ limit: 'tasksPerProjectPerDay', units }];
    case 'people':
      return peopleCharges(call, units);
    default:
      return api satisfies never;
  }
}

function peopleCharges(call: string, units: number): readonly Charge[] {
  if (/delete/i.test(call)) return [{ limit: 'peopleDeletesPerMinute', units }];
  if (call.startsWith('contactGroups.')) return [{ limit: /list|get/i.test(call) ? 'peopleGroupReadsPerMinute' : 'peopleGroupWritesPerMinute', units }];
  if (!/create|update/i.test(call)) return [{ limit: 'peopleReadsPerMinute', units }];
  return [
    { limit: 'peopleWritesPerMinute', units },
    { limit: 'peopleReadsPerMinute', units },
    { limit: 'peopleWritesPerDay', units: /batch/i.test(call) ? contactBatch : 1 },
  ];
}

/** Google counts its days from midnight to midnight at its own place. */
export function untilNextDay(now: number): number {
  const there = Temporal.Instant.fromEpochMilliseconds(Math.floor(now)).toZonedDateTimeISO('America/Los_Angeles');
  return Math.max(1, there.toPlainDate().add({ days: 1 }).toZonedDateTime('America/Los_Angeles').epochMilliseconds - now);
}

export const isPerDay = (limit: keyof Limits): boolean => limit.endsWith('PerDay');
export const isPerProject = (limit: keyof Limits): boolean => limit.includes('PerProject');
