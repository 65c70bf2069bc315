import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase } from '../../test/support/postgres.ts';
import type { TestDatabase } from '../../test/support/postgres.ts';
import { takeBackAbandoned } from './abandoned.ts';
import { withAccountLock } from './lock.ts';
import { startQueue } from './queue.ts';
import type { Queue } from './queue.ts';

const program = fileURLToPath(new URL('../../test/support/worker-process.ts', import.meta.url));
let database: TestDatabase;
let queue: Queue;

beforeAll(async () => {
  database = await createTestDatabase();
  await sql`create table written (at timestamptz not null default clock_timestamp(), pid int not null, token bigint not null)`.execute(database.store.db);
  queue = await startQueue(database.store, { names: ['synchronize'], superviseSeconds: 1, retryDelaySeconds: 2 });
});
afterAll(async () => {
  await queue.stop();
  await database.drop();
});

test('the job of a killed worker is taken up at once, not after its heartbeat; one that is held is left alone', async () => {
  const { store } = database;
  const child = spawn(process.execPath, [program, database.url, 'queue'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  const taken: string[] = [];
  queue.tick('abandoned jobs', 0.2, async (tx) => void taken.push(...(await takeBackAbandoned(tx, 'synchronize'))));
  await queue.send('synchronize', {}, { singletonKey: 'account-1' });
  // Longer than the grace: a worker that lives and holds its lock keeps its job.
  while (lines.filter((line) => line === 'wrote').length < 25) await sleep(20);
  expect(taken).toEqual([]);
  await queue.send('synchronize', {}, { singletonKey: 'account-1' });
  while (lines.filter((line) => line === 'wrote').length < 27) await sleep(20);
  child.kill('SIGKILL');
  await once(child, 'exit');
  const killed = Date.now();
  const runs: number[] = [];
  await queue.work('synchronize', (job) => withAccountLock(store, job.key ?? '', job.fencingToken, async () => void runs.push(Date.now())));
  while (runs.length === 0) await sleep(20);
  expect(taken).toEqual(['account-1']);
  expect((runs[0] ?? 0) - killed).toBeLessThan(6_000);
});
