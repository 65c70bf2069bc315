// In: an account and a search. Out: its coming events with forms to change them.
// Instances are shown one by one; a series is changed as a whole from any of its instances.
// Never here: a change.
import { listEvents } from '../calendar/list.ts';
import { makePersonCall } from '../doors/act-calendar.ts';
import { html } from '../html.ts';
import type { Markup } from '../html.ts';
import { now } from '../world.ts';
import type { Account, World } from '../world.ts';
import { isObject } from '../wire.ts';
import type { Json } from '../wire.ts';

const shown = 20;
const aheadMs = 120 * 86_400_000;

interface Place {
  readonly account: Account;
  readonly calendar: string;
  readonly zone: string;
}

export function hiddenFields(values: Record<string, string>): Markup[] {
  return Object.entries(values).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`);
}

function startText(value: unknown): string {
  if (!isObject(value)) return '';
  return typeof value.date === 'string' ? value.date : String(value.dateTime ?? '').slice(0, 16);
}

function sendUpdatesField(id: string): Markup {
  return html`<label for="${id}">Mail to guests <select id="${id}" name="sendUpdates"><option value="none">none</option><option value="all">all guests</option></select></label>`;
}

function eventFields(key: string, event: Json, zone: string): Markup {
  const isAllDay = isObject(event.start) && event.start.date !== undefined;
  const type = isAllDay ? 'date' : 'datetime-local';
  return html`
<label for="${key}-s">Title <input id="${key}-s" name="summary" value="${String(event.summary ?? '')}"></label>
<label for="${key}-l">Place <input id="${key}-l" name="location" value="${String(event.location ?? '')}"></label>
<label for="${key}-a">Start <input id="${key}-a" type="${type}" name="start" value="${startText(event.start)}" required></label>
<label for="${key}-e">End${isAllDay ? ' (the day after the last)' : ''} <input id="${key}-e" type="${type}" name="end" value="${startText(event.end)}" required></label>
${hiddenFields({ timeZone: zone, startBefore: startText(event.start), endBefore: startText(event.end) })}`;
}

function renderRow(place: Place, event: Json): Markup {
  const id = String(event.id);
  const series = typeof event.recurringEventId === 'string' ? event.recurringEventId : undefined;
  const hidden = hiddenFields({ account: place.account.email, calendar: place.calendar, id });
  const attendees = Array.isArray(event.attendees) ? (event.attendees as Json[]) : [];
  const isGuest = attendees.some((attendee) => attendee.self === true) && !(isObject(event.organizer) && event.organizer.self === true);
  const edit = series === undefined ? 'event.edit' : 'event.instanceEdit';
  return html`<tr><td>${startText(event.start).replace('T', ' ')}</td><td>${String(event.summary ?? '(no title)')}${series === undefined ? '' : ' ↻'}<br><span class="muted">${String(event.location ?? '')}${attendees.length === 0 ? '' : ` · ${attendees.map((attendee) => `${String(attendee.email)} (${String(attendee.responseStatus)})`).join(', ')}`}</span></td>
<td><details><summary>Change</summary>
<form method="post" action="/act">${hidden}${eventFields(`f-${id}`, event, place.zone)}${sendUpdatesField(`u-${id}`)}
<button name="action" value="${edit}">Save${series === undefined ? '' : ' this one'}</button>
${series === undefined ? '' : html`<button name="action" value="event.moveThisAndFollowing">Save this and following</button>`}
<button class="quiet" name="action" value="event.delete">Delete${series === undefined ? '' : ' this one'}</button></form>
${series === undefined ? '' : html`<form method="post" action="/act">${hiddenFields({ account: place.account.email, calendar: place.calendar, id: series })}<button class="quiet" name="action" value="event.delete">Delete the whole series</button></form>`}
${isGuest ? html`<form method="post" action="/act">${hidden}<input type="hidden" name="action" value="event.respond"><button name="response" value="accepted">Yes</button> <button name="response" value="tentative">Maybe</button> <button name="response" value="declined">No</button></form>` : ''}
</details></td></tr>`;
}

function renderNewForm(place: Place): Markup {
  return html`<details><summary>New event</summary><form method="post" action="/act">${hiddenFields({ account: place.account.email, calendar: place.calendar, action: 'event.create', timeZone: place.zone })}
<label for="new-s">Title <input id="new-s" name="summary" required></label>
<label for="new-l">Place <input id="new-l" name="location"></label>
<label for="new-a">Start <input id="new-a" type="datetime-local" name="start" required></label>
<label for="new-e">End <input id="new-e" type="datetime-local" name="end" required></label>
<label for="new-r">Repeat <select id="new-r" name="repeat"><option value="">never</option><option>DAILY</option><option>WEEKLY</option><option>MONTHLY</option><option>YEARLY</option></select></label>
<label for="new-g">Guests <input id="new-g" name="guests" placeholder="a@example.com, b@example.com"></label>
${sendUpdatesField('new-u')}<button>Create</button></form></details>`;
}

export function renderCalendar(world: World, account: Account, chosen: string | undefined, query: string): Markup {
  const calendars = [...account.calendarList.keys()].flatMap((id) => world.calendars.get(id) ?? []).filter((calendar) => !calendar.deleted);
  const calendar = calendars.find(({ id }) => id === chosen) ?? calendars[0];
  if (calendar === undefined) return html`<p>No calendar.</p>`;
  const place: Place = { account, calendar: calendar.id, zone: calendar.timeZone };
  const window: Record<string, string> = query === '' ? { timeMin: new Date(now(world)).toISOString(), timeMax: new Date(now(world) + aheadMs).toISOString() } : { q: query };
  const answer = listEvents(makePersonCall(world, account, { calendarId: calendar.id, singleEvents: true, orderBy: 'startTime', maxResults: shown, ...window }));
  const items = (answer.body?.items ?? []) as Json[];
  return html`<form method="get" action="/">${hiddenFields({ account: account.email, tab: 'calendar' })}
<label for="calendar">Calendar <select id="calendar" name="calendar">${calendars.map((option) => html`<option value="${option.id}"${option.id === calendar.id ? html` selected` : ''}>${option.summary}</option>`)}</select></label>
<label for="q">Search all events <input id="q" name="q" value="${query}"></label><button class="quiet">Show</button></form>
${renderNewForm(place)}
<table><caption>${query === '' ? `Next ${shown} events` : `Events with “${query}”`} – times in ${calendar.timeZone}</caption><thead><tr><th scope="col">When</th><th scope="col">What</th><th scope="col">Do</th></tr></thead><tbody>${items.map((event) => renderRow(place, event))}</tbody></table>
${calendar.isPrimary ? '' : html`<form method="post" action="/act">${hiddenFields({ account: account.email, calendar: calendar.id, action: 'calendar.delete' })}<button class="quiet">Delete this calendar</button></form>`}`;
}
