// One calendar of a Google account as a replica. In: cursors and write requests. Out: one
// record for each event or whole series; changed occurrences are folded into their series.
// Special entries and other people's meetings are listed with the reason, never dropped.

import { z } from 'zod';
import type { NormalContext } from '../../core/field.ts';
import type { RemoteId } from '../../core/item.ts';
import { ReplicaError } from '../replica.ts';
import type { Held, Raw, Reading, RemoteRecord, Replica, WriteAnswer, WriteRequest } from '../replica.ts';
import { readStoredCursor } from '../stored-cursor.ts';
import { isWritable } from './calendars.ts';
import type { GoogleConnection } from './connection.ts';
import { demandCalendar, getEvent, listEvents, listParameters, readWholeSeries } from './event-calls.ts';
import type { CalendarCalls } from './event-calls.ts';
import type { GuestMemory } from './event-guests.ts';
import type { EventBody } from './event-lens.ts';
import { asEvent, isCancelled, readSeries, toEventRecord } from './event-series.ts';
import type { CalendarView, Series } from './event-series.ts';
import { eventIdFor, nextEventId } from './event-wire.ts';
import { generations, writeEvent } from './event-write.ts';
import { inFlight } from './pace.ts';

export interface EventOptions {
  readonly connection: GoogleConnection;
  readonly calendarId: string;
  /** Until the calendar has said its own. */
  readonly zone: string;
  readonly context: NormalContext;
}

export interface EventReplica extends Replica {
  readonly kind: 'event';
  chooseId(seed: string): RemoteId;
  /** As the calendar calls itself, once it was read. */
  calendarName(): string | undefined;
}

const width = 8;
const fewEnough = 50;
const cursorSchema = z.object({ query: z.string(), token: z.string() });

interface Delta {
  readonly masters: Map<string, EventBody>;
  readonly exceptions: Map<string, Map<string, EventBody>>;
  readonly gone: Set<RemoteId>;
}

export function openEvents(options: EventOptions): EventReplica {
  const { connection, calendarId, context } = options;
  const calls: CalendarCalls = { connection, calendarId };
  const query = JSON.stringify({ calendarId, ...listParameters });
  const guests: GuestMemory = {};
  let view: CalendarView = { zone: options.zone, accessRole: undefined };
  let name: string | undefined;

  function readCursor(cursor: string): string {
    const read = readStoredCursor(cursor, cursorSchema);
    if (read?.query !== query) throw new ReplicaError('cursor-expired', 'The calendar was last read with other parameters.');
    return read.token;
  }

  async function readDelta(syncToken: string | undefined, showDeleted?: true): Promise<Delta & { token: string | undefined }> {
    const delta: Delta = { masters: new Map(), exceptions: new Map(), gone: new Set() };
    let pageToken: string | undefined;
    let token: string | undefined;
    do {
      const page = await listEvents(calls, { syncToken, pageToken, showDeleted });
      view = { zone: page.zone ?? view.zone, accessRole: page.accessRole ?? view.accessRole };
      name = page.name ?? name;
      for (const { event, raw } of page.events) {
        const series = event.recurringEventId;
        if (series !== undefined) {
          const known = delta.exceptions.get(series) ?? new Map<string, EventBody>();
          delta.exceptions.set(series, known.set(event.id, raw));
        } else if (isCancelled(event)) {
          delta.masters.delete(event.id);
          delta.gone.add(event.id);
        } else {
          delta.gone.delete(event.id);
          delta.masters.set(event.id, raw);
        }
      }
      pageToken = page.next;
      token = page.token;
    } while (pageToken !== undefined);
    return { ...delta, token };
  }

  async function read(cursor: string | undefined, held: Held): Promise<Reading> {
    const syncToken = cursor === undefined ? undefined : readCursor(cursor);
    const delta = await readDelta(syncToken);
    if (delta.token === undefined) throw new ReplicaError('wait', 'events.list: the last page had no sync token', { until: connection.clock.now() + 60_000 });
    const ids = [...new Set([...delta.masters.keys(), ...delta.exceptions.keys()])];
    const raws = syncToken === undefined || ids.length === 0 ? new Map<RemoteId, Raw>() : await held(ids);
    const records: RemoteRecord[] = [];
    const gone = new Set(delta.gone);
    for (const id of ids) {
      if (delta.gone.has(id)) continue;
      const series = await fold(id, delta, readSeries(raws.get(id)), syncToken !== undefined);
      if (series !== undefined) records.push(toEventRecord(series, view));
      else {
        // Invited to single occurrences of a series that is not ours: each stands alone.
        for (const [instance, raw] of delta.exceptions.get(id) ?? []) {
          if (!isCancelled(asEvent(raw))) records.push(toEventRecord({ master: raw, exceptions: {} }, view));
          else if (syncToken !== undefined) gone.add(instance);
        }
      }
    }
    return { complete: syncToken === undefined, records, gone: [...gone], cursor: JSON.stringify({ query, token: delta.token }) };
  }

  async function fold(id: string, delta: Delta, known: Series | undefined, isIncremental: boolean): Promise<Series | undefined> {
    const changed = Object.fromEntries(delta.exceptions.get(id) ?? []);
    const master = delta.masters.get(id) ?? known?.master;
    if (master === undefined) return isIncremental ? (await fetchSeries(id))?.series : undefined;
    const exceptions = { ...known?.exceptions, ...changed };
    const isMoved = known !== undefined && Object.keys(exceptions).length > 0 && !hasSameRule(known.master, master);
    // Occurrences that lost their place are told as cancelled once, or not at all.
    if (isMoved) return (await fetchSeries(id))?.series ?? { master, exceptions };
    return { master, exceptions };
  }

  /** undefined: deleted, or not there; the latter is noted in `unknown`. */
  async function fetchSeries(id: string, unknown?: Set<RemoteId>): Promise<{ series: Series } | undefined> {
    const told = await getEvent(calls, id);
    if (!told.ok) {
      if (told.trouble.status === 404) unknown?.add(id);
      if (told.trouble.treatment === 'gone') return undefined;
      throw new ReplicaError('rejected', `${told.trouble.call}: ${told.trouble.message}`);
    }
    if (isCancelled(told.body)) return undefined;
    const master = told.raw as EventBody;
    const { recurrence, iCalUID } = told.body;
    if (recurrence === undefined || iCalUID === undefined) return { series: { master, exceptions: {} } };
    const whole = await readWholeSeries(calls, id, iCalUID);
    if (whole !== undefined) view = { zone: whole.view.zone ?? view.zone, accessRole: whole.view.accessRole ?? view.accessRole };
    return whole ?? { series: { master, exceptions: {} } };
  }

  async function confirm(ids: readonly RemoteId[], _held: Held): Promise<ReadonlyMap<RemoteId, RemoteRecord | 'gone'>> {
    const answer = new Map<RemoteId, RemoteRecord | 'gone'>();
    // Many are asked for at once by a listing that shows deleted ones; it leaves few open.
    if (ids.length > fewEnough) await confirmByList(ids, answer);
    const unknown = new Set<RemoteId>();
    const one = async (id: RemoteId): Promise<void> => {
      const found = await fetchSeries(id, unknown);
      answer.set(id, found === undefined ? 'gone' : toEventRecord(found.series, view));
    };
    for await (const _ of inFlight(ids.filter((id) => !answer.has(id)), width, one));
    // Of a calendar that went away in between no event is known: that deletes none [R14].
    if (unknown.size > 0) await demandCalendar(calls);
    return answer;
  }

  async function confirmByList(ids: readonly RemoteId[], answer: Map<RemoteId, RemoteRecord | 'gone'>): Promise<void> {
    const delta = await readDelta(undefined, true);
    for (const id of ids) {
      const master = delta.masters.get(id);
      if (master !== undefined) answer.set(id, toEventRecord({ master, exceptions: Object.fromEntries(delta.exceptions.get(id) ?? []) }, view));
      else if (delta.gone.has(id)) answer.set(id, 'gone');
    }
  }

  async function* write(requests: readonly WriteRequest[]): AsyncGenerator<WriteAnswer> {
    yield* inFlight(requests, width, (request) => writeEvent({ ...calls, context, view, guests }, request));
  }

  async function find(request: WriteRequest): Promise<RemoteRecord | undefined> {
    if (request.newId === undefined) return undefined;
    for (let generation = 0; generation < generations; generation += 1) {
      const found = await fetchSeries(nextEventId(request.newId, generation));
      if (found === undefined) continue;
      const record = toEventRecord(found.series, view);
      if (request.marker === undefined || record.marker === request.marker) return record;
    }
    return undefined;
  }

  return { side: 'google', kind: 'event', batch: 50, read, confirm, write, find, chooseId: eventIdFor, calendarName: () => name, mayOnlyRead: () => (view.accessRole === undefined ? undefined : !isWritable(view.accessRole)) };
}

function hasSameRule(left: EventBody, right: EventBody): boolean {
  return ['start', 'end', 'recurrence'].every((member) => JSON.stringify(left[member]) === JSON.stringify(right[member]));
}
