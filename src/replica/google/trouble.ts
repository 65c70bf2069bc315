// What a refusal of Google means. In: status and body of an answer. Out: one of our
// kinds, from one table by reason, else by status. Nothing else in this adapter may
// look at a reason to decide between waiting, signing in again and giving up.

import { z } from 'zod';
import { ReplicaError } from '../replica.ts';
import type { ReplicaTrouble } from '../replica.ts';
import { untilNextDay } from './cost.ts';
import type { Api } from './pace.ts';

/** 'slow-down': wait and send again. 'renew': a new access token. 'fault': Google's own failure. */
export type Treatment = ReplicaTrouble | 'slow-down' | 'renew' | 'fault';

export interface WireTrouble {
  readonly api: Api;
  readonly call: string;
  readonly status: number;
  readonly reason: string;
  readonly message: string;
  readonly treatment: Treatment;
  readonly retryAfter: number | undefined;
  readonly details: readonly Readonly<Record<string, unknown>>[];
}

const hour = 3_600_000;

const byReason: Readonly<Record<string, Treatment>> = {
  userRateLimitExceeded: 'slow-down',
  rateLimitExceeded: 'slow-down',
  RATE_LIMIT_EXCEEDED: 'slow-down',
  // Two changes at once, of which the other went first: nothing was carried out.
  conflict: 'slow-down',
  aborted: 'slow-down',
  ABORTED: 'slow-down',
  quotaExceeded: 'wait',
  dailyLimitExceeded: 'wait',
  authError: 'renew',
  required: 'rejected',
  accessNotConfigured: 'forbidden',
  SERVICE_DISABLED: 'forbidden',
  insufficientPermissions: 'reauthorise',
  ACCESS_TOKEN_SCOPE_INSUFFICIENT: 'reauthorise',
  forbidden: 'forbidden',
  forbiddenForNonOrganizer: 'rejected',
  eventTypeRestriction: 'rejected',
  requiredAccessLevel: 'forbidden',
  calendarUsageLimits: 'wait',
  notFound: 'gone',
  deleted: 'gone',
  fullSyncRequired: 'cursor-expired',
  updatedMinTooLongAgo: 'cursor-expired',
  EXPIRED_SYNC_TOKEN: 'cursor-expired',
  conditionNotMet: 'stale',
  backendError: 'fault',
  internalError: 'fault',
};

const byStatus: Readonly<Record<number, Treatment>> = {
  401: 'renew',
  403: 'forbidden',
  404: 'gone',
  408: 'fault',
  410: 'gone',
  412: 'stale',
  429: 'slow-down',
};

const errorBody = z.looseObject({
  error: z.looseObject({
    message: z.string().optional(),
    status: z.string().optional(),
    errors: z.array(z.looseObject({ reason: z.string().optional(), message: z.string().optional() })).optional(),
    details: z.array(z.looseObject({ reason: z.string().optional() })).optional(),
  }),
});

const aboutGuests = /attendee|guest|invitation/i;

/** Google may take the event without its guests: a small account may invite only so many. */
export function refusesGuests(trouble: WireTrouble): boolean {
  return trouble.status === 403 && (trouble.reason === 'quotaExceeded' || trouble.reason === 'calendarUsageLimits' || aboutGuests.test(trouble.message));
}

/** Calendars that Google makes up itself, as those of holidays: they can be read and not watched. */
export function isNeverTold(trouble: WireTrouble): boolean {
  return trouble.reason === 'pushNotSupportedForRequestedResource';
}

export function readTrouble(
  from: { readonly api: Api; readonly call: string },
  answer: { readonly status: number; readonly data: unknown; readonly retryAfter: string | undefined },
  now: number,
): WireTrouble {
  const parsed = errorBody.safeParse(answer.data);
  const error = parsed.success ? parsed.data.error : undefined;
  const details = error?.details ?? [];
  const reason =
    details.find((detail) => detail.reason !== undefined)?.reason ?? error?.errors?.[0]?.reason ?? error?.status ?? '';
  const message = error?.message ?? error?.errors?.[0]?.message ?? `HTTP ${answer.status}`;
  return {
    api: from.api,
    call: from.call,
    status: answer.status,
    reason,
    message,
    treatment: treat(answer.status, reason, message),
    retryAfter: readRetryAfter(answer.retryAfter, now),
    details,
  };
}

function treat(status: number, reason: string, message: string): Treatment {
  // People says so by reason and by message, as 400 or as 410.
  if (/sync token is (expired|no longer valid)|full sync is required|invalid sync token/i.test(message)) return 'cursor-expired';
  if (status === 400 && /sync token/i.test(message)) return 'cursor-expired';
  if (message.includes('MY_CONTACTS_OVERFLOW_COUNT')) return 'rejected';
  // People refuses an outdated etag with 400, not with 412.
  if (status === 400 && (reason === 'FAILED_PRECONDITION' || /etag is different/i.test(message))) return 'stale';
  // People has a place for a reason in its details, and may leave it empty.
  if (status === 403 && /rate limit exceeded/i.test(message)) return 'slow-down';
  if (status === 401) return 'renew';
  if (status >= 500) return 'fault';
  return byReason[reason] ?? byStatus[status] ?? 'rejected';
}

function readRetryAfter(value: string | undefined, now: number): number | undefined {
  if (value === undefined || value.trim() === '') return undefined;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

/** What the caller of the replica is told. */
export function toReplicaError(trouble: WireTrouble, now: number): ReplicaError {
  const text = `${trouble.call}: ${trouble.message} (${trouble.status}${trouble.reason === '' ? '' : ` ${trouble.reason}`})`;
  switch (trouble.treatment) {
    case 'wait':
      // Of tasks Google limits the day and nothing else.
      if (trouble.api === 'tasks') return new ReplicaError('wait', text, { until: now + (trouble.retryAfter ?? untilNextDay(now)), what: 'tasks' });
      return new ReplicaError('wait', text, { until: now + (trouble.retryAfter ?? (trouble.reason === 'dailyLimitExceeded' ? 12 : 6) * hour) });
    case 'slow-down':
    case 'fault':
      return new ReplicaError('wait', text, { until: now + (trouble.retryAfter ?? 60_000) });
    case 'renew':
      return new ReplicaError('reauthorise', text);
    case 'forbidden':
      if (switchedOff.has(trouble.reason)) return new ReplicaError('forbidden', wordsOfSwitchedOff(trouble.api), { what: 'api' });
      return new ReplicaError('forbidden', text);
    default:
      return new ReplicaError(trouble.treatment, text);
  }
}

const switchedOff = new Set(['accessNotConfigured', 'SERVICE_DISABLED']);
const apis: Readonly<Record<Api, { readonly name: string; readonly host: string }>> = {
  calendar: { name: 'Google Calendar API', host: 'calendar-json.googleapis.com' },
  people: { name: 'People API', host: 'people.googleapis.com' },
  tasks: { name: 'Google Tasks API', host: 'tasks.googleapis.com' },
};

/** Nobody at a desk can mend it, but everybody may read what the administrator has to do. */
function wordsOfSwitchedOff(api: Api): string {
  const { name, host } = apis[api];
  return `The ${name} is not switched on for SmartOffice. Your administrator opens https://console.cloud.google.com/apis/library/${host} with the project of SmartOffice and selects Enable; after some minutes it goes on by itself.`;
}

/** In words for the report of one refused operation. */
export function describeTrouble(trouble: WireTrouble): string {
  return `Google refused it: ${trouble.message}${trouble.reason === '' ? '' : ` (${trouble.reason})`}`;
}
