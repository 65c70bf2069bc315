// The order in which test files meet a mutant: first those that import the mutated file
// (MUTANT_OF), of them first those with a name like its own; last the golden ones and whole
// decisions. Most mutants fail at the first file, and then nothing else is loaded.

import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';

function inCommon(one: string, two: string): number {
  let length = 0;
  while (length < one.length && one[length] === two[length]) length += 1;
  return length;
}

function distance(path: string, mutated: string): number {
  if (basename(dirname(path)) !== 'core') return 200;
  return (readFileSync(path, 'utf8').includes(`/${mutated}.ts'`) ? 0 : 100) - inCommon(mutated, basename(path));
}

export class NearestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const mutated = process.env['MUTANT_OF'];
    const sorted = await super.sort(files);
    if (mutated === undefined) return sorted;
    const distances = new Map(sorted.map((file) => [file, distance(file.moduleId, mutated)]));
    return sorted.toSorted((one, two) => (distances.get(one) ?? 0) - (distances.get(two) ?? 0));
  }
}
