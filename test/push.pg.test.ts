// Google's notices of changes, over HTTP: the life of a channel from the approved preview to
// its end, and what a notice starts. The simulator sends them as Google does.

import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { User } from '../src/office/users.ts';
import { createWorld } from './support/world.ts';
import type { World } from './support/world.ts';

let world: World;
let user: User;
let people = 0;
const setup = { contacts: 'none', activities: 'two-way', recurring: true } as const;
const event = (summary: string, day = '2027-03-02') => ({ summary, start: { dateTime: `${day}T10:00:00-05:00` }, end: { dateTime: `${day}T11:00:00-05:00` } });

interface Channel {
  readonly id: string;
  readonly resourceId: string;
  readonly token: string;
}
const channels = async (email = user.email): Promise<Channel[]> => ((await world.door(`state?account=${encodeURIComponent(email)}`)) as unknown as { channels: Channel[] }).channels;
const subjects = async (): Promise<string[]> => (await sql<{ subject: string }>`select subject from activity where owner_id = ${user.id}::uuid and deleted_at is null order by subject`.execute(world.store.db)).rows.map((row) => row.subject);
const rows = async (): Promise<{ id: string; renew_at: Date | null; retired_at: Date | null; resource_id: string | null; token_hash: string }[]> => (await sql<never>`select * from channel where account_id = ${user.id}`.execute(world.store.db)).rows;
const oneChannel = (): Promise<Channel> =>
  world.until('a channel', async () => {
    const [row] = await rows();
    return typeof row?.resource_id === 'string' && (await channels()).length === 1 && (await channels())[0];
  });
const notice = (channel: Partial<Channel>, state: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(world.hook ?? '', {
    method: 'POST',
    headers: { 'content-type': 'application/json; utf-8', 'x-goog-channel-id': channel.id ?? 'none', 'x-goog-channel-token': channel.token ?? 'none', 'x-goog-resource-id': channel.resourceId ?? 'none', 'x-goog-resource-state': state, 'x-goog-message-number': '9', ...headers },
  });
const tally = async (outcome: string): Promise<number> => {
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  return (await sql<{ count: number }>`select count::int as count from push_tally where outcome = ${outcome}`.execute(world.store.db)).rows[0]?.count ?? 0;
};
const cycles = async (): Promise<number> => (await world.requests(user)).filter(({ call }) => call === 'tasks.tasklists.list').length;

beforeAll(async () => {
  // An hour between polls: what arrives, arrives by a notice.
  world = await createWorld({ pollSeconds: 3600, push: true });
  await world.door('switches', { pushAllowHttp: true });
}, 120_000);
afterAll(() => world?.close());
beforeEach(async () => {
  people += 1;
  user = await world.addConnected(`Push ${people}`);
});

/** Nothing more is due by the clock, so that what comes next comes from a notice. */
async function settle(): Promise<number> {
  await sql`update account set next_cycle_at = now() + interval '1 hour' where id = ${user.id}`.execute(world.store.db);
  return world.until('a rest', async () => {
    const before = await cycles();
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    return (await cycles()) === before && before;
  });
}

async function begin(): Promise<Channel> {
  await world.approve(user, await world.preview(user, setup));
  return oneChannel();
}

describe('a channel', () => {
  test('is opened after the approved run and not before, and its secret is nowhere in the database', async () => {
    const reportId = await world.preview(user, setup);
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(await channels()).toEqual([]);
    await world.approve(user, reportId);
    const { token } = await oneChannel();
    const [row] = await rows();
    expect(JSON.stringify(row)).not.toContain(token);
    expect(row?.renew_at?.getTime()).toBeGreaterThan(Date.now() + 5 * 86_400_000);
  });

  test('is renewed before it ends: the new one is there before the old one is stopped', async () => {
    const first = await begin();
    await sql`update channel set renew_at = now() where id = ${first.id}`.execute(world.store.db);
    const second = await world.until('another channel', async () => {
      const now = await channels();
      return now.length === 1 && now[0]?.id !== first.id && now[0];
    });
    // Google knows of the stop a moment before our own row of the old channel goes.
    await world.until('one row', async () => (await rows()).length === 1);
    expect((await world.requests(user)).map(({ call }) => call ?? '').filter((call) => /watch|stop/.test(call))).toEqual(['calendar.events.watch', 'calendar.events.watch', 'calendar.channels.stop']);
    expect((await rows()).map(({ id }) => id)).toEqual([second.id]);
  });

  test('is stopped when Run Synchronization is deselected, and when Google is disconnected', async () => {
    await begin();
    const { options } = await world.sync.setupDetail(user.id);
    await world.sync.saveSetup(user.id, { ...options, runSynchronization: false }, user.email);
    await world.until('no channel', async () => (await channels()).length === 0 && (await rows()).length === 0);
    await begin();
    await world.sync.saveSetup(user.id, { ...options, runSynchronization: false }, user.email);
    await world.sync.disconnect(user.id, user.email);
    expect(await channels()).toEqual([]);
    expect(await rows()).toEqual([]);
  });

  test('that a process opened without learning of it is stopped once Google tells of it', async () => {
    const known = await begin();
    await world.door('fault', { match: { call: 'calendar.events.watch', account: user.email }, drop: 'after' });
    await sql`update channel set renew_at = now() where id = ${known.id}`.execute(world.store.db);
    // Its first notice names the resource; the next look finds two for one calendar.
    await world.until('the orphan', async () => (await rows()).length === 2);
    await world.until('one channel that is fresh', async () => {
      // The pause after a lost answer may be noted only after the first notice has come.
      await sql`delete from channel_pause`.execute(world.store.db);
      const now = await rows();
      return now.length === 1 && (await channels()).length === 1 && now[0]?.id === (await channels())[0]?.id && now[0]?.renew_at !== null;
    });
  });

  test('[H5] access that was revoked, a notice and a run: the state says so, and a stop that fails is tolerated', async () => {
    const channel = await begin();
    await world.door('act', { account: user.email, action: 'access.revoke' });
    expect((await notice(channel, 'exists')).status).toBe(204);
    await world.until('needs reconnect', async () => (await world.sync.setupDetail(user.id)).state === 'needs reconnect');
    const { options } = await world.sync.setupDetail(user.id);
    await world.sync.saveSetup(user.id, { ...options, runSynchronization: false }, user.email);
    await world.until('no row', async () => (await rows()).length === 0);
    expect((await world.sync.setupDetail(user.id)).state).toBe('off');
    expect((await world.sync.alerts(user.id)).alerts.filter((alert) => alert.kind === 'reconnect')).toHaveLength(1);
  });

  test('that Google refuses leaves the account as it is, and is not asked for again at once', async () => {
    await world.door('switches', { pushAllowHttp: false });
    await world.approve(user, await world.preview(user, setup));
    await world.until('the refusal', async () => (await sql`select from channel_pause where account_id = ${user.id} and why like '%HTTPS%'`.execute(world.store.db)).rows.length === 1);
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(await rows()).toEqual([]);
    expect((await world.sync.setupDetail(user.id)).state).toBe('active');
    await world.door('switches', { pushAllowHttp: true });
  });
});

describe('a notice', () => {
  test('[M1] of a change starts a cycle without waiting for the poll; many that come together start one', async () => {
    const channel = await begin();
    await world.door('act', { account: user.email, action: 'event.create', event: event('Told by Google') });
    await world.until('the activity', async () => (await subjects()).includes('Told by Google'), 5_000);
    const before = await settle();
    expect((await notice(channel, 'sync')).status).toBe(204);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(await cycles()).toBe(before);
    const answers = await Promise.all(Array.from({ length: 12 }, () => notice(channel, 'exists')));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 204));
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(await cycles()).toBe(before + 1);
  });

  test('[M4] that is forged is refused and counted, and starts nothing', async () => {
    const channel = await begin();
    const [forged, unknown, before] = [await tally('forged'), await tally('unknown'), await settle()];
    expect((await notice({ ...channel, token: 'guessed' }, 'exists')).status).toBe(403);
    expect((await notice({ ...channel, resourceId: 'another' }, 'exists')).status).toBe(403);
    expect((await notice({ ...channel, id: 'made-up' }, 'exists')).status).toBe(404);
    expect((await fetch(world.hook ?? '', { method: 'POST' })).status).toBe(404);
    expect((await notice(channel, 'anything')).status).toBe(404);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(await cycles()).toBe(before);
    expect(await tally('forged')).toBe(forged + 2);
    expect(await tally('unknown')).toBe(unknown + 1);
    expect(world.lines.filter((line) => line.includes('did not come from a channel'))).toHaveLength(1);
  });
});
