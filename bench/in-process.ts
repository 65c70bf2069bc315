// The rooms in this process, over a store: for measurements that need to see a single
// cycle begin and end. In: a store, the account, the doors to its replicas. Out: contexts.
// The worker's own way, without its queue and schedule.

import type { CycleContext, Replicas } from '../src/cycle/context.ts';
import { loadAccount } from '../src/store/account.ts';
import type { Store } from '../src/store/open.ts';
import { contextOf } from '../src/work/account-context.ts';
import type { AccountDoors } from '../src/work/account-context.ts';
import { takeFencingToken, withAccountLock, withFencedTransaction } from '../src/work/lock.ts';

export async function withContext<T>(store: Store, doors: AccountDoors, accountId: string, work: (context: CycleContext) => Promise<T>, replicas?: Replicas): Promise<T> {
  const token = await takeFencingToken(store);
  return withAccountLock(store, accountId, token, async (lock) => {
    const account = await loadAccount(store.db, accountId);
    const context = await contextOf(store, doors, account, replicas ?? (await doors.openReplicas(account)), (fn) => withFencedTransaction(store, lock, fn), lock.signal);
    return work(context);
  });
}
