// In: one contact to create, change or delete. Out: its new version, or the refusal of that contact.
// Used alone, in batches and by a person's acts alike, so that the same rules hold everywhere.
// Never here: partial success; a refused contact leaves the store as it was.
import type { Account, World } from '../world.ts';
import { now } from '../world.ts';
import { isObject, refuse, withoutNulls } from '../wire.ts';
import type { Json } from '../wire.ts';
import { computeField, isCreatable } from './fields.ts';
import type { FieldOptions } from './fields.ts';
import type { ContactRecord } from './records.ts';
import { createContact, formatSourceEtag, latest, makeMembership, membershipsOf, pushVersion, readPersonEtag } from './records.ts';

const trashMs = 30 * 86_400_000;

export function requireContact(account: Account, resourceName: string): ContactRecord {
  const record = account.contacts.contacts.get(resourceName);
  if (record === undefined || latest(record).deleted) refuse(404, 'notFound', 'Requested entity was not found.');
  return record;
}

function readEntries(person: Json, field: string): Json[] {
  const value = person[field];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** Groups that a contact is to be in; unknown ones and closed system groups are refused. */
function readMemberships(account: Account, person: Json, sourceId: string, before: readonly string[]): Json[] {
  const names = membershipsOf(person);
  for (const name of names) {
    const group = account.contacts.groups.get(name);
    if (group === undefined || group.deleted) refuse(400, 'badRequest', `Contact group ${name} does not exist.`);
    const isOpen = !group.isSystem || name === 'contactGroups/myContacts' || name === 'contactGroups/starred';
    if (!isOpen && !before.includes(name)) refuse(400, 'badRequest', `Members cannot be added to the system group ${name}.`);
  }
  return [...new Set(names)].map((name) => makeMembership(sourceId, name));
}

function fieldOptions(world: World, account: Account, sourceId: string): FieldOptions {
  return { country: account.country, sourceId, formattedWins: world.switches.addressFormattedValueWins };
}

function countContacts(world: World, account: Account): number {
  let count = 0;
  for (const record of account.contacts.contacts.values()) {
    const version = latest(record);
    if (!version.deleted || now(world) - version.updatedMs < trashMs) count += 1;
  }
  return count;
}

/** Everything about a new contact that can be refused, checked before anything is stored. */
export function checkNewContacts(world: World, account: Account, count: number): void {
  if (countContacts(world, account) + count > world.switches.peopleContactLimit) {
    refuse(400, 'badRequest', 'MY_CONTACTS_OVERFLOW_COUNT: the account holds too many contacts, including those in the trash.', { status: 'FAILED_PRECONDITION' });
  }
}

export function computeNewFields(world: World, account: Account, given: Json, sourceId: string): Json {
  const person = withoutNulls(given) as Json;
  const options = fieldOptions(world, account, sourceId);
  const fields: Json = {};
  for (const field of Object.keys(person)) {
    if (!isCreatable(field)) continue;
    const entries = readEntries(person, field);
    if (entries.length > 0) fields[field] = computeField(field, entries, options);
  }
  const memberships = readMemberships(account, person, sourceId, []);
  fields.memberships = memberships.length > 0 ? memberships : [makeMembership(sourceId, 'contactGroups/myContacts')];
  return fields;
}

export function addContact(world: World, account: Account, person: Json, lagMs: number): ContactRecord {
  // The id is part of every field's metadata, so the fields are computed once more with it.
  computeNewFields(world, account, person, '0');
  const record = createContact(world, account, {}, lagMs);
  const version = latest(record);
  record.versions = [{ ...version, fields: computeNewFields(world, account, person, record.sourceId) }];
  return record;
}

function refuseStale(): never {
  refuse(400, 'failedPrecondition', 'Request person.etag is different than the current person.etag. Clear local cache and get the latest person.', { status: 'FAILED_PRECONDITION' });
}

export function checkPersonEtag(record: ContactRecord, person: Json): void {
  const current = formatSourceEtag(latest(record));
  const sources = isObject(person.metadata) && Array.isArray(person.metadata.sources) ? person.metadata.sources.filter(isObject) : [];
  const source = sources.find((candidate) => candidate.type === 'CONTACT' && typeof candidate.etag === 'string' && candidate.etag !== '');
  const etag = typeof person.etag === 'string' && person.etag !== '' ? person.etag : undefined;
  if (etag === undefined && source === undefined) {
    refuse(400, 'badRequest', 'Request must set person.etag or person.metadata.sources.etag for the source that is being updated.');
  }
  if (source !== undefined && source.etag !== current) refuseStale();
  if (etag !== undefined && readPersonEtag(etag) !== current) refuseStale();
}

/** The fields after an update: what the mask names is replaced whole, the rest stays. */
export function computeChangedFields(world: World, account: Account, record: ContactRecord, given: Json, mask: readonly string[]): Json {
  const person = withoutNulls(given) as Json;
  const before = latest(record).fields;
  const fields: Json = { ...before };
  const options = fieldOptions(world, account, record.sourceId);
  for (const field of mask) {
    const entries = readEntries(person, field);
    if (field === 'memberships') {
      const memberships = readMemberships(account, person, record.sourceId, membershipsOf(before));
      if (memberships.length === 0) refuse(400, 'badRequest', 'A contact must always have at least one contact group membership.');
      fields.memberships = memberships;
    } else if (entries.length === 0) delete fields[field];
    else fields[field] = computeField(field, entries, options, Array.isArray(before[field]) ? (before[field] as Json[]) : []);
  }
  return fields;
}

export function changeContact(world: World, account: Account, record: ContactRecord, person: Json, mask: readonly string[], lagMs: number): ContactRecord {
  const fields = computeChangedFields(world, account, record, person, mask);
  pushVersion(world, record, fields, false, lagMs);
  return record;
}

export function removeContact(world: World, record: ContactRecord, lagMs: number): void {
  pushVersion(world, record, latest(record).fields, true, lagMs);
}

export function setMemberships(world: World, record: ContactRecord, groups: readonly string[], lagMs: number): void {
  const fields = { ...latest(record).fields, memberships: groups.map((group) => makeMembership(record.sourceId, group)) };
  pushVersion(world, record, fields, false, lagMs);
}
