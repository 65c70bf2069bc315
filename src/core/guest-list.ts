// Who is invited at Google and who is only named there. In: an event, the policy, and who
// is invited already. Out: the guests to send, the names for the text of the event, and whom
// Google mails about a write. Never: a guest or a mail that the setup did not ask for [R20].

import type { Change } from './diff.ts';
import type { EventItem, Guest, Item, Kind } from './item.ts';
import type { Policy } from './policy.ts';
import type { Side } from './side.ts';

export function emailOf(guest: Pick<Guest, 'email'>): string {
  return guest.email.trim().toLowerCase();
}

function guestsOf(item: Item | undefined): readonly Guest[] {
  return item?.kind === 'event' ? (item.guests ?? []) : [];
}

/** An event as Google is to hold it: as many guests as may be sent, the names of all others. */
export function inviteGuests(event: EventItem, policy: Policy): EventItem {
  if (event.guests === undefined && event.attending === undefined) return event;
  const sent = policy.sendGuests ? guestsOf(event).slice(0, policy.guestLimit) : [];
  const { guests: _guests, attending, ...rest } = event;
  const names = withoutInvited(attending, guestsOf(event), new Set(sent.map(emailOf)));
  return { ...rest, ...(sent.length === 0 ? {} : { guests: sent }), ...(names === undefined ? {} : { attending: names }) };
}

const longestList = 600;

/** The names that the text of the event shows: of those who are not among its guests. */
function withoutInvited(names: readonly string[] | undefined, known: readonly Guest[], invited: ReadonlySet<string>): readonly string[] | undefined {
  const byName = new Map(known.map((guest) => [nameOfGuest(guest), emailOf(guest)]));
  const left = (names ?? []).filter((name) => !invited.has(byName.get(name) ?? name.toLowerCase()));
  if (left.length === 0) return undefined;
  let length = 0;
  const fitting = left.filter((name) => (length += name.length + 2) <= longestList);
  return fitting.length === left.length ? left : [...fitting, `and ${left.length - fitting.length} more`];
}

/** As it can stand in a list of names. */
export function nameOfGuest(guest: { readonly name?: string; readonly email?: string }): string {
  return (guest.name || guest.email || '').replace(/\s*[;\r\n]\s*/g, ', ').trim();
}

/** How many participants a new event at Google is made without. */
export function surplusOf(item: Item, policy: Policy): number {
  return policy.sendGuests ? Math.max(0, guestsOf(item).length - policy.guestLimit) : 0;
}

export interface Invited {
  readonly changes: readonly Change[];
  /** How many participants were not sent, because the setup allows no more. */
  readonly surplus: number;
}

/** Changes on their way to an event at Google: no more guests than allowed, and the names of the rest. */
export function limitGuests(changes: readonly Change[], source: Item, target: Item, policy: Policy): Invited {
  const invited = new Set(guestsOf(target).map(emailOf));
  const kept: Change[] = [];
  let surplus = 0;
  for (const change of changes) {
    if (change.field === 'guests' && change.from === undefined && change.to !== undefined) {
      const email = emailOf(change.to as Guest);
      // Who is there already is not invited again, and their answer is theirs.
      if (invited.has(email)) continue;
      if (invited.size >= policy.guestLimit) {
        surplus += 1;
        continue;
      }
      invited.add(email);
    } else if (change.field === 'guests' && change.to === undefined) {
      invited.delete(emailOf(change.from as Guest));
    }
    kept.push(change);
  }
  return {
    changes: kept.map((change) => (change.field === 'attending' ? { ...change, to: withoutInvited(change.to as readonly string[] | undefined, guestsOf(source), invited) } : change)),
    surplus,
  };
}

/** Whom Google mails when this is written: an invitation to who is new, a cancellation to who goes. */
export function mailsOf(side: Side, kind: Kind, before: Item | undefined, after: Item | undefined, policy: Policy): readonly string[] | undefined {
  if (side !== 'google' || kind !== 'event' || !policy.sendGuests) return undefined;
  const [was, is] = [guestsOf(before).map(emailOf), guestsOf(after).map(emailOf)];
  const own = new Set(policy.own?.map((email) => emailOf({ email })));
  const mailed = [...new Set([...is.filter((email) => !was.includes(email)), ...was.filter((email) => !is.includes(email))])].filter((email) => !own.has(email));
  return mailed.length === 0 ? undefined : mailed;
}

export function describeSurplus(surplus: number, limit: number): string {
  return `${surplus} of its participants ${surplus === 1 ? 'is' : 'are'} not invited: this setup sends at most ${limit} guests with one activity`;
}
