import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Activity, CalendarAnswer, Contact, ContactPage, OfficeSet, Task } from '../../contract/office.ts';
import { PASSWORD, startTestApp } from '../../test-app.ts';
import { registerActivityRoutes } from './activities.ts';
import { registerContactRoutes } from './contacts.ts';
import { registerImportExportRoutes } from './import-export.ts';
import { registerSetRoutes } from './sets.ts';
import { registerTaskRoutes } from './tasks.ts';

let started: Awaited<ReturnType<typeof startTestApp>>;
let uma: string;
let stranger: string;

beforeAll(async () => {
  started = await startTestApp({ deps: { routes: [registerContactRoutes, registerSetRoutes, registerActivityRoutes, registerTaskRoutes, registerImportExportRoutes] } });
  const tokenOf = async (email: string): Promise<string> => {
    const answer = await started.app.inject({ method: 'POST', url: '/api/session?token=1', payload: { email, password: PASSWORD } });
    return answer.json<{ token: string }>().token;
  };
  [uma, stranger] = [await tokenOf('uma@example.com'), await tokenOf('stranger@example.com')];
});
afterAll(() => started.close());

async function call<T = unknown>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, payload?: object, token = uma): Promise<{ status: number; body: T }> {
  const answer = await started.app.inject({ method, url: `/api${url}`, payload, headers: { authorization: `Bearer ${token}` } });
  return { status: answer.statusCode, body: (answer.body === '' ? undefined : answer.json()) as T };
}

describe('contacts over HTTP', () => {
  test('a contact is added, found, changed and deleted; an old version answers 409', async () => {
    const made = await call<Contact>('POST', '/contacts', { givenName: 'Jane', familyName: 'Doe', taxId: '9', phones: [{ value: '212 555 0100', type: 'Mobile', preferred: true }] });
    expect(made).toMatchObject({ status: 201, body: { name: 'Doe, Jane', taxId: '9', phones: [{ value: '212 555 0100', type: 'Mobile', preferred: true }] } });
    const { id, version } = made.body;
    expect((await call<ContactPage>('GET', '/contacts?q=doe')).body).toMatchObject({ contacts: [{ id, name: 'Doe, Jane', phone: '212 555 0100' }] });
    const changed = await call<Contact>('PUT', `/contacts/${id}`, { version, contact: { familyName: 'Roe', phones: made.body.phones } });
    expect(changed.body.phones).toEqual(made.body.phones);
    expect(await call('PUT', `/contacts/${id}`, { version, contact: { familyName: 'Late' } })).toMatchObject({ status: 409, body: { code: 'stale' } });
    expect(await call('GET', `/contacts/${id}`, undefined, stranger)).toMatchObject({ status: 404, body: { code: 'not-found' } });
    expect(await call('DELETE', `/contacts/${id}?version=${changed.body.version}`)).toEqual({ status: 204, body: undefined });
    expect(await call('GET', `/contacts/${id}`)).toMatchObject({ status: 404 });
  });

  test('bad input is refused with the field and the remedy', async () => {
    expect(await call('POST', '/contacts', { givenName: 'X', phones: [{ value: '1', type: 'Cell' }] })).toMatchObject({ status: 400, body: { code: 'invalid', field: 'phones.0.type', remedy: expect.stringContaining('Business Fax') } });
    expect(await call('POST', '/contacts', { taxId: '1' })).toMatchObject({ status: 400, body: { field: 'familyName', remedy: expect.stringContaining('needs a name') } });
    expect(await call('GET', '/contacts/no-id')).toMatchObject({ status: 400 });
    expect(await call('GET', '/contacts?after=forged')).toMatchObject({ status: 400, body: { field: 'after' } });
  });

  test('a place in a list that no list gave is refused, whatever stands in it', async () => {
    const marks = [['x', 'y'], [null, null], ['2026-99-99', '00000000-0000-4000-8000-000000000000'], ['2026-11-23', 'no id']].map((key) => Buffer.from(JSON.stringify(key)).toString('base64url'));
    for (const list of ['contacts', 'activities', 'tasks']) {
      const answers = await Promise.all(marks.map((mark) => call('GET', `/${list}?after=${mark}`)));
      expect(answers.filter(({ status }) => status === 500)).toEqual([]);
      expect(answers[3]).toMatchObject({ status: 400, body: { code: 'invalid', field: 'after' } });
    }
  });

  test('a character that no database keeps is refused by name, and is no trouble of ours', async () => {
    const activity = { type: 'Meeting', subject: 'A\u0000B', start: { date: '2026-11-23' }, end: { date: '2026-11-24' } };
    for (const answer of [await call('POST', '/activities', activity), await call('POST', '/tasks', { subject: 'A\u0000B' }), await call('GET', '/contacts?q=%00')]) {
      expect(answer).toMatchObject({ status: 400, body: { code: 'invalid', message: expect.stringContaining('cannot be kept') } });
    }
  });
});

test('a SET is made, previewed, filled, renamed and deleted', async () => {
  const contact = (await call<Contact>('POST', '/contacts', { familyName: 'Member', source: 'set-test' })).body;
  const filter = { match: 'all', conditions: [{ field: 'source', test: 'is', value: 'set-test' }] };
  expect(await call('POST', '/sets/preview', { filter })).toMatchObject({ status: 200, body: { count: 1, contacts: [{ id: contact.id }] } });
  expect((await call<OfficeSet>('POST', '/sets', { kind: 'filtered', name: 'By rule', filter })).body).toMatchObject({ kind: 'filtered', filter, memberCount: 1 });
  const plain = (await call<OfficeSet>('POST', '/sets', { kind: 'plain', name: 'Plain' })).body;
  expect((await call('POST', `/sets/${plain.id}/members`, { add: [contact.id] })).body).toMatchObject({ memberCount: 1 });
  expect((await call<ContactPage>('GET', `/contacts?setId=${plain.id}`)).body.contacts).toHaveLength(1);
  expect((await call<{ sets: OfficeSet[] }>('GET', '/sets')).body.sets.map((set) => set.name)).toEqual(['By rule', 'Plain']);
  const renamed = await call<OfficeSet>('PUT', `/sets/${plain.id}`, { version: plain.version, set: { kind: 'plain', name: 'Renamed' } });
  expect(renamed.body).toMatchObject({ name: 'Renamed', memberCount: 1 });
  expect(await call('POST', '/sets', { kind: 'plain', name: 'renamed' })).toMatchObject({ status: 400, body: { field: 'name' } });
  expect(await call('DELETE', `/sets/${plain.id}?version=${renamed.body.version}`)).toMatchObject({ status: 204 });
});

test('a series is shown in the calendar, one occurrence is moved, and the rest follows another rule', async () => {
  const zone = 'America/Vancouver';
  const activity = { type: 'Meeting', subject: 'Weekly', start: { local: '2026-12-01T09:00', zone }, end: { local: '2026-12-01T10:00', zone }, recurrence: ['RRULE:FREQ=WEEKLY'] };
  const made = (await call<Activity>('POST', '/activities', activity)).body;
  const show = async () => (await call<CalendarAnswer>('GET', `/calendar?from=2026-12-01&to=2027-01-01&zone=${zone}`)).body;
  const shown = await show();
  expect(shown.entries.map((entry) => entry.startsAt)).toEqual(['2026-12-01T16:00:00Z', '2026-12-08T16:00:00Z', '2026-12-15T16:00:00Z', '2026-12-22T16:00:00Z', '2026-12-29T16:00:00Z']);
  const original = shown.entries[1]?.original;
  const moved = (await call<Activity>('POST', `/activities/${made.id}/occurrence`, { version: made.version, occurrence: { original, title: 'Once', start: { local: '2026-12-09T09:00', zone }, end: { local: '2026-12-09T10:00', zone } } })).body;
  expect((await show()).entries[1]).toMatchObject({ subject: 'Once', changed: true, original, startsAt: '2026-12-09T16:00:00Z' });
  const split = await call<{ before: Activity; after: Activity }>('POST', `/activities/${made.id}/split`, { version: moved.version, from: shown.entries[3]?.original, activity: { ...activity, start: { local: '2026-12-22T11:00', zone }, end: { local: '2026-12-22T12:00', zone } } });
  expect(split.status).toBe(200);
  expect((await show()).entries.map((entry) => entry.startsAt?.slice(5, 13))).toEqual(['12-01T16', '12-09T16', '12-15T16', '12-22T18', '12-29T18']);
  expect(await call('GET', '/calendar?from=2026-12-01&to=2026-11-01')).toMatchObject({ status: 400, body: { field: 'to' } });
  expect(await call('POST', '/activities', { ...activity, recurrence: ['RRULE:FREQ=NEVER'] })).toMatchObject({ status: 400, body: { field: 'recurrence' } });
  expect(await call('GET', `/activities/${made.id}`, undefined, stranger)).toMatchObject({ status: 404 });
  expect((await call<{ activities: { recurring: boolean }[] }>('GET', '/activities?q=weekly')).body.activities.map((one) => one.recurring)).toEqual([true, true]);
});

test('a task is added, listed, done and deleted', async () => {
  const made = (await call<Task>('POST', '/tasks', { subject: 'Call', dueDate: '2026-12-01', dueTime: '16:00' })).body;
  expect((await call<{ tasks: Task[] }>('GET', '/tasks?status=active')).body.tasks).toEqual([made]);
  const done = (await call<Task>('PUT', `/tasks/${made.id}`, { version: made.version, task: { subject: 'Call', dueDate: '2026-12-01', dueTime: '16:00', status: 'done' } })).body;
  expect(done).toMatchObject({ status: 'done', dueTime: '16:00' });
  expect(await call('POST', '/tasks', { subject: 'X', dueTime: '16:00' })).toMatchObject({ status: 400, body: { field: 'dueDate' } });
  expect(await call('DELETE', `/tasks/${made.id}?version=${done.version}`)).toMatchObject({ status: 204 });
});

describe('files over HTTP', () => {
  const upload = (query: string, content: string) => {
    const boundary = 'x-boundary';
    const payload = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="a.vcf"\r\ncontent-type: text/vcard\r\n\r\n${content}\r\n--${boundary}--\r\n`;
    return started.app.inject({ method: 'POST', url: `/api/import${query}`, payload, headers: { authorization: `Bearer ${uma}`, 'content-type': `multipart/form-data; boundary=${boundary}` } });
  };
  const card = 'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Imported Person\r\nEMAIL:bad\r\nEND:VCARD';

  test('a dry run reports, the import writes, and the export holds it', async () => {
    expect((await upload('?dryRun=true', card)).json()).toMatchObject({ format: 'vcard', dryRun: true, contacts: 1, problems: [{ line: 4, name: 'Imported Person', effect: 'adjusted' }] });
    expect((await call<ContactPage>('GET', '/contacts?q=imported')).body.contacts).toEqual([]);
    expect((await upload('?dryRun=false', card)).statusCode).toBe(200);
    const names = { 'contacts.vcf': 'text/vcard', 'contacts.csv': 'text/csv', 'calendar.ics': 'text/calendar' };
    for (const [name, type] of Object.entries(names)) {
      const answer = await started.app.inject({ url: `/api/export/${name}`, headers: { authorization: `Bearer ${uma}` } });
      expect(answer.headers).toMatchObject({ 'content-type': `${type}; charset=utf-8`, 'content-disposition': `attachment; filename="${name}"` });
      expect(answer.body).toMatch(name === 'calendar.ics' ? /^BEGIN:VCALENDAR/ : /Imported/);
    }
  });

  test('a file that is none of the three, or none at all, is refused with the remedy', async () => {
    expect((await upload('', '%PDF-1.7')).json()).toMatchObject({ code: 'invalid', field: 'file', message: expect.stringContaining('neither a vCard') });
    expect((await call('POST', '/import', {})).status).toBe(415);
  });
});

test('the lists to choose from are told', async () => {
  expect((await call('GET', '/choices')).body).toMatchObject({ phoneTypes: expect.arrayContaining(['Mobile']), activityTypes: expect.arrayContaining(['Appointment']) });
});
