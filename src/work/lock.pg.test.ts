import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase } from '../../test/support/postgres.ts';
import type { TestDatabase } from '../../test/support/postgres.ts';
import { withTransaction } from '../store/transaction.ts';
import { assertFence, FenceLost, LOCK_SPACE, takeFencingToken, withAccountLock, withFencedTransaction } from './lock.ts';
import { startQueue } from './queue.ts';

const program = fileURLToPath(new URL('../../test/support/worker-process.ts', import.meta.url));

type Worker = { readonly child: ChildProcess; readonly lines: string[]; said(line: string, times?: number): Promise<void> };

describe('account lock', () => {
  let database: TestDatabase;
  const workers: Worker[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    await sql`create table written (at timestamptz not null default clock_timestamp(), pid int not null, token bigint not null)`.execute(database.store.db);
  });
  beforeEach(() => sql`truncate written`.execute(database.store.db));
  afterEach(async () => {
    for (const { child } of workers.splice(0)) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  });
  afterAll(() => database.drop());

  function startWorker(mode: 'queue' | 'transaction'): Worker {
    const child = spawn(process.execPath, [program, database.url, mode], { stdio: ['ignore', 'pipe', 'inherit'] });
    const lines: string[] = [];
    createInterface({ input: child.stdout! }).on('line', (line) => lines.push(line));
    const worker: Worker = {
      child,
      lines,
      async said(line, times = 1) {
        while (lines.filter((one) => one === line).length < times) {
          if (child.exitCode !== null) throw new Error(`The worker ended after: ${lines.join(', ')}`);
          await sleep(10);
        }
      },
    };
    workers.push(worker);
    return worker;
  }

  const tokenOrder = async (): Promise<readonly number[]> => {
    const { rows } = await sql<{ pid: number }>`select pid from written order by at`.execute(database.store.db);
    return rows.map((row) => row.pid);
  };

  test('an older claim is refused, a newer one ends the older one', async () => {
    const { store } = database;
    const older = await takeFencingToken(store);
    const newer = await takeFencingToken(store);
    let aborted = false;
    await withAccountLock(store, 'account-2', older, async (lock) => {
      lock.signal.addEventListener('abort', () => (aborted = true));
      await withFencedTransaction(store, lock, async () => undefined);
      await withAccountLock(store, 'account-2', newer, async () => undefined, { graceMs: 50 });
      await expect(withTransaction(store, (tx) => assertFence(tx, 'account-2', older))).rejects.toThrow(FenceLost);
    });
    expect(aborted).toBe(true);
    await expect(withAccountLock(store, 'account-2', older, async () => undefined)).rejects.toThrow(FenceLost);
    await expect(withAccountLock(store, 'account-2', newer, async () => undefined)).rejects.toThrow(FenceLost);
  });

  test('within the grace an older holder may end by itself, and the newer one waits', async () => {
    const { store } = database;
    const events: string[] = [];
    const older = await takeFencingToken(store);
    const newer = await takeFencingToken(store);
    const first = withAccountLock(store, 'account-3', older, async (lock) => {
      await sleep(200);
      events.push(lock.signal.aborted ? 'cut' : 'older ended');
    });
    await sleep(50);
    await withAccountLock(store, 'account-3', newer, async () => void events.push('newer began'), { graceMs: 5_000 });
    await first;
    expect(events).toEqual(['older ended', 'newer began']);
  });

  test('locks of different accounts do not touch each other', async () => {
    const { store } = database;
    await withAccountLock(store, 'account-4', await takeFencingToken(store), async (outer) => {
      await withAccountLock(store, 'account-5', await takeFencingToken(store), async () => undefined);
      expect(outer.signal.aborted).toBe(false);
    });
  });

  test('the session of a lock that has ended is taken for the next one; one that was lost is not', async () => {
    const { store } = database;
    const sessionOf = async (account: string): Promise<number> => {
      const { rows } = await sql<{ pid: number }>`select pid from pg_locks where locktype = 'advisory' and (classid::bigint << 32) | objid::bigint = hashtextextended(${account}, ${LOCK_SPACE})`.execute(store.db);
      expect(rows).toHaveLength(1);
      return rows[0]?.pid ?? 0;
    };
    const lockOnce = async (account: string, within?: (pid: number) => Promise<unknown>): Promise<number> => {
      const pid = await withAccountLock(store, account, await takeFencingToken(store), async () => {
        const mine = await sessionOf(account);
        await within?.(mine);
        return mine;
      });
      const { rows } = await sql`select 1 from pg_locks where locktype = 'advisory' and pid = ${pid}`.execute(store.db);
      expect(rows).toEqual([]);
      return pid;
    };
    const first = await lockOnce('account-6');
    expect(await lockOnce('account-7')).toBe(first);
    await lockOnce('account-6', (pid) => sql`select pg_terminate_backend(${pid}, 5000)`.execute(store.db));
    expect(await lockOnce('account-6')).not.toBe(first);
  });

  test('a worker frozen inside a write transaction does not hold up its replacement and cannot commit', async () => {
    const { store } = database;
    const frozen = startWorker('transaction');
    await frozen.said('inside');
    frozen.child.kill('SIGSTOP');
    const begun = Date.now();
    await withAccountLock(store, 'account-1', await takeFencingToken(store), (lock) =>
      withFencedTransaction(store, lock, async (tx) => {
        await sql`insert into written (pid, token) values (${process.pid}, ${lock.token.toString()}::bigint)`.execute(tx);
      }), { graceMs: 300 });
    expect(Date.now() - begun).toBeLessThan(3_000);
    const ended = once(frozen.child, 'exit');
    frozen.child.kill('SIGCONT');
    expect((await ended)[0]).toBe(3);
    expect(frozen.lines.at(-1)).toBe('fence-lost');
    expect(await tokenOrder()).toEqual([process.pid]);
  });

  test('a worker frozen past its heartbeat is replaced; thawed, its write is refused and it ends', async () => {
    const queue = await startQueue(database.store, { names: ['synchronize'], superviseSeconds: 1, retryDelaySeconds: 0 });
    try {
      const first = startWorker('queue');
      await first.said('ready');
      await queue.send('synchronize', {}, { singletonKey: 'account-1' });
      await first.said('wrote', 2);
      first.child.kill('SIGSTOP');
      const second = startWorker('queue');
      await second.said('wrote', 2);
      const ended = once(first.child, 'exit');
      first.child.kill('SIGCONT');
      expect((await ended)[0]).toBe(3);
      expect(first.lines.at(-1)).toBe('fence-lost');
      await second.said('finished');
      const order = await tokenOrder();
      // Not one write of the first after the first one of the second.
      expect(order.lastIndexOf(first.child.pid!)).toBeLessThan(order.indexOf(second.child.pid!));
      expect(order.filter((pid) => pid === second.child.pid)).toHaveLength(25);
    } finally {
      await queue.stop();
    }
  });
});
