// The calls of the People API that the contact replica makes, each with its price and
// what may happen when it is sent twice. In: names, bodies. Out: what was told.
// Never here: what an answer means for a request of ours.

import { ReplicaError } from '../replica.ts';
import type { Ask, GoogleConnection, Told } from './connection.ts';
import type { WireTrouble } from './trouble.ts';
import {
  batchGetSchema,
  connectionsSchema,
  contactSources,
  createdSchema,
  emptySchema,
  groupSchema,
  groupsSchema,
  personFields,
  personSchema,
  updatedSchema,
} from './contact-wire.ts';
import type { Person, WireEntry } from './contact-wire.ts';

export type PersonBody = Readonly<Record<string, unknown>>;

export interface ContactErrors {
  /** By resource name (update) or by place in the batch (create). */
  readonly byKey: ReadonlyMap<string, { readonly code: number; readonly message: string }>;
}

type Page = { readonly people: readonly { person: Person; raw: PersonBody }[]; readonly next: string | undefined; readonly token: string | undefined };

function people<T>(rest: Omit<Ask<T>, 'api'>): Ask<T> {
  return { api: 'people', ...rest };
}

/** The raw person beside the checked one: what we send back is what came. */
function rawList(raw: unknown, member: string): readonly PersonBody[] {
  return ((raw as Record<string, unknown>)[member] as readonly PersonBody[] | undefined) ?? [];
}

export async function listConnections(
  connection: GoogleConnection,
  params: { readonly syncToken?: string; readonly pageToken?: string; readonly forSync: boolean },
): Promise<Page> {
  const order = params.forSync ? { requestSyncToken: true } : { sortOrder: 'LAST_MODIFIED_DESCENDING' };
  const query = { syncToken: params.syncToken, pageToken: params.pageToken, ...order };
  const told = await connection.demand(
    people({
      call: 'people.connections.list',
      units: 1,
      effect: 'read',
      answer: connectionsSchema,
      send: (google, options) =>
        google.people.people.connections.list({ resourceName: 'people/me', pageSize: 1000, personFields, sources: contactSources, ...query }, options),
    }),
  );
  const raws = rawList(told.raw, 'connections');
  const list = (told.body.connections ?? []).map((person, index) => ({ person, raw: raws[index] ?? {} }));
  return { people: list, next: told.body.nextPageToken || undefined, token: told.body.nextSyncToken || undefined };
}

/** At most 200 names. A contact that is not there has no entry in the answer. */
export async function getPeople(
  connection: GoogleConnection,
  names: readonly string[],
  mask = personFields,
): Promise<ReadonlyMap<string, { person: Person; raw: PersonBody }>> {
  const told = await connection.demand(
    people({
      call: 'people.getBatchGet',
      units: 1,
      effect: 'read',
      answer: batchGetSchema,
      send: (google, options) => google.people.people.getBatchGet({ resourceNames: [...names], personFields: mask, sources: contactSources }, options),
    }),
  );
  const raws = rawList(told.raw, 'responses');
  // Each is answered, also one that is not there: what is left out is not known to be gone [R14].
  const left = names.length - raws.length;
  if (left > 0) throw new ReplicaError('rejected', `people.getBatchGet: the answer is not what was agreed: ${left} of ${names.length} contacts are left out`);
  const found = new Map<string, { person: Person; raw: PersonBody }>();
  (told.body.responses ?? []).forEach((response, index) => {
    const { person } = response;
    const missing = response.httpStatusCode === 404 || response.status?.code === 5 || person === undefined || person.metadata?.deleted === true;
    const name = response.requestedResourceName ?? person?.resourceName ?? names[index] ?? '';
    if (!missing) found.set(name, { person, raw: (raws[index]?.['person'] as PersonBody | undefined) ?? {} });
  });
  return found;
}

/** A batch costs six reads, six writes and 200 of the day, however few are in it: one alone is sent by itself. */
export function createPeople(connection: GoogleConnection, bodies: readonly Readonly<Record<string, readonly WireEntry[]>>[]): Promise<Told<{ people: ({ person: Person; raw: PersonBody } | undefined)[] }>> {
  const [only] = bodies;
  if (only !== undefined && bodies.length === 1) {
    return connection
      .ask(
        people({
          call: 'people.createContact',
          units: 1,
          effect: 'once',
          answer: personSchema,
          send: (google, options) => google.people.people.createContact({ personFields, sources: contactSources, requestBody: only as object }, options),
        }),
      )
      .then((told) => (told.ok ? { ...told, body: { people: [{ person: told.body, raw: told.raw as PersonBody }] } } : told));
  }
  return connection
    .ask(
      people({
        call: 'people.batchCreateContacts',
        units: 6,
        effect: 'once',
        answer: createdSchema,
        send: (google, options) =>
          google.people.people.batchCreateContacts(
            { requestBody: { contacts: bodies.map((body) => ({ contactPerson: body as object })), readMask: personFields, sources: contactSources } },
            options,
          ),
      }),
    )
    .then((told) => {
      if (!told.ok) return told;
      const raws = rawList(told.raw, 'createdPeople');
      const list = (told.body.createdPeople ?? []).map((one, index) =>
        one.person === undefined ? undefined : { person: one.person, raw: raws[index]?.['person'] as PersonBody },
      );
      return { ...told, body: { people: list } };
    });
}

export function updatePeople(connection: GoogleConnection, bodies: Readonly<Record<string, PersonBody>>, mask: readonly string[]): Promise<Told<{ people: ReadonlyMap<string, { person: Person; raw: PersonBody }> }>> {
  const [only] = Object.entries(bodies);
  if (only !== undefined && Object.keys(bodies).length === 1) {
    const [name, body] = only;
    return connection
      .ask(
        people({
          call: 'people.updateContact',
          units: 1,
          effect: 'repeatable',
          answer: personSchema,
          send: (google, options) =>
            google.people.people.updateContact({ resourceName: name, updatePersonFields: mask.join(','), personFields, sources: contactSources, requestBody: body as object }, options),
        }),
      )
      .then((told) => (told.ok ? { ...told, body: { people: new Map([[name, { person: told.body, raw: told.raw as PersonBody }]]) } } : told));
  }
  return connection
    .ask(
      people({
        call: 'people.batchUpdateContacts',
        units: 6,
        effect: 'repeatable',
        answer: updatedSchema,
        send: (google, options) =>
          google.people.people.batchUpdateContacts(
            { requestBody: { contacts: bodies as Record<string, object>, updateMask: mask.join(','), readMask: personFields, sources: contactSources } },
            options,
          ),
      }),
    )
    .then((told) => {
      if (!told.ok) return told;
      const raws = ((told.raw as Record<string, unknown>)['updateResult'] ?? {}) as Record<string, { person?: PersonBody }>;
      const map = new Map<string, { person: Person; raw: PersonBody }>();
      for (const [name, one] of Object.entries(told.body.updateResult ?? {})) {
        if (one.person !== undefined) map.set(name, { person: one.person, raw: raws[name]?.person ?? {} });
      }
      return { ...told, body: { people: map } };
    });
}

export function deletePeople(connection: GoogleConnection, names: readonly string[]): Promise<Told<unknown>> {
  const [only] = names;
  if (only !== undefined && names.length === 1) {
    return connection.ask(
      people({
        call: 'people.deleteContact',
        units: 1,
        effect: 'repeatable',
        answer: emptySchema,
        send: (google, options) => google.people.people.deleteContact({ resourceName: only }, options),
      }),
    );
  }
  return connection.ask(
    people({
      call: 'people.batchDeleteContacts',
      units: 10,
      effect: 'repeatable',
      answer: emptySchema,
      send: (google, options) => google.people.people.batchDeleteContacts({ requestBody: { resourceNames: [...names] } }, options),
    }),
  );
}

export async function findGroup(connection: GoogleConnection, name: string): Promise<string | undefined> {
  let pageToken: string | undefined;
  do {
    const token: string | undefined = pageToken;
    const { body } = await connection.demand(
      people({
        call: 'contactGroups.list',
        units: 1,
        effect: 'read',
        answer: groupsSchema,
        send: (google, options) => google.people.contactGroups.list({ pageSize: 1000, pageToken: token }, options),
      }),
    );
    const found = body.contactGroups?.find((group) => group.groupType === 'USER_CONTACT_GROUP' && group.name === name && group.metadata?.deleted !== true);
    if (found !== undefined) return found.resourceName;
    // Every account has the groups of the system: an answer without any is no list of groups.
    if (body.contactGroups === undefined && body.nextPageToken === undefined && token === undefined) throw new ReplicaError('rejected', 'contactGroups.list: the answer is not what was agreed: no groups');
    pageToken = body.nextPageToken || undefined;
  } while (pageToken !== undefined);
  return undefined;
}

/** Google refuses a second group of the same name with 409, so that repeating it is safe. */
export function makeGroup(connection: GoogleConnection, name: string): Promise<Told<{ resourceName: string }>> {
  return connection.ask(
    people({
      call: 'contactGroups.create',
      units: 1,
      effect: 'repeatable',
      answer: groupSchema,
      send: (google, options) => google.people.contactGroups.create({ requestBody: { contactGroup: { name } } }, options),
    }),
  );
}

/** A batch fails as a whole; the details say on whose account. */
export function readContactErrors(trouble: WireTrouble): ContactErrors {
  const byKey = new Map<string, { code: number; message: string }>();
  for (const detail of trouble.details) {
    const errors = detail['contactErrors'];
    if (typeof errors !== 'object' || errors === null) continue;
    for (const [key, value] of Object.entries(errors)) {
      const { code, message, status } = value as { code?: number; message?: string; status?: { code?: number; message?: string } };
      byKey.set(key, { code: code ?? status?.code ?? 0, message: message ?? status?.message ?? trouble.message });
    }
  }
  return { byKey };
}
