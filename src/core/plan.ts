// The plan: an immutable document of intended writes, each with its full payload and its premise. In: nothing.
// Out: the types of operations, conflicts, brakes, problems, and the digest. What is not in a plan is never written.

import type { Answered } from './answered.ts';
import { digestParts } from './hash.ts';
import type { Change } from './diff.ts';
import type { Item, Kind, RemoteId } from './item.ts';
import { planText } from './plan-text.ts';
import type { Privacy } from './policy.ts';
import type { Side } from './side.ts';

/** The state of a record that an operation relies on. */
export interface Premise {
  readonly id: RemoteId;
  readonly version: string;
  readonly hash: string;
}

/** How the pair was found, in a word for the program and in words for a person. */
export interface Match {
  readonly rule: 'marker' | 'uid' | 'email' | 'phone' | 'name' | 'title-time' | 'title' | 'score' | 'choice';
  readonly score: number;
  readonly why: string;
}

interface OperationBase {
  /** Short hash of the content: the same intention keeps its id in the next preview. */
  readonly id: string;
  readonly kind: Kind;
  /** What a person calls the record. */
  readonly name: string;
  /** Operations with the same unit are taken or skipped together. */
  readonly unit: string;
  readonly why: string;
}

interface Mailing {
  /** Whom Google mails about it: an invitation or a cancellation each. Absent: nobody [R20]. */
  readonly mails?: readonly string[];
}

/**
 * What of each side counts as agreed once the operation is applied: that side's own
 * changes since its base, which bring base to now when applied to it.
 */
export type Settlement = Readonly<Record<Side, readonly Change[]>>;

export interface CreateOperation extends OperationBase, Mailing {
  readonly op: 'create';
  readonly side: Side;
  readonly source: Premise;
  /** The source's item as planned; becomes the source side's base. */
  readonly sourceItem: Item;
  readonly after: Item;
  /** Id chosen by us, where the replica allows it. */
  readonly newId?: RemoteId;
  /** Calendar id of the source (iCalUID), kept with the activity that is made of it. */
  readonly uid?: string;
  /** Set when a record is created again for a link whose record on `side` was deleted. */
  readonly link?: string;
  readonly privacy?: Privacy;
  /**
   * Restored by an undo while the other side has no such record. `source` is then the
   * deleted record itself: no premise, no marker and no link. What is made counts as settled.
   */
  readonly alone?: true;
}

export interface UpdateOperation extends OperationBase, Mailing {
  readonly op: 'update';
  readonly side: Side;
  readonly link: string;
  readonly target: Premise;
  readonly source?: Premise;
  readonly before: Item;
  readonly after: Item;
  readonly changes: readonly Change[];
  readonly settle: Settlement;
  /** Only this operation touches the link: the written side's base is the whole answer. */
  readonly settleWhole: boolean;
  /** Fields of the first meeting that this settles. */
  readonly closes: readonly string[];
  /** With it Google is told of a private activity as this says. */
  readonly privacy?: Privacy;
}

export interface DeleteOperation extends OperationBase, Mailing {
  readonly op: 'delete';
  readonly side: Side;
  readonly link?: string;
  /** Set by an undo: this record on the other side stays, and the link remembers the deletion. */
  readonly counterpart?: RemoteId;
  /** The record on the other side whose deletion this follows: it must still be gone. */
  readonly missing?: RemoteId;
  readonly target: Premise;
  readonly before: Item;
}

export interface LinkOperation extends OperationBase {
  readonly op: 'link';
  readonly link: string;
  readonly premise: Readonly<Record<Side, Premise>>;
  readonly items: Readonly<Record<Side, Item>>;
  /** What counts as agreed, where it is not all that the two hold: the rest waits for its side to be opened. */
  readonly settled?: Readonly<Record<Side, Item>>;
  /** Fields in which the two differ and that wait for a choice. */
  readonly open: readonly string[];
  readonly match: Match;
}

/**
 * Nothing is written to a replica. With sides in `gone` the link stays and remembers
 * that the record there was deleted, so it is never made again; without any, or with
 * both, the link is dropped.
 */
export interface UnlinkOperation extends OperationBase {
  readonly op: 'unlink';
  readonly link: string;
  readonly gone: readonly Side[];
  /** Set by an undo: these two are not linked again, nor copied, until a person takes that back. */
  readonly apart?: Readonly<Record<Side, RemoteId>>;
  /** What an undo asks again. */
  readonly answered?: Answered;
}

/** Nothing is written to a replica: both sides already agree, or cannot carry the change. */
export interface SettleOperation extends OperationBase {
  readonly op: 'settle';
  readonly link: string;
  readonly settle: Settlement;
  readonly closes: readonly string[];
  /** A person left the two as they are: an undo asks again. */
  readonly isAnswer?: true;
  readonly privacy?: Privacy;
}

/** Made by an undo: an answer counts as not given, or as given again. */
export interface AnswerOperation extends OperationBase {
  readonly op: 'answer';
  readonly link: string;
  readonly answered: Answered;
}

/** The predefined contact group on Google, made once; found by id from then on. */
export interface CreateGroupOperation extends OperationBase {
  readonly op: 'create-group';
  readonly side: 'google';
}

export type Operation = WriteOperation | LinkOperation | UnlinkOperation | SettleOperation | AnswerOperation;

/** The operations that write to a replica. */
export type WriteOperation = CreateOperation | UpdateOperation | DeleteOperation | CreateGroupOperation;

export function isWrite(operation: Operation): operation is WriteOperation {
  return operation.op === 'create' || operation.op === 'update' || operation.op === 'delete' || operation.op === 'create-group';
}

/** One field that needs a choice. */
export interface Clash {
  readonly field: string;
  /** Normal form of the entry's value, for a multi-valued field. */
  readonly key?: string;
  readonly base?: unknown;
  readonly office?: unknown;
  readonly google?: unknown;
}

export interface Alternative {
  /** 'office', 'google', 'wait', 'follow', 'restore', 'keep', 'new', 'same' (as one that is linked), 'relink', or 'pair:<id>'. */
  readonly id: string;
  readonly label: string;
  readonly operations: readonly Operation[];
  /** Chosen, it is a "never" to copying these. */
  readonly never?: readonly { readonly side: Side; readonly id: RemoteId }[];
}

export interface Conflict {
  readonly id: string;
  readonly kind: Kind;
  readonly name: string;
  /** 'clash': both changed a field; 'deletion': gone on one side; 'pairing': which is the same? */
  readonly about: 'clash' | 'deletion' | 'pairing';
  readonly why: string;
  readonly link?: string;
  readonly items: Readonly<Partial<Record<Side, Item>>>;
  readonly clashes: readonly Clash[];
  readonly alternatives: readonly Alternative[];
  /** Taken when nobody chooses: it loses nothing. What goes on all the same are operations of this unit [R8]. */
  readonly otherwise: string;
}

/** What a person may choose for a unit of operations in place of them, each ready to run. */
export interface Instead {
  readonly unit: string;
  readonly alternatives: readonly Alternative[];
}

export interface Brake {
  readonly name: 'many-deletions' | 'side-emptied' | 'members-emptied' | 'many-removals' | 'many-changes';
  readonly kind: Kind;
  readonly side: Side;
  readonly count: number;
  readonly of: number;
  readonly why: string;
}

export interface Problem {
  readonly kind: Kind;
  readonly side: Side;
  readonly recordId: RemoteId;
  readonly name: string;
  readonly why: string;
  /** The record itself is synchronized; only what is said here is not. */
  readonly inPart?: true;
  /** It is the contact group on Google, not a contact. */
  readonly isGroup?: true;
}

export type PlanPurpose = 'preview' | 'cycle' | 'undo';

export interface Plan {
  readonly format: 1 | 2; // Of its text: 1 spells a record wherever it is named, 2 once.
  readonly account: string;
  readonly purpose: PlanPurpose;
  /** Digest of the setup that it was made under: another setup needs another plan. */
  readonly setup: string;
  readonly operations: readonly Operation[];
  readonly conflicts: readonly Conflict[];
  /** Other ways that a unit may go: turned round, another candidate, not the same at all. */
  readonly instead?: readonly Instead[];
  /** Units that a person answered with "not now" before, and when: asked again, and said so. */
  readonly putOff?: Readonly<Record<string, string>>;
  readonly brakes: readonly Brake[];
  readonly problems: readonly Problem[];
  /** Linked records that need nothing, by kind. */
  readonly unchanged: Readonly<Record<Kind, number>>;
  /** Google invitations that executing everything would send. */
  readonly invitations: number;
}

/** Invitations and cancellations that Google would send about these. */
export function countInvitations(operations: readonly Operation[]): number {
  return operations.reduce((count, operation) => count + ('mails' in operation ? (operation.mails ?? []).length : 0), 0);
}

/** SHA-256 over the text of the whole plan, in hex. */
export const digestPlan = (plan: Plan): string => digestParts(planText(plan));

export type Decision = 'take' | 'not now' | 'never';

/** What a person (or a named policy) allowed, and of which plan. */
export interface Approval {
  readonly digest: string;
  readonly by: string;
  readonly at: string;
  /** By unit of operations; a unit that is not named is taken. */
  readonly decisions: Readonly<Record<string, Decision>>;
  /** By conflict id, or by unit for what goes another way: the alternative chosen. */
  readonly choices: Readonly<Record<string, string>>;
  /** Names of the brakes released: `name:kind:side`. */
  readonly released: readonly string[];
}

export const brakeKey = (brake: Brake): string => `${brake.name}:${brake.kind}:${brake.side}`;

export function chosenOf(conflict: Conflict, approval: Approval): string {
  return approval.choices[conflict.id] ?? conflict.otherwise;
}

/** A choice carries its undisputed parts with it: what would have gone on without it does not. */
export function standingOperations(plan: Plan, approval: Approval): readonly Operation[] {
  const replaced = new Set(plan.conflicts.flatMap((conflict) => (chosenOf(conflict, approval) === conflict.otherwise ? [] : [conflict.id])));
  return plan.operations.filter((operation) => !replaced.has(operation.unit));
}

/** The alternative that was chosen in place of a unit's operations; a unit that is not taken has none. */
export function chosenInstead(plan: Plan, approval: Approval): ReadonlyMap<string, Alternative> {
  const chosen = new Map<string, Alternative>();
  for (const { unit, alternatives } of plan.instead ?? []) {
    const alternative = alternatives.find(({ id }) => id === approval.choices[unit]);
    if (alternative !== undefined && (approval.decisions[unit] ?? 'take') === 'take') chosen.set(unit, alternative);
  }
  return chosen;
}

/**
 * The operations that an approval lets run. Computes nothing new. What a person chose
 * instead goes first: a record that it links is not copied by what stands behind it.
 */
export function approvedOperations(plan: Plan, approval: Approval): readonly Operation[] {
  const instead = chosenInstead(plan, approval);
  const taken = standingOperations(plan, approval).filter((operation) => (approval.decisions[operation.unit] ?? 'take') === 'take' && !instead.has(operation.unit));
  const chosen = plan.conflicts.flatMap((conflict) => conflict.alternatives.find((alternative) => alternative.id === chosenOf(conflict, approval))?.operations ?? []);
  const otherwise = [...instead.values()].flatMap(({ operations }) => operations);
  const isGroup = (operation: Operation): boolean => operation.op === 'create-group';
  return [...taken.filter(isGroup), ...otherwise, ...taken.filter((operation) => !isGroup(operation)), ...chosen];
}

export type Outcome = 'applied' | 'stale' | 'refused' | 'failed' | 'unknown';
