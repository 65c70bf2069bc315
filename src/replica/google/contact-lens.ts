// A contact of Google seen as a ContactItem, and changes put back into it. In: the whole
// person as last read. Out: the item; or the fields to write, in which every entry,
// attribute and unknown member that was not changed stands as it came. Never in a mask:
// a field that no change changed. Never sent: preferred, and what Google computes.

import { applyChanges, diffItems, sameValue } from '../../core/diff.ts';
import type { Change } from '../../core/diff.ts';
import type { NormalContext } from '../../core/field.ts';
import { sortNames } from '../../core/hash.ts';
import type { AddressEntry, BirthDate, ContactItem, Entry, PostalAddress } from '../../core/item.ts';
import { googleTypes } from './contact-types.ts';
import { isMember, markerKey, myContacts } from './contact-wire.ts';
import type { Person, WireEntry } from './contact-wire.ts';

const typesOf: Readonly<Record<string, ReadonlySet<string>>> = Object.fromEntries(Object.entries(googleTypes).map(([list, types]) => [list, new Set<string>(types)]));

const wireNames = { phones: 'phoneNumbers', emails: 'emailAddresses', addresses: 'addresses', urls: 'urls' } as const;
type EntriesName = keyof typeof wireNames;
const entriesNames = Object.keys(wireNames) as EntriesName[];

const nameParts = { prefix: 'honorificPrefix', givenName: 'givenName', middleName: 'middleName', familyName: 'familyName', suffix: 'honorificSuffix' } as const;
const organizationParts = { company: 'name', department: 'department', jobTitle: 'title' } as const;
const addressParts = { city: 'city', country: 'country', extended: 'extendedAddress', postalCode: 'postalCode', region: 'region', street: 'streetAddress' } as const;

type Loose = Record<string, unknown>;

function filled(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Copies the named members of `from`, leaving out empty ones. */
function pick(from: Loose, parts: Readonly<Record<string, string>>): Loose {
  const picked: Loose = {};
  for (const [ours, theirs] of Object.entries(parts)) {
    const value = filled(from[theirs]);
    if (value !== undefined) picked[ours] = value;
  }
  return picked;
}

/** Sets the named members; an absent value takes the member away. Others stay. */
function putParts(onto: WireEntry | undefined, parts: Readonly<Record<string, string>>, from: Loose, drop: readonly string[]): Loose {
  const result: Loose = { ...onto };
  for (const member of drop) delete result[member];
  for (const [ours, theirs] of Object.entries(parts)) {
    const value = filled(from[ours]);
    if (value === undefined) delete result[theirs];
    else result[theirs] = value;
  }
  return result;
}

function readType(field: EntriesName, type: unknown): { type: string; label?: string } {
  const text = filled(type);
  if (text === undefined) return { type: 'other' };
  return typesOf[field]?.has(text) ? { type: text } : { label: text, type: 'custom' };
}

function writeType(entry: { type: string; label?: string }): string | undefined {
  return entry.type === 'custom' ? filled(entry.label) : entry.type;
}

function readEntry(field: EntriesName, wire: WireEntry): Entry | AddressEntry | undefined {
  const type = readType(field, wire['type']);
  if (field === 'addresses') {
    const value: PostalAddress = pick(wire as Loose, addressParts);
    if (Object.keys(value).length > 0) return { ...type, value };
    // Only a formatted text: it is all one street to us.
    const whole = filled(wire['formattedValue']);
    return whole === undefined ? undefined : { ...type, value: { street: whole } };
  }
  const value = filled(wire['value']);
  return value === undefined ? undefined : { ...type, value };
}

/** Entries carry the place of their wire form as id, so that each finds it again. */
function readEntries(field: EntriesName, person: Person): (Entry | AddressEntry)[] {
  const list = (person[wireNames[field]] ?? []) as readonly WireEntry[];
  return list.flatMap((wire, index) => {
    const entry = readEntry(field, wire);
    return entry === undefined ? [] : [{ id: `wire:${index}`, ...entry }];
  });
}

function currentOrganization(person: Person): number {
  const list = person.organizations ?? [];
  const current = list.findIndex((organization) => organization.current === true);
  return current >= 0 ? current : list.length > 0 ? 0 : -1;
}

function isPlainNickname(entry: WireEntry): boolean {
  return entry['type'] === undefined || entry['type'] === 'DEFAULT';
}

function readBirthday(person: Person): BirthDate | undefined {
  const date = person.birthdays?.find((birthday) => birthday.date !== undefined)?.date;
  if (!date?.month || !date.day) return undefined;
  return date.year ? { day: date.day, month: date.month, year: date.year } : { day: date.day, month: date.month };
}

function view(person: Person, groupId: string | undefined): ContactItem {
  const name = person.names?.[0];
  const parts = name === undefined ? {} : pick(name, nameParts);
  const whole = filled(name?.unstructuredName) ?? filled(name?.displayName);
  if (Object.keys(parts).length === 0 && whole !== undefined) parts['givenName'] = whole;
  const organization = person.organizations?.[currentOrganization(person)];
  const item: Loose = { kind: 'contact', ...parts, ...(organization === undefined ? {} : pick(organization, organizationParts)) };
  const nickname = filled(person.nicknames?.find(isPlainNickname)?.value);
  if (nickname !== undefined) item['nickname'] = nickname;
  const birthday = readBirthday(person);
  if (birthday !== undefined) item['birthday'] = birthday;
  const notes = filled(person.biographies?.[0]?.value);
  if (notes !== undefined) item['notes'] = notes;
  for (const field of entriesNames) {
    const entries = readEntries(field, person);
    if (entries.length > 0) item[field] = entries;
  }
  if (isMember(person, groupId)) item['member'] = true;
  return item as unknown as ContactItem;
}

function withoutIds(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const { id: _, ...rest } = value as { id?: unknown };
  return rest;
}

export function personToItem(person: Person, groupId: string | undefined): ContactItem {
  const seen = { ...view(person, groupId) } as Loose;
  const item: Loose = {};
  for (const name of sortNames(Object.keys(seen))) {
    const value = seen[name];
    item[name] = name in wireNames ? (value as readonly unknown[]).map(withoutIds) : value;
  }
  return item as unknown as ContactItem;
}

function putEntries(field: EntriesName, person: Person, before: ContactItem, after: ContactItem): readonly WireEntry[] | undefined {
  const wires = (person[wireNames[field]] ?? []) as readonly WireEntry[];
  const old = new Map((before[field] ?? []).map((entry) => [entry.id, entry as Entry | AddressEntry]));
  const kept = new Map<number, WireEntry>();
  const added: WireEntry[] = [];
  for (const entry of (after[field] ?? []) as readonly (Entry | AddressEntry)[]) {
    const place = entry.id?.startsWith('wire:') ? Number(entry.id.slice(5)) : -1;
    const wire = wires[place];
    const was = old.get(entry.id);
    if (wire === undefined || was === undefined) added.push(putEntry(undefined, undefined, entry));
    else kept.set(place, putEntry(wire, was, entry));
  }
  // Wire entries without a view (an empty value) are not ours to drop.
  const result = wires.flatMap((wire, place) => (kept.has(place) ? [kept.get(place) as WireEntry] : old.has(`wire:${place}`) ? [] : [wire]));
  const all = [...result, ...added];
  return all.length === wires.length && all.every((wire, place) => wire === wires[place]) ? undefined : all;
}

function putEntry(wire: WireEntry | undefined, was: Entry | AddressEntry | undefined, entry: Entry | AddressEntry): WireEntry {
  const sameType = was !== undefined && was.type === entry.type && (was.label ?? '') === (entry.label ?? '');
  const sameText = was !== undefined && sameValue(was.value, entry.value);
  if (wire !== undefined && sameType && sameText) return wire;
  let result: Loose = { ...wire };
  if (!sameText) {
    if (typeof entry.value === 'string') {
      result['value'] = entry.value;
      delete result['canonicalForm'];
    } else {
      // A formatted text that was sent along would win over the edited parts.
      result = putParts(result, addressParts, { ...entry.value }, ['formattedValue', 'countryCode']);
    }
  }
  if (!sameType) {
    const type = writeType(entry);
    if (type === undefined) delete result['type'];
    else result['type'] = type;
    delete result['formattedType'];
  }
  return result;
}

function putName(person: Person, after: ContactItem): readonly WireEntry[] {
  const name = putParts(person.names?.[0], nameParts, { ...after }, ['displayName', 'displayNameLastFirst', 'unstructuredName']);
  return Object.values(nameParts).some((part) => name[part] !== undefined) ? [name] : [];
}

function putNickname(person: Person, after: ContactItem): readonly WireEntry[] {
  const list = person.nicknames ?? [];
  if (after.nickname === undefined) return list.filter((entry) => !isPlainNickname(entry));
  const at = list.findIndex(isPlainNickname);
  return at < 0 ? [...list, { value: after.nickname }] : list.map((entry, index) => (index === at ? { ...entry, value: after.nickname } : entry));
}

function putOrganization(person: Person, after: ContactItem): readonly WireEntry[] {
  const list = (person.organizations ?? []) as readonly WireEntry[];
  const at = currentOrganization(person);
  const changed = putParts(list[at], organizationParts, { ...after }, []);
  const says = Object.keys(changed).some((member) => !['metadata', 'type', 'formattedType', 'current'].includes(member));
  if (at < 0) return says ? [changed] : [];
  return list.flatMap((entry, index) => (index !== at ? [entry] : says ? [changed] : []));
}

function putBirthday(person: Person, after: ContactItem): readonly WireEntry[] {
  if (after.birthday === undefined) return [];
  const { text: _, ...kept } = (person.birthdays?.[0] ?? {}) as Loose;
  return [{ ...kept, date: after.birthday }];
}

function putNotes(person: Person, after: ContactItem): readonly WireEntry[] {
  if (after.notes === undefined) return [];
  return [{ ...person.biographies?.[0], value: after.notes, contentType: 'TEXT_PLAIN' }];
}

/** Takes our group in or out; every other label stays, and one always remains. */
function putMembership(person: Person, groupId: string | undefined, member: boolean): readonly WireEntry[] {
  const list = (person.memberships ?? []) as readonly WireEntry[];
  const others = list.filter((entry) => groupOf(entry) !== groupId);
  const result = member && groupId !== undefined ? [...others, membershipIn(groupId)] : others;
  return result.some((entry) => entry['contactGroupMembership'] !== undefined && groupOf(entry) !== groupId) ? result : [...result, membershipIn(myContacts)];
}

function groupOf(entry: WireEntry): string | undefined {
  return (entry['contactGroupMembership'] as { contactGroupResourceName?: string } | undefined)?.contactGroupResourceName;
}

function membershipIn(groupId: string): WireEntry {
  return { contactGroupMembership: { contactGroupResourceName: groupId } };
}

export interface PersonWrite {
  /** Only the fields of the mask. */
  readonly fields: Readonly<Record<string, readonly WireEntry[]>>;
  readonly mask: readonly string[];
}

const empty: Person = { resourceName: 'new' };

/** Changes put into the person as last seen; without a person: a new one. */
export function putContact(
  seen: Person | undefined,
  change: { readonly changes?: readonly Change[]; readonly after?: ContactItem; readonly marker?: string },
  groupId: string | undefined,
  context: NormalContext,
): PersonWrite {
  const person = seen ?? empty;
  const before = view(person, groupId);
  const wanted = change.changes ?? diffItems(personToItem(person, groupId), change.after ?? { kind: 'contact' }, context);
  // An entry id of the office must not be taken for a place of ours.
  const changes = wanted.map((one) => (one.key === undefined ? one : { ...one, from: withoutIds(one.from), to: withoutIds(one.to) }));
  const after = applyChanges(before, changes, context) as ContactItem;
  const differs = (names: readonly string[]): boolean =>
    names.some((name) => !sameValue((before as unknown as Loose)[name], (after as unknown as Loose)[name]));
  const fields: Record<string, readonly WireEntry[]> = {};
  if (differs(Object.keys(nameParts))) fields['names'] = putName(person, after);
  if (differs(['nickname'])) fields['nicknames'] = putNickname(person, after);
  if (differs(Object.keys(organizationParts))) fields['organizations'] = putOrganization(person, after);
  if (differs(['birthday'])) fields['birthdays'] = putBirthday(person, after);
  if (differs(['notes'])) fields['biographies'] = putNotes(person, after);
  for (const field of entriesNames) {
    const list = putEntries(field, person, before, after);
    if (list !== undefined) fields[wireNames[field]] = list;
  }
  if (differs(['member']) || seen === undefined) fields['memberships'] = putMembership(person, groupId, after.member === true);
  if (seen === undefined && change.marker !== undefined) fields['clientData'] = [{ key: markerKey, value: change.marker }];
  return { fields, mask: Object.keys(fields) };
}
