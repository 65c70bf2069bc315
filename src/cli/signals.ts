// Waits until somebody asks the program to stop. In: signals. Out: the name of the first.
// Never here: an exit; what runs is stopped first, so that nothing is left behind.

const asked = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export function untilAskedToStop(log: (line: string) => void): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of asked) {
      let first = true;
      process.on(signal, () => {
        if (!first) log('Stopping already; what is being written is finished first.');
        first = false;
        resolve(signal);
      });
    }
  });
}
