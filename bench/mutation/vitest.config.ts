// The tests that mutants of src/core meet: those beside it, the golden plans and what a
// person decides. Pure and quick, since each mutant is tried against all that reach it.
// Planted faults, which are few, meet the random histories too (MACHINE=1).
// TESTS=brake,golden-plans: these only, for a quick look at one file; what they kill, all kill.

import { defineConfig } from 'vitest/config';
import { NearestFirst } from './nearest-first.ts';

const machine = process.env['MACHINE'] === '1';
const some = process.env['TESTS']?.split(',').map((name) => `{src/core,test}/${name}.test.ts`);

export default defineConfig({
  test: {
    include: some ?? ['src/core/*.test.ts', 'test/golden-*.test.ts', 'test/rules.test.ts', 'test/decisions.test.ts', ...(machine ? ['test/machine.test.ts'] : [])],
    // What measures time says nothing about a rule.
    exclude: ['src/core/match-speed.test.ts'],
    setupFiles: machine ? [] : ['bench/mutation/seed.ts'],
    // Only what is not ours stays loaded from one mutant to the next.
    isolate: machine,
    runner: 'bench/mutation/runner.ts',
    sequence: { sequencer: NearestFirst },
    testTimeout: 60_000,
    env: { HISTORIES: '600' },
  },
});
