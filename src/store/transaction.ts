// What comes in: a store and a function that reads and writes through one transaction.
// What goes out: that function's answer, after the commit. A throw rolls everything back.
// Never here: a repetition that nobody asked for.

import type { Sql, Tx } from './open.ts';

export function withTransaction<T>(store: { readonly db: Sql }, fn: (tx: Tx) => Promise<T>): Promise<T> {
  return store.db.transaction().execute(fn);
}
