// Room 1. In: cursors. Out: mirror rows and new cursors, each kind and side in one
// transaction. Nothing is decided here, except that a list which came back empty or
// short without a reason is not believed: it ends the cycle before planning [R4].

import { hashItem } from '../core/diff.ts';
import type { Kind, RemoteId } from '../core/item.ts';
import type { Policy } from '../core/policy.ts';
import { sides } from '../core/side.ts';
import type { Side } from '../core/side.ts';
import { ReplicaError } from '../replica/replica.ts';
import type { LeftOut, Reading, RemoteRecord, Replica } from '../replica/replica.ts';
import { changeAccount } from '../store/account.ts';
import { loadCursors, saveCursor } from '../store/cursor.ts';
import type { HeldCursor } from '../store/cursor.ts';
import { deletedByPlans } from '../store/journal.ts';
import { holdsNothing, keepFirst, keepRecords, liveIds, loadRaws, markGone, rowOf } from '../store/mirror.ts';
import type { MirrorEntry, MirrorRow } from '../store/mirror.ts';
import { keysOf } from './candidates.ts';
import type { CycleContext } from './context.ts';

/** A list that must not be believed. The cycle ends; the next one reads again. */
export class SourceDoubt extends Error {
  readonly kind: Kind;
  readonly side: Side;

  constructor(kind: Kind, side: Side, message: string) {
    super(message);
    this.name = 'SourceDoubt';
    this.kind = kind;
    this.side = side;
  }
}

const kindWords: Readonly<Record<Kind, string>> = { contact: 'contacts', event: 'activities', task: 'tasks' };
const sideWords: Readonly<Record<Side, string>> = { office: 'SmartOffice', google: 'Google' };

export interface Pulled {
  /** How many records were read that are new or changed. */
  readonly count: number;
  /** All records of those kinds and sides of which nothing was held before, as they were stored. */
  readonly first: FirstRead;
}

/** By kind and side. A first preview is decided from these: they need not be loaded again. */
export type FirstRead = ReadonlyMap<`${Kind} ${Side}`, readonly MirrorRow[]>;

export async function pull(context: CycleContext, isWanted: (kind: Kind, side: Side) => boolean = () => true): Promise<Pulled> {
  const first = new Map<`${Kind} ${Side}`, readonly MirrorRow[]>();
  const [cursors] = await Promise.all([loadCursors(context.db, context.account.id), context.safePoint()]);
  const reads = context.policy.kinds.flatMap((kind) => sides.filter((side) => isWanted(kind, side)).map((side) => pullOne(context, kind, side, cursors.get(`${kind} ${side}`), (rows) => first.set(`${kind} ${side}`, rows))));
  // All of them end before one failure is told, so that none goes on behind our back.
  const settled = await Promise.allSettled(reads);
  let count = 0;
  for (const result of settled) {
    if (result.status === 'rejected') throw result.reason;
    count += result.value;
  }
  return { count, first };
}

async function pullOne(context: CycleContext, kind: Kind, side: Side, heldCursor: HeldCursor | undefined, tellFirst: (rows: readonly MirrorRow[]) => void): Promise<number> {
  const replica = context.replicas.of[kind][side];
  const cursor = heldCursor?.value;
  const held = (ids: readonly RemoteId[]): Promise<ReadonlyMap<RemoteId, Readonly<Record<string, unknown>>>> => loadRaws(context.db, context.account.id, kind, side, ids);
  const reading = await readSince(replica, cursor, held, side === 'google' ? context.spared?.calendars : undefined);
  const absent = reading.complete ? await confirmAbsent(context, replica, reading, held) : { gone: [], found: [] };
  const back = side === 'google' ? await confirmReturned(context, replica, reading.records, held) : { gone: [], found: [] };
  const doubted = new Set([...back.gone, ...back.found.map(({ id }) => id)]);
  const records = [...(doubted.size === 0 ? reading.records : reading.records.filter(({ id }) => !doubted.has(id))), ...back.found, ...absent.found];
  const gone = [...reading.gone, ...back.gone, ...absent.gone];
  const group = replica.groupId?.();
  const foundGroup = group !== undefined && group !== context.account.googleGroup ? group : undefined;
  // Google gives another cursor each time: asked with the former one, it tells the same, and nothing need be stored.
  const serves = reading.cursor === cursor || (side === 'google' && heldCursor?.isYoung === true && !reading.complete && reading.listedAgain !== true);
  if (records.length === 0 && gone.length === 0 && serves && foundGroup === undefined) return seen(context, replica, 0);
  const rows = await context.write(async (tx) => {
    const isFirst = cursor === undefined && gone.length === 0 && isEachOnce(records) && (await holdsNothing(tx, context.account.id, kind, side));
    const first: MirrorRow[] | undefined = isFirst ? [] : undefined;
    if (first === undefined) {
      await keepRecords(tx, context.account.id, kind, side, records.values().map((record) => toEntry(record, context.policy)));
    } else {
      const entries = records.values().map((record) => {
        const entry = toFirstEntry(record, context.policy);
        first.push(rowOf(kind, side, entry));
        return entry;
      });
      await keepFirst(tx, context.account.id, kind, side, entries);
    }
    await markGone(tx, context.account.id, kind, side, gone);
    // A group of the predefined name was there already: from now on it is known by its id.
    if (foundGroup !== undefined) await changeAccount(tx, context.account.id, { googleGroup: foundGroup });
    await saveCursor(tx, context.account.id, kind, side, reading.cursor);
    return first;
  });
  if (rows !== undefined) tellFirst(rows);
  return seen(context, replica, records.length + gone.length);
}

function isEachOnce(records: readonly RemoteRecord[]): boolean {
  return new Set(records.map(({ id }) => id)).size === records.length;
}

async function seen({ spared }: CycleContext, { kind, side, unread }: Replica, count: number): Promise<number> {
  if (side === 'google') await spared?.looked(kind, spared.calendars, unread?.() ?? []);
  return count;
}

async function readSince(replica: Replica, cursor: string | undefined, held: Parameters<Replica['read']>[1], leftOut: LeftOut | undefined): Promise<Reading> {
  try {
    return await replica.read(cursor, held, leftOut);
  } catch (error) {
    if (error instanceof ReplicaError && error.kind === 'cursor-expired' && cursor !== undefined) return replica.read(undefined, held);
    throw error;
  }
}

/** Absence from a list is not yet a deletion: the records themselves are asked for [R14]. */
async function confirmAbsent(context: CycleContext, replica: Replica, reading: Reading, held: Parameters<Replica['read']>[1]): Promise<{ gone: RemoteId[]; found: RemoteRecord[] }> {
  const { covers = () => true } = reading;
  const known = [...(await liveIds(context.db, context.account.id, replica.kind, replica.side))].filter(covers);
  if (known.length === 0) return { gone: [], found: [] };
  const listed = new Set(reading.records.map((record) => record.id));
  for (const id of reading.gone) listed.add(id);
  const missing = known.filter((id) => !listed.has(id));
  if (missing.length === 0) return { gone: [], found: [] };
  const answers = await replica.confirm(missing, held);
  const gone = missing.filter((id) => answers.get(id) === 'gone');
  const found = missing.flatMap((id) => {
    const answer = answers.get(id);
    return answer === undefined || answer === 'gone' ? [] : [answer];
  });
  const what = `${kindWords[replica.kind]} of ${sideWords[replica.side]}`;
  if (listed.size === 0 && found.length > 0) {
    throw new SourceDoubt(replica.kind, replica.side, `The list of ${what} came back empty although ${found.length} of its records are still there. Nothing was changed; it is read again in the next cycle.`);
  }
  if (gone.length + found.length < missing.length) {
    throw new SourceDoubt(replica.kind, replica.side, `${missing.length} records were missing from the list of ${what} and could not all be asked for. Nothing was changed; it is read again in the next cycle.`);
  }
  return { gone, found };
}

/** A list of Google's that lags shows what we deleted once more: the record itself is asked for [R14]. */
async function confirmReturned(context: CycleContext, replica: Replica, records: readonly RemoteRecord[], held: Parameters<Replica['read']>[1]): Promise<{ gone: RemoteId[]; found: RemoteRecord[] }> {
  const deleted = await deletedByPlans(context.db, context.account.id, replica.kind, replica.side, records.map(({ id }) => id));
  if (deleted.length === 0) return { gone: [], found: [] };
  const answers = await replica.confirm(deleted, held);
  const found = deleted.flatMap((id) => {
    const answer = answers.get(id);
    return answer === undefined || answer === 'gone' ? [] : [answer];
  });
  const gone = deleted.filter((id) => answers.get(id) === 'gone');
  if (gone.length + found.length < deleted.length) throw new SourceDoubt(replica.kind, replica.side, `The list of ${kindWords[replica.kind]} of ${sideWords[replica.side]} shows records that were deleted, and not all could be asked for. Nothing was changed; it is read again in the next cycle.`);
  return { gone, found };
}

/** With its keys: any record that is not read for the first time together with all others. */
export function toEntry(record: RemoteRecord, policy: Policy): MirrorEntry {
  return { ...toFirstEntry(record, policy), keys: keysOf(record, policy) };
}

function toFirstEntry(record: RemoteRecord, policy: Policy): MirrorEntry {
  return {
    id: record.id,
    version: record.version,
    hash: hashItem(record.item, policy),
    item: record.item,
    raw: record.raw,
    inScope: record.inScope,
    readOnly: record.readOnly,
    skipped: record.skipped,
    marker: record.marker,
    uid: record.uid,
    ...(record.calendar === undefined ? {} : { calendar: record.calendar }),
    ...(record.invited === true ? { invited: true } : {}),
    revised: record.revised,
  };
}
