// What comes in: an account, and the token of the claim under which we want to work on it.
// What goes out: `fn` run alone for that account, with a signal that says when it no longer is.
// Never here: a write under an older token after a newer one was taken, or a replacement that
// waits for ever for a frozen worker.

import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type pg from 'pg';
import { isCutOff } from '../store/embedded/trouble.ts';
import { LOCK_SESSION } from '../store/open.ts';
import type { Sql, Store, Tx } from '../store/open.ts';
import { withTransaction } from '../store/transaction.ts';

/** Somebody with a newer claim works on this account; whoever gets this ends at once and writes nothing. */
export class FenceLost extends Error {
  readonly account: string;
  readonly token: bigint;

  constructor(account: string, token: bigint) {
    super(`The claim ${token} on account ${account} has been replaced by a newer one`);
    this.name = 'FenceLost';
    this.account = account;
    this.token = token;
  }
}

export type AccountLock = {
  readonly account: string;
  readonly token: bigint;
  /** Aborts when the lock's session is lost. Work must then end; its next write might be refused anyway. */
  readonly signal: AbortSignal;
};

export type LockOptions = {
  /** Ends the work as well, e.g. the signal of the job. */
  readonly signal?: AbortSignal;
  /** How long an older claim may go on with what it is doing before its sessions are cut. */
  readonly graceMs?: number;
};

// As LOCK_SESSION: a migration or a person with psql, who may stand in the way as well, carries neither.
const FENCED_SESSION = 'smartoffice-sync fenced';
/** Seed that keeps these advisory locks apart from all others in the database. */
export const LOCK_SPACE = 7;

/** For work that no job stands behind. A job brings the token of its claim. */
export async function takeFencingToken(store: { readonly db: Sql }): Promise<bigint> {
  const { rows } = await sql<{ token: string }>`select nextval('fencing_token') as token`.execute(store.db);
  return BigInt(rows[0]?.token ?? 0);
}

/**
 * An advisory lock keeps two workers apart while both are well, and a session's end tells its
 * holder that it is alone no more. The fence decides when they are not well: a newer token shuts
 * out the older one for good, even if its holder slept through it.
 */
export async function withAccountLock<T>(
  store: Store,
  account: string,
  fencingToken: bigint,
  fn: (lock: AccountLock) => Promise<T>,
  options: LockOptions = {},
): Promise<T> {
  const lost = new AbortController();
  const session = await store.lockSessions.connect();
  const noticeEnd = (cause?: Error): void => lost.abort(new Error(`The lock on account ${account} was lost`, { cause }));
  session.on('error', noticeEnd);
  session.on('end', noticeEnd);
  let isHeld = false;
  try {
    await claim(store, session, account, fencingToken, options.graceMs ?? 1_000);
    isHeld = true;
    const signal = options.signal ? AbortSignal.any([options.signal, lost.signal]) : lost.signal;
    signal.throwIfAborted();
    return await fn({ account, token: fencingToken, signal });
  } finally {
    session.off('error', noticeEnd);
    session.off('end', noticeEnd);
    // Only a session that is known to hold nothing more is kept for the next account; another one ends, and its lock with it.
    session.release(!(isHeld && (await unlock(session, account))));
  }
}

async function unlock(session: pg.PoolClient, account: string): Promise<boolean> {
  try {
    const { rows } = await session.query<{ unlocked: boolean }>('select pg_advisory_unlock(hashtextextended($1, $2)) as unlocked', [account, LOCK_SPACE]);
    return rows[0]?.unlocked === true;
  } catch {
    // The session is lost, as the signal has said.
    return false;
  }
}

/** Throws FenceLost unless `token` is the newest claim; keeps it the newest until this transaction ends. */
export async function assertFence(tx: Tx, account: string, token: bigint): Promise<void> {
  const { rows } = await sql<{ token: string }>`
    select token, set_config('application_name', ${FENCED_SESSION}, true)
    from account_fence where account = ${account} for share`.execute(tx);
  if (rows[0] === undefined || BigInt(rows[0].token) !== token) throw new FenceLost(account, token);
}

/** The way to write under a lock: nothing is committed once a newer claim has been made. */
export async function withFencedTransaction<T>(
  store: { readonly db: Sql },
  lock: Pick<AccountLock, 'account' | 'token'>,
  fn: (tx: Tx) => Promise<T>,
): Promise<T> {
  const assertOurs = (tx: Tx): Promise<void> => assertFence(tx, lock.account, lock.token);
  try {
    return await withTransaction(store, async (tx) => (await assertOurs(tx), fn(tx)));
  } catch (error) {
    // A replacement cuts the session of a write that stands in its way: say that, not "terminated".
    if (isCutOff(error)) await withTransaction(store, assertOurs);
    throw error;
  }
}

/**
 * Raises the fence, and then takes the lock if nobody holds it. The fence is not waited for on
 * the disk: whatever is written under it is committed after it, and with it. A server that
 * fails before that has ended every session, ours too.
 */
async function claim(store: Store, session: pg.PoolClient, account: string, token: bigint, graceMs: number): Promise<void> {
  // Waits while an older claim is in the middle of a write.
  const raised = session.query<{ locked: boolean }>(
    `with raised as (
       insert into account_fence (account, token, holder) values ($1, $2, $3)
       on conflict (account) do update set token = excluded.token, holder = excluded.holder, taken_at = now()
       where account_fence.token < excluded.token
       returning account)
     select pg_try_advisory_lock(hashtextextended(account, $4)) as locked, set_config('synchronous_commit', 'off', true) from raised`,
    [account, token.toString(), `${hostname()}:${process.pid}`, LOCK_SPACE],
  );
  const { rows } = await cutWhoeverBlocks(store, session, raised, graceMs, sql`
    not exists (select from account_fence where account = ${account} and token >= ${token.toString()}::bigint)`);
  if (rows[0] === undefined) throw new FenceLost(account, token);
  if (!rows[0].locked) await takeLock(store, session, account, token, graceMs);
}

async function takeLock(store: Store, session: pg.PoolClient, account: string, token: bigint, graceMs: number): Promise<void> {
  const stillOurs = sql`exists (select from account_fence where account = ${account} and token = ${token.toString()}::bigint)`;
  const taken = session.query('select pg_advisory_lock(hashtextextended($1, $2))', [account, LOCK_SPACE]);
  await cutWhoeverBlocks(store, session, taken, graceMs, stillOurs);
  // A newer claim may have been made while we waited.
  const { rows } = await session.query<{ token: string }>('select token from account_fence where account = $1', [account]);
  if (rows[0] === undefined || BigInt(rows[0].token) !== token) throw new FenceLost(account, token);
}

/** Waits for a statement of `session`; after the grace, ends the older claims' sessions in its way. */
async function cutWhoeverBlocks<T>(
  store: Store,
  session: pg.PoolClient,
  statement: Promise<T>,
  graceMs: number,
  mayCut: ReturnType<typeof sql>,
): Promise<T> {
  const backend = backendPid(session);
  const done = statement.then(() => true, () => true);
  for (;;) {
    const timer = new AbortController();
    const finished = await Promise.race([done, sleep(graceMs, false, { signal: timer.signal }).catch(() => false)]);
    timer.abort();
    if (finished) return statement;
    await sql`
      select pg_terminate_backend(activity.pid)
      from unnest(pg_blocking_pids(${backend})) as blocking (pid)
      join pg_stat_activity activity on activity.pid = blocking.pid
      where activity.application_name in (${LOCK_SESSION}, ${FENCED_SESSION}) and ${mayCut}`.execute(store.db);
  }
}

/** pg keeps the server's process id of a session but does not declare it. */
function backendPid(session: pg.PoolClient): number {
  return (session as unknown as { readonly processID: number }).processID;
}
