// The main facts of People, seen through HTTP.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { TestClient } from '../test-client.ts';
import { me, openClient } from '../test-client.ts';

let client: TestClient;
beforeEach(async () => {
  client = await openClient();
});
afterEach(async () => {
  const log = await client.send('GET', '/_sim/log');
  await client.close();
  expect(log.body.violations).toEqual([]);
});

const fields = 'names,emailAddresses,phoneNumbers,addresses,memberships,metadata';
const person = (given: string, more: object = {}) => ({ names: [{ givenName: given, familyName: 'Byron' }], ...more });
const create = (body: object) => client.send('POST', `/v1/people:createContact?personFields=${fields}`, body);
const update = (name: string, mask: string, body: object) => client.send('PATCH', `/v1/${name}:updateContact?updatePersonFields=${mask}&personFields=${fields}`, body);
const list = (query: Record<string, string> = {}) => client.send('GET', `/v1/people/me/connections?${new URLSearchParams({ personFields: fields, requestSyncToken: 'true', pageSize: '100', ...query })}`);

describe('one contact', () => {
  test('output-only members are computed and taken from nobody', async () => {
    const { body } = await create(person('Ada', { phoneNumbers: [{ value: '(555) 123-4567', type: 'mobile', canonicalForm: '+1' }, { value: '1', type: 'Ferienhaus' }] }));
    expect(body.names[0]).toMatchObject({ displayName: 'Ada Byron', displayNameLastFirst: 'Byron, Ada', unstructuredName: 'Ada Byron', metadata: { primary: true } });
    expect(body.phoneNumbers).toMatchObject([{ canonicalForm: '+15551234567', formattedType: 'Mobile' }, { formattedType: 'Ferienhaus' }]);
    expect(body.memberships).toMatchObject([{ contactGroupMembership: { contactGroupResourceName: 'contactGroups/myContacts' } }]);
    expect(body.resourceName).toMatch(/^people\/c\d+$/);
    expect(BigInt(`0x${body.metadata.sources[0].id}`).toString()).toBe(body.resourceName.slice('people/c'.length));
  });

  test('the etag of a person depends on the mask, the etag of its source does not', async () => {
    const { body } = await create(person('Ada'));
    const other = (await client.send('GET', `/v1/${body.resourceName}?personFields=names,metadata`)).body;
    expect(other.etag).not.toBe(body.etag);
    expect(other.metadata.sources[0].etag).toBe(body.metadata.sources[0].etag);
    expect((await update(body.resourceName, 'names', { ...person('Bea'), etag: other.etag })).status).toBe(200);
  });

  test('an update needs an etag, and a stale one is 400 FAILED_PRECONDITION', async () => {
    const { body } = await create(person('Ada'));
    const none = await update(body.resourceName, 'names', person('Bea'));
    expect(none.body.error.message).toBe('Request must set person.etag or person.metadata.sources.etag for the source that is being updated.');
    const next = await update(body.resourceName, 'names', { ...person('Bea'), etag: body.etag });
    expect(next.status).toBe(200);
    for (const etag of [body.etag, next.body.metadata.sources[0].etag]) {
      const stale = await update(body.resourceName, 'names', { ...person('Cleo'), etag });
      expect([stale.status, stale.body.error.status]).toEqual([400, 'FAILED_PRECONDITION']);
      expect(stale.body.error.message).toContain('Clear local cache and get the latest person.');
    }
    expect((await update(body.resourceName, 'names', { ...person('Cleo'), etag: next.body.etag })).status).toBe(200);
  });

  test('a masked field is replaced whole and the others stay', async () => {
    const { body } = await create(person('Ada', { emailAddresses: [{ value: 'a@x.test' }, { value: 'b@x.test' }], phoneNumbers: [{ value: '1' }] }));
    const changed = await update(body.resourceName, 'emailAddresses,phoneNumbers', { etag: body.etag, emailAddresses: [{ value: 'c@x.test' }], names: [{ givenName: 'Ignored' }] });
    expect(changed.body.emailAddresses).toHaveLength(1);
    expect(changed.body).not.toHaveProperty('phoneNumbers');
    expect(changed.body.names[0].givenName).toBe('Ada');
    expect((await update(body.resourceName, 'memberships', { etag: changed.body.etag })).status).toBe(400);
  });

  test('singletons, unknown fields and missing masks are refused', async () => {
    expect((await create({ names: [{ givenName: 'A' }, { givenName: 'B' }] })).status).toBe(400);
    expect((await create({ nickname: 'x' })).body.error.message).toContain('Unknown name "nickname"');
    expect((await client.send('GET', '/v1/people/me/connections')).body.error.message).toContain('personFields mask is required.');
    expect((await client.send('GET', '/v1/people/me/connections?personFields=nose')).body.error.message).toContain('Invalid personFields mask path: "nose".');
  });

  test('an edited address loses to the formatted value that is sent with it', async () => {
    const { body } = await create(person('Ada', { addresses: [{ streetAddress: 'Old 1', city: 'Bonn', type: 'home' }] }));
    const [address] = body.addresses;
    expect(address.formattedValue).toBe('Old 1\nBonn');
    const both = await update(body.resourceName, 'addresses', { etag: body.etag, addresses: [{ ...address, metadata: undefined, city: 'Ulm' }] });
    expect(both.body.addresses[0].city).toBe('Bonn');
    const alone = await update(body.resourceName, 'addresses', { etag: both.body.etag, addresses: [{ streetAddress: 'Old 1', city: 'Ulm' }] });
    expect(alone.body.addresses[0].formattedValue).toBe('Old 1\nUlm');
  });

  test('a deleted contact is gone for gets and a second delete', async () => {
    const { body } = await create(person('Ada'));
    expect((await client.send('DELETE', `/v1/${body.resourceName}:deleteContact`)).body).toEqual({});
    expect((await client.send('GET', `/v1/${body.resourceName}?personFields=names`)).status).toBe(404);
    expect((await client.send('DELETE', `/v1/${body.resourceName}:deleteContact`)).status).toBe(404);
  });
});

describe('synchronizing', () => {
  test('a sync tells changes and deletions, and its token keeps the parameters', async () => {
    const [ada, bea] = [(await create(person('Ada'))).body, (await create(person('Bea'))).body];
    const first = await list();
    expect(first.body.connections).toHaveLength(2);
    const syncToken = first.body.nextSyncToken as string;
    await client.send('DELETE', `/v1/${ada.resourceName}:deleteContact`);
    await update(bea.resourceName, 'names', { ...person('Bea-Ann'), etag: bea.etag });
    const next = await list({ syncToken });
    expect(next.body.connections).toMatchObject([{ resourceName: ada.resourceName, metadata: { deleted: true } }, { names: [{ givenName: 'Bea-Ann' }] }]);
    expect((await list({ syncToken: next.body.nextSyncToken })).body).not.toHaveProperty('connections');
    expect((await list({ syncToken, personFields: 'names' })).status).toBe(400);
    expect((await list({ syncToken: 'bogus' })).body.error).not.toHaveProperty('details');
  });

  test('a token expires seven days after the full sync, even when it was used in between', async () => {
    await create(person('Ada'));
    let syncToken = (await list()).body.nextSyncToken as string;
    await client.send('POST', '/_sim/clock', { advance: 'P4D' });
    client = await client.as(me);
    syncToken = (await list({ syncToken })).body.nextSyncToken;
    await client.send('POST', '/_sim/clock', { advance: 'P4D' });
    client = await client.as(me);
    const expired = await list({ syncToken });
    expect(expired.status).toBe(400);
    expect(expired.body.error).toMatchObject({ status: 'INVALID_ARGUMENT', message: 'Sync token is expired. Clear local cache and retry call without the sync token.', details: [{ reason: 'EXPIRED_SYNC_TOKEN', domain: 'people.googleapis.com' }] });
  });

  test('by switch writes are seen late, and a token taken meanwhile does not miss them', async () => {
    await client.send('POST', '/_sim/switches', { peopleSyncLagMs: 120_000 });
    const made = (await create(person('Ada'))).body;
    const during = await list();
    expect(during.body).not.toHaveProperty('connections');
    expect((await client.send('GET', `/v1/${made.resourceName}?personFields=names`)).status).toBe(200);
    await client.send('POST', '/_sim/clock', { advance: 'PT3M' });
    expect((await list({ syncToken: during.body.nextSyncToken })).body.connections).toHaveLength(1);
  });

  test('by switch everything is reported as changed, and a renamed contact names its former self', async () => {
    const made = (await create(person('Ada'))).body;
    const syncToken = (await list()).body.nextSyncToken as string;
    await client.send('POST', '/_sim/switches', { peopleSpuriousAllChanged: true });
    expect((await list({ syncToken })).body.connections).toMatchObject([{ etag: made.etag }]);
    const renamed = await client.send('POST', '/_sim/act', { action: 'contact.rename', account: me, id: made.resourceName });
    const changed = await list({ syncToken });
    expect(changed.body.connections).toMatchObject([{ resourceName: renamed.body.resourceName, metadata: { previousResourceNames: [made.resourceName] } }]);
  });
});

describe('batches', () => {
  test('a batch creates up to 200, answers nothing without a mask, and fails as a whole', async () => {
    const contacts = Array.from({ length: 200 }, (_, index) => ({ contactPerson: person(`N${index}`) }));
    expect((await client.send('POST', '/v1/people:batchCreateContacts', { contacts, readMask: '' })).body).toEqual({});
    expect((await client.send('POST', '/v1/people:batchCreateContacts', { contacts: [...contacts, contacts[0]], readMask: 'names' })).status).toBe(400);
    const bad = await client.send('POST', '/v1/people:batchCreateContacts', { contacts: [{ contactPerson: person('Good') }, { contactPerson: { names: [{}, {}] } }], readMask: 'names' });
    expect(bad.body.error.details[0]).toMatchObject({ '@type': 'type.googleapis.com/google.people.v1.BatchCreateContactsErrorDetails', contactErrors: { 1: { code: 3 } } });
    expect((await list({ pageSize: '1000' })).body.totalItems).toBe(200);
  });

  test('a batch update with one stale etag changes nothing and names the contact', async () => {
    const [ada, bea] = [(await create(person('Ada'))).body, (await create(person('Bea'))).body];
    await update(bea.resourceName, 'names', { ...person('Newer'), etag: bea.etag });
    const contacts = { [ada.resourceName]: { ...person('A2'), etag: ada.etag }, [bea.resourceName]: { ...person('B2'), etag: bea.etag } };
    const failed = await client.send('POST', '/v1/people:batchUpdateContacts', { contacts, updateMask: 'names', readMask: 'names,metadata' });
    expect(failed.status).toBe(400);
    expect(failed.body.error.details[0].contactErrors).toEqual({ [bea.resourceName]: { code: 9, message: expect.stringContaining('person.etag is different') } });
    expect((await client.send('GET', `/v1/${ada.resourceName}?personFields=names`)).body.names[0].givenName).toBe('Ada');
    const done = await client.send('POST', '/v1/people:batchUpdateContacts', { contacts: { [ada.resourceName]: { ...person('A2'), etag: ada.etag } }, updateMask: 'names', readMask: 'names,metadata' });
    expect(done.body.updateResult[ada.resourceName]).toMatchObject({ httpStatusCode: 200, person: { names: [{ givenName: 'A2' }] } });
  });

  test('a batch delete takes all or none', async () => {
    const { body } = await create(person('Ada'));
    expect((await client.send('POST', '/v1/people:batchDeleteContacts', { resourceNames: [body.resourceName, 'people/c1'] })).status).toBe(404);
    expect((await client.send('POST', '/v1/people:batchDeleteContacts', { resourceNames: [body.resourceName] })).body).toEqual({});
  });

  test('overlapping mutations of one user are refused, by switch with 409 or 500', async () => {
    await client.send('POST', '/_sim/switches', { latencyMs: 40 });
    const both = await Promise.all([create(person('A')), create(person('B'))]);
    expect(both.map(({ status }) => status).sort()).toContain(409);
    await client.send('POST', '/_sim/switches', { peopleSequentialMutations: 500 });
    expect((await Promise.all([create(person('C')), create(person('D'))])).map(({ status }) => status)).toContain(500);
    await client.send('POST', '/_sim/switches', { peopleSequentialMutations: 'off' });
    expect((await Promise.all([create(person('E')), create(person('F'))])).map(({ status }) => status)).toEqual([200, 200]);
    expect((await client.send('GET', '/_sim/log')).body.entries.some(({ overlapped }: { overlapped?: boolean }) => overlapped === true)).toBe(true);
  });
});

describe('groups', () => {
  test('a group is created once, renamed, emptied of members and deleted', async () => {
    const made = await client.send('POST', '/v1/contactGroups', { contactGroup: { name: 'Clients' } });
    const name = made.body.resourceName as string;
    expect(made.body).not.toHaveProperty('memberCount');
    const double = await client.send('POST', '/v1/contactGroups', { contactGroup: { name: 'Clients' } });
    expect([double.status, double.body.error.message]).toEqual([409, 'Contact group name already exists.']);
    const ada = (await create(person('Ada', { memberships: [{ contactGroupMembership: { contactGroupResourceName: name } }] }))).body;
    const last = await client.send('POST', `/v1/${name}/members:modify`, { resourceNamesToRemove: [ada.resourceName], resourceNamesToAdd: ['people/c404'] });
    expect(last.body).toEqual({ notFoundResourceNames: ['people/c404'], canNotRemoveLastContactGroupResourceNames: [ada.resourceName] });
    expect((await client.send('POST', '/v1/contactGroups/friends/members:modify', { resourceNamesToAdd: [ada.resourceName] })).status).toBe(400);
    const listed = await client.send('GET', '/v1/contactGroups?pageSize=100');
    expect(listed.body.contactGroups.find(({ resourceName }: { resourceName: string }) => resourceName === name)).toMatchObject({ memberCount: 1, groupType: 'USER_CONTACT_GROUP' });
    await client.send('PUT', `/v1/${name}`, { contactGroup: { name: 'Customers', etag: made.body.etag }, updateGroupFields: 'name' });
    await client.send('DELETE', `/v1/${name}`);
    const changed = await client.send('GET', `/v1/contactGroups?pageSize=100&syncToken=${encodeURIComponent(listed.body.nextSyncToken)}`);
    expect(changed.body.contactGroups).toMatchObject([{ resourceName: name, metadata: { deleted: true } }]);
    expect((await client.send('GET', `/v1/${ada.resourceName}?personFields=memberships`)).body.memberships[0].contactGroupMembership.contactGroupId).toBe('myContacts');
  });
});
