import { expect, test } from 'vitest';
import { explainLostAccess } from './lost-access.ts';

const now = new Date('2027-03-10T12:00:00Z');
const ago = (days: number): Date => new Date(now.getTime() - days * 86_400_000);
const said = 'Google no longer accepts the connection: Token has been expired or revoked.';

test.each([
  ['Google said beforehand that it ends', { googleConnectedAt: ago(7), googleAccessEndsAt: ago(0) }, said, /Testing.*seven days/, /Publish app/],
  ['it was given seven days ago', { googleConnectedAt: ago(7.1), googleAccessEndsAt: null }, said, /seven days ago.*Testing/, /Internal/],
  ['it was given yesterday', { googleConnectedAt: ago(1), googleAccessEndsAt: null }, said, /taken back.*password.*100 times/, /Connect Google again/],
  ['Google said beforehand that it ends, but it ended earlier', { googleConnectedAt: ago(2), googleAccessEndsAt: ago(-5) }, said, /taken back/, /Connect Google again/],
  ['the organization wants a new sign-in', { googleConnectedAt: ago(1), googleAccessEndsAt: null }, 'invalid_grant: reauth related error (invalid_rapt)', /organization asks/, /trusted/],
  ['an administrator restricted the application', { googleConnectedAt: null, googleAccessEndsAt: null }, 'admin_policy_enforced', /does not allow/, /App access control/],
  ['the account is gone', { googleConnectedAt: null, googleAccessEndsAt: null }, 'invalid_grant: Account has been deleted', /deleted or suspended/, /another/],
])('[H1] [H2] the cause of lost access is named: %s', (_title, account, words, cause, remedy) => {
  const explained = explainLostAccess(account, words, now);
  expect(explained.cause).toMatch(cause);
  expect(explained.remedy).toMatch(remedy);
});
