// What Google is told of an activity that the office marks private. In: items, and what each
// side changed. Out: the item in disguise, and the changes as the other side may hear them.
// Never: a text of a private activity on its way to Google where only the time may be told,
// or the disguise on its way back [R23].

import { diffItems, sameValue } from './diff.ts';
import type { Change } from './diff.ts';
import { fieldNamed } from './field.ts';
import type { EventItem, Item, Occurrence } from './item.ts';
import { followSeries } from './follow-series.ts';
import type { Followed } from './follow-series.ts';
import { shorten } from './long-text.ts';
import type { Merge, Opposed } from './merge.ts';
import { isInRule } from './occurrence.ts';
import type { Policy } from './policy.ts';
import { bySide } from './side.ts';
import type { Side } from './side.ts';

export const busyTitle = 'Busy';
const texts = ['title', 'description', 'location'];
const hiddenFields = new Set([...texts, 'guests', 'attending', 'occurrences']);

/** Nothing of it goes to Google. */
export function staysHome(item: Item, policy: Policy): boolean {
  return policy.privacy === 'skip' && item.kind === 'event' && item.private === true;
}

/** Google is told only when. */
export function isDisguised(item: Item, policy: Policy): boolean {
  return policy.privacy === 'busy only' && item.kind === 'event' && item.private === true;
}

export function hidesText(item: Item, fieldName: string, policy: Policy): boolean {
  return texts.includes(fieldName) && isDisguised(item, policy);
}

/** The office's item as Google may see it. */
export function disguise(item: Item, policy: Policy): Item {
  if (!isDisguised(item, policy)) return item;
  const { description: _d, location: _l, guests: _g, attending: _a, ...rest } = timesOnly(item) as EventItem;
  return { ...rest, title: busyTitle };
}

/** Its occurrences without their texts. */
function timesOnly(item: Item): Item {
  const { occurrences } = item as EventItem;
  return occurrences === undefined ? item : ({ ...item, occurrences: occurrences.flatMap(onlyTime) } as EventItem);
}

function onlyTime({ original, cancelled, start, end }: Occurrence): Occurrence[] {
  if (cancelled === true) return [{ original, cancelled }];
  return start === undefined ? [] : [{ original, start, end }];
}

type Both<T> = Readonly<Record<Side, T>>;

export interface Told {
  /** What the other side is to hear. */
  readonly changes: Record<Side, readonly Change[]>;
  /** The side's own change that such a change stands for. */
  readonly behind: ReadonlyMap<Change, Change>;
  /** Own changes that the other side does not hear of: settled as they are. */
  readonly silent: Record<Side, readonly Change[]>;
  /** What goes from Google's occurrences when the disguise is put on: whatever is asked about their times. */
  readonly covered: readonly Change[];
}

/**
 * `own`: what each side changed since its base; `former`: the policy under which Google was told
 * last, where it was another. Undefined: the other side may hear all of it.
 */
export function tellDiscreetly(base: Both<Item>, now: Both<Item>, own: Both<readonly Change[]>, policy: Policy, former: Policy = policy): Told | undefined {
  if (!isDisguised(base.office, former) && !isDisguised(now.office, policy)) return undefined;
  const behind = new Map<Change, Change>();
  const putsOn = isDisguised(now.office, policy) && !isDisguised(base.office, former);
  const before = former === policy ? withAsked(disguise(base.office, policy), base, own.google) : disguise(base.office, former);
  const all = diffItems(putsOn ? timesOnly(before) : before, disguise(now.office, policy), policy).filter(({ field }) => hiddenFields.has(field));
  const due = former === policy ? all : sayAnew(all, base.google, own.office, isDisguised(now.office, policy), policy);
  const said = putsOn ? due.filter(({ field }) => !isTheirs(field, base, own.google)) : due;
  const tell = (change: Change, from: readonly Change[]): Change => {
    const found = from.find((each) => each.field === change.field && each.key === change.key);
    if (found !== undefined) behind.set(change, found);
    return change;
  };
  const open = own.office.filter(({ field }) => !hiddenFields.has(field));
  const office = [...open, ...[...said, ...defend(said, own, base, now, policy)].map((change) => tell(change, own.office))];
  const google = own.google.flatMap((change): Change[] => {
    if (!isDisguised(now.office, policy)) return [change];
    if (change.field === 'occurrences') return timeOf(change, policy).map((each) => tell(each, own.google));
    // A text comes in only where the two were at one about it: the disguise never does.
    return !texts.includes(change.field) || isAgreed(change.field, base) ? [change] : [];
  });
  const changes = { office, google };
  const heard = bySide((side) => new Set(changes[side].map((change) => behind.get(change) ?? change)));
  return { changes, behind, silent: bySide((side) => own[side].filter((change) => !heard[side].has(change))), covered: putsOn ? cover(base.google, now.google, policy) : [] };
}

/** The disguise is still to be put on a text that Google changed meanwhile, and that is asked about since: both held it open. */
function withAsked(disguised: Item, base: Both<Item>, own: readonly Change[]): Item {
  const asked = texts.filter((name) => own.some(({ field }) => field === name) && isAgreed(name, base));
  return asked.reduce((item, name) => ({ ...item, [name]: (base.office as unknown as Record<string, unknown>)[name] }) as Item, disguised);
}

/** A text that only the office was to know, and that Google wrote too: what comes in would replace it unasked [R7]. */
function defend(said: readonly Change[], own: Both<readonly Change[]>, base: Both<Item>, now: Both<Item>, policy: Policy): readonly Change[] {
  if (!isDisguised(now.office, policy)) return [];
  const shown = disguise(now.office, policy) as unknown as Record<string, unknown>;
  return own.office.flatMap(({ field: name, to }): Change[] => {
    const [field, against] = [fieldNamed('event', name), own.google.find((each) => each.field === name)];
    if (field.shape !== 'scalar' || against === undefined || !texts.includes(name) || !isAgreed(name, base) || said.some((each) => each.field === name)) return [];
    const isAlike = sameValue(field.normal(to, now.office), field.normal(against.to, now.google));
    return isAlike ? [] : [{ field: name, from: against.from, to: shown[name] }];
  });
}

/** The own change that one is told because of: itself, what it stands for, or the mark that puts the disguise on or off. */
export function causeOf(change: Change, own: readonly Change[], told: Told | undefined): Change {
  return told?.behind.get(change) ?? (own.includes(change) ? change : (own.find(({ field }) => field === 'private') ?? change));
}

/**
 * The words that Google was told, wherever they stand: it may have moved the series and call the
 * occurrence by another start. What Google has just said of an occurrence itself stays [R7].
 */
function cover(base: Item, google: Item, policy: Policy): readonly Change[] {
  const told = new Set((base as EventItem).occurrences?.flatMap(wordsIn));
  const unsaid = (word: string | undefined): string | undefined => (word !== undefined && told.has(word) ? undefined : word);
  const bare = (google as EventItem).occurrences?.flatMap(({ title, description, location, ...rest }): Occurrence[] => {
    const words = { title: unsaid(title), description: unsaid(description), location: unsaid(location) };
    return rest.cancelled === true || rest.start !== undefined || wordsIn({ ...rest, ...words }).length > 0 ? [{ ...rest, ...words }] : [];
  });
  return diffItems(google, { ...google, occurrences: bare } as EventItem, policy);
}

function wordsIn({ title, description, location }: Occurrence): readonly string[] {
  return [title, description, location].flatMap((word) => word ?? []);
}

/**
 * Google is used for the times of a series whose disguise is taken off: what it hears besides
 * are the words of the occurrences that it has, where it has none of its own.
 */
export function tellWords(asked: readonly Opposed[], base: Item, now: Both<Item>, policy: Policy): readonly Change[] {
  if (isDisguised(now.office, policy)) return [];
  return asked.flatMap(({ office }): Change[] => {
    if (office?.field !== 'occurrences') return [];
    const [words, from] = [wordsKept(base, now.office, office.key), occurrenceOf(now.google, office.key)];
    if (words === undefined || from?.cancelled === true || !isInRule(now.google as EventItem, words.original)) return [];
    return [{ field: 'occurrences', key: office.key, from, to: { ...words, ...from } }];
  });
}

/** What the office says of an occurrence, or said of one that it cancelled since. */
function wordsKept(base: Item, now: Item, key: string | undefined): Occurrence | undefined {
  const held = occurrenceOf(now, key);
  const said = held?.cancelled === true && wordsIn(held).length === 0 ? occurrenceOf(base, key) : held;
  if (said === undefined || wordsIn(said).length === 0) return undefined;
  const { start: _s, end: _e, cancelled: _c, ...words } = said;
  return words;
}

function occurrenceOf(item: Item, key: string | undefined): Occurrence | undefined {
  return (item as EventItem).occurrences?.find(({ original }) => original === key);
}

/** The disguise covers whatever Google shows; it is taken off only where Google shows it. Who is invited stays so. */
function sayAnew(said: readonly Change[], google: Item, own: readonly Change[], putsOn: boolean, policy: Policy): readonly Change[] {
  const isOwn = (change: Change): boolean => own.some(({ field, key }) => field === change.field && key === change.key);
  const shows = (fieldName: string, value: unknown): boolean => {
    const field = fieldNamed('event', fieldName);
    return field.shape !== 'scalar' || sameValue(field.normal(field.get(google), google), field.normal(shorten('event', fieldName, value), google));
  };
  const kept = said.filter((change) => isOwn(change) || (change.field !== 'guests' && (putsOn || shows(change.field, change.from))));
  if (!putsOn) return kept;
  const bare = disguise({ ...(google as EventItem), private: true }, { ...policy, privacy: 'busy only' });
  const left = diffItems(google, bare, policy).filter(({ field }) => hiddenFields.has(field) && field !== 'guests' && field !== 'occurrences');
  return [...kept, ...left.filter((change) => kept.every(({ field }) => field !== change.field))];
}

/** A text that Google never had from us, and wrote anew: the disguise takes nothing of it away unasked [R7]. */
function isTheirs(fieldName: string, base: Both<Item>, own: readonly Change[]): boolean {
  return texts.includes(fieldName) && !isAgreed(fieldName, base) && own.some(({ field }) => field === fieldName);
}

function isAgreed(fieldName: string, base: Both<Item>): boolean {
  const field = fieldNamed('event', fieldName);
  return field.shape === 'scalar' && sameValue(field.normal(field.get(base.office), base.office), field.normal(field.get(base.google), base.google));
}

function timeOf(change: Change, policy: Policy): readonly Change[] {
  const bare = (value: unknown): readonly Occurrence[] => (value === undefined ? [] : onlyTime(value as Occurrence));
  const of = (occurrences: readonly Occurrence[]): Item => ({ kind: 'event', start: { date: '2000-01-01' }, end: { date: '2000-01-02' }, occurrences });
  return diffItems(of(bare(change.from)), of(bare(change.to)), policy);
}

/** As the office is to hear it: what only it says of single occurrences stays with them, also where Google moves their series. */
export function keepWords(changes: readonly Change[], base: Item, now: Item, policy: Policy): Followed {
  const kept = keepTexts(changes, base, now);
  return isDisguised(now, policy) ? followSeries(kept, now, policy) : { changes: kept, homeless: [] };
}

/** A time that is taken back leaves the texts of the occurrence, which Google never saw. */
function keepTexts(changes: readonly Change[], base: Item, now: Item): Change[] {
  return changes.map((change) => {
    const to = change.to as Occurrence | undefined;
    if (change.field !== 'occurrences' || to?.cancelled === true) return change;
    const words = wordsKept(base, now, change.key);
    return words === undefined ? change : { ...change, to: { ...words, ...to } };
  });
}

/** The merge of what was told, in terms of what each side really changed. */
export function settleDiscreetly(merge: Merge, told: Told): Merge {
  const needs = new Map(merge.needs);
  for (const [change, own] of told.behind) {
    const needed = merge.needs.get(change);
    if (needed !== undefined) needs.set(own, needed);
  }
  const settle = onlyOwn(merge.settle, told);
  return { ...merge, settle: bySide((side) => [...settle[side], ...told.silent[side]]), needs };
}

/** Of what was told, what each side itself changed: only that is settled. */
export function onlyOwn(settle: Both<readonly Change[]>, told: Told): Record<Side, Change[]> {
  return bySide((side) => settle[side].flatMap((change) => (told.changes[side].includes(change) && hiddenFields.has(change.field) ? (told.behind.get(change) ?? ownOnly(change, side)) : change)));
}

/** What the office only seemed to change, since it put the disguise on or off, is no change of its own. */
function ownOnly(change: Change, side: Side): readonly Change[] {
  return side === 'office' ? [] : [change];
}
