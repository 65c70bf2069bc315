import { defineConfig } from 'vitest/config';

// One process per file keeps the embedded servers of tests apart; the suffix of a
// test's name says what it needs (docs: CONTRIBUTING.md).
export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'sim/**/*.test.ts', 'test/**/*.test.ts'],
    pool: 'forks',
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
