// What comes in: a complete cluster, binaries and their user.
// What goes out: a session on its running server, started if nobody else has done so.
// Never here: two servers on one cluster, or the removal of a living server's pid file.

import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, linkSync, openSync, readFileSync, readlinkSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Binaries } from './binaries.ts';
import { SERVER_ENVIRONMENT } from './binaries.ts';
import { dataArgument, lastLines } from './cluster.ts';
import type { ServerUser } from './identity.ts';
import { codeOf, isAbsent, isAlive, isCutOff, StoreTrouble, USE_DATABASE_URL } from './trouble.ts';

export type ClusterPlace = {
  readonly cluster: string;
  readonly logFile: string;
  readonly binaries: Binaries;
  readonly user: ServerUser;
  readonly connection: pg.ClientConfig;
};

const PATIENCE_MS = 60_000;
/** Recovery after a crash may take long; while the server answers "starting up" we wait. */
const RECOVERY_PATIENCE_MS = 15 * 60_000;
const LOG_CEILING = 10 * 1024 * 1024;

/** Connects; starts the server when nobody answers. Several processes may do this at once. */
export async function connectStarting(place: ClusterPlace, log: (line: string) => void): Promise<pg.Client> {
  const begun = Date.now();
  let child: ChildProcess | undefined;
  let logBefore = 0;
  for (;;) {
    const answer = await knock(place.connection);
    if (answer instanceof pg.Client) return answer;
    const waited = Date.now() - begun;
    if (waited > (answer === 'busy' ? RECOVERY_PATIENCE_MS : PATIENCE_MS)) throw startTrouble(place, 'did not answer');
    if (answer === 'busy') {
      await sleep(20);
      continue;
    }
    if (child && child.exitCode === null && child.signalCode === null) {
      await sleep(5);
      continue;
    }
    // Another start may have won the race, or the children of a killed server may still be
    // going, which hold its memory: both pass by themselves.
    if (child) {
      child = undefined;
      if (!isPassing(place, logBefore)) throw startTrouble(place, 'could not be started');
      await sleep(50);
      continue;
    }
    const pid = readServerPid(place.cluster);
    if (pid !== undefined && isServerOf(place, pid)) {
      await sleep(10);
      continue;
    }
    removeStalePidFiles(place);
    logBefore = logSize(place);
    child = startServer(place);
    log(`PostgreSQL is being started in ${place.cluster}`);
  }
}

/** A client, or: nobody there, or somebody who cannot talk yet. */
async function knock(connection: pg.ClientConfig): Promise<pg.Client | 'absent' | 'busy'> {
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: 5_000 });
  // A connection that breaks later is the business of whoever holds the client.
  const ignoreWhileConnecting = () => undefined;
  client.on('error', ignoreWhileConnecting);
  try {
    await client.connect();
    client.off('error', ignoreWhileConnecting);
    return client;
  } catch (error) {
    if (isAbsent(error)) return 'absent';
    if (isCutOff(error)) return 'busy';
    throw error;
  }
}

function startServer(place: ClusterPlace): ChildProcess {
  rotateLog(place.logFile);
  const log = openSync(place.logFile, 'a', 0o600);
  // fsync, full_page_writes and checksums are PostgreSQL's own defaults, all on, and stay so.
  const settings = {
    listen_addresses: '',
    // The socket lies in the cluster, a folder only its owner can enter, and is named from
    // inside: no path of another program's, no path that is too long.
    unix_socket_directories: '.',
    unix_socket_permissions: '0700',
    max_connections: '100',
    shared_buffers: '128MB',
    max_wal_size: '512MB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_line_prefix: '%m [%p] ',
    // Our statements are short; compiling them costs more than it brings.
    jit: 'off',
  };
  try {
    const child = spawn(
      place.binaries.postgres,
      ['-D', dataArgument(place.cluster, place.user), ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
      {
        cwd: place.cluster,
        env: SERVER_ENVIRONMENT,
        // Its own session: Ctrl-C and the death of its parent must not reach it.
        detached: true,
        stdio: ['ignore', log, log],
        ...(place.user.drop ? { uid: place.user.uid, gid: place.user.gid } : {}),
      },
    );
    // A failed spawn also sets exitCode, which the start loop looks at; the reason is in the log's stead.
    child.once('error', () => undefined);
    child.unref();
    return child;
  } finally {
    closeSync(log);
  }
}

function rotateLog(logFile: string): void {
  const found = statSync(logFile, { throwIfNoEntry: false });
  if (found && found.size > LOG_CEILING) renameSync(logFile, `${logFile}.1`);
}

function logTail(place: ClusterPlace): string {
  return existsSync(place.logFile) ? lastLines(readFileSync(place.logFile, 'utf8'), 6) : '';
}

function logSize(place: ClusterPlace): number {
  return statSync(place.logFile, { throwIfNoEntry: false })?.size ?? 0;
}

/** Whoever won the race writes into the same log: the reason of our end need not be its last lines. */
function isPassing(place: ClusterPlace, logBefore: number): boolean {
  const log = existsSync(place.logFile) ? readFileSync(place.logFile) : Buffer.alloc(0);
  // Shorter than before: it was put aside meanwhile, and is another one.
  const since = log.subarray(log.length < logBefore ? 0 : logBefore).toString();
  return /lock file ".*" already exists|pre-existing shared memory block|is already in use/.test(since);
}

function startTrouble(place: ClusterPlace, what: string): StoreTrouble {
  return new StoreTrouble(
    `The private PostgreSQL server ${what}: ${logTail(place) || 'it said nothing'}.`,
    `Its log is ${place.logFile}. Or: ${USE_DATABASE_URL}`,
  );
}

export function readServerPid(cluster: string): number | undefined {
  return readPid(join(cluster, 'postmaster.pid'));
}

function readPid(path: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(path, 'utf8'), 10);
    return Number.isInteger(pid) ? Math.abs(pid) : undefined;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Whether that process is the server of this cluster, not one that inherited its number. */
export function isServerOf(place: Pick<ClusterPlace, 'cluster'>, pid: number): boolean {
  if (!isAlive(pid)) return false;
  if (process.platform !== 'linux') {
    // Without /proc, the command line is all there is.
    const command = commandOf(pid);
    return basename(command.split(' -D ')[0] ?? '') === 'postgres' && command.includes(place.cluster);
  }
  try {
    const program = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[0] ?? '';
    if (basename(program) !== 'postgres') return false;
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(place.cluster);
  } catch (error) {
    // Gone meanwhile, or a process of another user, which our server is not.
    if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes(codeOf(error) ?? '')) return false;
    throw error;
  }
}

function commandOf(pid: number): string {
  try {
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    // ps fails when the process is gone.
    return '';
  }
}

/**
 * PostgreSQL itself clears a pid file whose process is gone. It refuses when the number lives on
 * in another process, the rule in containers. Nobody answers on the socket and that process is
 * no server of ours, so the file is stale; it is moved away and looked at again, because another
 * start may have put a fresh one there since.
 */
function removeStalePidFiles(place: ClusterPlace): void {
  for (const name of ['postmaster.pid', '.s.PGSQL.5432.lock']) {
    const path = join(place.cluster, name);
    const pid = readPid(path);
    if (pid === undefined || !isAlive(pid)) continue;
    const away = `${path}.stale-${randomBytes(4).toString('hex')}`;
    try {
      renameSync(path, away);
      const moved = readPid(away);
      if (moved !== undefined && moved !== pid && isServerOf(place, moved)) linkSync(away, path);
      rmSync(away, { force: true });
    } catch (error) {
      // Another start cleared it first, or put its own in place.
      if (!['ENOENT', 'EEXIST'].includes(codeOf(error) ?? '')) throw error;
      rmSync(away, { force: true });
    }
  }
}

/** Fast shutdown: sessions are cut, everything committed is on disk. */
export async function stopServer(place: ClusterPlace): Promise<boolean> {
  const pid = readServerPid(place.cluster);
  if (pid === undefined || !isServerOf(place, pid)) return true;
  process.kill(pid, 'SIGINT');
  const begun = Date.now();
  while (isServerOf(place, pid)) {
    if (Date.now() - begun > 30_000) return false;
    await sleep(5);
  }
  return true;
}
