// Tasks that wait for Google's next day, while contacts and activities go on, also those of a
// plan that has begun. In: the refusal, and the account, which remembers it for every process.
// Out: a context without tasks, and the words that say so. Never here: a task that is lost;
// what changed meanwhile is found by the next look.

import { shortHash } from '../core/hash.ts';
import type { CycleContext } from '../cycle/context.ts';
import type { Account, TasksRest } from '../store/account.ts';

export interface Rest {
  readonly until: number;
  /** Approved plans of which nothing is left but tasks. */
  readonly plans: ReadonlySet<string>;
}

/** The rest that tasks of this account take; undefined: none. */
export function tasksRest({ tasksRest: rest }: Pick<Account, 'tasksRest'>, now: number): Rest | undefined {
  if (rest === null) return undefined;
  const until = Date.parse(rest.until);
  return until > now ? { until, plans: new Set(rest.plans) } : undefined;
}

export function keepRest({ until, plans }: Rest): TasksRest {
  return { until: new Date(until).toISOString(), plans: [...plans] };
}

export function withoutTasks(context: CycleContext): CycleContext {
  return { ...context, setup: shortHash([context.setup, 'without tasks']), policy: { ...context.policy, kinds: context.policy.kinds.filter((kind) => kind !== 'task') } };
}

export function wordsOfRest(until: number, person: { readonly zone: string; readonly locale: string }): string {
  const when = new Intl.DateTimeFormat(person.locale, { timeZone: person.zone, weekday: 'long', hour: 'numeric', minute: '2-digit' }).format(until);
  return `The synchronization is active, but tasks wait until ${when}: what Google allows for tasks in a day is used up. Contacts and activities go on; nothing is lost.`;
}
