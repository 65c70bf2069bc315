// Tasks against the simulator: what a cycle costs, hidden and moved tasks, dates only.

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startSimulator } from '../../../sim/google/server.ts';
import type { Simulator } from '../../../sim/google/server.ts';
import { diffItems } from '../../core/diff.ts';
import type { RemoteId, TaskItem } from '../../core/item.ts';
import type { Raw, Reading, RemoteRecord, Replica, WriteAnswer, WriteRequest } from '../replica.ts';
import { openGoogleReplicas } from './replicas.ts';
import { openSimulatedAccount } from './simulated-account.ts';
import type { SimulatedAccount } from './simulated-account.ts';

let simulator: Simulator;
let account: SimulatedAccount;
let tasks: Replica;
const raws = new Map<RemoteId, Raw>();
const held = async (ids: readonly RemoteId[]) => new Map(ids.flatMap((id) => (raws.has(id) ? [[id, raws.get(id) as Raw] as const] : [])));

beforeEach(async () => {
  raws.clear();
  simulator = await startSimulator();
  account = await openSimulatedAccount(simulator.url, 'ada@example.com');
  await account.door('seed', { accounts: [{ email: 'ada@example.com', taskLists: [{ title: 'My Tasks', tasks: [{ title: 'First', due: '2026-03-10T00:00:00.000Z', notes: 'n' }] }, { id: 'second-list', title: 'Second' }] }] });
  tasks = openGoogleReplicas({ connection: account.connection, calendarId: 'primary', groupName: 'x', country: 'US', zone: 'UTC' }).task;
});
afterEach(async () => {
  expect(await account.violations()).toEqual([]);
  await simulator.close();
});

async function read(cursor?: string): Promise<Reading> {
  const reading = await tasks.read(cursor, held);
  for (const record of reading.records) raws.set(record.id, record.raw);
  return reading;
}
async function write(...requests: WriteRequest[]): Promise<WriteAnswer[]> {
  const answers: WriteAnswer[] = [];
  for await (const answer of tasks.write(requests)) answers.push(answer);
  return answers;
}
const calls = async (): Promise<string[]> => (await account.log()).map((entry) => `${(entry.call ?? '').replace('tasks.', '')} ${entry.status}`);
function update(record: RemoteRecord, edit: Partial<TaskItem>): WriteRequest {
  const after = { ...(record.item as TaskItem), ...edit };
  return { operation: 'update', op: 'update', id: record.id, version: record.version, raw: record.raw, after, changes: diffItems(record.item, after, { country: 'US' }) };
}
const only = (reading: Reading): RemoteRecord => {
  expect(reading.records.length).toBe(1);
  return reading.records[0] as RemoteRecord;
};

describe('tasks of Google', () => {
  test('a cycle without changes is one request and one for each list; 250 tasks are three pages', async () => {
    const { cursor } = await read();
    expect(await calls()).toEqual(['tasklists.list 200', 'tasks.list 200', 'tasks.list 200']);
    expect(await read(cursor)).toMatchObject({ records: [], gone: [] });
    // The lists that were there are read at the same time as their names.
    expect((await calls()).sort()).toEqual(['tasklists.list 200', 'tasks.list 200', 'tasks.list 200']);
    await account.door('seed', { accounts: [{ email: account.email, taskLists: [{ id: 'second-list', title: 'Second', tasks: Array.from({ length: 250 }, (_, n) => ({ title: `Task ${n}` })) }] }] });
    expect((await read()).records.length).toBe(251);
    expect((await calls()).length).toBe(1 + 1 + 3);
  });

  test('a task that is completed in Google’s own app is hidden there, and told', async () => {
    const reading = await read();
    await account.act({ action: 'task.complete', id: only(reading).id });
    const next = await read(reading.cursor);
    expect(only(next).item).toMatchObject({ completed: true });
    expect(only(next).raw['task']).toMatchObject({ hidden: true });
    // Within the overlap it is listed once more: that cursor is worth keeping, so that it ends.
    expect(await read(next.cursor)).toMatchObject({ records: [], gone: [], listedAgain: true });
    await account.connection.clock.sleep(60_000);
    const later = await read(next.cursor);
    expect(later).toMatchObject({ records: [], gone: [], listedAgain: true });
    expect(await read(later.cursor)).toMatchObject({ records: [], gone: [], listedAgain: false });
  });

  test('a list that vanishes while everything is read, or while a task is looked for, is no trouble: the lists are asked for again', async () => {
    const vanished = { match: { call: 'tasks.tasks.list', path: 'second-list' }, status: 404, reason: 'notFound', count: 1 };
    await account.door('fault', vanished);
    const reading = await read();
    expect(only(reading).item).toMatchObject({ title: 'First' });
    expect((await calls()).filter((call) => call.startsWith('tasklists.list'))).toHaveLength(2);
    await account.act({ action: 'task.delete', id: only(reading).id });
    await account.door('fault', { match: { call: 'tasks.tasks.get' }, status: 404, reason: 'notFound', count: 1 });
    await account.door('fault', vanished);
    expect(await tasks.confirm([only(reading).id], held)).toEqual(new Map([[only(reading).id, 'gone']]));
    await account.door('fault', { ...vanished, count: 10 });
    await expect(read()).rejects.toMatchObject({ kind: 'wait' });
  });

  test('[R14] a task that was moved to another list is not told as gone afterwards, in whichever order the lists are read', async () => {
    for (const destination of ['second-list', 'My Tasks']) {
      const reading = await read();
      const { id } = only(reading);
      await account.act({ action: 'task.move', list: destination === 'second-list' ? '@default' : 'second-list', id, destination });
      let { cursor } = reading;
      for (let pass = 0; pass < 3; pass += 1) {
        const next = await read(cursor);
        expect([pass, next.gone]).toEqual([pass, []]);
        cursor = next.cursor;
      }
    }
  });

  test('[R14] a task that is moved while the lists are read is not told as gone', async () => {
    const { id, raw } = only(await read());
    const { cursor } = await read();
    await account.door('fault', { match: { method: 'GET', path: `lists/${(raw as unknown as { listId: string }).listId}/tasks` }, delayMs: 400 });
    await account.log();
    const reading = read(cursor);
    // The other list was read already.
    while ((await account.log()).every((entry) => entry.call !== 'tasks.tasks.list')) await new Promise((resolve) => setTimeout(resolve, 20));
    await account.act({ action: 'task.move', id, destination: 'second-list' });
    const found = await reading;
    expect(found.gone).toEqual([]);
    expect((await read(found.cursor)).records.concat(found.records).map((record) => [record.id, (record.raw as unknown as { listId: string }).listId])).toContainEqual([id, 'second-list']);
  });

  test('a task that is moved to another list stays the same record, and is written where it is', async () => {
    const reading = await read();
    const { id } = only(reading);
    await account.act({ action: 'task.move', id, destination: 'second-list' });
    const moved = await read(reading.cursor);
    expect(moved.gone).toEqual([]);
    expect(only(moved)).toMatchObject({ id, raw: { listId: 'second-list' } });
    expect((await write(update(only(moved), { title: 'Renamed' })))[0]).toMatchObject({ outcome: 'applied' });
    expect((await account.state()).taskLists.find((list) => list.id === 'second-list')?.tasks[0]).toMatchObject({ id, title: 'Renamed' });
    expect((await tasks.confirm([id], async () => new Map([[id, only(reading).raw]]))).get(id)).toMatchObject({ raw: { listId: 'second-list' } });
  });

  test('[D7] due dates are dates; completing and reopening is Google’s moment to set and to clear', async () => {
    let record = only(await read());
    expect(record.item).toEqual({ kind: 'task', title: 'First', notes: 'n', dueDate: '2026-03-10' });
    for (const edit of [{ dueDate: '2026-03-17' }, { completed: true }, { completed: undefined }, { dueDate: undefined, notes: undefined }]) {
      const [answer] = await write(update(record, edit));
      if (answer?.outcome !== 'applied' || answer.record === undefined) throw new Error(JSON.stringify(answer));
      expect(answer.record.item).toMatchObject(Object.fromEntries(Object.entries(edit).filter(([, value]) => value !== undefined)));
      for (const [member, value] of Object.entries(edit)) if (value === undefined) expect(answer.record.item).not.toHaveProperty(member);
      record = answer.record;
    }
  });

  test('[K11] an outdated task is stale even where Google does not look at the etag', async () => {
    await account.door('switches', { tasksIfMatch: 'ignore' });
    const record = only(await read());
    await account.act({ action: 'task.edit', id: record.id, patch: { title: 'Newer' } });
    await account.connection.clock.sleep(1500);
    expect((await write(update(record, { title: 'Ours' })))[0]?.outcome).toBe('stale');
    expect((await write({ operation: 'd', op: 'delete', id: record.id, version: record.version, raw: record.raw }))[0]?.outcome).toBe('stale');
    expect((await account.state()).taskLists[0]?.tasks[0]?.['title']).toBe('Newer');
  });

  test('a write right after a read costs one request, many later ones one more together, and one without a read a get', async () => {
    const read1 = await read();
    const record = only(read1);
    await account.log();
    const [answer] = await write(update(record, { title: 'Once' }));
    expect((await account.log()).map((entry) => entry.method)).toEqual(['PUT']);
    if (answer?.outcome !== 'applied' || answer.record === undefined) throw new Error(JSON.stringify(answer));
    await account.connection.clock.sleep(5000);
    const [again] = await write(update(answer.record, { title: 'Twice' }));
    expect((await account.log()).map((entry) => entry.method)).toEqual(['GET', 'PUT']);
    if (again?.outcome !== 'applied' || again.record === undefined) throw new Error(JSON.stringify(again));
    await account.act({ action: 'task.edit', id: record.id, patch: { title: 'Newer' } });
    expect((await write(update(again.record, { title: 'Ours' })))[0]?.outcome).toBe('stale');
  });

  test('new tasks go to the default list; of equal ones each lost create finds its own', async () => {
    const create = (operation: string): WriteRequest => ({ operation, op: 'create', after: { kind: 'task', title: 'Same' } });
    await write(create('1'));
    await account.door('fault', { match: { call: 'tasks.tasks.insert' }, drop: 'after', count: 2 });
    await expect(write(create('2'), create('3'))).rejects.toMatchObject({ kind: 'unknown' });
    const found = [await tasks.find(create('1')), await tasks.find(create('2')), await tasks.find(create('3'))];
    expect(new Set(found.map((record) => record?.id)).size).toBe(3);
    expect(found).not.toContain(undefined);
    expect(await tasks.find(create('2'))).toEqual(found[1]);
    expect(await tasks.find(create('4'))).toBeUndefined();
    expect((await account.state()).taskLists[0]?.tasks.length).toBe(4);
  });

  test('[R11] a list that is said to be gone while a lost create is looked for is asked for again: the create is found, or not given up', async () => {
    const create: WriteRequest = { operation: '1', op: 'create', after: { kind: 'task', title: 'Lost' } };
    await account.door('fault', { match: { call: 'tasks.tasks.insert' }, drop: 'after' });
    await expect(write(create)).rejects.toMatchObject({ kind: 'unknown' });
    const gone = { match: { call: 'tasks.tasks.list' }, status: 404, reason: 'notFound' };
    await account.door('fault', { ...gone, count: 10 });
    await expect(tasks.find(create)).rejects.toMatchObject({ kind: 'wait' });
    await account.door('fault', undefined, 'DELETE');
    await account.door('fault', { ...gone, count: 1 });
    expect((await tasks.find(create))?.item).toMatchObject({ title: 'Lost' });
  });

  test('an update and a delete whose answers were lost are known as ours', async () => {
    let record = only(await read());
    await account.door('fault', { match: { call: 'tasks.tasks.update' }, drop: 'after' });
    const [answer] = await write(update(record, { title: 'Ours' }));
    if (answer?.outcome !== 'applied' || answer.record === undefined) throw new Error(JSON.stringify(answer));
    record = answer.record;
    await account.door('fault', { match: { call: 'tasks.tasks.delete' }, drop: 'after' });
    expect((await write({ operation: 'd', op: 'delete', id: record.id, version: record.version, raw: record.raw }))[0]?.outcome).toBe('applied');
    expect((await read()).records).toEqual([]);
  });

  test('[A3] many tasks that a list left out are confirmed by listing, not one by one', async () => {
    await account.door('seed', { accounts: [{ email: account.email, taskLists: [{ id: 'second-list', title: 'Second', tasks: Array.from({ length: 60 }, (_, n) => ({ title: `Task ${n}` })) }] }] });
    const ids = (await read()).records.map((record) => record.id);
    await account.act({ action: 'task.delete', list: 'second-list', id: ids[20] });
    await account.log();
    const confirmed = await tasks.confirm(ids, held);
    expect((await calls()).length).toBe(3);
    expect([...confirmed].filter(([, one]) => one === 'gone').map(([id]) => id)).toEqual([ids[20]]);
    expect(confirmed.size).toBe(61);
  });

  test('a list that was deleted is told by reading everything again', async () => {
    const lists = await account.state();
    const { cursor } = await read();
    const token = (await account.tokens.load())?.accessToken;
    await fetch(`${account.url}/tasks/v1/users/@me/lists/${lists.taskLists[1]?.id}`, { method: 'DELETE', headers: { authorization: `Bearer ${token}` } });
    await expect(read(cursor)).rejects.toMatchObject({ kind: 'cursor-expired' });
    expect((await read()).records.length).toBe(1);
  });
});
