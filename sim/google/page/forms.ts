// In: a form of the page as the browser sends it. Out: the act that it stands for.
// A form knows a few simple fields; the rest of a contact or event is kept from what stands.
// Never here: performing the act.
import { actSchema } from '../doors/act.ts';
import type { Act } from '../doors/act.ts';
import { latest } from '../people/records.ts';
import { requireContact } from '../people/write.ts';
import type { Account, World } from '../world.ts';
import { findAccount } from '../world.ts';
import type { Json } from '../wire.ts';
import { Refusal } from '../wire.ts';

function readEvent(form: URLSearchParams): Json {
  const event: Json = {};
  for (const field of ['summary', 'location', 'description']) if (form.has(field)) event[field] = form.get(field) === '' ? null : form.get(field);
  const zone = form.get('timeZone') ?? undefined;
  for (const name of ['start', 'end'] as const) {
    const text = form.get(name) ?? '';
    // Times that nobody touched stay as they are, in the event's own zone.
    const isSame = ['start', 'end'].every((other) => form.get(other) === form.get(`${other}Before`));
    if (text === '' || isSame) continue;
    // A whole new object on purpose: switching between all-day and timed clears the other member.
    event[name] = text.includes('T') ? { dateTime: `${text}:00`.slice(0, 19), timeZone: zone, date: null } : { date: text, dateTime: null, timeZone: null };
  }
  if (form.has('repeat') && form.get('repeat') !== '') event.recurrence = [`RRULE:FREQ=${form.get('repeat')}`];
  const guests = (form.get('guests') ?? '').split(/[\s,;]+/).filter((email) => email !== '');
  if (guests.length > 0) event.attendees = guests.map((email) => ({ email }));
  return event;
}

function replaceFirst(entries: unknown, value: string): Json[] {
  const known = Array.isArray(entries) ? (entries as Json[]) : [];
  if (value === '') return known.slice(1);
  return [{ ...known[0], value }, ...known.slice(1)];
}

function readPerson(form: URLSearchParams, before: Json): Json {
  const names = Array.isArray(before.names) ? (before.names as Json[]) : [];
  const { displayName: _d, displayNameLastFirst: _l, unstructuredName: _u, ...name } = names[0] ?? {};
  const organizations = Array.isArray(before.organizations) ? (before.organizations as Json[]) : [];
  const person: Json = {
    names: [{ ...name, givenName: form.get('given') ?? '', familyName: form.get('family') ?? '' }],
    emailAddresses: replaceFirst(before.emailAddresses, form.get('email') ?? ''),
    phoneNumbers: replaceFirst(before.phoneNumbers, form.get('phone') ?? ''),
  };
  const company = form.get('company') ?? '';
  person.organizations = company === '' ? organizations.slice(1) : [{ ...organizations[0], name: company }, ...organizations.slice(1)];
  return person;
}

function readTask(form: URLSearchParams): Json {
  const due = form.get('due') ?? '';
  return { title: form.get('title') ?? '', notes: form.get('notes') ?? '', due: due === '' ? null : `${due}T00:00:00.000Z` };
}

function contactFields(account: Account | undefined, id: string): Json {
  return account === undefined || id === '' ? {} : latest(requireContact(account, id)).fields;
}

export function readAct(world: World, form: URLSearchParams): Act {
  const action = form.get('action') ?? '';
  const act: Json = { action };
  for (const field of ['account', 'id', 'calendar', 'sendUpdates', 'response', 'list', 'group', 'name', 'clientId']) {
    const value = form.get(field);
    if (value !== null && value !== '') act[field] = value;
  }
  const account = findAccount(world, form.get('account') ?? '');
  if (action === 'event.create') act.event = readEvent(form);
  else if (/^event\.(edit|instanceEdit|moveThisAndFollowing)$/.test(action)) act.patch = readEvent(form);
  else if (action === 'contact.create') act.person = readPerson(form, {});
  else if (action === 'contact.edit') act.patch = readPerson(form, contactFields(account, form.get('id') ?? ''));
  else if (action === 'task.create') act.task = readTask(form);
  else if (action === 'task.edit') act.patch = readTask(form);
  const parsed = actSchema.safeParse(act);
  if (!parsed.success) throw new Refusal(400, 'invalidForm', parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '));
  return parsed.data;
}
