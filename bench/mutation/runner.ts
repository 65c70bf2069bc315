// How the tests meet one mutant: once a test has failed, no other file is loaded. Vitest by
// itself loads every file that is left only to skip its tests, which is most of the time.

import { TestRunner } from 'vitest';

export default class StopsLoading extends TestRunner {
  private isOver = false;

  override cancel(reason: Parameters<TestRunner['cancel']>[0]): void {
    this.isOver = true;
    super.cancel(reason);
  }

  override importFile(...file: Parameters<TestRunner['importFile']>): unknown {
    return this.isOver ? undefined : super.importFile(...file);
  }
}
