// Which of Google's lists a cycle may leave out. In: what Google told of the calendar, when
// each list was looked at last, and what is left of the day for tasks. Out: the kinds to be
// spared. Only a memory of this process: another one looks once more. Never here: a calendar
// left out after a notice, or without a look now and then, as notices may be lost.

import type { Kind } from '../core/item.ts';
import type { Spared } from '../cycle/context.ts';
import { readChannelSign } from '../store/channel.ts';
import type { Account } from '../store/account.ts';
import { shownCalendars } from '../store/effective-setup.ts';
import type { Sql } from '../store/open.ts';

/** What the project may still ask Google Tasks for today, and how many accounts share it. */
export interface TasksToday {
  readonly left: number;
  readonly limit: number;
  readonly accounts: number;
  readonly endsInMs: number;
}

export interface SpareDeps {
  /** A calendar that Google tells of is looked at this often all the same; absent: in every cycle. */
  readonly watchedSeconds?: number;
  readonly tasksToday?: () => Promise<TasksToday | undefined>;
}

interface Look {
  at: number;
  sign: string | undefined;
}

const accounts = 10_000;
const known = new WeakMap<Sql, Map<string, Map<Kind, Look>>>();
/** The lists, and one list. */
const requestsALook = 2;
/** Of what the day allows, this share is for writes and for whoever has many lists. */
const keptForWrites = 0.1;

export async function spareFor(db: Sql, account: Account, deps: SpareDeps): Promise<Spared> {
  const mine = known.get(db) ?? new Map<string, Map<Kind, Look>>();
  known.set(db, mine);
  if (mine.size >= accounts) mine.clear();
  const looks = mine.get(account.id) ?? new Map<Kind, Look>();
  mine.set(account.id, looks);
  const calendarId = account.options.calendarId ?? 'primary';
  const { sign, at } = deps.watchedSeconds === undefined ? { sign: undefined, at: Date.now() } : await readChannelSign(db, { accountId: account.id, googleSubject: account.googleSubject, calendarId });
  const kinds = new Set<Kind>();
  const event = looks.get('event');
  // Google tells of the chosen calendar; those that are shown beside it are asked for.
  if (account.state === 'active' && shownCalendars(account.options).length === 0 && sign !== undefined && event?.sign === sign && at - event.at < (deps.watchedSeconds ?? 0) * 1000) kinds.add('event');
  const task = looks.get('task');
  if (task !== undefined && at - task.at < tasksEveryMs(await deps.tasksToday?.())) kinds.add('task');
  // What was told before the look is what it covers; a notice that comes meanwhile is new.
  return { kinds, looked: (kind) => void looks.set(kind, { at, sign }) };
}

/** As often as cycles come while the first half of the day's allowance lasts; then what is left is shared out. */
export function tasksEveryMs(today: TasksToday | undefined): number {
  if (today === undefined || today.left > today.limit / 2) return 0;
  const forLooks = Math.max(1, today.left - today.limit * keptForWrites);
  return (today.endsInMs * today.accounts * requestsALook) / forLooks;
}
