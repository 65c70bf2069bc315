// Which accounts had nothing to do, and what stood then. In: what stands now. Out: whether
// deciding again would find the same. Only a memory of this process: another one decides
// once more and finds the same. Never: a cycle left out after any change of what counts.

import { loadStanding } from '../store/standing.ts';
import type { Sql } from '../store/open.ts';
import type { CycleContext } from './context.ts';

interface Known {
  readonly standing: string;
  left: number;
}

/** What is not counted (a colleague's link to the same record) is looked at so often. */
const leftOut = 20;
const accounts = 10_000;
const known = new WeakMap<Sql, Map<string, Known>>();

/** What a cycle stands on, to be taken before it decides. */
export async function readStanding(context: CycleContext): Promise<string> {
  return `${context.setup} ${await loadStanding(context.db, context.account.id)}`;
}

export function isAsQuiet(context: CycleContext, standing: string): boolean {
  const before = known.get(context.db)?.get(context.account.id);
  if (before === undefined || before.standing !== standing || before.left === 0) return false;
  before.left -= 1;
  return true;
}

/** Keeping the questions may itself have changed what stands; so may somebody else meanwhile. */
export async function rememberQuiet(context: CycleContext, before: string): Promise<void> {
  const now = await readStanding(context);
  const mine = known.get(context.db) ?? new Map<string, Known>();
  if (mine.size >= accounts) mine.clear();
  if (now === before) mine.set(context.account.id, { standing: now, left: leftOut });
  else mine.delete(context.account.id);
  known.set(context.db, mine);
}
