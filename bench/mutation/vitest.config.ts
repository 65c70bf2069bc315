// The tests that mutants of src/core meet: those beside it, the golden plans and what a
// person decides. Pure and quick, since each mutant is tried against all that reach it.
// Planted faults, which are few, meet the random histories too (MACHINE=1).

import { defineConfig } from 'vitest/config';

const machine = process.env['MACHINE'] === '1';

export default defineConfig({
  test: {
    include: ['src/core/*.test.ts', 'test/golden-*.test.ts', 'test/rules.test.ts', 'test/decisions.test.ts', ...(machine ? ['test/machine.test.ts'] : [])],
    // What measures time says nothing about a rule.
    exclude: ['src/core/match-speed.test.ts'],
    setupFiles: machine ? [] : ['bench/mutation/seed.ts'],
    // Only what is not ours stays loaded from one mutant to the next.
    isolate: machine,
    testTimeout: 60_000,
    env: { HISTORIES: '600' },
  },
});
