// In: requests on the control doors under /_sim. Out: the world changed or described, as JSON.
// These doors are not Google's; they belong to tests, benchmarks and the demo.
// Never here: an effect that the request does not name.
import { z } from 'zod';
import { clockSchema, realClock, turnClock } from '../clock.ts';
import { addFault, describeFault, faultSchema } from '../faults.ts';
import { expandScopes, issueAccessToken, issueRefreshToken, rememberConsent } from '../oauth/state.ts';
import { switchesPatchSchema, defaultSwitches } from '../switches.ts';
import { findAccount, now } from '../world.ts';
import type { Account, World } from '../world.ts';
import { createAccount } from '../accounts.ts';
import { isObject, Refusal } from '../wire.ts';
import { actSchema, performAct } from './act.ts';
import { applySeed, seedSchema } from './seed.ts';
import { describeAccount } from './state.ts';

export interface DoorAnswer {
  readonly status: number;
  readonly body: unknown;
}

const resetSchema = z.strictObject({
  log: z.boolean().optional(),
  mail: z.boolean().optional(),
  faults: z.boolean().optional(),
  quota: z.boolean().optional(),
  switches: z.boolean().optional(),
  violations: z.boolean().optional(),
  clock: z.boolean().optional(),
  tokens: z.boolean().optional(),
  data: z.boolean().optional(),
});

const grantSchema = z.strictObject({
  account: z.string(),
  scopes: z.array(z.string()).default([
    'openid', 'email', 'profile', 'https://www.googleapis.com/auth/calendar', 'https://www.googleapis.com/auth/contacts', 'https://www.googleapis.com/auth/tasks',
  ]),
  clientId: z.string().default('simulator-client'),
});

function reset(world: World, body: z.infer<typeof resetSchema>): void {
  const everything = Object.values(body).every((value) => value === undefined);
  const isAsked = (part: keyof typeof body): boolean => everything || body[part] === true;
  if (isAsked('log')) world.log = [];
  if (isAsked('mail')) world.mail = [];
  if (isAsked('faults')) world.faults = [];
  if (isAsked('quota')) world.quota.clear();
  if (isAsked('switches')) world.switches = defaultSwitches();
  if (isAsked('violations')) world.violations = [];
  if (isAsked('clock')) world.clock = realClock(world.baseNow());
  if (isAsked('tokens')) for (const map of [world.oauth.codes, world.oauth.refreshTokens, world.oauth.accessTokens, world.oauth.consents]) map.clear();
  if (isAsked('data')) {
    for (const map of [world.accounts, world.calendars, world.channels, world.oauth.clients]) map.clear();
    if (everything) Object.assign(world.counters, { mail: 0, id: 0, fault: 0, stamp: 0, log: 0 });
  }
}

export function requireAccount(world: World, email: string): Account {
  const account = findAccount(world, email);
  if (account === undefined) throw new Refusal(404, 'unknownAccount', `There is no account ${email}; seed it first.`);
  return account;
}

function grant(world: World, body: z.infer<typeof grantSchema>): unknown {
  const account = findAccount(world, body.account) ?? createAccount(world, { email: body.account });
  const scopes = expandScopes(body.scopes);
  rememberConsent(world, body.clientId, account, scopes);
  return { ...issueAccessToken(world, body.clientId, account.email, scopes), ...issueRefreshToken(world, body.clientId, account.email, scopes), account: account.email, client_id: body.clientId };
}

function sumUnits(entries: readonly { units: Record<string, number> }[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { units } of entries) for (const [name, count] of Object.entries(units)) sums[name] = (sums[name] ?? 0) + count;
  return sums;
}

function describeLog(world: World, query: URLSearchParams): unknown {
  const since = Number(query.get('since') ?? 0);
  const account = query.get('account')?.toLowerCase();
  const api = query.get('api');
  const entries = world.log.filter((entry) => entry.n > since && (account === undefined || entry.account === account) && (api === null || entry.api === api));
  return {
    last: world.counters.log,
    count: entries.length,
    writes: entries.filter(({ method, api: name }) => method !== 'GET' && name !== 'oauth').length,
    units: sumUnits(entries),
    entries: query.get('summary') === 'true' ? [] : entries,
    violations: world.violations,
  };
}

function describeMail(world: World, query: URLSearchParams): unknown {
  const since = Number(query.get('since') ?? 0);
  const by = query.get('by');
  const mails = world.mail.filter((mail) => mail.n > since && (by === null || mail.by === by));
  return { last: world.counters.mail, count: mails.length, mails };
}

function parse<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw new Refusal(400, 'invalidControl', z.prettifyError(result.error));
}

export function describeClock(world: World): { now: string; frozen: boolean; rate: number } {
  return { now: new Date(now(world)).toISOString(), frozen: world.clock.isFrozen, rate: world.clock.rate };
}

function handle(world: World, route: string, query: URLSearchParams, body: unknown): unknown {
  switch (route) {
    case 'POST reset':
      reset(world, parse(resetSchema, body));
      return { ok: true };
    case 'POST seed':
      applySeed(world, parse(seedSchema, body));
      return { ok: true, accounts: [...world.accounts.keys()] };
    case 'GET clock':
      return describeClock(world);
    case 'POST clock':
      world.clock = turnClock(world.clock, world.baseNow(), parse(clockSchema, body));
      return describeClock(world);
    case 'GET fault':
      return { faults: world.faults.map((fault) => ({ id: fault.id, hits: fault.hits, left: Number.isFinite(fault.left) ? fault.left : 'unlimited', what: describeFault(fault), rule: fault.rule })) };
    case 'POST fault': {
      const rules = Array.isArray(body) ? body : [body];
      return { faults: rules.map((rule) => addFault(world, parse(faultSchema, rule)).id) };
    }
    case 'DELETE fault': {
      const account = query.get('account')?.toLowerCase();
      world.faults = account === undefined ? [] : world.faults.filter(({ rule }) => rule.match.account?.toLowerCase() !== account);
      return { ok: true };
    }
    case 'GET log':
      return describeLog(world, query);
    case 'DELETE log':
      world.log = [];
      return { ok: true, last: world.counters.log };
    case 'GET mail':
      return describeMail(world, query);
    case 'DELETE mail':
      world.mail = [];
      return { ok: true };
    case 'GET state': {
      const email = query.get('account');
      return email === null ? { accounts: [...world.accounts.values()].map((account) => ({ email: account.email, name: account.name, sub: account.sub })), clock: describeClock(world) } : describeAccount(world, requireAccount(world, email));
    }
    case 'GET switches':
      return world.switches;
    case 'POST switches':
      // Only what is named changes: the defaults of the schema must not undo earlier settings.
      world.switches = { ...world.switches, ...pickGiven(parse(switchesPatchSchema, body), body) };
      return world.switches;
    case 'POST grant':
      return grant(world, parse(grantSchema, body));
    case 'POST act':
      return performAct(world, parse(actSchema, body));
    default:
      throw new Refusal(404, 'unknownDoor', `There is no control door ${route}.`);
  }
}

function pickGiven<T extends object>(parsed: T, given: unknown): Partial<T> {
  const names = isObject(given) ? Object.keys(given) : [];
  return Object.fromEntries(Object.entries(parsed).filter(([name]) => names.includes(name))) as Partial<T>;
}

/** `path` is what follows /_sim/. */
export function answerDoor(world: World, method: string, path: string, query: URLSearchParams, text: string): DoorAnswer {
  try {
    const body: unknown = text.trim() === '' ? {} : (JSON.parse(text) as unknown);
    return { status: 200, body: handle(world, `${method} ${path}`, query, body) };
  } catch (error) {
    if (error instanceof Refusal) return { status: error.code, body: { error: { reason: error.reason, message: error.message } } };
    if (error instanceof SyntaxError) return { status: 400, body: { error: { reason: 'invalidJson', message: error.message } } };
    throw error;
  }
}
