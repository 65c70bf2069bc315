// What this process did, counted since it started. In: cycles that ended, operations that
// were written, requests to Google. Out: sums by label, for whoever watches the product.
// Never here: anything about a person or an account; a name of one would be a label for ever.

export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** One measure in the words of Prometheus. */
export interface Measure {
  readonly name: string;
  readonly type: 'counter' | 'gauge';
  readonly help: string;
  readonly samples: readonly Sample[];
}

const counters = {
  cycles: 'Times that an account was worked on, by what was due and how it ended',
  cycle_seconds: 'How long that took in all',
  operations: 'Operations that were written to SmartOffice or to Google',
  google_requests: 'Requests to Google',
  google_units: 'Units of quota that they cost',
} as const;

export interface Meter {
  add(name: keyof typeof counters, labels: Readonly<Record<string, string>>, by?: number): void;
  read(): readonly Measure[];
}

export function createMeter(): Meter {
  const sums = new Map<keyof typeof counters, Map<string, Sample>>();
  return {
    add(name, labels, by = 1) {
      const of = sums.get(name) ?? new Map<string, Sample>();
      const key = JSON.stringify(labels);
      of.set(key, { labels, value: (of.get(key)?.value ?? 0) + by });
      sums.set(name, of);
    },
    read: () => (Object.keys(counters) as (keyof typeof counters)[]).map((name) => ({ name: `${name}_total`, type: 'counter', help: counters[name], samples: [...(sums.get(name)?.values() ?? [])] })),
  };
}
