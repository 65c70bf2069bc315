// One VEVENT or VTODO as a draft of an activity or a task. In: its properties and the
// reader of zones. Out: a draft, not yet checked. UnreadableTime where it has no time that
// can be read; a part that the office has no place for is named.

import { activityTypes } from '../input.ts';
import { parameterOf, readProperties, textOf } from './content-lines.ts';
import type { Property, RawComponent } from './content-lines.ts';
import { addDuration, readWhen, recurrenceLine, UnreadableTime } from './ics-time.ts';
import type { ZoneReader } from './ics-time.ts';
import type { UnkeptNames } from './report.ts';

interface EntryRead {
  readonly name: string;
  readonly component: RawComponent;
  readonly properties: readonly Property[];
}

const silent = /^(uid|dtstamp|created|last-modified|sequence|recurrence-id|request-status|rdate|exdate|percent-complete|completed|categories|x-.*|method|comment)$/;

export function eventDraft(entry: EntryRead, zones: ZoneReader, unkept: UnkeptNames): Record<string, unknown> {
  const find = (name: string): Property | undefined => entry.properties.find((one) => one.name === name);
  const dtstart = find('dtstart');
  if (dtstart === undefined) throw new UnreadableTime('The entry has no start.');
  const recurrence = entry.properties.filter((one) => one.name === 'rrule' || one.name === 'rdate' || one.name === 'exdate');
  // A series in UTC stays there: its wall clock is UTC's.
  const start = readWhen(dtstart, zones, entry.name, recurrence.length > 0);
  const dtend = find('dtend');
  const duration = find('duration');
  let end = dtend !== undefined ? readWhen(dtend, zones, entry.name, recurrence.length > 0) : duration !== undefined ? addDuration(start, duration.raw) : 'date' in start ? addDuration(start, 'P1D') : start;
  // All-day written with an inclusive end, as some programs do.
  if ('date' in start && 'date' in end && end.date <= start.date) end = addDuration(start, 'P1D');
  const draft: Record<string, unknown> = {
    type: typeOf(entry), subject: entry.name, start, end,
    status: /^cancelled$/i.test(find('status')?.raw.trim() ?? '') ? 'canceled' : find('x-smartoffice-status')?.raw.trim() === 'done' ? 'done' : 'active',
    priority: priorityOf(find('priority')),
    private: /^(private|confidential)$/i.test(find('class')?.raw.trim() ?? ''),
    showAs: /^transparent$/i.test(find('transp')?.raw.trim() ?? '') ? 'free' : 'busy',
  };
  const subType = textOf(find('x-smartoffice-subtype')?.values[0]);
  if (subType !== '') draft['subType'] = subType;
  const location = textOf(find('location')?.values[0]);
  if (location !== '') draft['location'] = location;
  const notes = textOf(find('description')?.values[0]);
  if (notes !== '') draft['notes'] = notes;
  const reminder = reminderOf(entry.component, unkept);
  if (reminder !== undefined) draft['reminder'] = reminder;
  const participants = entry.properties.filter((one) => one.name === 'attendee' || one.name === 'organizer').map(participantOf);
  // The organizer often stands among the attendees too: one participant with what both lines say.
  const byPerson = new Map<string | undefined, object>();
  for (const one of participants) byPerson.set(one.email?.toLowerCase() ?? one.name, { ...byPerson.get(one.email?.toLowerCase() ?? one.name), ...one });
  byPerson.delete(undefined);
  const guests = [...byPerson.values()];
  if (guests.length > 0) draft['participants'] = guests;
  if (recurrence.some((one) => one.name !== 'exdate')) draft['recurrence'] = recurrence.map((one) => recurrenceLine(one, zones, entry.name));
  for (const one of entry.properties) {
    if (!silent.test(one.name) && !['summary', 'dtstart', 'dtend', 'duration', 'status', 'priority', 'class', 'transp', 'location', 'description', 'attendee', 'organizer', 'rrule'].includes(one.name)) unkept.add(one.name.toUpperCase(), one.line);
  }
  return draft;
}

export function taskDraft(entry: EntryRead, zones: ZoneReader, unkept: UnkeptNames): Record<string, unknown> {
  const find = (name: string): Property | undefined => entry.properties.find((one) => one.name === name);
  const due = find('due');
  const when = due === undefined ? undefined : readWhen(due, zones, entry.name);
  // A due time is the office's wall clock: the importer's.
  const local = when !== undefined && 'local' in when ? Temporal.PlainDateTime.from(when.local).toZonedDateTime(when.zone).withTimeZone(zones.home).toPlainDateTime() : undefined;
  const status = find('status')?.raw.trim().toUpperCase();
  const done = status === 'COMPLETED' || find('completed') !== undefined || find('percent-complete')?.raw.trim() === '100';
  const notes = textOf(find('description')?.values[0]);
  for (const one of entry.properties) {
    if (!silent.test(one.name) && !['summary', 'due', 'dtstart', 'status', 'priority', 'class', 'description'].includes(one.name)) unkept.add(`${one.name.toUpperCase()} of a task`, one.line);
  }
  return {
    subject: entry.name,
    ...(notes === '' ? {} : { notes }),
    ...(when === undefined ? {} : { dueDate: local?.toPlainDate().toString() ?? ('date' in when ? when.date : undefined) }),
    ...(local === undefined ? {} : { dueTime: local.toPlainTime().toString({ smallestUnit: 'minute' }) }),
    priority: priorityOf(find('priority')),
    status: status === 'CANCELLED' ? 'canceled' : done ? 'done' : 'active',
  };
}

/** 1 to 4 is high, 6 to 9 low, 5 and 0 normal. */
function priorityOf(property: Property | undefined): string {
  const value = Number(property?.raw.trim() ?? 5);
  return value >= 1 && value <= 4 ? 'High' : value >= 6 ? 'Low' : 'Normal';
}

function typeOf(entry: EntryRead): string {
  const named = entry.properties.filter((one) => one.name === 'categories').flatMap((one) => one.values.map(textOf));
  const known = named.map((name) => activityTypes.find((type) => type.toLowerCase() === name.toLowerCase())).find((type) => type !== undefined);
  return known ?? (entry.properties.some((one) => one.name === 'attendee') ? 'Meeting' : 'Appointment');
}

function reminderOf(component: RawComponent, unkept: UnkeptNames): number | undefined {
  const alarms = component.children.filter((child) => child.name === 'VALARM');
  const minutes = alarms.flatMap((alarm) => {
    const trigger = readProperties(alarm, 'icalendar').properties.find((one) => one.name === 'trigger');
    try {
      const before = trigger === undefined ? undefined : -Temporal.Duration.from(trigger.raw.trim()).total({ unit: 'minutes', relativeTo: '2026-01-01' });
      return before === undefined || before < 0 || before > 40_320 ? [] : [Math.round(before)];
    } catch {
      // A trigger at an instant says nothing about minutes before the start.
      return [];
    }
  });
  for (const alarm of alarms.slice(minutes.length > 0 ? 1 : 0)) unkept.add('a further or absolute reminder (VALARM)', alarm.line);
  return minutes.length === 0 ? undefined : Math.min(...minutes);
}

function participantOf(property: Property): { email?: string; name?: string; response?: string; optional?: true; organizer?: true } {
  const address = property.raw.trim().replace(/^mailto:/i, '');
  const name = parameterOf(property, 'cn')?.trim();
  const response = { ACCEPTED: 'accepted', DECLINED: 'declined', TENTATIVE: 'tentative', 'NEEDS-ACTION': 'needsAction' }[parameterOf(property, 'partstat')?.toUpperCase() ?? ''];
  return {
    ...(/^[^\s@]+@[^\s@]+$/.test(address) ? { email: address } : {}),
    ...(name === undefined || name === '' ? {} : { name }),
    ...(response === undefined ? {} : { response }),
    ...(parameterOf(property, 'role')?.toUpperCase() === 'OPT-PARTICIPANT' ? { optional: true } : {}),
    ...(property.name === 'organizer' ? { organizer: true } : {}),
  };
}
