// Writes what single occurrences of a series do differently. In: the series as held and
// the item as it shall be. Out: prepared writes, one for each occurrence that changes,
// each guarded by the etag of the occurrence. An occurrence that somebody changed
// meanwhile is never written over: the whole request is then stale.

import { sameValue } from '../../core/diff.ts';
import type { EventItem, Occurrence } from '../../core/item.ts';
import type { Told } from './connection.ts';
import { getEvent, putEventAt } from './event-calls.ts';
import type { CalendarCalls } from './event-calls.ts';
import { setMember, toBody } from './event-lens.ts';
import type { EventBody } from './event-lens.ts';
import { asEvent, findException, isCancelled, seriesToItem, toOccurrence } from './event-series.ts';
import type { CalendarView, Series } from './event-series.ts';
import { writeEventText } from './event-text.ts';
import { instanceId, plainOccurrence, writeWhen } from './event-wire.ts';
import type { WireEvent } from './event-wire.ts';
import { toReplicaError } from './trouble.ts';

export interface OccurrenceWriting extends CalendarCalls {
  readonly view: CalendarView;
}

export interface OccurrenceWrite {
  readonly id: string;
  readonly etag: string | undefined;
  readonly body: EventBody;
  /** It was never changed before: its etag moves with its series. */
  readonly isPlain: boolean;
}

export type Prepared = { readonly ok: true; readonly writes: readonly OccurrenceWrite[] } | { readonly ok: false; readonly why: string };

const inherited = ['title', 'description', 'location'] as const;
const wireNames = { title: 'summary', description: 'description', location: 'location' } as const;

/** Looks at every occurrence first: either all of them may be written or none is. */
export async function prepareOccurrences(writing: OccurrenceWriting, series: Series, after: EventItem): Promise<Prepared> {
  const { zone } = writing.view;
  const before = seriesToItem(series, zone);
  const old = new Map((before.occurrences ?? []).map((occurrence) => [occurrence.original, occurrence]));
  const wanted = new Map((after.occurrences ?? []).map((occurrence) => [occurrence.original, occurrence]));
  const writes: OccurrenceWrite[] = [];
  for (const original of new Set([...old.keys(), ...wanted.keys(), ...heirs(series, before, after, zone)])) {
    const [from, to] = [old.get(original), wanted.get(original)];
    const held = findException(series, original, zone);
    const isSame = sameValue(from, to) && (held === undefined || isCancelled(held) || inherited.every((name) => before[name] === after[name]));
    if (isSame) continue;
    const present = held ?? (await fetchPlain(writing, series, before, original));
    if (present === undefined) return { ok: false, why: `The occurrence of ${original} is not there, or was changed in Google since.` };
    const body = putOccurrence(series, present, { before, after, from, to, original });
    if (body !== undefined) writes.push({ id: present.id, etag: present.etag, body, isPlain: held === undefined });
  }
  return { ok: true, writes };
}

/** Occurrences that were changed in something else do not follow their series by themselves. */
function heirs(series: Series, before: EventItem, after: EventItem, zone: string): readonly string[] {
  if (inherited.every((name) => before[name] === after[name])) return [];
  return Object.values(series.exceptions).flatMap((event) => {
    const occurrence = isCancelled(asEvent(event)) ? undefined : toOccurrence({ ...before, title: '\u0000' }, asEvent(event), zone);
    return occurrence === undefined ? [] : [occurrence.original];
  });
}

async function fetchPlain(writing: OccurrenceWriting, series: Series, master: EventItem, original: string): Promise<WireEvent | undefined> {
  const told = await getEvent(writing, instanceId(String(series.master['id']), original));
  if (!told.ok) {
    if (told.trouble.treatment === 'gone' || told.trouble.treatment === 'rejected') return undefined;
    throw toReplicaError(told.trouble, writing.connection.clock.now());
  }
  const event = asEvent(told.raw as EventBody);
  return toOccurrence(master, event, writing.view.zone) === undefined ? event : undefined;
}

interface OccurrenceChange {
  readonly before: EventItem;
  readonly after: EventItem;
  readonly from: Occurrence | undefined;
  readonly to: Occurrence | undefined;
  readonly original: string;
}

function putOccurrence(series: Series, present: WireEvent, change: OccurrenceChange): EventBody | undefined {
  const { before, after, from, to, original } = change;
  if (to?.cancelled === true) {
    return from?.cancelled === true ? undefined : { ...toBody(present), status: 'cancelled' };
  }
  const plain = plainOccurrence(after.start, after.end, original);
  // Of a cancelled occurrence Google keeps hardly more than the id: start from the series.
  const wasCancelled = from?.cancelled === true;
  const body = wasCancelled ? revive(series, present, plain) : toBody(present);
  let isChanged = wasCancelled;
  for (const name of inherited) {
    const was = wasCancelled ? before[name] : (from?.[name] ?? before[name]);
    const shall = to?.[name] ?? after[name];
    if ((was ?? '') === (shall ?? '')) continue;
    setMember(body, wireNames[name], name === 'description' && shall !== undefined ? writeEventText({ text: shall, attending: [] }) : shall);
    isChanged = true;
  }
  const isMoved = !sameValue([from?.start, from?.end], [to?.start, to?.end]);
  if (isMoved || (wasCancelled && to?.start !== undefined)) {
    body['start'] = writeWhen(to?.start ?? plain.start);
    body['end'] = writeWhen(to?.end ?? plain.end);
    isChanged = true;
  }
  return isChanged ? body : undefined;
}

function revive(series: Series, present: WireEvent, plain: { start: EventItem['start']; end: EventItem['end'] }): Record<string, unknown> {
  const { recurrence: _, status: __, ...body } = toBody(series.master);
  return {
    ...body,
    id: present.id,
    status: 'confirmed',
    recurringEventId: series.master['id'],
    originalStartTime: present.originalStartTime ?? writeWhen(plain.start),
    start: writeWhen(plain.start),
    end: writeWhen(plain.end),
  };
}

/** After a write to the series: the etag under which a plain occurrence stands now. */
export async function renewEtag(writing: OccurrenceWriting, write: OccurrenceWrite): Promise<OccurrenceWrite> {
  const told = await getEvent(writing, write.id);
  return told.ok ? { ...write, etag: told.body.etag } : write;
}

export async function writeOccurrence(writing: OccurrenceWriting, write: OccurrenceWrite): Promise<Told<WireEvent>> {
  const told = await putEventAt(writing, write.id, write.etag, write.body);
  if (told.ok || !told.resent) return told;
  // The answer was lost: ours, if it stands as we sent it.
  const present = await getEvent(writing, write.id);
  if (!present.ok) return told;
  const raw = present.raw as EventBody;
  const isCancelling = write.body['status'] === 'cancelled';
  const isOurs = isCancelling ? isCancelled(present.body) : ['summary', 'description', 'location'].every((name) => (raw[name] ?? '') === (write.body[name] ?? ''));
  return isOurs ? present : told;
}
