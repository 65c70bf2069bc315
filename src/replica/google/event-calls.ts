// The calls of the Calendar API that the event replica makes. In: ids and bodies. Out:
// what was told. Every write says whom Google mails: nobody, but where the plan has it [R20].
// Never here: what an answer means for a request of ours.

import type { z } from 'zod';
import { ReplicaError } from '../replica.ts';
import type { Ask, GoogleConnection, Told } from './connection.ts';
import type { EventBody } from './event-lens.ts';
import type { CalendarView, Series } from './event-series.ts';
import { emptySchema, eventSchema, eventsSchema } from './event-wire.ts';
import type { WireEvent } from './event-wire.ts';
import { refusesGuests } from './trouble.ts';

export interface CalendarCalls {
  readonly connection: GoogleConnection;
  readonly calendarId: string;
}

export interface EventPage {
  readonly events: readonly { readonly event: WireEvent; readonly raw: EventBody }[];
  readonly name: string | undefined;
  readonly zone: string | undefined;
  readonly accessRole: string | undefined;
  readonly next: string | undefined;
  readonly token: string | undefined;
}

/** Belongs to the cursor: a sync token is only good with the parameters it was made with. */
export const listParameters = { singleEvents: false, maxResults: 2500 } as const;

function request<T>(rest: Omit<Ask<T>, 'api' | 'units'>): Ask<T> {
  return { api: 'calendar', units: 1, ...rest };
}

const writing = { conferenceDataVersion: 1, supportsAttachments: true } as const;

/** Whom Google mails about a write. */
export type Mailing = 'all' | 'none';

function toPage(told: { readonly body: z.infer<typeof eventsSchema>; readonly raw: unknown }): EventPage {
  const raws = ((told.raw as { items?: readonly EventBody[] }).items ?? []) as readonly EventBody[];
  return {
    events: (told.body.items ?? []).map((event, index) => ({ event, raw: raws[index] ?? {} })),
    name: told.body.summary,
    zone: told.body.timeZone,
    accessRole: told.body.accessRole,
    next: told.body.nextPageToken || undefined,
    token: told.body.nextSyncToken || undefined,
  };
}

interface ListParameters {
  readonly syncToken?: string;
  readonly pageToken?: string;
  readonly showDeleted?: true;
  readonly iCalUID?: string;
  readonly maxResults?: number;
}

export async function listEvents(calls: CalendarCalls, params: ListParameters): Promise<EventPage> {
  const asked = request({
    call: 'events.list',
    effect: 'read',
    answer: eventsSchema,
    send: (google, options) => google.calendar.events.list({ calendarId: calls.calendarId, ...listParameters, ...params }, options),
  });
  return toPage(await calls.connection.demand(asked).catch(tellCalendarGone));
}

/** A list that is not there is a calendar that is not there. */
function tellCalendarGone(error: unknown): never {
  if (error instanceof ReplicaError && error.kind === 'gone') throw new ReplicaError('gone', error.message, { what: 'calendar', cause: error });
  throw error;
}

/** Throws when the calendar itself is gone: then nothing is known of any event. */
export async function demandCalendar(calls: CalendarCalls): Promise<void> {
  await listEvents(calls, { maxResults: 1 });
}

/** A series as it stands, with every changed occurrence; undefined: no longer there. */
export async function readWholeSeries(calls: CalendarCalls, id: string, uid: string): Promise<{ series: Series; view: Partial<CalendarView> } | undefined> {
  let pageToken: string | undefined;
  let master: EventBody | undefined;
  const exceptions: Record<string, EventBody> = {};
  let view: Partial<CalendarView> = {};
  do {
    const page: EventPage = await listEvents(calls, { iCalUID: uid, pageToken });
    view = { zone: page.zone, accessRole: page.accessRole };
    for (const { event, raw } of page.events) {
      if (event.id === id) master = raw;
      else if (event.recurringEventId === id) exceptions[event.id] = raw;
    }
    pageToken = page.next;
  } while (pageToken !== undefined);
  return master === undefined ? undefined : { series: { master, exceptions }, view };
}

export function getEvent(calls: CalendarCalls, id: string): Promise<Told<WireEvent>> {
  return calls.connection.ask(
    request({
      call: 'events.get',
      effect: 'read',
      answer: eventSchema,
      send: (google, options) => google.calendar.events.get({ calendarId: calls.calendarId, eventId: id }, options),
    }),
  );
}

export function insertEvent(calls: CalendarCalls, body: EventBody, sendUpdates: Mailing = 'none'): Promise<Told<WireEvent>> {
  return calls.connection.ask(
    request({
      call: 'events.insert',
      effect: body['id'] === undefined ? 'once' : 'repeatable',
      ...(sendUpdates === 'all' ? { mayAnswer: refusesGuests } : {}),
      answer: eventSchema,
      send: (google, options) => google.calendar.events.insert({ calendarId: calls.calendarId, sendUpdates, ...writing, requestBody: body }, options),
    }),
  );
}

export function putEventAt(calls: CalendarCalls, id: string, etag: string | undefined, body: EventBody, sendUpdates: Mailing = 'none'): Promise<Told<WireEvent>> {
  return calls.connection.ask(
    request({
      call: 'events.update',
      effect: 'repeatable',
      ifMatch: etag,
      ...(sendUpdates === 'all' ? { mayAnswer: refusesGuests } : {}),
      answer: eventSchema,
      send: (google, options) => google.calendar.events.update({ calendarId: calls.calendarId, eventId: id, sendUpdates, ...writing, requestBody: body }, options),
    }),
  );
}

export function deleteEventAt(calls: CalendarCalls, id: string, etag: string | undefined, sendUpdates: Mailing = 'none'): Promise<Told<unknown>> {
  return calls.connection.ask(
    request({
      call: 'events.delete',
      effect: 'repeatable',
      ifMatch: etag,
      answer: emptySchema,
      send: (google, options) => google.calendar.events.delete({ calendarId: calls.calendarId, eventId: id, sendUpdates }, options),
    }),
  );
}
