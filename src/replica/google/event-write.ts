// Writes one event. In: an approved request. Out: its answer. Every write is guarded by
// the etag that the plan relied on and may be sent twice, since what stands is read back
// before a refusal is believed. An id once used is never used again: a next one is.

import { diffItems, sameValue } from '../../core/diff.ts';
import type { NormalContext } from '../../core/field.ts';
import type { EventItem } from '../../core/item.ts';
import { isInRule } from '../../core/occurrence.ts';
import { ReplicaError } from '../replica.ts';
import type { WriteAnswer, WriteRequest } from '../replica.ts';
import type { Told } from './connection.ts';
import { deleteEventAt, getEvent, insertEvent, putEventAt, readWholeSeries } from './event-calls.ts';
import type { CalendarCalls } from './event-calls.ts';
import { insertInviting, putGuestsInviting } from './event-guests.ts';
import type { GuestWriting, ToldOfGuests } from './event-guests.ts';
import { applyToEvent, newBody, putEvent, readMarker, readOnlyReason, toBody } from './event-lens.ts';
import type { EventBody } from './event-lens.ts';
import { prepareOccurrences, renewEtag, writeOccurrence } from './event-occurrence.ts';
import { asEvent, checkEvent, isCancelled, readSeries, seriesToItem, seriesVersion, toEventRecord } from './event-series.ts';
import type { CalendarView, Series } from './event-series.ts';
import { nextEventId, readOriginal } from './event-wire.ts';
import type { WireEvent } from './event-wire.ts';
import { describeTrouble, toReplicaError } from './trouble.ts';
import type { WireTrouble } from './trouble.ts';

export interface EventWriting extends GuestWriting {
  readonly context: NormalContext;
  readonly view: CalendarView;
}

/** How often an event may have been deleted and made again from the same source. */
export const generations = 4;

export function writeEvent(writing: EventWriting, request: WriteRequest): Promise<WriteAnswer> {
  switch (request.op) {
    case 'create':
      return create(writing, request);
    case 'update':
      return update(writing, request);
    case 'delete':
      return remove(writing, request);
    default:
      return request.op satisfies never;
  }
}

function stale(request: WriteRequest, why: string): WriteAnswer {
  return { operation: request.operation, outcome: 'stale', why };
}

export function refuse(writing: CalendarCalls, request: WriteRequest, trouble: WireTrouble): WriteAnswer {
  if (trouble.reason === 'accessNotConfigured' || trouble.reason === 'SERVICE_DISABLED') throw toReplicaError(trouble, writing.connection.clock.now());
  // Not this event: the calendar was closed to us since it was read.
  if (trouble.reason === 'requiredAccessLevel') throw new ReplicaError('forbidden', `${trouble.call}: ${trouble.message}`, { what: 'calendar' });
  if (trouble.treatment === 'stale') return stale(request, 'The event was changed in Google since.');
  if (trouble.treatment === 'gone') return stale(request, 'The event is no longer there.');
  return { operation: request.operation, outcome: 'refused', why: describeTrouble(trouble) };
}

async function create(writing: EventWriting, request: WriteRequest): Promise<WriteAnswer> {
  const after = request.after as EventItem;
  const withGuests = request.invites === true && (after.guests ?? []).length > 0;
  for (let generation = 0; generation < generations; generation += 1) {
    const id = request.newId === undefined ? undefined : nextEventId(request.newId, generation);
    const body = newBody(after, withGuests, request.marker, id);
    const { told, remark }: ToldOfGuests = withGuests ? await insertInviting(writing, body) : { told: await insertEvent(writing, body) };
    if (told.ok) return finishCreate(writing, request, after, told, remark);
    if (told.trouble.status !== 409 || id === undefined) return refuse(writing, request, told.trouble);
    const present = await getTaken(writing, id);
    if (present.ok && !isCancelled(present.body) && readMarker(present.body) === request.marker) {
      const asked = seriesToItem({ master: body, exceptions: {} }, writing.view.zone);
      const stands = seriesToItem({ master: present.raw as EventBody, exceptions: {} }, writing.view.zone);
      // Made by an earlier sending. Edited since: the next cycle finds the pair by its marker.
      if (diffItems({ ...asked, guests: undefined }, { ...stands, guests: undefined }, writing.context).length === 0) return finishCreate(writing, request, after, { ...present, resent: true });
      return stale(request, 'It was made before, and changed in Google since.');
    }
    if (!present.ok && present.trouble.treatment !== 'gone') return refuse(writing, request, present.trouble);
  }
  return { operation: request.operation, outcome: 'refused', why: 'It was made and deleted in Google too often.' };
}

/** An id that is taken belongs to somebody: that nobody has it is believed the third time [R11]. */
async function getTaken(writing: EventWriting, id: string): Promise<Told<WireEvent>> {
  let present = await getEvent(writing, id);
  for (let again = 0; again < 2 && !present.ok && present.trouble.treatment === 'gone'; again += 1) present = await getEvent(writing, id);
  return present;
}

async function finishCreate(writing: EventWriting, request: WriteRequest, after: EventItem, told: Extract<Told<WireEvent>, { ok: true }>, remark?: string): Promise<WriteAnswer> {
  let series: Series = { master: told.raw as EventBody, exceptions: {} };
  if ((after.occurrences ?? []).length > 0) {
    // An earlier sending may have come as far as some of the occurrences.
    const whole = told.resent && told.body.iCalUID !== undefined ? await readWholeSeries(writing, told.body.id, told.body.iCalUID) : undefined;
    series = whole?.series ?? series;
    const prepared = await prepareOccurrences(writing, series, after);
    if (!prepared.ok) return stale(request, prepared.why);
    for (const occurrence of prepared.writes) {
      const written = await writeOccurrence(writing, occurrence);
      if (!written.ok) return refuse(writing, request, written.trouble);
      series = { ...series, exceptions: { ...series.exceptions, [written.body.id]: written.raw as EventBody } };
    }
  }
  return { operation: request.operation, outcome: 'applied', record: toEventRecord(series, writing.view), ...(remark === undefined ? {} : { remark }) };
}

async function update(writing: EventWriting, request: WriteRequest): Promise<WriteAnswer> {
  const held = readSeries(request.raw);
  const master = held === undefined ? undefined : checkEvent(held.master);
  if (held === undefined || master === undefined) return stale(request, 'The event as last seen is not at hand.');
  if (request.version !== undefined && seriesVersion(held) !== request.version) return stale(request, 'The event was read again since the plan was made.');
  const readOnly = readOnlyReason(master, writing.view.accessRole);
  if (readOnly !== undefined) return { operation: request.operation, outcome: 'refused', why: readOnly };
  const { zone } = writing.view;
  const before = seriesToItem(held, zone);
  const changes = request.changes ?? diffItems(before, request.after as EventItem, writing.context);
  const after = applyToEvent(before, changes, writing.context);

  // When the rule moves, its occurrences have their new places only afterwards.
  const ruleMoved = !sameValue([before.start, before.end, before.recurrence], [after.start, after.end, after.recurrence]);
  let prepared = ruleMoved ? undefined : await prepareOccurrences(writing, held, after);
  if (prepared?.ok === false) return stale(request, prepared.why);
  const body = toBody(held.master);
  const isMasterChanged = putEvent(body, master, before, after);
  let series = held;
  if (isMasterChanged) {
    const landed = await putMaster(writing, master, body, after);
    if (!landed.ok) return refuse(writing, request, landed.trouble);
    series = { ...held, master: landed.raw as EventBody };
    const ignored = findIgnored(before, after, seriesToItem({ master: series.master, exceptions: {} }, zone), changes.flatMap(({ field }) => (field === 'guests' || field === 'attending' ? [] : field)), writing.context);
    if (ignored.length > 0) {
      return { operation: request.operation, outcome: 'refused', why: `Google accepted the change and did not make it (${ignored.join(', ')}).` };
    }
    // Google drops occurrences that lost their place in the rule: read what stands.
    if (ruleMoved && Object.keys(held.exceptions).length > 0 && master.iCalUID !== undefined) {
      series = (await readWholeSeries(writing, master.id, master.iCalUID))?.series ?? series;
    }
  }
  if (prepared === undefined) {
    prepared = await prepareOccurrences(writing, keepInRule(series, after, zone), { ...after, occurrences: after.occurrences?.filter(({ original }) => isInRule(after, original)) });
    if (!prepared.ok) return stale(request, prepared.why);
  }
  for (const occurrence of prepared.writes) {
    const written = await writeOccurrence(writing, isMasterChanged && occurrence.isPlain ? await renewEtag(writing, occurrence) : occurrence);
    // The rest is proposed afresh from what stands.
    if (!written.ok) return stale(request, `One occurrence was not written: ${written.trouble.message}`);
    series = { ...series, exceptions: { ...series.exceptions, [written.body.id]: written.raw as EventBody } };
  }
  // Last, and alone: nobody who was invited before is mailed about the rest.
  const invited = changes.some(({ field }) => field === 'guests') ? await putGuestsInviting(writing, series.master, after, request.invites === true ? 'all' : 'none') : undefined;
  if (invited?.told?.ok === false) return stale(request, `The guests were not written: ${invited.told.trouble.message}`);
  if (invited?.told?.ok === true) series = { ...series, master: invited.told.raw as EventBody };
  return { operation: request.operation, outcome: 'applied', record: toEventRecord(series, writing.view), ...(invited?.remark === undefined ? {} : { remark: invited.remark }) };
}

/** Without those that lost their place: Google tells of them once more, if at all. */
function keepInRule(series: Series, after: EventItem, zone: string): Series {
  const kept = Object.entries(series.exceptions).filter(([, event]) => isInRule(after, readOriginal(asEvent(event).originalStartTime, zone) ?? ''));
  return { ...series, exceptions: Object.fromEntries(kept) };
}

/** After a lost answer a refusal may be the echo of our own success. */
async function putMaster(writing: EventWriting, master: WireEvent, body: EventBody, after: EventItem): Promise<Told<WireEvent>> {
  const told = await putEventAt(writing, master.id, master.etag, body);
  if (told.ok || !(told.resent || told.trouble.treatment === 'forbidden')) return told;
  const present = await getEvent(writing, master.id);
  if (!present.ok) return present;
  // Google forbids to change a deleted event; to us it is simply gone.
  if (isCancelled(present.body)) return { ...told, trouble: { ...told.trouble, treatment: 'gone' } };
  const stands = seriesToItem({ master: present.raw as EventBody, exceptions: {} }, writing.view.zone);
  return diffItems({ ...after, occurrences: undefined }, stands, writing.context).length === 0 ? present : told;
}

/** Google may answer 200 and change nothing where we may not change it. */
function findIgnored(before: EventItem, after: EventItem, answer: EventItem, fields: readonly string[], context: NormalContext): readonly string[] {
  const bare = (item: EventItem): EventItem => ({ ...item, occurrences: undefined });
  const moved = new Set(diffItems(bare(before), bare(answer), context).map((change) => change.field));
  const wrong = new Set(diffItems(bare(after), bare(answer), context).map((change) => change.field));
  return [...new Set(fields)].filter((field) => wrong.has(field) && !moved.has(field));
}

async function remove(writing: EventWriting, request: WriteRequest): Promise<WriteAnswer> {
  const id = request.id ?? '';
  const held = readSeries(request.raw);
  const master = held === undefined ? undefined : checkEvent(held.master);
  if (held !== undefined && request.version !== undefined && seriesVersion(held) !== request.version) {
    return stale(request, 'The event was read again since the plan was made.');
  }
  if (master !== undefined) {
    const readOnly = readOnlyReason(master, writing.view.accessRole);
    if (readOnly !== undefined) return { operation: request.operation, outcome: 'refused', why: readOnly };
  }
  if (master?.recurrence !== undefined && master.iCalUID !== undefined) {
    // The master's etag says nothing of its occurrences: look before a whole series goes.
    const whole = await readWholeSeries(writing, id, master.iCalUID);
    if (whole === undefined) return { operation: request.operation, outcome: 'applied' };
    if (seriesVersion(whole.series) !== request.version) return stale(request, 'The series was changed in Google since.');
  }
  const etag = master?.etag ?? request.version;
  if (etag === undefined) throw new ReplicaError('rejected', 'A deletion needs the version that it relies on.');
  const told = await deleteEventAt(writing, id, etag, request.invites === true ? 'all' : 'none');
  if (told.ok || told.trouble.treatment === 'gone') return { operation: request.operation, outcome: 'applied' };
  if (told.resent && told.trouble.treatment === 'stale') {
    const present = await getEvent(writing, id);
    if (present.ok && isCancelled(present.body)) return { operation: request.operation, outcome: 'applied' };
  }
  return refuse(writing, request, told.trouble);
}
