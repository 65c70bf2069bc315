// A calendar that may only be read now, although the setup has it written. In: what the last read
// said of it. Out: a context in which Google's events are closed, so that what would be sent there
// waits [R22]; or trouble, where a person approved writes to it. Never: a write that Google would
// refuse, or a change that is given up because of it.

import { isWritten } from '../core/direction.ts';
import { shortHash } from '../core/hash.ts';
import { approvedOperations, isWrite } from '../core/plan.ts';
import type { Approval, Plan } from '../core/plan.ts';
import { ReplicaError } from '../replica/replica.ts';
import type { CycleContext } from './context.ts';

export function mayOnlyRead(context: CycleContext): boolean {
  const { policy, replicas } = context;
  return policy.kinds.includes('event') && isWritten('google', 'event', policy) && replicas.of.event.google.mayOnlyRead?.() === true;
}

/** For a cycle: everything else goes on, and events of Google still come into the office. */
export function asFarAsAllowed(context: CycleContext): CycleContext {
  if (!mayOnlyRead(context)) return context;
  const { policy } = context;
  const closed = policy.direction.event === 'both' ? { ...policy, direction: { ...policy.direction, event: 'office' as const } } : { ...policy, kinds: policy.kinds.filter((kind) => kind !== 'event') };
  return { ...context, policy: closed, setup: shortHash([context.setup, 'calendar may only be read']) };
}

/** For a preview: it would announce what cannot be done. */
export function demandWritable(context: CycleContext): void {
  if (mayOnlyRead(context)) throw new ReplicaError('forbidden', 'The calendar may only be read now.', { what: 'calendar' });
}

export function demandWritableFor(context: CycleContext, plan: Plan, approval: Approval): void {
  if (!mayOnlyRead(context)) return;
  if (approvedOperations(plan, approval).some((operation) => operation.kind === 'event' && isWrite(operation) && operation.side === 'google')) demandWritable(context);
}
