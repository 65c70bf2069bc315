// Writes an entry of the calendar that was dragged to another time, and takes it back. In:
// the entry, where it was dropped, how much of its series is meant. Out: how to undo it.
// Never here: a change of anything but times.

import { Temporal } from 'temporal-polyfill';
import { ApiError } from '../api.ts';
import { officeApi, type Activity, type CalendarEntry } from '../office-api.ts';
import { activityText as text } from '../text/calendar.ts';
import { occurrenceDraft, toOccurrence, whens, type Picked } from './activity-draft.ts';
import { inputOf, movedFollowing, movedSeries } from './series-move.ts';

export type Scope = 'one' | 'following' | 'all';
export type Undo = () => Promise<unknown>;
type Times = { readonly start: Activity['start']; readonly end: Activity['end'] };

/** Where it was dropped, in the zones that the activity has itself. */
function timesOf(entry: CalendarEntry, to: Picked, zone: string): Times {
  const startZone = 'zone' in entry.start ? entry.start.zone : zone;
  const endZone = 'zone' in entry.end ? entry.end.zone : startZone;
  const from = Temporal.PlainDateTime.from(to.start.slice(0, 16));
  // A drag between "all day" and the hours brings no length of its own.
  const until = to.end !== to.start ? Temporal.PlainDateTime.from(to.end.slice(0, 16)) : to.allDay ? from.add({ days: 1 }) : from.add({ hours: 1 });
  if (to.allDay) return { start: { date: from.toPlainDate().toString() }, end: { date: until.toPlainDate().toString() } };
  const local = (at: Temporal.PlainDateTime, target: string) => at.toZonedDateTime(zone).withTimeZone(target).toPlainDateTime().toString({ smallestUnit: 'minute' });
  return { start: { local: local(from, startZone), zone: startZone }, end: { local: local(until, endZone), zone: endZone } };
}

function refused(): ApiError {
  return new ApiError(400, { code: 'invalid', field: 'recurrence', message: text.cannotMoveSeries, remedy: text.cannotMoveSeriesRemedy });
}

export async function moveEntry(entry: CalendarEntry, to: Picked, zone: string, scope: Scope): Promise<Undo> {
  const activity = await officeApi.getActivity(entry.activityId);
  const times = timesOf(entry, to, zone);
  const { original } = entry;
  if (original === undefined) {
    const saved = await officeApi.saveActivity(activity.id, activity.version, { ...inputOf(activity), ...times });
    return () => officeApi.saveActivity(saved.id, saved.version, inputOf(activity));
  }
  if (scope === 'one') {
    const draft = occurrenceDraft(activity, { ...entry, ...times }, zone);
    const saved = await officeApi.changeOccurrence(activity.id, activity.version, { ...toOccurrence(draft, activity, entry), ...whens(draft) });
    const former = activity.occurrences.find((one) => one.original === original) ?? { original };
    return () => officeApi.changeOccurrence(saved.id, saved.version, former);
  }
  const moved = scope === 'all' ? movedSeries(activity, entry, times) : movedFollowing(activity, entry, times);
  if (moved === undefined) throw refused();
  if (scope === 'all') {
    const saved = await officeApi.saveActivity(activity.id, activity.version, moved);
    return () => officeApi.saveActivity(saved.id, saved.version, inputOf(activity));
  }
  const { before, after } = await officeApi.splitSeries(activity.id, activity.version, original, moved);
  if (before === undefined) return () => officeApi.saveActivity(after.id, after.version, inputOf(activity));
  return async () => {
    await officeApi.deleteActivity(after.id, after.version);
    await officeApi.saveActivity(before.id, before.version, inputOf(activity));
  };
}
