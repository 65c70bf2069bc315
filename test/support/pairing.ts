// Records to be paired, in few words, and what came of it as text. Never here: anything but
// the pure core.

import type { ContactItem, Entry, EventItem, Item, TaskItem } from '../../src/core/item.ts';
import type { Seen } from '../../src/core/link.ts';
import { pairUnlinked } from '../../src/core/match.ts';
import type { Pairing } from '../../src/core/match.ts';
import { defaultPolicy } from '../../src/core/policy.ts';

export function seen(id: string, item: Item, more: Partial<Seen> = {}): Seen {
  return { id, version: '1', hash: id, item, inScope: true, ...more };
}

export function contact(name: string, more: { email?: string; phone?: string; company?: string; suffix?: string } = {}): ContactItem {
  const [givenName, ...rest] = name.split(' ');
  const entry = (value: string): Entry[] => [{ value, type: 'home' }];
  return {
    kind: 'contact',
    ...(name === '' ? {} : { givenName, ...(rest.length === 0 ? {} : { familyName: rest.join(' ') }) }),
    ...(more.email === undefined ? {} : { emails: entry(more.email) }),
    ...(more.phone === undefined ? {} : { phones: entry(more.phone) }),
    ...(more.company === undefined ? {} : { company: more.company }),
    ...(more.suffix === undefined ? {} : { suffix: more.suffix }),
  };
}

export function event(title: string, start: string, more: Partial<EventItem> = {}): EventItem {
  const hour = Number(start.slice(11, 13));
  const zone = 'America/New_York';
  return { kind: 'event', title, start: { local: start, zone }, end: { local: `${start.slice(0, 11)}${hour + 1}:00`, zone }, ...more };
}

export function task(title: string, dueDate?: string): TaskItem {
  return { kind: 'task', title, ...(dueDate === undefined ? {} : { dueDate }) };
}

export function pair(office: readonly Seen[], google: readonly Seen[]): Pairing {
  const kind = [...office, ...google][0]?.item.kind ?? 'contact';
  return pairUnlinked(kind, { office, google }, defaultPolicy);
}

/** Pairs as "o1=g1 (rule)", questions as "google g2: o1? o2?" with a likely duplicate as "o1!". */
export function tell(pairing: Pairing): string[] {
  return [
    ...pairing.pairs.map(({ office, google, match }) => `${office.id}=${google.id} (${match.rule})`),
    ...pairing.questions.map(
      ({ side, anchor, candidates, resembles }) => `${side} ${anchor.id}: ${[...candidates.map((candidate) => `${candidate.seen.id}?`), ...resembles.map((candidate) => `${candidate.seen.id}!`)].join(' ')}`,
    ),
  ].sort();
}
