// Room 6. In: operations that were applied, with what the replica answered. Out: mirror,
// links and bases, in the caller's transaction. The written side is taken from the
// answer, so that our own echo is no change; the source side from the plan [R9].

import { settleAnswer } from '../core/answered.ts';
import type { Kind, RemoteId } from '../core/item.ts';
import type { Base, Link } from '../core/link.ts';
import type { CreateOperation, DeleteOperation, LinkOperation, Operation, UpdateOperation } from '../core/plan.ts';
import { linkIdOf } from '../core/propose.ts';
import { baseOf, settleAgreement, settleUnlink, settleUpdate } from '../core/settle.ts';
import { other, sides } from '../core/side.ts';
import type { Side } from '../core/side.ts';
import type { RemoteRecord } from '../replica/replica.ts';
import { dropLinks, loadLinks, saveLinks } from '../store/link.ts';
import { keepRecords, markGone, settleRecords } from '../store/mirror.ts';
import type { Tx } from '../store/open.ts';
import type { CycleContext } from './context.ts';
import { toEntry } from './pull.ts';

export interface Applied {
  readonly operation: Operation;
  /** The record as it stands after a create or update. */
  readonly record?: RemoteRecord;
  /** It was looked up after its answer was lost: somebody may have edited it since. */
  readonly found?: boolean;
  /** What of it the replica did not take. */
  readonly remark?: string;
}

interface Tie {
  readonly kind: Kind;
  readonly side: Side;
  readonly id: RemoteId;
  readonly linkId: string | null;
  readonly settledHash: string | null;
}

export async function settle(context: CycleContext, tx: Tx, applied: readonly Applied[]): Promise<ReadonlyMap<string, string>> {
  const accountId = context.account.id;
  await mirrorWrites(context, tx, applied);
  const links = new Map((await loadLinks(tx, applied.flatMap(({ operation }) => linkOf(operation)))).map((link) => [link.id, link]));
  const ties = new Map<string, Tie>();
  const dropped = new Set<string>();
  const touched = new Set<string>();
  const linkIds = new Map<string, string>();
  const tie = (kind: Kind, side: Side, id: RemoteId, linkId: string | null, settledHash: string | null): void => {
    ties.set(`${kind} ${side} ${id}`, { kind, side, id, linkId, settledHash });
  };
  const put = (link: Link): void => {
    links.set(link.id, link);
    touched.add(link.id);
    dropped.delete(link.id);
    for (const side of sides) tie(link.kind, side, link.ids[side], link.id, hashOf(link.base[side]));
  };
  const drop = (link: Link): void => {
    dropped.add(link.id);
    touched.delete(link.id);
    for (const side of sides) tie(link.kind, side, link.ids[side], null, hashOf(link.base[side]));
  };

  for (const { operation, record, found } of applied) {
    const link = 'link' in operation && operation.link !== undefined ? links.get(operation.link) : undefined;
    switch (operation.op) {
      case 'create': {
        if (record === undefined) break;
        if (operation.alone === true) {
          // Restored by an undo without a counterpart: it stands as it is.
          tie(operation.kind, operation.side, record.id, null, toEntry(record, context.policy).hash);
          break;
        }
        if (link !== undefined) tie(link.kind, operation.side, link.ids[operation.side], null, null);
        // The base is what we wrote: an edit made since is still a change [R9].
        const made = linkCreated(context, operation, found === true ? { ...record, item: operation.after } : record, link);
        put(made);
        linkIds.set(operation.id, made.id);
        break;
      }
      case 'update':
        if (link !== undefined && record !== undefined) put(settleUpdate(link, operation as UpdateOperation, record, context.policy));
        break;
      case 'delete':
        // An undone create: the other record stays, and is not copied again.
        if (link !== undefined && operation.counterpart !== undefined) put({ ...link, base: { ...link.base, [operation.side]: { gone: true } } });
        else if (link !== undefined) drop(link);
        break;
      case 'link':
        put(linkPaired(context, operation));
        break;
      case 'settle':
        if (link !== undefined) put(settleAgreement(link, operation, context.policy));
        break;
      case 'answer':
        if (link !== undefined) put(settleAnswer(link, operation.answered, context.policy));
        break;
      case 'unlink': {
        if (link === undefined) break;
        const remaining = settleUnlink(link, operation);
        if (remaining === undefined) drop(link);
        else put(remaining);
        break;
      }
      case 'create-group':
        break;
      default:
        operation satisfies never;
    }
  }
  await saveLinks(tx, accountId, [...touched].flatMap((id) => links.get(id) ?? []));
  await dropLinks(tx, [...dropped]);
  await settleRecords(tx, accountId, [...ties.values()]);
  return linkIds;
}

function hashOf(base: Base): string {
  return base.gone === true ? 'gone' : base.hash;
}

function linkOf(operation: Operation): string[] {
  return 'link' in operation && operation.link !== undefined ? [operation.link] : [];
}

async function mirrorWrites(context: CycleContext, tx: Tx, applied: readonly Applied[]): Promise<void> {
  const groups = new Map<string, { kind: Kind; side: Side; records: RemoteRecord[]; gone: RemoteId[] }>();
  for (const { operation, record } of applied) {
    if (operation.op !== 'create' && operation.op !== 'update' && operation.op !== 'delete') continue;
    const key = `${operation.kind} ${operation.side}`;
    const group = groups.get(key) ?? { kind: operation.kind, side: operation.side, records: [], gone: [] };
    groups.set(key, group);
    if (record !== undefined) group.records.push(record);
    else if (operation.op === 'delete') group.gone.push((operation as DeleteOperation).target.id);
  }
  for (const { kind, side, records, gone } of groups.values()) {
    await keepRecords(tx, context.account.id, kind, side, records.map((record) => toEntry(record, context.policy)));
    await markGone(tx, context.account.id, kind, side, gone);
  }
}

function linkCreated(context: CycleContext, operation: CreateOperation, record: RemoteRecord, before: Link | undefined): Link {
  const source = other(operation.side);
  const ids = { [operation.side]: record.id, [source]: operation.source.id } as Record<Side, RemoteId>;
  const base = {
    [operation.side]: baseOf(record.version, record.item, context.policy),
    [source]: baseOf(operation.source.version, operation.sourceItem, context.policy),
  } as Record<Side, Base>;
  const told = operation.privacy !== undefined ? { privacy: operation.privacy } : operation.side === 'google' || before === undefined ? toldNow(context, operation.kind) : before.privacy === undefined ? {} : { privacy: before.privacy };
  return { id: before?.id ?? linkIdOf(context.account.id, operation.kind, ids), kind: operation.kind, ids, base, open: [], ...told };
}

function linkPaired(context: CycleContext, operation: LinkOperation): Link {
  const base = {} as Record<Side, Base>;
  const ids = {} as Record<Side, RemoteId>;
  for (const side of sides) {
    ids[side] = operation.premise[side].id;
    base[side] = baseOf(operation.premise[side].version, (operation.settled ?? operation.items)[side], context.policy);
  }
  return { id: operation.link, kind: operation.kind, ids, base, open: operation.open, ...toldNow(context, operation.kind) };
}

/** With which setup an event came to its link: another one tells Google otherwise. */
function toldNow({ policy }: CycleContext, kind: Kind): Pick<Link, 'privacy'> {
  return kind === 'event' ? { privacy: policy.privacy } : {};
}
