// Some operations of one op, kind and side. In: operations as they were approved. Out: what was
// written of them at a replica, and a way to settle it. Each is journaled before it is sent and
// after it is answered; it never reads a source to decide what to write.

import type { CreateOperation, DeleteOperation, Operation, Outcome, UpdateOperation } from '../core/plan.ts';
import { ReplicaError } from '../replica/replica.ts';
import type { RemoteRecord, WriteRequest } from '../replica/replica.ts';
import { changeAccount } from '../store/account.ts';
import { writeIntents, writeOutcomes } from '../store/journal.ts';
import type { Ending, Intent } from '../store/journal.ts';
import { loadRaws, loadRecords } from '../store/mirror.ts';
import type { CycleContext } from './context.ts';
import { lookUp } from './look-up.ts';
import { findStale } from './premise.ts';
import { rememberApart } from './remember.ts';
import { settle } from './settle.ts';
import type { Applied } from './settle.ts';

type RecordWrite = CreateOperation | UpdateOperation | DeleteOperation;

export interface Run {
  readonly planId: string;
  /** Who approved it. */
  readonly by: string;
}

/** Sent and answered; what is not settled yet counts, after a crash, as nobody's knowledge. */
export interface Begun {
  /** Throws the trouble, after what was answered before it is settled. */
  settle(): Promise<readonly Ending[]>;
  readonly hasTrouble: boolean;
}

export function isRecordWrite(operation: Operation): operation is RecordWrite {
  return operation.op === 'create' || operation.op === 'update' || operation.op === 'delete';
}

export async function beginChunk(context: CycleContext, { planId, by }: Run, chunk: readonly Operation[], interrupted: ReadonlySet<string>, rewritten: ReadonlySet<string>): Promise<Begun> {
  const first = chunk[0];
  if (first?.op === 'create-group') {
    const ending = await makeGroup(context, planId, first);
    return { hasTrouble: false, settle: async () => [ending] };
  }
  const stale = await findStale(context, chunk, interrupted, rewritten);
  const sound = chunk.filter((operation) => !stale.has(operation.id));
  const staleEndings = [...stale].map(([operationId, why]): Ending => ({ operationId, outcome: 'stale', why }));
  if (first === undefined || !isRecordWrite(first)) {
    const agree = (): Promise<readonly Ending[]> =>
      context.write(async (tx) => {
        await writeIntents(tx, context.account.id, planId, chunk.map(toIntent));
        await settle(context, tx, sound.map((operation) => ({ operation })));
        await rememberApart(tx, context.account.id, planId, sound, by);
        const endings = [...staleEndings, ...sound.map((operation): Ending => ({ operationId: operation.id, outcome: 'applied' }))];
        await writeOutcomes(tx, planId, endings);
        return endings;
      });
    return { hasTrouble: false, settle: agree };
  }
  await context.write((tx) => writeIntents(tx, context.account.id, planId, chunk.map(toIntent)));
  const written = await writeRecords(context, sound as readonly RecordWrite[], interrupted);
  return { hasTrouble: written.trouble !== undefined, settle: () => settleWritten(context, planId, written, staleEndings) };
}

async function settleWritten(context: CycleContext, planId: string, written: Written, staleEndings: readonly Ending[]): Promise<readonly Ending[]> {
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
