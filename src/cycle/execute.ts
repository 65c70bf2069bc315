// Room 5. In: a stored plan and its approval, and nothing else. Out: writes at replicas,
// each journaled before it is sent and after it is answered. It never reads a source to
// decide what to write; a premise that no longer holds makes that operation stale [R10].

import { approvedOperations, isWrite } from '../core/plan.ts';
import type { Approval, CreateOperation, DeleteOperation, Operation, Outcome, Plan, UpdateOperation } from '../core/plan.ts';
import { isTasksWait, ReplicaError, tasksWait } from '../replica/replica.ts';
import type { RemoteRecord, WriteRequest } from '../replica/replica.ts';
import { changeAccount } from '../store/account.ts';
import { loadOutcomes, writeIntents, writeOutcomes } from '../store/journal.ts';
import type { Ending, Intent } from '../store/journal.ts';
import { loadRaws, loadRecords } from '../store/mirror.ts';
import { addSpent, beginRun, showRunProgress } from '../store/plan.ts';
import type { CycleContext } from './context.ts';
import { inLanes } from './lanes.ts';
import { lookUp } from './look-up.ts';
import { findStale } from './premise.ts';
import { rememberApart } from './remember.ts';
import { settle } from './settle.ts';
import type { Applied } from './settle.ts';

type RecordWrite = CreateOperation | UpdateOperation | DeleteOperation;

export interface ExecutionSummary {
  readonly applied: number;
  /** Of these: written to SmartOffice or to Google. */
  readonly written: number;
  readonly stale: number;
  readonly refused: number;
}

export async function execute(context: CycleContext, planId: string, plan: Plan, approval: Approval): Promise<ExecutionSummary> {
  const operations = approvedOperations(plan, approval);
  const before = context.replicas.spent();
  await context.write((tx) => beginRun(tx, planId));
  const known = await loadOutcomes(context.db, planId);
  const tally = { applied: 0, written: 0, stale: 0, refused: 0 };
  const rewritten = new Set<string>();
  for (const operation of operations) if (known.get(operation.id)?.outcome === 'applied') noteRewritten(rewritten, operation);
  let done = 0;
  let hasWorked = false;
  const trouble = await inLanes(operations, async (lane, isEnding) => {
    const { resting } = context;
    if (resting !== undefined && lane.some(({ kind, id }) => kind === resting.kind && (known.get(id)?.outcome ?? null) === null)) throw tasksWait(resting.until);
    for (const chunk of chunks(lane, context)) {
      if (isEnding()) return;
      await context.safePoint();
      // Not before this attempt has got anywhere: it would begin for ever.
      if (hasWorked) await context.giveWay?.();
      // What an earlier attempt finished is finished.
      const left = chunk.filter((operation) => (known.get(operation.id)?.outcome ?? null) === null);
      if (left.length > 0) {
        hasWorked = true;
        const interrupted = new Set(left.filter((operation) => known.has(operation.id)).map((operation) => operation.id));
        const endings = new Map((await runChunk(context, planId, approval.by, left, interrupted, rewritten)).map((ending) => [ending.operationId, ending]));
        for (const operation of left) {
          const outcome = endings.get(operation.id)?.outcome;
          if (outcome === 'applied') noteRewritten(rewritten, operation);
          if (outcome === 'applied' && isWrite(operation)) tally.written += 1;
          if (outcome !== undefined && outcome in tally) tally[outcome as keyof typeof tally] += 1;
        }
      }
      done += chunk.length;
      const progress = { phase: 'Writing', done, total: operations.length };
      await showRunProgress(context.db, planId, progress);
      await context.progress(progress);
    }
  }, isTasksWait);
  const after = context.replicas.spent();
  await addSpent(context.db, planId, { requests: after.requests - before.requests, units: after.units - before.units });
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

function isRecordWrite(operation: Operation): operation is RecordWrite {
  return operation.op === 'create' || operation.op === 'update' || operation.op === 'delete';
}

async function runChunk(context: CycleContext, planId: string, by: string, chunk: readonly Operation[], interrupted: ReadonlySet<string>, rewritten: ReadonlySet<string>): Promise<readonly Ending[]> {
  const first = chunk[0];
  if (first === undefined) return [];
  if (first.op === 'create-group') return [await makeGroup(context, planId, first)];
  const stale = await findStale(context, chunk, interrupted, rewritten);
  const sound = chunk.filter((operation) => !stale.has(operation.id));
  const staleEndings = [...stale].map(([operationId, why]): Ending => ({ operationId, outcome: 'stale', why }));
  if (!isRecordWrite(first)) {
    return context.write(async (tx) => {
      await writeIntents(tx, context.account.id, planId, chunk.map(toIntent));
      await settle(context, tx, sound.map((operation) => ({ operation })));
      await rememberApart(tx, context.account.id, planId, sound, by);
      const endings = [...staleEndings, ...sound.map((operation): Ending => ({ operationId: operation.id, outcome: 'applied' }))];
      await writeOutcomes(tx, planId, endings);
      return endings;
    });
  }
  await context.write((tx) => writeIntents(tx, context.account.id, planId, chunk.map(toIntent)));
  const written = await writeRecords(context, sound as readonly RecordWrite[], interrupted);
  const endings = await context.write(async (tx) => {
    const linkIds = await settle(context, tx, written.applied);
    const all = [
      ...staleEndings,
      ...written.endings,
      ...written.applied.map(({ operation, record, remark }): Ending => ({
        operationId: operation.id,
        outcome: 'applied',
        why: remark,
        recordId: record?.id,
        versionAfter: record?.version,
        after: record?.item,
        linkId: linkIds.get(operation.id),
      })),
    ];
    await writeOutcomes(tx, planId, all);
    return all;
  });
  // Only now: what was answered before the trouble is settled.
  if (written.trouble !== undefined) throw written.trouble;
  return endings;
}

async function makeGroup(context: CycleContext, planId: string, operation: Extract<Operation, { op: 'create-group' }>): Promise<Ending> {
  const replica = context.replicas.of.contact.google;
  if (replica.createGroup === undefined) throw new Error('This replica has no contact groups.');
  await context.write((tx) => writeIntents(tx, context.account.id, planId, [toIntent(operation)]));
  const group = await replica.createGroup(operation.name);
  const ending: Ending = { operationId: operation.id, outcome: 'applied', recordId: group };
  await context.write(async (tx) => {
    await changeAccount(tx, context.account.id, { googleGroup: group });
    await writeOutcomes(tx, planId, [ending]);
  });
  return ending;
}

function toIntent(operation: Operation): Intent {
  const common = { operationId: operation.id, op: operation.op, kind: operation.kind };
  switch (operation.op) {
    case 'create':
      return { ...common, side: operation.side, recordId: operation.newId, linkId: operation.link, counterpart: operation.alone === true ? undefined : operation.source.id, after: operation.after };
    case 'update':
      return { ...common, side: operation.side, recordId: operation.target.id, linkId: operation.link, before: operation.before, after: operation.after, changes: operation.changes };
    case 'delete':
      return { ...common, side: operation.side, recordId: operation.target.id, linkId: operation.link, counterpart: operation.counterpart, before: operation.before };
    case 'create-group':
      return { ...common, side: operation.side };
    case 'link':
      return { ...common, recordId: operation.premise.office.id, linkId: operation.link, counterpart: operation.premise.google.id };
    case 'settle':
      return { ...common, linkId: operation.link, ...(operation.isAnswer === true ? { answered: { given: true, settle: operation.settle, closes: operation.closes } } : {}) };
    case 'unlink':
    case 'answer':
      return { ...common, linkId: operation.link, answered: operation.answered };
    default:
      return operation satisfies never;
  }
}

interface Written {
  readonly applied: Applied[];
  readonly endings: Ending[];
  readonly trouble?: unknown;
}

async function writeRecords(context: CycleContext, operations: readonly RecordWrite[], interrupted: ReadonlySet<string>): Promise<Written> {
  const first = operations[0];
  if (first === undefined) return { applied: [], endings: [] };
  const replica = context.replicas.of[first.kind][first.side];
  const requests = await toRequests(context, operations);
  const byId = new Map(operations.map((operation) => [operation.id, operation]));
  const applied: Applied[] = [];
  const endings: Ending[] = [];
  const answered = new Set<string>();
  const doubted = new Set(interrupted);
  const take = (operationId: string, outcome: Outcome, record?: RemoteRecord, why?: string): void => {
    answered.add(operationId);
    const operation = byId.get(operationId);
    if (operation === undefined) throw new Error(`The replica answered an operation that it was not given: ${operationId}`);
    if (outcome === 'applied') applied.push({ operation, record, found: doubted.has(operationId), remark: why });
    else endings.push({ operationId, outcome, why });
  };
  const pending = (): WriteRequest[] => requests.filter((request) => !answered.has(request.operation));
  let doubtful = requests.filter((request) => interrupted.has(request.operation));
  for (let attempt = 0; ; attempt += 1) {
    try {
      // The answer was lost, or never waited for: look before anything is sent again [R11].
      for (const request of doubtful) {
        const found = await lookUp(replica, request, context);
        if (found.landed) take(request.operation, 'applied', found.record);
        else if (found.stale !== undefined) take(request.operation, 'stale', undefined, found.stale);
      }
      for await (const answer of replica.write(pending())) {
        if (answer.outcome === 'applied') take(answer.operation, 'applied', answer.record, answer.remark);
        else take(answer.operation, answer.outcome, undefined, answer.why);
      }
      return { applied, endings };
    } catch (error) {
      const lost = error instanceof ReplicaError && error.kind === 'unknown';
      if (!lost || attempt === lostAnswers) return { applied, endings, trouble: error };
      doubtful = pending();
      for (const request of doubtful) doubted.add(request.operation);
    }
  }
}

/** So often in a row is a lost answer looked up; then the account waits for its next cycle. */
const lostAnswers = 3;

function invitesOf({ mails }: RecordWrite): { invites?: true } {
  return mails === undefined || mails.length === 0 ? {} : { invites: true };
}

async function toRequests(context: CycleContext, operations: readonly RecordWrite[]): Promise<readonly WriteRequest[]> {
  const first = operations[0];
  if (first === undefined) return [];
  const targets = operations.flatMap((operation) => (operation.op === 'create' ? [] : [operation.target.id]));
  const raws = await loadRaws(context.db, context.account.id, first.kind, first.side, targets);
  const rows = new Map((await loadRecords(context.db, context.account.id, targets.map((id) => ({ kind: first.kind, side: first.side, id })))).map((row) => [row.id, row]));
  return operations.map((operation): WriteRequest => {
    if (operation.op === 'create') {
      return { operation: operation.id, op: 'create', newId: operation.newId, after: operation.after, marker: operation.alone === true ? undefined : operation.source.id, uid: operation.uid, ...invitesOf(operation) };
    }
    const { id } = operation.target;
    // The content is as planned (findStale); its version may have moved without it.
    const version = rows.get(id)?.version ?? operation.target.version;
    const common = { operation: operation.id, id, version, raw: raws.get(id), before: operation.before, ...invitesOf(operation) };
    if (operation.op === 'delete') return { ...common, op: 'delete' };
    return { ...common, op: 'update', after: operation.after, changes: operation.changes, marker: operation.source?.id };
  });
}
