// In: requests on the access rules of a calendar. Out: rules, and who sees or writes the calendar from now on.
// Access rules change what is in the calendar list of the other account, and end sync tokens of the calendar.
// Never here: what a role allows (access.ts).
import type { Answer, Call, Handlers } from '../call.ts';
import { readFlag, requireText } from '../call.ts';
import { isObject, refuse } from '../wire.ts';
import type { Json } from '../wire.ts';
import type { World } from '../world.ts';
import { openCalendar, setRole } from './access.ts';
import { announceChange, announceListChange, announceRules, watchRules } from './push.ts';
import type { CalendarRecord, Role } from './records.ts';
import { answerSmallList, readSince } from './small-list.ts';

// A rule is kept by address; what kind of scope it is shows from its form.
function toScope(key: string): Json {
  if (key === 'default') return { type: 'default' };
  return { type: key.includes('@') ? 'user' : 'domain', value: key };
}

function toId(key: string): string {
  return key === 'default' ? 'default' : `${String(toScope(key).type)}:${key}`;
}

function toKey(id: string): string {
  return id.replace(/^(user|group|domain):/, '').toLowerCase();
}

function render(key: string, role: Role): Json {
  return { kind: 'calendar#aclRule', etag: `"${role}"`, id: toId(key), scope: toScope(key), role };
}

/** And tells everybody who watches what it changes. */
export function giveRole(world: World, calendar: CalendarRecord, key: string, role: Role): void {
  setRole(world, calendar, key, role);
  announceChange(world, calendar);
  announceRules(world, calendar);
  if (world.accounts.has(key)) announceListChange(world, key);
}

function apply(call: Call, calendar: CalendarRecord, key: string, role: Role): Answer {
  if (key === calendar.owner && role !== 'owner') refuse(403, 'cannotChangeOwnAcl', 'Cannot change your own access level.', { domain: 'calendar' });
  giveRole(call.world, calendar, key, role);
  const body = render(key, role);
  return { body, headers: { etag: String(body.etag) } };
}

function readRole(call: Call, fallback: Role | undefined): Role {
  return (typeof call.body.role === 'string' ? call.body.role : (fallback ?? refuse(400, 'required', 'Missing role.'))) as Role;
}

function insert(call: Call): Answer {
  const { calendar } = openCalendar(call, requireText(call, 'calendarId'), 'owner');
  const scope = isObject(call.body.scope) ? call.body.scope : refuse(400, 'required', 'Missing scope.');
  const key = scope.type === 'default' ? 'default' : String(scope.value ?? refuse(400, 'required', 'Missing scope value.')).toLowerCase();
  return apply(call, calendar, key, readRole(call, undefined));
}

function find(call: Call, needed: Role): { calendar: CalendarRecord; key: string; role: Role } {
  const { calendar } = openCalendar(call, requireText(call, 'calendarId'), needed);
  const key = toKey(requireText(call, 'ruleId'));
  const role = calendar.acl.get(key) ?? refuse(404, 'notFound', 'Not Found');
  return { calendar, key, role };
}

function change(call: Call): Answer {
  const { calendar, key, role } = find(call, 'owner');
  return apply(call, calendar, key, readRole(call, role));
}

function remove(call: Call): Answer {
  const { calendar, key } = find(call, 'owner');
  apply(call, calendar, key, 'none');
  return { status: 204 };
}

/** A rule that was taken away is one of the role none. */
function list(call: Call): Answer {
  const { calendar } = openCalendar(call, requireText(call, 'calendarId'), 'writer');
  const since = readSince(call);
  const withGone = since !== undefined || readFlag(call, 'showDeleted') === true;
  const keys = new Set([...calendar.acl.keys(), ...(withGone ? calendar.aclStamps.keys() : [])]);
  const changed = [...keys].filter((key) => since === undefined || (calendar.aclStamps.get(key) ?? 0) > since);
  return answerSmallList(call, 'calendar#acl', `acl|${calendar.id}`, changed.map((key) => render(key, calendar.acl.get(key) ?? 'none')));
}

export const aclHandlers: Handlers = {
  'calendar.acl.insert': insert,
  'calendar.acl.list': list,
  'calendar.acl.get': (call) => {
    const { key, role } = find(call, 'writer');
    return { body: render(key, role) };
  },
  'calendar.acl.update': change,
  'calendar.acl.patch': change,
  'calendar.acl.delete': remove,
  'calendar.acl.watch': watchRules,
};
