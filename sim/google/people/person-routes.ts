// In: routed requests on single persons and batches of them. Out: persons cut to the asked mask.
// A batch is checked whole before its first write: it succeeds or fails as one.
// Never here: how fields are computed (fields.ts) or stored (write.ts).
import type { Answer, Call, Handlers } from '../call.ts';
import { readText, readTexts, requireText } from '../call.ts';
import { isObject, refuse, Refusal } from '../wire.ts';
import type { Json } from '../wire.ts';
import { listDirectory, searchDirectory } from './directory.ts';
import { parseMask, readAnswerMask, renderPerson, requireReadMask, requireWriteMask } from './masks.ts';
import { otherContactHandlers } from './other-contacts.ts';
import type { ContactRecord } from './records.ts';
import { latest, pushVersion } from './records.ts';
import { listConnections, searchContacts } from './sync.ts';
import { addContact, changeContact, checkNewContacts, checkPersonEtag, computeChangedFields, computeNewFields, removeContact, requireContact } from './write.ts';

function answerPerson(record: ContactRecord, mask: readonly string[]): Answer {
  return { body: renderPerson(record, latest(record), mask) };
}

function getPerson(call: Call): Answer {
  const mask = requireReadMask(call);
  const name = requireText(call, 'resourceName');
  if (name !== 'people/me') return answerPerson(requireContact(call.account, name), mask);
  const { email, name: displayName, sub } = call.account;
  const metadata = { primary: true, verified: true, source: { type: 'PROFILE', id: sub } };
  return {
    body: {
      resourceName: `people/${sub}`,
      etag: '%EgQBAgMEGgQBAgUH',
      ...(mask.includes('names') ? { names: [{ metadata, displayName, unstructuredName: displayName }] } : {}),
      ...(mask.includes('emailAddresses') ? { emailAddresses: [{ metadata, value: email }] } : {}),
      ...(mask.includes('metadata') ? { metadata: { sources: [{ type: 'PROFILE', id: sub, etag: '#AAAAAAAAAAA=' }], objectType: 'PERSON' } } : {}),
    },
  };
}

function batchGet(call: Call): Answer {
  const mask = requireReadMask(call);
  const names = readTexts(call, 'resourceNames');
  if (names.length === 0 || names.length > 200) refuse(400, 'badRequest', 'The number of resource names must be between 1 and 200.');
  const responses = names.map((name): Json => {
    const record = call.account.contacts.contacts.get(name);
    if (record === undefined || latest(record).deleted) return { httpStatusCode: 404, requestedResourceName: name, status: { code: 5, message: 'Requested entity was not found.' } };
    return { httpStatusCode: 200, person: renderPerson(record, latest(record), mask), requestedResourceName: name, status: {} };
  });
  return { body: { responses } };
}

function create(call: Call): Answer {
  const mask = readAnswerMask(call);
  checkNewContacts(call.world, call.account, 1);
  return answerPerson(addContact(call.world, call.account, call.body, call.lagMs), mask);
}

function update(call: Call): Answer {
  const mask = requireWriteMask('updatePersonFields', readText(call, 'updatePersonFields'));
  const answerMask = readAnswerMask(call);
  const record = requireContact(call.account, requireText(call, 'resourceName'));
  checkPersonEtag(record, call.body);
  return answerPerson(changeContact(call.world, call.account, record, call.body, mask, call.lagMs), answerMask);
}

function remove(call: Call): Answer {
  const name = requireText(call, 'resourceName');
  const known = call.account.contacts.contacts.get(name);
  if (known !== undefined && latest(known).deleted && call.world.switches.deletedContactAgain === 200) return { body: {} };
  removeContact(call.world, requireContact(call.account, name), call.lagMs);
  return { body: {} };
}

const codes: Record<string, number> = { FAILED_PRECONDITION: 9, NOT_FOUND: 5 };

/** Runs a check for every contact of a batch and refuses all of them when one fails. */
function checkAll<T>(type: string, items: ReadonlyMap<string, T>, check: (item: T, key: string) => void): void {
  const contactErrors: Record<string, Json> = {};
  let first: Refusal | undefined;
  for (const [key, item] of items) {
    try {
      check(item, key);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      first ??= error;
      const status = error.extras.status ?? (error.code === 404 ? 'NOT_FOUND' : 'INVALID_ARGUMENT');
      contactErrors[key] = { code: codes[status] ?? 3, message: error.message };
    }
  }
  if (first === undefined) return;
  throw new Refusal(first.code, first.reason, first.message, {
    ...first.extras,
    details: [{ '@type': `type.googleapis.com/google.people.v1.${type}`, contactErrors }],
  });
}

function readBatchMask(call: Call): readonly string[] {
  const text = call.body.readMask;
  return typeof text === 'string' ? parseMask('readMask', text) : [];
}

function batchCreate(call: Call): Answer {
  const { world, account, body, lagMs } = call;
  const mask = readBatchMask(call);
  const contacts = Array.isArray(body.contacts) ? body.contacts.filter(isObject) : [];
  if (contacts.length === 0) refuse(400, 'badRequest', 'contacts must not be empty.');
  if (contacts.length > 200) refuse(400, 'badRequest', 'The number of contacts must not exceed 200.');
  const persons = contacts.map((contact) => (isObject(contact.contactPerson) ? contact.contactPerson : {}));
  checkNewContacts(world, account, persons.length);
  checkAll('BatchCreateContactsErrorDetails', new Map(persons.map((person, index) => [String(index), person])), (person) => computeNewFields(world, account, person, '0'));
  const created = persons.map((person) => addContact(world, account, person, lagMs));
  if (mask.length === 0) return { body: {} };
  const createdPeople = created.map((record) => ({ httpStatusCode: 200, person: renderPerson(record, latest(record), mask), requestedResourceName: record.resourceName, status: {} }));
  return { body: { createdPeople } };
}

function batchUpdate(call: Call): Answer {
  const { world, account, body, lagMs } = call;
  const mask = readBatchMask(call);
  const updateMask = requireWriteMask('updateMask', body.updateMask);
  const contacts = new Map(Object.entries(isObject(body.contacts) ? body.contacts : {}).map(([name, person]) => [name, isObject(person) ? person : {}] as const));
  if (contacts.size === 0) refuse(400, 'badRequest', 'contacts must not be empty.');
  if (contacts.size > 200) refuse(400, 'badRequest', 'The number of contacts must not exceed 200.');
  checkAll('BatchUpdateContactsErrorDetails', contacts, (person, name) => {
    const record = requireContact(account, name);
    checkPersonEtag(record, person);
    computeChangedFields(world, account, record, person, updateMask);
  });
  const updateResult: Json = {};
  for (const [name, person] of contacts) {
    const record = changeContact(world, account, requireContact(account, name), person, updateMask, lagMs);
    updateResult[name] = { httpStatusCode: 200, person: renderPerson(record, latest(record), mask), requestedResourceName: name, status: {} };
  }
  return { body: mask.length === 0 ? {} : { updateResult } };
}

function batchDelete(call: Call): Answer {
  const names = Array.isArray(call.body.resourceNames) ? call.body.resourceNames.map(String) : [];
  if (names.length === 0) refuse(400, 'badRequest', 'resource_names must not be empty.');
  if (names.length > 500) refuse(400, 'badRequest', 'The number of resource names must not exceed 500.');
  const records = [...new Set(names)].map((name) => requireContact(call.account, name));
  for (const record of records) removeContact(call.world, record, call.lagMs);
  return { body: {} };
}

function changePhoto(call: Call, photo: Json | undefined): Answer {
  const record = requireContact(call.account, requireText(call, 'resourceName'));
  const fields = { ...latest(record).fields };
  if (photo === undefined) delete fields.photos;
  else fields.photos = [{ metadata: { primary: true, source: { type: 'CONTACT', id: record.sourceId } }, ...photo }];
  pushVersion(call.world, record, fields, false, call.lagMs);
  const text = call.body.personFields ?? readText(call, 'personFields');
  return typeof text === 'string' && text !== '' ? { body: { person: renderPerson(record, latest(record), parseMask('personFields', text)) } } : { body: {} };
}

function updatePhoto(call: Call): Answer {
  if (typeof call.body.photoBytes !== 'string' || call.body.photoBytes === '') refuse(400, 'badRequest', 'photo_bytes must not be empty.');
  return changePhoto(call, { url: `${call.world.url}/photo/${encodeURIComponent(requireText(call, 'resourceName'))}?v=${call.world.counters.stamp}` });
}

export const personHandlers: Handlers = {
  'people.people.connections.list': listConnections,
  'people.people.get': getPerson,
  'people.people.getBatchGet': batchGet,
  'people.people.createContact': create,
  'people.people.updateContact': update,
  'people.people.deleteContact': remove,
  'people.people.batchCreateContacts': batchCreate,
  'people.people.batchUpdateContacts': batchUpdate,
  'people.people.batchDeleteContacts': batchDelete,
  'people.people.searchContacts': searchContacts,
  'people.people.updateContactPhoto': updatePhoto,
  'people.people.deleteContactPhoto': (call) => changePhoto(call, undefined),
  'people.people.listDirectoryPeople': listDirectory,
  'people.people.searchDirectoryPeople': searchDirectory,
  ...otherContactHandlers,
};
