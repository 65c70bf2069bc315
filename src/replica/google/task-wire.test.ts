// The task lens against its laws: dates only, and nothing unknown is lost.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TaskItem } from '../../core/item.ts';
import { putTask, taskSchema, taskToItem } from './task-wire.ts';
import type { TaskBody } from './task-wire.ts';

const word = fc.stringMatching(/^[a-z]{1,8}$/);
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined });
function compact<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;
}
const date = fc.integer({ min: 0, max: 9000 }).map((days) => Temporal.PlainDate.from('2010-01-01').add({ days }).toString());
const raw: fc.Arbitrary<TaskBody> = fc
  .record({ id: fc.constant('t1'), title: maybe(word), notes: maybe(word), due: maybe(date.map((day) => `${day}T00:00:00.000Z`)), isDone: fc.boolean(), strange: maybe(fc.array(word)) })
  .map(({ isDone, ...rest }) => ({ ...compact(rest), ...(isDone ? { status: 'completed', completed: '2026-01-01T00:00:00.000Z' } : { status: 'needsAction' }) }));
const item: fc.Arbitrary<TaskItem> = fc
  .record({ kind: fc.constant('task' as const), title: maybe(word), notes: maybe(word), dueDate: maybe(date), completed: maybe(fc.constant(true)) })
  .map(compact);
const get = (body: TaskBody): TaskItem => taskToItem(taskSchema.parse(body));

describe('the task lens', () => {
  test('put what was got: the same bytes, nothing changed', () => {
    fc.assert(
      fc.property(raw, (body) => {
        const put = putTask(body, get(body), get(body));
        expect(put.isChanged).toBe(false);
        expect(JSON.stringify(put.body)).toBe(JSON.stringify(body));
      }),
    );
  });

  test('[D7] get what was put: the date as it was, and no time', () => {
    fc.assert(
      fc.property(raw, item, (body, after) => {
        const put = putTask(body, get(body), after);
        expect(get(put.body)).toEqual(after);
        expect(put.body['strange']).toEqual(body['strange']);
        if (after.dueDate !== undefined) expect(put.body['due']).toBe(`${after.dueDate}T00:00:00.000Z`);
      }),
    );
  });

  test('put twice is put once', () => {
    fc.assert(
      fc.property(raw, item, item, (body, first, second) => {
        const between = putTask(body, get(body), first).body;
        expect(get(putTask(between, get(between), second).body)).toEqual(get(putTask(body, get(body), second).body));
      }),
    );
  });
});
