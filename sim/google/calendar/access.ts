// In: an account and a calendar id. Out: the calendar and the role that the account has on it.
// A calendar that the account may not see does not exist for it: 404, as Google answers.
// Never here: events.
import type { Call } from '../call.ts';
import { nextStamp } from '../world.ts';
import type { Account, World } from '../world.ts';
import { refuse } from '../wire.ts';
import type { CalendarRecord, Role } from './records.ts';
import type { Reader } from './view.ts';

const ranks: Record<Role, number> = { none: 0, freeBusyReader: 1, reader: 2, writerWithoutPrivateAccess: 3, writer: 4, owner: 5 };

export function isAtLeast(role: Role, needed: Role): boolean {
  return ranks[role] >= ranks[needed];
}

export function findRole(calendar: CalendarRecord, account: Account): Role {
  return calendar.acl.get(account.email) ?? calendar.acl.get('default') ?? 'none';
}

export interface OpenCalendar {
  readonly calendar: CalendarRecord;
  readonly role: Role;
}

function refuseUnknown(): never {
  refuse(404, 'notFound', 'Not Found');
}

/** Scopes that reach only a part of the account's calendars. */
function checkNarrowScopes(call: Call, calendar: CalendarRecord): void {
  const names = call.scopes.map((scope) => scope.replace('https://www.googleapis.com/auth/', ''));
  const wide = names.some((name) => /^calendar(\.readonly|\.events|\.events\.readonly|\.calendars|\.calendars\.readonly|\.events\.freebusy|\.acls|\.acls\.readonly)?$/.test(name));
  if (wide || call.by === 'person') return;
  const owned = names.some((name) => name.startsWith('calendar.events.owned')) && calendar.owner === call.account.email;
  const created = names.includes('calendar.app.created') && calendar.createdBy === call.by;
  if (!owned && !created) refuseUnknown();
}

export function openCalendar(call: Call, id: string, needed: Role): OpenCalendar {
  const calendar = call.world.calendars.get(id === 'primary' ? call.account.email : id.toLowerCase() === call.account.email ? call.account.email : id);
  if (calendar === undefined || calendar.deleted) refuseUnknown();
  const role = findRole(calendar, call.account);
  if (role === 'none') refuseUnknown();
  checkNarrowScopes(call, calendar);
  if (!isAtLeast(role, needed)) {
    if (needed === 'writer' || needed === 'owner') refuse(403, 'requiredAccessLevel', 'You need to have writer access to this calendar.', { domain: 'calendar' });
    refuseUnknown();
  }
  return { calendar, role };
}

export function toReader(call: Call, open: OpenCalendar): Reader {
  const zone = call.parameters.timeZone;
  const maxAttendees = call.parameters.maxAttendees;
  if (typeof zone === 'string' && !isTimeZone(zone)) refuse(400, 'invalid', 'Invalid time zone.', { location: 'timeZone' });
  return {
    account: call.account,
    role: open.role,
    zone: typeof zone === 'string' ? zone : open.calendar.timeZone,
    maxAttendees: typeof maxAttendees === 'number' ? maxAttendees : undefined,
  };
}

const knownZones = new Map<string, boolean>();

export function isTimeZone(zone: string): boolean {
  const known = knownZones.get(zone);
  if (known !== undefined) return known;
  let valid = !/^[+-]/.test(zone);
  try {
    if (valid) Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
  } catch {
    valid = false;
  }
  knownZones.set(zone, valid);
  return valid;
}

export function setRole(world: World, calendar: CalendarRecord, email: string, role: Role): void {
  if (role === 'none') calendar.acl.delete(email);
  else calendar.acl.set(email, role);
  // A change of access rights invalidates the sync tokens that this calendar gave before.
  calendar.tokensValidFrom = nextStamp(world);
  calendar.aclStamps.set(email, calendar.tokensValidFrom);
}
