import { expect, test } from 'vitest';
import { diffItems } from '../core/diff.ts';
import type { Item, TaskItem } from '../core/item.ts';
import { defaultPolicy } from '../core/policy.ts';
import { MemoryReplica } from '../replica/memory.ts';
import type { WriteRequest } from '../replica/replica.ts';
import type { CycleContext } from './context.ts';
import { lookUp } from './look-up.ts';

const before: TaskItem = { kind: 'task', title: 'Call', notes: 'Planned' };
const after: TaskItem = { ...before, notes: 'Ours' };
const context = { policy: defaultPolicy } as CycleContext;

/** The request of a process that died; the mirror has been read again since. */
async function afterRestart(op: 'update' | 'delete', since: readonly Item[]): Promise<Awaited<ReturnType<typeof lookUp>>> {
  const replica = new MemoryReplica({ side: 'google', kind: 'task', policy: defaultPolicy });
  const id = replica.create(before);
  for (const item of since) replica.edit(id, () => item);
  const version = (await replica.read(undefined)).records[0]?.version;
  const request: WriteRequest = { operation: 'x', op, id, version, before, after, changes: diffItems(before, after, defaultPolicy) };
  return lookUp(replica, request, context);
}

test('[R11] an update that did not land is sent again', async () => {
  expect(await afterRestart('update', [])).toEqual({ landed: false });
});

test('[R11] an update that landed is not sent again', async () => {
  expect(await afterRestart('update', [after])).toMatchObject({ landed: true });
});

test('[R9] an update is not sent over what somebody wrote after the process died', async () => {
  expect(await afterRestart('update', [{ ...before, notes: 'Mine' }])).toMatchObject({ landed: false, stale: expect.any(String) });
  expect(await afterRestart('update', [after, { ...after, notes: 'Mine' }])).toMatchObject({ landed: false, stale: expect.any(String) });
});

test('[R9] a delete does not take what somebody changed after the process died', async () => {
  expect(await afterRestart('delete', [])).toEqual({ landed: false });
  expect(await afterRestart('delete', [{ ...before, notes: 'Mine' }])).toMatchObject({ landed: false, stale: expect.any(String) });
});
