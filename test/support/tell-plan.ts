// A plan as text that is read as a diff: every decision with its payload, in plan order.
// In: a plan. Out: lines. Units, under which a person decides, are told where they are asked for.

import type { Change } from '../../src/core/diff.ts';
import { canonicalJson } from '../../src/core/hash.ts';
import type { Item } from '../../src/core/item.ts';
import type { Conflict, Operation, Plan, Premise } from '../../src/core/plan.ts';
import { sides } from '../../src/core/side.ts';

const short = (value: unknown): string =>
  value === undefined ? '(none)' : canonicalJson(value).replace(/\{"local":"([^"]+)","zone":"America\/New_York"\}/g, '$1').replace(/"(\w+)":/g, '$1:');

export function tellChange({ field, key, from, to }: Change): string {
  return `${field}${key === undefined ? '' : ` [${key}]`}: ${short(from)} → ${short(to)}`;
}

function tellItem(item: Item): string {
  const { kind: _kind, ...rest } = item;
  return short(rest);
}

const premise = ({ id, version }: Premise): string => `${id}@${version}`;

export function tellOperation(operation: Operation, ids = false): string[] {
  const lines: string[] = [];
  const add = (text: string): void => void lines.push(`  ${text}`);
  const where = 'side' in operation ? ` ${operation.side}` : '';
  lines.push(`${operation.op}${where} “${operation.name}”: ${operation.why}${ids ? ` of ${operation.unit}` : ''}`);
  switch (operation.op) {
    case 'create':
      add(`from ${premise(operation.source)}${operation.link === undefined ? '' : ` for ${operation.link}`}${operation.newId === undefined ? '' : ` as ${operation.newId}`}${operation.alone === true ? ' alone' : ''}`);
      add(tellItem(operation.after));
      break;
    case 'update':
      add(`of ${premise(operation.target)}${operation.source === undefined ? '' : ` from ${premise(operation.source)}`}`);
      operation.changes.forEach((change) => add(tellChange(change)));
      break;
    case 'delete':
      add(`of ${premise(operation.target)}${operation.link === undefined ? '' : ` of ${operation.link}`}${operation.counterpart === undefined ? '' : `, ${operation.counterpart} stays`}`);
      break;
    case 'link':
      add(`${premise(operation.premise.office)} = ${premise(operation.premise.google)} by ${operation.match.rule} ${operation.match.score}${operation.open.length === 0 ? '' : `, open: ${operation.open.join(', ')}`}`);
      break;
    case 'unlink':
      add(`gone: ${operation.gone.join(', ') || 'none'}`);
      break;
    default:
      break;
  }
  if (operation.op === 'update' || operation.op === 'settle') {
    for (const side of sides) operation.settle[side].forEach((change) => add(`settles ${side} ${tellChange(change)}`));
    if (operation.closes.length > 0) add(`closes ${operation.closes.join(', ')}`);
    if (operation.op === 'update' && operation.settleWhole) add('settles whole');
  }
  return lines;
}

function tellConflict(conflict: Conflict, ids: boolean): string[] {
  return [
    `asks about ${conflict.about} of “${conflict.name}”: ${conflict.why}${ids ? ` #${conflict.id}` : ''}; otherwise ${conflict.otherwise}`,
    ...conflict.clashes.map((clash) => `  ${clash.field}${clash.key === undefined ? '' : ` [${clash.key}]`}: was ${short(clash.base)}, office ${short(clash.office)}, google ${short(clash.google)}`),
    ...conflict.alternatives.flatMap(({ id, label, operations }) => [`  ${id} (${label}):${operations.length === 0 ? ' nothing' : ''}`, ...operations.flatMap((each) => tellOperation(each, ids)).map((line) => `    ${line}`)]),
  ];
}

export function tellPlan(plan: Plan, ids = false): string[] {
  return [
    ...plan.operations.flatMap((operation) => [...tellOperation(operation, ids), ...(plan.conflicts.some(({ id }) => id === operation.unit) ? ['  goes on whatever is chosen later'] : [])]),
    ...plan.conflicts.flatMap((conflict) => tellConflict(conflict, ids)),
    ...plan.brakes.map((brake) => `brake ${brake.name} ${brake.kind} ${brake.side} ${brake.count} of ${brake.of}: ${brake.why}`),
    ...plan.problems.map((problem) => `problem ${problem.kind} ${problem.side} ${problem.recordId} “${problem.name}”: ${problem.why}`),
    ...(plan.invitations === 0 ? [] : [`invitations: ${plan.invitations}`]),
  ];
}
