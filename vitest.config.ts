// What a test needs is said by the suffix of its file, and decides when it runs: pure ones
// first and in parallel, then those with servers, then those with a browser, one at a
// time. So that servers and browsers do not starve each other on a small machine.

import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const everywhere = ['src', 'sim', 'test', 'web/src'];
const named = (suffix: string): string[] => everywhere.map((folder) => `${folder}/**/*${suffix}.test.ts`);
const cores = availableParallelism();

export default defineConfig({
  test: {
    // One process per file keeps the embedded servers of tests apart.
    pool: 'forks',
    setupFiles: ['test/support/seed.ts'],
    // Tests meet servers of this machine only, also where a proxy leads out of it.
    env: { NO_PROXY: 'localhost,127.0.0.1', no_proxy: 'localhost,127.0.0.1' },
    projects: [
      {
        extends: true,
        test: { name: 'pure', include: named(''), exclude: [...named('.sim'), ...named('.pg'), ...named('.web')], maxWorkers: cores, sequence: { groupOrder: 0 }, testTimeout: 60_000, hookTimeout: 60_000 },
      },
      {
        extends: true,
        test: { name: 'servers', include: [...named('.sim'), ...named('.pg')], maxWorkers: Math.min(cores, 4), sequence: { groupOrder: 1 }, testTimeout: 60_000, hookTimeout: 120_000 },
      },
      {
        extends: true,
        test: { name: 'browser', include: named('.web'), maxWorkers: 1, sequence: { groupOrder: 2 }, testTimeout: 120_000, hookTimeout: 180_000 },
      },
    ],
  },
});
