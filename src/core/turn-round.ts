// The other way round: a change of one side is taken back there instead of being carried to
// the other. In: the operations that a link would get. Out: a ready alternative, or none
// where it has no safe meaning. Never here: a deletion, or who is in the SET.

import type { Change } from './diff.ts';
import { isWritten } from './direction.ts';
import type { Merge } from './merge.ts';
import type { Alternative, Operation } from './plan.ts';
import { sideName } from './propose.ts';
import type { LinkedPair, ReconcileInput } from './reconcile.ts';
import { bySide, other } from './side.ts';
import type { Side } from './side.ts';

/** Ready in the plan, so that choosing computes nothing. */
export function turnRound(operations: readonly Operation[], merge: Merge, build: (parts: Merge) => readonly Operation[], { now }: LinkedPair, input: ReconcileInput): Alternative | undefined {
  const [update, ...more] = operations.filter((operation) => operation.op === 'update');
  if (update === undefined || more.length > 0) return undefined;
  const source = other(update.side);
  if (now[source].readOnly !== undefined || !isWritten(source, update.kind, input.policy)) return undefined;
  const fields = new Set(update.changes.map(({ field }) => field));
  const back = update.settle[source].filter(({ field }) => fields.has(field));
  // Who is in the SET is decided there, and a fill of the first meeting replaced nothing.
  if (fields.has('member') || [...fields].some((field) => back.every((change) => change.field !== field))) return undefined;
  const parts: Merge = { send: { office: [], google: [] }, settle: bySide((side) => merge.settle[side].filter((change) => !back.includes(change))), needs: new Map(merge.needs), clashes: [] };
  takeBack(parts, source, back);
  const turned = build(parts);
  if (turned.filter((operation) => operation.op === 'update').length !== 1) return undefined;
  const why = `Turned round: ${sideName[update.side]} is used`;
  return { id: 'turn', label: `Turn round: use ${sideName[update.side]}, take the change back in ${sideName[source]}`, operations: turned.map((operation) => ({ ...operation, why })) };
}

/** The side goes back to what the other one holds: its own changes are reversed. */
export function takeBack(parts: Merge, side: Side, changes: readonly Change[]): void {
  for (const change of changes) {
    parts.send[side].push({ field: change.field, key: change.key, from: change.to, to: change.from });
    parts.settle[side].push(change);
    parts.needs.set(change, side);
  }
}
