// Builds operations with their full payload and premise. In: what we saw and the changes
// to make. Out: operations whose ids are short hashes of their content, so that the same
// intention keeps its id, and a person's tick, in the next preview.

import { applyChanges, diffItems } from './diff.ts';
import type { Change } from './diff.ts';
import { canonicalJson, canonicalWithout, digestText, shortHash } from './hash.ts';
import { mailsOf } from './guest-list.ts';
import { nameOf } from './item.ts';
import type { Item, Kind, RemoteId } from './item.ts';
import type { Link, Seen } from './link.ts';
import type {
  CreateOperation,
  DeleteOperation,
  LinkOperation,
  Match,
  Operation,
  Premise,
  Problem,
  SettleOperation,
  Settlement,
  UnlinkOperation,
  UpdateOperation,
} from './plan.ts';
import type { Policy } from './policy.ts';
import { projectItem } from './project.ts';
import { other } from './side.ts';
import type { Side } from './side.ts';

export const sideName: Readonly<Record<Side, string>> = { office: 'SmartOffice', google: 'Google' };

/** What a premise names by its version and hash need not be read again to name the intention; what is to be follows from the changes. */
const besides = ['id', 'before', 'after', 'sourceItem', 'items'];

/**
 * Of an operation that was just made for this, with an empty id in its place: it is given its
 * name, not copied for it. What is made in the order of canonical texts, as here, is not put in
 * order for them.
 */
function named<T extends Operation>(operation: T, says: string = canonicalWithout(operation, besides)): T {
  return Object.assign(operation, { id: digestText(says).slice(0, 16) });
}

/** What most operations of a first preview say, spelled without being put in order first: each of their members that names the intention. */
function sayCreate({ kind, side, name, unit, why, source, sourceItem, newId, link, uid, mails, after }: CreateOperation): string {
  // Told as it was read, it is what the premise names.
  const told = after === sourceItem ? '' : canonicalJson(after);
  return JSON.stringify(['create', kind, side, name, unit, why, source.id, source.version, source.hash, newId, link, uid, mails]) + told;
}

function sayLink({ kind, name, unit, why, link, premise: { office, google }, match, open, settled }: LinkOperation): string {
  const between = settled === undefined ? '' : canonicalJson(settled);
  return JSON.stringify(['link', kind, name, unit, why, link, office.id, office.version, office.hash, google.id, google.version, google.hash, match.rule, match.score, match.why, open, between]);
}

export function premiseOf(seen: Seen): Premise {
  return { hash: seen.hash, id: seen.id, version: seen.version };
}

/** The office keeps the calendar id that an event has at Google: a colleague's copy has the same. */
export function uidFor(side: Side, source: Seen): { readonly uid?: string } {
  return side === 'office' && source.item.kind === 'event' && source.uid !== undefined ? { uid: source.uid } : {};
}

export function linkIdOf(account: string, kind: Kind, ids: Readonly<Record<Side, RemoteId>>): string {
  return shortHash([account, kind, ids.office, ids.google]);
}

export interface ChooseId {
  /** `former`: the id of the deleted record that is made again. */
  (kind: Kind, side: Side, seed: string, former?: RemoteId): RemoteId | undefined;
}

export function proposeCreate(side: Side, source: Seen, options: { policy: Policy; why: string; unit: string; chooseId: ChooseId; account: string; link?: Link }): CreateOperation {
  const kind = source.item.kind;
  const projected = projectItem(side, source.item, options.policy);
  // What is new is made in the SET or the group; what is made again, where its counterpart is.
  const after: Item = projected.kind === 'contact' && options.link === undefined && projected.member !== true ? { ...projected, member: true } : projected;
  // A record that was deleted and is made again needs an id that was never used.
  const seed = [options.account, source.id, options.link?.ids[side] ?? ''].join('|');
  const operation: CreateOperation = {
    after,
    id: '',
    kind,
    link: options.link?.id,
    mails: mailsOf(side, kind, undefined, after, options.policy),
    name: nameOf(source.item),
    newId: options.chooseId(kind, side, seed, options.link?.ids[side]),
    op: 'create',
    // Made again as it was told, also where the setup says otherwise now.
    ...(side === 'google' && options.link?.privacy !== undefined && options.link.privacy === options.policy.privacy ? { privacy: options.link.privacy } : {}),
    side,
    source: premiseOf(source),
    sourceItem: source.item,
    ...uidFor(side, source),
    unit: options.unit,
    why: options.why,
  };
  return named(operation, sayCreate(operation));
}

export interface UpdateParts {
  readonly link: string;
  readonly target: Seen;
  readonly source?: Seen;
  readonly changes: readonly Change[];
  readonly settle: Settlement;
  readonly settleWhole: boolean;
  readonly closes: readonly string[];
  readonly why: string;
  readonly unit: string;
}

/** undefined when the target already holds all of it. */
export function proposeUpdate(side: Side, parts: UpdateParts, policy: Policy): UpdateOperation | undefined {
  if (parts.changes.length === 0) return undefined;
  const before = parts.target.item;
  const after = applyChanges(before, parts.changes, policy);
  // As the target sees them: entries by the keys that it holds them under.
  const changes = diffItems(before, after, policy);
  if (changes.length === 0) return undefined;
  return named<UpdateOperation>({
    after,
    before,
    changes,
    closes: parts.closes,
    id: '',
    kind: before.kind,
    link: parts.link,
    mails: mailsOf(side, before.kind, before, after, policy),
    name: nameOf(after),
    op: 'update',
    settle: parts.settle,
    settleWhole: parts.settleWhole,
    side,
    source: parts.source === undefined ? undefined : premiseOf(parts.source),
    target: premiseOf(parts.target),
    unit: parts.unit,
    why: parts.why,
  });
}

export function proposeDelete(side: Side, target: Seen, link: string | undefined, why: string, unit: string, policy: Policy, missing?: RemoteId): DeleteOperation {
  const { kind } = target.item;
  return named<DeleteOperation>({ id: '', op: 'delete', kind, side, name: nameOf(target.item), unit, why, mails: mailsOf(side, kind, target.item, undefined, policy), link, missing, target: premiseOf(target), before: target.item });
}

export function proposeLink(account: string, seen: Readonly<Record<Side, Seen>>, match: Match, open: readonly string[], unit: string, settled?: Readonly<Record<Side, Item>>, known?: string): LinkOperation {
  const kind = seen.office.item.kind;
  const ids = { office: seen.office.id, google: seen.google.id };
  const operation: LinkOperation = {
    id: '',
    items: { google: seen.google.item, office: seen.office.item },
    kind,
    link: known ?? linkIdOf(account, kind, ids),
    match,
    name: nameOf(seen.office.item),
    op: 'link',
    open,
    premise: { google: premiseOf(seen.google), office: premiseOf(seen.office) },
    settled,
    unit,
    why: match.why,
  };
  return named(operation, sayLink(operation));
}

export function proposeUnlink(link: Pick<Link, 'id' | 'kind'>, name: string, gone: readonly Side[], why: string, unit: string): UnlinkOperation {
  return named<UnlinkOperation>({ id: '', op: 'unlink', kind: link.kind, name, unit, why, link: link.id, gone });
}

/** What was deleted on one side stays on the other; what was agreed before is kept, so that an undo can ask again. */
export function proposeKeep(link: Link, name: string, gone: Side, why: string, unit: string): UnlinkOperation {
  return { ...proposeUnlink(link, name, [gone], why, unit), answered: { given: true, settle: { office: [], google: [] }, closes: [], kept: { gone, base: link.base } } };
}

export function proposeSettle(link: Link, name: string, settle: Settlement, closes: readonly string[], why: string, unit: string): SettleOperation {
  return named<SettleOperation>({ id: '', op: 'settle', kind: link.kind, name, unit, why, link: link.id, settle, closes });
}

/** What of a record of the office is not sent, although the record is. */
export function proposeInPart(seen: Seen, why: string): Problem {
  return { kind: seen.item.kind, side: 'office', recordId: seen.id, name: nameOf(seen.item), why, inPart: true };
}

export function onlyOn(side: Side): string {
  return `Only in ${sideName[side]}; not in ${sideName[other(side)]}`;
}
