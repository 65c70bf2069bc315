// The tests that mutants of src/core meet: those beside it, and few histories of the
// state machine. Pure and quick, since each mutant is tried against all that reach it.

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/core/*.test.ts', 'test/golden-plans.test.ts', 'test/machine.test.ts', 'test/rules.test.ts'],
    // What measures time says nothing about a rule.
    exclude: ['src/core/match-speed.test.ts'],
    setupFiles: ['bench/mutation/seed.ts'],
    // Only what is not ours stays loaded from one mutant to the next.
    isolate: false,
    testTimeout: 60_000,
    env: { HISTORIES: process.env['HISTORIES'] ?? '120' },
  },
});
