// One line of a report for each operation, conflict and problem of a plan. In: a part
// of the plan with its decision and outcome. Out: the contract's ReportLine. Nothing is
// decided here, and the words of an operation or a value come from core/explain.

import { explainAlternative, explainChange, explainClash, explainConflict, explainOperation, explainProblem, noValue } from '../core/explain.ts';
import { formatValue } from '../core/explain-value.ts';
import type { Wording } from '../core/explain-when.ts';
import { fieldsOf } from '../core/field.ts';
import type { AnyEntry } from '../core/field.ts';
import type { Change } from '../core/diff.ts';
import type { Item, Kind } from '../core/item.ts';
import { countInvitations } from '../core/plan.ts';
import type { Alternative, Approval, Conflict, Operation, Problem, SettleOperation } from '../core/plan.ts';
import { other, sides } from '../core/side.ts';
import type { Side } from '../core/side.ts';
import type { ReportLine } from '../http/contract/sync.ts';
import type { LineOutcome, OperationOutcome } from './model.ts';

type FieldRow = ReportLine['fields'][number];
type SideRow = NonNullable<ReportLine['values']>[number];

export interface LineContext {
  readonly wording: Wording;
  readonly approval?: Approval;
  readonly outcomes?: ReadonlyMap<string, OperationOutcome>;
  /** By unit: the other ways that it may go. */
  readonly instead?: ReadonlyMap<string, readonly Alternative[]>;
  readonly putOff?: Readonly<Record<string, string>>;
}

/** Where an operation stands in the report. */
export function placeOfOperation(operation: Exclude<Operation, SettleOperation>): Pick<ReportLine, 'section' | 'side' | 'kind'> {
  if (operation.op === 'create-group') return { section: 'create', side: operation.side, kind: 'group' };
  if (operation.op === 'answer') return { section: 'other', side: undefined, kind: operation.kind };
  return { section: operation.op, side: 'side' in operation ? operation.side : undefined, kind: operation.kind };
}

/** The line that shows an operation; settle operations write nothing and have none. */
export function lineOfOperation(operation: Exclude<Operation, SettleOperation>, context: LineContext): ReportLine {
  const line: ReportLine = {
    id: operation.id,
    unit: operation.unit,
    ...placeOfOperation(operation),
    name: operation.name,
    text: explainOperation(operation, context.wording),
    why: operation.why,
    fields: fieldsOfOperation(operation, context.wording),
  };
  Object.assign(line, mailing([operation]));
  if (operation.op === 'link') line.values = valuesSideBySide(operation.items, context.wording);
  const record = recordOf(operation);
  if (record !== undefined) line.record = record;
  const ways = context.instead?.get(operation.unit);
  if (ways !== undefined) line.instead = ways.map(({ id, label, operations }) => ({ id, label, text: tellOperations(operations, context.wording), ...mailing(operations) }));
  const putOffAt = context.putOff?.[operation.unit];
  if (putOffAt !== undefined) line.putOffAt = putOffAt;
  const decision = context.approval === undefined ? undefined : (context.approval.decisions[operation.unit] ?? 'take');
  if (decision !== undefined) line.decision = decision;
  const way = decision === 'take' ? ways?.find(({ id }) => id === context.approval?.choices[operation.unit]) : undefined;
  if (way !== undefined) line.decision = way.label;
  if (context.outcomes !== undefined) {
    if (way !== undefined) setOutcome(line, way.operations, context.outcomes);
    else if (decision !== undefined && decision !== 'take') line.outcome = 'skipped';
    else setOutcome(line, [operation], context.outcomes);
  }
  return line;
}

function mailing(operations: readonly Operation[]): { mails?: number } {
  const mails = countInvitations(operations);
  return mails === 0 ? {} : { mails };
}

/** What has not been made yet is asked for by what it is made from. */
function recordOf(operation: Exclude<Operation, SettleOperation>): ReportLine['record'] {
  switch (operation.op) {
    case 'create':
      return { side: other(operation.side), id: operation.source.id };
    case 'update':
    case 'delete':
      return { side: operation.side, id: operation.target.id };
    case 'link':
      return { side: 'office', id: operation.premise.office.id };
    case 'unlink':
      return operation.apart === undefined ? undefined : { side: 'office', id: operation.apart.office };
    case 'answer':
    case 'create-group':
      return undefined;
    default:
      return operation satisfies never;
  }
}

/** The record that a question is about, by what one of its answers would do with it. */
function recordOfConflict({ items, alternatives }: Conflict): ReportLine['record'] {
  const records = alternatives.flatMap(({ operations }) => operations.flatMap((operation) => (operation.op === 'settle' ? [] : (recordOf(operation) ?? []))));
  return records.find(({ side }) => items[side] !== undefined);
}

function tellOperations(operations: readonly Operation[], wording: Wording): string {
  return operations.flatMap((operation) => (operation.op === 'settle' ? [] : [explainOperation(operation, wording)])).join('. ');
}

function fieldsOfOperation(operation: Exclude<Operation, SettleOperation>, wording: Wording): FieldRow[] {
  switch (operation.op) {
    case 'create':
      return fieldsOfItem(operation.after, 'after', wording);
    case 'delete':
      return fieldsOfItem(operation.before, 'before', wording);
    case 'update':
      return operation.changes.map((change) => fieldOfChange(operation.kind, change, wording));
    case 'link':
    case 'unlink':
    case 'answer':
    case 'create-group':
      return [];
    default:
      return operation satisfies never;
  }
}

/** Every field that the item has a value for, an entry of a multi-valued field each. */
export function fieldsOfItem(item: Item, as: 'before' | 'after', wording: Wording): FieldRow[] {
  const rows: FieldRow[] = [];
  visitValues(item, as, wording, (label, text) => rows.push(as === 'after' ? { label, after: text } : { label, before: text }));
  return rows;
}

function visitValues(item: Item, as: 'before' | 'after' | 'beside', wording: Wording, visit: (label: string, text: string) => void): void {
  for (const field of fieldsOf[item.kind]) {
    const value = field.get(item);
    if (value === undefined || (field.isDerived === true && as !== 'after')) continue;
    if (field.shape === 'entries') {
      for (const entry of value as readonly AnyEntry[]) visit(field.label, formatValue(item.kind, field.name, entry, wording));
      continue;
    }
    // A flag that stands as it would without being set says nothing.
    if (typeof value === 'boolean' && field.normal(value, item) === undefined) continue;
    const text = formatValue(item.kind, field.name, value, wording);
    if (text !== '') visit(field.label, text);
  }
}

export function fieldOfChange(kind: Kind, change: Change, wording: Wording): FieldRow {
  const { label, before, after } = explainChange(kind, change, wording);
  const row: FieldRow = { label };
  if (before !== noValue) row.before = before;
  if (after !== noValue) row.after = after;
  return row;
}

/** Every value that one of the two has: what shows whether they are the same. */
function valuesSideBySide(items: Readonly<Partial<Record<Side, Item>>>, wording: Wording): SideRow[] {
  const rows: SideRow[] = [];
  for (const side of sides) {
    const item = items[side];
    if (item === undefined) continue;
    visitValues(item, 'beside', wording, (label, text) => {
      const row = rows.find((candidate) => candidate.label === label);
      if (row === undefined) rows.push(side === 'office' ? { label, office: text } : { label, google: text });
      else row[side] = row[side] === undefined ? text : `${row[side]}\n${text}`;
    });
  }
  return rows;
}

export function lineOfConflict(conflict: Conflict, context: LineContext): ReportLine {
  const labelOf = (id: string): string => conflict.alternatives.find((alternative) => alternative.id === id)?.label ?? id;
  const line: ReportLine = {
    id: conflict.id,
    unit: conflict.id,
    section: 'asked',
    kind: conflict.kind,
    name: conflict.name,
    text: explainConflict(conflict, context.wording),
    why: conflict.why,
    fields: [],
    values: conflict.about === 'clash' ? valuesOfClashes(conflict, context.wording) : valuesSideBySide(conflict.items, context.wording),
    alternatives: conflict.alternatives.map((alternative) => ({ id: alternative.id, label: explainAlternative(alternative), ...mailing(alternative.operations) })),
    otherwise: conflict.otherwise,
  };
  const record = recordOfConflict(conflict);
  if (record !== undefined) line.record = record;
  const putOffAt = context.putOff?.[conflict.id];
  if (putOffAt !== undefined) line.putOffAt = putOffAt;
  if (context.approval === undefined) return line;
  const chosen = context.approval.choices[conflict.id] ?? conflict.otherwise;
  const operations = conflict.alternatives.find((alternative) => alternative.id === chosen)?.operations ?? [];
  line.decision = labelOf(chosen);
  line.fields = operations.flatMap((operation) => (operation.op === 'settle' ? [] : fieldsOfOperation(operation, context.wording)));
  if (context.outcomes !== undefined) setOutcome(line, operations, context.outcomes);
  return line;
}

function valuesOfClashes(conflict: Conflict, wording: Wording): SideRow[] {
  return conflict.clashes.map((clash) => {
    const { label, ...states } = explainClash(conflict.kind, clash, wording);
    const row: SideRow = { label };
    for (const state of ['base', 'office', 'google'] as const) if (states[state] !== noValue) row[state] = states[state];
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
    kind: problem.isGroup === true ? 'group' : problem.kind,
    name: problem.name,
    text: explainProblem(problem),
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
