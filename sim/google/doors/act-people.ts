// In: a person's act on contacts and labels. Out: the contact (or group) afterwards.
// A person in Google Contacts needs no etag: the last word wins.
// Never here: rules of its own; all changes go through people/.
import { personFields, writableFields } from '../people/fields.ts';
import { createGroup, deleteGroup, renameGroup, renderGroup, requireGroup } from '../people/group-routes.ts';
import { renderPerson } from '../people/masks.ts';
import type { ContactRecord } from '../people/records.ts';
import { latest, listMembers, membershipsOf, pushVersion } from '../people/records.ts';
import { addContact, changeContact, checkNewContacts, removeContact, requireContact, setMemberships } from '../people/write.ts';
import { makeBytes } from '../world.ts';
import type { Account, World } from '../world.ts';
import { refuse, sameJson } from '../wire.ts';
import type { Json } from '../wire.ts';
import type { ActOf } from './act.ts';

function show(record: ContactRecord): Json {
  return renderPerson(record, latest(record), personFields);
}

function merge(world: World, keeper: ContactRecord, others: readonly ContactRecord[]): void {
  const fields: Json = { ...latest(keeper).fields };
  const bare = (entry: Json): Json => ({ ...entry, metadata: undefined });
  for (const other of others) {
    for (const [field, value] of Object.entries(latest(other).fields)) {
      if (!Array.isArray(value)) continue;
      const own = Array.isArray(fields[field]) ? (fields[field] as Json[]) : [];
      const isSingle = ['names', 'birthdays', 'genders', 'biographies', 'photos'].includes(field);
      if (isSingle && own.length > 0) continue;
      const added = (value as Json[]).filter((entry) => !own.some((known) => sameJson(bare(known), bare(entry))));
      fields[field] = [...own, ...added.map((entry) => ({ ...entry, metadata: { source: { type: 'CONTACT', id: keeper.sourceId } } }))];
    }
  }
  pushVersion(world, keeper, fields, false, world.switches.peopleSyncLagMs);
  for (const other of others) removeContact(world, other, world.switches.peopleSyncLagMs);
  keeper.previousNames.push(...others.map((other) => other.resourceName));
}

/** The contact gets linked to a profile, so its resource name changes. */
function rename(world: World, account: Account, record: ContactRecord): void {
  account.contacts.contacts.delete(record.resourceName);
  record.previousNames.push(record.resourceName);
  record.resourceName = `people/c${BigInt(`0x${makeBytes(world, 7).toString('hex')}`)}`;
  account.contacts.contacts.set(record.resourceName, record);
  pushVersion(world, record, latest(record).fields, false, world.switches.peopleSyncLagMs);
}

function actContact(world: World, account: Account, act: ActOf<'contact'>): Json {
  const lagMs = world.switches.peopleSyncLagMs;
  if (act.action === 'contact.create') {
    checkNewContacts(world, account, 1);
    return show(addContact(world, account, act.person, lagMs));
  }
  const record = requireContact(account, act.id);
  switch (act.action) {
    case 'contact.edit': {
      const mask = Object.keys(act.patch).filter((field) => (writableFields as readonly string[]).includes(field));
      if (mask.length === 0) refuse(400, 'invalid', 'The patch names no field that a person can edit.');
      return show(changeContact(world, account, record, act.patch, mask, lagMs));
    }
    case 'contact.delete':
      removeContact(world, record, lagMs);
      return show(record);
    case 'contact.merge':
      merge(world, record, act.with.map((id) => requireContact(account, id)));
      return show(record);
    case 'contact.rename':
      rename(world, account, record);
      return show(record);
    default:
      return act satisfies never;
  }
}

function actGroup(world: World, account: Account, act: ActOf<'group'>): Json {
  const lagMs = world.switches.peopleSyncLagMs;
  const mask = ['groupType', 'memberCount', 'metadata', 'name'];
  if (act.action === 'group.create') return renderGroup(account, createGroup(world, account, act.name), mask);
  const byName = [...account.contacts.groups.values()].find((known) => known.name === act.group && !known.deleted);
  const group = byName ?? requireGroup(account, act.group);
  const drop = (record: ContactRecord): void => {
    const rest = membershipsOf(latest(record).fields).filter((name) => name !== group.resourceName);
    setMemberships(world, record, rest.length === 0 ? ['contactGroups/myContacts'] : rest, lagMs);
  };
  switch (act.action) {
    case 'group.rename':
      renameGroup(world, account, group, act.name);
      break;
    case 'group.delete':
      deleteGroup(world, account, group, act.deleteContacts, lagMs);
      break;
    case 'group.empty':
      listMembers(account.contacts, group.resourceName).forEach(drop);
      break;
    case 'group.addMember': {
      const record = requireContact(account, act.id);
      setMemberships(world, record, [...new Set([...membershipsOf(latest(record).fields), group.resourceName])], lagMs);
      break;
    }
    case 'group.removeMember':
      drop(requireContact(account, act.id));
      break;
    default:
      return act satisfies never;
  }
  return renderGroup(account, group, mask);
}

export function actPeople(world: World, account: Account, act: ActOf<'contact'> | ActOf<'group'>): Json {
  return act.action.startsWith('contact.') ? actContact(world, account, act as ActOf<'contact'>) : actGroup(world, account, act as ActOf<'group'>);
}
