// How fast we may ask. In: a clock and refusals. Out: delays, and a gate that lets one
// request through at a time while Google tells us to slow down, so that eight in flight
// do not become eight refusals. Never here: what a refusal means (trouble.ts).

export interface Clock {
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  /** 0 ≤ random() < 1, for jitter. */
  random(): number;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  random: () => Math.random(),
};

/** The same clock for waits, run faster: with a factor of 0.01 a minute's wait is over in 0.6 s. */
export function hasten(clock: Clock, factor: number): Clock {
  if (factor === 1) return clock;
  return { now: () => clock.now() / factor, sleep: (milliseconds) => clock.sleep(milliseconds * factor), random: () => clock.random() };
}

/** Resolves when the units may be spent; budget.ts shares them between all workers. */
export interface TokenBucket {
  take(spending: { readonly api: Api; readonly call: string; readonly units: number }): Promise<void>;
}

export type Api = 'calendar' | 'people' | 'tasks';

/** Half fixed, half random: doubles with every attempt, at most half a minute. */
export function backOff(attempt: number, clock: Clock): number {
  const full = Math.min(1000 * 2 ** attempt, 32_000);
  return full / 2 + (full / 2) * clock.random();
}

export interface Gate {
  /** Runs at once in good times; one after the other, and not before the pause ends, in bad. */
  pass<T>(run: () => Promise<T>): Promise<T>;
  slowDown(milliseconds: number): void;
  recover(): void;
  readonly refusals: number;
}

export function makeGate(clock: Clock): Gate {
  let refusals = 0;
  let openAt = 0;
  let tail: Promise<unknown> = Promise.resolve();
  async function wait(): Promise<void> {
    for (let left = openAt - clock.now(); left > 0; left = openAt - clock.now()) await clock.sleep(left);
  }
  return {
    pass: async (run) => {
      if (refusals === 0) return run();
      const turn = tail.then(async () => {
        if (refusals === 0) return undefined;
        await wait();
        return { result: await run() };
      });
      tail = turn.then(
        () => undefined,
        () => undefined,
      );
      const done = await turn;
      // The one before us got through: no need to queue any longer.
      return done === undefined ? run() : done.result;
    },
    slowDown: (milliseconds) => {
      // Refusals of requests that were in flight together count once.
      if (clock.now() >= openAt) refusals += 1;
      openAt = Math.max(openAt, clock.now() + milliseconds);
    },
    recover: () => {
      if (clock.now() >= openAt) refusals = 0;
    },
    get refusals() {
      return refusals;
    },
  };
}

/** Runs jobs with at most `width` in flight and yields each result as it comes. */
export async function* inFlight<J, R>(jobs: readonly J[], width: number, run: (job: J) => Promise<R>): AsyncGenerator<R> {
  const queue = [...jobs];
  const running = new Map<number, Promise<{ key: number; result?: R; error?: unknown }>>();
  let key = 0;
  let failed: { error: unknown } | undefined;
  const start = (job: J): void => {
    const mine = (key += 1);
    running.set(
      mine,
      run(job).then(
        (result) => ({ key: mine, result }),
        (error: unknown) => ({ key: mine, error: error ?? new Error('failed') }),
      ),
    );
  };
  while (queue.length > 0 || running.size > 0) {
    while (queue.length > 0 && running.size < width && failed === undefined) start(queue.shift() as J);
    if (running.size === 0) break;
    const done = await Promise.race(running.values());
    running.delete(done.key);
    // After trouble nothing new is started, but what is in flight still answers.
    if (done.error !== undefined) failed ??= { error: done.error };
    else yield done.result as R;
  }
  if (failed !== undefined) throw failed.error;
}
