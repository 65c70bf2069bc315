// What comes in: a store and a function that reads and writes through one transaction.
// What goes out: that function's answer, after the commit. A throw rolls everything back.
// Never here: a repetition nobody asked for, or a hook that runs for a transaction that did not commit.

import type { Sql, Tx } from './open.ts';
import { codeOf } from './embedded/trouble.ts';

export type TransactionOptions = {
  readonly isolation?: 'read committed' | 'repeatable read' | 'serializable';
  /** How often `fn` may run again after a serialization failure or deadlock; it must then be free of other effects. */
  readonly retries?: number;
};

const hooks = new WeakMap<Tx, (() => void | Promise<void>)[]>();

export async function withTransaction<T>(
  store: { readonly db: Sql },
  fn: (tx: Tx) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  for (let left = options.retries ?? 0; ; left--) {
    const afterwards: (() => void | Promise<void>)[] = [];
    let answer: T;
    try {
      const builder = store.db.transaction();
      answer = await (options.isolation ? builder.setIsolationLevel(options.isolation) : builder).execute((tx) => {
        hooks.set(tx, afterwards);
        return fn(tx);
      });
    } catch (error) {
      // 40001 serialization failure, 40P01 deadlock: the database asks for another attempt.
      if (left > 0 && ['40001', '40P01'].includes(codeOf(error) ?? '')) continue;
      throw error;
    }
    for (const hook of afterwards) await hook();
    return answer;
  }
}

/** Runs `hook` once this transaction has committed, and never otherwise. */
export function afterCommit(tx: Tx, hook: () => void | Promise<void>): void {
  const list = hooks.get(tx);
  if (!list) throw new Error('afterCommit needs a transaction of withTransaction');
  list.push(hook);
}
