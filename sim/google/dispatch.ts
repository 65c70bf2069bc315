// In: an HTTP request to one of Google's APIs, body read. Out: the answer, a log entry and the faults on the way.
// The order is Google's: token, quota, scope, parameters, body, then the work.
// Never here: a rule of one API, or an answer that breaks the discovery schema.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Call, Handlers } from './call.ts';
import { readBody, readParameters } from './call.ts';
import { aclHandlers } from './calendar/acl.ts';
import { calendarHandlers } from './calendar/calendar-routes.ts';
import { eventHandlers } from './calendar/event-routes.ts';
import { freeBusyHandlers } from './calendar/free-busy.ts';
import { transferHandlers } from './calendar/transfer.ts';
import type { Method, Route } from './discovery.ts';
import { findRoute, findSchemaFault } from './discovery.ts';
import { describeFault, takeFault, spoil } from './faults.ts';
import type { Fault } from './faults.ts';
import { selectFields } from './partial.ts';
import { findAccessToken } from './oauth/state.ts';
import { groupHandlers } from './people/group-routes.ts';
import { personHandlers } from './people/person-routes.ts';
import { chargeQuota, computeUnits } from './quota.ts';
import { taskHandlers } from './tasks/task-routes.ts';
import type { Account, World } from './world.ts';
import { findAccount, isoNow, recordViolation } from './world.ts';
import { errorInfo, Refusal, refuse, renderRefusal } from './wire.ts';
import type { Api, Json } from './wire.ts';

export const handlers: Handlers = { ...eventHandlers, ...calendarHandlers, ...transferHandlers, ...aclHandlers, ...freeBusyHandlers, ...personHandlers, ...groupHandlers, ...taskHandlers };

export interface Incoming {
  readonly method: string;
  readonly pathname: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

export interface Outgoing {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly text: string;
  /** The socket is cut instead of answering. */
  readonly drop?: true;
  /** The socket is cut in the middle of the answer. */
  readonly cut?: true;
}

interface Caller {
  readonly account: Account;
  readonly clientId: string;
  readonly scopes: readonly string[];
}

function header(incoming: Incoming, name: string): string | undefined {
  const value = incoming.headers[name];
  return typeof value === 'string' ? value : undefined;
}

function readToken(incoming: Incoming): string | undefined {
  const bearer = /^Bearer (.+)$/i.exec(header(incoming, 'authorization') ?? '')?.[1];
  return bearer ?? incoming.query.get('access_token') ?? incoming.query.get('oauth_token') ?? undefined;
}

function authenticate(world: World, api: Api, text: string | undefined): Caller {
  if (text === undefined) {
    refuse(401, 'required', api === 'calendar' ? 'Login Required' : 'Request is missing required authentication credential. Expected OAuth 2 access token, login cookie or other valid authentication credential.', {
      location: 'Authorization', locationType: 'header', headers: { 'www-authenticate': 'Bearer realm="https://accounts.google.com/"' },
    });
  }
  const token = findAccessToken(world, text);
  const account = token === undefined ? undefined : findAccount(world, token.account);
  if (token === undefined || account === undefined) {
    refuse(401, 'authError', api === 'calendar' ? 'Invalid Credentials' : 'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.', {
      location: 'Authorization', locationType: 'header', headers: { 'www-authenticate': 'Bearer realm="https://accounts.google.com/", error="invalid_token"' },
    });
  }
  return { account, clientId: token.clientId, scopes: token.scopes };
}

function checkScopes(method: Method, scopes: readonly string[]): void {
  if (method.scopes.length === 0 || method.scopes.some((scope) => scopes.includes(scope))) return;
  const calendar = method.api === 'calendar';
  refuse(403, calendar ? 'insufficientPermissions' : 'forbidden', calendar ? 'Insufficient Permission' : 'Request had insufficient authentication scopes.', {
    headers: { 'www-authenticate': `Bearer realm="https://accounts.google.com/", error="insufficient_scope", scope="${method.scopes.join(' ')}"` },
    details: [errorInfo('ACCESS_TOKEN_SCOPE_INSUFFICIENT', 'googleapis.com', { service: `${method.api}.googleapis.com`, method: method.id })],
  });
}

function isPeopleMutation(method: Method): boolean {
  return method.api === 'people' && method.httpMethod !== 'GET';
}

/** "Mutate requests for the same user should be sent sequentially." */
function checkSequential(world: World, account: Account): void {
  const mode = world.switches.peopleSequentialMutations;
  if (mode === 'off' || (world.mutationsInFlight.get(account.email) ?? 0) < 2) return;
  refuse(mode, mode === 409 ? 'aborted' : 'backendError', mode === 409 ? 'The operation was aborted: another mutation of this user is in progress.' : 'Internal error encountered.', { status: mode === 409 ? 'ABORTED' : 'INTERNAL' });
}

interface Progress {
  account: Account | undefined;
  client: string | undefined;
  units: Record<string, number>;
  fault: string | undefined;
  reason: string | undefined;
  overlapped: boolean;
}

function emptyList(method: Method, body: Json): Json {
  const copy = { ...body };
  for (const name of ['items', 'connections', 'contactGroups']) {
    if (!Array.isArray(copy[name])) continue;
    if (name === 'items') copy[name] = [];
    else delete copy[name];
  }
  delete copy.nextPageToken;
  if (method.api === 'people') copy.totalItems = 0;
  return copy;
}

function work(world: World, { method, pathParameters }: Route, incoming: Incoming, progress: Progress, fault: Fault | undefined): Answer {
  const caller = authenticate(world, method.api, readToken(incoming));
  progress.account = caller.account;
  progress.client = caller.clientId;
  const query = Object.fromEntries(incoming.query);
  progress.units = computeUnits(world, method, query);
  chargeQuota(world, method, caller.account.email, caller.clientId, progress.units, pathParameters.calendarId);
  checkScopes(method, caller.scopes);
  const parameters = readParameters(method, pathParameters, incoming.query);
  const body = readBody(world, method, incoming.text);
  if (isPeopleMutation(method)) checkSequential(world, caller.account);
  const handler = handlers[method.id] ?? refuse(501, 'notImplemented', `The simulator does not implement ${method.id}.`);
  const call: Call = {
    world, account: caller.account, by: caller.clientId, scopes: caller.scopes, method: method.id, parameters, body,
    ifMatch: header(incoming, 'if-match'),
    ifNoneMatch: header(incoming, 'if-none-match'),
    lagMs: fault?.rule.lagMs ?? world.switches.peopleSyncLagMs,
  };
  const answer = handler(call);
  if (answer.body === undefined) return answer;
  const shown = fault?.rule.empty === true ? emptyList(method, answer.body) : answer.body;
  const flaw = method.response === undefined ? undefined : findSchemaFault(method.api, 'answer', method.response, shown);
  if (flaw !== undefined) {
    const message = `${flaw.instancePath} ${flaw.message ?? ''} ${JSON.stringify(flaw.params)}`;
    recordViolation(world, method.id, message, shown);
    refuse(500, 'backendError', `The simulator made an invalid answer: ${message}`);
  }
  return { ...answer, body: shown };
}

// What Google says with a status or a reason, so that a rule need not spell it out.
const usualReasons: Record<number, string> = { 401: 'authError', 403: 'rateLimitExceeded', 404: 'notFound', 409: 'conflict', 410: 'deleted', 412: 'conditionNotMet', 429: 'rateLimitExceeded' };
const usualMessages: Record<string, string> = {
  authError: 'Invalid Credentials',
  rateLimitExceeded: 'Rate Limit Exceeded',
  userRateLimitExceeded: 'User Rate Limit Exceeded',
  quotaExceeded: 'Calendar usage limits exceeded.',
  dailyLimitExceeded: 'Daily Limit Exceeded',
  notFound: 'Not Found',
  deleted: 'Resource has been deleted',
  conditionNotMet: 'Precondition Failed',
  fullSyncRequired: 'Sync token is no longer valid, a full sync is required.',
  EXPIRED_SYNC_TOKEN: 'Sync token is expired. Clear local cache and retry call without the sync token.',
};

/** What newer APIs say in their details where the older ones have a reason. */
const newerReasons: Readonly<Record<string, string>> = { insufficientPermissions: 'ACCESS_TOKEN_SCOPE_INSUFFICIENT', accessNotConfigured: 'SERVICE_DISABLED' };

function throwFault(api: Api, fault: Fault): never {
  const { status = 503, retryAfter } = fault.rule;
  const reason = fault.rule.reason ?? usualReasons[status] ?? 'backendError';
  const message = fault.rule.message ?? usualMessages[reason] ?? (status === 503 ? 'The service is currently unavailable.' : 'Backend Error');
  const detail = /^[A-Z_]+$/.test(reason) ? reason : status === 429 ? 'RATE_LIMIT_EXCEEDED' : api === 'people' ? newerReasons[reason] : undefined;
  throw new Refusal(status, reason, message, {
    ...(retryAfter === undefined ? {} : { headers: { 'retry-after': String(retryAfter) } }),
    ...(reason === 'fullSyncRequired' ? { domain: 'calendar' } : {}),
    ...(reason === 'conflict' ? { status: 'ABORTED' } : {}),
    ...(detail === undefined ? {} : { details: [errorInfo(detail, api === 'people' ? 'people.googleapis.com' : 'googleapis.com')] }),
  });
}

function toOutgoing(answer: Answer, fields: string | null): Outgoing {
  if (answer.body === undefined) return { status: answer.status ?? 204, headers: answer.headers ?? {}, text: '' };
  const body = fields === null || fields === '' ? answer.body : selectFields(answer.body, fields);
  return { status: answer.status ?? 200, headers: { 'content-type': 'application/json; charset=UTF-8', ...answer.headers }, text: JSON.stringify(body) };
}

function refusalToOutgoing(api: Api, refusal: Refusal, fault: Fault | undefined): Outgoing {
  const body = fault?.rule.body === undefined ? renderRefusal(api, refusal) : fault.rule.body;
  return { status: refusal.code, headers: { 'content-type': 'application/json; charset=UTF-8', ...refusal.extras.headers }, text: typeof body === 'string' ? body : JSON.stringify(body) };
}

async function produce(world: World, route: Route, incoming: Incoming, progress: Progress, fault: Fault | undefined): Promise<Outgoing> {
  const delay = world.switches.latencyMs + (fault?.rule.delayMs ?? 0);
  if (delay > 0) await sleep(delay);
  if (fault?.rule.drop === 'before') return { status: 0, headers: {}, text: '', drop: true };
  try {
    if (fault?.rule.status !== undefined && !fault.rule.applied) throwFault(route.method.api, fault);
    const answer = work(world, route, incoming, progress, fault);
    if (fault?.rule.drop === 'after') return { status: 0, headers: {}, text: '', drop: true };
    if (fault?.rule.status !== undefined) throwFault(route.method.api, fault);
    return spoil(toOutgoing(answer, incoming.query.get('fields')), fault);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    progress.reason = error.reason;
    return refusalToOutgoing(route.method.api, error, fault?.rule.status === undefined ? undefined : fault);
  }
}

export interface LogInput {
  readonly api: Api;
  readonly call: string | undefined;
  readonly incoming: Incoming;
  readonly outgoing: Outgoing;
  readonly progress: Progress;
  readonly milliseconds: number;
}

function writeLog(world: World, { api, call, incoming, outgoing, progress, milliseconds }: LogInput): void {
  const query: Record<string, string | readonly string[]> = {};
  for (const name of new Set(incoming.query.keys())) {
    const all = incoming.query.getAll(name);
    query[name] = all.length === 1 ? (all[0] ?? '') : all;
  }
  world.counters.log += 1;
  world.log.push({
    n: world.counters.log,
    time: isoNow(world),
    account: progress.account?.email,
    client: progress.client,
    api,
    call,
    method: incoming.method,
    path: incoming.pathname,
    query,
    status: outgoing.status,
    units: progress.units,
    bodyBytes: Buffer.byteLength(incoming.text),
    answerBytes: Buffer.byteLength(outgoing.text),
    milliseconds: Math.round(milliseconds * 10) / 10,
    ...(progress.fault === undefined ? {} : { fault: progress.fault }),
    ...(progress.reason === undefined ? {} : { reason: progress.reason }),
    ...(progress.overlapped ? { overlapped: true as const } : {}),
  });
}

export function logOauth(world: World, incoming: Incoming, outgoing: Outgoing, account: Account | undefined, fault: string | undefined, milliseconds: number): void {
  const progress: Progress = { account, client: undefined, units: {}, fault, reason: undefined, overlapped: false };
  writeLog(world, { api: 'oauth', call: undefined, incoming, outgoing, progress, milliseconds });
}

/** Answers undefined when the path belongs to none of the APIs. */
export async function dispatch(world: World, incoming: Incoming): Promise<Outgoing | undefined> {
  const route = findRoute(incoming.method, incoming.pathname);
  if (route === undefined || route.method.api === 'oauth') return undefined;
  const { method } = route;
  const started = performance.now();
  const token = findAccessToken(world, readToken(incoming) ?? '');
  const lane = isPeopleMutation(method) ? token?.account : undefined;
  const search = incoming.query.size === 0 ? '' : `?${incoming.query.toString()}`;
  const fault = takeFault(world, { api: method.api, call: method.id, method: incoming.method, pathAndQuery: incoming.pathname + search, account: token?.account });
  const progress: Progress = { account: token === undefined ? undefined : findAccount(world, token.account), client: token?.clientId, units: {}, fault: fault === undefined ? undefined : describeFault(fault), reason: undefined, overlapped: false };
  if (lane !== undefined) {
    const inFlight = (world.mutationsInFlight.get(lane) ?? 0) + 1;
    world.mutationsInFlight.set(lane, inFlight);
    progress.overlapped = inFlight > 1;
  }
  try {
    const outgoing = await produce(world, route, incoming, progress, fault);
    writeLog(world, { api: method.api, call: method.id, incoming, outgoing, progress, milliseconds: performance.now() - started });
    return outgoing;
  } finally {
    if (lane !== undefined) world.mutationsInFlight.set(lane, (world.mutationsInFlight.get(lane) ?? 1) - 1);
  }
}
