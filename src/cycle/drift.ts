// How much of an approved plan has changed since it was made. In: the plan and its approval,
// both sides read anew. Out: nothing, or why the plan is not run: a person approved another
// picture than the one that stands now [R29]. Never: a write, or a plan that has begun judged.

import { approvedOperations } from '../core/plan.ts';
import type { Approval, Plan } from '../core/plan.ts';
import { loadOutcomes } from '../store/journal.ts';
import type { CycleContext } from './context.ts';
import { findStale } from './premise.ts';

export interface Drift {
  readonly changed: number;
  readonly of: number;
  readonly why: string;
}

/** A single record that somebody edited meanwhile is no drift, whatever share it is of a small plan. */
const driftFloor = 2;
const atOnce = 2000;

export async function measureDrift(context: CycleContext, planId: string, plan: Plan, approval: Approval): Promise<Drift | undefined> {
  // What has begun is brought to its end; what is stale in it is proposed afresh.
  if ((await loadOutcomes(context.db, planId)).size > 0) return undefined;
  const operations = approvedOperations(plan, approval).filter(({ op }) => op !== 'settle' && op !== 'create-group');
  const coming = new Set(operations.flatMap((operation) => (operation.op === 'link' ? [operation.link] : [])));
  const ending = new Set(operations.flatMap((operation) => (operation.op === 'unlink' ? [operation.link] : [])));
  let changed = 0;
  for (let at = 0; at < operations.length; at += atOnce) changed += (await findStale(context, operations.slice(at, at + atOnce), new Set(), new Set(), coming, ending)).size;
  if (changed < driftFloor || changed <= context.policy.driftShare * operations.length) return undefined;
  const share = Math.round(context.policy.driftShare * 100);
  return { changed, of: operations.length, why: `${changed} of the ${operations.length} changes that you approved no longer fit, because the records were changed since the report was made. That is more than ${share} %, so nothing was written.` };
}
