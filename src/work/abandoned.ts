// Jobs whose worker is dead, told before their heartbeat is missed. In: the queue's jobs and
// the locks of accounts. Out: jobs that wait again. A killed process loses its sessions at
// once, and with them its lock. Never here: a guess that does harm; the fence of lock.ts
// shuts out whoever is alive after all.

import { sql } from 'kysely';
import type { Tx } from '../store/open.ts';
import { LOCK_SPACE } from './lock.ts';

/** Between its claim and its lock a worker that is well needs milliseconds. */
const graceSeconds = 2;

/** Answers the accounts whose jobs were taken back. After the last retry the heartbeat decides. */
export async function takeBackAbandoned(tx: Tx, name: string): Promise<readonly string[]> {
  const { rows } = await sql<{ account: string }>`
    update pgboss.job set state = 'retry', start_after = now()
    where name = ${name} and state = 'active' and singleton_key is not null and retry_count < retry_limit
      and started_on < now() - make_interval(secs => ${graceSeconds})
      and not exists (
        select from pg_locks
        where locktype = 'advisory' and objsubid = 1 and database = (select oid from pg_database where datname = current_database())
          and (classid::bigint << 32) | objid::bigint = hashtextextended(singleton_key, ${LOCK_SPACE}))
      and not exists (select from pgboss.job as other where other.name = job.name and other.singleton_key = job.singleton_key and other.state = 'retry')
    returning singleton_key as account`.execute(tx);
  return rows.map((row) => row.account);
}
