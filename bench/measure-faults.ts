// Whether the tests of the core notice what users of such systems complain about: each
// fault of bench/mutation/faults.ts is planted alone into a copy, and the tests must fail.
// Out: the share that was killed; for people, by which test. Nothing of the repository is
// touched.

import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { note, say } from './figures.ts';
import { faults } from './mutation/faults.ts';
import { repository } from './programs.ts';

const run = promisify(execFile);

interface Results {
  readonly success: boolean;
  readonly testResults: readonly { readonly message: string; readonly assertionResults: readonly { readonly status: string; readonly title: string }[] }[];
}

/** Titles of the tests that fail; a file that cannot be loaded counts with its message. */
async function failing(copy: string): Promise<readonly string[]> {
  const output = join(copy, 'results.json');
  await rm(output, { force: true });
  const parameters = ['node_modules/vitest/vitest.mjs', 'run', '-c', 'bench/mutation/vitest.config.ts', '--bail', '1', '--reporter', 'json', '--outputFile', output];
  // It ends with an error when a test fails: the results say which.
  await run(process.execPath, parameters, { cwd: copy, maxBuffer: 100_000_000, env: { ...process.env, MACHINE: '1' } }).catch(() => undefined);
  const { success, testResults } = JSON.parse(await readFile(output, 'utf8')) as Results;
  if (success) return [];
  const titles = testResults.flatMap(({ assertionResults }) => assertionResults.filter(({ status }) => status === 'failed').map(({ title }) => title));
  return titles.length > 0 ? titles : testResults.map(({ message }) => message).filter((message) => message !== '').concat('a file could not be loaded');
}

const copy = await mkdtemp(join(tmpdir(), 'planted-faults-'));
try {
  for (const folder of ['src', 'test', 'bench', 'package.json', 'tsconfig.json']) await cp(join(repository, folder), join(copy, folder), { recursive: true });
  await symlink(join(repository, 'node_modules'), join(copy, 'node_modules'));
  const before = await failing(copy);
  if (before.length > 0) throw new Error(`The tests fail before any fault is planted: ${before[0]}`);
  let killed = 0;
  for (const { name, breaks, file, from, to } of faults) {
    const path = join(copy, 'src', 'core', `${file}.ts`);
    const source = await readFile(path, 'utf8');
    if (source.split(from).length !== 2) throw new Error(`src/core/${file}.ts does not hold exactly once what "${name}" replaces: ${from}`);
    await writeFile(path, source.replace(from, () => to));
    const [by] = await failing(copy);
    await writeFile(path, source);
    if (by !== undefined) killed += 1;
    note(`${by === undefined ? 'survived' : 'killed  '} ${breaks}: ${name}${by === undefined ? '' : ` (${by})`}`);
  }
  say({ name: 'planted_faults_killed', value: (100 * killed) / faults.length, unit: '%', of: faults.length });
} finally {
  await rm(copy, { recursive: true, force: true });
}
