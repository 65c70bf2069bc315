// What was written, with what it replaced: one entry a write that a replica applied, two
// records that were linked or taken apart, or an answer that left them different. In: nothing. Out: the types that the undo reads.
// An entry is never changed afterwards; an undo makes entries of its own.

import type { Answered } from './answered.ts';
import type { Change } from './diff.ts';
import type { Item, Kind, RemoteId } from './item.ts';
import type { Side } from './side.ts';

export type JournalEntry = WriteEntry | TieEntry | AnswerEntry;

export interface TieEntry {
  readonly operation: string;
  readonly op: 'link' | 'unlink';
  readonly kind: Kind;
  readonly link: string;
  readonly ids: Readonly<Record<Side, RemoteId>>;
}

export interface AnswerEntry {
  readonly operation: string;
  readonly op: 'answer';
  readonly kind: Kind;
  readonly link: string;
  readonly answered: Answered;
}

export interface WriteEntry {
  /** Id of the operation in its plan. */
  readonly operation: string;
  readonly op: 'create' | 'update' | 'delete';
  readonly kind: Kind;
  readonly side: Side;
  readonly recordId: RemoteId;
  readonly versionAfter?: string;
  /** What the record was: of an update and a delete. */
  readonly before?: Item;
  /** What the replica answered: of a create and an update. */
  readonly after?: Item;
  /** Of an update: as the written side saw them. */
  readonly changes: readonly Change[];
  readonly link?: string;
  /** The record on the other side that the link tied it to, where it is known. */
  readonly counterpart?: RemoteId;
}

export function isTie(entry: JournalEntry): entry is TieEntry {
  return entry.op === 'link' || entry.op === 'unlink';
}
