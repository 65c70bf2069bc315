// In: requests on calendars, the calendar list and channels. Out: their resources.
// The calendar list is an account's view: the same calendar may look different in another account.
// Never here: events.
import { randomUUID } from 'node:crypto';
import type { Answer, Call, Handlers } from '../call.ts';
import { readFlag, readText, requireText } from '../call.ts';
import { nextStamp, now } from '../world.ts';
import type { Account, World } from '../world.ts';
import { isObject, refuse } from '../wire.ts';
import type { Json } from '../wire.ts';
import { findRole, isAtLeast, isTimeZone, openCalendar } from './access.ts';
import { announceListChange, announceSettings, stopChannel, watchCalendarList } from './push.ts';
import type { CalendarRecord, ListEntry, Role } from './records.ts';
import { createCalendar, isCancelled } from './records.ts';
import { settingHandlers } from './settings.ts';
import { answerSmallList, readSince } from './small-list.ts';
import { checkIfMatch, deleteEvent, readNotice } from './write.ts';

export function addToList(world: World, account: Account, calendar: CalendarRecord): void {
  account.calendarList.set(calendar.id, {
    stamp: nextStamp(world),
    hidden: false,
    selected: true,
    colorId: String((account.calendarList.size % 24) + 1),
    summaryOverride: undefined,
    deleted: false,
  });
}

function etagOfEntry({ stamp }: ListEntry): string {
  return `"${stamp}"`;
}

function renderEntry(account: Account, calendar: CalendarRecord, entry: ListEntry): Json {
  const etag = etagOfEntry(entry);
  if (entry.deleted || calendar.deleted) return { kind: 'calendar#calendarListEntry', etag, id: calendar.id, deleted: true };
  const role = findRole(calendar, account);
  return {
    kind: 'calendar#calendarListEntry',
    etag,
    id: calendar.id,
    summary: calendar.summary,
    ...(calendar.description === undefined ? {} : { description: calendar.description }),
    ...(calendar.location === undefined ? {} : { location: calendar.location }),
    ...(entry.summaryOverride === undefined ? {} : { summaryOverride: entry.summaryOverride }),
    timeZone: calendar.timeZone,
    colorId: entry.colorId,
    backgroundColor: '#9fe1e7',
    foregroundColor: '#000000',
    ...(entry.hidden ? { hidden: true } : {}),
    ...(entry.selected ? { selected: true } : {}),
    accessRole: role,
    defaultReminders: isAtLeast(role, 'writer') ? [{ method: 'popup', minutes: 10 }] : [],
    ...(calendar.isPrimary && calendar.owner === account.email ? { primary: true } : {}),
    conferenceProperties: { allowedConferenceSolutionTypes: ['hangoutsMeet'] },
  };
}

interface Listed {
  readonly calendar: CalendarRecord;
  readonly entry: ListEntry;
}

function listEntries(call: Call): Answer {
  const { world, account } = call;
  if (readText(call, 'syncToken') !== undefined && readFlag(call, 'showHidden') === false) refuse(400, 'badRequest', 'Sync token cannot be used with other request restrictions');
  const since = readSince(call, ['minAccessRole', 'showOwnOrganizationOnly']);
  const needed = (readText(call, 'minAccessRole') ?? 'freeBusyReader') as Role;
  const isListed = ({ calendar, entry }: Listed): boolean => {
    if (since !== undefined) return entry.stamp > since;
    if (entry.deleted || calendar.deleted) return readFlag(call, 'showDeleted') === true;
    if (entry.hidden && readFlag(call, 'showHidden') !== true) return false;
    return isAtLeast(findRole(calendar, account), needed);
  };
  const all = [...account.calendarList].flatMap(([id, entry]): Listed[] => {
    const calendar = world.calendars.get(id);
    return calendar === undefined ? [] : [{ calendar, entry }];
  });
  return answerSmallList(call, 'calendar#calendarList', `calendarList|${account.email}`, all.filter(isListed).map(({ calendar, entry }) => renderEntry(account, calendar, entry)));
}

function requireEntry(call: Call): Listed {
  const { calendar } = openCalendar(call, requireText(call, 'calendarId'), 'freeBusyReader');
  const entry = call.account.calendarList.get(calendar.id);
  if (entry === undefined || entry.deleted) refuse(404, 'notFound', 'Not Found');
  return { calendar, entry };
}

function answerEntry(call: Call, { calendar, entry }: Listed): Answer {
  const body = renderEntry(call.account, calendar, entry);
  return { body, headers: { etag: String(body.etag) } };
}

function changeEntry(call: Call): Answer {
  const listed = requireEntry(call);
  checkIfMatch(call, etagOfEntry(listed.entry));
  const { body } = call;
  if (typeof body.selected === 'boolean') listed.entry.selected = body.selected;
  if (typeof body.hidden === 'boolean') listed.entry.hidden = body.hidden;
  if (typeof body.colorId === 'string') listed.entry.colorId = body.colorId;
  if (body.summaryOverride !== undefined) listed.entry.summaryOverride = typeof body.summaryOverride === 'string' ? body.summaryOverride : undefined;
  listed.entry.stamp = nextStamp(call.world);
  announceListChange(call.world, call.account.email);
  return answerEntry(call, listed);
}

function insertEntry(call: Call): Answer {
  const { calendar } = openCalendar(call, String(call.body.id), 'freeBusyReader');
  addToList(call.world, call.account, calendar);
  const entry = call.account.calendarList.get(calendar.id);
  return entry === undefined ? { status: 204 } : answerEntry(call, { calendar, entry });
}

function removeEntry(call: Call): Answer {
  const { entry } = requireEntry(call);
  checkIfMatch(call, etagOfEntry(entry));
  entry.deleted = true;
  entry.stamp = nextStamp(call.world);
  announceListChange(call.world, call.account.email);
  return { status: 204 };
}

function etagOfCalendar({ updatedMs }: CalendarRecord): string {
  return `"${updatedMs * 1000}"`;
}

function answerCalendar(calendar: CalendarRecord): Answer {
  return { body: renderCalendar(calendar), headers: { etag: etagOfCalendar(calendar) } };
}

function renderCalendar(calendar: CalendarRecord): Json {
  return {
    kind: 'calendar#calendar',
    etag: etagOfCalendar(calendar),
    id: calendar.id,
    summary: calendar.summary,
    ...(calendar.description === undefined ? {} : { description: calendar.description }),
    ...(calendar.location === undefined ? {} : { location: calendar.location }),
    timeZone: calendar.timeZone,
    ...(calendar.labels.length === 0 ? {} : { labelProperties: { eventLabels: calendar.labels } }),
    conferenceProperties: { allowedConferenceSolutionTypes: ['hangoutsMeet'] },
    ...(calendar.isPrimary ? {} : { dataOwner: calendar.owner }),
  };
}

function getCalendar(call: Call): Answer {
  const { calendar } = openCalendar(call, requireText(call, 'calendarId'), 'reader');
  return answerCalendar(calendar);
}

function readZone(call: Call, fallback: string): string {
  const zone = call.body.timeZone;
  if (typeof zone === 'string' && !isTimeZone(zone)) refuse(400, 'invalid', 'Invalid time zone.');
  return typeof zone === 'string' ? zone : fallback;
}

function insertCalendar(call: Call): Answer {
  const { world, account, body } = call;
  if (typeof body.summary !== 'string' || body.summary === '') refuse(400, 'required', 'Missing title.');
  const own = [...world.calendars.values()].filter((known) => known.owner === account.email && !known.deleted).length;
  if (world.switches.calendarsPerAccount > 0 && own >= world.switches.calendarsPerAccount) refuse(403, 'quotaExceeded', 'Calendar usage limits exceeded.', { domain: 'usageLimits' });
  const calendar = createCalendar(world, {
    owner: account.email,
    isPrimary: false,
    summary: body.summary,
    timeZone: readZone(call, 'UTC'),
    createdBy: call.by,
    ...(typeof body.description === 'string' ? { description: body.description } : {}),
    ...(typeof body.location === 'string' ? { location: body.location } : {}),
  });
  addToList(world, account, calendar);
  announceListChange(world, account.email);
  return answerCalendar(calendar);
}

/** Given, they replace what was there; without an id of its own a label gets one. */
function readLabels(given: unknown): CalendarRecord['labels'] | undefined {
  if (!isObject(given) || !Array.isArray(given.eventLabels)) return undefined;
  const labels = given.eventLabels.filter(isObject).map((label) => ({ ...label, id: typeof label.id === 'string' ? label.id : randomUUID() }));
  if (labels.length > 200) refuse(400, 'invalid', 'A calendar can have 200 labels at most.');
  for (const label of labels as readonly Json[]) {
    if (typeof label.backgroundColor !== 'string') refuse(400, 'required', 'A label needs a background color.');
    if (typeof label.name === 'string' && label.name.length > 50) refuse(400, 'invalid', 'The name of a label is too long.');
  }
  return labels;
}

function changeCalendar(call: Call): Answer {
  const { calendar } = openCalendar(call, requireText(call, 'calendarId'), 'owner');
  checkIfMatch(call, etagOfCalendar(calendar));
  if (typeof call.body.summary === 'string') calendar.summary = call.body.summary;
  if (typeof call.body.description === 'string') calendar.description = call.body.description;
  if (typeof call.body.location === 'string') calendar.location = call.body.location;
  const zone = readZone(call, calendar.timeZone);
  // The zone of the person is that of the main calendar.
  if (zone !== calendar.timeZone) {
    calendar.zoneStamp = nextStamp(call.world);
    if (calendar.isPrimary) announceSettings(call.world, calendar.owner);
  }
  calendar.timeZone = zone;
  calendar.labels = readLabels(call.body.labelProperties) ?? calendar.labels;
  touchEverywhere(call.world, calendar);
  return answerCalendar(calendar);
}

export function touchEverywhere(world: World, calendar: CalendarRecord): void {
  calendar.updatedMs = Math.max(now(world), calendar.updatedMs + 1);
  for (const account of world.accounts.values()) {
    const entry = account.calendarList.get(calendar.id);
    if (entry === undefined) continue;
    entry.stamp = nextStamp(world);
    announceListChange(world, account.email);
  }
}

export function removeCalendar(world: World, calendar: CalendarRecord): void {
  if (calendar.isPrimary) refuse(400, 'cannotDeletePrimaryCalendar', 'Cannot delete the primary calendar.', { domain: 'calendar' });
  calendar.deleted = true;
  touchEverywhere(world, calendar);
}

function deleteCalendar(call: Call): Answer {
  const { calendar } = openCalendar(call, requireText(call, 'calendarId'), 'owner');
  checkIfMatch(call, etagOfCalendar(calendar));
  removeCalendar(call.world, calendar);
  return { status: 204 };
}

/** Only the primary calendar can be emptied: every event of its own is deleted. */
function clearCalendar(call: Call): Answer {
  const { calendar } = openCalendar(call, requireText(call, 'calendarId'), 'owner');
  if (!calendar.isPrimary) refuse(400, 'invalid', 'Only a primary calendar can be cleared.');
  for (const record of [...calendar.events.values()]) {
    if (isCancelled(record) || record.event.recurringEventId !== undefined) continue;
    deleteEvent(call.world, calendar, { record, virtualOf: undefined }, readNotice(call));
  }
  return { status: 204 };
}

export const calendarHandlers: Handlers = {
  'calendar.calendarList.list': listEntries,
  'calendar.calendarList.get': (call) => answerEntry(call, requireEntry(call)),
  'calendar.calendarList.patch': changeEntry,
  'calendar.calendarList.update': changeEntry,
  'calendar.calendarList.insert': insertEntry,
  'calendar.calendarList.delete': removeEntry,
  'calendar.calendarList.watch': watchCalendarList,
  'calendar.calendars.get': getCalendar,
  'calendar.calendars.insert': insertCalendar,
  'calendar.calendars.patch': changeCalendar,
  'calendar.calendars.update': changeCalendar,
  'calendar.calendars.delete': deleteCalendar,
  'calendar.calendars.clear': clearCalendar,
  'calendar.channels.stop': stopChannel,
  ...settingHandlers,
};
