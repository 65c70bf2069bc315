// An activity while it is edited. In: an activity, one of its occurrences, or a time that
// was picked. Out: the input that saves it. Days are shown inclusive, as people say them;
// the office keeps the day after the last.

import { Temporal } from 'temporal-polyfill';
import type { Activity, ActivityInput, CalendarEntry, Occurrence } from '../office-api.ts';
import { noRule, readRule, writeRule, type Rule } from './recurrence.ts';

type When = Activity['start'];

export type Draft = {
  readonly subject: string;
  readonly type: Activity['type'];
  readonly subType: string;
  readonly status: Activity['status'];
  readonly priority: Activity['priority'];
  readonly location: string;
  readonly notes: string;
  readonly allDay: boolean;
  readonly startDate: string;
  readonly startTime: string;
  readonly endDate: string;
  readonly endTime: string;
  readonly zone: string;
  readonly endZone: string;
  readonly private: boolean;
  readonly showAs: Activity['showAs'];
  readonly reminder: string;
  readonly participants: Activity['participants'];
  readonly rule: Rule;
};

export type Picked = { readonly start: string; readonly end: string; readonly allDay: boolean };

function moveDay(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

function times(start: When, end: When, zone: string): Pick<Draft, 'allDay' | 'startDate' | 'startTime' | 'endDate' | 'endTime' | 'zone' | 'endZone'> {
  if ('date' in start) {
    const last = 'date' in end ? moveDay(end.date, -1) : start.date;
    return { allDay: true, startDate: start.date, startTime: '09:00', endDate: last < start.date ? start.date : last, endTime: '10:00', zone, endZone: zone };
  }
  const to = 'date' in end ? start : end;
  return { allDay: false, startDate: start.local.slice(0, 10), startTime: start.local.slice(11, 16), endDate: to.local.slice(0, 10), endTime: to.local.slice(11, 16), zone: start.zone, endZone: to.zone };
}

export function newDraft(picked: Picked, zone: string): Draft {
  const start: When = picked.allDay ? { date: picked.start.slice(0, 10) } : { local: picked.start.slice(0, 16), zone };
  const end: When = picked.allDay ? { date: picked.end.slice(0, 10) } : { local: picked.end.slice(0, 16), zone };
  return {
    subject: '', type: 'Appointment', subType: '', status: 'active', priority: 'Normal', location: '', notes: '', private: false, showAs: 'busy', reminder: '', participants: [], rule: noRule,
    ...times(start, end, zone),
  };
}

export function seriesDraft(activity: Activity, zone: string): Draft {
  const startZone = 'date' in activity.start ? undefined : activity.start.zone;
  return {
    subject: activity.subject,
    type: activity.type,
    subType: activity.subType ?? '',
    status: activity.status,
    priority: activity.priority,
    location: activity.location ?? '',
    notes: activity.notes ?? '',
    private: activity.private,
    showAs: activity.showAs,
    reminder: activity.reminder?.toString() ?? '',
    participants: activity.participants,
    rule: readRule(activity.recurrence, startZone),
    ...times(activity.start, activity.end, zone),
  };
}

/** The series, but with the words and times of the occurrence that was opened. */
export function occurrenceDraft(activity: Activity, entry: CalendarEntry, zone: string): Draft {
  const change = activity.occurrences.find((one) => one.original === entry.original);
  return { ...seriesDraft(activity, zone), subject: entry.subject, location: entry.location ?? '', notes: change?.description ?? activity.notes ?? '', ...times(entry.start, entry.end, zone) };
}

export function whens(draft: Draft): { start: When; end: When } {
  if (draft.allDay) return { start: { date: draft.startDate }, end: { date: moveDay(draft.endDate < draft.startDate ? draft.startDate : draft.endDate, 1) } };
  return { start: { local: `${draft.startDate}T${draft.startTime}`, zone: draft.zone }, end: { local: `${draft.endDate}T${draft.endTime}`, zone: draft.endZone } };
}

export function complete(draft: Draft): boolean {
  return draft.startDate !== '' && draft.endDate !== '' && (draft.allDay || (draft.startTime !== '' && draft.endTime !== ''));
}

const filled = (value: string) => (value.trim() === '' ? undefined : value.trim());

export function toInput(draft: Draft, activity: Activity | undefined, keepOccurrences: boolean): ActivityInput {
  return {
    type: draft.type,
    subType: filled(draft.subType),
    status: draft.status,
    priority: draft.priority,
    subject: draft.subject,
    location: filled(draft.location),
    notes: draft.notes === '' ? undefined : draft.notes,
    ...whens(draft),
    private: draft.private,
    showAs: draft.showAs,
    reminder: draft.reminder === '' ? undefined : Number(draft.reminder),
    participants: draft.participants.map((one) => ({ ...one, ...(one.id.startsWith('new-') ? { id: undefined } : {}) })),
    recurrence: writeRule(draft.rule, draft.allDay ? undefined : draft.zone),
    occurrences: keepOccurrences ? (activity?.occurrences ?? []) : [],
  };
}

/** Only what differs from the series; the times only when they were moved, now or before. */
export function toOccurrence(draft: Draft, activity: Activity, entry: CalendarEntry): Occurrence {
  const { start, end } = whens(draft);
  const before = activity.occurrences.find((one) => one.original === entry.original);
  const was = whens(occurrenceDraft(activity, entry, draft.zone));
  const moved = JSON.stringify({ start, end }) !== JSON.stringify(was) || before?.start !== undefined;
  return {
    original: entry.original ?? '',
    ...(draft.subject === activity.subject ? {} : { title: draft.subject }),
    ...(draft.notes === (activity.notes ?? '') ? {} : { description: draft.notes }),
    ...(draft.location === (activity.location ?? '') ? {} : { location: draft.location }),
    ...(moved ? { start, end } : {}),
  };
}

/** Moving the start keeps how long it lasts. */
export function moveStart(draft: Draft, part: { startDate?: string; startTime?: string }): Draft {
  const next = { ...draft, ...part };
  if (!complete(draft) || !complete(next)) return next;
  const at = (day: string, time: string) => Temporal.PlainDateTime.from(`${day}T${draft.allDay ? '00:00' : time}`);
  const lasts = at(draft.startDate, draft.startTime).until(at(draft.endDate, draft.endTime));
  if (lasts.sign < 0) return next;
  const end = at(next.startDate, next.startTime).add(lasts);
  return { ...next, endDate: end.toPlainDate().toString(), endTime: draft.allDay ? next.endTime : end.toPlainTime().toString({ smallestUnit: 'minute' }) };
}
