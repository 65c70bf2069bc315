// In: an event before and after a change, and sendUpdates. Out: the mails that Google would send.
// Nothing is sent: the mails stand in a log, so that a test can prove that there were none.
// Never here: a decision about the event itself.
import { findAccount, isoNow } from '../world.ts';
import type { MailEntry, World } from '../world.ts';
import type { CalendarRecord, StoredEvent } from './records.ts';
import { sameJson } from '../wire.ts';

export interface Notice {
  readonly by: string;
  readonly actor: string;
  readonly sendUpdates: string;
}

function writeMail(world: World, notice: Notice, calendar: CalendarRecord, eventId: string, event: StoredEvent, to: string, kind: MailEntry['kind']): void {
  const external = findAccount(world, to) === undefined;
  if (notice.sendUpdates === 'none' || (notice.sendUpdates === 'externalOnly' && !external)) return;
  world.counters.mail += 1;
  world.mail.push({
    n: world.counters.mail,
    time: isoNow(world),
    kind,
    from: notice.actor,
    to,
    external,
    calendarId: calendar.id,
    eventId,
    iCalUID: event.iCalUID,
    summary: event.summary ?? '',
    by: notice.by,
    sendUpdates: notice.sendUpdates,
  });
}

function listGuests(event: StoredEvent | undefined, except: string): string[] {
  if (event === undefined || event.status === 'cancelled') return [];
  return (event.attendees ?? []).flatMap(({ email, resource }) => (email === except || resource === true ? [] : [email]));
}

const notTold = new Set(['reminders', 'colorId', 'transparency', 'visibility', 'sequence', 'extendedProperties', 'attendees', 'eventLabelId']);

function isWorthTelling(before: StoredEvent, after: StoredEvent): boolean {
  const fields = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...fields].some((field) => !notTold.has(field) && !sameJson(before[field], after[field]));
}

/** Mails from the organizer to the guests. */
export function mailGuests(world: World, notice: Notice, calendar: CalendarRecord, eventId: string, before: StoredEvent | undefined, after: StoredEvent): void {
  const was = listGuests(before, notice.actor);
  const is = listGuests(after, notice.actor);
  for (const guest of was) if (!is.includes(guest)) writeMail(world, notice, calendar, eventId, before ?? after, guest, 'cancellation');
  const told = before !== undefined && isWorthTelling(before, after);
  for (const guest of is) {
    if (!was.includes(guest)) writeMail(world, notice, calendar, eventId, after, guest, 'invitation');
    else if (told) writeMail(world, notice, calendar, eventId, after, guest, 'update');
  }
}

/** The answer of a guest to the organizer. */
export function mailReply(world: World, notice: Notice, calendar: CalendarRecord, eventId: string, event: StoredEvent): void {
  const organizer = event.organizer?.email;
  if (organizer !== undefined) writeMail(world, notice, calendar, eventId, event, organizer, 'reply');
}
