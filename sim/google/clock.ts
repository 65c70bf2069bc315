// In: the machine's clock, and orders to set, move, stop or hasten the simulated one. Out: its time.
// A rate of 60 lets a minute of quota pass in a second, a week of token life in under three hours.
// Never here: a wait. Latency and delays stay in real milliseconds, since a real client waits for them.
import { z } from 'zod';

export interface SimulatedClock {
  /** The simulated time when the machine's clock said `since`. */
  readonly at: number;
  readonly since: number;
  /** Simulated milliseconds in one real millisecond. */
  readonly rate: number;
  readonly isFrozen: boolean;
}

export const clockSchema = z.strictObject({
  set: z.union([z.iso.datetime({ offset: true }), z.number().int()]).optional(),
  /** Milliseconds, or an ISO 8601 duration such as P7DT1H. */
  advance: z.union([z.number(), z.string().regex(/^-?P/)]).optional(),
  freeze: z.boolean().optional(),
  rate: z.number().positive().max(100_000).optional(),
});

export type ClockOrder = z.infer<typeof clockSchema>;

export function realClock(realNow: number): SimulatedClock {
  return { at: realNow, since: realNow, rate: 1, isFrozen: false };
}

export function readClock(clock: SimulatedClock, realNow: number): number {
  return clock.isFrozen ? clock.at : Math.floor(clock.at + (realNow - clock.since) * clock.rate);
}

export function turnClock(clock: SimulatedClock, realNow: number, { set, advance, freeze, rate }: ClockOrder): SimulatedClock {
  const start = set === undefined ? readClock(clock, realNow) : typeof set === 'number' ? set : Date.parse(set);
  const step = typeof advance === 'string'
    ? Temporal.Duration.from(advance).total({ unit: 'millisecond', relativeTo: Temporal.Instant.fromEpochMilliseconds(start).toZonedDateTimeISO('UTC') })
    : (advance ?? 0);
  return { at: start + step, since: realNow, rate: rate ?? clock.rate, isFrozen: freeze ?? clock.isFrozen };
}
