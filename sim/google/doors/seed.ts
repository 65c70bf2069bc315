// In: accounts with wire-format calendars, contacts, groups and tasks. Out: the world holding them.
// What a seeded object lacks (ids, etags, metadata) is filled in; what it has is kept.
// Never here: a mail, a push notice or a log entry; a seed is the past, not an act.
import { z } from 'zod';
import { createAccount } from '../accounts.ts';
import { addToList } from '../calendar/calendar-routes.ts';
import { isTimeZone, setRole } from '../calendar/access.ts';
import { buildEvent } from '../calendar/event-model.ts';
import { spreadToGuests } from '../calendar/guests.ts';
import type { Attendee, CalendarRecord, StoredEvent, WireTime } from '../calendar/records.ts';
import { createCalendar, saveEvent } from '../calendar/records.ts';
import { keyOf } from '../calendar/series.ts';
import { adoptField, isCreatable } from '../people/fields.ts';
import { createGroup } from '../people/group-routes.ts';
import { addOtherContact } from '../people/other-contacts.ts';
import { createContact, latest, makeMembership, membershipsOf } from '../people/records.ts';
import { addTaskList } from '../tasks/records.ts';
import { adoptTask } from '../tasks/write.ts';
import { findAccount, makeBase32Id } from '../world.ts';
import type { Account, World } from '../world.ts';
import { isObject, withoutNulls } from '../wire.ts';
import type { Json } from '../wire.ts';

const wire = z.record(z.string(), z.unknown());
const role = z.enum(['freeBusyReader', 'reader', 'writerWithoutPrivateAccess', 'writer', 'owner']);
const zone = z.string().refine(isTimeZone, 'unknown time zone');

export const seedSchema = z.strictObject({
  clients: z
    .array(
      z.strictObject({
        client_id: z.string(),
        client_secret: z.string().optional(),
        redirect_uris: z.array(z.string()).optional(),
        public_key: z.string().optional().describe('PEM of a service account'),
        delegated_scopes: z.array(z.string()).optional(),
      }),
    )
    .default([]),
  accounts: z
    .array(
      z.strictObject({
        email: z.string().regex(/^[^\s@]+@[^\s@]+$/),
        name: z.string().optional(),
        sub: z.string().optional(),
        password: z.string().optional(),
        country: z.string().length(2).optional(),
        timeZone: zone.optional(),
        administrator: z.boolean().optional().describe('May manage the calendars of everybody of the organization'),
        calendars: z
          .array(
            z.strictObject({
              id: z.string().optional(),
              summary: z.string().optional(),
              description: z.string().optional(),
              timeZone: zone.optional(),
              /** The calendar belongs to another account and is shared with this one. */
              owner: z.string().optional(),
              accessRole: role.optional(),
              hidden: z.boolean().optional(),
              events: z.array(wire).default([]),
            }),
          )
          .default([]),
        groups: z.array(wire).default([]),
        people: z.array(wire).default([]),
        otherContacts: z.array(wire).default([]),
        taskLists: z.array(z.strictObject({ id: z.string().optional(), title: z.string(), tasks: z.array(wire).default([]) })).default([]),
      }),
    )
    .default([]),
});

export type Seed = z.infer<typeof seedSchema>;
type SeedAccount = Seed['accounts'][number];
type SeedCalendar = SeedAccount['calendars'][number];

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

function moment(value: unknown): { ms: number } | undefined {
  const ms = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(ms) ? undefined : { ms };
}

function seedEvent(world: World, account: Account, calendar: CalendarRecord, raw: Json): void {
  const given = withoutNulls(raw) as Json;
  const recurringEventId = text(given.recurringEventId);
  const original = isObject(given.originalStartTime) ? (given.originalStartTime as WireTime) : undefined;
  const id = text(given.id) ?? (recurringEventId !== undefined && original !== undefined ? `${recurringEventId}_${keyOf(original)}` : makeBase32Id(world));
  const master = recurringEventId === undefined ? undefined : calendar.events.get(recurringEventId)?.event;
  const organizerEmail = isObject(given.organizer) ? text(given.organizer.email)?.toLowerCase() : undefined;
  const person = (value: unknown, fallback: string): { email: string; displayName?: string } => {
    const email = isObject(value) ? (text(value.email)?.toLowerCase() ?? fallback) : fallback;
    const name = isObject(value) ? text(value.displayName) : undefined;
    return name === undefined ? { email } : { email, displayName: name };
  };
  const fixed = {
    iCalUID: text(given.iCalUID) ?? master?.iCalUID ?? `${recurringEventId ?? id}@google.com`,
    creator: person(given.creator, account.email),
    organizer: organizerEmail === account.email && !calendar.isPrimary ? { email: calendar.id } : person(given.organizer, calendar.id),
  };
  const start = given.start ?? original;
  const isCancelled = given.status === 'cancelled';
  const end = given.end ?? (isCancelled ? laterThan(original) : undefined);
  const event = buildEvent(world, calendar, { ...given, start, end }, undefined, fixed, { conferenceDataVersion: 1, supportsAttachments: true, isSeed: true });
  const names = new Map((Array.isArray(given.attendees) ? (given.attendees as Attendee[]) : []).map((attendee) => [attendee.email.toLowerCase(), attendee]));
  event.attendees = event.attendees?.map((attendee) => ({ ...attendee, responseStatus: names.get(attendee.email)?.responseStatus ?? 'needsAction' }));
  if (event.attendees === undefined) delete event.attendees;
  if (text(given.hangoutLink) !== undefined) event.hangoutLink = given.hangoutLink;
  if (given.locked === true) event.locked = true;
  if (recurringEventId !== undefined && original !== undefined) {
    delete event.recurrence;
    event.recurringEventId = recurringEventId;
    event.originalStartTime = original.date === undefined ? { dateTime: new Date(Date.parse(original.dateTime ?? '')).toISOString().replace('.000Z', 'Z'), ...(original.timeZone === undefined ? {} : { timeZone: original.timeZone }) } : { date: original.date };
  }
  const created = moment(given.created);
  const updated = moment(given.updated);
  const record = saveEvent(world, calendar, id, event as StoredEvent, {
    ...(created === undefined ? {} : { createdMs: created.ms }),
    ...(updated === undefined ? {} : { updatedMs: updated.ms }),
  });
  spreadToGuests(world, calendar, record, undefined);
}

// A cancelled instance needs an end only to be stored.
function laterThan(time: WireTime | undefined): WireTime | undefined {
  if (time?.date !== undefined) return { date: new Date(Date.parse(time.date) + 86_400_000).toISOString().slice(0, 10) };
  return time?.dateTime === undefined ? undefined : { ...time, dateTime: new Date(Date.parse(time.dateTime) + 3_600_000).toISOString() };
}

function openSeededCalendar(world: World, account: Account, given: SeedCalendar): CalendarRecord {
  const isPrimary = given.id === 'primary' || given.id?.toLowerCase() === account.email || (given.id === undefined && given.summary === undefined);
  const existing = isPrimary ? world.calendars.get(account.email) : given.id === undefined ? undefined : world.calendars.get(given.id);
  if (existing !== undefined) {
    if (given.summary !== undefined) existing.summary = given.summary;
    if (given.timeZone !== undefined) existing.timeZone = given.timeZone;
    return existing;
  }
  return createCalendar(world, {
    owner: given.owner?.toLowerCase() ?? account.email,
    isPrimary: false,
    summary: given.summary ?? given.id ?? 'Calendar',
    timeZone: given.timeZone ?? world.calendars.get(account.email)?.timeZone ?? 'UTC',
    ...(given.id === undefined ? {} : { id: given.id }),
    ...(given.description === undefined ? {} : { description: given.description }),
  });
}

function seedCalendar(world: World, account: Account, given: SeedCalendar): void {
  const calendar = openSeededCalendar(world, account, given);
  const accessRole = given.accessRole ?? calendar.acl.get(account.email) ?? 'owner';
  if (calendar.owner !== account.email && !calendar.acl.has(account.email)) setRole(world, calendar, account.email, accessRole);
  else calendar.acl.set(account.email, accessRole);
  if (!account.calendarList.has(calendar.id)) addToList(world, account, calendar);
  const entry = account.calendarList.get(calendar.id);
  if (entry !== undefined && given.hidden !== undefined) entry.hidden = given.hidden;
  const [series, exceptions] = [false, true].map((wanted) => given.events.filter((event) => (event.recurringEventId !== undefined) === wanted));
  for (const event of [...(series ?? []), ...(exceptions ?? [])]) seedEvent(world, account, calendar, event);
}

function seedPerson(world: World, account: Account, raw: Json): void {
  const given = withoutNulls(raw) as Json;
  const resourceName = text(given.resourceName);
  const source = isObject(given.metadata) && Array.isArray(given.metadata.sources) ? given.metadata.sources.find(isObject) : undefined;
  const updated = moment(source?.updateTime);
  const record = createContact(world, account, {}, 0, { ...(resourceName === undefined ? {} : { resourceName }), ...(updated === undefined ? {} : { updatedMs: updated.ms }) });
  const options = { country: account.country, sourceId: record.sourceId, formattedWins: false };
  const fields: Json = {};
  for (const [field, value] of Object.entries(given)) {
    if (field === 'photos' && Array.isArray(value)) fields.photos = value;
    if (isCreatable(field) && Array.isArray(value) && value.length > 0) fields[field] = adoptField(field, value.filter(isObject), options);
  }
  const groups = membershipsOf(given).filter((name) => account.contacts.groups.has(name));
  fields.memberships = (groups.length === 0 ? ['contactGroups/myContacts'] : groups).map((name) => makeMembership(record.sourceId, name));
  record.versions = [{ ...latest(record), fields }];
}

function seedAccount(world: World, given: SeedAccount): void {
  const account = findAccount(world, given.email) ?? createAccount(world, given);
  if (given.administrator !== undefined) account.isAdministrator = given.administrator;
  for (const calendar of given.calendars) seedCalendar(world, account, calendar);
  for (const group of given.groups) {
    const resourceName = text(group.resourceName);
    const clientData = Array.isArray(group.clientData) ? { clientData: group.clientData.filter(isObject) } : {};
    if (resourceName === undefined || !account.contacts.groups.has(resourceName)) createGroup(world, account, String(group.name ?? ''), { ...(resourceName === undefined ? {} : { resourceName }), ...clientData });
  }
  for (const person of given.people) seedPerson(world, account, person);
  for (const person of given.otherContacts) addOtherContact(world, account, person);
  given.taskLists.forEach((list, index) => {
    const known = list.id === undefined ? undefined : account.tasks.lists.get(list.id === '@default' ? account.tasks.defaultList : list.id);
    const first = index === 0 && known === undefined && list.title === 'My Tasks' && list.id === undefined ? account.tasks.lists.get(account.tasks.defaultList) : undefined;
    const target = known ?? first ?? addTaskList(world, account.tasks, list.title, list.id);
    target.title = list.title;
    list.tasks.forEach((task, order) => adoptTask(world, target, task, target.tasks.size + order));
  });
}

export function applySeed(world: World, seed: Seed): void {
  for (const client of seed.clients) {
    world.oauth.clients.set(client.client_id, {
      clientId: client.client_id,
      clientSecret: client.client_secret,
      redirectUris: client.redirect_uris,
      publicKey: client.public_key,
      delegatedScopes: client.delegated_scopes,
    });
  }
  // All accounts first, so that guests of the first account's meetings exist already.
  for (const account of seed.accounts) if (findAccount(world, account.email) === undefined) createAccount(world, account);
  for (const account of seed.accounts) seedAccount(world, account);
}
