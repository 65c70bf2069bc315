// A user's activities over HTTP: the calendar with recurring ones expanded, the list, one
// activity, one occurrence, this and following. In: requests of the contract. Out: answers
// of it. Everybody sees their own activities and those that they take part in.

import { z } from 'zod';
import { calendarBetween, changeOccurrence, createActivity, deleteActivity, getActivity, listActivities, updateActivity } from '../../../office/activities.ts';
import type { CalendarEntryFound } from '../../../office/activities.ts';
import { organizedBy } from '../../../office/organizer.ts';
import { keptByColleagues } from '../../../office/participation.ts';
import { endSeries, splitSeries } from '../../../office/series-split.ts';
import { isZone } from '../../../office/zone.ts';
import { googleAddressOf } from '../../../store/account.ts';
import { signedIn } from '../../app-types.ts';
import type { App, RouteDeps } from '../../app-types.ts';
import {
  activityAnswer, activityCreateBody, activityPageAnswer, activityQuery, activityUpdateBody, calendarAnswer, calendarQuery, endAnswer, endBody, idParams, occurrenceBody, splitAnswer, splitBody, versionQuery,
} from '../../contract/office.ts';
import type { Activity, ActivityPage, CalendarEntry } from '../../contract/office.ts';
import { AppError } from '../../errors.ts';
import { authorOf } from './author.ts';

const tags = ['activities'];
/** Long notes and many changed occurrences. */
const bodyLimit = 4 * 1024 * 1024;
const longestStretch = 400;

export function registerActivityRoutes(app: App, { store: { db } }: RouteDeps): void {
  app.get('/calendar', { schema: { tags, summary: 'Activities and occurrences of a stretch of days', querystring: calendarQuery, response: { 200: calendarAnswer } } }, async (request) => {
    const { from, to, zone } = request.query;
    assertStretch(from, to, zone);
    const person = signedIn(request);
    const found = await calendarBetween(db, person.id, from, to, zone);
    const own = [person.email, await googleAddressOf(db, person.id)].filter((one) => one !== undefined);
    const colleagues = await keptByColleagues(db, person.id, [...new Set(found.entries.map(({ activity }) => activity))]);
    return {
      entries: found.entries.map((one) => entryOf(one, own, colleagues)),
      problems: found.problems.map(({ activity, why }) => ({ activityId: activity.id, subject: activity.subject, why })),
    };
  });

  app.get('/activities', { schema: { tags, summary: 'Activities, latest start first', querystring: activityQuery, response: { 200: activityPageAnswer } } }, async (request) => {
    const { activities, next } = await listActivities(db, signedIn(request).id, request.query);
    return { activities: activities.map((one) => ({ ...one, recurring: one.recurrence.length > 0 })), next } as unknown as ActivityPage;
  });

  app.post('/activities', { bodyLimit, schema: { tags, summary: 'Add an activity', body: activityCreateBody, response: { 201: activityAnswer } } }, async (request, reply) => {
    return reply.status(201).send((await createActivity(db, authorOf(request), request.body)) as unknown as Activity);
  });

  app.get('/activities/:id', { schema: { tags, summary: 'An activity', params: idParams, response: { 200: activityAnswer } } }, async (request) => {
    return (await getActivity(db, signedIn(request).id, request.params.id)) as unknown as Activity;
  });

  app.put('/activities/:id', { bodyLimit, schema: { tags, summary: 'Replace an activity; changed occurrences stay unless given', params: idParams, body: activityUpdateBody, response: { 200: activityAnswer } } }, async (request) => {
    return (await updateActivity(db, authorOf(request), request.params.id, request.body.version, request.body.activity)) as unknown as Activity;
  });

  app.delete('/activities/:id', { schema: { tags, summary: 'Delete an activity', params: idParams, querystring: versionQuery, response: { 204: z.undefined() } } }, async (request, reply) => {
    await deleteActivity(db, authorOf(request), request.params.id, request.query.version);
    return reply.status(204).send();
  });

  app.post('/activities/:id/occurrence', { bodyLimit, schema: { tags, summary: 'Change or cancel one occurrence of a series', params: idParams, body: occurrenceBody, response: { 200: activityAnswer } } }, async (request) => {
    return (await changeOccurrence(db, authorOf(request), request.params.id, request.body.version, request.body.occurrence)) as unknown as Activity;
  });

  app.post('/activities/:id/split', { bodyLimit, schema: { tags, summary: 'Change this occurrence and all that follow', params: idParams, body: splitBody, response: { 200: splitAnswer } } }, async (request) => {
    const { version, from, activity } = request.body;
    return (await splitSeries(db, authorOf(request), request.params.id, version, from, activity)) as unknown as z.infer<typeof splitAnswer>;
  });

  app.post('/activities/:id/end', { schema: { tags, summary: 'Delete this occurrence and all that follow', params: idParams, body: endBody, response: { 200: endAnswer } } }, async (request) => {
    const { version, from } = request.body;
    return { before: await endSeries(db, authorOf(request), request.params.id, version, from) } as unknown as z.infer<typeof endAnswer>;
  });
}

function assertStretch(from: string, to: string, zone: string): void {
  const days = Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to)).total('days');
  if (days < 1 || days > longestStretch) {
    throw new AppError('invalid', { field: 'to', message: `The stretch from ${from} to ${to} cannot be shown.`, remedy: `Choose an end after the start, at most ${longestStretch} days later.` });
  }
  if (!isZone(zone)) throw new AppError('invalid', { field: 'zone', message: 'This time zone is not known.', remedy: 'Choose one such as America/New_York.' });
}

function entryOf({ activity, at }: CalendarEntryFound, own: readonly string[], colleagues: ReadonlyMap<string, string>): CalendarEntry {
  const timed = 'local' in at.start && 'local' in at.end;
  const entry = {
    activityId: activity.id,
    version: activity.version,
    original: at.original,
    recurring: at.original !== undefined,
    changed: at.change !== undefined,
    subject: at.change?.title ?? activity.subject,
    location: at.change?.location ?? activity.location,
    type: activity.type,
    status: activity.status,
    priority: activity.priority,
    private: activity.private,
    organizedBy: organizedBy(activity.participants, own) ?? colleagues.get(activity.id),
    ofColleague: colleagues.has(activity.id) ? true : undefined,
    calendar: activity.calendar,
    allDay: !timed,
    start: at.start,
    end: at.end,
    ...(timed ? { startsAt: instantOf(at.start), endsAt: instantOf(at.end) } : {}),
  };
  return entry as CalendarEntry;
}

function instantOf(when: CalendarEntryFound['at']['start']): string | undefined {
  return 'date' in when ? undefined : Temporal.PlainDateTime.from(when.local).toZonedDateTime(when.zone).toInstant().toString();
}
