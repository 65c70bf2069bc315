// In: what a person does in Google's own apps. Out: the resource as it is afterwards.
// A person's act goes through the same write paths as the API, with no client, quota or premise.
// Never here: a client's request; the mails of an act carry `by: person`.
import { z } from 'zod';
import { revokeGrant } from '../oauth/state.ts';
import { addOtherContact, removeOtherContact } from '../people/other-contacts.ts';
import { findAccount } from '../world.ts';
import type { Account, World } from '../world.ts';
import { Refusal } from '../wire.ts';
import type { Json } from '../wire.ts';
import { actCalendar } from './act-calendar.ts';
import { actPeople } from './act-people.ts';
import { actTasks } from './act-tasks.ts';

const wire = z.record(z.string(), z.unknown());
const calendarRef = z.string().default('primary');
const sendUpdates = z.enum(['all', 'externalOnly', 'none']).default('none');
const account = z.string();

export const actSchema = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('event.create'), account, calendar: calendarRef, event: wire, sendUpdates }),
  z.strictObject({ action: z.literal('event.edit'), account, calendar: calendarRef, id: z.string(), patch: wire, sendUpdates }),
  z.strictObject({ action: z.literal('event.delete'), account, calendar: calendarRef, id: z.string(), sendUpdates }),
  z.strictObject({ action: z.literal('event.instanceEdit'), account, calendar: calendarRef, id: z.string(), originalStart: z.string().optional(), patch: wire, sendUpdates }),
  z.strictObject({ action: z.literal('event.instanceDelete'), account, calendar: calendarRef, id: z.string(), originalStart: z.string().optional(), sendUpdates }),
  z.strictObject({ action: z.literal('event.moveThisAndFollowing'), account, calendar: calendarRef, id: z.string(), originalStart: z.string().optional(), patch: wire, sendUpdates }),
  z.strictObject({ action: z.literal('event.respond'), account, calendar: calendarRef, id: z.string(), response: z.enum(['accepted', 'declined', 'tentative', 'needsAction']), comment: z.string().optional(), sendUpdates }),
  z.strictObject({ action: z.literal('calendar.create'), account, summary: z.string(), timeZone: z.string().optional() }),
  z.strictObject({ action: z.literal('calendar.delete'), account, calendar: z.string() }),
  z.strictObject({ action: z.literal('calendar.share'), account, calendar: calendarRef, with: z.string(), role: z.enum(['none', 'freeBusyReader', 'reader', 'writer', 'owner']) }),
  z.strictObject({ action: z.literal('contact.create'), account, person: wire }),
  z.strictObject({ action: z.literal('contact.edit'), account, id: z.string(), patch: wire }),
  z.strictObject({ action: z.literal('contact.delete'), account, id: z.string() }),
  z.strictObject({ action: z.literal('contact.merge'), account, id: z.string(), with: z.array(z.string()).min(1) }),
  z.strictObject({ action: z.literal('contact.rename'), account, id: z.string() }),
  z.strictObject({ action: z.literal('otherContact.create'), account, person: wire }),
  z.strictObject({ action: z.literal('otherContact.delete'), account, id: z.string() }),
  z.strictObject({ action: z.literal('group.create'), account, name: z.string() }),
  z.strictObject({ action: z.literal('group.rename'), account, group: z.string(), name: z.string() }),
  z.strictObject({ action: z.literal('group.delete'), account, group: z.string(), deleteContacts: z.boolean().default(false) }),
  z.strictObject({ action: z.literal('group.empty'), account, group: z.string() }),
  z.strictObject({ action: z.literal('group.addMember'), account, group: z.string(), id: z.string() }),
  z.strictObject({ action: z.literal('group.removeMember'), account, group: z.string(), id: z.string() }),
  z.strictObject({ action: z.literal('task.create'), account, list: z.string().default('@default'), task: wire, parent: z.string().optional(), previous: z.string().optional() }),
  z.strictObject({ action: z.literal('task.edit'), account, list: z.string().default('@default'), id: z.string(), patch: wire }),
  z.strictObject({ action: z.literal('task.complete'), account, list: z.string().default('@default'), id: z.string() }),
  z.strictObject({ action: z.literal('task.delete'), account, list: z.string().default('@default'), id: z.string() }),
  z.strictObject({ action: z.literal('task.move'), account, list: z.string().default('@default'), id: z.string(), destination: z.string().optional(), parent: z.string().optional(), previous: z.string().optional() }),
  z.strictObject({ action: z.literal('access.revoke'), account, clientId: z.string().optional() }),
]);

export type Act = z.infer<typeof actSchema>;
export type ActOf<Prefix extends string> = Extract<Act, { action: `${Prefix}.${string}` }>;

function isOf<Prefix extends string>(act: Act, prefix: Prefix): act is ActOf<Prefix> {
  return act.action.startsWith(`${prefix}.`);
}

export function performAct(world: World, act: Act): Json {
  const owner: Account | undefined = findAccount(world, act.account);
  if (owner === undefined) throw new Refusal(404, 'unknownAccount', `There is no account ${act.account}; seed it first.`);
  if (isOf(act, 'event') || isOf(act, 'calendar')) return actCalendar(world, owner, act);
  if (isOf(act, 'contact') || isOf(act, 'group')) return actPeople(world, owner, act);
  if (isOf(act, 'otherContact')) return act.action === 'otherContact.create' ? addOtherContact(world, owner, act.person) : removeOtherContact(world, owner, act.id);
  if (isOf(act, 'task')) return actTasks(world, owner, act);
  return { revoked: revokeGrant(world, act.clientId, owner.email) };
}
