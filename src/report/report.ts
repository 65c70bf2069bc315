// The report of a plan, as data. In: the plan, the setup that it was made under, and
// (later) the approval and the outcomes. Out: the model that the screen, the PDF and the
// CSV show. Pure: the same plan gives the same report; nothing of the plan may be left out.

import { explainBrake } from '../core/explain.ts';
import { summarizePlan } from '../core/explain-plan.ts';
import type { Summary } from '../core/explain-plan.ts';
import { approvedOperations, brakeKey, chosenOf, countInvitations, standingOperations } from '../core/plan.ts';
import type { Approval, Operation, Plan } from '../core/plan.ts';
import { kinds } from '../core/item.ts';
import type { Item, Kind } from '../core/item.ts';
import type { Side } from '../core/side.ts';
import type { Report, ReportLine } from '../http/contract/sync.ts';
import { LineList } from './line-list.ts';
import type { LineHead } from './line-list.ts';
import { lineOfConflict, lineOfOperation, lineOfProblem, placeOfOperation } from './lines.ts';
import type { LineContext } from './lines.ts';
import { sectionOrder } from './model.ts';
import type { ReportInput, ReportModel, Section } from './model.ts';
import { summarizeOutcomes } from './outcome.ts';

export function buildReport(input: ReportInput): ReportModel {
  const { approval, outcomes, locale } = input;
  const plan = approval === undefined ? input.plan : { ...input.plan, operations: standingOperations(input.plan, approval) };
  const instead = new Map((plan.instead ?? []).map(({ unit, alternatives }) => [unit, alternatives]));
  const lines = sortedLines(plan, { approval, outcomes, wording: { locale, zone: input.policy.zone }, instead, putOff: plan.putOff });
  const decided = approval === undefined ? undefined : approvedOperations(input.plan, approval);
  const invitations = decided === undefined ? plan.invitations : countInvitations(decided);
  const agreed = { ...plan, unchanged: countUnchanged(plan), invitations };
  const { sentences, writes } = approval === undefined || decided === undefined ? summarizePlan(agreed) : summarizePlan({ ...agreed, operations: decided, conflicts: unanswered(plan, approval) }, 'decided');
  return {
    kind: input.kind,
    digest: input.digest,
    madeAt: input.madeAt,
    locale: locale ?? 'en-US',
    zone: input.policy.zone,
    account: input.account,
    settings: input.settings.map(({ label, value, was }) => ({ label, value, ...(was === undefined ? {} : { was }) })),
    summary: outcomes === undefined ? [...sentences] : summarizeOutcomes(lines, (decided ?? plan.operations).filter(({ id }) => outcomes.get(id)?.outcome === 'applied')),
    counts: countPlan(agreed, writes),
    brakes: plan.brakes.map((brake) => {
      const key = brakeKey(brake);
      return { key, text: explainBrake(brake), released: approval?.released.includes(key) ?? false };
    }),
    invitations,
    executed: outcomes !== undefined,
    approval: approval === undefined ? undefined : { by: approval.by, at: approval.at },
    spent: input.spent,
    lines,
  };
}

/** The contract's answer for one report, but its row; its lines are asked for by page. */
export function reportHead(model: ReportModel): Omit<Report, 'row'> {
  return {
    account: model.account,
    settings: model.settings,
    summary: model.summary,
    counts: model.counts,
    brakes: model.brakes,
    invitations: model.invitations,
    lines: model.lines.length,
    requests: model.spent?.requests,
    units: model.spent?.units,
  };
}

/* ---------------------------------------------------------------- lines in reading order */

interface Placed extends LineHead {
  readonly group: number;
  readonly key: string;
}

const kindOrder: readonly ReportLine['kind'][] = ['group', 'contact', 'event', 'task'];
const sideOrder: readonly (Side | undefined)[] = ['google', 'office', undefined];

function sortedLines(plan: Plan, context: LineContext): LineList {
  const placed: Placed[] = [];
  const place = (head: LineHead, name: string, item: Item | undefined): void => {
    const group = (sectionOrder.indexOf(head.section) * 3 + sideOrder.indexOf(head.side)) * 4 + kindOrder.indexOf(head.kind);
    placed.push({ ...head, group, key: sortKey(name, item) });
  };
  for (const conflict of plan.conflicts) {
    place({ section: 'asked', kind: conflict.kind, make: () => lineOfConflict(conflict, context) }, conflict.name, conflict.items.office ?? conflict.items.google);
  }
  for (const operation of plan.operations) {
    if (operation.op !== 'settle') place({ ...placeOfOperation(operation), make: () => lineOfOperation(operation, context) }, operation.name, itemOf(operation));
  }
  for (const problem of plan.problems) place({ section: 'left alone', side: problem.side, kind: problem.isGroup === true ? 'group' : problem.kind, make: () => lineOfProblem(problem) }, problem.name, undefined);
  return new LineList(placed.sort((left, right) => left.group - right.group || (left.key < right.key ? -1 : left.key > right.key ? 1 : 0)));
}

function itemOf(operation: Operation): Item | undefined {
  switch (operation.op) {
    case 'create':
      return operation.after;
    case 'update':
    case 'delete':
      return operation.before;
    case 'link':
      return operation.items.office;
    case 'unlink':
    case 'answer':
    case 'settle':
    case 'create-group':
      return undefined;
    default:
      return operation satisfies never;
  }
}

/** Contacts by name, events and tasks by date: the order in which a person looks for them. */
function sortKey(name: string, item: Item | undefined): string {
  const folded = fold(name);
  if (item?.kind === 'event') return `${'date' in item.start ? item.start.date : item.start.local} ${folded}`;
  if (item?.kind === 'task') return `${item.dueDate ?? '9999'} ${folded}`;
  return folded;
}

/** Case and accents make no difference, for sorting and for searching. */
function fold(text: string): string {
  const plain = /^[ -~\s]*$/.test(text) ? text : text.normalize('NFD').replace(/\p{M}+/gu, '');
  return plain.toLowerCase();
}

/* ---------------------------------------------------------------- counts */

/** Links that nothing is done to: unchanged, or settled because both sides agree already. */
function countUnchanged(plan: Plan): Record<Kind, number> {
  const counts = { ...plan.unchanged };
  const touched = new Set(plan.conflicts.map((conflict) => conflict.link));
  for (const operation of plan.operations) {
    if (operation.op !== 'settle' && 'link' in operation) touched.add(operation.link);
  }
  for (const operation of plan.operations) {
    if (operation.op !== 'settle' || touched.has(operation.link)) continue;
    touched.add(operation.link);
    counts[operation.kind] += 1;
  }
  return counts;
}

function unanswered(plan: Plan, approval: Approval): Plan['conflicts'] {
  return plan.conflicts.filter((conflict) => chosenOf(conflict, approval) === conflict.otherwise);
}

/** A link, a question and an unchanged record count on each side that has the record. */
function countPlan(plan: Plan, writes: Summary['writes']): Report['counts'] {
  const linked = { contact: 0, event: 0, task: 0 };
  for (const operation of plan.operations) if (operation.op === 'link') linked[operation.kind] += 1;
  return kinds.flatMap((kind) =>
    (['google', 'office'] as const).map((side) => ({
      kind,
      side,
      ...writes[kind][side],
      link: linked[kind],
      asked: plan.conflicts.filter((conflict) => conflict.kind === kind && conflict.items[side] !== undefined).length,
      unchanged: plan.unchanged[kind],
    })),
  );
}

/* ---------------------------------------------------------------- a page of lines */

export interface LinesQuery {
  readonly section?: Section;
  readonly kind?: ReportLine['kind'];
  readonly side?: Side;
  readonly search?: string;
  readonly offset?: number;
  readonly limit?: number;
}

/** The places of the lines that are asked for. Every word of the search must stand somewhere in the line. */
export function findLines(model: ReportModel, query: LinesQuery): readonly number[] {
  const words = fold(query.search ?? '').split(/\s+/).filter((word) => word !== '');
  const found: number[] = [];
  for (const [index, head] of model.lines.heads.entries()) {
    if (query.section !== undefined && head.section !== query.section) continue;
    if (query.kind !== undefined && head.kind !== query.kind) continue;
    if (query.side !== undefined && head.side !== query.side) continue;
    if (words.length === 0 || holdsAll(model.lines.at(index), words)) found.push(index);
  }
  return found;
}

export function queryLines(model: ReportModel, query: LinesQuery): { total: number; lines: ReportLine[] } {
  const found = findLines(model, query);
  const offset = query.offset ?? 0;
  return { total: found.length, lines: found.slice(offset, offset + (query.limit ?? 500)).map((index) => model.lines.at(index)) };
}

function holdsAll(line: ReportLine, words: readonly string[]): boolean {
  const parts = [line.name, line.text, line.why];
  for (const field of line.fields) parts.push(field.before ?? '', field.after ?? '');
  for (const value of line.values ?? []) parts.push(value.base ?? '', value.office ?? '', value.google ?? '');
  const text = fold(parts.join('\n'));
  return words.every((word) => text.includes(word));
}
