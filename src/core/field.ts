// The table of fields: for each kind what is compared, who can carry it, and in which
// normal form two values are the same. Everything that diffs, merges, shows or hashes
// an item walks this table; nothing else may list the fields of an item.
// Values are compared in normal form and stored as written.

import type { AddressEntry, Entry, EventItem, Guest, Item, Kind, Occurrence, When } from './item.ts';
import { normalAddress, normalRule, normalText, normalUrl, normalWhen } from './normal-form.ts';
import { normalPhone } from './phone.ts';
import type { Side } from './side.ts';

export interface NormalContext {
  /** ISO 3166 alpha-2: for phone numbers without a prefix. */
  readonly country: string;
}

/**
 * At the first meeting of two records that differ in a field: 'ask' fills a value that
 * only one has and leaves two different values open for a choice; 'strict' asks even
 * where one has none; 'fill' adds to each side what it lacks; 'leave' accepts that the
 * two differ.
 */
export type FirstMeeting = 'ask' | 'strict' | 'fill' | 'leave';

interface FieldBase {
  readonly name: string;
  /** As a person reads it. */
  readonly label: string;
  readonly carriedBy: readonly Side[];
  readonly firstMeeting: FirstMeeting;
  /** Follows from other fields of the office: a list of values need not show it beside them. */
  readonly isDerived?: true;
}

export interface ScalarField extends FieldBase {
  readonly shape: 'scalar';
  get(item: Item): unknown;
  set(item: Item, value: unknown): Item;
  normal(value: unknown, item: Item): unknown;
}

/** Something with an identity of its own inside a multi-valued field. */
export interface AnyEntry {
  readonly id?: string;
  readonly type?: string;
  readonly label?: string;
  readonly preferred?: boolean;
}

export interface EntriesField extends FieldBase {
  readonly shape: 'entries';
  get(item: Item): readonly AnyEntry[];
  set(item: Item, entries: readonly AnyEntry[]): Item;
  /** Identity of the entry: the normal form of its value. */
  key(entry: AnyEntry, context: NormalContext): string;
  /** What is compared beside the key, by attribute. */
  attributes(entry: AnyEntry): Readonly<Record<string, unknown>>;
  /** Attributes that only some sides carry. */
  readonly attributeCarriedBy: Readonly<Record<string, readonly Side[]>>;
  /** Puts the attribute of one entry onto another; 'value' is everything that makes the key. */
  put(onto: AnyEntry, attribute: string, from: AnyEntry): AnyEntry;
}

export type Field = ScalarField | EntriesField;

/** What an item holds that does not have the field. */
export const noEntries: readonly AnyEntry[] = [];

const both: readonly Side[] = ['office', 'google'];
const officeOnly: readonly Side[] = ['office'];

function setMember(item: Item, name: string, value: unknown): Item {
  if (value !== undefined && value !== null && value !== '') return { ...item, [name]: value } as unknown as Item;
  return name in item ? (without(item, name) as Item) : item;
}

/** A copy: taking a member away from a copy would make a table of it, slow to read ever after. */
export function without<T extends object>(record: T, name: string): T {
  const copy: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(record)) if (key !== name) copy[key] = value;
  return copy as T;
}

function getMember(item: Item, name: string): unknown {
  return (item as unknown as Record<string, unknown>)[name];
}

type ScalarOptions = { carriedBy?: readonly Side[]; firstMeeting?: FirstMeeting; normal?: (value: unknown, item: Item) => unknown };

function scalar(name: string, label: string, options: ScalarOptions = {}): ScalarField {
  return {
    shape: 'scalar',
    name,
    label,
    carriedBy: options.carriedBy ?? both,
    firstMeeting: options.firstMeeting ?? 'ask',
    get: (item) => getMember(item, name),
    set: (item, value) => setMember(item, name, value),
    normal: options.normal ?? normalText,
  };
}

function flag(name: string, label: string, whenAbsent: boolean, firstMeeting: FirstMeeting): ScalarField {
  return scalar(name, label, { firstMeeting, normal: (value) => (value === whenAbsent ? undefined : value) });
}

function entryAttributes(entry: AnyEntry): Readonly<Record<string, unknown>> {
  return { preferred: entry.preferred === true, type: entry.type === 'custom' ? `custom:${entry.label ?? ''}` : (entry.type ?? 'other') };
}

function putEntryAttribute(onto: AnyEntry, attribute: string, from: AnyEntry): AnyEntry {
  const copy: Record<string, unknown> = { ...onto };
  if (attribute === 'type') {
    copy['type'] = from.type;
    if (from.label === undefined) delete copy['label'];
    else copy['label'] = from.label;
  } else if (attribute === 'preferred') {
    if (from.preferred === true) copy['preferred'] = true;
    else delete copy['preferred'];
  } else {
    copy['value'] = (from as Entry).value;
  }
  return copy as AnyEntry;
}

function entries(name: string, label: string, key: (entry: AnyEntry, context: NormalContext) => string): EntriesField {
  return {
    shape: 'entries',
    name,
    label,
    carriedBy: both,
    firstMeeting: 'fill',
    get: (item) => (getMember(item, name) as readonly AnyEntry[] | undefined) ?? noEntries,
    set: (item, list) => setMember(item, name, list.length === 0 ? undefined : list),
    key,
    attributes: entryAttributes,
    // Google keeps no preferred flag: it is the office's alone and is never sent [R12].
    attributeCarriedBy: { type: both, preferred: officeOnly },
    put: putEntryAttribute,
  };
}

const whenField: ScalarField = {
  shape: 'scalar',
  name: 'when',
  label: 'Date and time',
  carriedBy: both,
  firstMeeting: 'ask',
  get: (item) => ({ start: (item as EventItem).start, end: (item as EventItem).end }),
  set: (item, value) => ({ ...(item as EventItem), ...(value as { start: When; end: When }) }),
  normal: (value, item) => {
    const { start, end } = value as { start: When; end: When };
    // A series lives on the wall clock of its zone; a single event is an instant.
    const keepZone = ((item as EventItem).recurrence ?? []).length > 0;
    return [normalWhen(start, keepZone), normalWhen(end, keepZone)];
  },
};

const guestsField: EntriesField = {
  shape: 'entries',
  name: 'guests',
  label: 'Participants',
  carriedBy: both,
  firstMeeting: 'leave',
  get: (item) => ((getMember(item, 'guests') as readonly AnyEntry[] | undefined) ?? noEntries),
  set: (item, list) => setMember(item, 'guests', list.length === 0 ? undefined : list),
  key: (entry) => (entry as unknown as Guest).email.trim().toLowerCase(),
  attributes: (entry) => {
    const guest = entry as unknown as Guest;
    return { optional: guest.optional === true, response: guest.response ?? 'needsAction' };
  },
  // Answers are the guest's own: they are read from Google and never sent there.
  attributeCarriedBy: { response: officeOnly, optional: officeOnly },
  put: (onto, attribute, from) => {
    if (attribute === 'value') return { ...onto, email: (from as unknown as Guest).email, name: (from as unknown as Guest).name } as AnyEntry;
    return { ...onto, [attribute]: (from as unknown as Record<string, unknown>)[attribute] } as AnyEntry;
  },
};

/** Read from the participants in the office, and from a line of the text at Google. */
const attendingField: ScalarField = {
  ...scalar('attending', 'Names in the text', {
    firstMeeting: 'leave',
    normal: (value) => {
      const names = ((value as readonly string[] | undefined) ?? []).flatMap((name) => normalText(name) ?? []);
      return names.length === 0 ? undefined : names.sort();
    },
  }),
  isDerived: true,
};

const occurrencesField: EntriesField = {
  shape: 'entries',
  name: 'occurrences',
  label: 'Changed occurrences',
  carriedBy: both,
  firstMeeting: 'fill',
  get: (item) => ((getMember(item, 'occurrences') as readonly AnyEntry[] | undefined) ?? noEntries),
  set: (item, list) => setMember(item, 'occurrences', list.length === 0 ? undefined : list),
  key: (entry) => (entry as unknown as Occurrence).original,
  attributes: (entry) => {
    const { cancelled, title, description, location, start, end } = entry as unknown as Occurrence;
    return {
      cancelled: cancelled === true,
      title: normalText(title),
      description: normalText(description),
      location: normalText(location),
      when: start === undefined ? undefined : [normalWhen(start, false), normalWhen(end, false)],
    };
  },
  attributeCarriedBy: {},
  put: (onto, attribute, from) => {
    const copy: Record<string, unknown> = { ...onto };
    const source = from as unknown as Record<string, unknown>;
    for (const name of attribute === 'when' ? ['start', 'end'] : [attribute]) {
      if (source[name] === undefined) delete copy[name];
      else copy[name] = source[name];
    }
    return copy as AnyEntry;
  },
};

const contactFields: readonly Field[] = [
  scalar('prefix', 'Title'),
  scalar('givenName', 'First name'),
  scalar('middleName', 'Middle name'),
  scalar('familyName', 'Last name'),
  scalar('suffix', 'Suffix'),
  scalar('nickname', 'Nickname'),
  scalar('company', 'Company'),
  scalar('department', 'Department'),
  scalar('jobTitle', 'Job title'),
  scalar('birthday', 'Birthday', { normal: (value) => value ?? undefined }),
  scalar('notes', 'Notes'),
  entries('phones', 'Phone', (entry, context) => normalPhone((entry as Entry).value, context.country)),
  entries('emails', 'E-mail', (entry) => (entry as Entry).value.trim().toLowerCase()),
  entries('addresses', 'Address', (entry) => normalAddress((entry as AddressEntry).value)),
  entries('urls', 'Web address', (entry) => normalUrl((entry as Entry).value)),
  flag('member', 'In the SET and its Google group', false, 'fill'),
];

const eventFields: readonly Field[] = [
  scalar('title', 'Subject'),
  whenField,
  scalar('location', 'Location'),
  scalar('description', 'Notes'),
  flag('private', 'Private', false, 'leave'),
  flag('busy', 'Show time as busy', true, 'leave'),
  scalar('reminder', 'Reminder', { firstMeeting: 'leave', normal: (value) => value ?? undefined }),
  guestsField,
  attendingField,
  scalar('recurrence', 'Recurrence', {
    firstMeeting: 'strict',
    normal: (value, item) => {
      const lines = (value as readonly string[] | undefined) ?? [];
      return lines.length === 0 ? undefined : lines.map((line) => normalRule(line, (item as EventItem).start)).sort();
    },
  }),
  occurrencesField,
  scalar('calendar', 'Shown from the calendar', { firstMeeting: 'leave' }),
  scalar('activityType', 'Activity type', { carriedBy: officeOnly }),
  scalar('activitySubType', 'Sub-type', { carriedBy: officeOnly }),
  scalar('priority', 'Priority', { carriedBy: officeOnly }),
];

const taskFields: readonly Field[] = [
  scalar('title', 'Subject'),
  scalar('notes', 'Notes'),
  scalar('dueDate', 'Due date'),
  scalar('dueTime', 'Due time', { carriedBy: officeOnly }),
  flag('completed', 'Completed', false, 'fill'),
  scalar('priority', 'Priority', { carriedBy: officeOnly }),
];

export const fieldsOf: Readonly<Record<Kind, readonly Field[]>> = {
  contact: contactFields,
  event: eventFields,
  task: taskFields,
};

const byName = Object.fromEntries(Object.entries(fieldsOf).map(([kind, fields]) => [kind, new Map(fields.map((field) => [field.name, field]))])) as unknown as Readonly<Record<Kind, ReadonlyMap<string, Field>>>;

export function fieldNamed(kind: Kind, name: string): Field {
  const field = byName[kind].get(name);
  if (field === undefined) throw new Error(`A ${kind} has no field "${name}".`);
  return field;
}
