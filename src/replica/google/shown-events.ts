// The calendar that is synchronized, together with those that are only shown in the office. In:
// a replica for each, and which of them a look leaves out. Out: one replica whose cursor holds the
// cursor of each calendar, and whose records of shown calendars are named by calendar and id. Never: a write to a shown calendar,
// or a calendar that cannot be read now taken for one without events [R37].

import { z } from 'zod';
import type { EventItem, RemoteId } from '../../core/item.ts';
import { ReplicaError } from '../replica.ts';
import type { Held, LeftOut, Raw, Reading, RemoteRecord, Unread, WriteAnswer, WriteRequest } from '../replica.ts';
import { readStoredCursor } from '../stored-cursor.ts';
import type { EventReplica } from './event.ts';

const prefix = 'shown:';
const cursorSchema = z.object({ main: z.string(), shown: z.record(z.string(), z.string()) });
type Cursors = z.infer<typeof cursorSchema>;

/** Ids of events are told apart by their calendar: a meeting has the same id in all of them. */
function idIn(calendarId: string, id: RemoteId): RemoteId {
  return `${prefix}${encodeURIComponent(calendarId)}:${id}`;
}

function readId(id: RemoteId): { readonly calendarId: string; readonly id: RemoteId } | undefined {
  const [, calendar, event] = /^shown:([^:]+):(.+)$/.exec(id) ?? [];
  return calendar === undefined || event === undefined ? undefined : { calendarId: decodeURIComponent(calendar), id: event };
}

/** What belongs to its guests, its owner's other programs and their pairs stays behind. */
function toShown({ uid: _uid, marker: _marker, ...record }: RemoteRecord, calendarId: string, name: string): RemoteRecord {
  const { guests: _guests, attending: _attending, reminder: _reminder, ...item } = record.item as EventItem;
  return { ...record, id: idIn(calendarId, record.id), calendar: calendarId, readOnly: `Of the calendar ${name}, which is only shown.`, item: { ...item, title: item.title ?? 'Busy', calendar: name } };
}

function heldIn(calendarId: string, held: Held): Held {
  return async (ids) => {
    const raws = await held(ids.map((id) => idIn(calendarId, id)));
    return new Map(ids.flatMap((id): [RemoteId, Raw][] => {
      const raw = raws.get(idIn(calendarId, id));
      return raw === undefined ? [] : [[id, raw]];
    }));
  };
}

function readCursors(cursor: string): Cursors {
  const read = readStoredCursor(cursor, cursorSchema);
  if (read === undefined) throw new ReplicaError('cursor-expired', 'The calendars were last read in another way.');
  return read;
}

/** One that is away, or that we may no longer read, is told and left as it was; any other trouble is the account's. */
function isAway(error: unknown): error is ReplicaError {
  return error instanceof ReplicaError && (error.kind === 'gone' || error.kind === 'forbidden') && error.what !== 'api';
}

/** Where only this calendar has to be read from its beginning, the others go on where they were. */
async function readSince(replica: EventReplica, cursor: string | undefined, held: Held): Promise<Reading> {
  try {
    return await replica.read(cursor, held);
  } catch (error) {
    if (error instanceof ReplicaError && error.kind === 'cursor-expired' && cursor !== undefined) return replica.read(undefined, held);
    throw error;
  }
}

type PartRead = { readonly calendarId: string } & ({ readonly reading: Reading; readonly why?: undefined } | { readonly reading?: undefined; readonly why: string });

/** Nothing of a shown calendar reaches Google, also when it is not shown any more. */
async function* writeOwn(main: EventReplica, requests: readonly WriteRequest[]): AsyncGenerator<WriteAnswer> {
  const isOwn = ({ id }: WriteRequest): boolean => id === undefined || readId(id) === undefined;
  for (const { operation } of requests.filter((request) => !isOwn(request))) yield { operation, outcome: 'refused', why: 'Its calendar is only shown: nothing is written to it.' };
  yield* main.write(requests.filter(isOwn));
}

/** What was shown and is not any more is no record of the calendar that is left: its list says nothing of it. */
export function showNone(main: EventReplica): EventReplica {
  return { ...main, read: async (cursor, held) => ({ ...(await main.read(cursor, held)), covers: (id) => readId(id) === undefined }), write: (requests) => writeOwn(main, requests) };
}

/** `mainId`: by which the setup calls the synchronized one. `names`: as the setup knows the others, until they have said their own. */
export function showBeside(main: EventReplica, mainId: string, shown: ReadonlyMap<string, EventReplica>, names: ReadonlyMap<string, string>): EventReplica {
  let unread: readonly Unread[] = [];
  const nameOf = (calendarId: string): string => shown.get(calendarId)?.calendarName() ?? names.get(calendarId) ?? calendarId;

  async function readPart(calendarId: string, replica: EventReplica, cursor: string | undefined, held: Held): Promise<PartRead> {
    try {
      return { calendarId, reading: await readSince(replica, cursor, heldIn(calendarId, held)) };
    } catch (error) {
      if (isAway(error)) return { calendarId, why: error.message };
      throw error;
    }
  }

  async function read(cursor: string | undefined, held: Held, leftOut?: LeftOut): Promise<Reading> {
    const cursors = cursor === undefined ? undefined : readCursors(cursor);
    // What was never read is not left out.
    const isLeft = (calendarId: string, known: string | undefined): known is string => known !== undefined && leftOut?.has(calendarId) === true;
    const asked = [...shown].filter(([calendarId]) => !isLeft(calendarId, cursors?.shown[calendarId]));
    const mainCursor = cursors?.main;
    const readMain = async (): Promise<Reading> => (isLeft(mainId, mainCursor) ? { complete: false, records: [], gone: [], cursor: mainCursor } : readSince(main, mainCursor, held));
    // All of them end before one failure is told.
    const [ofMain, ...ofShown] = await Promise.allSettled([readMain(), ...asked.map(([calendarId, replica]) => readPart(calendarId, replica, cursors?.shown[calendarId], held))]);
    if (ofMain.status === 'rejected') throw ofMain.reason;
    const parts = ofShown.map((part) => {
      if (part.status === 'rejected') throw part.reason;
      return part.value;
    });
    const whole = new Set(parts.flatMap(({ calendarId, reading }) => (reading?.complete === true ? [calendarId] : [])));
    const known = unread.filter(({ id }) => !parts.some(({ calendarId }) => calendarId === id));
    unread = [...known, ...parts.flatMap(({ calendarId, why }) => (why === undefined ? [] : [{ id: calendarId, name: nameOf(calendarId), why }]))];
    const next: Record<string, string> = {};
    const readings = new Map(parts.map(({ calendarId, reading }) => [calendarId, reading]));
    for (const calendarId of shown.keys()) {
      // One that was not read now goes on where it was.
      const token = readings.get(calendarId)?.cursor ?? cursors?.shown[calendarId];
      if (token !== undefined) next[calendarId] = token;
    }
    return {
      complete: ofMain.value.complete || whole.size > 0,
      covers: (id) => {
        const at = readId(id);
        return at === undefined ? ofMain.value.complete : whole.has(at.calendarId);
      },
      records: [...ofMain.value.records, ...parts.flatMap(({ calendarId, reading }) => (reading?.records ?? []).map((record) => toShown(record, calendarId, nameOf(calendarId))))],
      gone: [...ofMain.value.gone, ...parts.flatMap(({ calendarId, reading }) => (reading?.gone ?? []).map((id) => idIn(calendarId, id)))],
      cursor: JSON.stringify({ main: ofMain.value.cursor, shown: next } satisfies Cursors),
    };
  }

  async function confirm(ids: readonly RemoteId[], held: Held): Promise<ReadonlyMap<RemoteId, RemoteRecord | 'gone'>> {
    const answers = new Map(await main.confirm(ids.filter((id) => readId(id) === undefined), held));
    for (const [calendarId, replica] of shown) {
      const mine = ids.flatMap((id) => {
        const at = readId(id);
        return at?.calendarId === calendarId ? [at.id] : [];
      });
      if (mine.length === 0) continue;
      try {
        for (const [id, found] of await replica.confirm(mine, heldIn(calendarId, held))) answers.set(idIn(calendarId, id), found === 'gone' ? found : toShown(found, calendarId, nameOf(calendarId)));
      } catch (error) {
        // It went away in between: nothing is known of its events, and the next cycle says so.
        if (!isAway(error)) throw error;
        throw new ReplicaError('unknown', `The calendar ${nameOf(calendarId)} could not be read to its end: ${error.message}`, { cause: error });
      }
    }
    return answers;
  }

  return { ...main, read, confirm, write: (requests) => writeOwn(main, requests), unread: () => unread };
}
