// In: the body of a write and the event as it stood. Out: the event as it would be stored.
// Read-only fields are ignored, defaults are dropped, limits and type rules are enforced.
// Never here: storing, or the question who may change what (guests.ts).
import { randomUUID } from 'node:crypto';
import { isObject, refuse } from '../wire.ts';
import type { Json } from '../wire.ts';
import type { World } from '../world.ts';
import { normalizeTimes } from './event-times.ts';
import type { Attendee, CalendarRecord, Reminders, StoredEvent, WireTime } from './records.ts';
import { toMilliseconds } from './records.ts';
import { checkRecurrence } from './series.ts';

export interface WriteOptions {
  readonly conferenceDataVersion: number;
  readonly supportsAttachments: boolean;
  /** 1: the client knows event labels; its colorId is ignored. */
  readonly eventLabelVersion?: number;
  /** Seeded events may be of any type: somebody or something made them long ago. */
  readonly isSeed?: boolean;
}

const writable = [
  'summary', 'description', 'location', 'colorId', 'eventLabelId', 'status', 'visibility', 'transparency', 'recurrence',
  'attendees', 'reminders', 'extendedProperties', 'guestsCanInviteOthers', 'guestsCanModify', 'guestsCanSeeOtherGuests',
  'anyoneCanAddSelf', 'source', 'gadget', 'conferenceData', 'attachments', 'birthdayProperties', 'focusTimeProperties',
  'outOfOfficeProperties', 'workingLocationProperties', 'privateCopy',
] as const;

const defaults: Record<string, unknown> = {
  visibility: 'default', transparency: 'opaque', guestsCanInviteOthers: true, guestsCanModify: false,
  guestsCanSeeOtherGuests: true, anyoneCanAddSelf: false, privateCopy: false, locked: false, summary: '', description: '', location: '',
};

const emailPattern = /^[^\s@]+@[^\s@]+$/;

export function refuseType(message: string): never {
  refuse(400, 'eventTypeRestriction', message, { domain: 'calendar' });
}

function normalizeAttendees(value: unknown): Attendee[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const byEmail = new Map<string, Attendee>();
  for (const raw of value) {
    if (!isObject(raw)) continue;
    const email = typeof raw.email === 'string' ? raw.email.trim().toLowerCase() : '';
    if (email === '') refuse(400, 'required', 'Missing attendee email.');
    if (!emailPattern.test(email)) refuse(400, 'invalid', 'Invalid attendee email.');
    const attendee: Attendee = { email, responseStatus: typeof raw.responseStatus === 'string' ? raw.responseStatus : 'needsAction' };
    if (typeof raw.displayName === 'string' && raw.displayName !== '') attendee.displayName = raw.displayName;
    if (typeof raw.comment === 'string' && raw.comment !== '') attendee.comment = raw.comment;
    if (raw.optional === true) attendee.optional = true;
    if (raw.resource === true) attendee.resource = true;
    if (typeof raw.additionalGuests === 'number' && raw.additionalGuests > 0) attendee.additionalGuests = raw.additionalGuests;
    byEmail.set(email, attendee);
  }
  return byEmail.size === 0 ? undefined : [...byEmail.values()];
}

function normalizeReminders(value: unknown): Reminders | undefined {
  if (!isObject(value)) return undefined;
  const overrides = Array.isArray(value.overrides) ? (value.overrides as { method?: string; minutes?: number }[]) : [];
  if (value.useDefault === true && overrides.length > 0) {
    refuse(400, 'cannotUseDefaultRemindersAndSpecifyOverride', 'Cannot specify both default reminders and overrides at the same time.', { domain: 'calendar' });
  }
  if (overrides.length > 5) refuse(400, 'invalid', 'The maximum number of override reminders is 5.');
  const checked = overrides.map(({ method, minutes }) => {
    if (method === undefined || minutes === undefined) refuse(400, 'required', 'Missing reminder method or minutes.');
    if (minutes < 0 || minutes > 40_320) refuse(400, 'invalid', 'Invalid reminder minutes.');
    return { method, minutes };
  });
  if (value.useDefault === true) return { useDefault: true };
  return checked.length === 0 ? { useDefault: false } : { useDefault: false, overrides: checked };
}

function normalizeProperties(world: World, value: unknown): StoredEvent['extendedProperties'] {
  if (!isObject(value)) return undefined;
  const refuseLong = world.switches.longExtendedProperties === 'refuse';
  const result: { private?: Record<string, string>; shared?: Record<string, string> } = {};
  let count = 0;
  let size = 0;
  for (const part of ['private', 'shared'] as const) {
    const kept: Record<string, string> = {};
    for (const [key, text] of Object.entries(isObject(value[part]) ? value[part] : {})) {
      if (key.length > 44 || String(text).length > 1024) {
        if (refuseLong) refuse(400, 'invalid', 'Extended property is too long.');
        if (key.length > 44) continue;
      }
      kept[key] = String(text).slice(0, 1024);
      count += 1;
      size += key.length + String(text).length;
    }
    if (Object.keys(kept).length > 0) result[part] = kept;
  }
  if (count > 300 || size > 32_768) refuse(400, 'invalid', 'Too many extended properties.');
  return Object.keys(result).length === 0 ? undefined : result;
}

function createConference(world: World, value: unknown): Json | undefined {
  if (!isObject(value)) return undefined;
  const request = isObject(value.createRequest) ? value.createRequest : undefined;
  if (request === undefined || value.entryPoints !== undefined) return value;
  if (typeof request.requestId !== 'string' || request.requestId === '') refuse(400, 'required', 'Missing conference request id.');
  const createRequest = { ...request, conferenceSolutionKey: request.conferenceSolutionKey ?? { type: 'hangoutsMeet' } };
  if (world.switches.conferencePending) return { createRequest: { ...createRequest, status: { statusCode: 'pending' } } };
  return completeConference({ createRequest });
}

export function completeConference(conference: Json): Json {
  const request = isObject(conference.createRequest) ? conference.createRequest : {};
  const letters = randomUUID().replaceAll(/[^a-f]/g, '').padEnd(10, 'a');
  const code = `${letters.slice(0, 3)}-${letters.slice(3, 7)}-${letters.slice(7, 10)}`;
  return {
    createRequest: { ...request, status: { statusCode: 'success' } },
    entryPoints: [{ entryPointType: 'video', uri: `https://meet.google.com/${code}`, label: `meet.google.com/${code}` }],
    conferenceSolution: { key: { type: 'hangoutsMeet' }, name: 'Google Meet' },
    conferenceId: code,
  };
}

export function findMeetLink(conference: unknown): string | undefined {
  const points = isObject(conference) && Array.isArray(conference.entryPoints) ? conference.entryPoints : [];
  const video = points.find((point) => isObject(point) && point.entryPointType === 'video');
  return isObject(video) && typeof video.uri === 'string' ? video.uri : undefined;
}

function checkType(event: StoredEvent, calendar: CalendarRecord, isNew: boolean): void {
  const { eventType } = event;
  if (eventType === 'default') return;
  if (eventType === 'fromGmail' && isNew) refuseType('Events of type fromGmail cannot be created.');
  if (eventType === 'birthday') {
    const kind = isObject(event.birthdayProperties) ? (event.birthdayProperties.type ?? 'birthday') : 'birthday';
    if (isNew && kind !== 'birthday') refuseType('Only birthday events of type birthday can be created.');
    const oneDay = event.start?.date !== undefined && toMilliseconds(event.end) - toMilliseconds(event.start) === 86_400_000;
    if (!oneDay || !(event.recurrence ?? []).some((line) => line.includes('FREQ=YEARLY'))) refuseType('A birthday event must be an all-day event of one day that recurs yearly.');
    if (event.extendedProperties?.private !== undefined) refuseType('The birthday event type must not have private extended properties.');
    return;
  }
  if (!calendar.isPrimary) refuseType(`Events of type ${eventType} can only be created on the primary calendar.`);
  if (event.start?.date !== undefined && eventType !== 'workingLocation') refuseType(`Events of type ${eventType} cannot be all-day events.`);
}

const gmailLocked = ['summary', 'description', 'location', 'start', 'end', 'recurrence'] as const;

function checkFixedFields(before: StoredEvent, after: StoredEvent): void {
  if (before.eventType !== 'fromGmail' && before.locked !== true) return;
  for (const field of gmailLocked) {
    if (JSON.stringify(before[field]) === JSON.stringify(after[field])) continue;
    if (before.locked === true) refuse(403, 'forbidden', 'The event is locked.');
    refuseType(`The field ${field} of an event from Gmail cannot be changed.`);
  }
}

function hasTimeChange(before: StoredEvent, after: StoredEvent): boolean {
  return (['start', 'end', 'recurrence'] as const).some((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
}

function nextSequence(world: World, input: Json, before: StoredEvent, after: StoredEvent): number {
  if (typeof input.sequence === 'number') {
    if (input.sequence < before.sequence) {
      refuse(400, 'invalid', 'Invalid sequence value. The specified sequence number is below the current sequence number of the resource. Re-fetch the resource and use its sequence number on the following request.');
    }
    if (input.sequence > before.sequence) return input.sequence;
  }
  const mode = world.switches.sequenceGrows;
  const grows = mode === 'any' || (mode === 'timeAndRecurrence' && hasTimeChange(before, after));
  return grows ? before.sequence + 1 : before.sequence;
}

/** The event that a write would store. `input` is the whole event: a patch is merged before. */
export function buildEvent(world: World, calendar: CalendarRecord, input: Json, before: StoredEvent | undefined, fixed: Pick<StoredEvent, 'iCalUID' | 'creator' | 'organizer'>, options: WriteOptions): StoredEvent {
  const kept: Json = {};
  for (const field of writable) {
    const value = input[field];
    if (value !== undefined && value !== defaults[field]) kept[field] = value;
  }
  if (typeof kept.description === 'string' && world.switches.descriptionLimit > 0 && kept.description.length > world.switches.descriptionLimit) {
    refuse(400, 'invalid', 'The description is too long.');
  }
  // Of label and colour each client changes the one that it says it knows; the other stays.
  if (options.isSeed !== true) {
    const other = options.eventLabelVersion === 1 ? 'colorId' : 'eventLabelId';
    kept[other] = before?.[other];
  }
  if (kept.eventLabelId === '') delete kept.eventLabelId;
  if (typeof kept.eventLabelId === 'string' && kept.eventLabelId !== before?.eventLabelId && options.isSeed !== true && !calendar.labels.some(({ id }) => id === kept.eventLabelId)) refuse(400, 'invalid', 'Invalid event label id.');
  if (typeof kept.colorId === 'string' && !/^([1-9]|1[01])$/.test(kept.colorId)) refuse(400, 'invalid', 'Invalid color id.');
  if (Array.isArray(kept.recurrence) && kept.recurrence.length === 0) delete kept.recurrence;
  // Without these request parameters Google ignores the field and keeps what was there.
  if (options.conferenceDataVersion < 1) kept.conferenceData = before?.conferenceData;
  else kept.conferenceData = createConference(world, kept.conferenceData);
  if (!options.supportsAttachments) kept.attachments = before?.attachments;
  else if (Array.isArray(kept.attachments) && kept.attachments.length > 25) refuse(400, 'invalid', 'Too many attachments.');
  kept.hangoutLink = findMeetLink(kept.conferenceData);
  const eventType = typeof input.eventType === 'string' ? input.eventType : (before?.eventType ?? 'default');
  if (before !== undefined && eventType !== before.eventType) refuseType('The event type cannot be changed.');
  if (before?.recurringEventId !== undefined) delete kept.recurrence;
  const { start, end } = normalizeTimes(input.start as WireTime | undefined, input.end as WireTime | undefined, Array.isArray(kept.recurrence), calendar.timeZone);
  const event: StoredEvent = {
    ...kept,
    status: typeof input.status === 'string' ? input.status : 'confirmed',
    iCalUID: fixed.iCalUID,
    sequence: before?.sequence ?? (typeof input.sequence === 'number' ? input.sequence : 0),
    eventType,
    start,
    end,
    creator: fixed.creator,
    organizer: fixed.organizer,
    attendees: normalizeAttendees(kept.attendees),
    reminders: normalizeReminders(kept.reminders),
    extendedProperties: normalizeProperties(world, kept.extendedProperties),
    recurringEventId: before?.recurringEventId,
    originalStartTime: before?.originalStartTime,
    locked: before?.locked,
  };
  for (const key of Object.keys(event)) if (event[key] === undefined) delete event[key];
  if (event.recurrence !== undefined) checkRecurrence({ event, startMs: toMilliseconds(start), endMs: toMilliseconds(end) });
  if (options.isSeed !== true) checkType(event, calendar, before === undefined);
  if (before !== undefined) {
    checkFixedFields(before, event);
    event.sequence = nextSequence(world, input, before, event);
  }
  return event;
}
