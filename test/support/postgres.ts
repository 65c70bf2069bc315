// What comes in: nothing; a test asks for a database.
// What goes out: a fresh, migrated database of its own on a server that all tests of this clone share.
// Never here: a server that outlives its tests (a keeper stops it), or one shared with another clone or user.

import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { migrateStore } from '../../src/store/migrate.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/open.ts';

export type TestDatabase = { readonly store: Store; readonly url: string; drop(): Promise<void> };

const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export const KEEPER_LOCK = 5_703_112_900;
const TEMPLATE_LOCK = 5_703_112_901;

/** One process may use several test databases at once; the server is entered once. */
let entered: Promise<Store> | undefined;
let users = 0;

/** `migrated: false` gives an empty database, for tests of the migrations themselves. */
export async function createTestDatabase(options: { readonly migrated?: boolean; readonly poolSize?: number } = {}): Promise<TestDatabase> {
  users += 1;
  const server = await (entered ??= enterServer());
  const name = `test_${process.pid}_${randomBytes(4).toString('hex')}`;
  const template = options.migrated === false ? 'template0' : await ensureTemplate(server);
  await server.pool.query(`create database ${name} template ${template}`);
  const url = addressOf(server, name);
  const store = await openStore({ databaseUrl: url, poolSize: options.poolSize });
  let dropping: Promise<void> | undefined;
  const drop = async (): Promise<void> => {
    await store.close();
    await server.pool.query(`drop database if exists ${name} with (force)`);
    users -= 1;
    if (users > 0) return;
    entered = undefined;
    await server.close();
  };
  return { store, url, drop: () => (dropping ??= drop()) };
}

async function enterServer(): Promise<Store> {
  const server = await openStore({ dataFolder: testServerFolder() });
  // Tests lose nothing by a power cut, and databases come and go all the time.
  const { rows: fast } = await server.pool.query<{ fsync: string }>('show fsync');
  if (fast[0]?.fsync !== 'off') {
    for (const setting of ['fsync', 'full_page_writes', 'synchronous_commit']) await server.pool.query(`alter system set ${setting} = off`);
    await server.pool.query('select pg_reload_conf()');
  }
  const { rows } = await server.pool.query<{ kept: boolean }>(
    "select exists (select from pg_locks where locktype = 'advisory' and (classid::bigint << 32) + objid::bigint = $1 and granted) as kept",
    [KEEPER_LOCK],
  );
  if (!rows[0]?.kept) {
    spawn(process.execPath, [join(repository, 'test', 'support', 'postgres-keeper.ts')], { detached: true, stdio: 'ignore', cwd: '/' }).unref();
  }
  return server;
}

export function testServerFolder(): string {
  const clone = createHash('sha256').update(repository).digest('hex').slice(0, 12);
  return join(tmpdir(), `smartoffice-sync-test-${clone}-${process.getuid?.()}`);
}

function addressOf(server: Store, database: string): string {
  return server.databaseUrl.replace('@/postgres?', `@/${database}?`);
}

/** A database with all migrations, made once for each state of the migration files. */
async function ensureTemplate(server: Store): Promise<string> {
  const folder = join(repository, 'src', 'store', 'migrations');
  const state = createHash('sha256');
  for (const file of readdirSync(folder).toSorted()) {
    if (file.endsWith('.ts') && !file.endsWith('.test.ts')) state.update(file).update(readFileSync(join(folder, file)));
  }
  const template = `template_${state.digest('hex').slice(0, 16)}`;
  const exists = async (): Promise<boolean> => {
    const { rowCount } = await server.pool.query('select from pg_database where datname = $1', [template]);
    return rowCount === 1;
  };
  if (await exists()) return template;

  const session = await server.pool.connect();
  try {
    await session.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    if (await exists()) return template;
    await dropAbandoned(server);
    const making = `making_${randomBytes(4).toString('hex')}`;
    await session.query(`create database ${making} template template0`);
    const store = await openStore({ databaseUrl: addressOf(server, making), poolSize: 2 });
    try {
      await migrateStore(store);
    } finally {
      await store.close();
    }
    await session.query(`alter database ${making} rename to ${template}`);
    return template;
  } finally {
    // Gives the lock back as well.
    session.release(true);
  }
}

/** Templates of other states, and databases of test processes that were killed. */
async function dropAbandoned(server: Store): Promise<void> {
  const { rows } = await server.pool.query<{ datname: string }>("select datname from pg_database where datname ~ '^(test|template|making)_'");
  for (const { datname } of rows) {
    const pid = /^test_(\d+)_/.exec(datname)?.[1];
    if (pid !== undefined && isRunning(Number(pid))) continue;
    await server.pool.query(`drop database if exists ${datname} with (force)`);
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    // ESRCH: gone. Only processes of this user come here.
    return false;
  }
}
