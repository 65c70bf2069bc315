// How figures leave the bench: one JSON object a line on the standard output, everything
// that is for people on the other one.

export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The physical minimum that `ratio` is against. */
  readonly minimum?: number;
  readonly ratio?: number;
  /** What it is made of, where that helps to find a cause. */
  readonly parts?: Readonly<Record<string, number>>;
  /** How many were counted. */
  readonly of?: number;
}

export function say(figure: Figure): void {
  const rounded = roundAll(figure);
  process.stdout.write(`${JSON.stringify(rounded)}\n`);
}

function roundAll(values: object): object {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, typeof value === 'number' ? round(value) : typeof value === 'object' ? roundAll(value as object) : value]));
}

export function note(text: string): void {
  process.stderr.write(`${text}\n`);
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = sorted.length / 2;
  if (sorted.length === 0) return Number.NaN;
  return sorted.length % 2 === 1 ? (sorted[Math.floor(middle)] as number) : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

export async function timed<T>(work: () => Promise<T> | T): Promise<{ readonly ms: number; readonly endedAt: number; readonly result: T }> {
  const start = performance.now();
  const result = await work();
  const endedAt = performance.now();
  return { ms: endedAt - start, endedAt, result };
}

/** Looks again and again; the interval is the error of what is measured. */
export async function until<T>(what: string, look: () => Promise<T | undefined | false>, options: { readonly everyMs?: number; readonly timeoutMs?: number } = {}): Promise<T> {
  const end = performance.now() + (options.timeoutMs ?? 600_000);
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > end) throw new Error(`Waited in vain for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, options.everyMs ?? 10));
  }
}

function round(value: number): number {
  return Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(4));
}
