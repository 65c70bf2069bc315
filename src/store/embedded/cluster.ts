// What comes in: an empty or used private folder, binaries that run, and their user.
// What goes out: a complete cluster in `<folder>/cluster`.
// Never here: a half-made cluster under its final name, or a change to an existing one.

import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SERVER_ENVIRONMENT } from './binaries.ts';
import type { Binaries } from './binaries.ts';
import type { ServerUser } from './identity.ts';
import { codeOf, isAlive, StoreTrouble, USE_DATABASE_URL } from './trouble.ts';

export const SERVER_ROLE = 'smartoffice';

export function clusterExists(cluster: string): boolean {
  return existsSync(join(cluster, 'PG_VERSION'));
}

/**
 * The data folder as the server is told it. As root we start it inside the folder and let it
 * say "where I am": it then needs no right to walk the path, which may be a private home.
 */
export function dataArgument(cluster: string, user: ServerUser): string {
  return user.drop && process.platform === 'linux' ? '/proc/self/cwd' : cluster;
}

export async function createCluster(folder: string, cluster: string, binaries: Binaries, user: ServerUser): Promise<void> {
  const aside = join(folder, `new-${process.pid}-${randomBytes(4).toString('hex')}`);
  mkdirSync(aside, { mode: 0o700 });
  try {
    if (user.drop) giveTo(aside, user);
    await runInitdb(aside, binaries, user);
    renameSync(aside, cluster);
    syncFolder(folder);
  } catch (error) {
    rmSync(aside, { recursive: true, force: true, maxRetries: 3 });
    // Another start finished first: its cluster is as good as ours.
    if (clusterExists(cluster)) return;
    throw error;
  }
}

/** Removes what a cut-off first start left behind. */
export function sweepLeftovers(folder: string, cluster: string): void {
  for (const name of readdirSync(folder)) {
    const made = /^new-(\d+)-/.exec(name);
    if (!made) continue;
    // While there is no cluster, a living process may still be making this one.
    if (!clusterExists(cluster) && isAlive(Number(made[1]))) continue;
    rmSync(join(folder, name), { recursive: true, force: true, maxRetries: 3 });
  }
}

export function assertSameMajor(cluster: string, binaries: Binaries): void {
  const found = Number.parseInt(readFileSync(join(cluster, 'PG_VERSION'), 'utf8'), 10);
  if (found === binaries.major) return;
  throw new StoreTrouble(
    `The database in ${cluster} was made by PostgreSQL ${found}, this program brings PostgreSQL ${binaries.major}.`,
    `Use the program version that made it, or move the data with pg_dump to a server of your own. ${USE_DATABASE_URL}`,
  );
}

function giveTo(path: string, user: ServerUser): void {
  try {
    chownSync(path, user.uid, user.gid);
  } catch (error) {
    if (codeOf(error) !== 'EPERM' && codeOf(error) !== 'EINVAL') throw error;
    throw new StoreTrouble(
      `PostgreSQL refuses to run as root, and ${path} cannot be given to another user (${(error as Error).message}).`,
      `Put the data folder on a local disk, or start the program as an ordinary user. Or: ${USE_DATABASE_URL}`,
      { cause: error },
    );
  }
}

function runInitdb(aside: string, binaries: Binaries, user: ServerUser): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const child = spawn(
    binaries.initdb,
    [
      '-D', dataArgument(aside, user), `--username=${SERVER_ROLE}`, '--auth=trust', '--encoding=UTF8', '--data-checksums',
      // The builtin provider sorts and folds case the same on every system and in every version of libc.
      '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8',
    ],
    {
      cwd: aside,
      env: SERVER_ENVIRONMENT,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(user.drop ? { uid: user.uid, gid: user.gid } : {}),
    },
  );
  let said = '';
  child.stdout.on('data', (part: Buffer) => (said += part.toString()));
  child.stderr.on('data', (part: Buffer) => (said += part.toString()));
  child.once('error', reject);
  child.once('close', (code, signal) => {
    if (code === 0) resolve();
    else reject(new StoreTrouble(`The database could not be created: ${lastLines(said) || `initdb ended with ${code ?? signal}`}.`, USE_DATABASE_URL));
  });
  return promise;
}

export function lastLines(text: string, count = 4): string {
  return text.trim().split('\n').slice(-count).join(' | ');
}

/** A rename survives a power cut only when its folder has been synced. */
function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
