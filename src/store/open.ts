// What comes in: an address of a PostgreSQL server, or a folder for a private one.
// What goes out: one Store, the same whichever it is: a pool, Kysely over it, and an end.
// Never here: statements about the product's tables, or a password in a message.

import { Kysely, PostgresDialect } from 'kysely';
import type { Transaction } from 'kysely';
import pg from 'pg';
import { CopyingClient } from './copy.ts';
import { PatientPool } from './embedded/patient-pool.ts';
import { startPrivateServer } from './embedded/private-server.ts';
import { codeOf, StoreTrouble, withoutPassword } from './embedded/trouble.ts';

export { StoreTrouble } from './embedded/trouble.ts';

/**
 * What every function that reads or writes takes as its first argument: the store's `db` or a
 * transaction on it, used as sql`...`.execute(db). Tables have no TypeScript schema: the SQL is
 * visible and each function states the row type that it reads.
 */
export type Sql = Kysely<unknown>;
export type Tx = Transaction<unknown>;

export type Store = {
  readonly kind: 'embedded' | 'external';
  readonly pool: pg.Pool;
  readonly db: Sql;
  /** Each lent out for as long as somebody holds a lock: apart from the pool, whose sessions that work needs. */
  readonly lockSessions: pg.Pool;
  /** For sessions beside the pools (LISTEN, the queue's own pool). */
  readonly connection: pg.ClientConfig;
  /** For child processes; holds the password of an external server. */
  readonly databaseUrl: string;
  /** The same place in words, fit for a log. */
  readonly description: string;
  close(): Promise<void>;
};

export type StoreOptions = {
  readonly databaseUrl?: string;
  readonly dataFolder?: string;
  /** Keep it above twice the number of synchronizations that run at once. */
  readonly poolSize?: number;
  readonly log?: (line: string) => void;
};

const OLDEST_SERVER = 130_000;
/** The name by which a session shows that it may be cut in favour of a newer claim (work/lock.ts). */
export const LOCK_SESSION = 'smartoffice-sync lock';
/**
 * Longer than accounts are left alone between two cycles: a new session costs more than a whole
 * cycle. How many work at once is the worker's to say: nobody is to wait here.
 */
const forLocks = { application_name: LOCK_SESSION, max: 100, idleTimeoutMillis: 90_000 } as const;

export async function openStore(options: StoreOptions): Promise<Store> {
  const log = options.log ?? (() => undefined);
  if (options.databaseUrl !== undefined) return openExternal(options.databaseUrl, options.poolSize, log);
  if (options.dataFolder !== undefined) return openEmbedded(options.dataFolder, options.poolSize, log);
  throw new StoreTrouble('There is neither a data folder nor a DATABASE_URL.', 'Set one of them.');
}

async function openEmbedded(dataFolder: string, poolSize: number | undefined, log: (line: string) => void): Promise<Store> {
  const server = await startPrivateServer(dataFolder, log);
  const pool = new PatientPool({ ...server.connection, max: poolSize ?? 10, Client: CopyingClient }, server);
  const { host = '', user, database } = server.connection;
  return finish({
    kind: 'embedded',
    pool,
    lockSessions: new PatientPool({ ...server.connection, ...forLocks }, server),
    connection: server.connection,
    databaseUrl: `postgresql://${user}@/${database}?host=${encodeURIComponent(host)}`,
    description: `private PostgreSQL in ${server.place.cluster}`,
    log,
    leave: () => server.leave(),
  });
}

async function openExternal(databaseUrl: string, poolSize: number | undefined, log: (line: string) => void): Promise<Store> {
  assertAddress(databaseUrl);
  const connection = { connectionString: databaseUrl, application_name: 'smartoffice-sync', connectionTimeoutMillis: 10_000 };
  const pool = new pg.Pool({ ...connection, max: poolSize ?? 10, Client: CopyingClient });
  const store = finish({
    kind: 'external',
    pool,
    lockSessions: new pg.Pool({ ...connection, ...forLocks }),
    connection,
    databaseUrl,
    description: withoutPassword(databaseUrl),
    log,
    leave: async () => undefined,
  });
  try {
    const { rows } = await pool.query<{ version: number }>("select current_setting('server_version_num')::int as version");
    const version = rows[0]?.version ?? 0;
    if (version < OLDEST_SERVER) {
      throw new StoreTrouble(`The server at DATABASE_URL is PostgreSQL ${Math.floor(version / 10_000)}.`, 'Version 13 or later is needed.');
    }
    return store;
  } catch (error) {
    await store.close();
    throw error instanceof StoreTrouble ? error : explainRefusal(databaseUrl, error);
  }
}

function finish(parts: Omit<Store, 'db' | 'close'> & { log: (line: string) => void; leave: () => Promise<void> }): Store {
  const { log, leave, ...rest } = parts;
  const pools = [rest.pool, rest.lockSessions];
  for (const pool of pools) {
    // An idle connection broke; the pool has already dropped it and opens another when asked.
    pool.on('error', (error) => log(`A database connection broke: ${error.message}`));
    // A connection that breaks while it is lent out makes its statement fail, which is enough;
    // but without a listener of its own the event would end the whole program.
    pool.on('connect', (client) => client.on('error', () => undefined));
  }
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: rest.pool }) });
  let closing: Promise<void> | undefined;
  return {
    ...rest,
    db,
    close: () => (closing ??= Promise.all(pools.map((pool) => pool.end())).then(leave)),
  };
}

function assertAddress(databaseUrl: string): void {
  const example = 'It must look like postgresql://user:password@host:5432/database.';
  if (!/^(postgres|postgresql|socket):/.test(databaseUrl)) {
    throw new StoreTrouble('DATABASE_URL is not the address of a PostgreSQL server.', example);
  }
  try {
    new pg.Client({ connectionString: databaseUrl });
  } catch (error) {
    // pg's own message quotes the address, and with it the password.
    throw new StoreTrouble('DATABASE_URL cannot be read as an address.', example, { cause: codeOf(error) });
  }
}

function explainRefusal(databaseUrl: string, error: unknown): StoreTrouble {
  const where = withoutPassword(databaseUrl);
  const code = codeOf(error) ?? '';
  const said = withoutPassword(error instanceof Error ? error.message || code : String(error));
  const remedies: Record<string, string> = {
    ECONNREFUSED: 'Start that server, or correct host and port in DATABASE_URL.',
    ENOENT: 'There is no such socket: start that server, or correct the path in DATABASE_URL.',
    ENOTFOUND: 'Correct the host name in DATABASE_URL.',
    EAI_AGAIN: 'The host name could not be looked up: check DATABASE_URL and the network.',
    '28P01': 'Correct user and password in DATABASE_URL.',
    '28000': 'Correct user and password in DATABASE_URL, or allow this client in pg_hba.conf.',
    '3D000': 'Create that database (createdb), or correct its name in DATABASE_URL.',
    '53300': 'The server has no free connection: raise max_connections or stop other clients.',
    '57P03': 'The server is still starting: try again in a moment.',
  };
  return new StoreTrouble(`The database at ${where} cannot be used: ${said}.`, remedies[code] ?? 'Check DATABASE_URL and the server.', {
    cause: error,
  });
}
