// The table from Google's refusals to what the caller must do.

import { describe, expect, test } from 'vitest';
import { readTrouble, toReplicaError } from './trouble.ts';

const calendar = (status: number, reason: string, message = 'x') => readTrouble({ api: 'calendar', call: 'c' }, { status, data: { error: { errors: [{ reason, message }], code: status, message } }, retryAfter: undefined }, 0);
const people = (status: number, name: string, message: string, reason?: string) =>
  readTrouble({ api: 'people', call: 'c' }, { status, data: { error: { code: status, status: name, message, details: reason === undefined ? [] : [{ reason }] } }, retryAfter: undefined }, 0);

describe('what a refusal of Google means', () => {
  test.each([
    [400, 'timeRangeEmpty', 'rejected'],
    [400, 'required', 'rejected'],
    [401, 'authError', 'renew'],
    [401, 'required', 'renew'],
    [403, 'userRateLimitExceeded', 'slow-down'],
    [403, 'rateLimitExceeded', 'slow-down'],
    [403, 'quotaExceeded', 'wait'],
    [403, 'dailyLimitExceeded', 'wait'],
    [403, 'accessNotConfigured', 'forbidden'],
    [403, 'forbiddenForNonOrganizer', 'rejected'],
    [403, 'insufficientPermissions', 'reauthorise'],
    [403, 'forbidden', 'forbidden'],
    [404, 'notFound', 'gone'],
    [409, 'duplicate', 'rejected'],
    [409, 'conflict', 'slow-down'],
    [410, 'fullSyncRequired', 'cursor-expired'],
    [410, 'updatedMinTooLongAgo', 'cursor-expired'],
    [410, 'deleted', 'gone'],
    [412, 'conditionNotMet', 'stale'],
    [429, 'rateLimitExceeded', 'slow-down'],
    [500, 'backendError', 'fault'],
    [503, 'backendError', 'fault'],
  ])('%i %s', (status, reason, treatment) => expect(calendar(status, reason).treatment).toBe(treatment));

  test('[R13] an API that is switched off is told with where the administrator switches it on', () => {
    const error = toReplicaError(people(403, 'PERMISSION_DENIED', 'People API has not been used in project 1 before or it is disabled.', 'SERVICE_DISABLED'), 0);
    expect(error).toMatchObject({ kind: 'forbidden', what: 'api' });
    expect(error.message).toMatch(/People API.*console\.cloud\.google\.com\/apis\/library\/people\.googleapis\.com.*Enable/);
    expect(toReplicaError(calendar(403, 'accessNotConfigured'), 0).message).toContain('Google Calendar API');
  });

  test('[G2] People may end a sync with 410 as well as with 400', () => {
    expect(people(410, 'NOT_FOUND', 'Sync token is no longer valid, a full sync is required.').treatment).toBe('cursor-expired');
    expect(people(409, 'ABORTED', 'Another mutation is in progress.').treatment).toBe('slow-down');
  });

  test('[G2] an expired or malformed token is told by reason and by message', () => {
    expect(people(400, 'INVALID_ARGUMENT', 'Sync token is expired. Clear local cache and retry call without the sync token.', 'EXPIRED_SYNC_TOKEN').treatment).toBe('cursor-expired');
    expect(people(400, 'INVALID_ARGUMENT', 'Sync token is expired.').treatment).toBe('cursor-expired');
    expect(people(410, 'GONE', 'gone', 'EXPIRED_SYNC_TOKEN').treatment).toBe('cursor-expired');
    expect(calendar(400, 'invalid', 'Invalid sync token value.').treatment).toBe('cursor-expired');
  });

  test('an outdated etag of People is stale; a full account is not', () => {
    expect(people(400, 'FAILED_PRECONDITION', 'Request person.etag is different than the current person.etag. Clear local cache and get the latest person.').treatment).toBe('stale');
    expect(people(400, 'FAILED_PRECONDITION', 'MY_CONTACTS_OVERFLOW_COUNT').treatment).toBe('rejected');
    expect(people(429, 'RESOURCE_EXHAUSTED', 'x', 'RATE_LIMIT_EXCEEDED').treatment).toBe('slow-down');
    expect(people(403, 'PERMISSION_DENIED', 'x', 'ACCESS_TOKEN_SCOPE_INSUFFICIENT').treatment).toBe('reauthorise');
  });

  test('Retry-After is read as seconds and as a date; what nobody can read is no error', () => {
    const withHeader = (retryAfter: string) => readTrouble({ api: 'tasks', call: 'c' }, { status: 429, data: '<html>', retryAfter }, 1_000);
    expect(withHeader('2').retryAfter).toBe(2000);
    expect(withHeader('Thu, 01 Jan 1970 00:00:05 GMT').retryAfter).toBe(4000);
    expect(withHeader('soon').retryAfter).toBeUndefined();
    expect(toReplicaError(withHeader('2'), 1_000)).toMatchObject({ kind: 'wait', until: 3_000 });
  });
});
