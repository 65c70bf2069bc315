// What is asked to be written to a calendar that is only shown, whether it is still shown or not.

import { expect, test } from 'vitest';
import { ReplicaError } from '../replica.ts';
import type { WriteAnswer, WriteRequest } from '../replica.ts';
import type { EventReplica } from './event.ts';
import { showBeside, showNone } from './shown-events.ts';

const end = { local: '2027-03-01T10:00:00', zone: 'UTC' };
const after = { kind: 'event', title: 'Mine', start: { local: '2027-03-01T09:00:00', zone: 'UTC' }, end } as const;
const requests = [
  { operation: 'a', op: 'create', newId: 'new', after },
  { operation: 'b', op: 'update', id: 'shown:boss%40example.com:x1', before: after, after },
  { operation: 'c', op: 'update', id: 'own', before: after, after },
  { operation: 'd', op: 'delete', id: 'shown:boss%40example.com:x2', before: after },
] as unknown as readonly WriteRequest[];

for (const [what, open] of [
  ['is shown', (main: EventReplica) => showBeside(main, 'primary', new Map([['boss@example.com', main]]), new Map())],
  ['is not shown any more', showNone],
] as const) {
  test(`[R37] what is to be written to a calendar that ${what} is refused, and never asked of Google`, async () => {
    const asked: string[] = [];
    const main = {
      async *write(wanted: readonly WriteRequest[]): AsyncGenerator<WriteAnswer> {
        for (const { operation } of wanted) {
          asked.push(operation);
          yield { operation, outcome: 'stale', why: 'A test.' };
        }
      },
    } as unknown as EventReplica;
    const answers = new Map<string, string>();
    for await (const { operation, outcome } of open(main).write(requests)) answers.set(operation, outcome);
    expect(asked).toEqual(['a', 'c']);
    expect(Object.fromEntries(answers)).toEqual({ a: 'stale', b: 'refused', c: 'stale', d: 'refused' });
  });
}

/** A calendar whose cursors are counted, and which says what it was asked with. */
function calendar(name: string, asked: string[], expired: readonly string[] = []): EventReplica {
  return {
    side: 'google',
    kind: 'event',
    calendarName: () => name,
    async read(cursor: string | undefined) {
      asked.push(`${name} ${cursor ?? 'all'}`);
      if (cursor !== undefined && expired.includes(name)) throw new ReplicaError('cursor-expired', 'A test.');
      return { complete: cursor === undefined, records: [], gone: [], cursor: `${name}${asked.length}` };
    },
  } as unknown as EventReplica;
}
const held = async () => new Map();

test('[R37] what a look leaves out is not asked for, stays where it was read to, and is not said to be whole', async () => {
  const asked: string[] = [];
  const both = showBeside(calendar('main', asked), 'primary', new Map(['a', 'b'].map((id) => [id, calendar(id, asked)])), new Map());
  const first = await both.read(undefined, held, new Set(['primary', 'a', 'b']));
  expect(asked).toEqual(['main all', 'a all', 'b all']);
  const second = await both.read(first.cursor, held, new Set(['primary', 'b']));
  expect(asked.slice(3)).toEqual(['a a2']);
  expect([second.complete, second.covers?.('own'), second.covers?.('shown:a:x')]).toEqual([false, false, false]);
  await both.read(second.cursor, held, new Set());
  expect(asked.slice(4)).toEqual(['main main1', 'a a4', 'b b3']);
});

test('[R37] [G1] a cursor of one calendar that has expired has that one read anew, and no other', async () => {
  const asked: string[] = [];
  const both = showBeside(calendar('main', asked, ['main']), 'primary', new Map([['a', calendar('a', asked)]]), new Map());
  const { cursor } = await both.read(undefined, held);
  const again = await both.read(cursor, held);
  expect(asked.slice(2)).toEqual(['main main1', 'a a2', 'main all']);
  expect([again.complete, again.covers?.('own'), again.covers?.('shown:a:x')]).toEqual([true, true, false]);
});

test('[R37] a calendar that is away stays said to be so when a later look leaves it out, until one reads it', async () => {
  let isAway = false;
  const boss = calendar('a', []);
  const away: EventReplica = { ...boss, read: async (cursor, ids) => (isAway ? Promise.reject(new ReplicaError('gone', 'A test.')) : boss.read(cursor, ids)) };
  const both = showBeside(calendar('main', []), 'primary', new Map([['a', away]]), new Map());
  const { cursor } = await both.read(undefined, held);
  isAway = true;
  await both.read(cursor, held, new Set(['primary']));
  expect(both.unread?.()).toMatchObject([{ id: 'a' }]);
  await both.read(cursor, held, new Set(['a']));
  expect(both.unread?.()).toMatchObject([{ id: 'a' }]);
  isAway = false;
  await both.read(cursor, held);
  expect(both.unread?.()).toEqual([]);
});
