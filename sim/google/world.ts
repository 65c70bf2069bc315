// In: a clock. Out: everything that the simulated Google knows: accounts, calendars, tokens, log, mail.
// One mutable object for one server; handlers are synchronous, so each request is atomic.
// Never here: HTTP, or a rule of one API; those stand in calendar/, people/, tasks/ and oauth/.
import { createHash } from 'node:crypto';
import type { CalendarRecord, ListEntry } from './calendar/records.ts';
import type { Channel } from './calendar/push.ts';
import type { ContactStore } from './people/records.ts';
import type { TaskStore } from './tasks/records.ts';
import type { OauthState } from './oauth/state.ts';
import { readClock, realClock } from './clock.ts';
import type { SimulatedClock } from './clock.ts';
import type { Fault } from './faults.ts';
import type { QuotaState } from './quota.ts';
import { defaultSwitches } from './switches.ts';
import type { Switches } from './switches.ts';
import type { Api } from './wire.ts';

export interface Account {
  readonly email: string;
  readonly sub: string;
  name: string;
  password: string | undefined;
  /** Two-letter country: it decides how phone numbers without a country code are read. */
  country: string;
  readonly calendarList: Map<string, ListEntry>;
  /** May manage the calendars of everybody of the organization. */
  isAdministrator: boolean;
  /** When it was made: the directory of its organization tells of it since. */
  readonly stamp: number;
  readonly contacts: ContactStore;
  readonly tasks: TaskStore;
}

export interface LogEntry {
  readonly n: number;
  readonly time: string;
  readonly account: string | undefined;
  readonly client: string | undefined;
  readonly api: Api;
  readonly call: string | undefined;
  readonly method: string;
  readonly path: string;
  readonly query: Record<string, string | readonly string[]>;
  readonly status: number;
  readonly units: Record<string, number>;
  readonly bodyBytes: number;
  readonly answerBytes: number;
  readonly milliseconds: number;
  readonly fault?: string;
  readonly reason?: string;
  readonly overlapped?: true;
}

export interface MailEntry {
  readonly n: number;
  readonly time: string;
  readonly kind: 'invitation' | 'update' | 'cancellation' | 'reply';
  readonly from: string;
  readonly to: string;
  readonly external: boolean;
  readonly calendarId: string;
  readonly eventId: string;
  readonly iCalUID: string;
  readonly summary: string;
  /** The client program that caused it, or `person` for an act in Google's own apps. */
  readonly by: string;
  readonly sendUpdates: string;
}

export interface Violation {
  readonly time: string;
  readonly call: string;
  readonly message: string;
  readonly body: unknown;
}

export interface World {
  readonly baseNow: () => number;
  clock: SimulatedClock;
  switches: Switches;
  readonly accounts: Map<string, Account>;
  readonly calendars: Map<string, CalendarRecord>;
  readonly channels: Map<string, Channel>;
  readonly oauth: OauthState;
  readonly quota: QuotaState;
  faults: Fault[];
  log: LogEntry[];
  mail: MailEntry[];
  violations: Violation[];
  readonly counters: { log: number; mail: number; id: number; stamp: number; fault: number };
  /** People mutations in flight per account, to notice a client that does not queue them. */
  readonly mutationsInFlight: Map<string, number>;
  url: string;
}

export function createWorld(baseNow: () => number, oauth: OauthState): World {
  return {
    baseNow,
    clock: realClock(baseNow()),
    switches: defaultSwitches(),
    accounts: new Map(),
    calendars: new Map(),
    channels: new Map(),
    oauth,
    quota: new Map(),
    faults: [],
    log: [],
    mail: [],
    violations: [],
    counters: { log: 0, mail: 0, id: 0, stamp: 0, fault: 0 },
    mutationsInFlight: new Map(),
    url: '',
  };
}

export function now(world: World): number {
  return readClock(world.clock, world.baseNow());
}

export function isoNow(world: World): string {
  return new Date(now(world)).toISOString();
}

/** Strictly growing microseconds: two changes never share one, even with a frozen clock. */
export function nextStamp(world: World): number {
  world.counters.stamp = Math.max(now(world) * 1000, world.counters.stamp + 1);
  return world.counters.stamp;
}

/** Ids are deterministic (same calls, same ids), so that a failing test can be repeated. */
export function makeBytes(world: World, length: number): Buffer {
  world.counters.id += 1;
  return createHash('sha512').update(`simulator:${world.counters.id}`).digest().subarray(0, length);
}

const base32hex = '0123456789abcdefghijklmnopqrstuv';

export function makeBase32Id(world: World, length = 26): string {
  return Array.from(makeBytes(world, length), (byte) => base32hex[byte % 32]).join('');
}

export function makeBase64Id(world: World, bytes = 16): string {
  return makeBytes(world, bytes).toString('base64url');
}

export function findAccount(world: World, email: string): Account | undefined {
  return world.accounts.get(email.toLowerCase());
}

export function recordViolation(world: World, call: string, message: string, body: unknown): void {
  world.violations.push({ time: isoNow(world), call, message, body });
}

