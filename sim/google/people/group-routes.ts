// In: routed requests on contact groups and their members. Out: groups cut to the asked fields.
// A contact always keeps at least one group; closed system groups take no new members.
// Never here: the fields of a contact other than its memberships.
import type { Answer, Call, Handlers } from '../call.ts';
import { readNumber, readText, readTexts, requireText } from '../call.ts';
import { makeBytes, now } from '../world.ts';
import type { Account, World } from '../world.ts';
import { isObject, refuse } from '../wire.ts';
import type { Json } from '../wire.ts';
import { parseMask } from './masks.ts';
import { cutPage, readPageSize, readPlace } from './pages.ts';
import type { GroupRecord } from './records.ts';
import { latest, listMembers, membershipsOf, touchGroup } from './records.ts';
import { formatSyncToken, readSyncPoint } from './sync.ts';
import { removeContact, setMemberships } from './write.ts';

const groupFields = ['clientData', 'groupType', 'memberCount', 'metadata', 'name'] as const;
const listDefault = ['groupType', 'memberCount', 'metadata', 'name'];
const writeDefault = ['groupType', 'metadata', 'name'];

function readGroupMask(text: unknown, fallback: readonly string[]): readonly string[] {
  return typeof text === 'string' && text !== '' ? parseMask('groupFields', text, groupFields) : fallback;
}

function formatGroupEtag(group: GroupRecord): string {
  return Buffer.from(`group-${group.stamp}`).toString('base64');
}

export function renderGroup(account: Account, group: GroupRecord, mask: readonly string[], maxMembers = 0): Json {
  const members = mask.includes('memberCount') || maxMembers > 0 ? listMembers(account.contacts, group.resourceName) : [];
  const name = group.isSystem ? { name: group.name, formattedName: group.name } : { name: group.name, formattedName: group.name };
  return {
    resourceName: group.resourceName,
    // System groups were recorded without etag and metadata.
    ...(group.isSystem ? {} : { etag: formatGroupEtag(group) }),
    ...(mask.includes('metadata') && !group.isSystem ? { metadata: { updateTime: new Date(group.updatedMs).toISOString(), ...(group.deleted ? { deleted: true } : {}) } } : {}),
    ...(mask.includes('groupType') ? { groupType: group.isSystem ? 'SYSTEM_CONTACT_GROUP' : 'USER_CONTACT_GROUP' } : {}),
    ...(mask.includes('name') && !group.deleted ? name : {}),
    ...(mask.includes('memberCount') && members.length > 0 ? { memberCount: members.length } : {}),
    ...(mask.includes('clientData') && group.clientData !== undefined ? { clientData: group.clientData } : {}),
    ...(maxMembers > 0 && members.length > 0 ? { memberResourceNames: members.slice(0, maxMembers).map((record) => record.resourceName) } : {}),
  };
}

export function requireGroup(account: Account, resourceName: string): GroupRecord {
  const group = account.contacts.groups.get(resourceName);
  if (group === undefined || group.deleted) refuse(404, 'notFound', 'Requested entity was not found.');
  return group;
}

function checkName(account: Account, name: string, except?: GroupRecord): void {
  if (name === '') refuse(400, 'badRequest', 'Contact group name must not be empty.');
  for (const group of account.contacts.groups.values()) {
    if (group !== except && !group.deleted && group.name === name) refuse(409, 'alreadyExists', 'Contact group name already exists.', { status: 'ALREADY_EXISTS' });
  }
}

export function createGroup(world: World, account: Account, name: string, given?: { resourceName?: string; clientData?: Json[] }): GroupRecord {
  const trimmed = name.trim();
  checkName(account, trimmed);
  const resourceName = given?.resourceName ?? `contactGroups/${makeBytes(world, 8).toString('hex')}`;
  const group: GroupRecord = { resourceName, isSystem: false, name: trimmed, clientData: given?.clientData, stamp: 0, updatedMs: 0, deleted: false };
  touchGroup(world, group);
  account.contacts.groups.set(resourceName, group);
  return group;
}

export function renameGroup(world: World, account: Account, group: GroupRecord, name: string): void {
  if (group.isSystem) refuse(400, 'badRequest', 'System contact groups cannot be changed.');
  checkName(account, name.trim(), group);
  group.name = name.trim();
  touchGroup(world, group);
}

export function deleteGroup(world: World, account: Account, group: GroupRecord, withContacts: boolean, lagMs: number): void {
  if (group.isSystem) refuse(400, 'badRequest', 'System contact groups cannot be deleted.');
  for (const record of listMembers(account.contacts, group.resourceName)) {
    if (withContacts) {
      removeContact(world, record, lagMs);
      continue;
    }
    const rest = membershipsOf(latest(record).fields).filter((name) => name !== group.resourceName);
    setMemberships(world, record, rest.length === 0 ? ['contactGroups/myContacts'] : rest, lagMs);
  }
  group.deleted = true;
  touchGroup(world, group);
}

function listGroups(call: Call): Answer {
  const { world, account } = call;
  const mask = readGroupMask(readText(call, 'groupFields'), listDefault);
  const size = readPageSize(call, 1000, 30);
  const parameters = `${[...mask].sort().join(',')}|${size}`;
  const syncText = readText(call, 'syncToken');
  const since = syncText === undefined ? undefined : readSyncPoint(world, 'groups', account.email, parameters, syncText);
  const all = [...account.contacts.groups.values()].filter((group) => (since === undefined ? !group.deleted : group.stamp > since.stamp));
  const place = readPlace(call, parameters);
  const { shown, next } = cutPage(all, place, size, parameters);
  const point = { stamp: place.stamp, fullSyncMs: since?.fullSyncMs ?? now(world) };
  return {
    body: {
      ...(shown.length === 0 ? {} : { contactGroups: shown.map((group) => renderGroup(account, group, mask)) }),
      totalItems: all.length,
      ...(next === undefined ? { nextSyncToken: formatSyncToken('groups', account.email, parameters, point) } : { nextPageToken: next }),
    },
  };
}

function getGroup(call: Call): Answer {
  const group = requireGroup(call.account, requireText(call, 'resourceName'));
  return { body: renderGroup(call.account, group, readGroupMask(readText(call, 'groupFields'), listDefault), readNumber(call, 'maxMembers') ?? 0) };
}

function batchGetGroups(call: Call): Answer {
  const mask = readGroupMask(readText(call, 'groupFields'), listDefault);
  const responses = readTexts(call, 'resourceNames').map((name): Json => {
    const group = call.account.contacts.groups.get(name);
    if (group === undefined || group.deleted) return { requestedResourceName: name, status: { code: 5, message: 'Requested entity was not found.' } };
    return { requestedResourceName: name, contactGroup: renderGroup(call.account, group, mask, readNumber(call, 'maxMembers') ?? 0), status: {} };
  });
  return { body: { responses } };
}

function readGiven(call: Call): Json {
  return isObject(call.body.contactGroup) ? call.body.contactGroup : refuse(400, 'badRequest', 'contact_group must be set.');
}

function create(call: Call): Answer {
  const given = readGiven(call);
  const clientData = Array.isArray(given.clientData) ? { clientData: given.clientData.filter(isObject) } : {};
  const group = createGroup(call.world, call.account, String(given.name ?? ''), clientData);
  return { body: renderGroup(call.account, group, readGroupMask(call.body.readGroupFields, writeDefault)) };
}

function update(call: Call): Answer {
  const group = requireGroup(call.account, requireText(call, 'resourceName'));
  const given = readGiven(call);
  if (typeof given.etag === 'string' && given.etag !== '' && given.etag !== formatGroupEtag(group)) {
    refuse(400, 'failedPrecondition', 'Request contact_group.etag is different than the current etag.', { status: 'FAILED_PRECONDITION' });
  }
  const mask = readGroupMask(call.body.updateGroupFields, ['name']);
  if (group.isSystem) refuse(400, 'badRequest', 'System contact groups cannot be changed.');
  if (mask.includes('name')) renameGroup(call.world, call.account, group, String(given.name ?? ''));
  if (mask.includes('clientData')) {
    group.clientData = Array.isArray(given.clientData) ? given.clientData.filter(isObject) : undefined;
    touchGroup(call.world, group);
  }
  return { body: renderGroup(call.account, group, readGroupMask(call.body.readGroupFields, writeDefault)) };
}

function modifyMembers(call: Call): Answer {
  const { world, account, body, lagMs } = call;
  const group = requireGroup(account, requireText(call, 'resourceName'));
  const list = (value: unknown): string[] => (Array.isArray(value) ? [...new Set(value.map(String))] : []);
  const added = list(body.resourceNamesToAdd);
  const removed = list(body.resourceNamesToRemove);
  if (added.length + removed.length > 1000) refuse(400, 'badRequest', 'At most 1000 resource names may be given.');
  const isOpen = !group.isSystem || group.name === 'myContacts' || group.name === 'starred';
  if (added.length > 0 && !isOpen) refuse(400, 'badRequest', `Members cannot be added to the system group ${group.resourceName}.`);
  const notFound: string[] = [];
  const kept: string[] = [];
  for (const [names, isAdding] of [[added, true], [removed, false]] as const) {
    for (const name of names) {
      const record = account.contacts.contacts.get(name);
      if (record === undefined || latest(record).deleted) {
        notFound.push(name);
        continue;
      }
      const memberships = membershipsOf(latest(record).fields);
      if (memberships.includes(group.resourceName) === isAdding) continue;
      const next = isAdding ? [...memberships, group.resourceName] : memberships.filter((other) => other !== group.resourceName);
      if (next.length === 0) kept.push(name);
      else setMemberships(world, record, next, lagMs);
    }
  }
  return {
    body: {
      ...(notFound.length === 0 ? {} : { notFoundResourceNames: notFound }),
      ...(kept.length === 0 ? {} : { canNotRemoveLastContactGroupResourceNames: kept }),
    },
  };
}

function remove(call: Call): Answer {
  const group = requireGroup(call.account, requireText(call, 'resourceName'));
  deleteGroup(call.world, call.account, group, call.parameters.deleteContacts === true, call.lagMs);
  return { body: {} };
}

export const groupHandlers: Handlers = {
  'people.contactGroups.list': listGroups,
  'people.contactGroups.get': getGroup,
  'people.contactGroups.batchGet': batchGetGroups,
  'people.contactGroups.create': create,
  'people.contactGroups.update': update,
  'people.contactGroups.delete': remove,
  'people.contactGroups.members.modify': modifyMembers,
};
