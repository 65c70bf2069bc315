// How many random histories of the state machine run in a second, with all its promises
// checked. In: HISTORIES (default 3,000). The machine itself is test/machine.test.ts.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { say, timed } from './figures.ts';
import { repository } from './programs.ts';

const histories = Number(process.env['HISTORIES'] ?? 3000);
const run = promisify(execFile);
const { ms } = await timed(() =>
  run(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', 'test/machine.test.ts'], { cwd: repository, env: { ...process.env, HISTORIES: String(histories), SEED: 'random' }, maxBuffer: 100_000_000 }),
);
say({ name: 'histories_per_s', value: histories / (ms / 1000), unit: '1/s' });
