// In: requests on "Other contacts", which Google collects by itself. Out: their list, a search, a copy among the contacts.
// Never here: a change of such a contact; there is none in the API.
import type { Answer, Call } from '../call.ts';
import { readNumber, readText, requireText } from '../call.ts';
import { refuse } from '../wire.ts';
import type { Json } from '../wire.ts';
import { parseMask, renderPerson, requireReadMask } from './masks.ts';
import { isFoundBy } from './prefix.ts';
import { latest } from './records.ts';
import { addContact, checkNewContacts } from './write.ts';

const readable = ['emailAddresses', 'metadata', 'names', 'phoneNumbers'];
const copied = ['emailAddresses', 'names', 'phoneNumbers'];

function cutTo(person: Json, mask: readonly string[]): Json {
  return Object.fromEntries(Object.entries(person).filter(([field]) => field === 'resourceName' || field === 'etag' || mask.includes(field)));
}

function list(call: Call): Answer {
  const mask = requireText(call, 'readMask').split(',');
  const otherContacts = call.account.contacts.otherContacts.map((person) => cutTo(person, mask));
  return { body: { ...(otherContacts.length === 0 ? {} : { otherContacts }), totalSize: otherContacts.length } };
}

function search(call: Call): Answer {
  const mask = parseMask('readMask', requireReadMask(call, 'readMask').join(','), readable);
  const query = readText(call, 'query') ?? '';
  // An empty query only warms Google's cache up.
  if (query === '') return { body: {} };
  const found = call.account.contacts.otherContacts.filter((person) => isFoundBy(query, person, copied));
  const results = found.slice(0, Math.min(readNumber(call, 'pageSize') || 10, 30)).map((person) => ({ person: cutTo(person, mask) }));
  return { body: results.length === 0 ? {} : { results } };
}

function copy(call: Call): Answer {
  const { world, account, body, lagMs } = call;
  if (typeof body.copyMask !== 'string' || body.copyMask === '') refuse(400, 'badRequest', 'copyMask is required.');
  const mask = parseMask('copyMask', body.copyMask, copied);
  const shown = typeof body.readMask === 'string' && body.readMask !== '' ? parseMask('readMask', body.readMask) : [...mask, 'metadata', 'memberships'];
  const name = requireText(call, 'resourceName');
  const other = account.contacts.otherContacts.find((person) => person.resourceName === name) ?? refuse(404, 'notFound', 'Requested entity was not found.');
  checkNewContacts(world, account, 1);
  const record = addContact(world, account, Object.fromEntries(mask.flatMap((field) => (other[field] === undefined ? [] : [[field, other[field]]]))), lagMs);
  return { body: renderPerson(record, latest(record), shown) };
}

export const otherContactHandlers = {
  'people.otherContacts.list': list,
  'people.otherContacts.search': search,
  'people.otherContacts.copyOtherContactToMyContactsGroup': copy,
};
