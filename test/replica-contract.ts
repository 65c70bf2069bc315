// What every replica must do, whatever is behind it. In: a harness for one replica with
// nothing in it that the test did not make. Out: tests. A rule that one kind of side cannot
// keep is a flag of the harness, said in its notes, never a test that is skipped silently.

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { applyChanges, diffItems, hashItem } from '../src/core/diff.ts';
import type { Item, Kind, RemoteId } from '../src/core/item.ts';
import type { Policy } from '../src/core/policy.ts';
import { defaultPolicy } from '../src/core/policy.ts';
import type { Reading, RemoteRecord, Replica, WriteAnswer, WriteRequest } from '../src/replica/replica.ts';

export interface ReplicaHarness {
  readonly replica: Replica;
  readonly kind: Kind;
  readonly policy?: Policy;
  /** Items that the side holds without loss, each n another; contacts are members. */
  sampleItem(n: number): Item;
  /** What a person does in the side's own program. */
  personCreates(item: Item): Promise<RemoteId>;
  /** Members of the item by name; undefined takes one away. */
  personEdits(id: RemoteId, patch: Readonly<Record<string, unknown>>): Promise<void>;
  personDeletes(id: RemoteId): Promise<void>;
  /** Makes the cursors given so far invalid. */
  expireCursors?(): Promise<void>;
  /** What only this side knows of a record (a photo, a tax id); never undefined. */
  ownField?(id: RemoteId): Promise<unknown>;
  close?(): Promise<void>;
  /** false: the side has no versions of its own, so a premise cannot be checked there. */
  readonly conditional?: boolean;
}

export function describeReplicaContract(name: string, makeHarness: () => Promise<ReplicaHarness>): void {
  describe(`replica contract: ${name}`, () => {
    let harness: ReplicaHarness;
    beforeEach(async () => {
      harness = await makeHarness();
    });
    afterEach(async () => {
      await harness.close?.();
    });

    const policy = (): Policy => harness.policy ?? defaultPolicy;
    const raws = new Map<RemoteId, RemoteRecord['raw']>();
    const held = async (ids: readonly RemoteId[]): Promise<ReadonlyMap<RemoteId, RemoteRecord['raw']>> =>
      new Map(ids.flatMap((id) => (raws.has(id) ? [[id, raws.get(id) ?? {}]] : [])));
    const read = async (cursor?: string): Promise<Reading> => {
      const reading = await harness.replica.read(cursor, held);
      for (const record of reading.records) raws.set(record.id, record.raw);
      return reading;
    };
    const recordIn = (reading: Reading, id: RemoteId): RemoteRecord => {
      const record = reading.records.find((each) => each.id === id);
      if (record === undefined) throw new Error(`The reading has no record ${id}.`);
      return record;
    };
    const write = async (...requests: WriteRequest[]): Promise<WriteAnswer[]> => {
      const answers: WriteAnswer[] = [];
      for await (const answer of harness.replica.write(requests)) answers.push(answer);
      return answers;
    };
    const createRequest = (n: number, operation = `create-${n}`): WriteRequest => ({
      operation,
      op: 'create',
      after: harness.sampleItem(n),
      marker: `marker-${n}`,
      newId: harness.replica.chooseId?.(operation),
    });
    const updateRequest = (record: RemoteRecord, after: Item, operation = 'update'): WriteRequest => ({
      operation,
      op: 'update',
      id: record.id,
      version: record.version,
      raw: record.raw,
      before: record.item,
      after,
      changes: diffItems(record.item, after, policy()),
      marker: 'marker-of-update',
    });
    const deleteRequest = (record: RemoteRecord): WriteRequest => ({ operation: 'delete', op: 'delete', id: record.id, version: record.version, raw: record.raw, before: record.item });
    const hash = (item: Item): string => hashItem(item, policy());
    const retitle = (item: Item, text: string): Item => (item.kind === 'contact' ? { ...item, jobTitle: text } : { ...item, title: text });
    const titlePatch = (text: string): Record<string, unknown> => (harness.kind === 'contact' ? { jobTitle: text } : { title: text });

    test('a read without a cursor lists everything, whole, and says that it is complete', async () => {
      const ids = [await harness.personCreates(harness.sampleItem(1)), await harness.personCreates(harness.sampleItem(2))];
      const reading = await read();
      expect(reading.complete).toBe(true);
      expect(reading.gone).toEqual([]);
      expect(reading.records.map((record) => record.id).sort()).toEqual([...ids].sort());
      expect(hash(recordIn(reading, ids[0] ?? '').item)).toBe(hash(harness.sampleItem(1)));
    });

    test('a read with a cursor lists only what changed since, each record whole', async () => {
      const first = await harness.personCreates(harness.sampleItem(1));
      await harness.personCreates(harness.sampleItem(2));
      const { cursor } = await read();
      await harness.personEdits(first, titlePatch('Changed'));
      const reading = await read(cursor);
      expect(reading.complete).toBe(false);
      expect(reading.records.map((record) => record.id)).toEqual([first]);
      expect(hash(recordIn(reading, first).item)).toBe(hash(retitle(harness.sampleItem(1), 'Changed')));
    });

    test('[G6] the same cursor read again lists the same again', async () => {
      const { cursor } = await read();
      await harness.personCreates(harness.sampleItem(1));
      const once = await read(cursor);
      const twice = await read(cursor);
      expect(twice.records.map((record) => [record.id, record.version])).toEqual(once.records.map((record) => [record.id, record.version]));
    });

    test('[A4] a read with a cursor lists nothing when nothing changed', async () => {
      await harness.personCreates(harness.sampleItem(1));
      const { cursor } = await read();
      const reading = await read(cursor);
      expect(reading.records).toEqual([]);
      expect(reading.gone).toEqual([]);
    });

    test('a deletion is listed as gone, and confirmed as gone', async () => {
      const id = await harness.personCreates(harness.sampleItem(1));
      const stays = await harness.personCreates(harness.sampleItem(2));
      const { cursor } = await read();
      await harness.personDeletes(id);
      const reading = await read(cursor);
      expect(reading.gone).toEqual([id]);
      const confirmed = await harness.replica.confirm([id, stays], held);
      expect(confirmed.get(id)).toBe('gone');
      expect(confirmed.get(stays)).toMatchObject({ id: stays });
    });

    test('[G1] an expired cursor is refused by name, and a read without it lists everything', async (context) => {
      if (harness.expireCursors === undefined) return context.skip('Nothing makes a cursor of this side end.');
      const id = await harness.personCreates(harness.sampleItem(1));
      const { cursor } = await read();
      await harness.expireCursors();
      await expect(harness.replica.read(cursor, held)).rejects.toMatchObject({ name: 'ReplicaError', kind: 'cursor-expired' });
      expect((await read()).records.map((record) => record.id)).toEqual([id]);
    });

    test('[I4] a created record comes back in the answer as the next read lists it', async () => {
      const { cursor } = await read();
      const [answer] = await write(createRequest(1));
      if (answer?.outcome !== 'applied' || answer.record === undefined) throw new Error(`Not applied: ${JSON.stringify(answer)}`);
      expect(hash(answer.record.item)).toBe(hash(harness.sampleItem(1)));
      const echo = recordIn(await read(cursor), answer.record.id);
      expect(hash(echo.item)).toBe(hash(answer.record.item));
      expect(echo.version).toBe(answer.record.version);
      expect(echo.inScope).toBe(true);
    });

    test('[K12] an update replaces what its changes name and nothing else', async () => {
      const id = await harness.personCreates(harness.sampleItem(1));
      const own = await harness.ownField?.(id);
      const record = recordIn(await read(), id);
      const [answer] = await write(updateRequest(record, retitle(record.item, 'Written')));
      if (answer?.outcome !== 'applied' || answer.record === undefined) throw new Error(`Not applied: ${JSON.stringify(answer)}`);
      expect(hash(answer.record.item)).toBe(hash(retitle(harness.sampleItem(1), 'Written')));
      expect(hash(recordIn(await read(), id).item)).toBe(hash(answer.record.item));
      if (harness.ownField !== undefined) expect(await harness.ownField(id)).toEqual(own);
    });

    test('[K1] a change of one entry leaves the other entries and their order', async (context) => {
      if (harness.kind !== 'contact') return context.skip('Only contacts have entries.');
      const id = await harness.personCreates(harness.sampleItem(1));
      const record = recordIn(await read(), id);
      if (record.item.kind !== 'contact' || (record.item.phones ?? []).length < 2) throw new Error('sampleItem(1) needs two phones.');
      const [first, ...rest] = record.item.phones ?? [];
      const after = applyChanges(record.item, [{ field: 'phones', key: diffItems({ kind: 'contact' }, record.item, policy()).find((change) => change.field === 'phones')?.key, from: first, to: { ...first, value: '+1 212 555 0177' } }], policy());
      const [answer] = await write(updateRequest(record, after));
      if (answer?.outcome !== 'applied' || answer.record?.item.kind !== 'contact') throw new Error(`Not applied: ${JSON.stringify(answer)}`);
      const phones = answer.record.item.phones ?? [];
      expect(phones.map((phone) => phone.value)).toEqual(['+1 212 555 0177', ...rest.map((phone) => phone.value)]);
      expect(phones.map((phone) => [phone.type, phone.label])).toEqual((record.item.phones ?? []).map((phone) => [phone.type, phone.label]));
    });

    test('[R10] [K11] an update or delete of a record that moved on is stale and changes nothing', async (context) => {
      if (harness.conditional === false) return context.skip('This side has no versions to check a premise by.');
      const id = await harness.personCreates(harness.sampleItem(1));
      const old = recordIn(await read(), id);
      await harness.personEdits(id, titlePatch('Newer'));
      const newer = recordIn(await read(), id);
      const [update] = await write(updateRequest(old, retitle(old.item, 'Overwritten')));
      expect(update?.outcome).toBe('stale');
      const [deletion] = await write(deleteRequest(old));
      expect(deletion?.outcome).toBe('stale');
      expect(hash(recordIn(await read(), id).item)).toBe(hash(newer.item));
    });

    test('[B5] an update of a record that is gone is stale; it is not made again', async () => {
      const id = await harness.personCreates(harness.sampleItem(1));
      const old = recordIn(await read(), id);
      await harness.personDeletes(id);
      const [update] = await write(updateRequest(old, retitle(old.item, 'Ghost')));
      expect(update?.outcome).toBe('stale');
      expect((await read()).records).toEqual([]);
    });

    test('a delete takes the record away', async () => {
      const id = await harness.personCreates(harness.sampleItem(1));
      const { cursor, records } = await read();
      const [answer] = await write(deleteRequest(records[0] as RemoteRecord));
      expect(answer?.outcome).toBe('applied');
      expect((await read(cursor)).gone).toEqual([id]);
      expect((await harness.replica.confirm([id], held)).get(id)).toBe('gone');
    });

    test('a batch gets one answer for each of its requests', async () => {
      const count = Math.min(harness.replica.batch, 5);
      const requests = Array.from({ length: count }, (_, n) => createRequest(n + 1));
      const answers = await write(...requests);
      expect(answers.map((answer) => answer.operation).sort()).toEqual(requests.map((request) => request.operation).sort());
      expect(answers.every((answer) => answer.outcome === 'applied')).toBe(true);
      expect((await read()).records.length).toBe(count);
    });

    test('[A9] a create whose answer was lost is found again, and nothing else is', async () => {
      const request = createRequest(1);
      expect(await harness.replica.find(request)).toBeUndefined();
      const [answer] = await write(request);
      if (answer?.outcome !== 'applied') throw new Error('Not applied.');
      expect(await harness.replica.find(request)).toMatchObject({ id: answer.record?.id });
      expect(await harness.replica.find(createRequest(2))).toBeUndefined();
    });

    test('[A9] where ids can be chosen, a create that is sent twice makes one record', async (context) => {
      if (harness.replica.chooseId === undefined) return context.skip('This side chooses ids itself.');
      const request = createRequest(1);
      expect(harness.replica.chooseId(request.operation)).toBe(request.newId);
      await write(request);
      const [again] = await write(request);
      expect(again?.outcome).toBe('applied');
      expect((await read()).records.map((record) => record.id)).toEqual([request.newId]);
    });
  });
}
