// In: contact fields as they should stand. Out: stored contacts and groups with stamps and etags.
// A write may stay unseen by lists for a while: a contact keeps its earlier versions until then.
// Never here: masks, or the checks of a request.
import { makeBytes, nextStamp, now } from '../world.ts';
import type { Account, World } from '../world.ts';
import type { Json } from '../wire.ts';
import { encodeFields, decodeToken, packVarints } from '../protobuf.ts';

export interface Version {
  readonly fields: Json;
  readonly deleted: boolean;
  readonly stamp: number;
  readonly updatedMs: number;
  readonly visibleAt: number;
}

export interface ContactRecord {
  /** The 64-bit id in hexadecimal, as it stands in metadata.sources. */
  readonly sourceId: string;
  resourceName: string;
  previousNames: string[];
  /** Oldest first; the last is what the account holds. */
  versions: Version[];
}

export interface GroupRecord {
  readonly resourceName: string;
  readonly isSystem: boolean;
  name: string;
  clientData: Json[] | undefined;
  stamp: number;
  updatedMs: number;
  deleted: boolean;
}

/** Collected by Google itself; nobody edits it. */
export interface OtherContact {
  readonly person: Json;
  stamp: number;
  deleted: boolean;
}

export interface ContactStore {
  readonly contacts: Map<string, ContactRecord>;
  readonly groups: Map<string, GroupRecord>;
  readonly otherContacts: OtherContact[];
}

export const systemGroups = ['myContacts', 'starred', 'friends', 'family', 'coworkers', 'chatBuddies', 'all', 'blocked'] as const;

export function createContactStore(): ContactStore {
  const groups = new Map<string, GroupRecord>();
  for (const name of systemGroups) {
    const resourceName = `contactGroups/${name}`;
    groups.set(resourceName, { resourceName, isSystem: true, name, clientData: undefined, stamp: 0, updatedMs: 0, deleted: false });
  }
  return { contacts: new Map(), groups, otherContacts: [] };
}

export function latest(record: ContactRecord): Version {
  const version = record.versions.at(-1);
  if (version === undefined) throw new Error('a contact without a version');
  return version;
}

/** What lists see now; undefined when the contact is too new for them. */
export function visibleVersion(world: World, record: ContactRecord): Version | undefined {
  const time = now(world);
  return record.versions.findLast((version) => version.visibleAt <= time);
}

export function pushVersion(world: World, record: ContactRecord, fields: Json, deleted: boolean, lagMs: number, updatedMs?: number): Version {
  const version: Version = { fields, deleted, stamp: nextStamp(world), updatedMs: updatedMs ?? now(world), visibleAt: lagMs > 0 ? now(world) + lagMs : 0 };
  const seen = visibleVersion(world, record);
  // Versions that no list can show any more are forgotten.
  record.versions = [...record.versions.filter((old) => old === seen || old.visibleAt > now(world)), version];
  if (lagMs === 0) record.versions = [version];
  return version;
}

export function createContact(world: World, account: Account, fields: Json, lagMs: number, given?: { resourceName?: string; updatedMs?: number }): ContactRecord {
  const digits = given?.resourceName === undefined ? undefined : /^people\/c(-?\d+)$/.exec(given.resourceName)?.[1];
  // 62 bits keep the decimal form positive.
  const number = digits === undefined ? BigInt(`0x${makeBytes(world, 8).toString('hex')}`) & 0x3fffffffffffffffn : BigInt.asUintN(64, BigInt(digits));
  const record: ContactRecord = {
    sourceId: number.toString(16),
    resourceName: given?.resourceName ?? `people/c${number}`,
    previousNames: [],
    versions: [],
  };
  pushVersion(world, record, fields, false, lagMs, given?.updatedMs);
  account.contacts.contacts.set(record.resourceName, record);
  return record;
}

export function formatSourceEtag(version: Version): string {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(version.stamp));
  return `#${bytes.toString('base64')}`;
}

/** Observed shape: the etag of a person names the requested fields, so it differs from mask to mask. */
export function formatPersonEtag(version: Version, fieldNumbers: readonly number[]): string {
  return `%${encodeFields([[2, packVarints(fieldNumbers)], [3, packVarints([1, 2, 5, 7])], [4, formatSourceEtag(version).slice(1)]]).toString('base64')}`;
}

export function readPersonEtag(etag: string): string | undefined {
  const token = etag.startsWith('%') ? decodeToken(etag.slice(1)) : undefined;
  const source = token?.bytes.get(4)?.toString('utf8');
  return source === undefined ? undefined : `#${source}`;
}

export function membershipsOf(fields: Json): string[] {
  const memberships = Array.isArray(fields.memberships) ? (fields.memberships as { contactGroupMembership?: { contactGroupResourceName?: string } }[]) : [];
  return memberships.flatMap((membership) => membership.contactGroupMembership?.contactGroupResourceName ?? []);
}

export function makeMembership(sourceId: string, group: string): Json {
  return {
    metadata: { source: { type: 'CONTACT', id: sourceId } },
    contactGroupMembership: { contactGroupId: group.replace('contactGroups/', ''), contactGroupResourceName: group },
  };
}

export function listMembers(store: ContactStore, group: string): ContactRecord[] {
  return [...store.contacts.values()].filter((record) => !latest(record).deleted && membershipsOf(latest(record).fields).includes(group));
}

export function touchGroup(world: World, group: GroupRecord): void {
  group.stamp = nextStamp(world);
  group.updatedMs = Math.max(now(world), group.updatedMs + 1);
}
