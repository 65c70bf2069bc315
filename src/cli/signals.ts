// Waits until somebody asks the program to stop. In: signals, and the end of the npm that
// started us. Out: nothing but that it was asked.
// Never here: an exit; what runs is stopped first, so that nothing is left behind.

const asked = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export function untilAskedToStop(log: (line: string) => void, startedByNpm: boolean): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of asked) {
      let first = true;
      process.on(signal, () => {
        if (!first) log('Stopping already; what is being written is finished first.');
        first = false;
        resolve();
      });
    }
    if (startedByNpm) followParent(resolve);
  });
}

/** npm hands a signal to a shell that dies of it alone: without this, stopping npm would leave us running. */
function followParent(gone: () => void): void {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    gone();
  }, 500);
  watch.unref();
}
