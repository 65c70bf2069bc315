// The database of a product that a scenario started, reached as an administrator of the machine
// would: over its socket. In: the data folder. Out: a reading of the office's activities that
// breaks off half-way, or loses its connection, and what is stored meanwhile. Never here: a
// change of what is stored, but that the office is read from its beginning again.

import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import pg from 'pg';

export interface Database {
  /** From now on a list of activities ends with an error after so many rows. */
  breakReading(after: number): Promise<void>;
  /** How many readings have broken off. */
  failures(): Promise<number>;
  mend(): Promise<void>;
  /** Lets the next reading of activities begin, and cuts its connection while it waits for them. */
  cutReader(): Promise<void>;
  /** What a run that went on would have changed. */
  standing(): Promise<{ readonly activities: number; readonly versions: string; readonly links: number; readonly plans: number }>;
  close(): Promise<void>;
}

const patienceMs = 20_000;
const readAnew = `delete from cursor where kind = 'event' and side = 'office'`;

/** PostgreSQL writes into its folder where it can be reached. */
async function connect(dataFolder: string): Promise<pg.Client> {
  const cluster = join(dataFolder, 'postgres', 'cluster');
  const lines = (await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n');
  const [port, sockets] = [lines[3], lines[4]];
  if (port === undefined || sockets === undefined || sockets === '') throw new Error('The database of the product does not say where it is.');
  const client = new pg.Client({ host: resolve(cluster, sockets), port: Number(port), user: 'smartoffice', database: 'postgres', password: '', ssl: false, application_name: 'scenarios' });
  // A product that ends takes its database along: the next statement says so, and the scenario fails by it.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

export async function openDatabase(dataFolder: string): Promise<Database> {
  const client = await connect(dataFolder);
  const one = async <T extends object>(text: string, values: readonly unknown[] = []): Promise<T> => {
    const { rows } = await client.query<T>(text, [...values]);
    if (rows[0] === undefined) throw new Error(`No row: ${text}`);
    return rows[0];
  };
  const inOne = async (...statements: string[]): Promise<void> => {
    await client.query('begin');
    for (const statement of statements) await client.query(statement);
    await client.query('commit');
  };
  let table = 'activity';

  return {
    async breakReading(after) {
      await inOne(
        'create sequence broken_readings',
        `create function break_reading() returns boolean language plpgsql volatile cost 100000 as $$
         declare rows int := coalesce(nullif(current_setting('scenario.rows', true), ''), '0')::int + 1;
         begin
           perform set_config('scenario.rows', rows::text, true);
           if rows > ${after} then
             perform nextval('broken_readings');
             raise exception 'could not read block ${after} in file' using errcode = '58030';
           end if;
           return true;
         end $$`,
        'alter table activity rename to activity_whole',
        'create view activity as select * from activity_whole where break_reading()',
        readAnew,
      );
      table = 'activity_whole';
    },

    async failures() {
      const { count } = await one<{ count: number }>('select case when is_called then last_value else 0 end::int as count from broken_readings');
      return count;
    },

    async mend() {
      await inOne('drop view activity', 'alter table activity_whole rename to activity', 'drop function break_reading()', 'drop sequence broken_readings');
      table = 'activity';
    },

    async cutReader() {
      await client.query(readAnew);
      await client.query('begin');
      await client.query('lock table activity in access exclusive mode');
      try {
        for (const end = Date.now() + patienceMs; ; ) {
          const { cut } = await one<{ cut: number }>(`select count(pg_terminate_backend(l.pid))::int as cut from pg_locks l where l.relation = 'activity'::regclass and not l.granted`);
          if (cut > 0) return;
          if (Date.now() > end) throw new Error('Nobody read the activities.');
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
      } finally {
        await client.query('rollback');
      }
    },

    standing: () =>
      one(`select (select count(*)::int from ${table} where deleted_at is null) as activities, (select md5(string_agg(id || ' ' || rev, ',' order by id)) from ${table}) as versions,
        (select count(*)::int from link) as links, (select count(*)::int from plan) as plans`),

    close: () => client.end(),
  };
}
