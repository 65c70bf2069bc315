// The directory of an organization, other contacts, and what an administrator may do with calendars.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { methods } from '../discovery.ts';
import { handlers } from '../dispatch.ts';
import type { TestClient } from '../test-client.ts';
import { openClient } from '../test-client.ts';

const scope = (name: string): string => `https://www.googleapis.com/auth/${name}`;
let client: TestClient;

beforeEach(async () => {
  client = await openClient({
    accounts: [
      { email: 'ada@example.com', name: 'Ada Lovelace', calendars: [{ id: 'team', summary: 'Team' }], otherContacts: [{ names: [{ displayName: 'Olga Other', givenName: 'Olga' }], emailAddresses: [{ value: 'olga@example.org', type: 'home' }] }] },
      { email: 'bob@example.com', name: 'Bob Stone' },
      { email: 'boss@example.com', name: 'Boss', administrator: true },
      { email: 'carl@gmail.com', name: 'Carl' },
    ],
  });
});
afterEach(() => client.close());

test('every method of the discovery documents is there', () => {
  expect(methods.map(({ id }) => id).filter((id) => !id.startsWith('oauth2.') && handlers[id] === undefined)).toEqual([]);
});

test('the directory lists the accounts of the domain in pages, and since a token only who came later', async () => {
  const ada = await client.as('ada@example.com', [scope('directory.readonly')]);
  const path = '/v1/people:listDirectoryPeople?readMask=names,emailAddresses&sources=DIRECTORY_SOURCE_TYPE_DOMAIN_PROFILE&requestSyncToken=true&pageSize=2';
  const first = await ada.send('GET', path);
  expect(first.body.people.map((person: { emailAddresses: { value: string }[] }) => person.emailAddresses[0]?.value)).toEqual(['ada@example.com', 'bob@example.com']);
  expect(first.body.nextSyncToken).toBeUndefined();
  const second = await ada.send('GET', `${path}&pageToken=${encodeURIComponent(first.body.nextPageToken)}`);
  expect(second.body.people).toHaveLength(1);
  const since = `${path}&syncToken=${encodeURIComponent(second.body.nextSyncToken)}`;
  expect((await ada.send('GET', since)).body.people).toBeUndefined();
  await client.send('POST', '/_sim/seed', { accounts: [{ email: 'dora@example.com', name: 'Dora New' }] });
  expect((await ada.send('GET', since)).body.people).toMatchObject([{ names: [{ displayName: 'Dora New', metadata: { source: { type: 'DOMAIN_PROFILE' } } }] }]);
  expect((await ada.send('GET', '/v1/people:searchDirectoryPeople?readMask=names&sources=DIRECTORY_SOURCE_TYPE_DOMAIN_PROFILE&query=sto')).body).toMatchObject({ totalSize: 1, people: [{ names: [{ familyName: 'Stone' }] }] });
  expect((await ada.send('GET', '/v1/people:listDirectoryPeople?readMask=names')).status).toBe(400);
  const carl = await client.as('carl@gmail.com', [scope('directory.readonly')]);
  expect((await carl.send('GET', path)).body.error.status).toBe('FAILED_PRECONDITION');
});

test('who joins the organization while its directory is read in pages is told by the token', async () => {
  const ada = await client.as('ada@example.com', [scope('directory.readonly')]);
  const path = '/v1/people:listDirectoryPeople?readMask=emailAddresses&sources=DIRECTORY_SOURCE_TYPE_DOMAIN_PROFILE&requestSyncToken=true&pageSize=2';
  const first = await ada.send('GET', path);
  await client.send('POST', '/_sim/seed', { accounts: [{ email: 'abe@example.com', name: 'Abe Early' }] });
  const last = await ada.send('GET', `${path}&pageToken=${encodeURIComponent(first.body.nextPageToken)}`);
  const told = await ada.send('GET', `${path}&syncToken=${encodeURIComponent(last.body.nextSyncToken)}`);
  expect(told.body.people).toMatchObject([{ emailAddresses: [{ value: 'abe@example.com' }] }]);
});

test('an other contact is found by the beginning of a word, and copied as far as the mask says', async () => {
  const ada = await client.as('ada@example.com', [scope('contacts'), scope('contacts.other.readonly')]);
  const { results } = (await ada.send('GET', '/v1/otherContacts:search?readMask=names&query=olg')).body;
  expect(results).toMatchObject([{ person: { names: [{ givenName: 'Olga' }] } }]);
  const found = async (query: string) => ((await ada.send('GET', `/v1/otherContacts:search?readMask=names&query=${encodeURIComponent(query)}`)).body.results ?? []).length;
  expect([await found('oth'), await found('olga o'), await found('ga o'), await found('hom')]).toEqual([1, 1, 0, 0]);
  const copy = await ada.send('POST', `/v1/${results[0].person.resourceName}:copyOtherContactToMyContactsGroup`, { copyMask: 'names' });
  expect([copy.status, copy.body.names[0].givenName, copy.body.emailAddresses, copy.body.memberships[0].contactGroupMembership.contactGroupId]).toEqual([200, 'Olga', undefined, 'myContacts']);
  expect((await ada.send('POST', `/v1/${results[0].person.resourceName}:copyOtherContactToMyContactsGroup`, {})).status).toBe(400);
});

test('an administrator gives a secondary calendar to somebody else of the organization, and nobody else can', async () => {
  const path = '/calendar/v3/calendars/team/transferOwnership?newDataOwner=bob@example.com&useAdminAccess=true';
  expect((await client.send('POST', path)).status).toBe(403);
  const boss = await client.as('boss@example.com', [scope('calendar')]);
  expect((await boss.send('POST', path.replace('bob@example.com', 'carl@gmail.com'))).status).toBe(400);
  expect((await boss.send('POST', path.replace('/team/', '/ada%40example.com/'))).status).toBe(400);
  expect((await boss.send('POST', path)).status).toBe(204);
  const bob = await client.as('bob@example.com', [scope('calendar')]);
  expect((await bob.send('GET', '/calendar/v3/calendars/team')).body.dataOwner).toBe('bob@example.com');
  expect((await bob.send('GET', '/calendar/v3/users/me/calendarList/team')).body.accessRole).toBe('owner');
});
