// What a person does in Google's own apps, at the push of a button of the demo. In: the
// simulator's address, an account, and which play. Out: what was done, in words, and where
// in the office it will be seen. Only control doors of the simulator are used: the product
// learns of it as it would of any edit, by reading Google.

import { z } from 'zod';

export const plays = ['edit contact', 'move event', 'delete task', 'accept invitation'] as const;
export type Play = (typeof plays)[number];

export interface Played {
  readonly text: string;
  /** Page of the browser app on which it will be seen. */
  readonly link: string;
}

/** There is nothing in the account to play this with; the message says what is missing. */
export class NothingToPlay extends Error {
  override readonly name = 'NothingToPlay';
}

const time = z.object({ date: z.string().optional(), dateTime: z.string().optional(), timeZone: z.string().optional() });
const attendee = z.looseObject({ email: z.string(), self: z.boolean().optional(), responseStatus: z.string().optional() });
const event = z.object({
  id: z.string(),
  status: z.string().optional(),
  summary: z.string().default('(no title)'),
  start: time.optional(),
  end: time.optional(),
  recurrence: z.array(z.string()).optional(),
  recurringEventId: z.string().optional(),
  eventType: z.string().default('default'),
  attendees: z.array(attendee).default([]),
  extendedProperties: z.object({ private: z.record(z.string(), z.string()).optional() }).optional(),
});
const person = z.object({
  resourceName: z.string(),
  names: z.array(z.object({ displayName: z.string().optional() })).default([]),
  phoneNumbers: z.array(z.looseObject({ value: z.string() })).default([]),
  memberships: z.array(z.object({ contactGroupMembership: z.object({ contactGroupResourceName: z.string() }).optional() })).default([]),
  metadata: z.object({ deleted: z.boolean().optional() }).optional(),
});
const state = z.object({
  calendars: z.array(z.object({ primary: z.boolean(), events: z.array(event) })),
  people: z.array(person),
  taskLists: z.array(z.object({ id: z.string(), tasks: z.array(z.object({ id: z.string(), title: z.string().default('(no title)'), status: z.string(), deleted: z.boolean().optional() })) })),
});
type State = z.infer<typeof state>;
type Wire = Readonly<Record<string, unknown>>;

export interface Player {
  /** Another account of the simulator, which sends invitations. */
  readonly host: string;
  readonly account: string;
  /** Resource name of our contact group; absent until there is one. */
  readonly group?: string;
  readonly now: Temporal.Instant;
}

export async function play(google: string, what: Play, player: Player): Promise<Played> {
  const act = (wire: Wire): Promise<unknown> => door(google, 'act', wire);
  const present = state.parse(await door(google, `state?account=${encodeURIComponent(player.account)}`));
  switch (what) {
    case 'edit contact':
      return editContact(present, player, act);
    case 'move event':
      return moveEvent(present, player, act);
    case 'delete task':
      return deleteTask(present, player, act);
    case 'accept invitation':
      return acceptInvitation(google, player, act);
    default:
      return what satisfies never;
  }
}

type Act = (wire: Wire) => Promise<unknown>;

async function editContact(present: State, { account, group, now }: Player, act: Act): Promise<Played> {
  const members = present.people.filter((one) => one.metadata?.deleted !== true && one.phoneNumbers.length > 0 && one.memberships.some((each) => each.contactGroupMembership?.contactGroupResourceName === group));
  const chosen = members[now.epochMilliseconds % Math.max(1, members.length)];
  if (group === undefined || chosen === undefined) throw new NothingToPlay('No contact stands in our Google group yet. Approve a preview with a SET of contacts first.');
  const value = `(212) 555-${String(100 + (Math.floor(now.epochMilliseconds / 1000) % 100)).padStart(4, '0')}`;
  const [first, ...others] = chosen.phoneNumbers;
  await act({ action: 'contact.edit', account, id: chosen.resourceName, patch: { phoneNumbers: [{ ...first, value, canonicalForm: undefined, formattedType: undefined, metadata: undefined }, ...others] } });
  const name = chosen.names[0]?.displayName ?? '(no name)';
  return { text: `In Google Contacts, the first phone number of ${name} was changed from ${first?.value ?? ''} to ${value}.`, link: `/contacts?q=${encodeURIComponent(name)}` };
}

async function moveEvent(present: State, { account, now }: Player, act: Act): Promise<Played> {
  const coming = eventsOf(present)
    .filter(({ start, recurrence, recurringEventId, eventType, attendees }) => start?.dateTime !== undefined && recurrence === undefined && recurringEventId === undefined && eventType === 'default' && attendees.length === 0)
    .filter(({ start }) => Temporal.Instant.compare(Temporal.Instant.from(start?.dateTime ?? ''), now) > 0)
    .toSorted((left, right) => Temporal.Instant.compare(Temporal.Instant.from(left.start?.dateTime ?? ''), Temporal.Instant.from(right.start?.dateTime ?? '')));
  const [chosen] = coming;
  if (chosen === undefined) throw new NothingToPlay('There is no coming event in this Google Calendar that could be moved.');
  const later = ({ dateTime, timeZone }: z.infer<typeof time>): Wire => ({ dateTime: Temporal.Instant.from(dateTime ?? '').add({ hours: 1 }).toString(), timeZone });
  await act({ action: 'event.edit', account, id: chosen.id, patch: { start: later(chosen.start ?? {}), end: later(chosen.end ?? {}) } });
  return { text: `In Google Calendar, “${chosen.summary}” was moved an hour later.`, link: linkOfDay(chosen) };
}

async function deleteTask(present: State, { account }: Player, act: Act): Promise<Played> {
  for (const { id: list, tasks } of present.taskLists) {
    const chosen = tasks.find((task) => task.deleted !== true && task.status === 'needsAction');
    if (chosen === undefined) continue;
    await act({ action: 'task.delete', account, list, id: chosen.id });
    return { text: `In Google Tasks, “${chosen.title}” was deleted. Whether the office's task goes too is for you to say: a question will wait.`, link: '/setup/google' };
  }
  throw new NothingToPlay('There is no open task in Google Tasks that could be deleted.');
}

/** Where none waits, a colleague sends one first. */
async function acceptInvitation(google: string, { account, host, now }: Player, act: Act): Promise<Played> {
  const waits = (present: State) => eventsOf(present).find(({ attendees, start }) => start?.dateTime !== undefined && attendees.some((each) => each.email === account && each.responseStatus === 'needsAction'));
  const read = async (): Promise<State> => state.parse(await door(google, `state?account=${encodeURIComponent(account)}`));
  let invitation = waits(await read());
  if (invitation === undefined) {
    const start = now.toZonedDateTimeISO('UTC').add({ days: 2 }).round({ smallestUnit: 'hour' });
    const wire = (at: Temporal.ZonedDateTime): Wire => ({ dateTime: at.toInstant().toString(), timeZone: 'UTC' });
    await act({ action: 'event.create', account: host, event: { summary: 'Carrier lunch', location: 'Harbor Grill', start: wire(start), end: wire(start.add({ hours: 1 })), attendees: [{ email: account }] } });
    invitation = waits(await read());
  }
  if (invitation === undefined) throw new NothingToPlay('No invitation waits in this Google Calendar.');
  await act({ action: 'event.respond', account, id: invitation.id, response: 'accepted' });
  return { text: `In Google Calendar, the invitation to “${invitation.summary}” was accepted.`, link: linkOfDay(invitation) };
}

function eventsOf(present: State): readonly z.infer<typeof event>[] {
  return present.calendars.filter(({ primary }) => primary).flatMap(({ events }) => events.filter(({ status }) => status !== 'cancelled'));
}

function linkOfDay({ start }: z.infer<typeof event>): string {
  return `/calendar?view=day&date=${(start?.dateTime ?? start?.date ?? '').slice(0, 10)}`;
}

async function door(google: string, path: string, body?: Wire): Promise<unknown> {
  const answer = await fetch(new URL(`/_sim/${path}`, google), body === undefined ? {} : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`The simulated Google refused ${path.split('?')[0] ?? ''}: ${answer.status} ${(await answer.text()).slice(0, 300)}`);
  return answer.json();
}
