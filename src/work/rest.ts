// Tasks that wait for Google's next day, while contacts and activities go on, also those of a
// plan that has begun. In: the refusal.
// Out: a context without tasks, and the words that say so. Only a memory of this process:
// another one is refused once more, before anything is sent. Never here: a task that is lost;
// what changed meanwhile is found by the next look.

import { shortHash } from '../core/hash.ts';
import type { CycleContext } from '../cycle/context.ts';
import type { Sql } from '../store/open.ts';

export interface Rest {
  readonly until: number;
  /** Approved plans of which nothing is left but tasks. */
  readonly plans: Set<string>;
}

const resting = new WeakMap<Sql, Map<string, Rest>>();

export function letTasksRest(db: Sql, accountId: string, until: number): Rest {
  const mine = resting.get(db) ?? new Map<string, Rest>();
  const rest = { until, plans: new Set<string>() };
  mine.set(accountId, rest);
  resting.set(db, mine);
  return rest;
}

/** The rest that tasks of this account take; undefined: none. */
export function tasksRest(db: Sql, accountId: string, now: number): Rest | undefined {
  const rest = resting.get(db)?.get(accountId);
  if (rest === undefined || rest.until > now) return rest;
  resting.get(db)?.delete(accountId);
  return undefined;
}

export function withoutTasks(context: CycleContext): CycleContext {
  return { ...context, setup: shortHash([context.setup, 'without tasks']), policy: { ...context.policy, kinds: context.policy.kinds.filter((kind) => kind !== 'task') } };
}

export function wordsOfRest(until: number, person: { readonly zone: string; readonly locale: string }): string {
  const when = new Intl.DateTimeFormat(person.locale, { timeZone: person.zone, weekday: 'long', hour: 'numeric', minute: '2-digit' }).format(until);
  return `The synchronization is active, but tasks wait until ${when}: what Google allows for tasks in a day is used up. Contacts and activities go on; nothing is lost.`;
}
