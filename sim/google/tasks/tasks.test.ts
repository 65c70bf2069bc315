// The main facts of Tasks, seen through HTTP.
import { afterEach, beforeEach, expect, test } from 'vitest';
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

const tasks = '/tasks/v1/lists/@default/tasks';
const insert = (body: object, query = '') => client.send('POST', tasks + query, body);
const titles = (body: { items?: { title: string }[] }): string[] => (body.items ?? []).map(({ title }) => title);

test('a due time loses its time of day', async () => {
  expect((await insert({ title: 'Pay', due: '2026-12-01T16:30:00.000Z' })).body.due).toBe('2026-12-01T00:00:00.000Z');
  expect((await insert({ title: 'Pay', due: 'soon' })).status).toBe(400);
});

test('a new task stands first among its siblings unless it names a previous one', async () => {
  const first = (await insert({ title: 'one' })).body;
  await insert({ title: 'two' });
  await insert({ title: 'three' }, `?previous=${first.id}`);
  const child = (await insert({ title: 'child' }, `?parent=${first.id}`)).body;
  expect(child.parent).toBe(first.id);
  const listed = (await client.send('GET', tasks)).body;
  const top = listed.items.filter(({ parent }: { parent?: string }) => parent === undefined);
  expect(top.sort((a: { position: string }, b: { position: string }) => (a.position < b.position ? -1 : 1)).map(({ title }: { title: string }) => title)).toEqual(['two', 'one', 'three']);
  expect(top[0].position).toBe('00000000000000000000');
  const moved = await client.send('POST', `${tasks}/${first.id}/move`);
  expect(moved.body.position).toBe('00000000000000000000');
});

test('completing sets the time, reopening clears it, and what a person completes is hidden', async () => {
  const task = (await insert({ title: 'x' })).body;
  const path = `${tasks}/${task.id}`;
  const done = await client.send('PATCH', path, { status: 'completed' });
  expect(done.body.completed).toMatch(/\.000Z$/);
  const open = await client.send('PATCH', path, { status: 'needsAction' });
  expect(open.body).not.toHaveProperty('completed');
  await client.send('POST', '/_sim/act', { action: 'task.complete', account: me, id: task.id });
  expect(titles((await client.send('GET', tasks)).body)).toEqual([]);
  expect(titles((await client.send('GET', `${tasks}?showHidden=true`)).body)).toEqual(['x']);
  expect(titles((await client.send('GET', `${tasks}?showHidden=true&showCompleted=false`)).body)).toEqual([]);
});

test('lists have 20 tasks a page and never more than 100', async () => {
  for (let index = 0; index < 105; index += 1) await insert({ title: `t${index}` });
  expect((await client.send('GET', tasks)).body.items).toHaveLength(20);
  const clamped = await client.send('GET', `${tasks}?maxResults=1000`);
  expect(clamped.body.items).toHaveLength(100);
  expect((await client.send('GET', `${tasks}?maxResults=1000&pageToken=${encodeURIComponent(clamped.body.nextPageToken)}`)).body.items).toHaveLength(5);
});

test('changes are found by updatedMin with the deleted shown, in whole seconds', async () => {
  await client.send('POST', '/_sim/clock', { set: '2026-11-20T10:00:00.250Z', freeze: true });
  client = await client.as(me);
  const task = (await insert({ title: 'gone' })).body;
  expect(task.updated).toBe('2026-11-20T10:00:00.000Z');
  await client.send('POST', '/_sim/clock', { advance: 60_000 });
  expect((await client.send('DELETE', `${tasks}/${task.id}`)).status).toBe(204);
  expect((await client.send('GET', tasks)).headers.get('date')).toBe('Fri, 20 Nov 2026 10:01:00 GMT');
  expect((await client.send('GET', `${tasks}?updatedMin=2026-11-20T10:00:30Z`)).body).not.toHaveProperty('items');
  const found = await client.send('GET', `${tasks}?updatedMin=2026-11-20T10:01:00.900Z&showDeleted=true&showHidden=true`);
  expect(found.body.items).toMatchObject([{ id: task.id, deleted: true }]);
});

test('a put needs the id in the body, and by switch If-Match counts or not', async () => {
  const task = (await insert({ title: 'x', notes: 'n' })).body;
  const path = `${tasks}/${task.id}`;
  expect((await client.send('PUT', path, { title: 'y' })).body.error.message).toBe('Missing task ID');
  const replaced = await client.send('PUT', path, { id: task.id, title: 'y' });
  expect(replaced.body).not.toHaveProperty('notes');
  expect((await client.send('PATCH', path, { title: 'z' }, { 'if-match': task.etag })).status).toBe(412);
  await client.send('POST', '/_sim/switches', { tasksIfMatch: 'ignore' });
  expect((await client.send('PATCH', path, { title: 'z' }, { 'if-match': task.etag })).status).toBe(200);
  expect((await insert({ title: 'x'.repeat(1025) })).status).toBe(400);
  expect((await client.send('GET', `${tasks}/nope`)).status).toBe(404);
});

test('a task moved to another list keeps its id and is deleted in the old one', async () => {
  const other = (await client.send('POST', '/tasks/v1/users/@me/lists', { title: 'Other' })).body;
  const task = (await insert({ title: 'x' })).body;
  await client.send('POST', `${tasks}/${task.id}/move?destinationTasklist=${other.id}`);
  expect(titles((await client.send('GET', `/tasks/v1/lists/${other.id}/tasks`)).body)).toEqual(['x']);
  expect((await client.send('GET', `${tasks}?showDeleted=true`)).body.items).toMatchObject([{ id: task.id, deleted: true }]);
  expect((await client.send('GET', '/tasks/v1/users/@me/lists')).body.items.map(({ title }: { title: string }) => title)).toEqual(['My Tasks', 'Other']);
});

test('clearing hides the completed tasks', async () => {
  await insert({ title: 'done', status: 'completed' });
  await insert({ title: 'open' });
  expect((await client.send('POST', '/tasks/v1/lists/@default/clear')).status).toBe(204);
  expect(titles((await client.send('GET', tasks)).body)).toEqual(['open']);
});
