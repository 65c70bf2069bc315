// Room 5. In: a stored plan and its approval, and nothing else. Out: writes at replicas,
// each journaled before it is sent and after it is answered. It never reads a source to
// decide what to write; a premise that no longer holds makes that operation stale [R10].

import { approvedOperations, isWrite } from '../core/plan.ts';
import type { Approval, Operation, Plan } from '../core/plan.ts';
import { isTasksWait, tasksWait } from '../replica/replica.ts';
import { loadOutcomes } from '../store/journal.ts';
import type { Ending } from '../store/journal.ts';
import { beginRun, showRunProgress } from '../store/plan.ts';
import type { CycleContext } from './context.ts';
import { inLanes } from './lanes.ts';
import { touchesOf } from './premise.ts';
import { beginChunk, isRecordWrite } from './write-chunk.ts';

export interface ExecutionSummary {
  readonly applied: number;
  /** Of these: written to SmartOffice or to Google. */
  readonly written: number;
  readonly stale: number;
  readonly refused: number;
}

export async function execute(context: CycleContext, planId: string, plan: Plan, approval: Approval): Promise<ExecutionSummary> {
  const operations = approvedOperations(plan, approval);
  await context.write((tx) => beginRun(tx, planId));
  const known = await loadOutcomes(context.db, planId);
  const tally = { applied: 0, written: 0, stale: 0, refused: 0 };
  const rewritten = new Set<string>();
  const note = (chunk: readonly Operation[], endings: readonly Ending[]): void => {
    const outcomes = new Map(endings.map(({ operationId, outcome }) => [operationId, outcome]));
    for (const operation of chunk) {
      const outcome = outcomes.get(operation.id);
      if (outcome === 'applied') noteRewritten(rewritten, operation);
      if (outcome === 'applied' && isWrite(operation)) tally.written += 1;
      if (outcome !== undefined && outcome in tally) tally[outcome as keyof typeof tally] += 1;
    }
  };
  for (const operation of operations) if (known.get(operation.id)?.outcome === 'applied') noteRewritten(rewritten, operation);
  const show = showSometimes(context, planId, operations.length);
  let hasWorked = false;
  const trouble = await inLanes(operations, async (lane, isEnding) => {
    const { resting } = context;
    if (resting !== undefined && lane.some(({ kind, id }) => kind === resting.kind && (known.get(id)?.outcome ?? null) === null)) throw tasksWait(resting.until);
    /** Sent and answered, and being settled while the next one is sent. */
    let behind: { readonly chunk: readonly Operation[]; readonly settled: Promise<void> } | undefined;
    const catchUp = async (): Promise<void> => {
      const { settled } = behind ?? {};
      behind = undefined;
      await settled;
    };
    try {
      for (const chunk of chunks(lane, context)) {
        if (isEnding()) return;
        await context.safePoint();
        // Not before this attempt has got anywhere: it would begin for ever.
        if (hasWorked) await context.giveWay?.();
        // What an earlier attempt finished is finished.
        const left = chunk.filter((operation) => (known.get(operation.id)?.outcome ?? null) === null);
        if (left.length === 0) {
          await show(chunk.length);
          continue;
        }
        hasWorked = true;
        const interrupted = new Set(left.filter((operation) => known.has(operation.id)).map((operation) => operation.id));
        if (behind !== undefined && !areApart(behind.chunk, left)) await catchUp();
        const begun = await beginChunk(context, { planId, by: approval.by }, left, interrupted, rewritten);
        await catchUp();
        const settled = begun.settle().then((endings) => {
          note(left, endings);
          return show(chunk.length);
        });
        // Told where it is caught up with, before the lane ends.
        settled.catch(() => undefined);
        behind = { chunk: left, settled };
        if (begun.hasTrouble) await catchUp();
      }
    } finally {
      await catchUp();
    }
  }, isTasksWait);
  if (trouble !== undefined) throw trouble;
  return tally;
}

/** Neighbours of one op, kind and side go together, as many as the replica takes. */
function* chunks(operations: readonly Operation[], context: CycleContext): Generator<readonly Operation[]> {
  let chunk: Operation[] = [];
  let key = '';
  for (const operation of operations) {
    const next = `${operation.op} ${operation.kind} ${'side' in operation ? operation.side : ''}`;
    const limit = isRecordWrite(operation) ? context.replicas.of[operation.kind][operation.side].batch : 500;
    if (chunk.length > 0 && (next !== key || chunk.length >= limit)) {
      yield chunk;
      chunk = [];
    }
    key = next;
    chunk.push(operation);
  }
  if (chunk.length > 0) yield chunk;
}

/** What this very plan wrote is no longer as planned, and that breaks no other premise. */
function noteRewritten(rewritten: Set<string>, operation: Operation): void {
  if (operation.op === 'update') rewritten.add(`${operation.kind} ${operation.side} ${operation.target.id} ${operation.target.hash}`);
}

/** Whether a chunk may be sent before the one ahead of it is settled: more of the same, and of other records. */
function areApart(ahead: readonly Operation[], next: readonly Operation[]): boolean {
  const [first, second] = [ahead[0], next[0]];
  if (first === undefined || second === undefined || !isRecordWrite(first) || !isRecordWrite(second)) return false;
  if (first.op !== second.op || first.side !== second.side) return false;
  const touched = new Set(ahead.flatMap(touchesOf));
  return !next.flatMap(touchesOf).some((id) => touched.has(id));
}

/** To say each step of it would cost the database as much as some of the writes. */
const showEveryMs = 500;

function showSometimes(context: CycleContext, planId: string, total: number): (more: number) => Promise<void> {
  let done = 0;
  let shownAt = Number.NEGATIVE_INFINITY;
  return async (more) => {
    done += more;
    if (performance.now() - shownAt < showEveryMs) return;
    shownAt = performance.now();
    const progress = { phase: 'Writing', done, total };
    await showRunProgress(context.db, planId, progress);
    await context.progress(progress);
  };
}
