// What is left of the day for Google Tasks. In: the ledger of what all processes spent. Out:
// the rest, asked for once a minute. Never here: a limit enforced; budget.ts does that.

import { untilNextDay } from '../replica/google/cost.ts';
import type { Sql } from '../store/open.ts';
import { readShareOfTasks } from '../store/measures.ts';
import type { TasksToday } from '../work/spare.ts';

const freshMs = 60_000;

export function createTasksToday(db: Sql, project: string, limit: number): () => Promise<TasksToday | undefined> {
  let last: { readonly at: number; readonly today: TasksToday } | undefined;
  return async () => {
    if (limit === 0) return undefined;
    const now = Date.now();
    if (last !== undefined && now - last.at < freshMs) return last.today;
    const { spent, accounts } = await readShareOfTasks(db, `${project} tasksPerProjectPerDay`);
    last = { at: now, today: { left: Math.max(0, limit - spent), limit, accounts, endsInMs: untilNextDay(now) } };
    return last.today;
  };
}
