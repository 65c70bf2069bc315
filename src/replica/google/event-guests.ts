// Writes that make Google mail guests. In: an event with its guests, when the plan says that
// they are mailed. Out: what was told, and in words what Google did not take of the guests.
// Never: a guest list that Google did not show whole, a mail that no plan names, or another
// attempt with guests after Google has refused them [R20].

import type { EventItem } from '../../core/item.ts';
import type { Told } from './connection.ts';
import { getEvent, insertEvent, putEventAt } from './event-calls.ts';
import type { CalendarCalls, Mailing } from './event-calls.ts';
import { putGuests, setMember, toBody } from './event-lens.ts';
import type { EventBody } from './event-lens.ts';
import type { WireEvent } from './event-wire.ts';
import { refusesGuests } from './trouble.ts';

/** What one opened calendar knows of Google's patience. */
export interface GuestMemory {
  refused?: string;
}

export interface GuestWriting extends CalendarCalls {
  readonly guests: GuestMemory;
}

export interface ToldOfGuests {
  readonly told: Told<WireEvent>;
  readonly remark?: string;
}

function remarkOf(memory: GuestMemory): string {
  return `It was written without its guests: Google refused to invite them (${memory.refused ?? ''}).`;
}

/** Without the guests where Google refuses them: the event itself is wanted all the same. */
export async function insertInviting(writing: GuestWriting, body: EventBody): Promise<ToldOfGuests> {
  if (writing.guests.refused === undefined) {
    const told = await insertEvent(writing, body, 'all');
    if (told.ok || !refusesGuests(told.trouble)) return { told };
    writing.guests.refused = told.trouble.message;
  }
  const { attendees: _, ...alone } = body;
  return { told: await insertEvent(writing, alone), remark: remarkOf(writing.guests) };
}

/**
 * The guests alone, after everything else stands: whoever was invited before is mailed
 * nothing. In: the event as it stands. Undefined: there is nothing to write.
 */
export async function putGuestsInviting(writing: GuestWriting, present: EventBody, after: EventItem, mailing: Mailing): Promise<ToldOfGuests | { readonly told?: undefined; readonly remark: string }> {
  if (writing.guests.refused !== undefined) return { remark: remarkOf(writing.guests) };
  const whole = await readWhole(writing, present);
  if (whole === undefined) return { remark: 'Its guests stay as they are: Google does not show the whole list.' };
  const event = whole as unknown as WireEvent;
  const body = toBody(whole);
  setMember(body, 'attendees', putGuests(event, after.guests ?? []));
  const told = await putEventAt(writing, event.id, event.etag, body, mailing);
  if (told.ok || !refusesGuests(told.trouble)) return { told };
  writing.guests.refused = told.trouble.message;
  return { remark: remarkOf(writing.guests) };
}

/** A list that was cut is read again, whole [F4]. */
async function readWhole(writing: CalendarCalls, present: EventBody): Promise<EventBody | undefined> {
  if (present['attendeesOmitted'] !== true) return present;
  const told = await getEvent(writing, String(present['id']));
  if (!told.ok || told.body.attendeesOmitted === true || told.body.etag !== present['etag']) return undefined;
  return told.raw as EventBody;
}
