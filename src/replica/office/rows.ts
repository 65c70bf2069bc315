// The port over one kind of the office's rows. In: how rows of that kind are listed, turned
// into items and written. Out: a Replica that keeps the port's contract: cursors are the
// office's numbers, versions are checked under the office's lock, a create that is sent
// again finds what it made. Never here: a write outside a change of the office, or a rule
// about one kind.

import { z } from 'zod';
import { applyChanges, hashItem } from '../../core/diff.ts';
import type { Change } from '../../core/diff.ts';
import type { ItemOf, Kind, RemoteId } from '../../core/item.ts';
import { changeOffice } from '../../office/change.ts';
import type { OfficeChange } from '../../office/change.ts';
import { currentRev } from '../../office/changes.ts';
import type { Sql } from '../../store/open.ts';
import { ReplicaError } from '../replica.ts';
import type { Reading, RemoteRecord, Replica, WriteAnswer, WriteRequest } from '../replica.ts';
import { readStoredCursor } from '../stored-cursor.ts';
import { createdForKey, idFor, isRowId, markerOf } from './account.ts';
import type { OfficeAccount } from './account.ts';

interface Row {
  readonly id: string;
  readonly createdFor?: string | undefined;
  readonly uid?: string | undefined;
}

export type Wanted = { readonly since: string } | { readonly ids: readonly string[] } | { readonly createdFor: string } | 'all';

export interface NewRow<I> {
  readonly id: string;
  readonly createdFor: string | undefined;
  readonly uid?: string | undefined;
  readonly item: I;
}

export interface RowKind<K extends Kind, R extends Row> {
  readonly kind: K;
  /** Deleted rows come too, except for 'all'. */
  list(db: Sql, wanted: Wanted): Promise<readonly R[]>;
  isGone(row: R): boolean;
  versionOf(row: R): string;
  /** When a person or a program last changed it. */
  revisedOf(row: R): string;
  toItem(row: R): ItemOf<K>;
  inScope(row: R): boolean;
  /** A colleague's, in which the user takes part. */
  isInvited?(row: R): boolean;
  /** Changed rows that are not the user's to see, or not any more. */
  hidden?(db: Sql, since: string): Promise<readonly string[]>;
  /** Asked under the lock: ids of meetings that a colleague has brought in already, for this user too. */
  taken?(db: Sql, uids: readonly string[]): Promise<ReadonlySet<string>>;
  insert(change: OfficeChange, rows: readonly NewRow<ItemOf<K>>[]): Promise<void>;
  /** Also brings back a row that is gone. Answers why not, when the office refuses. */
  rewrite(change: OfficeChange, row: R, item: ItemOf<K>, changes: readonly Change[] | 'restore'): Promise<string | undefined>;
  remove(change: OfficeChange, row: R): Promise<void>;
  /** Part of the cursor: what it was read with. */
  readonly scope: string;
  /** Throws ReplicaError where the whole cannot be read. */
  check?(db: Sql): Promise<void>;
}

/** Rolls the change back, so that a refused write takes no number of the office. */
class Unwritten extends Error {
  readonly answer: WriteAnswer;
  constructor(answer: WriteAnswer) {
    super('not written');
    this.answer = answer;
  }
}

const cursorSchema = z.object({ rev: z.string().regex(/^\d+$/), scope: z.string() });
const asked = new WeakMap<OfficeAccount, Promise<string>>();

/** Kinds that are read at the same time ask once. */
function askRev(db: Sql, account: OfficeAccount): Promise<string> {
  const known = asked.get(account);
  if (known !== undefined) return known;
  const asking = currentRev(db, account.officeId).finally(() => asked.delete(account));
  asked.set(account, asking);
  return asking;
}

export function replicaOfRows<K extends Kind, R extends Row>(db: Sql, account: OfficeAccount, rows: RowKind<K, R>): Replica {
  const author = { officeId: account.officeId, userId: account.userId, bySynchronization: true };
  const keyFor = (request: WriteRequest): string | undefined => (request.marker === undefined ? undefined : createdForKey(account, request.marker));

  function toRecord(row: R): RemoteRecord {
    const version = rows.versionOf(row);
    return { id: row.id, version, item: rows.toItem(row), raw: { version }, inScope: rows.inScope(row), revised: Date.parse(rows.revisedOf(row)), marker: markerOf(account, row.createdFor), ...(row.uid === undefined ? {} : { uid: row.uid }), ...(rows.isInvited?.(row) === true ? { invited: true } : {}) };
  }

  async function rowById(from: Sql, id: string | undefined): Promise<R | undefined> {
    return isRowId(id) ? (await rows.list(from, { ids: [id] }))[0] : undefined;
  }

  async function recordById(from: Sql, id: string): Promise<RemoteRecord> {
    const row = await rowById(from, id);
    if (row === undefined) throw new Error(`The row ${id} that was just written is not there.`);
    return toRecord(row);
  }

  /** Creates without a past: all in one change. */
  async function insertFresh(requests: readonly WriteRequest[]): Promise<readonly WriteAnswer[]> {
    const fresh = requests.map((request) => ({
      id: isRowId(request.newId) ? request.newId : idFor(account, rows.kind, request.operation),
      createdFor: keyFor(request),
      uid: request.uid,
      item: request.after as ItemOf<K>,
    }));
    return changeOffice(db, author, async (change) => {
      const taken = (await rows.taken?.(change.tx, fresh.flatMap(({ uid }) => uid ?? []))) ?? new Set<string>();
      const isTaken = (uid: string | undefined): boolean => uid !== undefined && taken.has(uid);
      await rows.insert(change, fresh.filter(({ uid }) => !isTaken(uid)));
      const made = new Map((await rows.list(change.tx, { ids: fresh.map((one) => one.id) })).map((row) => [row.id, row]));
      return requests.map((request, index): WriteAnswer => {
        if (isTaken(request.uid)) return { operation: request.operation, outcome: 'stale', why: 'A colleague who takes part has brought this meeting into SmartOffice meanwhile' };
        const row = made.get(fresh[index]?.id ?? '');
        return { operation: request.operation, outcome: 'applied', record: row === undefined ? undefined : toRecord(row) };
      });
    });
  }

  async function writeCreates(requests: readonly WriteRequest[]): Promise<readonly WriteAnswer[]> {
    const ids = requests.map((request) => (isRowId(request.newId) ? request.newId : idFor(account, rows.kind, request.operation)));
    const present = new Map((await rows.list(db, { ids })).map((row) => [row.id, row]));
    const answers: WriteAnswer[] = [];
    const fresh: WriteRequest[] = [];
    for (const [index, request] of requests.entries()) {
      const id = ids[index] ?? '';
      if (present.has(id)) answers.push(await adoptOrRestore(request, id));
      else fresh.push(request);
    }
    return fresh.length === 0 ? answers : [...answers, ...(await insertFresh(fresh))];
  }

  /** The id is taken: by this very create, or by a row that is to come back. */
  function adoptOrRestore(request: WriteRequest, id: string): Promise<WriteAnswer> {
    return changeOfficeOr(request, async (change) => {
      const row = await rowById(change.tx, id);
      if (row === undefined) throw new Error(`The row ${id} disappeared under the lock.`);
      if (rows.isGone(row)) {
        const refusal = await rows.rewrite(change, row, request.after as ItemOf<K>, 'restore');
        if (refusal !== undefined) throw new Unwritten({ operation: request.operation, outcome: 'refused', why: refusal });
        return recordById(change.tx, id);
      }
      if (isMadeBy(request, row)) throw new Unwritten({ operation: request.operation, outcome: 'applied', record: toRecord(row) });
      throw new Unwritten({ operation: request.operation, outcome: 'refused', why: 'There is another record with this id already' });
    });
  }

  function isMadeBy(request: WriteRequest, row: R): boolean {
    if (row.createdFor !== undefined && row.createdFor === keyFor(request)) return true;
    const context = { country: account.country };
    return request.after !== undefined && hashItem(rows.toItem(row), context) === hashItem(request.after, context);
  }

  function writeChange(request: WriteRequest): Promise<WriteAnswer> {
    return changeOfficeOr(request, async (change) => {
      // Read under the lock of the office: nobody can change it before we do.
      const row = await rowById(change.tx, request.id);
      if (row === undefined || rows.isGone(row)) throw new Unwritten({ operation: request.operation, outcome: 'stale', why: 'Deleted in SmartOffice since it was read' });
      if (rows.versionOf(row) !== request.version) throw new Unwritten({ operation: request.operation, outcome: 'stale', why: 'Changed in SmartOffice since it was read' });
      if (request.op === 'delete') {
        await rows.remove(change, row);
        return undefined;
      }
      const changes = request.changes ?? [];
      const item = applyChanges(rows.toItem(row), changes, { country: account.country }) as ItemOf<K>;
      const refusal = await rows.rewrite(change, row, item, changes);
      if (refusal !== undefined) throw new Unwritten({ operation: request.operation, outcome: 'refused', why: refusal });
      return recordById(change.tx, row.id);
    });
  }

  async function changeOfficeOr(request: WriteRequest, write: (change: OfficeChange) => Promise<RemoteRecord | undefined>): Promise<WriteAnswer> {
    try {
      return { operation: request.operation, outcome: 'applied', record: await changeOffice(db, author, write) };
    } catch (error) {
      if (error instanceof Unwritten) return error.answer;
      throw error;
    }
  }

  return {
    side: 'office',
    kind: rows.kind,
    batch: 100,

    async read(cursor): Promise<Reading> {
      // Asked first: what is committed in between is told twice rather than missed.
      const now = await askRev(db, account);
      const since = cursor === undefined ? undefined : numberOf(cursor, rows.scope, now);
      // Nobody has changed anything in the office since.
      if (cursor !== undefined && since === now) return { complete: false, records: [], gone: [], cursor };
      await rows.check?.(db);
      const found = await rows.list(db, since === undefined ? 'all' : { since });
      const hidden = since === undefined ? [] : ((await rows.hidden?.(db, since)) ?? []);
      return {
        complete: since === undefined,
        records: found.filter((row) => !rows.isGone(row)).map(toRecord),
        gone: since === undefined ? [] : [...found.filter((row) => rows.isGone(row)).map((row) => row.id), ...hidden],
        cursor: JSON.stringify({ rev: now, scope: rows.scope }),
      };
    },

    async confirm(ids) {
      const found = new Map((await rows.list(db, { ids: ids.filter(isRowId) })).map((row) => [row.id, row]));
      return new Map(
        ids.map((id): [RemoteId, RemoteRecord | 'gone'] => {
          const row = found.get(id);
          return [id, row === undefined || rows.isGone(row) ? 'gone' : toRecord(row)];
        }),
      );
    },

    async *write(requests) {
      const creates = requests.filter((request) => request.op === 'create');
      if (creates.length > 0) yield* await writeCreates(creates);
      for (const request of requests) if (request.op !== 'create') yield await writeChange(request);
    },

    async find(request) {
      if (request.op !== 'create') return undefined;
      const key = keyFor(request);
      const byId = await rowById(db, isRowId(request.newId) ? request.newId : idFor(account, rows.kind, request.operation));
      if (byId !== undefined && !rows.isGone(byId)) return toRecord(byId);
      const found = key === undefined ? [] : await rows.list(db, { createdFor: key });
      const live = found.find((row) => !rows.isGone(row));
      return live === undefined ? undefined : toRecord(live);
    },

    // `former`: a deleted row that the create brings back, with all that an item does not carry.
    chooseId: (seed: string, former?: RemoteId) => (isRowId(former) ? former : idFor(account, rows.kind, seed)),
  };
}

/** A cursor belongs to the scope that it was read with, and never lies ahead of the office. */
function numberOf(cursor: string, scope: string, now: string): string {
  const held = readStoredCursor(cursor, cursorSchema);
  if (held?.scope !== scope || BigInt(held.rev) > BigInt(now)) {
    throw new ReplicaError('cursor-expired', 'The office is to be read from its beginning.');
  }
  return held.rev;
}
