// What comes in: jobs by name, with the account they are for.
// What goes out: each account's jobs run one at a time, at least once, by any of the workers,
// with a token that orders their attempts.
// Never here: knowledge of what a job does, or the assumption that an attempt runs only once.

import { sql } from 'kysely';
import { fromKysely, PgBoss } from 'pg-boss';
import type { JobWithMetadata } from 'pg-boss';
import type { Sql, Store, Tx } from '../store/open.ts';
import { withTransaction } from '../store/transaction.ts';

export type Job<Data> = {
  readonly id: string;
  readonly data: Data;
  readonly key: string | undefined;
  /** 0 for the first attempt. */
  readonly attempt: number;
  /** For withAccountLock: a later attempt, here or elsewhere, has a higher one. */
  readonly fencingToken: bigint;
  /** Aborts when this attempt has been given to somebody else or the program stops. It must be obeyed. */
  readonly signal: AbortSignal;
};

export type SendOptions = {
  /** The account. While a job of this key waits, another one adds nothing and is dropped. */
  readonly singletonKey?: string;
  readonly startAfterSeconds?: number;
  readonly priority?: number;
};

export type Queue = {
  /** Undefined when one with this key waits already. Inside `tx`, the job exists when it commits. */
  send(name: string, data: object, options?: SendOptions, tx?: Tx): Promise<string | undefined>;
  /** Many at once; those whose key waits already are dropped. */
  sendAll(name: string, jobs: readonly { readonly data: object; readonly singletonKey: string }[], tx?: Tx): Promise<void>;
  work<Data extends object>(
    name: string,
    run: (job: Job<Data>) => Promise<void>,
    options?: { readonly concurrency?: number },
  ): Promise<void>;
  /**
   * Runs `fn` now and then, in one process at a time, in a transaction that also covers its sends.
   * Every process has its own clock, so `fn` must look for what is due, not count.
   */
  tick(name: string, everySeconds: number, fn: (tx: Tx) => Promise<void>): void;
  /** How many jobs of that name wait, run, or have been given up. */
  count(name: string): Promise<{ readonly waiting: number; readonly active: number; readonly failed: number }>;
  /** Sets a job back that waits already, behind what comes until then. */
  postpone(name: string, singletonKey: string, seconds: number): Promise<void>;
  /** Whether a job would be taken now, or in a moment, if somebody were free: one of a key that nobody works on. */
  isAnyWaiting(name: string): Promise<boolean>;
  /** Gracefully: takes no new jobs and waits for the running ones, at most `timeoutSeconds`. */
  stop(options?: { readonly graceful?: boolean; readonly timeoutSeconds?: number }): Promise<void>;
};

export type QueueOptions = {
  /** All names that are sent or worked on. */
  readonly names: readonly string[];
  /** How often dead workers are looked for. */
  readonly superviseSeconds?: number;
  readonly pollingSeconds?: number;
  readonly retryLimit?: number;
  readonly retryDelaySeconds?: number;
  readonly log?: (line: string) => void;
};

const SCHEMA = 'pgboss';
/** A worker that is silent for so long is replaced; pg-boss takes nothing less. */
const heartbeatSeconds = 10;

export async function startQueue(store: Store, options: QueueOptions): Promise<Queue> {
  const log = options.log ?? (() => undefined);
  const supervise = options.superviseSeconds ?? 5;
  const polling = options.pollingSeconds ?? 1;
  const boss = new PgBoss({
    ...connectionOf(store),
    schema: SCHEMA,
    application_name: 'smartoffice-sync queue',
    max: 4,
    useListenNotify: true,
    // Our schedule is tick(): cron rows for each account do not scale (docs/decisions/0003-queue.md).
    schedule: false,
    supervise: true,
    superviseIntervalSeconds: supervise,
    monitorIntervalSeconds: supervise,
  });
  boss.on('error', (error) => log(`The queue met an error: ${error.message}`));
  boss.on('warning', (warning) => log(`The queue warns: ${warning.message}`));
  await boss.start({ attempts: 3 });
  for (const name of options.names) await defineQueue(boss, name, options);

  const timers: NodeJS.Timeout[] = [];
  const ticking = new Map<string, Promise<void>>();
  let stopping: Promise<void> | undefined;

  const stop: Queue['stop'] = async ({ graceful = true, timeoutSeconds = 30 } = {}) => {
    for (const timer of timers) clearInterval(timer);
    await Promise.all(ticking.values());
    await boss.stop({ graceful, timeout: timeoutSeconds * 1_000 });
  };

  return {
    async send(name, data, { singletonKey, startAfterSeconds, priority } = {}, tx) {
      const id = await boss.send(name, data, {
        ...(singletonKey === undefined ? {} : { singletonKey }),
        ...(startAfterSeconds === undefined ? {} : { startAfter: startAfterSeconds }),
        ...(priority === undefined ? {} : { priority }),
        ...inside(tx),
      });
      return id ?? undefined;
    },
    async sendAll(name, jobs, tx) {
      if (jobs.length > 0) await boss.insert(name, [...jobs], inside(tx));
    },
    async work<Data extends object>(name: string, run: (job: Job<Data>) => Promise<void>, { concurrency = 1 } = {}) {
      // One pg-boss worker each, so that each can be told to look for the next job as soon as it is free.
      for (let index = 0; index < concurrency; index++) {
        const worker: string = await boss.work(
          name,
          { batchSize: 1, includeMetadata: true, pollingIntervalSeconds: polling, notifyPollingIntervalSeconds: polling },
          async (jobs: JobWithMetadata<Data>[]) => {
            try {
              for (const job of jobs) await runAttempt(store.db, job, run, log);
            } finally {
              // A worker otherwise sleeps for the polling interval after each job, however many wait.
              boss.notifyWorker(worker);
            }
          },
        );
      }
    },
    tick(name, everySeconds, fn) {
      const timer = setInterval(() => {
        // A slow one is not run twice at once.
        if (ticking.has(name)) return;
        const running = tickOnce(store, name, fn)
          .catch((error: Error) => log(`The tick ${name} failed and will be tried again: ${error.message}`))
          .finally(() => ticking.delete(name));
        ticking.set(name, running);
      }, everySeconds * 1_000);
      timers.push(timer);
    },
    async count(name) {
      const { rows } = await sql<{ waiting: number; active: number; failed: number }>`
        select count(*) filter (where state in ('created', 'retry'))::int as waiting,
               count(*) filter (where state = 'active')::int as active,
               count(*) filter (where state = 'failed')::int as failed
        from pgboss.job where name = ${name}`.execute(store.db);
      return rows[0] ?? { waiting: 0, active: 0, failed: 0 };
    },
    async postpone(name, singletonKey, seconds) {
      await sql`
        update pgboss.job set priority = -1, start_after = greatest(start_after, now() + make_interval(secs => ${seconds}))
        where name = ${name} and singleton_key = ${singletonKey} and state = 'created'`.execute(store.db);
    },
    async isAnyWaiting(name) {
      const { rows } = await sql<{ waits: boolean }>`
        select exists (
          select from pgboss.job as waiting
          where name = ${name} and state in ('created', 'retry') and start_after <= now() + interval '2 seconds'
            and not exists (select from pgboss.job as running where running.name = waiting.name and running.singleton_key = waiting.singleton_key and running.state = 'active')) as waits`.execute(store.db);
      return rows[0]?.waits === true;
    },
    stop: (stopOptions) => (stopping ??= stop(stopOptions)),
  };
}

async function defineQueue(boss: PgBoss, name: string, options: QueueOptions): Promise<void> {
  const settings = {
    // A death is noticed by the heartbeat; this only bounds a job that beats and never ends.
    expireInSeconds: 6 * 3600,
    heartbeatSeconds,
    retryLimit: options.retryLimit ?? 5,
    retryDelay: options.retryDelaySeconds ?? 5,
    retryBackoff: (options.retryDelaySeconds ?? 5) > 0,
    deleteAfterSeconds: 24 * 3600,
    notify: true,
  };
  await boss.createQueue(name, { policy: 'stately', ...settings });
  // It may exist from an earlier version with other settings.
  await boss.updateQueue(name, settings);
}

/**
 * The token is taken while the claim is looked at: a worker that slept through its replacement
 * finds its claim gone, or holds a lower token than its replacement.
 */
async function runAttempt<Data>(
  db: Sql,
  job: JobWithMetadata<Data>,
  run: (job: Job<Data>) => Promise<void>,
  log: (line: string) => void,
): Promise<void> {
  const { rows } = await sql<{ token: string }>`
    select nextval('fencing_token') as token from pgboss.job
    where name = ${job.name} and id = ${job.id}::uuid and state = 'active' and retry_count = ${job.retryCount}`.execute(db);
  if (rows[0] === undefined) {
    log(`Job ${job.id} was given to another worker before it began here`);
    return;
  }
  await run({
    id: job.id,
    data: job.data,
    key: job.singletonKey ?? undefined,
    attempt: job.retryCount,
    fencingToken: BigInt(rows[0].token),
    signal: job.signal,
  });
}

async function tickOnce(store: Store, name: string, fn: (tx: Tx) => Promise<void>): Promise<void> {
  await withTransaction(store, async (tx) => {
    const { rows } = await sql<{ first: boolean }>`
      select pg_try_advisory_xact_lock(hashtextextended(${`tick ${name}`}, 7)) as first`.execute(tx);
    if (rows[0]?.first) await fn(tx);
  });
}

function inside(tx: Tx | undefined): { db?: ReturnType<typeof fromKysely> } {
  return tx ? { db: fromKysely(tx) } : {};
}

function connectionOf(store: Store): { connectionString?: string; host?: string; port?: number; user?: string; password?: string; database?: string } {
  const { connectionString, host, port, user, database } = store.connection;
  return connectionString === undefined ? { host, port, user, password: '', database } : { connectionString };
}
