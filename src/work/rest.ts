// Tasks that wait for Google's next day, while contacts and activities go on. In: the refusal.
// Out: a context without tasks, and the words that say so. Only a memory of this process:
// another one is refused once more, before anything is sent. Never here: a task that is lost;
// what changed meanwhile is found by the next look.

import { shortHash } from '../core/hash.ts';
import type { CycleContext } from '../cycle/context.ts';
import type { Sql } from '../store/open.ts';

const resting = new WeakMap<Sql, Map<string, number>>();

export function letTasksRest(db: Sql, accountId: string, until: number): void {
  const mine = resting.get(db) ?? new Map<string, number>();
  mine.set(accountId, until);
  resting.set(db, mine);
}

/** Until when tasks of this account wait; undefined: they do not. */
export function tasksRestUntil(db: Sql, accountId: string, now: number): number | undefined {
  const until = resting.get(db)?.get(accountId);
  if (until === undefined) return undefined;
  if (until > now) return until;
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
