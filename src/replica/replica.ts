// The port to a live remote side: one account's contacts, calendar or tasks on one
// side. In: cursors and write requests. Out: records and answers. A replica never
// decides what to write, never touches our store, and never retries a write whose
// outcome it does not know.
//
// Contract (every implementation passes test/replica-contract.ts):
// - `read(undefined)` lists everything and says `complete: true`; `read(cursor)` lists
//   what changed since, each record whole, deletions in `gone`. A page that fails makes
//   the whole read fail: never a partial answer. The cursor is opaque; it carries the
//   request parameters that it belongs to. A cursor that the side no longer accepts is
//   ReplicaError 'cursor-expired'; the caller reads again without one.
// - Records that are read-only or of no concern (a birthday, a meeting that somebody else
//   organized) are listed with the reason, never dropped silently.
// - `held(ids)` gives back the raw records that the mirror holds, for adapters that must
//   fold a partial answer (a changed occurrence) into a whole record.
// - `write` is given at most `batch` requests, all of which were journaled as intended.
//   It yields one answer for each, in any order. Premise: an update or delete whose
//   `version` is not the record's present version answers 'stale' and changes nothing.
// - An update starts from `raw`, the last record that we saw, and replaces only what
//   `changes` names: everything that we do not understand goes back as it came.
// - A create puts the marker on the record where the side has a place for it. Where the
//   side lets us choose ids, `newId` is used, so that repeating it is safe.
// - Trouble with the whole replica is thrown as ReplicaError; requests without an answer
//   by then are unknown to the caller, who asks `find` before sending them again.

import type { Change } from '../core/diff.ts';
import type { Item, Kind, RemoteId } from '../core/item.ts';
import type { Side } from '../core/side.ts';

/** JSON as it came over the wire, kept to be sent back. */
export type Raw = Readonly<Record<string, unknown>>;

export interface RemoteRecord {
  readonly id: RemoteId;
  readonly version: string;
  readonly item: Item;
  readonly raw: Raw;
  readonly inScope: boolean;
  readonly readOnly?: string;
  readonly skipped?: string;
  readonly marker?: string;
  readonly uid?: string;
  /** Google only: id of the calendar that the event is only shown from. */
  readonly calendar?: string;
  /** A colleague's record, in which the user takes part: never created on the other side. */
  readonly invited?: true;
  /**
   * When the side last changed it, as epoch milliseconds, where the side says so. A list may
   * lag behind what a write answered: an older state is not taken for a change.
   */
  readonly revised?: number;
}

export interface Reading {
  /** Everything was listed: a record that we hold and that is missing here may be gone. */
  readonly complete: boolean;
  /** Complete for those records only of which this says so; absent: for all. */
  readonly covers?: (id: RemoteId) => boolean;
  readonly records: readonly RemoteRecord[];
  readonly gone: readonly RemoteId[];
  readonly cursor: string;
  /** Some was listed that had been told before, and would be again: the cursor is worth storing. */
  readonly listedAgain?: boolean;
}

/** Parts of a list that are not to be looked at now, by id. A side without such parts, or one that reads everything anew, does as ever. */
export type LeftOut = ReadonlySet<string>;

/** A part that a read could not read, since it is away: nothing was learned of its records. */
export interface Unread {
  readonly id: string;
  readonly name: string;
  readonly why: string;
}

export interface WriteRequest {
  /** Id of the operation in the approved plan. */
  readonly operation: string;
  readonly op: 'create' | 'update' | 'delete';
  readonly id?: RemoteId;
  readonly newId?: RemoteId;
  readonly version?: string;
  readonly raw?: Raw;
  readonly before?: Item;
  readonly after?: Item;
  readonly changes?: readonly Change[];
  /** The other side's id of the same thing. */
  readonly marker?: string;
  /** Of the record that a create is made from: one meeting has one id in all calendars. */
  readonly uid?: string;
  /** The plan says that guests are mailed about it. Otherwise nobody is, and no guest is added. */
  readonly invites?: true;
}

/** `remark`: a part of it that the side did not take, and that is not to be tried again. */
export type WriteAnswer =
  | { readonly operation: string; readonly outcome: 'applied'; readonly record?: RemoteRecord; readonly remark?: string }
  | { readonly operation: string; readonly outcome: 'stale'; readonly why: string }
  | { readonly operation: string; readonly outcome: 'refused'; readonly why: string };

export interface Replica {
  readonly side: Side;
  readonly kind: Kind;
  /** Largest number of requests for one `write`. */
  readonly batch: number;
  read(cursor: string | undefined, held: Held, leftOut?: LeftOut): Promise<Reading>;
  /** Reads the records themselves: absence from a list is not yet a deletion. */
  confirm(ids: readonly RemoteId[], held: Held): Promise<ReadonlyMap<RemoteId, RemoteRecord | 'gone'>>;
  write(requests: readonly WriteRequest[]): AsyncIterable<WriteAnswer>;
  /** Looks for what a create without an answer may have made. */
  find(request: WriteRequest): Promise<RemoteRecord | undefined>;
  /**
   * The id that a create for this seed would choose, where the side lets us. `former` is the
   * id of the deleted record that it replaces: a side that can restore it answers that one.
   */
  chooseId?(seed: string, former?: RemoteId): RemoteId;
  /** Whether the whole may only be read now, as the last read said; undefined: not read yet, or it always may be written. */
  mayOnlyRead?(): boolean | undefined;
  /** What could not be read when it was last looked at; absent: it is always the whole. */
  unread?(): readonly Unread[];
  /** Google contacts only: makes the predefined group and answers its id. */
  createGroup?(name: string): Promise<string>;
  /** That group's id, once it is known: it may have been there before. */
  groupId?(): string | undefined;
}

export type Held = (ids: readonly RemoteId[]) => Promise<ReadonlyMap<RemoteId, Raw>>;

/** Named by what the caller must do. */
export type ReplicaTrouble =
  | 'wait'
  | 'reauthorise'
  | 'forbidden'
  | 'gone'
  | 'stale'
  | 'cursor-expired'
  | 'rejected'
  | 'unknown';

export class ReplicaError extends Error {
  readonly kind: ReplicaTrouble;
  /** For 'wait': when to try again, as epoch milliseconds. */
  readonly until: number | undefined;
  /** For 'reauthorise': when it was said by the side's own clock, as epoch milliseconds; ours may be wrong. */
  readonly at: number | undefined;
  /** What the trouble is with, where it is not one record. 'calendar': that which holds the records, gone or closed to us; 'api': switched off for the whole installation; 'tasks': what the day allows for tasks alone is spent. */
  readonly what: 'calendar' | 'api' | 'tasks' | undefined;

  constructor(kind: ReplicaTrouble, message: string, options?: { until?: number; at?: number | undefined; what?: 'calendar' | 'api' | 'tasks'; cause?: unknown }) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'ReplicaError';
    this.kind = kind;
    this.until = options?.until;
    this.at = options?.at;
    this.what = options?.what;
  }
}

/** What Google allows for tasks in a day says nothing of contacts and activities. */
export function tasksWait(until: number): ReplicaError {
  return new ReplicaError('wait', 'What Google allows for tasks in a day is used up.', { until, what: 'tasks' });
}

export function isTasksWait(error: unknown): error is ReplicaError {
  return error instanceof ReplicaError && error.kind === 'wait' && error.what === 'tasks';
}
