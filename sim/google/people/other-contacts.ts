// In: requests on "Other contacts", which Google collects by itself. Out: their list with page and sync tokens, a search, a copy among the contacts.
// Never here: a change of such a contact; there is none in the API. They come and go by acts.
import type { Answer, Call } from '../call.ts';
import { readFlag, readText, readTexts, requireText } from '../call.ts';
import { nextStamp, now } from '../world.ts';
import type { Account, World } from '../world.ts';
import { refuse } from '../wire.ts';
import type { Json } from '../wire.ts';
import { personFields } from './fields.ts';
import { parseMask, renderPerson, requireReadMask } from './masks.ts';
import { formatPlace, readPageSize, readPlace, readResultCount } from './pages.ts';
import { isFoundBy } from './prefix.ts';
import { latest } from './records.ts';
import type { OtherContact } from './records.ts';
import { formatSyncToken, readSyncPoint } from './sync.ts';
import { addContact, checkNewContacts } from './write.ts';

const searched = ['emailAddresses', 'metadata', 'names', 'phoneNumbers'];
const listed = [...searched, 'photos'];
const copied = ['emailAddresses', 'names', 'phoneNumbers'];
const contact = 'READ_SOURCE_TYPE_CONTACT';
const profile = 'READ_SOURCE_TYPE_PROFILE';

function render({ person, stamp, deleted }: OtherContact, mask: readonly string[]): Json {
  const name = String(person.resourceName);
  const metadata = { sources: [{ type: 'OTHER_CONTACT', id: name.replace('otherContacts/c', '') }], ...(deleted ? { deleted: true } : {}), objectType: 'PERSON' };
  const shown = deleted ? [] : Object.entries(person).filter(([field]) => field !== 'metadata' && mask.includes(field));
  return { resourceName: name, etag: `%${Buffer.from(String(stamp)).toString('base64')}`, ...(mask.includes('metadata') ? { metadata } : {}), ...Object.fromEntries(shown) };
}

/** Profiles bring the fields of a person; alone they are not permitted. */
function readSources(call: Call): { readonly fields: readonly string[]; readonly sources: string } {
  const sources = new Set(readTexts(call, 'sources'));
  if (sources.size === 0) sources.add(contact);
  if (!sources.has(contact) || [...sources].some((source) => source !== contact && source !== profile)) refuse(400, 'badRequest', 'Sources must be READ_SOURCE_TYPE_CONTACT, or READ_SOURCE_TYPE_CONTACT and READ_SOURCE_TYPE_PROFILE.');
  return { fields: sources.has(profile) ? personFields : listed, sources: [...sources].sort().join(',') };
}

function list(call: Call): Answer {
  const { world, account } = call;
  const { fields, sources } = readSources(call);
  const mask = parseMask('readMask', requireReadMask(call, 'readMask').join(','), fields);
  const size = readPageSize(call, 1000);
  const wantsToken = readFlag(call, 'requestSyncToken') === true;
  const parameters = [[...mask].sort().join(','), String(size), String(wantsToken), sources].join('|');
  const syncText = readText(call, 'syncToken');
  const since = syncText === undefined ? undefined : readSyncPoint(world, 'otherContacts', account.email, parameters, syncText);
  const place = readPlace(call, parameters);
  const isTold = ({ stamp, deleted }: OtherContact): boolean => stamp <= place.stamp && (since === undefined ? !deleted : stamp > since.stamp && (!deleted || world.switches.otherContactsTellDeleted));
  // Places are those of all: what goes while one pages moves nobody to another page.
  const rest = account.contacts.otherContacts.flatMap((one, index) => (index >= place.from && isTold(one) ? [{ one, index }] : []));
  const shown = rest.slice(0, size);
  const following = rest[size];
  const next = following === undefined ? undefined : formatPlace({ from: following.index, stamp: place.stamp }, parameters);
  const point = { stamp: place.stamp, fullSyncMs: since?.fullSyncMs ?? now(world) };
  return {
    body: {
      ...(shown.length === 0 ? {} : { otherContacts: shown.map(({ one }) => render(one, mask)) }),
      ...(next === undefined ? {} : { nextPageToken: next }),
      ...(next === undefined && wantsToken ? { nextSyncToken: formatSyncToken('otherContacts', account.email, parameters, point) } : {}),
      totalSize: account.contacts.otherContacts.filter(({ deleted }) => !deleted).length,
    },
  };
}

function search(call: Call): Answer {
  const mask = parseMask('readMask', requireReadMask(call, 'readMask').join(','), searched);
  const query = readText(call, 'query') ?? '';
  // An empty query only warms Google's cache up.
  if (query === '') return { body: {} };
  const found = call.account.contacts.otherContacts.filter(({ person, deleted }) => !deleted && isFoundBy(query, person, copied));
  const results = found.slice(0, readResultCount(call)).map((one) => ({ person: render(one, mask) }));
  return { body: results.length === 0 ? {} : { results } };
}

function requireOther(account: Account, name: string): OtherContact {
  return account.contacts.otherContacts.find(({ person, deleted }) => !deleted && person.resourceName === name) ?? refuse(404, 'notFound', 'Requested entity was not found.');
}

function copy(call: Call): Answer {
  const { world, account, body, lagMs } = call;
  if (typeof body.copyMask !== 'string' || body.copyMask === '') refuse(400, 'badRequest', 'copyMask is required.');
  const mask = parseMask('copyMask', body.copyMask, copied);
  const shown = typeof body.readMask === 'string' && body.readMask !== '' ? parseMask('readMask', body.readMask) : [...mask, 'metadata', 'memberships'];
  const { person } = requireOther(account, requireText(call, 'resourceName'));
  checkNewContacts(world, account, 1);
  const record = addContact(world, account, Object.fromEntries(mask.flatMap((field) => (person[field] === undefined ? [] : [[field, person[field]]]))), lagMs);
  return { body: renderPerson(record, latest(record), shown) };
}

/** Google met somebody by mail. */
export function addOtherContact(world: World, account: Account, person: Json): Json {
  const others = account.contacts.otherContacts;
  const one: OtherContact = { person: { resourceName: `otherContacts/c${others.length + 1}`, ...person }, stamp: nextStamp(world), deleted: false };
  others.push(one);
  return render(one, listed);
}

export function removeOtherContact(world: World, account: Account, name: string): Json {
  const one = requireOther(account, name);
  one.deleted = true;
  one.stamp = nextStamp(world);
  return render(one, listed);
}

export const otherContactHandlers = {
  'people.otherContacts.list': list,
  'people.otherContacts.search': search,
  'people.otherContacts.copyOtherContactToMyContactsGroup': copy,
};
