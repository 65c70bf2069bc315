// Meetings between accounts: copies, answers, mails and what guests may not do.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TestClient } from '../test-client.ts';
import { events, me, openClient, timed } from '../test-client.ts';

const guest = 'bob@example.com';
let client: TestClient;
let bob: TestClient;
beforeEach(async () => {
  client = await openClient({ accounts: [{ email: me }, { email: guest }] });
  bob = await client.as(guest);
});
afterEach(async () => {
  const log = await client.send('GET', '/_sim/log');
  await client.close();
  expect(log.body.violations).toEqual([]);
});

const meeting = { id: 'meet1', summary: 'Meeting', ...timed('2026-12-01', 9), attendees: [{ email: guest }, { email: 'client@elsewhere.test' }] };
const mails = async () => (await client.send('GET', '/_sim/mail')).body.mails as { kind: string; to: string; external: boolean; by: string }[];

test('an invitation puts a copy into the calendar of a guest, with the same iCalUID', async () => {
  const made = await client.send('POST', `${events}?sendUpdates=none`, meeting);
  const copy = (await bob.send('GET', events)).body.items[0];
  expect(copy).toMatchObject({ iCalUID: made.body.iCalUID, organizer: { email: me } });
  expect(copy.organizer).not.toHaveProperty('self');
  expect(copy.attendees.find(({ email }: { email: string }) => email === guest)).toMatchObject({ self: true, responseStatus: 'needsAction' });
  expect(await mails()).toEqual([]);
});

test('mails are logged only when sendUpdates asks for them', async () => {
  await client.send('POST', `${events}?sendUpdates=externalOnly`, meeting);
  expect(await mails()).toMatchObject([{ kind: 'invitation', to: 'client@elsewhere.test', external: true }]);
  await client.send('PATCH', `${events}/meet1?sendUpdates=all`, { summary: 'New name' });
  await client.send('PATCH', `${events}/meet1?sendUpdates=all`, { reminders: { useDefault: true } });
  await client.send('PATCH', `${events}/meet1`, { summary: 'Silent' });
  await client.send('DELETE', `${events}/meet1?sendUpdates=all`);
  expect((await mails()).map(({ kind }) => kind)).toEqual(['invitation', 'update', 'update', 'cancellation', 'cancellation']);
  expect((await bob.send('GET', events)).body.items).toEqual([]);
});

test('a guest answers, and the organizer sees it', async () => {
  await client.send('POST', events, meeting);
  const answered = await bob.send('PATCH', `${events}/meet1`, { attendeesOmitted: true, attendees: [{ email: guest, responseStatus: 'accepted' }] });
  expect(answered.status).toBe(200);
  expect((await client.send('GET', `${events}/meet1`)).body.attendees).toMatchObject([{ email: guest, responseStatus: 'accepted' }, { responseStatus: 'needsAction' }]);
  await bob.send('DELETE', `${events}/meet1`);
  expect((await client.send('GET', `${events}/meet1`)).body.attendees[0].responseStatus).toBe('declined');
});

test('replacing the guests without their answers resets them', async () => {
  await client.send('POST', events, meeting);
  await client.send('POST', '/_sim/act', { action: 'event.respond', account: guest, id: 'meet1', response: 'accepted' });
  const changed = await client.send('PATCH', `${events}/meet1`, { attendees: [{ email: guest }] });
  expect(changed.body.attendees).toMatchObject([{ email: guest, responseStatus: 'needsAction' }]);
});

test('a guest may not change shared fields: 403, or by switch 200 without effect', async () => {
  await client.send('POST', events, meeting);
  const refused = await bob.send('PATCH', `${events}/meet1`, { summary: 'Mine' });
  expect([refused.status, refused.body.error.errors[0].reason]).toEqual([403, 'forbiddenForNonOrganizer']);
  await client.send('POST', '/_sim/switches', { nonOrganizerEdit: 'silent' });
  const silent = await bob.send('PATCH', `${events}/meet1`, { summary: 'Mine', colorId: '5' });
  expect(silent.status).toBe(200);
  expect(silent.body).toMatchObject({ summary: 'Meeting', colorId: '5' });
  expect((await client.send('GET', `${events}/meet1`)).body).not.toHaveProperty('colorId');
});

test('a guest keeps own reminders and private properties when the organizer edits', async () => {
  await client.send('POST', events, meeting);
  await bob.send('PATCH', `${events}/meet1`, { extendedProperties: { private: { crm: '7' } }, reminders: { useDefault: false } });
  await client.send('PATCH', `${events}/meet1`, { location: 'Room 2' });
  expect((await bob.send('GET', `${events}/meet1`)).body).toMatchObject({ location: 'Room 2', extendedProperties: { private: { crm: '7' } }, reminders: { useDefault: false } });
});

test('an invitation that a guest deletes is declined, and an edit of the organizer does not bring it back', async () => {
  await client.send('POST', events, meeting);
  await bob.send('DELETE', `${events}/meet1`);
  expect((await client.send('GET', `${events}/meet1`)).body.attendees[0]).toMatchObject({ email: guest, responseStatus: 'declined' });
  await client.send('PATCH', `${events}/meet1`, { location: 'Room 5' });
  expect((await bob.send('GET', events)).body.items).toEqual([]);
});

test('by switch the copy of a guest has another id', async () => {
  await client.send('POST', '/_sim/switches', { invitationCopyId: 'different' });
  const made = await client.send('POST', events, { ...meeting, recurrence: ['RRULE:FREQ=DAILY;COUNT=3'] });
  const copy = (await bob.send('GET', events)).body.items[0];
  expect(copy.id).not.toBe(made.body.id);
  expect(copy.iCalUID).toBe(made.body.iCalUID);
  await client.send('DELETE', `${events}/meet1_20261202T140000Z`);
  expect((await bob.send('GET', `${events}/${copy.id}/instances`)).body.items).toHaveLength(2);
  await bob.send('PATCH', `${events}/${copy.id}`, { attendeesOmitted: true, attendees: [{ email: guest, responseStatus: 'tentative' }] });
  expect((await client.send('GET', `${events}/meet1`)).body.attendees[0].responseStatus).toBe('tentative');
});

test('an import needs the owner among the participants and refuses a known UID', async () => {
  const foreign = { ...timed('2026-12-01', 9), iCalUID: 'uid-1@else', organizer: { email: 'x@elsewhere.test' } };
  expect((await client.send('POST', `${events}/import`, foreign)).body.error.errors[0].reason).toBe('participantIsNeitherOrganizerNorAttendee');
  const taken = await client.send('POST', `${events}/import`, { ...foreign, attendees: [{ email: me }] });
  expect(taken.body.organizer.email).toBe('x@elsewhere.test');
  expect((await client.send('POST', `${events}/import`, { ...foreign, attendees: [{ email: me }] })).status).toBe(409);
});

test('a moved event leaves a cancelled stub behind', async () => {
  const calendar = (await client.send('POST', '/calendar/v3/calendars', { summary: 'Second' })).body.id as string;
  await client.send('POST', events, { id: 'moved1', ...timed('2026-12-01', 9) });
  const moved = await client.send('POST', `${events}/moved1/move?destination=${encodeURIComponent(calendar)}`);
  expect(moved.body.organizer).toMatchObject({ email: calendar, self: true });
  expect((await client.send('GET', `${events}/moved1`)).body.status).toBe('cancelled');
});

test('a shared calendar is read with the role that was given, and writers only may write', async () => {
  await client.send('POST', '/_sim/act', { action: 'calendar.share', account: me, with: guest, role: 'reader' });
  const shared = `/calendar/v3/calendars/${encodeURIComponent(me)}/events`;
  await client.send('POST', events, { id: 'secret1', summary: 'Secret', visibility: 'private', ...timed('2026-12-01', 9) });
  const seen = await bob.send('GET', shared);
  expect(seen.body.accessRole).toBe('reader');
  expect(seen.body.items[0]).not.toHaveProperty('summary');
  expect((await bob.send('POST', shared, { summary: 'x', ...timed('2026-12-01', 9) })).status).toBe(403);
});

test('a guest answers one instance of a series, and only that instance has the answer', async () => {
  await client.send('POST', events, { ...meeting, recurrence: ['RRULE:FREQ=DAILY;COUNT=3'] });
  await bob.send('PATCH', `${events}/meet1_20261202T140000Z`, { attendeesOmitted: true, attendees: [{ email: guest, responseStatus: 'declined' }] });
  expect((await client.send('GET', `${events}/meet1_20261202T140000Z`)).body.attendees[0].responseStatus).toBe('declined');
  expect((await client.send('GET', `${events}/meet1`)).body.attendees[0].responseStatus).toBe('needsAction');
});

test('a guest who may modify changes the meeting for everyone, and may invite others', async () => {
  await client.send('POST', events, { ...meeting, guestsCanModify: true });
  expect((await bob.send('PATCH', `${events}/meet1`, { summary: 'Ours' })).status).toBe(200);
  expect((await client.send('GET', `${events}/meet1`)).body.summary).toBe('Ours');
  await client.send('POST', events, { ...meeting, id: 'meet2' });
  const known = (await bob.send('GET', `${events}/meet2`)).body.attendees;
  expect((await bob.send('PATCH', `${events}/meet2`, { attendees: [...known, { email: 'cleo@elsewhere.test' }] })).status).toBe(200);
  expect((await client.send('GET', `${events}/meet2`)).body.attendees).toHaveLength(3);
});

test('the copy of a series loses its exceptions with the series', async () => {
  await client.send('POST', events, { ...meeting, recurrence: ['RRULE:FREQ=DAILY;COUNT=3'] });
  await client.send('PATCH', `${events}/meet1_20261203T140000Z`, { summary: 'Special' });
  expect((await bob.send('GET', events)).body.items).toHaveLength(2);
  await client.send('PATCH', `${events}/meet1`, { recurrence: ['RRULE:FREQ=DAILY;COUNT=2'] });
  expect((await bob.send('GET', events)).body.items).toHaveLength(1);
  await client.send('DELETE', `${events}/meet1`);
  expect((await bob.send('GET', events)).body.items).toEqual([]);
});
