// Other contacts, and searches: masks, pages and tokens as the discovery document has them.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TestClient } from '../test-client.ts';
import { me, openClient } from '../test-client.ts';

const scopes = ['contacts', 'contacts.other.readonly', 'directory.readonly'].map((name) => `https://www.googleapis.com/auth/${name}`);
const other = (name: string): object => ({ names: [{ displayName: name, givenName: name }], emailAddresses: [{ value: `${name.toLowerCase()}@example.org` }] });
let client: TestClient;
let ada: TestClient;

beforeEach(async () => {
  client = await openClient({ accounts: [{ email: me, name: 'Ada Lovelace', otherContacts: ['Anna', 'Berta', 'Cleo', 'Dora', 'Emil'].map(other) }] });
  ada = await client.as(me, scopes);
});
afterEach(() => client.close());

const list = (query: string) => ada.send('GET', `/v1/otherContacts?${query}`);
const namesIn = (body: { otherContacts?: { names?: { givenName: string }[] }[] }): (string | undefined)[] => (body.otherContacts ?? []).map(({ names }) => names?.[0]?.givenName);

test('the list of other contacts wants a mask of its own fields', async () => {
  expect((await list('')).body.error.message).toContain('readMask mask is required');
  expect((await list('readMask=names,birthdays')).body.error.message).toContain('Invalid readMask mask path: "birthdays"');
  const { body } = await list('readMask=emailAddresses,metadata');
  expect(body.otherContacts[0]).toMatchObject({ emailAddresses: [{ value: 'anna@example.org' }], metadata: { sources: [{ type: 'OTHER_CONTACT' }] } });
  expect(body.otherContacts[0].names).toBeUndefined();
  // The fields of a profile only with profiles, and those only beside contacts.
  expect((await list('readMask=names,birthdays&sources=READ_SOURCE_TYPE_CONTACT&sources=READ_SOURCE_TYPE_PROFILE')).status).toBe(200);
  expect((await list('readMask=names&sources=READ_SOURCE_TYPE_PROFILE')).status).toBe(400);
});

test('other contacts come in pages, whose other parameters stay the same', async () => {
  const first = (await list('readMask=names&pageSize=2&requestSyncToken=true')).body;
  expect([namesIn(first), first.totalSize, first.nextSyncToken]).toEqual([['Anna', 'Berta'], 5, undefined]);
  expect((await list(`readMask=names&pageSize=3&requestSyncToken=true&pageToken=${encodeURIComponent(first.nextPageToken)}`)).body.error.message).toContain('must match the first call');
  const second = (await list(`readMask=names&pageSize=2&requestSyncToken=true&pageToken=${encodeURIComponent(first.nextPageToken)}`)).body;
  // Whoever goes meanwhile moves nobody to another page.
  await client.send('POST', '/_sim/act', { action: 'otherContact.delete', account: me, id: 'otherContacts/c1' });
  const third = (await list(`readMask=names&pageSize=2&requestSyncToken=true&pageToken=${encodeURIComponent(second.nextPageToken)}`)).body;
  expect([namesIn(second), namesIn(third), third.nextPageToken]).toEqual([['Cleo', 'Dora'], ['Emil'], undefined]);
  expect((await list('readMask=names&pageSize=1001')).status).toBe(400);
  expect((await list('readMask=names&pageToken=nonsense')).status).toBe(400);
});

test('a sync token of other contacts tells what came and what went, and ends after seven days', async () => {
  const query = 'readMask=names,metadata&requestSyncToken=true';
  const { nextSyncToken } = (await list(query)).body;
  const since = `${query}&syncToken=${encodeURIComponent(nextSyncToken)}`;
  expect((await list(since)).body.otherContacts).toBeUndefined();
  await client.send('POST', '/_sim/act', { action: 'otherContact.create', account: me, person: other('Frida') });
  await client.send('POST', '/_sim/act', { action: 'otherContact.delete', account: me, id: 'otherContacts/c2' });
  const told = (await list(since)).body;
  expect([namesIn(told), told.otherContacts[0]]).toMatchObject([[undefined, 'Frida'], { resourceName: 'otherContacts/c2', metadata: { deleted: true } }]);
  await client.send('POST', '/_sim/switches', { otherContactsTellDeleted: false });
  expect(namesIn((await list(since)).body)).toEqual(['Frida']);
  expect((await list(`readMask=names&requestSyncToken=true&syncToken=${encodeURIComponent(nextSyncToken)}`)).body.error.message).toContain('must match the first call');
  await client.send('POST', '/_sim/clock', { advance: 'P7DT1H' });
  ada = await client.as(me, scopes);
  const expired = (await list(since)).body.error;
  expect([expired.code, expired.details[0].reason]).toEqual([400, 'EXPIRED_SYNC_TOKEN']);
});

test('the first page of a full list of other contacts has a quota of its own', async () => {
  await client.send('POST', '/_sim/switches', { peopleFullSyncFirstPagePerMinute: 1 });
  const first = await list('readMask=names&pageSize=2');
  expect((await list('readMask=names&pageSize=2')).status).toBe(429);
  expect((await list(`readMask=names&pageSize=2&pageToken=${encodeURIComponent(first.body.nextPageToken)}`)).status).toBe(200);
});

test('a search that asks for 0 results gets 10, and never more than 30', async () => {
  for (let number = 0; number < 35; number += 1) await ada.send('POST', '/v1/people:createContact', { names: [{ givenName: `Many${number}` }] });
  const found = async (size: number) => (await ada.send('GET', `/v1/people:searchContacts?readMask=names&query=many&pageSize=${size}`)).body.results.length;
  expect([await found(0), await found(5), await found(50)]).toEqual([10, 5, 30]);
});

test('a page of a search in the directory wants the parameters of the first one', async () => {
  await client.send('POST', '/_sim/seed', { accounts: ['ann', 'anton', 'andrew'].map((name) => ({ email: `${name}@example.com`, name })) });
  const path = '/v1/people:searchDirectoryPeople?sources=DIRECTORY_SOURCE_TYPE_DOMAIN_PROFILE&query=an&pageSize=2';
  const { body } = await ada.send('GET', `${path}&readMask=names`);
  expect(body.people).toHaveLength(2);
  const token = encodeURIComponent(body.nextPageToken);
  expect((await ada.send('GET', `${path}&readMask=emailAddresses&pageToken=${token}`)).status).toBe(400);
  expect((await ada.send('GET', `${path}&readMask=names&pageToken=${token}`)).body.people).toHaveLength(1);
});
