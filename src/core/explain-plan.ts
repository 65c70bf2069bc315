// A plan in figures and in a few sentences. In: a plan. Out: counts by kind, side and
// operation, and the sentences that open a report. Counted is what the plan holds, never
// what somebody hopes that it does.

import { capitalize, countOf, inSide, nounOf } from './explain-words.ts';
import { countKinds, titleOfBrake } from './explain.ts';
import { kinds } from './item.ts';
import type { Kind } from './item.ts';
import { countInvitations } from './plan.ts';
import type { Alternative, Operation, Outcome, Plan } from './plan.ts';
import { bySide } from './side.ts';
import type { Side } from './side.ts';

export interface WriteCounts {
  readonly create: number;
  readonly update: number;
  readonly delete: number;
}

export interface Summary {
  readonly writes: Readonly<Record<Kind, Readonly<Record<Side, WriteCounts>>>>;
  /** Found on both sides and linked. */
  readonly linked: Readonly<Record<Kind, number>>;
  readonly unlinked: Readonly<Record<Kind, number>>;
  readonly asked: Readonly<Record<Kind, number>>;
  /** Records that take no part, each with a reason. */
  readonly leftAlone: Readonly<Record<Kind, number>>;
  /** Answers that an undo takes back. */
  readonly answers: Readonly<Record<Kind, number>>;
  readonly unchanged: Readonly<Record<Kind, number>>;
  readonly invitations: number;
  readonly sentences: readonly string[];
}

function byKind<T>(make: (kind: Kind) => T): Record<Kind, T> {
  return { contact: make('contact'), event: make('event'), task: make('task') };
}

/** `decided`: nothing is left to be chosen that would mail somebody. */
export function summarizePlan(plan: Plan, standing: 'open' | 'decided' = 'open'): Summary {
  const writes = countWrites(plan.operations);
  const count = (list: readonly { readonly kind: Kind }[]): Record<Kind, number> => byKind((kind) => list.filter((one) => one.kind === kind).length);
  const counts = {
    writes,
    linked: count(plan.operations.filter((operation) => operation.op === 'link')),
    unlinked: count(plan.operations.filter((operation) => operation.op === 'unlink')),
    asked: count(plan.conflicts),
    leftAlone: count(plan.problems.filter(({ isGroup }) => isGroup !== true)),
    answers: count(plan.operations.filter((operation) => operation.op === 'answer')),
    unchanged: plan.unchanged,
    invitations: plan.invitations,
  };
  return { ...counts, sentences: [...plan.brakes.map((brake) => `${titleOfBrake(brake, plan.purpose)}.`), ...describeWrites(plan, writes), ...describeRest(counts, standing === 'open' ? choosable(plan) : 0)] };
}

/** A record that two operations change is one record. */
function countWrites(operations: readonly Operation[]): Summary['writes'] {
  const records = byKind(() => bySide(() => ({ create: new Set<string>(), update: new Set<string>(), delete: new Set<string>() })));
  for (const operation of operations) {
    if (operation.op === 'create') records[operation.kind][operation.side].create.add(operation.source.id);
    else if (operation.op === 'update' || operation.op === 'delete') records[operation.kind][operation.side][operation.op].add(operation.target.id);
  }
  return byKind((kind) => bySide((side) => ({ create: records[kind][side].create.size, update: records[kind][side].update.size, delete: records[kind][side].delete.size })));
}

function describeWrites(plan: Plan, writes: Summary['writes']): string[] {
  const sentences: string[] = [];
  const group = plan.operations.find((operation) => operation.op === 'create-group');
  if (group !== undefined) sentences.push(`On Google: the contact group “${group.name}” will be created.`);
  for (const side of ['google', 'office'] as const) {
    const told = kinds.filter((kind) => Object.values(writes[kind][side]).some((number) => number > 0));
    if (told.length === 0 && !(side === 'google' && group !== undefined)) sentences.push(`${capitalize(inSide[side])}: nothing will be written.`);
    for (const kind of told) {
      const { create, update, delete: deleted } = writes[kind][side];
      const say = (number: number): string => (number === 0 ? 'none' : number.toLocaleString('en-US'));
      sentences.push(`${capitalize(inSide[side])}: ${create === 0 ? `no ${nounOf(kind, 2)}` : countOf(kind, create)} will be created, ${say(update)} changed, ${say(deleted)} deleted.`);
    }
  }
  return sentences.length === 2 && sentences.every((sentence) => sentence.endsWith(': nothing will be written.')) ? ['Nothing will be written on either side.'] : sentences;
}

/** Invitations that choices may add to what goes without them. */
function choosable({ conflicts, instead = [], operations }: Plan): number {
  const most = (alternatives: readonly Alternative[]): number => Math.max(0, ...alternatives.map((alternative) => countInvitations(alternative.operations)));
  const ways = new Map([...conflicts.map(({ id, alternatives }) => [id, most(alternatives)] as const), ...instead.map(({ unit, alternatives }) => [unit, most(alternatives)] as const)].filter(([, mails]) => mails > 0));
  if (ways.size === 0) return 0;
  for (const operation of operations) if (ways.has(operation.unit)) ways.set(operation.unit, (ways.get(operation.unit) ?? 0) - countInvitations([operation]));
  return [...ways.values()].reduce((sum, count) => sum + Math.max(0, count), 0);
}

function describeRest(counts: Omit<Summary, 'sentences'>, choosing: number): string[] {
  const total = (by: Readonly<Record<Kind, number>>): number => by.contact + by.event + by.task;
  const sentences: string[] = [];
  const { linked, unlinked, asked, answers, leftAlone, unchanged, invitations } = counts;
  if (total(linked) > 0) sentences.push(`Found on both sides and linked: ${countKinds(linked)}.`);
  if (total(unlinked) > 0) sentences.push(`No longer synchronized: ${countKinds(unlinked)}.`);
  if (total(answers) > 0) sentences.push(`Answers taken back: ${countKinds(answers)}.`);
  if (total(asked) > 0) sentences.push(`Waiting for your choice: ${countKinds(asked)}.`);
  if (total(leftAlone) > 0) sentences.push(`Left alone, with the reason in the report: ${countKinds(leftAlone)}.`);
  if (total(unchanged) > 0) sentences.push(`Nothing to do for ${countKinds(unchanged)}.`);
  sentences.push(`${invitations === 0 ? 'No' : invitations.toLocaleString('en-US')} invitation${invitations === 1 ? '' : 's'} will be sent${choosing === 0 ? '' : `, and up to ${choosing.toLocaleString('en-US')} more with what you choose`}.`);
  return sentences;
}

interface RunCount {
  readonly op: Operation['op'];
  readonly side: Side | null;
  readonly outcome: Outcome | null;
  readonly count: number;
}

/** What a run did, in a sentence or two for the Report List. */
export function summarizeRun(counts: readonly RunCount[]): string {
  const total = (fits: (count: RunCount) => boolean): number => counts.filter(fits).reduce((sum, { count }) => sum + count, 0);
  const sentences: string[] = [];
  for (const side of ['google', 'office'] as const) {
    const done = (['create', 'update', 'delete'] as const).map((op) => total((count) => count.op === op && count.side === side && count.outcome === 'applied'));
    const [created = 0, changed = 0, deleted = 0] = done;
    if (created + changed + deleted > 0) sentences.push(`${capitalize(inSide[side])}: ${created} created, ${changed} changed, ${deleted} deleted.`);
  }
  const linked = total(({ op, outcome }) => op === 'link' && outcome === 'applied');
  if (linked > 0) sentences.push(`${linked} linked.`);
  const missed = total(({ outcome }) => outcome !== 'applied');
  if (missed > 0) sentences.push(`${missed} not written; the report says why.`);
  return sentences.length === 0 ? 'Nothing had to be written.' : sentences.join(' ');
}
