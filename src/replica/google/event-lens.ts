// An event of Google seen as an EventItem, and changes put back into it. In: the whole
// event as last read. Out: the item; or the whole event to send, in which everything that
// was not changed stands as it came. Guests are touched only by a change that names them;
// conference, attachments, colours and other programs' properties never.

import { applyChanges, sameValue } from '../../core/diff.ts';
import type { Change } from '../../core/diff.ts';
import type { NormalContext } from '../../core/field.ts';
import type { EventItem, Guest, When } from '../../core/item.ts';
import { alignUntil } from '../../core/until.ts';
import { readEventText, replaceAttending, writeEventText } from './event-text.ts';
import { markerKey, readWhen, writeWhen } from './event-wire.ts';
import type { WireEvent, WireTime } from './event-wire.ts';

export type EventBody = Readonly<Record<string, unknown>>;

/** Kept by Google; a sequence that is sent back too low is even refused. */
const serverKept = new Set(['kind', 'etag', 'sequence', 'htmlLink', 'created', 'updated', 'creator', 'organizer', 'hangoutLink', 'locked', 'privateCopy']);

const specialTypes: Readonly<Record<string, string>> = {
  birthday: 'A birthday: it belongs to a contact.',
  fromGmail: 'Made by Google from a message.',
  outOfOffice: 'An out-of-office time.',
  focusTime: 'A focus time.',
  workingLocation: 'A working location.',
};

export function skipReason(event: WireEvent): string | undefined {
  const special = event.eventType === undefined || event.eventType === 'default' ? undefined : (specialTypes[event.eventType] ?? `A special entry of Google (${event.eventType}).`);
  if (special !== undefined) return special;
  if (event.start === undefined || (event.start.date ?? event.start.dateTime) === undefined) return 'Google shows only that the time is taken.';
  return undefined;
}

export function readOnlyReason(event: WireEvent, accessRole: string | undefined): string | undefined {
  if (accessRole !== undefined && accessRole !== 'owner' && accessRole !== 'writer') return 'This calendar may only be read.';
  if (event.locked === true) return 'Locked by Google.';
  const { organizer } = event;
  if (organizer === undefined || organizer.self === true || event.privateCopy === true || event.guestsCanModify === true) return undefined;
  return `Organized by ${organizer.displayName ?? organizer.email ?? 'somebody else'}.`;
}

export function readMarker(event: WireEvent): string | undefined {
  return event.extendedProperties?.private?.[markerKey];
}

function chosenReminder(event: WireEvent): number {
  const overrides = event.reminders?.useDefault === true ? [] : (event.reminders?.overrides ?? []);
  const popup = overrides.findIndex((override) => override.method === 'popup' && override.minutes !== undefined);
  return popup >= 0 ? popup : overrides.findIndex((override) => override.minutes !== undefined);
}

const responses = new Set(['needsAction', 'accepted', 'declined', 'tentative']);

function readGuests(event: WireEvent): readonly Guest[] {
  return (event.attendees ?? []).flatMap((attendee) => {
    // Rooms are booked with the meeting; they are not guests to us and stay where they are.
    if (attendee.email === undefined || attendee.resource === true) return [];
    const guest: Record<string, unknown> = { email: attendee.email };
    if (attendee.displayName !== undefined) guest['name'] = attendee.displayName;
    if (attendee.optional === true) guest['optional'] = true;
    if (attendee.organizer === true) guest['organizer'] = true;
    if (attendee.responseStatus !== undefined && responses.has(attendee.responseStatus)) guest['response'] = attendee.responseStatus;
    return [guest as unknown as Guest];
  });
}

const missing: When = { date: '1970-01-01' };

/** Without its changed occurrences: those are folded in by the series. */
export function eventToItem(event: WireEvent, zone: string): EventItem {
  const start = readWhen(event.start, zone) ?? missing;
  const { text, attending } = readEventText(event.description ?? '');
  const guests = readGuests(event);
  // In the order of canonical texts.
  return {
    attending: attending.length > 0 ? attending : undefined,
    busy: event.transparency === 'transparent' ? false : undefined,
    description: text === '' ? undefined : text,
    end: readWhen(event.end, zone) ?? start,
    guests: guests.length > 0 ? guests : undefined,
    kind: 'event',
    location: event.location || undefined,
    private: event.visibility === 'private' || event.visibility === 'confidential' ? true : undefined,
    recurrence: event.recurrence !== undefined && event.recurrence.length > 0 ? event.recurrence : undefined,
    reminder: event.reminders?.overrides?.[chosenReminder(event)]?.minutes,
    start,
    title: event.summary || undefined,
  };
}

/** UNTIL in the form that fits the start: another one ends the series on another day. */
function rulesOf(item: EventItem): readonly string[] | undefined {
  return item.recurrence?.map((line) => alignUntil(line, item.start));
}

function putTime(was: WireTime | undefined, before: When | undefined, after: When): WireTime {
  // A date and a time never stand beside each other: the form that is left is dropped.
  return was !== undefined && sameValue(before, after) ? was : writeWhen(after);
}

function putReminders(event: WireEvent, minutes: number | undefined): unknown {
  if (minutes === undefined) return { useDefault: false };
  const at = chosenReminder(event);
  const overrides = event.reminders?.useDefault === true ? [] : (event.reminders?.overrides ?? []);
  if (at < 0) return { useDefault: false, overrides: [...overrides, { method: 'popup', minutes }] };
  return { ...event.reminders, useDefault: false, overrides: overrides.map((override, index) => (index === at ? { ...override, minutes } : override)) };
}

function emailOf(guest: { readonly email?: string }): string {
  return (guest.email ?? '').trim().toLowerCase();
}

/** Guests who stay keep their answers, comments and flags: only who is invited changes. */
export function putGuests(event: WireEvent, guests: readonly Guest[]): readonly unknown[] {
  const wanted = new Map(guests.map((guest) => [emailOf(guest), guest]));
  const kept = (event.attendees ?? []).filter((attendee) => attendee.resource === true || attendee.email === undefined || wanted.has(emailOf(attendee)));
  const known = new Set(kept.map((attendee) => emailOf(attendee)));
  const added = [...wanted].filter(([email]) => !known.has(email)).map(([, guest]) => ({ email: guest.email, ...(guest.name ? { displayName: guest.name } : {}) }));
  return [...kept, ...added];
}

export function setMember(body: Record<string, unknown>, member: string, value: unknown): void {
  if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) delete body[member];
  else body[member] = value;
}

/** The whole event as it goes back when nothing is changed. */
export function toBody(raw: EventBody): Record<string, unknown> {
  return Object.fromEntries(Object.entries(raw).filter(([member]) => !serverKept.has(member)));
}

/** Sets on the body what differs between the two items; everything else stays as it is. */
export function putEvent(body: Record<string, unknown>, event: WireEvent, before: EventItem | undefined, after: EventItem, withGuests = false): boolean {
  const differs = (name: keyof EventItem): boolean => !sameValue(before?.[name], after[name]);
  let isChanged = false;
  const put = (name: keyof EventItem, write: () => void): void => {
    if (!differs(name)) return;
    isChanged = true;
    write();
  };
  put('title', () => setMember(body, 'summary', after.title));
  const attending = after.attending ?? [];
  if (differs('description')) put('description', () => setMember(body, 'description', writeEventText({ text: after.description ?? '', attending })));
  else put('attending', () => setMember(body, 'description', replaceAttending(event.description ?? '', attending)));
  put('location', () => setMember(body, 'location', after.location));
  if (differs('start') || differs('end')) {
    isChanged = true;
    body['start'] = putTime(event.start, before?.start, after.start);
    body['end'] = putTime(event.end, before?.end, after.end);
    delete body['endTimeUnspecified'];
  }
  put('private', () => setMember(body, 'visibility', after.private === true ? 'private' : undefined));
  if ((before?.busy === false) !== (after.busy === false)) {
    isChanged = true;
    setMember(body, 'transparency', after.busy === false ? 'transparent' : undefined);
  }
  put('reminder', () => setMember(body, 'reminders', putReminders(event, after.reminder)));
  if (!sameValue(before && rulesOf(before), rulesOf(after))) {
    isChanged = true;
    setMember(body, 'recurrence', rulesOf(after));
  }
  if (withGuests && !sameValue((before?.guests ?? []).map(emailOf).sort(), (after.guests ?? []).map(emailOf).sort())) {
    isChanged = true;
    setMember(body, 'attendees', putGuests(event, after.guests ?? []));
  }
  return isChanged;
}

export function newBody(after: EventItem, withGuests: boolean, marker: string | undefined, id: string | undefined): EventBody {
  const body: Record<string, unknown> = {};
  putEvent(body, { id: id ?? 'new' }, undefined, after, withGuests);
  if (marker !== undefined) body['extendedProperties'] = { private: { [markerKey]: marker } };
  if (id !== undefined) body['id'] = id;
  return body;
}

export function applyToEvent(before: EventItem, changes: readonly Change[], context: NormalContext): EventItem {
  return applyChanges(before, changes, context) as EventItem;
}
