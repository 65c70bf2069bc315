// What an administrator reads of an account beside its state. In: the account, the newest
// trouble it was told of, the time. Out: members of a row of "All users". Pure.

import type { Account } from '../store/account.ts';

/** The worker looks at due accounts every few seconds; less than this is not late. */
const grace = 60_000;

export function accountFacts(account: Account, trouble: { readonly text: string; readonly at: Date } | undefined, now: Date) {
  const runs = account.options.runSynchronization && account.state !== 'off' && !account.isDisabled;
  const next = runs ? account.nextCycleAt : null;
  const late = next === null ? 0 : now.getTime() - next.getTime();
  return {
    nextCycleAt: next?.toISOString(),
    lateBy: late > grace ? Math.round(late / 1000) : 0,
    connectedAt: account.googleTokens === null ? undefined : account.googleConnectedAt?.toISOString(),
    accessEndsAt: account.googleAccessEndsAt?.toISOString(),
    calendar: account.options.calendarId === undefined ? undefined : (account.calendar?.name ?? account.options.calendarId),
    lastError: trouble === undefined ? undefined : { text: trouble.text, at: trouble.at.toISOString() },
  };
}
