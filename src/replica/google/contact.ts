// The contacts of one Google account as a replica. In: cursors and write requests. Out:
// people as contact records; those in our group are in scope. Never: a group made by a
// read, a label other than ours touched, or two changes of one account at the same time.

import type { NormalContext } from '../../core/field.ts';
import type { RemoteId } from '../../core/item.ts';
import { ReplicaError } from '../replica.ts';
import type { Held, Reading, RemoteRecord, Replica, WriteAnswer, WriteRequest } from '../replica.ts';
import { findGroup, getPeople, listConnections, makeGroup } from './contact-calls.ts';
import { readContactCursor, writeContactCursor } from './contact-cursor.ts';
import { toContactRecord } from './contact-record.ts';
import { personId } from './contact-wire.ts';
import { writeContacts } from './contact-write.ts';
import type { GoogleConnection } from './connection.ts';
import { toReplicaError } from './trouble.ts';

export interface ContactOptions {
  readonly connection: GoogleConnection;
  readonly groupId?: string;
  readonly groupName: string;
  readonly context: NormalContext;
  /** IANA zone of the user: at night everything may be listed anew. */
  readonly zone: string;
  /** How long lists may not show what was written: so long a lost create is not given up. */
  readonly lagMs?: number;
}

export interface ContactReplica extends Replica {
  readonly kind: 'contact';
  createGroup(name: string): Promise<string>;
  /** Our group, once it is known: from the setup, found by its name, or made. */
  groupId(): string | undefined;
}

export function openContacts(options: ContactOptions): ContactReplica {
  const { connection, context } = options;
  let groupId = options.groupId;
  let lane: Promise<unknown> = Promise.resolve();
  let made: Map<string, RemoteRecord> | undefined;
  let lostAt: number | undefined;
  let isGroupSought = groupId !== undefined;

  /** One change at a time for one account: Google asks for it, for every kind of change. */
  async function enter(): Promise<() => void> {
    const before = lane;
    let leave = (): void => undefined;
    lane = new Promise<void>((resolve) => {
      leave = resolve;
    });
    await before;
    return leave;
  }

  /** Without it nobody would be a member: sought by its name once, never made here. */
  async function seekGroup(): Promise<void> {
    if (isGroupSought || groupId !== undefined) return;
    groupId = await findGroup(connection, options.groupName);
    isGroupSought = true;
  }

  async function read(cursor: string | undefined, held: Held): Promise<Reading> {
    made = undefined;
    const at = connection.clock.now();
    const since = cursor === undefined ? undefined : readContactCursor(cursor, { groupId, at, zone: options.zone });
    groupId ??= since?.groupId;
    if (since === undefined) {
      isGroupSought = false;
      await seekGroup();
    }
    const records = new Map<RemoteId, RemoteRecord>();
    const gone = new Set<RemoteId>();
    const former = new Set<RemoteId>();
    let pageToken: string | undefined;
    let token: string | undefined;
    do {
      const page = await listConnections(connection, { syncToken: since?.token, pageToken, forSync: true });
      for (const { person, raw } of page.people) {
        const id = personId(person);
        for (const name of person.metadata?.previousResourceNames ?? []) if (name !== id) former.add(name);
        records.delete(id);
        gone.delete(id);
        if (person.metadata?.deleted === true) gone.add(id);
        else records.set(id, toContactRecord(person, raw, groupId));
      }
      pageToken = page.next;
      token = page.token;
    } while (pageToken !== undefined);
    if (token === undefined) throw new ReplicaError('wait', 'people.connections.list: the last page had no sync token', { until: connection.clock.now() + 60_000 });
    // A name that this contact had before and that we know as another record is no longer one.
    if (former.size > 0) for (const id of (await held([...former])).keys()) if (!records.has(id)) gone.add(id);
    return { complete: since === undefined, records: [...records.values()], gone: [...gone], cursor: writeContactCursor({ token, groupId, listedAt: since?.listedAt ?? at }) };
  }

  async function confirm(ids: readonly RemoteId[], held: Held): Promise<ReadonlyMap<RemoteId, RemoteRecord | 'gone'>> {
    await seekGroup();
    const raws = await held(ids);
    const answer = new Map<RemoteId, RemoteRecord | 'gone'>();
    for (let at = 0; at < ids.length; at += 200) {
      const part = ids.slice(at, at + 200);
      const names = part.map((id) => (raws.get(id)?.['resourceName'] as string | undefined) ?? id);
      const found = await getPeople(connection, names);
      part.forEach((id, index) => {
        const one = found.get(names[index] ?? id);
        answer.set(id, one === undefined ? 'gone' : { ...toContactRecord(one.person, one.raw, groupId), id });
      });
    }
    return answer;
  }

  async function* write(requests: readonly WriteRequest[]): AsyncGenerator<WriteAnswer> {
    const leave = await enter();
    try {
      await seekGroup();
      for await (const answer of writeContacts({ connection, context, groupId }, requests)) {
        if (answer.outcome === 'applied' && answer.record?.marker !== undefined) made?.set(answer.record.marker, answer.record);
        yield answer;
      }
    } catch (error) {
      made = undefined;
      if (error instanceof ReplicaError && error.kind === 'unknown') lostAt = connection.clock.now();
      throw error;
    } finally {
      leave();
    }
  }

  /**
   * A full listing, newest first and without a sync token: syncs see a write only after
   * minutes. Kept until the next read or loss, since a lost batch asks 200 times.
   */
  async function find(request: WriteRequest): Promise<RemoteRecord | undefined> {
    if (request.marker === undefined) return undefined;
    if (made === undefined) {
      await seekGroup();
      const found = new Map<string, RemoteRecord>();
      let pageToken: string | undefined;
      do {
        const page = await listConnections(connection, { pageToken, forSync: false });
        for (const { person, raw } of page.people) {
          const record = toContactRecord(person, raw, groupId);
          if (record.marker !== undefined && !found.has(record.marker)) found.set(record.marker, record);
        }
        pageToken = page.next;
      } while (pageToken !== undefined);
      made = found;
    }
    const record = made.get(request.marker);
    const patientUntil = lostAt === undefined ? 0 : lostAt + (options.lagMs ?? 0);
    if (record === undefined && connection.clock.now() < patientUntil) {
      made = undefined;
      throw new ReplicaError('wait', 'Google may not show yet what it was sent.', { until: patientUntil });
    }
    return record;
  }

  async function createGroup(name: string): Promise<string> {
    const leave = await enter();
    try {
      const told = await makeGroup(connection, name);
      if (told.ok) groupId = told.body.resourceName;
      else {
        const existing = told.trouble.status === 409 ? await findGroup(connection, name) : undefined;
        if (existing === undefined) throw toReplicaError(told.trouble, connection.clock.now());
        groupId = existing;
      }
      return groupId;
    } finally {
      leave();
    }
  }

  return { side: 'google', kind: 'contact', batch: 200, read, confirm, write, find, createGroup, groupId: () => groupId };
}
