// What comes in: a data folder.
// What goes out: a private server that runs while anybody uses it, and is started again if it dies.
// Never here: a stop of the server while another process uses it, or a loop without pause.

import { createHash } from 'node:crypto';
import { accessSync, constants, lstatSync, mkdirSync, readlinkSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { findPackage, prepareBinaries } from './binaries.ts';
import type { BinarySource } from './binaries.ts';
import { assertSameMajor, clusterExists, createCluster, SERVER_ROLE, sweepLeftovers } from './cluster.ts';
import { chooseServerUser } from './identity.ts';
import { connectStarting, stopServer } from './server.ts';
import type { ClusterPlace } from './server.ts';
import { codeOf, isCutOff, StoreTrouble, USE_DATABASE_URL } from './trouble.ts';

export type PrivateServer = {
  readonly connection: pg.ClientConfig;
  readonly place: ClusterPlace;
  /** Resolves when the server answers again; at once while it runs. */
  ready(): Promise<void>;
  /** Says that a connection failed; resolves when the server answers again. */
  recover(): Promise<void>;
  /** Ends our use; the last one out stops the server. */
  leave(): Promise<void>;
};

// Everybody who uses the server holds this lock, shared. Who gets it alone is the last one.
const ATTENDANCE_LOCK = 5_703_112_004;

export async function startPrivateServer(
  dataFolder: string,
  log: (line: string) => void,
  source: BinarySource = findPackage(),
): Promise<PrivateServer> {
  const place = await preparePlace(resolve(dataFolder), source, log);
  return attend(place, log);
}

async function preparePlace(dataFolder: string, source: BinarySource, log: (line: string) => void): Promise<ClusterPlace> {
  const folder = join(dataFolder, 'postgres');
  const cluster = join(folder, 'cluster');
  makeFolder(folder, dataFolder);
  const user = chooseServerUser(cluster);
  assertOurs(cluster, user.uid);
  const creating = !clusterExists(cluster);
  const binaries = prepareBinaries(source, user, folder, creating, log);
  sweepLeftovers(folder, cluster);
  if (creating) {
    log(`A new database is being created in ${cluster}`);
    await createCluster(folder, cluster, binaries, user);
  }
  assertSameMajor(cluster, binaries);
  const connection = {
    host: socketFolder(realpathSync(cluster)),
    port: 5432,
    user: SERVER_ROLE,
    // pg would otherwise take one from PGPASSWORD, or look into ~/.pgpass.
    password: '',
    database: 'postgres',
    ssl: false,
    application_name: 'smartoffice-sync',
  };
  return { cluster: realpathSync(cluster), logFile: join(folder, 'server.log'), binaries, user, connection };
}

function makeFolder(folder: string, dataFolder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new StoreTrouble(
      `The data folder ${dataFolder} cannot be written to (${codeOf(error) ?? String(error)}).`,
      `Choose another data folder or give this user the right to write there. Or: ${USE_DATABASE_URL}`,
      { cause: error },
    );
  }
}

function assertOurs(cluster: string, uid: number): void {
  const found = lstatSync(cluster, { throwIfNoEntry: false });
  if (!found || found.uid === uid) return;
  throw new StoreTrouble(
    `The database in ${cluster} belongs to user id ${found.uid}, this program runs as ${process.getuid?.()}.`,
    'Start the program as the user who created the database (or as root), or choose another data folder.',
  );
}

/**
 * Unix sockets have short names (104 bytes on macOS, 108 on Linux). Where the cluster lies too
 * deep we reach it by a link in a folder that is ours alone.
 */
function socketFolder(cluster: string): string {
  if (Buffer.byteLength(join(cluster, '.s.PGSQL.5432')) < 100) return cluster;
  const folder = `/tmp/smartoffice-sync-links-${process.getuid?.()}`;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const found = lstatSync(folder);
  if (!found.isDirectory() || found.uid !== process.getuid?.() || (found.mode & 0o077) !== 0) {
    throw new StoreTrouble(`${folder} is not a folder of this user alone.`, 'Remove it, or choose a data folder with a shorter path.');
  }
  const link = join(folder, createHash('sha256').update(cluster).digest('hex').slice(0, 16));
  try {
    symlinkSync(cluster, link);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    if (readlinkSync(link) !== cluster) {
      rmSync(link);
      symlinkSync(cluster, link);
    }
  }
  return link;
}

async function attend(place: ClusterPlace, log: (line: string) => void): Promise<PrivateServer> {
  let leaving = false;
  let session: pg.Client;
  let returning: Promise<void> | undefined;

  const enter = async (): Promise<void> => {
    for (;;) {
      const client = await connectStarting(place, log);
      client.on('error', (error) => {
        if (!leaving) log(`The connection to PostgreSQL broke: ${error.message}`);
      });
      client.once('end', () => {
        if (!leaving && client === session) void comeBack();
      });
      try {
        await client.query('select pg_advisory_lock_shared($1)', [ATTENDANCE_LOCK]);
        session = client;
        return;
      } catch (error) {
        // The last one before us was stopping the server just now: start it again.
        if (!isCutOff(error)) throw error;
        await sleep(20);
      }
    }
  };

  const comeBack = (): Promise<void> => {
    returning ??= (async () => {
      for (let pause = 50; !leaving; pause = Math.min(pause * 2, 10_000)) {
        try {
          await enter();
          log('PostgreSQL answers again');
          break;
        } catch (error) {
          // Nobody may give up for us: the disk may be full now and not in a minute.
          log(`PostgreSQL could not be started again: ${(error as Error).message}`);
          await sleep(pause);
        }
      }
    })().finally(() => (returning = undefined));
    return returning;
  };

  await enter();

  return {
    connection: place.connection,
    place,
    ready: () => returning ?? Promise.resolve(),
    async recover() {
      if (leaving) return;
      // Its end may have been seen by the pool before our own session notices.
      if (returning === undefined && (await isAnswering(session))) return;
      await comeBack();
    },
    async leave() {
      if (leaving) return;
      leaving = true;
      await returning;
      try {
        await session.query('select pg_advisory_unlock_shared($1)', [ATTENDANCE_LOCK]);
        const { rows } = await session.query<{ last: boolean }>('select pg_try_advisory_lock($1) as last', [ATTENDANCE_LOCK]);
        if (rows[0]?.last && !(await stopServer(place))) log(`PostgreSQL does not stop; its log is ${place.logFile}`);
      } catch (error) {
        // The server died before us; there is nothing left to stop.
        if (!isCutOff(error)) log(`PostgreSQL could not be left in order: ${(error as Error).message}`);
      }
      await session.end();
    },
  };
}

async function isAnswering(session: pg.Client): Promise<boolean> {
  try {
    await session.query('select 1');
    return true;
  } catch {
    // Whatever the reason is, this session is of no use any more.
    return false;
  }
}
