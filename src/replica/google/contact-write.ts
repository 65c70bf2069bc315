// Writes contacts in the fewest requests: one per 200 creates or updates. In: approved
// requests. Out: one answer for each. A batch fails as a whole on Google's side: those at
// fault are answered, the rest is sent again. Nothing is written over a newer version.

import type { NormalContext } from '../../core/field.ts';
import type { ContactItem } from '../../core/item.ts';
import type { WriteAnswer, WriteRequest } from '../replica.ts';
import { createPeople, deletePeople, getPeople, readContactErrors, updatePeople } from './contact-calls.ts';
import type { PersonBody } from './contact-calls.ts';
import { putContact } from './contact-lens.ts';
import type { PersonWrite } from './contact-lens.ts';
import { toContactRecord } from './contact-record.ts';
import { personMarker, personSchema, personVersion } from './contact-wire.ts';
import type { Person } from './contact-wire.ts';
import type { GoogleConnection } from './connection.ts';
import { describeTrouble, toReplicaError } from './trouble.ts';
import type { WireTrouble } from './trouble.ts';

export interface ContactWriting {
  readonly connection: GoogleConnection;
  readonly context: NormalContext;
  readonly groupId: string | undefined;
}

const batch = 200;
/** google.rpc.Code: the etag is not the present one. */
const failedPrecondition = 9;

export async function* writeContacts(writing: ContactWriting, requests: readonly WriteRequest[]): AsyncGenerator<WriteAnswer> {
  const homeless = writing.groupId === undefined ? requests.filter(needsGroup) : [];
  for (const request of homeless) yield { operation: request.operation, outcome: 'refused', why: 'The contact group is not there.' };
  const sound = requests.filter((request) => !homeless.includes(request));
  const deletes = sound.filter((request) => request.op === 'delete');
  const updates = sound.filter((request) => request.op === 'update');
  const creates = sound.filter((request) => request.op === 'create');
  for (let at = 0; at < creates.length; at += batch) yield* create(writing, creates.slice(at, at + batch));
  for (let at = 0; at < updates.length; at += batch) yield* update(writing, updates.slice(at, at + batch));
  for (let at = 0; at < deletes.length; at += batch) yield* remove(writing, deletes.slice(at, at + batch));
}

/** A member without a group would be written as if it were none. */
function needsGroup(request: WriteRequest): boolean {
  if (request.op === 'create') return (request.after as ContactItem).member === true;
  return request.op === 'update' && (request.changes ?? []).some((change) => change.field === 'member' && change.to === true);
}

async function* create(writing: ContactWriting, requests: readonly WriteRequest[]): AsyncGenerator<WriteAnswer> {
  const bodies = requests.map((request) => putContact(undefined, { after: request.after as ContactItem, marker: request.marker }, writing.groupId, writing.context).fields);
  const told = await createPeople(writing.connection, bodies);
  if (!told.ok) {
    const errors = readContactErrors(told.trouble).byKey;
    yield* settleFailure(requests, told.trouble, (_, index) => errors.get(String(index)), (rest) => create(writing, rest), writing.connection.clock.now());
    return;
  }
  const answers = told.body.people;
  for (const [index, request] of requests.entries()) {
    const byPlace = answers[index];
    const isOurs = byPlace !== undefined && (request.marker === undefined || personMarker(byPlace.person) === request.marker);
    const one = isOurs ? byPlace : answers.find((answer) => answer !== undefined && personMarker(answer.person) === request.marker);
    yield one === undefined
      ? { operation: request.operation, outcome: 'refused', why: 'Google answered without this contact.' }
      : { operation: request.operation, outcome: 'applied', record: toContactRecord(one.person, one.raw, writing.groupId) };
  }
}

interface Prepared {
  readonly request: WriteRequest;
  readonly person: Person;
  readonly raw: PersonBody;
  readonly write: PersonWrite;
}

async function* update(writing: ContactWriting, requests: readonly WriteRequest[]): AsyncGenerator<WriteAnswer> {
  const prepared: Prepared[] = [];
  for (const request of requests) {
    const parsed = personSchema.safeParse(request.raw);
    if (!parsed.success) {
      yield stale(request, 'The contact as last seen is not at hand.');
    } else if (request.version !== undefined && personVersion(parsed.data) !== request.version) {
      yield stale(request, 'The contact was read again since the plan was made.');
    } else {
      const change = { changes: request.changes, after: request.after as ContactItem };
      const write = putContact(parsed.data, change, writing.groupId, writing.context);
      const raw = request.raw as PersonBody;
      // Nothing that Google can hold was changed (a preferred flag): nothing to send.
      if (write.mask.length === 0) yield { operation: request.operation, outcome: 'applied', record: toContactRecord(parsed.data, raw, writing.groupId) };
      else prepared.push({ request, person: parsed.data, raw, write });
    }
  }
  for (const group of groupByMask(prepared)) yield* send(writing, group);
}

/**
 * One batch has one mask. A contact may carry a field that it does not change, since it
 * goes back as last seen and the etag guards it; but never no membership at all.
 */
function groupByMask(prepared: readonly Prepared[]): readonly (readonly Prepared[])[] {
  const needsMembership = prepared.some((one) => one.write.mask.includes('memberships'));
  const without = needsMembership ? prepared.filter((one) => (one.raw['memberships'] ?? one.write.fields['memberships']) === undefined) : [];
  const rest = prepared.filter((one) => !without.includes(one));
  return [rest, without].filter((group) => group.length > 0);
}

async function* send(writing: ContactWriting, group: readonly Prepared[]): AsyncGenerator<WriteAnswer> {
  const mask = [...new Set(group.flatMap((one) => one.write.mask))].sort();
  const bodies: Record<string, PersonBody> = {};
  for (const { person, raw, write } of group) {
    const fields = Object.fromEntries(mask.map((field) => [field, write.fields[field] ?? raw[field] ?? []]));
    bodies[person.resourceName] = { resourceName: person.resourceName, etag: raw['etag'], metadata: { sources: person.metadata?.sources }, ...fields };
  }
  const told = await updatePeople(writing.connection, bodies, mask);
  if (told.ok) {
    for (const { request, person } of group) {
      const one = told.body.people.get(person.resourceName);
      yield one === undefined
        ? { operation: request.operation, outcome: 'refused', why: 'Google answered without this contact.' }
        : { operation: request.operation, outcome: 'applied', record: { ...toContactRecord(one.person, one.raw, writing.groupId), id: request.id ?? person.resourceName } };
    }
    return;
  }
  const present = await getPeople(writing.connection, group.map((one) => one.person.resourceName));
  const rest: Prepared[] = [];
  for (const one of group) {
    const now = present.get(one.person.resourceName);
    if (now === undefined) yield stale(one.request, 'The contact is no longer there.');
    else if (personVersion(now.person) === personVersion(one.person)) rest.push(one);
    else if (told.resent && putContact(now.person, { changes: one.request.changes, after: one.request.after as ContactItem }, writing.groupId, writing.context).mask.length === 0) {
      // The answer was lost, not the request: it is what we wrote.
      yield { operation: one.request.operation, outcome: 'applied', record: toContactRecord(now.person, now.raw, writing.groupId) };
    } else yield stale(one.request, 'The contact was changed in Google since.');
  }
  const errors = readContactErrors(told.trouble).byKey;
  const requests = rest.map((one) => one.request);
  const againWith = (some: readonly WriteRequest[]): AsyncGenerator<WriteAnswer> => send(writing, rest.filter((one) => some.includes(one.request)));
  if (rest.length === 0) return;
  if (rest.length < group.length) yield* againWith(requests);
  else yield* settleFailure(requests, told.trouble, (_, index) => errors.get(rest[index]?.person.resourceName ?? ''), againWith, writing.connection.clock.now());
}

/** Answers those that Google names, sends the others again; names nobody: halves. */
async function* settleFailure(
  requests: readonly WriteRequest[],
  trouble: WireTrouble,
  errorOf: (request: WriteRequest, index: number) => { readonly code: number; readonly message: string } | undefined,
  again: (rest: readonly WriteRequest[]) => AsyncGenerator<WriteAnswer>,
  now: number,
): AsyncGenerator<WriteAnswer> {
  if (trouble.treatment === 'forbidden') throw toReplicaError(trouble, now);
  const rest: WriteRequest[] = [];
  for (const [index, request] of requests.entries()) {
    const error = errorOf(request, index);
    if (error === undefined) rest.push(request);
    else if (error.code === failedPrecondition) yield stale(request, 'The contact was changed in Google since.');
    else yield { operation: request.operation, outcome: 'refused', why: `Google refused it: ${error.message}` };
  }
  if (rest.length === 0) return;
  if (rest.length < requests.length) yield* again(rest);
  else if (rest.length === 1 || trouble.message.includes('OVERFLOW')) {
    // What is no longer there, a label or a contact, is read again before anybody is asked.
    const outcome = trouble.treatment === 'stale' || trouble.treatment === 'gone' ? 'stale' : 'refused';
    for (const request of rest) yield { operation: request.operation, outcome, why: describeTrouble(trouble) };
  } else {
    const middle = Math.ceil(rest.length / 2);
    yield* again(rest.slice(0, middle));
    yield* again(rest.slice(middle));
  }
}

/** Google deletes contacts without a premise, so the versions are read just before. */
async function* remove(writing: ContactWriting, requests: readonly WriteRequest[]): AsyncGenerator<WriteAnswer> {
  const nameOf = (request: WriteRequest): string => (request.raw?.['resourceName'] as string | undefined) ?? request.id ?? '';
  const present = await getPeople(writing.connection, requests.map(nameOf), 'metadata');
  const rest: WriteRequest[] = [];
  for (const request of requests) {
    const now = present.get(nameOf(request));
    if (now === undefined) yield { operation: request.operation, outcome: 'applied' };
    else if (request.version !== undefined && personVersion(now.person) !== request.version) yield stale(request, 'The contact was changed in Google since.');
    else rest.push(request);
  }
  if (rest.length === 0) return;
  const told = await deletePeople(writing.connection, rest.map(nameOf));
  if (told.ok) {
    for (const request of rest) yield { operation: request.operation, outcome: 'applied' };
  } else if (told.trouble.treatment === 'gone' && rest.length > 1) {
    for (const request of rest) yield* remove(writing, [request]);
  } else if (told.trouble.treatment === 'gone') {
    for (const request of rest) yield { operation: request.operation, outcome: 'applied' };
  } else {
    const outcome = told.trouble.treatment === 'stale' ? 'stale' : 'refused';
    for (const request of rest) yield { operation: request.operation, outcome, why: describeTrouble(told.trouble) };
  }
}

function stale(request: WriteRequest, why: string): WriteAnswer {
  return { operation: request.operation, outcome: 'stale', why };
}
