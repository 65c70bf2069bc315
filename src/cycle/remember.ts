// What outlives an approval: what a person never wants, and what was put off. In: the plan
// and the decisions on it. Out: rows that the next plans are made with [R24]. Never here:
// a decision on what the person did not name.

import { explainConflict, explainOperation } from '../core/explain.ts';
import type { Kind, RemoteId } from '../core/item.ts';
import { neverKeys } from '../core/never.ts';
import { other } from '../core/side.ts';
import type { Side } from '../core/side.ts';
import type { Decision, Plan } from '../core/plan.ts';
import { saveHeldBack } from '../store/held-back.ts';
import { settleAsSeen } from '../store/mirror.ts';
import { saveNever } from '../store/never.ts';
import type { NeverDecision } from '../store/never.ts';
import type { Tx } from '../store/open.ts';

type Decided = Readonly<Record<string, Decision>>;

export function readNever(plan: Plan, planId: string, decided: Decided): readonly NeverDecision[] {
  const units = Object.keys(decided).filter((unit) => decided[unit] === 'never');
  if (units.length === 0) return [];
  const wanted = new Set(units);
  const byUnit = Map.groupBy(plan.operations.filter(({ unit }) => wanted.has(unit)), ({ unit }) => unit);
  const conflicts = new Map(plan.conflicts.map((conflict) => [conflict.id, conflict]));
  return units.flatMap((unit): NeverDecision[] => {
    const operations = byUnit.get(unit) ?? [];
    const conflict = conflicts.get(unit);
    const shown = conflict ?? operations[0];
    if (shown === undefined) return [];
    const records = operations.flatMap((operation) => (operation.op === 'create' && operation.link === undefined ? [{ kind: operation.kind as Kind, side: other(operation.side) as Side, id: operation.source.id as RemoteId }] : []));
    const told = operations.filter((operation) => operation.op !== 'settle');
    const text = conflict === undefined ? told.map((operation) => explainOperation(operation)).join(' ') : explainConflict(conflict);
    return [{ id: `${planId}:${unit}`, unit, keys: [...neverKeys(operations), ...(conflict === undefined ? [] : [conflict.id])], kind: shown.kind, name: shown.name, text, records }];
  });
}

export async function rememberNever(tx: Tx, accountId: string, decisions: readonly NeverDecision[], by: string): Promise<void> {
  if (decisions.length === 0) return;
  await saveNever(tx, accountId, by, decisions);
  await settleAsSeen(tx, accountId, decisions.flatMap(({ records }) => records));
}

/** "Not now" holds until a person takes it: no cycle does it by itself. */
export async function rememberPutOff(tx: Tx, accountId: string, plan: Plan, decided: Decided): Promise<void> {
  const units = [...new Set([...plan.operations.map(({ unit }) => unit), ...plan.conflicts.map(({ id }) => id)])];
  const isPutOff = (unit: string): boolean => decided[unit] === 'not now';
  await saveHeldBack(tx, accountId, units.filter(isPutOff), units.filter((unit) => !isPutOff(unit)));
}
