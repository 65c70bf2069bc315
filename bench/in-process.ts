// The rooms in this process, over a store: for measurements that need to see a single
// cycle begin and end. In: a store, the account, the doors to its replicas. Out: contexts.
// The worker's own way, without its queue and schedule.

import type { CycleContext, Replicas } from '../src/cycle/context.ts';
import { loadAtWork } from '../src/store/at-work.ts';
import type { Store } from '../src/store/open.ts';
import { contextOf } from '../src/work/account-context.ts';
import type { AccountDoors } from '../src/work/account-context.ts';
import { takeFencingToken, withAccountLock, withFencedTransaction } from '../src/work/lock.ts';

export async function withContext<T>(store: Store, doors: AccountDoors, accountId: string, work: (context: CycleContext) => Promise<T>, replicas?: Replicas): Promise<T> {
  const token = await takeFencingToken(store);
  return withAccountLock(store, accountId, token, async (lock) => {
    const loaded = await loadAtWork(store.db, accountId);
    return work(contextOf(store, doors, loaded, replicas ?? (await doors.openReplicas(loaded.chosen, loaded.person)), (fn) => withFencedTransaction(store, lock, fn), lock.signal));
  });
}
