// The order in which test files meet a mutant: first those whose names are nearest to that
// of the mutated file (MUTANT_OF), last the golden ones and whole decisions. Most mutants fail
// at the first file, and then nothing else is loaded.

import { basename, dirname } from 'node:path';
import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';

function inCommon(one: string, two: string): number {
  let length = 0;
  while (length < one.length && one[length] === two[length]) length += 1;
  return length;
}

export class NearestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const mutated = process.env['MUTANT_OF'];
    const sorted = await super.sort(files);
    if (mutated === undefined) return sorted;
    const distance = ({ moduleId }: TestSpecification): number => (basename(dirname(moduleId)) === 'core' ? -inCommon(mutated, basename(moduleId)) : 1);
    return sorted.toSorted((one, two) => distance(one) - distance(two));
  }
}
