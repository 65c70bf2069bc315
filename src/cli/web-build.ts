// The browser app, built when there is none or its sources have changed. In: the
// repository and a folder that may be written. Out: the folder with the built pages, or
// undefined where there are no sources. Several processes may build at once.
// Never here: a half-written folder under the name that is served.

import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { access, constants, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compressPages } from './compress-pages.ts';
import { CommandTrouble } from './trouble.ts';

const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
/** Pages of older sources may still be served by a process that runs; after so long they go. */
const KEEP_MS = 24 * 3_600_000;

export interface WebBuild {
  readonly repository?: string;
  /** Where it is built when the repository cannot be written. */
  readonly elsewhere: string;
  readonly log: (line: string) => void;
}

export async function buildWebWhenNeeded(options: WebBuild): Promise<string | undefined> {
  const root = options.repository ?? repository;
  const sources = join(root, 'web');
  const own = join(sources, 'dist');
  if (!isBuilt(sources)) return isBuilt(own) ? own : undefined;
  // Named by content: what is being served is never replaced under a running process.
  const state = await stateOf(root);
  const places = [own, join(options.elsewhere, 'web')].map((place) => join(place, state));
  const ready = places.find(isBuilt);
  if (ready !== undefined) return ready;

  const target = places[(await canWrite(sources)) ? 0 : 1] as string;
  const place = dirname(target);
  const making = join(place, `new-${randomBytes(4).toString('hex')}`);
  await mkdir(place, { recursive: true });
  options.log('Building the pages for the browser …');
  try {
    await runVite(root, making);
    await compressPages(making);
    // Another process may have been quicker: its pages are as good.
    await rename(making, target).catch((error: NodeJS.ErrnoException) => {
      if (!['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(error.code ?? '')) throw error;
    });
  } finally {
    await rm(making, { recursive: true, force: true });
  }
  await removeOld(place, state);
  return target;
}

async function runVite(root: string, outDir: string): Promise<void> {
  // A process of its own: what the build takes in memory goes with it.
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const child = spawn(process.execPath, [vite, 'build', 'web', '--outDir', outDir, '--emptyOutDir', '--logLevel', 'error', '--configLoader', 'native'], {
    cwd: root,
    // Nothing of who started it, a test or a developer: the folder is named by the sources alone.
    env: { NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code === 0) return;
  throw new CommandTrouble(`The pages for the browser could not be built:\n${said.trim().slice(-3000)}\n`, 'Run npm ci and try again, or build them elsewhere with npm run build:web.');
}

async function removeOld(place: string, state: string): Promise<void> {
  for (const name of await readdir(place)) {
    if (name === state || !/^([0-9a-f]{16}|new-[0-9a-f]{8})$/.test(name)) continue;
    const found = await stat(join(place, name)).catch(() => undefined);
    if (found && Date.now() - found.mtimeMs > KEEP_MS) await rm(join(place, name), { recursive: true, force: true });
  }
}

/** All that goes into the pages, by content: dates of files mean nothing after a clone. */
async function stateOf(root: string): Promise<string> {
  const hash = createHash('sha256');
  const files = [...(await filesBelow(join(root, 'web'))), ...(await filesBelow(join(root, 'src', 'http', 'contract'))), join(root, 'package-lock.json')];
  for (const file of files.toSorted()) hash.update(relative(root, file)).update(await readFile(file).catch(() => ''));
  return hash.digest('hex').slice(0, 16);
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const lists = entries
    .filter(({ name }) => !/^(dist|node_modules|dev|\.)/.test(name) && !/\.test\.tsx?$/.test(name))
    .map((entry) => (entry.isDirectory() ? filesBelow(join(folder, entry.name)) : [join(folder, entry.name)]));
  return (await Promise.all(lists)).flat();
}

function isBuilt(folder: string): boolean {
  return existsSync(join(folder, 'index.html'));
}

async function canWrite(folder: string): Promise<boolean> {
  return access(folder, constants.W_OK).then(
    () => true,
    () => false,
  );
}
