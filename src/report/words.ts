// Seam to core/explain.ts until it stands: operations and values in words.
// In: parts of a plan. Out: strings for a person.

import { fieldNamed } from '../core/field.ts';
import type { Entry, Guest, Kind, PostalAddress, When } from '../core/item.ts';
import type { Brake, Conflict, Operation, Plan } from '../core/plan.ts';

export function explainOperation(operation: Operation): string {
  const side = 'side' in operation ? (operation.side === 'google' ? 'on Google' : 'in SmartOffice') : '';
  return `${operation.op} ${operation.name} ${side}`.trim();
}

export function explainConflict(conflict: Conflict): string {
  return `${conflict.about}: ${conflict.name}`;
}

export function explainBrake(brake: Brake): string {
  return brake.why;
}

export function summarizePlan(plan: Plan): readonly string[] {
  return [`${plan.operations.length} operations.`, `${plan.conflicts.length} questions.`];
}

export function formatValue(kind: Kind, field: string, value: unknown): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (fieldNamed(kind, field).shape === 'scalar') {
    if (field === 'when') {
      const { start, end } = value as { start: When; end: When };
      return `${when(start)} – ${when(end)}`;
    }
    if (typeof value === 'boolean') return value ? 'yes' : 'no';
    return Array.isArray(value) ? value.join(' ') : typeof value === 'object' ? JSON.stringify(value) : String(value);
  }
  if (field === 'guests') return (value as Guest).email;
  if (field === 'occurrences') return (value as { original: string }).original;
  const entry = value as Entry & { value: string | PostalAddress };
  const text = typeof entry.value === 'string' ? entry.value : Object.values(entry.value).join(', ');
  return `${text} (${entry.type}${entry.preferred === true ? ', preferred' : ''})`;
}

function when(value: When): string {
  return 'date' in value ? value.date : `${value.local.replace('T', ' ').slice(0, 16)} ${value.zone}`;
}
