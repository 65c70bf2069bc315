// The Google simulator as a process of its own, with its quota counted but not enforced.
// In: seeds and acts. Out: what its log counted. Never here: an import from sim/.

import { startProgram } from './programs.ts';
import type { Wire } from './people.ts';

export interface LogEntry {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly api: string;
  readonly call: string;
}

export interface Google {
  readonly url: string;
  seed(seed: Wire): Promise<void>;
  switches(switches: Wire): Promise<void>;
  act(act: Wire): Promise<Wire>;
  state(account: string): Promise<GoogleState>;
  passTime(seconds: number): Promise<void>;
  /** Its minutes pass so many times faster from now on. */
  hasten(rate: number): Promise<void>;
  clearLog(): Promise<void>;
  /** Requests to the APIs; tokens and consent cost no quota. */
  log(): Promise<readonly LogEntry[]>;
  cpuSeconds(): Promise<number>;
  stop(): Promise<void>;
}

export interface GoogleState {
  readonly people: readonly (Wire & { readonly resourceName: string })[];
  readonly calendars: readonly { readonly events: readonly (Wire & { readonly id: string })[] }[];
}

export async function startGoogle(): Promise<Google> {
  const program = await startProgram(process.execPath, ['sim/google/main.ts', '--port', '0', '--json']);
  const url = String(program.ready['url']);
  const google: Google = { ...doorsOf(url), cpuSeconds: program.cpuSeconds, stop: program.stop };
  await setSwitches(url, { quota: false });
  return google;
}

async function setSwitches(url: string, switches: Wire): Promise<void> {
  await door(url, 'switches', switches);
}

export function doorsOf(url: string): Omit<Google, 'stop' | 'cpuSeconds'> {
  return {
    url,
    seed: async (seed) => void (await door(url, 'seed', seed)),
    switches: (switches) => setSwitches(url, switches),
    act: async (act) => door(url, 'act', act),
    state: async (account) => (await door(url, `state?account=${encodeURIComponent(account)}`)) as unknown as GoogleState,
    passTime: async (seconds) => void (await door(url, 'clock', { advance: seconds * 1000 })),
    hasten: async (rate) => void (await door(url, 'clock', { rate })),
    clearLog: async () => void (await door(url, 'reset', { log: true })),
    log: async () => ((await door(url, 'log'))['entries'] as readonly LogEntry[]).filter((entry) => entry.api !== 'oauth' && entry.api !== 'oauth2'),
  };
}

async function door(url: string, path: string, body?: Wire): Promise<Wire> {
  const answer = await fetch(`${url}/_sim/${path}`, body === undefined ? {} : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const json = (await answer.json()) as Wire;
  if (!answer.ok) throw new Error(`${path}: ${JSON.stringify(json).slice(0, 500)}`);
  return json;
}

/** Google's price: 1 for a request, 3 for a patch, 6 for a batch of contacts. */
export function unitsOf(entries: readonly LogEntry[]): number {
  return entries.reduce((sum, entry) => sum + (entry.call.endsWith('.patch') ? 3 : /batch(Create|Update)Contacts/.test(entry.call) ? 6 : /batchDelete/.test(entry.call) ? 10 : 1), 0);
}

export const isWrite = (entry: LogEntry): boolean => entry.method !== 'GET';
