// The ways in which a request to Google may go wrong, as rules of the simulator. In: an
// account, a probability, a seed. Out: rules that together hit with that probability, each
// way as often as every other. Never here: a fault that no Google has ever shown.

export type Rule = Readonly<Record<string, unknown>>;

interface Way {
  readonly name: string;
  readonly rule: Rule;
  /** Where it can happen at all. */
  readonly match?: Rule;
}

const writes = 'POST|PUT|PATCH|DELETE';

export const ways: readonly Way[] = [
  { name: '401', rule: { status: 401, reason: 'authError' } },
  { name: '403 rateLimitExceeded', rule: { status: 403, reason: 'rateLimitExceeded' } },
  { name: '403 userRateLimitExceeded', rule: { status: 403, reason: 'userRateLimitExceeded' } },
  { name: '403 quotaExceeded', rule: { status: 403, reason: 'quotaExceeded' } },
  { name: '403 dailyLimitExceeded', rule: { status: 403, reason: 'dailyLimitExceeded' } },
  { name: '403 forbidden', rule: { status: 403, reason: 'forbidden', message: 'Forbidden' } },
  { name: '403 insufficientPermissions', rule: { status: 403, reason: 'insufficientPermissions', message: 'Insufficient Permission' } },
  { name: '403 accessNotConfigured', rule: { status: 403, reason: 'accessNotConfigured', message: 'Access Not Configured' } },
  { name: '404', rule: { status: 404, reason: 'notFound' } },
  { name: '409', rule: { status: 409, reason: 'conflict', message: 'Conflict' }, match: { method: writes } },
  { name: '410 on a write', rule: { status: 410, reason: 'deleted' }, match: { method: writes } },
  { name: '410 on a sync', rule: { status: 410, reason: 'fullSyncRequired' }, match: { path: 'syncToken=' } },
  { name: '412', rule: { status: 412, reason: 'conditionNotMet' }, match: { method: 'PUT|DELETE' } },
  { name: '429', rule: { status: 429, reason: 'rateLimitExceeded' } },
  { name: '429 with Retry-After', rule: { status: 429, reason: 'rateLimitExceeded', retryAfter: 2 } },
  { name: '500', rule: { status: 500, reason: 'backendError' } },
  { name: '502 with a page', rule: { status: 502, body: '<html><title>502</title></html>' } },
  { name: '503 with Retry-After', rule: { status: 503, reason: 'backendError', retryAfter: 2 } },
  { name: '503 after the write', rule: { status: 503, reason: 'backendError', applied: true } },
  { name: 'dropped before', rule: { drop: 'before' } },
  { name: 'dropped after', rule: { drop: 'after' } },
  { name: 'slow', rule: { delayMs: 250 } },
  { name: 'truncated', rule: { spoil: 'truncated' } },
  { name: 'not JSON', rule: { spoil: 'html' } },
];

/** Renewing a token may fail too, but is never refused for good: that is a person's doing. */
const tokenWays: readonly Way[] = ways.filter(({ name }) => ['500', '502 with a page', '503 with Retry-After', 'dropped before', 'dropped after', 'slow'].includes(name));

export function makeRules(account: string, probability: number, seed: number): readonly Rule[] {
  const isFor = (method: string) => ({ match }: Way): boolean => match === undefined || (typeof match['method'] === 'string' && match['method'].includes(method));
  return [
    ...spread(ways.filter(isFor('GET')), { account, method: 'GET' }, probability, seed),
    // Of these a read without a token knows nothing.
    ...spread(ways.filter(({ match }) => match?.['path'] !== undefined), { account, method: 'GET' }, probability / 4, seed + 100),
    ...spread(ways.filter(isFor('POST')), { account, method: 'POST' }, probability, seed + 200),
    ...spread(ways.filter(isFor('PUT')), { account, method: 'PUT|PATCH|DELETE' }, probability, seed + 300),
    ...spread(tokenWays, { api: 'oauth', path: '^/token' }, probability, seed + 400),
  ];
}

// The simulator tries one rule after the other: each later one is asked less often.
function spread(list: readonly Way[], match: Rule, probability: number, seed: number): readonly Rule[] {
  const share = probability / list.length;
  return list.map(({ rule, match: where }, index) => ({ ...rule, match: { ...where, ...match }, probability: share / (1 - share * index), seed: seed * 10_000 + index }));
}
