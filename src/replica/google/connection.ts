// One account's connection to Google. In: a request to one of the three clients. Out: an
// answer checked by a schema, or a refusal as a value; trouble with the whole account is
// thrown as ReplicaError. The only layer that sends anything twice: reads, and writes
// that are known to be repeatable; a write sent once and never answered is 'unknown'.

import { calendar } from '@googleapis/calendar';
import type { calendar_v3 } from '@googleapis/calendar';
import { people } from '@googleapis/people';
import type { people_v1 } from '@googleapis/people';
import { tasks } from '@googleapis/tasks';
import type { tasks_v1 } from '@googleapis/tasks';
import type { z } from 'zod';
import { ReplicaError } from '../replica.ts';
import { fits } from './fitting.ts';
import { insist } from './insist.ts';
import { backOff, hasten, makeGate, systemClock } from './pace.ts';
import type { Api, Clock, Gate, TokenBucket } from './pace.ts';
import type { GoogleAddresses } from './addresses.ts';
import { openTokens } from './tokens.ts';
import type { ClientSecret, TokenSource, TokenStore } from './tokens.ts';
import { readTrouble, toReplicaError } from './trouble.ts';
import { makeAdapter } from './transport.ts';
import type { Adapter } from './transport.ts';
import type { WireTrouble } from './trouble.ts';

export interface Clients {
  readonly calendar: calendar_v3.Calendar;
  readonly people: people_v1.People;
  readonly tasks: tasks_v1.Tasks;
}

export interface CallOptions {
  readonly headers: Record<string, string>;
  readonly retry: false;
  readonly adapter: Adapter;
  readonly validateStatus: () => true;
}

interface WireAnswer {
  readonly status: number;
  readonly data: unknown;
  readonly headers: unknown;
}

export interface Ask<T> {
  readonly api: Api;
  readonly call: string;
  readonly units: number;
  /** 'once': not to be sent again when its answer was lost. */
  readonly effect: 'read' | 'repeatable' | 'once';
  readonly ifMatch?: string;
  /** A refusal that the caller knows a way around: told, although it would be trouble for the whole side. */
  readonly mayAnswer?: (trouble: WireTrouble) => boolean;
  readonly answer: z.ZodType<T>;
  send(clients: Clients, options: CallOptions): Promise<WireAnswer>;
}

/** `resent`: an earlier sending may have been carried out, so a 409, 410 or 412 may be our own doing. */
export type Told<T> =
  | { readonly ok: true; readonly body: T; readonly raw: unknown; readonly date: string | undefined; readonly resent: boolean }
  | { readonly ok: false; readonly trouble: WireTrouble; readonly resent: boolean };

export interface Spent {
  readonly requests: number;
  readonly units: number;
}

export interface GoogleConnection {
  readonly clock: Clock;
  ask<T>(ask: Ask<T>): Promise<Told<T>>;
  /** As `ask`, for where a refusal of any kind is trouble. */
  demand<T>(ask: Ask<T>): Promise<Extract<Told<T>, { ok: true }>>;
  spent(): Spent;
}

export interface ConnectionOptions extends ClientSecret {
  readonly tokens: TokenStore;
  /** In place of the tokens of a person: those of a service account that acts for them. */
  readonly source?: TokenSource;
  readonly clock?: Clock;
  readonly bucket?: TokenBucket;
  readonly timeoutMs?: number;
  /** Multiplies every wait after a refusal or a lost answer; 1 but in tests. */
  readonly waitFactor?: number;
}

const attemptsWithoutAnswer = 5;
/** 1 + 2 + … + 32 seconds: more than a minute, which is the window of every quota. */
const refusalsInARow = 7;
const longestPause = 90_000;
/** A refusal of the access itself is believed the third time; of a token the second (insist.ts). */
const doubtfulRefusals = 2;
const notSent = new Set(['ECONNREFUSED', 'UND_ERR_CONNECT_TIMEOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

const clientsBefore = new WeakMap<GoogleAddresses, Clients>();

/** They know nothing of an account: every request brings its own token. */
function clientsAt(addresses: GoogleAddresses): Clients {
  const clients = clientsBefore.get(addresses) ?? {
    calendar: calendar({ version: 'v3', rootUrl: addresses.calendar }),
    people: people({ version: 'v1', rootUrl: addresses.people }),
    tasks: tasks({ version: 'v1', rootUrl: addresses.tasks }),
  };
  clientsBefore.set(addresses, clients);
  return clients;
}

export function openGoogleConnection(options: ConnectionOptions): GoogleConnection {
  const clock = options.clock ?? systemClock;
  const pace = hasten(clock, options.waitFactor ?? 1);
  const source = insist(options.source ?? openTokens(options, options.tokens, () => clock.now()), pace, attemptsWithoutAnswer);
  const clients = clientsAt(options.addresses);
  const adapter = makeAdapter(options.timeoutMs ?? 60_000);
  const gates: Record<Api, Gate> = { calendar: makeGate(pace), people: makeGate(pace), tasks: makeGate(pace) };
  let requests = 0;
  let units = 0;

  async function sendOnce<T>(ask: Ask<T>, token: string): Promise<WireAnswer | { readonly lost: string; readonly sent: boolean }> {
    await options.bucket?.take(ask);
    requests += 1;
    units += ask.units;
    const headers: Record<string, string> = { Authorization: `Bearer ${token}` };
    if (ask.ifMatch !== undefined) headers['If-Match'] = ask.ifMatch;
    try {
      const answer = await ask.send(clients, { headers, retry: false, adapter, validateStatus: () => true });
      // A success that is not JSON (a proxy's page, a text cut short, nothing at all) says nothing of what was done.
      const isText = answer.status >= 200 && answer.status < 300 && typeof answer.data === 'string' && (answer.data.trim() !== '' || !fits(ask.answer, undefined));
      return isText ? { lost: 'the answer could not be read', sent: true } : answer;
    } catch (error) {
      const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
      if (typeof code !== 'string' && !(error as { config?: unknown }).config) throw error;
      return { lost: String(message ?? code), sent: !notSent.has(String(code)) };
    }
  }

  /** `isDoubted`: no refusal is believed that Google does not repeat. */
  async function ask<T>(wanted: Ask<T>, isDoubted = false): Promise<Told<T>> {
    const gate = gates[wanted.api];
    let token = await source.current();
    let doubted = 0;
    let resent = false;
    let lost = 0;
    for (let refused = 0; ; ) {
      const answer = await gate.pass(() => sendOnce(wanted, token));
      if ('lost' in answer) {
        if (answer.sent && wanted.effect === 'once') throw new ReplicaError('unknown', `${wanted.call}: no answer (${answer.lost})`);
        lost += 1;
        resent ||= answer.sent && wanted.effect !== 'read';
        if (lost >= attemptsWithoutAnswer) throw noAnswer(wanted, answer.lost, resent);
        await pace.sleep(backOff(lost - 1, clock) / 2);
        continue;
      }
      if (answer.status >= 200 && answer.status < 300) {
        gate.recover();
        return { ok: true, body: parseAnswer(wanted, answer.data), raw: answer.data, date: readHeader(answer.headers, 'date'), resent };
      }
      const trouble = readTrouble(wanted, { status: answer.status, data: answer.data, retryAfter: readHeader(answer.headers, 'retry-after') }, clock.now());
      if (wanted.mayAnswer?.(trouble) === true) {
        gate.recover();
        return { ok: false, trouble, resent };
      }
      switch (trouble.treatment) {
        case 'renew':
          doubted += 1;
          if (doubted > doubtfulRefusals) throw toReplicaError(trouble, clock.now());
          if (doubted > 1) await pace.sleep(backOff(doubted - 2, clock));
          token = await source.renew(token);
          break;
        case 'slow-down': {
          refused += 1;
          const pause = trouble.retryAfter ?? backOff(Math.max(gate.refusals, refused) - 1, clock);
          if (refused >= refusalsInARow || pause > longestPause) throw toReplicaError(trouble, clock.now());
          gate.slowDown(pause);
          break;
        }
        case 'fault':
          // Google failed after it had taken the request: it may have been carried out.
          if (wanted.effect === 'once') throw new ReplicaError('unknown', `${wanted.call}: ${trouble.message}`);
          resent ||= wanted.effect !== 'read';
          lost += 1;
          if (lost >= attemptsWithoutAnswer) throw noAnswer(wanted, trouble.message, resent, trouble.retryAfter);
          await pace.sleep(Math.min(trouble.retryAfter ?? backOff(lost - 1, clock) / 2, longestPause));
          break;
        case 'reauthorise':
        case 'forbidden':
          // It would stop the account and call a person: Google has to say it more than once.
          doubted += 1;
          if (doubted <= doubtfulRefusals) {
            await pace.sleep(backOff(doubted - 1, clock));
            break;
          }
          if (trouble.treatment === 'reauthorise') throw toReplicaError(trouble, clock.now());
          gate.recover();
          return { ok: false, trouble, resent };
        case 'wait':
        case 'unknown':
          throw toReplicaError(trouble, clock.now());
        case 'cursor-expired':
          gate.recover();
          return { ok: false, trouble, resent };
        default:
          gate.recover();
          if (!isDoubted || doubted >= doubtfulRefusals) return { ok: false, trouble, resent };
          doubted += 1;
          await pace.sleep(backOff(doubted - 1, clock));
      }
    }
  }

  function noAnswer(wanted: Ask<unknown>, why: string, mayHaveHappened: boolean, after = 60_000): ReplicaError {
    if (mayHaveHappened) return new ReplicaError('unknown', `${wanted.call}: no answer (${why})`);
    return new ReplicaError('wait', `${wanted.call}: no answer (${why})`, { until: clock.now() + after });
  }

  return {
    clock,
    ask: (wanted) => ask(wanted),
    demand: async (wanted) => {
      // It would stop the whole side: one 404 of a list may be a mistake.
      const told = await ask(wanted, wanted.effect === 'read');
      if (!told.ok) throw toReplicaError(told.trouble, clock.now());
      return told;
    },
    spent: () => ({ requests, units }),
  };
}

/** Of the two client versions one gives a Headers object, sometimes, and one a plain object. */
function readHeader(headers: unknown, name: string): string | undefined {
  const { get } = headers as { get?: (name: string) => string | null };
  if (typeof get === 'function') return get.call(headers, name) ?? undefined;
  return (headers as Readonly<Record<string, string>>)[name];
}

function parseAnswer<T>(wanted: Ask<T>, data: unknown): T {
  if (fits(wanted.answer, data)) return data as T;
  const parsed = wanted.answer.safeParse(data);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  // A write was carried out, whatever its answer looks like: it is looked up [R11].
  throw new ReplicaError(wanted.effect === 'read' ? 'rejected' : 'unknown', `${wanted.call}: the answer is not what was agreed: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`);
}
