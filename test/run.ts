// The command behind `npm test`. In: nothing, or words that vitest takes to choose tests.
// Out: types, lint, the pages built, every test; the last line is `N passed, N failed`,
// and the exit code says the same. Never here: a run without a test that counts as passed.

import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildWebWhenNeeded } from '../src/cli/web-build.ts';

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const repository = dirname(dirname(fileURLToPath(import.meta.url)));
const chosen = process.argv.slice(2);

const checks: readonly { readonly name: string; readonly pass: () => Promise<boolean> }[] = [
  { name: 'types', pass: () => run('typescript/bin/tsc', '--noEmit', '-p', '.') },
  { name: 'types of the pages', pass: () => run('typescript/bin/tsc', '--noEmit', '-p', 'web') },
  { name: 'lint', pass: () => run('oxlint/bin/oxlint', '--deny-warnings') },
  { name: 'pages', pass: buildPages },
];

/** Run as files of this Node.js: what lies on the PATH, and what npm says beside it, do not matter. */
function run(program: string, ...args: readonly string[]): Promise<boolean> {
  const child = spawn(process.execPath, [join(repository, 'node_modules', program), ...args], { cwd: repository, stdio: ['ignore', 'inherit', 'inherit'] });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code === 0));
  });
}

/** The same pages that the product builds for itself: a demo in a test finds them ready. */
async function buildPages(): Promise<boolean> {
  const elsewhere = await mkdtemp(join(tmpdir(), 'smartoffice-sync-test-pages-'));
  try {
    return (await buildWebWhenNeeded({ elsewhere, log: () => undefined })) !== undefined;
  } catch (error) {
    process.stdout.write(`${String(error)}\n`);
    return false;
  } finally {
    await rm(elsewhere, { recursive: true, force: true });
  }
}

async function checkAll(): Promise<number> {
  let failed = 0;
  for (const { name, pass } of checks) {
    const start = performance.now();
    const passed = await pass();
    if (!passed) failed += 1;
    process.stdout.write(`${passed ? 'ok  ' : 'FAIL'} ${name} (${((performance.now() - start) / 1000).toFixed(1)} s)\n`);
  }
  return failed;
}

async function runTests(): Promise<Counts> {
  const folder = await mkdtemp(join(tmpdir(), 'smartoffice-sync-test-run-'));
  const result = join(folder, 'result.json');
  try {
    const good = await run('vitest/vitest.mjs', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${result}`, ...chosen);
    const counts = countIn(await readFile(result, 'utf8').catch(() => '{}'));
    // A run that ended badly though no test failed: an error outside of tests, or no result at all.
    return !good && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Result {
  readonly testResults?: readonly { readonly status: string; readonly assertionResults: readonly { readonly status: string }[] }[];
}

function countIn(text: string): Counts {
  const files = (JSON.parse(text) as Result).testResults ?? [];
  const tests = files.flatMap((file) => file.assertionResults);
  const count = (...states: readonly string[]): number => tests.filter(({ status }) => states.includes(status)).length;
  // A file that could not be loaded, or whose hooks failed, has no failed test of its own.
  const broken = files.filter((file) => file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed')).length;
  return { passed: count('passed'), failed: count('failed') + broken, skipped: count('pending', 'skipped', 'todo', 'disabled') };
}

const failedChecks = chosen.length === 0 ? await checkAll() : 0;
const { passed, failed, skipped } = await runTests();
const allFailed = failedChecks + failed;
if (passed + allFailed === 0) process.stdout.write('No test ran.\n');
process.stdout.write(`\n${passed} passed, ${allFailed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}\n`);
process.exitCode = allFailed === 0 && passed > 0 ? 0 : 1;
