import { expect, test } from 'vitest';
import { describeReplicaContract } from '../../test/replica-contract.ts';
import type { ReplicaHarness } from '../../test/replica-contract.ts';
import type { Item, Kind } from '../core/item.ts';
import { kinds } from '../core/item.ts';
import { defaultPolicy } from '../core/policy.ts';
import { sides } from '../core/side.ts';
import type { Side } from '../core/side.ts';
import { MemoryReplica } from './memory.ts';
import type { MemoryOptions, WriteTrouble } from './memory.ts';

function sampleItem(kind: Kind, n: number): Item {
  const local = (hour: number): { local: string; zone: string } => ({ local: `2026-03-0${1 + (n % 9)}T${hour}:00`, zone: 'America/New_York' });
  switch (kind) {
    case 'contact':
      return {
        kind,
        givenName: 'Ann',
        familyName: `Sample ${n}`,
        member: true,
        phones: [
          { value: `(212) 555-01${10 + n}`, type: 'mobile' },
          { value: `(212) 555-02${10 + n}`, type: 'work' },
        ],
        emails: [{ value: `ann${n}@example.com`, type: 'home' }],
      };
    case 'event':
      return { kind, title: `Meeting ${n}`, start: local(10), end: local(11), location: 'Room 1' };
    case 'task':
      return { kind, title: `Call ${n}`, dueDate: '2026-03-15', notes: 'Twice' };
    default:
      return kind satisfies never;
  }
}

function makeReplica(side: Side, kind: Kind, more: Partial<MemoryOptions> = {}): MemoryReplica {
  return new MemoryReplica({ side, kind, policy: defaultPolicy, ownField: 'photo', ...more });
}

async function makeHarness(side: Side, kind: Kind): Promise<ReplicaHarness> {
  const replica = makeReplica(side, kind, { chooseIds: kind === 'event', entryIds: side === 'office' });
  return {
    replica,
    kind,
    sampleItem: (n) => sampleItem(kind, n),
    personCreates: async (item) => replica.create(item),
    personEdits: async (id, patch) => replica.edit(id, (item) => ({ ...item, ...patch }) as Item),
    personDeletes: async (id) => replica.remove(id),
    expireCursors: async () => replica.expireCursors(),
    ownField: async (id) => replica.records().get(id)?.['photo'],
  };
}

for (const side of sides) for (const kind of kinds) describeReplicaContract(`memory, ${side}, ${kind}`, () => makeHarness(side, kind));

async function writeOnce(trouble: WriteTrouble): Promise<{ replica: MemoryReplica; error: unknown; outcomes: string[] }> {
  const replica = makeReplica('google', 'task', { onWrite: () => trouble });
  const outcomes: string[] = [];
  let error: unknown;
  try {
    for await (const answer of replica.write([{ operation: 'one', op: 'create', after: sampleItem('task', 1) }])) outcomes.push(answer.outcome);
  } catch (caught) {
    error = caught;
  }
  return { replica, error, outcomes };
}

test('a lost answer leaves the record, a dropped request does not, and both are unknown', async () => {
  const lost = await writeOnce('lose');
  expect(lost.error).toMatchObject({ kind: 'unknown' });
  expect(lost.replica.records().size).toBe(1);
  const dropped = await writeOnce('drop');
  expect(dropped.error).toMatchObject({ kind: 'unknown' });
  expect(dropped.replica.records().size).toBe(0);
});

test('a refused request is an answer, a failed one an error, and neither leaves a record', async () => {
  const refused = await writeOnce('refuse');
  expect(refused.outcomes).toEqual(['refused']);
  expect(refused.replica.records().size).toBe(0);
  expect((await writeOnce('fail')).error).toMatchObject({ kind: 'wait' });
});

test('Google keeps no preferred phone, and the office maps the TYPE that it does not have', async () => {
  const phones = [{ value: '(212) 555-0111', type: 'googleVoice', preferred: true }];
  const google = makeReplica('google', 'contact');
  const onGoogle = google.create({ kind: 'contact', phones });
  expect(google.records().get(onGoogle)?.['item']).toEqual({ kind: 'contact', phones: [{ value: '(212) 555-0111', type: 'googleVoice' }] });
  const office = makeReplica('office', 'contact');
  const inOffice = office.create({ kind: 'contact', phones });
  expect(office.records().get(inOffice)?.['item']).toEqual({ kind: 'contact', phones: [{ value: '(212) 555-0111', type: 'other', preferred: true }] });
});

test('[I4] an echo lists every record with a new version and the same content', async () => {
  const replica = makeReplica('google', 'task');
  const id = replica.create(sampleItem('task', 1));
  const before = await replica.read(undefined);
  replica.echo();
  const after = await replica.read(before.cursor);
  expect(after.records.map((record) => record.id)).toEqual([id]);
  expect(after.records[0]?.version).not.toBe(before.records[0]?.version);
  expect(after.records[0]?.item).toEqual(before.records[0]?.item);
});

test('a list of changes that lags shows a change later, and once', async () => {
  const replica = makeReplica('google', 'task');
  const { cursor } = await replica.read(undefined);
  const id = replica.create(sampleItem('task', 1));
  replica.lag = 1;
  const behind = await replica.read(cursor);
  expect(behind.records).toEqual([]);
  replica.lag = 0;
  expect((await replica.read(behind.cursor)).records.map((record) => record.id)).toEqual([id]);
});
