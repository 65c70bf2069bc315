// What comes in: a database address and what to do: `queue` or `transaction`, as another process.
// What goes out: a line on standard output for each thing that happens to it.
// Never here: care for its own lock. It stands for a worker that is frozen and does not notice.

import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { openStore } from '../../src/store/open.ts';
import { FenceLost, takeFencingToken, withAccountLock, withFencedTransaction } from '../../src/work/lock.ts';
import type { AccountLock } from '../../src/work/lock.ts';
import { startQueue } from '../../src/work/queue.ts';

const [databaseUrl = '', mode = ''] = process.argv.slice(2);
const store = await openStore({ databaseUrl, poolSize: 4 });

function say(what: string): void {
  process.stdout.write(`${what}\n`);
}

const write = (lock: AccountLock, meanwhile: () => Promise<void> = async () => undefined): Promise<void> =>
  withFencedTransaction(store, lock, async (tx) => {
    await sql`insert into written (pid, token) values (${process.pid}, ${lock.token.toString()}::bigint)`.execute(tx);
    await meanwhile();
  });

async function writeUntilStopped(lock: AccountLock): Promise<void> {
  say('locked');
  lock.signal.addEventListener('abort', () => say('signal'));
  for (let n = 1; n <= 25; n++) {
    await write(lock);
    say('wrote');
    await sleep(100);
  }
  say('finished');
}

function end(error: unknown): never {
  say(error instanceof FenceLost ? 'fence-lost' : `other-error ${String(error)}`);
  process.exit(3);
}

if (mode === 'queue') {
  const queue = await startQueue(store, { names: ['synchronize'], superviseSeconds: 1, retryDelaySeconds: 0 });
  await queue.work('synchronize', async (job) => {
    try {
      await withAccountLock(store, 'account-1', job.fencingToken, writeUntilStopped, { signal: job.signal });
    } catch (error) {
      end(error);
    }
  });
  say('ready');
} else {
  const token = await takeFencingToken(store);
  await withAccountLock(store, 'account-1', token, async (lock) => {
    await write(lock, async () => {
      say('inside');
      await sleep(500);
    });
    say('committed');
  }).catch(end);
  await store.close();
}
