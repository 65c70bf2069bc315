// The folder of a demo that keeps nothing. In: nothing. Out: a folder named after this
// process, and the removal of those whose process was killed before it could clean up.
// Never here: a folder of a demo that still runs, of another user, or with a name of its own.

import { lstat, mkdtemp, readdir, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../store/open.ts';

const ours = /^smartoffice-sync-demo-(\d+)-\w{6}$/;

export function makeTemporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), `smartoffice-sync-demo-${process.pid}-`));
}

/** A killed demo leaves its database running: it is entered, left as the last one, and removed. */
export async function sweepAbandoned(log: (line: string) => void): Promise<void> {
  for (const name of await readdir(tmpdir()).catch(() => [])) {
    const pid = Number(ours.exec(name)?.[1]);
    const folder = join(tmpdir(), name);
    if (!pid || isRunning(pid) || !(await isOwn(folder))) continue;
    try {
      if (existsSync(join(folder, 'postgres', 'cluster', 'postmaster.pid'))) await (await openStore({ dataFolder: folder, poolSize: 1 })).close();
      await rm(folder, { recursive: true, force: true });
      log(`Removed what a demo that was killed had left in ${folder}`);
    } catch {
      // Another demo is sweeping it too, or it cannot be helped; the next one looks again.
    }
  }
}

async function isOwn(folder: string): Promise<boolean> {
  const found = await lstat(folder).catch(() => undefined);
  return found?.isDirectory() === true && found.uid === process.getuid?.();
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
