// In: the transfer of a secondary calendar by an administrator. Out: another owner of its data.
// Never here: a transfer out of the organization, of a main or a deleted calendar.
import type { Answer, Call, Handlers } from '../call.ts';
import { readFlag, requireText } from '../call.ts';
import { domainOf } from '../people/directory.ts';
import { refuse } from '../wire.ts';
import { findAccount } from '../world.ts';
import { giveRole } from './acl.ts';
import { addToList, touchEverywhere } from './calendar-routes.ts';

function transferOwnership(call: Call): Answer {
  const { world, account } = call;
  if (readFlag(call, 'useAdminAccess') !== true) refuse(400, 'invalid', 'Only administrator access is supported: useAdminAccess must be true.');
  if (!account.isAdministrator) refuse(403, 'forbidden', 'You must be an administrator with the Manage Calendars privilege.');
  const calendar = world.calendars.get(requireText(call, 'calendarId'));
  const domain = domainOf(account);
  if (calendar === undefined || calendar.deleted || domain === undefined || domainOf({ email: calendar.owner }) !== domain) refuse(404, 'notFound', 'Not Found');
  if (calendar.isPrimary) refuse(400, 'invalid', 'A primary calendar cannot be transferred.');
  const owner = findAccount(world, requireText(call, 'newDataOwner'));
  if (owner === undefined || domainOf(owner) !== domain) refuse(400, 'invalid', 'The new data owner is not a user of this organization.');
  // The former owner keeps the role; nothing is said of it.
  calendar.owner = owner.email;
  giveRole(world, calendar, owner.email, 'owner');
  if (!owner.calendarList.has(calendar.id)) addToList(world, owner, calendar);
  touchEverywhere(world, calendar);
  return { status: 204 };
}

export const transferHandlers: Handlers = { 'calendar.calendars.transferOwnership': transferOwnership };
