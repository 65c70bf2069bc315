// The wire form of a contact (People API), as far as we rely on it. In: answers. Out:
// checked answers; members that are not named here pass and are kept in the raw record.
// A mask that is written down here must never differ between two requests.

import { z } from 'zod';

/** One constant: sync tokens belong to the mask that they were asked with. */
export const personFields =
  'names,nicknames,organizations,birthdays,biographies,phoneNumbers,emailAddresses,addresses,urls,memberships,clientData,metadata';

/** Only what the user's own contacts hold; a linked Google profile is nobody's to change. */
export const contactSources: string[] = ['READ_SOURCE_TYPE_CONTACT'];

export const markerKey = 'smartoffice';
export const myContacts = 'contactGroups/myContacts';

const text = z.string().optional();
const fieldMetadata = z.looseObject({ source: z.looseObject({ type: text, id: text }).optional(), primary: z.boolean().optional() }).optional();

const nameSchema = z.looseObject({
  metadata: fieldMetadata,
  givenName: text,
  middleName: text,
  familyName: text,
  honorificPrefix: text,
  honorificSuffix: text,
  displayName: text,
  displayNameLastFirst: text,
  unstructuredName: text,
});
const typedValue = z.looseObject({ metadata: fieldMetadata, value: text, type: text });
const addressSchema = z.looseObject({
  metadata: fieldMetadata,
  type: text,
  streetAddress: text,
  extendedAddress: text,
  city: text,
  region: text,
  postalCode: text,
  country: text,
  countryCode: text,
});
const organizationSchema = z.looseObject({ metadata: fieldMetadata, name: text, department: text, title: text, current: z.boolean().optional() });
const dateSchema = z.looseObject({ year: z.number().optional(), month: z.number().optional(), day: z.number().optional() });
const birthdaySchema = z.looseObject({ metadata: fieldMetadata, date: dateSchema.optional(), text: text });
const membershipSchema = z.looseObject({
  metadata: fieldMetadata,
  contactGroupMembership: z.looseObject({ contactGroupResourceName: text, contactGroupId: text }).optional(),
});
const sourceSchema = z.looseObject({ type: text, id: text, etag: text });

export const personSchema = z.looseObject({
  resourceName: z.string().min(1),
  etag: text,
  metadata: z
    .looseObject({
      sources: z.array(sourceSchema).optional(),
      deleted: z.boolean().optional(),
      previousResourceNames: z.array(z.string()).optional(),
    })
    .optional(),
  names: z.array(nameSchema).optional(),
  nicknames: z.array(typedValue).optional(),
  organizations: z.array(organizationSchema).optional(),
  birthdays: z.array(birthdaySchema).optional(),
  biographies: z.array(z.looseObject({ metadata: fieldMetadata, value: text, contentType: text })).optional(),
  phoneNumbers: z.array(typedValue).optional(),
  emailAddresses: z.array(typedValue).optional(),
  addresses: z.array(addressSchema).optional(),
  urls: z.array(typedValue).optional(),
  memberships: z.array(membershipSchema).optional(),
  clientData: z.array(z.looseObject({ key: text, value: text })).optional(),
});
export type Person = z.infer<typeof personSchema>;
export type WireEntry = Readonly<Record<string, unknown>>;

export const connectionsSchema = z.looseObject({
  connections: z.array(personSchema).optional(),
  nextPageToken: text,
  nextSyncToken: text,
  totalItems: z.number().optional(),
});

const responseSchema = z.looseObject({
  requestedResourceName: text,
  person: personSchema.optional(),
  httpStatusCode: z.number().optional(),
  status: z.looseObject({ code: z.number().optional(), message: text }).optional(),
});
export const batchGetSchema = z.looseObject({ responses: z.array(responseSchema).optional() });
export const createdSchema = z.looseObject({ createdPeople: z.array(responseSchema).optional() });
export const updatedSchema = z.looseObject({ updateResult: z.record(z.string(), responseSchema).optional() });
export const emptySchema = z.unknown();

export const groupSchema = z.looseObject({
  resourceName: z.string().min(1),
  name: text,
  groupType: text,
  metadata: z.looseObject({ deleted: z.boolean().optional() }).optional(),
});
export const groupsSchema = z.looseObject({ contactGroups: z.array(groupSchema).optional(), nextPageToken: text });

function contactSource(person: Person): { readonly id?: string; readonly etag?: string } | undefined {
  return person.metadata?.sources?.find((source) => source.type === 'CONTACT');
}

/**
 * A resource name changes when Google links the contact to a profile; the id of its
 * CONTACT source does not, and an ordinary contact is named `people/c` + that id in
 * decimal. So this is the name that the contact has, or had before.
 */
export function personId(person: Person): string {
  const id = contactSource(person)?.id;
  if (id === undefined || !/^[0-9a-f]{1,16}$/.test(id)) return person.resourceName;
  // Signed, as names are: the upper half of the ids reads negative.
  return `people/c${BigInt.asIntN(64, BigInt(`0x${id}`))}`;
}

/** The etag of the person depends on the mask that was asked for; its source's does not. */
export function personVersion(person: Person): string {
  return contactSource(person)?.etag ?? person.etag ?? '';
}

export function personMarker(person: Person): string | undefined {
  return person.clientData?.find((entry) => entry.key === markerKey)?.value;
}

export function isMember(person: Person, groupId: string | undefined): boolean {
  if (groupId === undefined) return false;
  return (person.memberships ?? []).some((entry) => entry.contactGroupMembership?.contactGroupResourceName === groupId);
}
