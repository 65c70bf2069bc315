// Two records that were found to be the same thing and have no base yet. In: what both
// hold. Out: the changes that give each side what it lacks, and the fields in which they
// differ and that need a choice. Nothing is overwritten at a first meeting unasked [R3].

import { indexEntries, sameValue } from './diff.ts';
import type { Change } from './diff.ts';
import { fieldNamed, fieldsOf } from './field.ts';
import type { AnyEntry, EntriesField } from './field.ts';
import type { Item } from './item.ts';
import { newerOf } from './link.ts';
import type { Seen } from './link.ts';
import { isTooLong, shorten } from './long-text.ts';
import { policyFor } from './merge.ts';
import type { Opposed } from './merge.ts';
import type { Policy } from './policy.ts';
import { disguise, hidesText } from './privacy.ts';
import { projectChange } from './project.ts';
import { bySide, other, sides } from './side.ts';
import type { Side } from './side.ts';

export interface Meeting {
  /** Changes that fill what a side lacks, as that side can carry them. */
  readonly fill: Record<Side, Change[]>;
  /** Fields that wait, each with the change that either side would send to the other. */
  readonly open: { field: string; changes: Opposed }[];
}

export function meetFirst(seen: Readonly<Record<Side, Seen>>, policy: Policy, only?: readonly string[]): Meeting {
  const items = { office: disguise(seen.office.item, policy), google: seen.google.item };
  const meeting: Meeting = { fill: { office: [], google: [] }, open: [] };
  for (const field of fieldsOf[items.office.kind]) {
    if (field.carriedBy.length < 2 || field.firstMeeting === 'leave') continue;
    if (only !== undefined && !only.includes(field.name)) continue;
    if (hidesText(seen.office.item, field.name, policy)) continue;
    if (field.shape === 'entries') {
      fillEntries(meeting, field, items, policy);
      continue;
    }
    if (isSamePlain(field.get(items.office), field.get(items.google))) continue;
    const value = bySide((side) => field.normal(field.get(items[side]), items[side]));
    if (sameValue(value.office, value.google)) continue;
    const long = isTooLong(items.office.kind, field.name, field.get(items.office));
    if (long && sameValue(field.normal(shorten(items.office.kind, field.name, field.get(items.office)), items.office), value.google)) continue;
    const raw = bySide((side) => field.get(items[side]));
    const sendFrom = (side: Side): Change => ({ field: field.name, from: raw[other(side)], to: raw[side] });
    const lacking = sides.find((side) => value[side] === undefined);
    if (lacking !== undefined && field.firstMeeting !== 'strict') {
      addFill(meeting, lacking, sendFrom(other(lacking)), items.office.kind, policy);
      continue;
    }
    const winner = policyFor(items.office.kind, field.name, policy, newerOf(seen));
    // Google may show a part of it: the whole is not replaced unasked [R34].
    if (winner === 'ask' || (long && winner === 'google')) meeting.open.push({ field: field.name, changes: bySide(sendFrom) });
    else addFill(meeting, other(winner), sendFrom(winner), items.office.kind, policy);
  }
  return meeting;
}

function addFill(meeting: Meeting, side: Side, change: Change, kind: Item['kind'], policy: Policy): void {
  const sent = projectChange(side, kind, change, policy);
  if (sent !== undefined) meeting.fill[side].push(sent);
}

/** Written alike: that the two mean the same need not be worked out. */
function isSamePlain(office: unknown, google: unknown): boolean {
  return office === google && typeof office !== 'object';
}

function fillEntries(meeting: Meeting, field: EntriesField, items: Readonly<Record<Side, Item>>, policy: Policy): void {
  const lists = bySide((side) => field.get(items[side]));
  if (lists.office.length + lists.google.length === 0 || isHeldAlike(field, lists, policy)) return;
  const held = bySide((side) => indexEntries(field, lists[side], policy));
  for (const side of sides) {
    for (const [key, entry] of held[other(side)]) {
      if (!held[side].has(key)) addFill(meeting, side, { field: field.name, key, to: entry }, items.office.kind, policy);
    }
  }
}

/** The same values in the same order, as most pairs hold them: none lacks any. */
function isHeldAlike(field: EntriesField, { office, google }: Readonly<Record<Side, readonly AnyEntry[]>>, policy: Policy): boolean {
  return office.length === google.length && office.every((entry, index) => field.key(entry, policy) === field.key(google[index] as AnyEntry, policy));
}

/** The fields of a link that still wait for a choice, as the two stand now. */
export function stillOpen(open: readonly string[], seen: Readonly<Record<Side, Seen>>, policy: Policy): Meeting {
  return open.length === 0 ? { fill: { office: [], google: [] }, open: [] } : meetFirst(seen, policy, open);
}

/** A value that somebody took away since is not filled in again unasked. */
export function askAboutCleared(meeting: Meeting, own: Readonly<Record<Side, readonly Change[]>>, seen: Readonly<Record<Side, Seen>>, policy: Policy): Meeting {
  const result: Meeting = { fill: bySide((side) => [...meeting.fill[side]]), open: [...meeting.open] };
  for (const side of sides) {
    for (const change of meeting.fill[side]) {
      const kind = seen[side].item.kind;
      if (fieldNamed(kind, change.field).shape !== 'scalar' || !own[side].some(({ field }) => field === change.field)) continue;
      const cleared: Change = { field: change.field, from: change.to, to: change.from };
      const winner = policyFor(kind, change.field, policy, newerOf(seen));
      if (winner === other(side)) continue;
      result.fill[side] = result.fill[side].filter((each) => each !== change);
      if (winner === side) addFill(result, other(side), cleared, kind, policy);
      else result.open.push({ field: change.field, changes: { [side]: cleared, [other(side)]: change } as Record<Side, Change> });
    }
  }
  return result;
}

/** Fields in which the two are not at one yet: what fills them may still fail. */
export function unsettledFields(meeting: Meeting): readonly string[] {
  return [...new Set([...meeting.open.map(({ field }) => field), ...sides.flatMap((side) => meeting.fill[side].map(({ field }) => field))])];
}

/** The fields that a write to one side brings to an end by itself. */
export function closedBy(side: Side, sent: Readonly<Record<Side, readonly Change[]>>, closes: readonly string[]): readonly string[] {
  return closes.filter((name) => !sent[other(side)].some(({ field }) => field === name));
}

/** Nothing is filled into a record that must not be written. */
export function withoutReadOnly(meeting: Meeting, seen: Readonly<Record<Side, Seen>>): Meeting {
  return seen.google.readOnly === undefined ? meeting : withoutFill(meeting, 'google');
}

export function withoutFill(meeting: Meeting, side: Side): Meeting {
  return { ...meeting, fill: { ...meeting.fill, [side]: [] } };
}
