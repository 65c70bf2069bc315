// One link, or records without any, as the golden plans need them: what was settled, what
// each side holds now. In: items. Out: what reconcile is given; and a plan carried out on
// paper, so that a test can look at what the next cycle would say.

import { applyChanges, hashItem } from '../../src/core/diff.ts';
import type { Item, Kind } from '../../src/core/item.ts';
import type { Link, Seen } from '../../src/core/link.ts';
import type { Operation } from '../../src/core/plan.ts';
import { defaultPolicy } from '../../src/core/policy.ts';
import type { Policy } from '../../src/core/policy.ts';
import type { ReconcileInput } from '../../src/core/reconcile.ts';
import { baseOf, settleAgreement, settleUnlink, settleUpdate } from '../../src/core/settle.ts';
import { bySide, other, sides } from '../../src/core/side.ts';
import type { Side } from '../../src/core/side.ts';

export type Both<T> = Readonly<Record<Side, T>>;

export function see(side: Side, item: Item, more: Partial<Seen> = {}, policy: Policy = defaultPolicy): Seen {
  return { id: `${side.charAt(0)}1`, version: '2', hash: hashItem(item, policy), item, inScope: item.kind !== 'contact' || item.member === true, ...more };
}

export function goneFrom(side: Side, item: Item): Seen {
  return see(side, item, { gone: true, hash: 'gone' });
}

export function linkOf(base: Both<Item>, more: Partial<Link> = {}, policy: Policy = defaultPolicy): Link {
  return { id: 'l1', kind: base.office.kind, ids: { office: 'o1', google: 'g1' }, base: bySide((side) => baseOf('1', base[side], policy)), open: [], ...more };
}

export function inputOf(kind: Kind, parts: { link?: Link; now?: Both<Seen>; unlinked?: Both<readonly Seen[]>; policy?: Policy } & Partial<Omit<ReconcileInput, 'policy' | 'linked' | 'unlinked'>>): ReconcileInput {
  const { link, now, unlinked, policy = defaultPolicy, ...rest } = parts;
  const none = { office: [], google: [] };
  const live = bySide(() => ({ linked: 100, seen: 100, members: 100 }));
  return {
    account: 'a',
    purpose: 'cycle',
    setup: 's',
    policy,
    linked: link === undefined || now === undefined ? [] : [{ link, now }],
    untouched: { contact: 0, event: 0, task: 0 },
    unlinked: { contact: none, event: none, task: none, [kind]: unlinked ?? none },
    live: { contact: live, event: live, task: live },
    never: new Set(),
    chooseId: (_kind, side, seed, former) => (side === 'google' ? `id(${seed}${former === undefined ? '' : ` once ${former}`})` : undefined),
    ...rest,
  };
}

/** Carries out updates, settlements and links on paper; undefined: there is no link any more. */
export function carryOut(operations: readonly Operation[], start: { readonly link?: Link; readonly now: Both<Seen> }, policy: Policy = defaultPolicy): { readonly link: Link; readonly now: Both<Seen> } | undefined {
  let link = start.link;
  const now: Record<Side, Seen> = { ...start.now };
  for (const operation of operations) {
    switch (operation.op) {
      case 'update': {
        if (link === undefined) throw new Error('An update without a link.');
        const item = applyChanges(now[operation.side].item, operation.changes, policy);
        now[operation.side] = { ...now[operation.side], version: '3', item, hash: hashItem(item, policy) };
        link = settleUpdate(link, operation, { version: '3', item }, policy);
        break;
      }
      case 'settle':
        if (link === undefined) throw new Error('A settlement without a link.');
        link = settleAgreement(link, operation, policy);
        break;
      case 'link':
        link = { id: operation.link, kind: operation.kind, ids: bySide((side) => operation.premise[side].id), base: bySide((side) => baseOf(operation.premise[side].version, operation.items[side], policy)), open: operation.open };
        break;
      case 'unlink':
        link = link === undefined ? undefined : settleUnlink(link, operation);
        if (link === undefined) return undefined;
        break;
      case 'create': {
        const { side } = operation;
        now[side] = { ...now[side], id: operation.newId ?? 'new', version: '3', item: operation.after, hash: hashItem(operation.after, policy), inScope: true, gone: false };
        link = {
          id: link?.id ?? 'made',
          kind: operation.kind,
          ids: { [side]: now[side].id, [other(side)]: operation.source.id } as Record<Side, string>,
          base: { [side]: baseOf('3', operation.after, policy), [other(side)]: baseOf(operation.source.version, operation.sourceItem, policy) } as unknown as Link['base'],
          open: [],
        };
        break;
      }
      default:
        return undefined;
    }
  }
  return link === undefined || sides.some((side) => now[side].gone === true && link?.base[side].gone !== true) ? undefined : { link, now };
}
