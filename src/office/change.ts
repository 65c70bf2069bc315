// The one way to change an office. In: a function that writes. Out: its answer, after a
// commit in which every row written carries the next number of the office. The number is
// taken under the lock of the office's row, so numbers are committed in their own order
// and a reader that has seen one has seen all before it.
// Never here: a write to an office's rows outside of `changeOffice`.

import { sql } from 'kysely';
import type { Sql, Tx } from '../store/open.ts';
import { withTransaction } from '../store/transaction.ts';
import { notFound } from './errors.ts';

/** Who changes: a person, a program of the office, or a synchronization on behalf of a user. */
export interface Author {
  readonly officeId: string;
  readonly userId?: string;
  /** The write comes from the synchronization of this user's account. */
  readonly bySynchronization?: boolean;
}

export interface OfficeChange {
  readonly tx: Tx;
  readonly officeId: string;
  readonly userId: string | undefined;
  /** Stands on every row that this change touches. */
  readonly rev: string;
}

/** PostgreSQL's channel on which every committed change of an office is told. */
export const officeChangeChannel = 'office_change';

export interface OfficeChangeNotice {
  readonly officeId: string;
  readonly userId?: string;
  readonly bySynchronization: boolean;
}

export async function changeOffice<T>(db: Sql, author: Author, write: (change: OfficeChange) => Promise<T>): Promise<T> {
  return withTransaction({ db }, async (tx) => {
    const { rows } = await sql<{ rev: string }>`
      update office set rev = rev + 1 where id = ${author.officeId} returning rev`.execute(tx);
    const rev = rows[0]?.rev;
    if (rev === undefined) throw notFound('office');
    const answer = await write({ tx, officeId: author.officeId, userId: author.userId, rev });
    const notice: OfficeChangeNotice = { officeId: author.officeId, userId: author.userId, bySynchronization: author.bySynchronization === true };
    await sql`select pg_notify(${officeChangeChannel}, ${JSON.stringify(notice)})`.execute(tx);
    return answer;
  });
}

/** The part of a pg client that listening needs; it must be a session of its own. */
export interface ListeningSession {
  query(text: string): Promise<unknown>;
  on(event: 'notification', listener: (message: { channel: string; payload?: string | undefined }) => void): unknown;
  removeListener(event: 'notification', listener: (message: { channel: string; payload?: string | undefined }) => void): unknown;
}

/** Calls back after each committed change of any office; the answer stops it. */
export async function onOfficeChange(session: ListeningSession, listener: (notice: OfficeChangeNotice) => void): Promise<() => void> {
  const receive = (message: { channel: string; payload?: string | undefined }): void => {
    if (message.channel !== officeChangeChannel || message.payload === undefined) return;
    listener(JSON.parse(message.payload) as OfficeChangeNotice);
  };
  session.on('notification', receive);
  await session.query(`listen ${officeChangeChannel}`);
  return () => void session.removeListener('notification', receive);
}
