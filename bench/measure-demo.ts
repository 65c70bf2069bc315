// What somebody waits who has never seen it: a fresh clone, the install, the demo until its
// ready line; then signing in, connecting Google through the consent page, and the preview.
// Packages come from wherever npm finds them: its cache or the registry.

import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import type { SetupDetail } from '../src/http/contract/sync.ts';
import { signIn } from './client.ts';
import { note, say, timed } from './figures.ts';
import { repository, startProgram } from './programs.ts';

interface DemoUser {
  readonly email: string;
  readonly password: string;
  readonly googleAccount: string;
}

const run = promisify(execFile);
/** A newcomer does not have the programs of this clone on the path. */
const path = (process.env['PATH'] ?? '').split(delimiter).filter((part) => !part.startsWith(repository)).join(delimiter);
const env = { ...process.env, PATH: path };
const folder = await mkdtemp(join(tmpdir(), 'smartoffice-bench-'));
const clone = join(folder, 'clone');
try {
  const start = performance.now();
  await run('git', ['clone', '--quiet', '--no-local', repository, clone]);
  note(`cloned after ${((performance.now() - start) / 1000).toFixed(1)} s`);
  await run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: clone, env, maxBuffer: 100_000_000 }).catch((error: { stderr?: string }) => {
    throw new Error(`npm ci failed: ${(error.stderr ?? String(error)).split('\n').slice(0, 8).join('\n')}`);
  });
  note(`installed after ${((performance.now() - start) / 1000).toFixed(1)} s`);
  const demo = await startProgram('npm', ['run', 'demo', '--', '--json', '--app-port', '0', '--google-port', '0'], { cwd: clone, env });
  try {
    say({ name: 'clone_to_ready_s', value: (performance.now() - start) / 1000, unit: 's' });
    const { app, users } = demo.ready as { app: string; users: readonly DemoUser[] };
    const [user] = users;
    if (user === undefined) throw new Error('The demo has no users.');
    const { ms } = await timed(async () => {
      const client = await signIn(app, user.email, user.password);
      await client.connect(user.googleAccount);
      const { sets } = await client.ask<SetupDetail>('GET', '/api/setup');
      await client.preview({ contacts: 'set', setId: sets[0]?.id, activities: 'two-way', recurring: true });
    });
    say({ name: 'ready_to_preview_s', value: ms / 1000, unit: 's' });
  } finally {
    await demo.stop();
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
