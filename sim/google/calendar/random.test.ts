// Random edits by two accounts: whoever follows the sync tokens holds what a full listing shows.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TestClient } from '../test-client.ts';
import { events, me, openClient, timed } from '../test-client.ts';

interface Item {
  readonly id: string;
  readonly status: string;
  readonly recurringEventId?: string;
}

const guest = 'bob@example.com';
let client: TestClient;
beforeEach(async () => {
  client = await openClient({ accounts: [{ email: me }, { email: guest }] });
  await client.send('POST', '/_sim/switches', { quota: false, pageLimit: 3 });
});
afterEach(async () => {
  const log = await client.send('GET', '/_sim/log');
  await client.close();
  expect(log.body.violations).toEqual([]);
});

function makeRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 4294967296) * below);
  };
}

async function readAll(account: TestClient, query: string): Promise<{ items: Item[]; token: string }> {
  const items: Item[] = [];
  let page = '';
  for (;;) {
    const { body } = await account.send('GET', `${events}?${query}${page}`);
    items.push(...(body.items as Item[]));
    if (body.nextPageToken === undefined) return { items, token: body.nextSyncToken as string };
    page = `&pageToken=${encodeURIComponent(body.nextPageToken as string)}`;
  }
}

// As a careful client keeps them: cancelled exceptions of living series are kept, all else cancelled is dropped.
function settle(cache: Map<string, Item>): Item[] {
  const living = [...cache.values()].filter((item) => item.status !== 'cancelled' || (item.recurringEventId !== undefined && cache.get(item.recurringEventId)?.status === 'confirmed'));
  return living.sort((a, b) => (a.id < b.id ? -1 : 1));
}

async function act(random: (below: number) => number, step: number, account: TestClient): Promise<void> {
  const ids = (await readAll(account, '')).items.map(({ id }) => id);
  const id = ids[random(ids.length)] ?? 'none1';
  const instance = (await account.send('GET', `${events}/${id}/instances?maxResults=4`)).body.items?.[random(4)]?.id ?? id;
  const attendees = random(2) === 0 ? [{ email: guest }] : [];
  switch (random(7)) {
    case 0: await account.send('POST', events, { summary: `single ${step}`, attendees, ...timed('2026-12-01', 8 + random(8)) }); break;
    case 1: await account.send('POST', events, { summary: `series ${step}`, attendees, ...timed('2026-12-01', 8 + random(8)), recurrence: [`RRULE:FREQ=DAILY;COUNT=${4 + random(4)}`] }); break;
    case 2: await account.send('PATCH', `${events}/${id}`, { summary: `edited ${step}` }); break;
    case 3: await account.send('PATCH', `${events}/${instance}`, { summary: `instance ${step}` }); break;
    case 4: await account.send('DELETE', `${events}/${instance}`); break;
    case 5: await account.send('PATCH', `${events}/${id}`, timed('2026-12-02', 8 + random(8))); break;
    default: if (random(3) === 0) await account.send('DELETE', `${events}/${id}`);
  }
}

test.each([1, 2, 3])('following the tokens equals listing everything (seed %i)', async (seed) => {
  const random = makeRandom(seed);
  const accounts = [client, await client.as(guest)];
  const caches = await Promise.all(accounts.map(async (account) => {
    const { items, token } = await readAll(account, '');
    return { account, cache: new Map(items.map((item) => [item.id, item])), token };
  }));
  for (let step = 0; step < 40; step += 1) {
    await act(random, step, accounts[random(4) === 0 ? 1 : 0] ?? client);
    if (random(3) > 0) continue;
    for (const follower of caches) {
      const { items, token } = await readAll(follower.account, `syncToken=${encodeURIComponent(follower.token)}`);
      follower.token = token;
      for (const item of items) follower.cache.set(item.id, item);
      const full = (await readAll(follower.account, '')).items;
      expect(settle(follower.cache).filter(({ status }) => status === 'confirmed')).toEqual(full.filter(({ status }) => status === 'confirmed').sort((a, b) => (a.id < b.id ? -1 : 1)));
      const dropped = full.filter(({ status, id }) => status === 'cancelled' && follower.cache.get(id)?.status !== 'cancelled');
      expect(dropped).toEqual([]);
    }
  }
});
