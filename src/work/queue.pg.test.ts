import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase } from '../../test/support/postgres.ts';
import type { TestDatabase } from '../../test/support/postgres.ts';
import { readServerPid } from '../store/embedded/server.ts';
import { migrateStore } from '../store/migrate.ts';
import { openStore } from '../store/open.ts';
import { withTransaction } from '../store/transaction.ts';
import { startQueue } from './queue.ts';
import type { Queue } from './queue.ts';

const NAMES = ['send', 'coalesce', 'many', 'retry', 'tick', 'latency'];

describe('queue', () => {
  let database: TestDatabase;
  let queue: Queue;
  const complaints: string[] = [];
  beforeAll(async () => {
    database = await createTestDatabase();
    queue = await startQueue(database.store, { names: NAMES, retryDelaySeconds: 0, log: (line) => complaints.push(line) });
  });
  afterAll(async () => {
    await queue.stop();
    await database.drop();
    expect(complaints).toEqual([]);
  });

  const until = async (condition: () => boolean): Promise<void> => {
    while (!condition()) await sleep(10);
  };

  test('a job sent in a transaction exists only if it commits', async () => {
    await expect(
      withTransaction(database.store, async (tx) => {
        await queue.send('send', {}, { singletonKey: 'a' }, tx);
        throw new Error('roll back');
      }),
    ).rejects.toThrow('roll back');
    expect((await queue.count('send')).waiting).toBe(0);
    await withTransaction(database.store, (tx) => queue.send('send', {}, { singletonKey: 'a' }, tx));
    expect((await queue.count('send')).waiting).toBe(1);
  });

  test('requests for one account melt into one waiting job; one account never runs twice at once', async () => {
    const running = new Set<string>();
    const runs: string[] = [];
    let overlaps = 0;
    for (let account = 0; account < 5; account++) {
      const sent = await Promise.all([1, 2, 3].map(() => queue.send('coalesce', {}, { singletonKey: `account-${account}` })));
      expect(sent.filter((id) => id !== undefined)).toHaveLength(1);
    }
    await queue.work(
      'coalesce',
      async (job) => {
        const key = job.key ?? '';
        if (running.has(key)) overlaps += 1;
        running.add(key);
        // A request that comes while its account runs must lead to another run afterwards.
        if (!runs.includes(key)) await queue.send('coalesce', {}, { singletonKey: key });
        runs.push(key);
        await sleep(20);
        running.delete(key);
      },
      { concurrency: 3 },
    );
    await until(() => runs.length === 10);
    await sleep(100);
    expect(runs).toHaveLength(10);
    expect(overlaps).toBe(0);
  });

  test('a hundred jobs at once do not wait for the polling interval each', async () => {
    let done = 0;
    await queue.sendAll('many', Array.from({ length: 100 }, (_, n) => ({ data: {}, singletonKey: `${n}` })));
    const begun = Date.now();
    await queue.work('many', async () => void (done += 1), { concurrency: 4 });
    await until(() => done === 100);
    expect(Date.now() - begun).toBeLessThan(5_000);
  });

  test('a job that throws is tried again under a higher token', async () => {
    const attempts: [number, bigint][] = [];
    await queue.work('retry', async (job) => {
      attempts.push([job.attempt, job.fencingToken]);
      if (attempts.length < 3) throw new Error('not yet');
    });
    await queue.send('retry', {}, { singletonKey: 'a' });
    await until(() => attempts.length === 3);
    expect(attempts.map(([attempt]) => attempt)).toEqual([0, 1, 2]);
    const tokens = attempts.map(([, token]) => token);
    expect(tokens).toEqual(tokens.toSorted((a, b) => Number(a - b)));
    expect(new Set(tokens).size).toBe(3);
  });

  test('a new job wakes its worker', async () => {
    let woken = 0;
    await queue.work('latency', async () => void (woken = Date.now()));
    await sleep(300);
    const sent = Date.now();
    await queue.send('latency', {}, { singletonKey: 'a' });
    await until(() => woken > 0);
    expect(woken - sent).toBeLessThan(400);
  });

  test('a tick runs again and again, its jobs belong to its transaction, and a failure does not end it', async () => {
    await sql`create table due (account text primary key)`.execute(database.store.db);
    await sql`insert into due values ('a'), ('b')`.execute(database.store.db);
    let ticks = 0;
    queue.tick('dispatch', 0.05, async (tx) => {
      const { rows } = await sql<{ account: string }>`delete from due returning account`.execute(tx);
      await queue.sendAll('tick', rows.map(({ account }) => ({ data: {}, singletonKey: account })), tx);
      ticks += 1;
      if (ticks === 1) throw new Error('rolls back');
    });
    await until(() => ticks > 2);
    expect((await queue.count('tick')).waiting).toBe(2);
    expect(complaints.splice(0).join()).toMatch(/tick dispatch failed.*rolls back/);
  });
});

test('the queue goes on after the private server was killed', async () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'smartoffice-sync-queue-'));
  const lines: string[] = [];
  const store = await openStore({ dataFolder, log: (line) => lines.push(line) });
  try {
    await migrateStore(store);
    const queue = await startQueue(store, { names: ['after'] });
    const runs: string[] = [];
    await queue.work('after', async (job) => void runs.push(job.key ?? ''));
    await queue.send('after', {}, { singletonKey: 'before' });
    while (runs.length < 1) await sleep(10);
    process.kill(readServerPid(join(dataFolder, 'postgres', 'cluster'))!, 'SIGKILL');
    // Until then its last sessions may still answer, and a send may fail with them.
    while (!lines.includes('PostgreSQL answers again')) await sleep(10);
    await queue.send('after', {}, { singletonKey: 'afterwards' });
    while (runs.length < 2) await sleep(10);
    expect(runs).toEqual(['before', 'afterwards']);
    await queue.stop();
  } finally {
    await store.close();
    rmSync(dataFolder, { recursive: true, force: true, maxRetries: 3 });
  }
});
