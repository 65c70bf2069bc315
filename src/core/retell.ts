// What Google was told of a private activity under another setup. In: a link with what the
// sides held, and the policy that holds now. Out: under which policy Google was told, what it
// is to hear besides, or why it stays as it is. Never: a detail that stays at Google unsaid,
// or a guest who is invited, called off or shown a disguise because a setup changed [R38].

import type { Change } from './diff.ts';
import { isWritten } from './direction.ts';
import { emailOf } from './guest-list.ts';
import { retellKey } from './never.ts';
import type { EventItem, Item } from './item.ts';
import type { Link, Seen } from './link.ts';
import type { Operation, SettleOperation, UpdateOperation } from './plan.ts';
import type { Policy, Privacy } from './policy.ts';
import { isDisguised, staysHome } from './privacy.ts';
import { proposeSettle } from './propose.ts';
import { isShown } from './shown.ts';
import type { Side } from './side.ts';

export interface Retelling {
  /** What Google holds was told under this one; undefined: it hears no other words. */
  readonly former?: Policy;
  /** Whether Google shows it as private, where the setup says otherwise now. */
  readonly visibility: readonly Change[];
  /** With this everything is told as the setup says now. */
  readonly isWhole: boolean;
  /** Why Google goes on showing what it was told. */
  readonly why?: string;
}

interface Pair {
  readonly link: Link;
  readonly now: Readonly<Record<Side, Seen>>;
}

/** What the two held when Google was told of it under another setup than the one that holds now. */
function toldOtherwise({ link: { kind, base, privacy }, now }: Pair, policy: Policy): { readonly privacy: Privacy; readonly base: Readonly<Record<Side, Item>> } | undefined {
  const { office, google } = base;
  // Of a calendar that is only shown, nothing was ever told to Google.
  if (kind !== 'event' || isShown(now.google) || privacy === undefined || privacy === policy.privacy || office.gone === true || google.gone === true) return undefined;
  if ((office.item as EventItem).private !== true || !isWritten('google', kind, policy)) return undefined;
  return { privacy, base: { office: office.item, google: google.item } };
}

/** Its words at Google are those of another setup, so that it is to be looked at. */
export function isToldOtherwise(pair: Pair, policy: Policy): boolean {
  return toldOtherwise(pair, policy) !== undefined;
}

/** undefined: there is nothing to tell anew. */
export function retell(pair: Pair, own: Readonly<Record<Side, readonly Change[]>>, policy: Policy, never: ReadonlySet<string>): Retelling | undefined {
  const { now } = pair;
  const told = toldOtherwise(pair, policy);
  if (told === undefined || isRefused(pair, policy, never)) return undefined;
  const stays = (why: string, more: Partial<Retelling> = {}): Retelling => ({ visibility: [], isWhole: false, why, ...more });
  if (staysHome(now.office.item, policy)) return stays('Marked private, and at Google already: it stays there as it is, and no change of it is sent. Delete it there, or choose that Google is told the time only');
  const former: Policy = { ...policy, privacy: told.privacy };
  const visibility = [...own.office, ...own.google].some(({ field }) => field === 'private') ? [] : visibilityOf(told.base.google, policy);
  const isOther = isDisguised(told.base.office, former) !== isDisguised(now.office.item, policy);
  if (!isOther && visibility.length === 0) return { visibility, isWhole: true };
  if (now.google.readOnly !== undefined) return stays(`${now.google.readOnly.replace(/\.$/, '')}: what Google shows of it stays`);
  if (isOther && hasGuests(now.google.item, policy)) return stays('People are invited to it at Google and would see the change: what Google shows of it stays', { visibility });
  return { former, visibility, isWhole: true };
}

/** As long as it is marked: who takes the mark away says something else. */
function isRefused({ link, now }: Pair, policy: Policy, never: ReadonlySet<string>): boolean {
  return never.has(retellKey(link.id, policy.privacy)) && (now.office.item as EventItem).private === true;
}

/** By what Google is told of a record: a disguise that was not to be taken off stays on, whatever is edited since [R24]. */
export function policyToldBy(pair: Pair, policy: Policy, never: ReadonlySet<string>): Policy {
  const told = toldOtherwise(pair, policy);
  if (told === undefined || !isRefused(pair, policy, never)) return policy;
  const former: Policy = { ...policy, privacy: told.privacy };
  return isDisguised(pair.now.office.item, former) && !isDisguised(pair.now.office.item, policy) ? former : policy;
}

function visibilityOf(google: Item, { privacy }: Policy): readonly Change[] {
  const isPrivate = (google as EventItem).private === true;
  const shall = privacy === 'full' ? undefined : true;
  return isPrivate === (shall === true) ? [] : [{ field: 'private', from: (google as EventItem).private, to: shall }];
}

function hasGuests(google: Item, { own = [] }: Policy): boolean {
  const mine = new Set(own.map((email) => emailOf({ email })));
  return ((google as EventItem).guests ?? []).some((guest) => !mine.has(emailOf(guest)));
}

/** The operations of a link, the one that tells Google with what the link is to remember. */
export function rememberTold(operations: readonly Operation[], { isWhole }: Retelling, { link }: Pair, own: Readonly<Record<Side, readonly Change[]>>, name: string, unit: string, { privacy }: Policy): readonly Operation[] {
  if (!isWhole) return operations;
  const isTelling = (operation: Operation): operation is UpdateOperation => operation.op === 'update' && operation.side === 'google';
  const at = operations.findIndex(isTelling);
  if (at >= 0) {
    const why = own.office.length === 0 ? { why: 'The setup says otherwise now what Google is told of private activities' } : {};
    return operations.map((operation, index) => (index === at ? { ...(operation as UpdateOperation), ...why, privacy } : operation));
  }
  const settled = operations.findIndex(({ op }) => op === 'settle');
  if (settled >= 0) return operations.map((operation, index) => (index === settled ? { ...(operation as SettleOperation), privacy } : operation));
  return [...operations, { ...proposeSettle(link, name, { office: [], google: [] }, [], 'Google was told as the setup says', unit), privacy }];
}
