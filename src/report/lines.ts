// One line of a report for each operation, conflict and problem of a plan. In: a part
// of the plan with its decision and outcome. Out: the contract's ReportLine. Nothing is
// decided here, and the words of an operation or a value come from core/explain.

import { fieldNamed, fieldsOf } from '../core/field.ts';
import type { AnyEntry } from '../core/field.ts';
import type { Change } from '../core/diff.ts';
import type { Item, Kind } from '../core/item.ts';
import type { Approval, Conflict, LinkOperation, Operation, Problem, SettleOperation } from '../core/plan.ts';
import { sides } from '../core/side.ts';
import type { Side } from '../core/side.ts';
import type { ReportLine } from '../http/contract/sync.ts';
import type { LineOutcome, OperationOutcome } from './model.ts';
import { explainConflict, explainOperation, formatValue } from './words.ts';

type FieldRow = ReportLine['fields'][number];
type SideRow = NonNullable<ReportLine['values']>[number];

export interface LineContext {
  readonly approval?: Approval;
  readonly outcomes?: ReadonlyMap<string, OperationOutcome>;
}

/** An operation with the line that shows it; settle operations write nothing and have none. */
export function lineOfOperation(operation: Exclude<Operation, SettleOperation>, context: LineContext): ReportLine {
  const line: ReportLine = {
    id: operation.id,
    unit: operation.unit,
    section: operation.op === 'create-group' ? 'create' : operation.op,
    kind: operation.op === 'create-group' ? 'group' : operation.kind,
    name: operation.name,
    text: explainOperation(operation),
    why: operation.why,
    fields: fieldsOfOperation(operation),
  };
  if ('side' in operation) line.side = operation.side;
  if (operation.op === 'link') line.values = valuesOfLink(operation);
  const decision = context.approval === undefined ? undefined : (context.approval.decisions[operation.unit] ?? 'take');
  if (decision !== undefined) line.decision = decision;
  if (context.outcomes !== undefined) {
    if (decision !== undefined && decision !== 'take') line.outcome = 'skipped';
    else setOutcome(line, [operation], context.outcomes);
  }
  return line;
}

function fieldsOfOperation(operation: Exclude<Operation, SettleOperation>): FieldRow[] {
  switch (operation.op) {
    case 'create':
      return fieldsOfItem(operation.after, 'after');
    case 'delete':
      return fieldsOfItem(operation.before, 'before');
    case 'update':
      return operation.changes.map((change) => fieldOfChange(operation.kind, change));
    case 'link':
    case 'unlink':
    case 'create-group':
      return [];
    default:
      return operation satisfies never;
  }
}

/** Every field that the item has a value for, an entry of a multi-valued field each. */
function fieldsOfItem(item: Item, as: 'before' | 'after'): FieldRow[] {
  const rows: FieldRow[] = [];
  for (const { label, text } of valuesOfItem(item)) {
    rows.push(as === 'after' ? { label, after: text } : { label, before: text });
  }
  return rows;
}

function valuesOfItem(item: Item): { name: string; label: string; text: string }[] {
  const rows: { name: string; label: string; text: string }[] = [];
  for (const field of fieldsOf[item.kind]) {
    const value = field.get(item);
    if (value === undefined) continue;
    for (const part of field.shape === 'entries' ? (value as readonly AnyEntry[]) : [value]) {
      const text = formatValue(item.kind, field.name, part);
      if (text !== undefined && text !== '') rows.push({ name: field.name, label: field.label, text });
    }
  }
  return rows;
}

function fieldOfChange(kind: Kind, change: Change): FieldRow {
  const row: FieldRow = { label: fieldNamed(kind, change.field).label };
  const before = formatValue(kind, change.field, change.from);
  const after = formatValue(kind, change.field, change.to);
  if (before !== undefined && before !== '') row.before = before;
  if (after !== undefined && after !== '') row.after = after;
  return row;
}

/** What shows that the two are the same: the names, and every value that one of them has. */
function valuesOfLink(operation: LinkOperation): SideRow[] {
  return valuesSideBySide(operation.items);
}

function valuesSideBySide(items: Readonly<Partial<Record<Side, Item>>>): SideRow[] {
  const rows = new Map<string, { label: string } & Record<Side, string[]>>();
  for (const side of sides) {
    const item = items[side];
    if (item === undefined) continue;
    for (const { name, label, text } of valuesOfItem(item)) {
      const row = rows.get(name) ?? { label, office: [], google: [] };
      row[side].push(text);
      rows.set(name, row);
    }
  }
  return [...rows.values()].map(({ label, office, google }) => {
    const row: SideRow = { label };
    if (office.length > 0) row.office = office.join('\n');
    if (google.length > 0) row.google = google.join('\n');
    return row;
  });
}

export function lineOfConflict(conflict: Conflict, context: LineContext): ReportLine {
  const labelOf = (id: string): string => conflict.alternatives.find((alternative) => alternative.id === id)?.label ?? id;
  const line: ReportLine = {
    id: conflict.id,
    unit: conflict.id,
    section: 'asked',
    kind: conflict.kind,
    name: conflict.name,
    text: explainConflict(conflict),
    why: conflict.why,
    fields: [],
    values: conflict.about === 'clash' ? valuesOfClashes(conflict) : valuesSideBySide(conflict.items),
    alternatives: conflict.alternatives.map(({ id, label }) => ({ id, label })),
    otherwise: conflict.otherwise,
  };
  if (context.approval === undefined) return line;
  const chosen = context.approval.choices[conflict.id] ?? conflict.otherwise;
  const operations = conflict.alternatives.find((alternative) => alternative.id === chosen)?.operations ?? [];
  line.decision = labelOf(chosen);
  line.fields = operations.flatMap((operation) => (operation.op === 'settle' ? [] : fieldsOfOperation(operation)));
  if (context.outcomes !== undefined) setOutcome(line, operations, context.outcomes);
  return line;
}

function valuesOfClashes(conflict: Conflict): SideRow[] {
  return conflict.clashes.map((clash) => {
    const row: SideRow = { label: fieldNamed(conflict.kind, clash.field).label };
    for (const state of ['base', 'office', 'google'] as const) {
      const text = formatValue(conflict.kind, clash.field, clash[state]);
      if (text !== undefined && text !== '') row[state] = text;
    }
    return row;
  });
}

export function lineOfProblem(problem: Problem): ReportLine {
  const id = `problem:${problem.kind}:${problem.side}:${problem.recordId}`;
  return {
    id,
    unit: id,
    section: 'left alone',
    side: problem.side,
    kind: problem.kind,
    name: problem.name,
    text: problem.why,
    why: problem.why,
    fields: [],
  };
}

const worstFirst: readonly LineOutcome[] = ['failed', 'unknown', 'refused', 'stale', 'applied'];

/** A line that stands for several operations shows the worst of what became of them. */
function setOutcome(line: ReportLine, operations: readonly Operation[], outcomes: ReadonlyMap<string, OperationOutcome>): void {
  const found = operations.flatMap((operation) => outcomes.get(operation.id) ?? []);
  for (const outcome of worstFirst) {
    const worst = found.find((candidate) => candidate.outcome === outcome);
    if (worst === undefined) continue;
    line.outcome = outcome;
    if (worst.why !== undefined) line.outcomeText = worst.why;
    return;
  }
}
