// What outlives an approval: what a person never wants, and what was put off. In: the plan
// and the decisions on it. Out: rows that the next plans are made with [R24]. Never here:
// a decision on what the person did not name.

import { explainConflict, explainOperation } from '../core/explain.ts';
import type { Kind, RemoteId } from '../core/item.ts';
import { apartKeys, createUnit, neverKeys } from '../core/never.ts';
import { other, sides } from '../core/side.ts';
import type { Side } from '../core/side.ts';
import type { Alternative, Conflict, Decision, Operation, Plan } from '../core/plan.ts';
import { saveHeldBack } from '../store/held-back.ts';
import { settleAsSeen } from '../store/mirror.ts';
import { dropNeverKeys, saveNever } from '../store/never.ts';
import type { NeverDecision } from '../store/never.ts';
import type { Tx } from '../store/open.ts';

type Decided = Readonly<Record<string, Decision>>;

export function readNever(plan: Plan, planId: string, decided: Decided, choices: Readonly<Record<string, string>>): readonly NeverDecision[] {
  return [...refused(plan, planId, decided), ...leftAlone(plan, planId, decided, choices)];
}

/** An answer that leaves a record alone for good: a "never" that was chosen in other words. */
function leftAlone(plan: Plan, planId: string, decided: Decided, choices: Readonly<Record<string, string>>): readonly NeverDecision[] {
  return plan.conflicts.flatMap((conflict): NeverDecision[] => {
    const chosen = conflict.alternatives.find(({ id }) => id === choices[conflict.id]);
    if (chosen?.never === undefined || decided[conflict.id] === 'never') return [];
    return [{ id: `${planId}:${conflict.id}`, unit: conflict.id, ...neverOf(conflict, chosen), kind: conflict.kind, name: conflict.name, text: `${explainConflict(conflict)} ${chosen.label}.` }];
  });
}

/** The question, and the records that nobody is to copy because of it. */
function neverOf({ id, kind }: Conflict, alternative: Alternative | undefined): Pick<NeverDecision, 'keys' | 'records'> {
  const records = (alternative?.never ?? []).map((record) => ({ kind, ...record }));
  return { keys: [id, ...records.map(({ side, id: record }) => createUnit(kind, side, record))], records };
}

function refused(plan: Plan, planId: string, decided: Decided): readonly NeverDecision[] {
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
    const asked = conflict === undefined ? { keys: [], records: [] } : neverOf(conflict, conflict.alternatives.find(({ never }) => never !== undefined));
    return [{ id: `${planId}:${unit}`, unit, keys: [...neverKeys(operations), ...asked.keys], kind: shown.kind, name: shown.name, text, records: [...records, ...asked.records] }];
  });
}

export async function rememberNever(tx: Tx, accountId: string, decisions: readonly NeverDecision[], by: string): Promise<void> {
  if (decisions.length === 0) return;
  await saveNever(tx, accountId, by, decisions);
  await settleAsSeen(tx, accountId, decisions.flatMap(({ records }) => records));
}

/** Two records that an undo took apart stay so until a person takes that back; linked again by one, they are not refused any more. */
export async function rememberApart(tx: Tx, accountId: string, planId: string, applied: readonly Operation[], by: string): Promise<void> {
  const apart = applied.flatMap((operation): NeverDecision[] => {
    if (operation.op !== 'unlink' || operation.apart === undefined) return [];
    const { kind, name, apart: ids } = operation;
    const records = sides.map((side) => ({ kind, side, id: ids[side] }));
    return [{ id: `${planId}:${operation.unit}`, unit: operation.unit, keys: apartKeys(kind, ids), kind, name, text: explainOperation(operation), records }];
  });
  await saveNever(tx, accountId, by, apart);
  await dropNeverKeys(tx, accountId, applied.flatMap((operation) => (operation.op === 'link' ? apartKeys(operation.kind, { office: operation.premise.office.id, google: operation.premise.google.id }) : [])));
}

/** "Not now" holds until a person takes it: no cycle does it by itself. */
export async function rememberPutOff(tx: Tx, accountId: string, plan: Plan, decided: Decided): Promise<void> {
  const units = [...new Set([...plan.operations.map(({ unit }) => unit), ...plan.conflicts.map(({ id }) => id)])];
  const isPutOff = (unit: string): boolean => decided[unit] === 'not now';
  await saveHeldBack(tx, accountId, units.filter(isPutOff), units.filter((unit) => !isPutOff(unit)));
}
