// For tests only: an account of a running simulator with a connection to it. In: the
// simulator's address. Out: its control doors, and a connection whose sleeps take no time.
// Nothing of the simulator is imported here: it is met through its addresses alone.

import { addressesAt } from './addresses.ts';
import { openGoogleConnection } from './connection.ts';
import type { GoogleConnection } from './connection.ts';
import type { Clock } from './pace.ts';
import type { Tokens, TokenStore } from './tokens.ts';

export interface LogEntry {
  readonly call?: string;
  readonly method: string;
  readonly status: number;
  readonly query: Readonly<Record<string, unknown>>;
  readonly units: Readonly<Record<string, number>>;
  readonly reason?: string;
}

export interface SimulatedAccount {
  readonly email: string;
  readonly url: string;
  readonly connection: GoogleConnection;
  readonly tokens: TokenStore;
  readonly slept: number[];
  door(path: string, body?: unknown, method?: string): Promise<Record<string, unknown>>;
  act(body: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>>;
  /** Requests since the last call, tokens and doors left out. */
  log(): Promise<readonly LogEntry[]>;
  mails(): Promise<number>;
  violations(): Promise<readonly unknown[]>;
  state(): Promise<{ calendars: { events: Record<string, unknown>[] }[]; people: Record<string, unknown>[]; groups: Record<string, unknown>[]; taskLists: { id: string; tasks: Record<string, unknown>[] }[] }>;
}

export async function openSimulatedAccount(url: string, email: string, scopes?: readonly string[]): Promise<SimulatedAccount> {
  const door = async (path: string, body?: unknown, method = body === undefined ? 'GET' : 'POST'): Promise<Record<string, unknown>> => {
    const answer = await fetch(`${url}/_sim/${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    const json = (await answer.json()) as Record<string, unknown>;
    if (!answer.ok) throw new Error(`${path}: ${JSON.stringify(json)}`);
    return json;
  };
  const granted = await door('grant', { account: email, ...(scopes === undefined ? {} : { scopes }) });
  let kept: Tokens = { refreshToken: String(granted['refresh_token']), accessToken: String(granted['access_token']), expiresAt: Date.now() + 3_000_000 };
  const tokens: TokenStore = {
    load: async () => kept,
    save: async (next) => {
      kept = next;
    },
  };
  const slept: number[] = [];
  let ahead = 0;
  const clock: Clock = {
    now: () => Date.now() + ahead,
    sleep: async (milliseconds) => {
      slept.push(milliseconds);
      ahead += milliseconds;
      // The simulator's minutes pass too.
      await door('clock', { advance: milliseconds });
    },
    random: () => 0.5,
  };
  const connection = openGoogleConnection({ addresses: addressesAt(url), clientId: 'simulator-client', clientSecret: 'secret', tokens, clock });
  let last = 0;
  return {
    email,
    url,
    connection,
    tokens,
    slept,
    door,
    act: (body) => door('act', { account: email, ...body }),
    log: async () => {
      const log = (await door(`log?since=${last}`)) as { last: number; entries: (LogEntry & { api: string })[] };
      last = log.last;
      return log.entries.filter((entry) => entry.api !== 'oauth');
    },
    mails: async () => Number((await door('mail'))['count']),
    violations: async () => (await door('log?summary=true'))['violations'] as readonly unknown[],
    state: async () => (await door(`state?account=${email}`)) as never,
  };
}
