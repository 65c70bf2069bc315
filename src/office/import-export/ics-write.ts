// Activities and tasks as an iCalendar file. In: records. Out: text, folded and escaped by
// ical.js, with a definition of every zone that is used. A cancelled occurrence is left out
// of its series by EXDATE; a changed one is an entry of its own with the series' UID.

import ICAL from 'ical.js';
import type { Occurrence, When } from '../../core/item.ts';
import { epochOf } from '../../core/occurrence.ts';
import type { ActivityRecord } from '../activity-record.ts';
import type { TaskRecord } from '../tasks.ts';
import { ownUid } from './own-uid.ts';

type JsonProperty = [string, Record<string, string>, string, ...unknown[]];
type JsonComponent = [string, JsonProperty[], JsonComponent[]];

const priorities: Readonly<Record<string, number>> = { High: 1, Normal: 5, Low: 9 };

export function writeCalendar(activities: readonly ActivityRecord[], tasks: readonly TaskRecord[], options: { readonly zone: string; readonly now: Temporal.Instant }): string {
  const zones = new Map<string, { from: number; to: number }>();
  const use = (when: When): void => {
    if ('date' in when || when.zone === 'UTC') return;
    const at = epochOf(when);
    const known = zones.get(when.zone) ?? { from: at, to: at };
    zones.set(when.zone, { from: Math.min(known.from, at), to: Math.max(known.to, at) });
  };
  for (const activity of activities) for (const one of [activity, ...activity.occurrences]) for (const when of [one.start, one.end]) if (when !== undefined) use(when);
  for (const task of tasks) if (task.dueDate !== undefined && task.dueTime !== undefined) use({ local: `${task.dueDate}T${task.dueTime}`, zone: options.zone });
  const stamp: JsonProperty = ['dtstamp', {}, 'date-time', options.now.toString({ smallestUnit: 'second' })];
  const calendar: JsonComponent = [
    'vcalendar',
    [['version', {}, 'text', '2.0'], ['prodid', {}, 'text', '-//SmartOffice Synchronization for Google//EN'], ['calscale', {}, 'text', 'GREGORIAN']],
    [
      ...[...zones].map(([zone, range]) => zoneComponent(zone, range, options.now)),
      ...activities.flatMap((activity) => [eventComponent(activity, stamp), ...activity.occurrences.filter((one) => one.cancelled !== true).map((one) => changeComponent(activity, one, stamp))]),
      ...tasks.map((task) => taskComponent(task, stamp, options.zone)),
    ],
  ];
  return `${withRecurrence(ICAL.stringify(calendar as never), activities.flatMap(recurrenceLines))}\r\n`;
}

/** Recurrence lines stay as they are kept: ical.js would write them in a form of its own. It writes a mark for each. */
const mark = 'x-recurrence-line';

function withRecurrence(text: string, lines: readonly string[]): string {
  let next = 0;
  return text.replace(/^X-RECURRENCE-LINE[;:].*$/gim, () => fold(lines[next++] ?? ''));
}

function recurrenceLines(activity: ActivityRecord): readonly string[] {
  const cancelled = activity.occurrences.filter((one) => one.cancelled === true).map((one) => `EXDATE${one.original.includes('T') ? '' : ';VALUE=DATE'}:${one.original.replace(/[-:]/g, '')}`);
  return [...activity.recurrence, ...cancelled].map((line) => line.replace(/[\r\n]+/g, ''));
}

function fold(line: string): string {
  return line.length <= 75 ? line : (line.match(/.{1,74}/gu) ?? []).join('\r\n ');
}

function timeProperty(name: string, when: When): JsonProperty {
  if ('date' in when) return [name, {}, 'date', when.date];
  if (when.zone === 'UTC') return [name, {}, 'date-time', `${seconds(when.local)}Z`];
  return [name, { tzid: when.zone }, 'date-time', seconds(when.local)];
}

function seconds(local: string): string {
  return Temporal.PlainDateTime.from(local).toString({ smallestUnit: 'second' });
}

function eventComponent(activity: ActivityRecord, stamp: JsonProperty): JsonComponent {
  const properties: JsonProperty[] = [
    ['uid', {}, 'text', ownUid(activity.id)], stamp,
    ['summary', {}, 'text', activity.subject],
    timeProperty('dtstart', activity.start), timeProperty('dtend', activity.end),
    ['categories', {}, 'text', activity.type],
    ['priority', {}, 'integer', priorities[activity.priority] ?? 5],
    ['class', {}, 'text', activity.private ? 'PRIVATE' : 'PUBLIC'],
    ['transp', {}, 'text', activity.showAs === 'free' ? 'TRANSPARENT' : 'OPAQUE'],
    ['status', {}, 'text', activity.status === 'canceled' ? 'CANCELLED' : 'CONFIRMED'],
  ];
  if (activity.status === 'done') properties.push(['x-smartoffice-status', {}, 'text', 'done']);
  if (activity.subType !== undefined) properties.push(['x-smartoffice-subtype', {}, 'text', activity.subType]);
  if (activity.location !== undefined) properties.push(['location', {}, 'text', activity.location]);
  if (activity.notes !== undefined) properties.push(['description', {}, 'text', activity.notes]);
  for (const _ of recurrenceLines(activity)) properties.push([mark, {}, 'text', '']);
  for (const one of activity.participants) {
    if (one.email === undefined) continue;
    const parameters: Record<string, string> = {
      ...(one.name === undefined ? {} : { cn: one.name }),
      ...(one.response === undefined ? {} : { partstat: { needsAction: 'NEEDS-ACTION', accepted: 'ACCEPTED', declined: 'DECLINED', tentative: 'TENTATIVE' }[one.response] }),
      ...(one.optional === true ? { role: 'OPT-PARTICIPANT' } : {}),
    };
    properties.push(['attendee', parameters, 'cal-address', `mailto:${one.email}`]);
    if (one.organizer === true) properties.push(['organizer', one.name === undefined ? {} : { cn: one.name }, 'cal-address', `mailto:${one.email}`]);
  }
  const alarms: JsonComponent[] = activity.reminder === undefined ? [] : [['valarm', [['action', {}, 'text', 'DISPLAY'], ['description', {}, 'text', activity.subject], ['trigger', {}, 'duration', `-PT${activity.reminder}M`]], []]];
  return ['vevent', properties, alarms];
}

function changeComponent(activity: ActivityRecord, change: Occurrence, stamp: JsonProperty): JsonComponent {
  const original: When = change.original.includes('T') ? { local: change.original.slice(0, -1), zone: 'UTC' } : { date: change.original };
  const start = change.start ?? original;
  const end = change.end ?? shifted(activity, start);
  return [
    'vevent',
    [
      ['uid', {}, 'text', ownUid(activity.id)], stamp,
      timeProperty('recurrence-id', original),
      ['summary', {}, 'text', change.title ?? activity.subject],
      timeProperty('dtstart', start), timeProperty('dtend', end),
      ...([['location', change.location ?? activity.location], ['description', change.description ?? activity.notes]] as const).flatMap(([name, value]): JsonProperty[] => (value === undefined ? [] : [[name, {}, 'text', value]])),
    ],
    [],
  ];
}

function shifted(activity: ActivityRecord, start: When): When {
  const length = epochOf(activity.end) - epochOf(activity.start);
  if ('date' in start) return { date: Temporal.PlainDate.from(start.date).add({ days: Math.round(length / 86_400_000) }).toString() };
  return { local: Temporal.PlainDateTime.from(start.local).toZonedDateTime(start.zone).add({ milliseconds: length }).toPlainDateTime().toString(), zone: start.zone };
}

function taskComponent(task: TaskRecord, stamp: JsonProperty, zone: string): JsonComponent {
  const status = { active: 'NEEDS-ACTION', done: 'COMPLETED', canceled: 'CANCELLED' }[task.status];
  const properties: JsonProperty[] = [['uid', {}, 'text', ownUid(task.id)], stamp, ['summary', {}, 'text', task.subject], ['priority', {}, 'integer', priorities[task.priority] ?? 5], ['status', {}, 'text', status]];
  if (task.notes !== undefined) properties.push(['description', {}, 'text', task.notes]);
  if (task.dueDate !== undefined) properties.push(timeProperty('due', task.dueTime === undefined ? { date: task.dueDate } : { local: `${task.dueDate}T${task.dueTime}`, zone }));
  return ['vtodo', properties, []];
}

/** Each change of the clocks by its date, from before the first use until five years from now. */
function zoneComponent(zone: string, range: { from: number; to: number }, now: Temporal.Instant): JsonComponent {
  const last = Math.max(range.to, now.epochMilliseconds) + 5 * 366 * 86_400_000;
  const observances: JsonComponent[] = [];
  let at = Temporal.Instant.fromEpochMilliseconds(range.from).toZonedDateTimeISO(zone);
  at = at.getTimeZoneTransition('previous') ?? at;
  let before = at.subtract({ nanoseconds: 1 });
  for (let count = 0; count < 500; count += 1) {
    const winter = Math.min(at.offsetNanoseconds, at.add({ hours: 24 * 182 }).offsetNanoseconds);
    observances.push([
      at.offsetNanoseconds > winter ? 'daylight' : 'standard',
      [
        ['dtstart', {}, 'date-time', at.toInstant().toZonedDateTimeISO('UTC').add({ nanoseconds: before.offsetNanoseconds }).toPlainDateTime().toString({ smallestUnit: 'second' })],
        ['tzoffsetfrom', {}, 'utc-offset', before.offset], ['tzoffsetto', {}, 'utc-offset', at.offset],
      ],
      [],
    ]);
    const next = at.getTimeZoneTransition('next');
    if (next === null || next.epochMilliseconds > last) break;
    before = next.subtract({ nanoseconds: 1 });
    at = next;
  }
  return ['vtimezone', [['tzid', {}, 'text', zone]], observances];
}
