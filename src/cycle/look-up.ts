// A write whose answer was lost, or that a killed process left behind. In: the request
// as it was (or may have been) sent. Out: whether it landed. Nothing is written here.

import { hashItem } from '../core/diff.ts';
import type { RemoteRecord, Replica, WriteRequest } from '../replica/replica.ts';
import { loadRaws, loadRecords } from '../store/mirror.ts';
import type { CycleContext } from './context.ts';

export interface LookedUp {
  readonly landed: boolean;
  readonly record?: RemoteRecord;
  /** It did not land and must not be sent: somebody else changed the record. */
  readonly stale?: string;
}

export async function lookUp(replica: Replica, request: WriteRequest, context: CycleContext): Promise<LookedUp> {
  if (request.op === 'create') {
    // An id of our own makes sending it again safe: the replica adopts what it finds.
    if (request.newId !== undefined) return { landed: false };
    const record = await replica.find(request);
    if (record === undefined) return { landed: false };
    const [row] = await loadRecords(context.db, context.account.id, [{ kind: replica.kind, side: replica.side, id: record.id }]);
    // One that is linked is another's, however alike: ours is not there.
    return row !== undefined && row.linkId !== null ? { landed: false } : { landed: true, record };
  }
  const id = request.id ?? '';
  const held = (ids: readonly string[]): Promise<ReadonlyMap<string, Readonly<Record<string, unknown>>>> => loadRaws(context.db, context.account.id, replica.kind, replica.side, ids);
  const present = (await replica.confirm([id], held)).get(id);
  if (present === undefined) return { landed: false };
  if (present === 'gone') return request.op === 'delete' ? { landed: true } : { landed: false, stale: 'Deleted since the plan was made' };
  const hash = hashItem(present.item, context.policy);
  if (request.op === 'update' && request.after !== undefined && hash === hashItem(request.after, context.policy)) return { landed: true, record: present };
  // The mirror may have learned a newer version since: what counts is what the plan saw [R9].
  const asPlanned = request.before !== undefined && hash === hashItem(request.before, context.policy);
  return asPlanned ? { landed: false } : { landed: false, stale: 'Changed since the plan was made' };
}
