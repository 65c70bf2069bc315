// What comes in: nothing; started aside by the first test that needs the shared server.
// What goes out: the end of that server, a few seconds after its last user is gone, however it went.
// Never here: a second keeper, or a stop while a test is running.

import { setTimeout as sleep } from 'node:timers/promises';
import { openStore } from '../../src/store/open.ts';
import { KEEPER_LOCK, testServerFolder } from './postgres.ts';

const server = await openStore({ dataFolder: testServerFolder(), poolSize: 1 });
const session = await server.pool.connect();
const { rows } = await session.query<{ alone: boolean }>('select pg_try_advisory_lock($1) as alone', [KEEPER_LOCK]);
let quiet = rows[0]?.alone ? 0 : Infinity;
while (quiet < 3) {
  await sleep(2_000);
  // Two sessions are our own: this one, and our attendance.
  const { rows: counted } = await session.query<{ others: number }>(
    "select count(*)::int - 2 as others from pg_stat_activity where backend_type = 'client backend'",
  );
  quiet = (counted[0]?.others ?? 0) > 0 ? 0 : quiet + 1;
}
session.release();
await server.close();
