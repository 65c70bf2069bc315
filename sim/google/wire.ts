// In: the reason why a request is refused. Out: the error body that Google would send for that API.
// Three dialects: Calendar (legacy errors[]), People (status and details), Tasks (both).
// Never here: state. A Refusal only describes; it changes nothing.

export type Json = Record<string, unknown>;
export type Api = 'calendar' | 'people' | 'tasks' | 'oauth';

export interface ErrorItem {
  readonly domain: string;
  readonly reason: string;
  readonly message: string;
  readonly locationType?: string;
  readonly location?: string;
}

export interface RefusalExtras {
  readonly domain?: string;
  readonly location?: string;
  readonly locationType?: string;
  /** The canonical name of newer APIs; derived from the HTTP status when absent. */
  readonly status?: string;
  readonly details?: readonly Json[];
  readonly headers?: Record<string, string>;
}

const statusNames: Record<number, string> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  409: 'ALREADY_EXISTS',
  410: 'NOT_FOUND',
  412: 'FAILED_PRECONDITION',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
  503: 'UNAVAILABLE',
};

// An Error because it has to cross the layers of a handler without each of them passing it on.
export class Refusal extends Error {
  readonly code: number;
  readonly reason: string;
  readonly extras: RefusalExtras;

  constructor(code: number, reason: string, message: string, extras: RefusalExtras = {}) {
    super(message);
    this.code = code;
    this.reason = reason;
    this.extras = extras;
  }
}

export function refuse(code: number, reason: string, message: string, extras: RefusalExtras = {}): never {
  throw new Refusal(code, reason, message, extras);
}

export function renderRefusal(api: Api, refusal: Refusal): Json {
  const { code, message, reason, extras } = refusal;
  const item: ErrorItem = {
    domain: extras.domain ?? (reason.toLowerCase().includes('limitexceeded') || reason === 'quotaExceeded' ? 'usageLimits' : 'global'),
    reason,
    message,
    ...(extras.location === undefined ? {} : { locationType: extras.locationType ?? 'parameter', location: extras.location }),
  };
  const status = extras.status ?? statusNames[code] ?? 'UNKNOWN';
  if (api === 'calendar') return { error: { errors: [item], code, message } };
  const details = extras.details === undefined ? {} : { details: extras.details };
  if (api === 'tasks') return { error: { code, message, errors: [item], status, ...details } };
  return { error: { code, message, status, ...details } };
}

export function errorInfo(reason: string, domain: string, metadata?: Record<string, string>): Json {
  return {
    '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
    reason,
    domain,
    ...(metadata === undefined ? {} : { metadata }),
  };
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** A copy without null members: Google treats null in a request as "not given". */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  const copy: Json = {};
  for (const [key, member] of Object.entries(value)) if (member !== null) copy[key] = withoutNulls(member);
  return copy;
}

/** JSON merge patch: null clears, objects merge, arrays are replaced whole. */
export function mergePatch(target: Json, patch: Json): Json {
  const merged: Json = { ...target };
  for (const [key, value] of Object.entries(patch)) {
    const current = merged[key];
    if (value === null) delete merged[key];
    else if (isObject(value)) merged[key] = mergePatch(isObject(current) ? current : {}, value);
    else merged[key] = value;
  }
  return merged;
}

export function sameJson(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => sameJson(item, right[index]));
  }
  if (!isObject(left) || !isObject(right)) return false;
  const keys = Object.keys(left);
  return keys.length === Object.keys(right).length && keys.every((key) => key in right && sameJson(left[key], right[key]));
}
