// How many small faults in src/core the tests would notice: each mutant is one fault, put
// in by Stryker, and killed when a test fails. In: MUTATE=merge,diff for some files only,
// CONCURRENCY (1), KEPT=1 to run nothing and count what was found before. Out: the share that
// was killed; the survivors by file, for people and in reports/mutation. The first run takes
// hours, a later one goes on where it was stopped and tries what changed; so only when named.

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { glob, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { note, say } from './figures.ts';
import { repository } from './programs.ts';

const run = promisify(execFile);
const reports = join(repository, 'reports', 'mutation');

/**
 * Files of nothing but wording: a sentence with another word in it is no fault that a test
 * should hold. Their conditions and loops are mutated like all others.
 */
const wording = /^explain/;

interface Mutant {
  readonly status: 'Killed' | 'Timeout' | 'Survived' | 'NoCoverage' | 'CompileError' | 'RuntimeError' | 'Ignored' | 'Pending';
  readonly mutatorName: string;
  readonly replacement?: string;
  readonly location: { readonly start: { readonly line: number; readonly column: number }; readonly end: { readonly line: number; readonly column: number } };
}

interface Report {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>>;
}

async function coreFiles(): Promise<readonly string[]> {
  const asked = process.env['MUTATE']?.split(',').map((name) => name.trim());
  const names = (await readdir(join(repository, 'src', 'core'))).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts')).map((name) => name.slice(0, -3));
  const unknown = (asked ?? []).filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new Error(`There is no src/core/${unknown[0]}.ts. Give the names of files of src/core without ".ts", with commas between.`);
  return names.filter((name) => asked === undefined || asked.includes(name)).sort();
}

/** What decides whether a mutant is killed. As long as nothing of it changes, a file is not measured again. */
async function stateOfSources(): Promise<string> {
  const paths: string[] = [];
  for await (const path of glob(['src/core/**/*.{ts,snap}', 'src/replica/*.ts', 'test/{golden-*,rules,decisions}.test.ts', 'test/{__snapshots__,golden,support}/*.*', 'bench/mutation/*.ts', 'bench/measure-mutation.ts', 'package-lock.json'], { cwd: repository })) paths.push(path);
  const hash = createHash('sha256');
  for (const path of paths.toSorted()) hash.update(`${path}\n`).update(await readFile(join(repository, path)));
  return hash.digest('hex');
}

/** Stryker keeps what it found in its report, and tries again only mutants and tests that changed. */
async function mutate(name: string): Promise<void> {
  const config = join(reports, `${name}.config.json`);
  await writeFile(
    config,
    JSON.stringify({
      testRunner: 'vitest',
      plugins: ['@stryker-mutator/vitest-runner'],
      vitest: { configFile: 'bench/mutation/vitest.config.ts', related: false },
      mutate: [`src/core/${name}.ts`],
      mutator: { excludedMutations: wording.test(name) ? ['StringLiteral'] : [] },
      coverageAnalysis: 'perTest',
      concurrency: Number(process.env['CONCURRENCY'] ?? 1),
      timeoutMS: 8000,
      timeoutFactor: 2,
      reporters: [],
      incremental: true,
      incrementalFile: reportOf(name),
      tempDirName: `reports/mutation/sandbox-${name}`,
      cleanTempDir: 'always',
      ignorePatterns: ['docs', 'web', 'sim', 'scenarios', 'reports'],
      // Rewriting it takes an interface of the compiler that TypeScript 7 does not have.
      tsconfigFile: 'none.json',
    }),
  );
  await run(process.execPath, ['node_modules/@stryker-mutator/core/bin/stryker.js', 'run', config], { cwd: repository, maxBuffer: 100_000_000, env: { ...process.env, MUTANT_OF: name } }).catch((error: Error & { stdout?: string }) => {
    throw new Error(`Stryker stopped at src/core/${name}.ts. What it had found is kept; the next run goes on there. It said:\n${error.stdout ?? error.message}`);
  });
}

const reportOf = (name: string): string => join(reports, `${name}.json`);
const measuredAt = (name: string): string => join(reports, `${name}.state`);

/** The mutants of a file, measured now or, while nothing changed, before. */
async function measure(name: string, state: string, commit: string): Promise<readonly Mutant[]> {
  const [at = '', measuredIn = 'a former version'] = (await readFile(measuredAt(name), 'utf8').catch(() => '')).split(' ');
  if (process.env['KEPT'] === '1') {
    if (at === '') note(`${name}.ts: not measured to its end`);
    else if (at !== state) note(`${name}.ts: measured at ${measuredIn}, since when sources or tests changed`);
    if (at === '') return [];
  } else if (at !== state) {
    await rm(measuredAt(name), { force: true });
    await mutate(name);
    // A quick look with some tests only is no measurement.
    if (process.env['TESTS'] === undefined) await writeFile(measuredAt(name), `${state} ${commit}`);
  }
  const report = JSON.parse(await readFile(reportOf(name), 'utf8')) as Report;
  const { source, mutants } = Object.values(report.files)[0] ?? { source: '', mutants: [] };
  for (const survivor of mutants.filter(({ status }) => status === 'Survived' || status === 'NoCoverage')) note(describe(name, source, survivor));
  return mutants;
}

function describe(name: string, source: string, { status, mutatorName, replacement, location: { start, end } }: Mutant): string {
  const line = source.split('\n')[start.line - 1] ?? '';
  const was = start.line === end.line ? line.slice(start.column - 1, end.column - 1) : `${line.slice(start.column - 1)} …`;
  const shown = (text: string): string => text.replace(/\s+/g, ' ').slice(0, 80);
  return `  ${name}.ts:${start.line} ${mutatorName}: ${shown(was)} → ${shown(replacement ?? '')}${status === 'NoCoverage' ? ' (no test comes here)' : ''}`;
}

/** A mutant that never ends is noticed too; one that cannot be run is none. */
function count(mutants: readonly Mutant[]): { readonly killed: number; readonly of: number } {
  const killed = mutants.filter(({ status }) => status === 'Killed' || status === 'Timeout').length;
  return { killed, of: killed + mutants.filter(({ status }) => status === 'Survived' || status === 'NoCoverage').length };
}

await mkdir(reports, { recursive: true });
const state = await stateOfSources();
const commit = (await run('git', ['describe', '--always', '--dirty'], { cwd: repository })).stdout.trim();
const all: Mutant[] = [];
for (const name of await coreFiles()) {
  const mutants = await measure(name, state, commit);
  const { killed, of } = count(mutants);
  if (of > 0) note(`${name}.ts: ${killed} of ${of} killed, ${((100 * killed) / of).toFixed(1)} %`);
  all.push(...mutants);
}
if ((await stateOfSources()) !== state) throw new Error('The sources changed while they were measured, so this is no figure of one state. Start again: only what changed is measured.');
const { killed, of } = count(all);
if (of === 0) throw new Error('No mutant of these files was measured, so there is no figure: they hold types only, or KEPT=1 found nothing of them.');
note(`${killed} of ${of} killed in the files asked for, at ${commit}.`);
say({ name: 'mutation_score_core', value: (100 * killed) / of, unit: '%', of });
