// Guests against the simulator: exactly the mails that the plan names, and nobody's answer lost.

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startSimulator } from '../../../sim/google/server.ts';
import type { Simulator } from '../../../sim/google/server.ts';
import { diffItems } from '../../core/diff.ts';
import type { EventItem } from '../../core/item.ts';
import type { RemoteRecord, WriteAnswer, WriteRequest } from '../replica.ts';
import type { EventReplica } from './event.ts';
import { openGoogleReplicas } from './replicas.ts';
import { openSimulatedAccount } from './simulated-account.ts';
import type { SimulatedAccount } from './simulated-account.ts';

const zone = 'America/New_York';
let simulator: Simulator;
let account: SimulatedAccount;
let events: EventReplica;

beforeEach(async () => {
  simulator = await startSimulator();
  account = await openSimulatedAccount(simulator.url, 'ada@example.com');
  await account.door('seed', { accounts: [{ email: 'ada@example.com', calendars: [{ timeZone: zone }] }] });
  events = openGoogleReplicas({ connection: account.connection, calendarId: 'primary', groupName: 'x', country: 'US', zone: 'UTC' }).event;
});
afterEach(async () => {
  expect(await account.violations()).toEqual([]);
  await simulator.close();
});

const meeting = (...emails: string[]): EventItem => ({
  kind: 'event',
  title: 'Review',
  start: { local: '2027-03-02T09:00:00', zone },
  end: { local: '2027-03-02T10:00:00', zone },
  ...(emails.length === 0 ? {} : { guests: emails.map((email) => ({ email })) }),
});
async function write(request: WriteRequest): Promise<WriteAnswer> {
  for await (const answer of events.write([request])) return answer;
  throw new Error('no answer');
}
function applied(answer: WriteAnswer): RemoteRecord & { remark?: string | undefined } {
  if (answer.outcome !== 'applied' || answer.record === undefined) throw new Error(JSON.stringify(answer));
  return { ...answer.record, remark: answer.remark };
}
const create = (after: EventItem, seed = 'seed'): WriteRequest => ({ operation: seed, op: 'create', after, marker: `office-${seed}`, newId: events.chooseId(seed), invites: true });
const update = (record: RemoteRecord, after: EventItem, more: Partial<WriteRequest> = {}): WriteRequest => ({ operation: 'u', op: 'update', id: record.id, version: record.version, raw: record.raw, before: record.item, after, changes: diffItems(record.item, after, { country: 'US' }), ...more });
const mails = async (): Promise<string[]> => ((await account.door('mail'))['mails'] as { kind: string; to: string }[]).map(({ kind, to }) => `${kind} ${to}`);
const attendees = async (): Promise<unknown> => (await account.state()).calendars[0]?.events[0]?.['attendees'];

describe('guests of an event', () => {
  test('[E8] [R20] a create, an added and a removed guest, and a deletion mail each guest once and nobody else', async () => {
    const made = applied(await write(create(meeting('a@x.com', 'b@x.com'))));
    expect(await mails()).toEqual(['invitation a@x.com', 'invitation b@x.com']);
    const moved = applied(await write(update(made, { ...meeting('b@x.com', 'c@x.com'), title: 'Review 2027' }, { invites: true })));
    expect((await mails()).slice(2)).toEqual(['cancellation a@x.com', 'invitation c@x.com']);
    const later = applied(await write(update(moved, { ...(moved.item as EventItem), location: 'Hall' })));
    expect((await mails()).length).toBe(4);
    await write({ operation: 'd', op: 'delete', id: later.id, version: later.version, raw: later.raw, before: later.item, invites: true });
    expect((await mails()).slice(4).sort()).toEqual(['cancellation b@x.com', 'cancellation c@x.com']);
  });

  test('[R20] guests in a create that names no mails are not sent', async () => {
    const { invites: _, ...request } = create(meeting('a@x.com'));
    applied(await write(request));
    expect([await mails(), await attendees()]).toEqual([[], undefined]);
  });

  test('[F1] who is added leaves answer, comment and flag of the others', async () => {
    const a = { email: 'a@x.com', responseStatus: 'accepted', comment: 'Gladly', optional: true };
    await account.door('seed', { accounts: [{ email: 'ada@example.com', calendars: [{ id: 'primary', events: [{ id: 'seeded1', summary: 'Review', start: { dateTime: '2027-03-02T09:00:00-05:00', timeZone: zone }, end: { dateTime: '2027-03-02T10:00:00-05:00', timeZone: zone }, attendees: [a] }] }] }] });
    const [record] = (await events.read(undefined, async () => new Map())).records;
    if (record === undefined) throw new Error('nothing was read');
    const item = record.item as EventItem;
    applied(await write(update(record, { ...item, guests: [...(item.guests ?? []), { email: 'c@x.com' }] }, { invites: true })));
    expect(await attendees()).toMatchObject([a, { email: 'c@x.com', responseStatus: 'needsAction' }]);
    expect(await mails()).toEqual(['invitation c@x.com']);
  });

  test('[F4] a guest list that came cut is read again before it is written, and left alone where it stays cut', async () => {
    const record = applied(await write(create(meeting('a@x.com', 'b@x.com', 'c@x.com'))));
    const { master } = record.raw as { master: { attendees: unknown[] } };
    const cut = { ...record, raw: { ...record.raw, master: { ...master, attendees: master.attendees.slice(0, 1), attendeesOmitted: true } } };
    const asCut = { ...cut, item: { ...(record.item as EventItem), guests: [{ email: 'a@x.com' }] } };
    const wanted = { ...(asCut.item as EventItem), guests: [{ email: 'a@x.com' }, { email: 'd@x.com' }] };
    const answer = applied(await write(update(asCut, wanted, { invites: true })));
    expect(((await attendees()) as { email: string }[]).map(({ email }) => email)).toEqual(expect.arrayContaining(['a@x.com', 'd@x.com']));
    expect(answer.remark).toBeUndefined();
  });

  test.each(['quotaExceeded', 'forbidden'])('[F6] guests that Google refuses (%s) are left out once, and the run goes on without another attempt', async (reason) => {
    await account.door('fault', { match: { call: 'calendar.events.insert' }, status: 403, reason, message: 'Calendar usage attendee limit exceeded.', count: 1 });
    const first = applied(await write(create(meeting('a@x.com'), 'one')));
    const second = applied(await write(create(meeting('b@x.com'), 'two')));
    expect([first.remark, second.remark]).toEqual([expect.stringContaining('refused to invite'), expect.stringContaining('refused to invite')]);
    expect((await account.log()).filter(({ call }) => call === 'calendar.events.insert').map(({ status }) => status)).toEqual([403, 200, 200]);
    expect(await mails()).toEqual([]);
  });
});
