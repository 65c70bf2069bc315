// What is asked to be written to a calendar that is only shown, whether it is still shown or not.

import { expect, test } from 'vitest';
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
  ['is shown', (main: EventReplica) => showBeside(main, new Map([['boss@example.com', main]]), new Map())],
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
