// The planted faults of the bench stand in the code as it is: one that finds no place, or
// two, would be counted as noticed although nothing was made wrong.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { faults } from '../bench/mutation/faults.ts';

test.each(faults)('the line that "$name" makes wrong stands in $file once', ({ file, from, to }) => {
  const source = readFileSync(new URL(`../src/core/${file}.ts`, import.meta.url), 'utf8');
  expect(source.split(from).length - 1).toBe(1);
  expect(to).not.toBe(from);
});
