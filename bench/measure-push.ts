// From Google's notice until the office holds the change. In: nothing. Out: median and 95th
// percentile; the clock starts before the change is made in Google, as its notice leaves
// with it. An hour lies between polls, so that only notices can be measured.

import { openSite } from './site.ts';
import { median, note, say, until } from './figures.ts';

const changes = 40;
const site = await openSite({ contacts: 0, events: 200, tasks: 0, same: 1 }, { pollSeconds: 3600, push: true });
try {
  const { client } = await site.start();
  await client.approve(await client.preview({ contacts: 'none', activities: 'two-way', recurring: true }));
  await until('a push channel', async () => (await site.store.pool.query('select from channel where renew_at is not null')).rowCount === 1, { everyMs: 50, timeoutMs: 60_000 });
  const held = ((await site.google.state(site.user.email)).calendars[0]?.events ?? []).filter((event) => event['recurrence'] === undefined && event['recurringEventId'] === undefined && event['status'] !== 'cancelled');
  const took: number[] = [];
  for (let turn = 0; turn < changes; turn += 1) {
    const summary = `Told ${turn}`;
    const began = performance.now();
    await site.google.act({ account: site.user.email, action: 'event.edit', id: held[turn]?.id, patch: { summary } });
    await until('the change in SmartOffice', async () => (await site.store.pool.query('select from activity where subject = $1', [summary])).rowCount === 1, { everyMs: 5, timeoutMs: 30_000 });
    took.push(performance.now() - began);
    // A person's next change does not come in the same second.
    await new Promise((resolve) => setTimeout(resolve, 1_100));
  }
  const sorted = took.toSorted((left, right) => left - right);
  note(`${changes} changes; fastest ${Math.round(sorted[0] ?? 0)} ms, slowest ${Math.round(sorted.at(-1) ?? 0)} ms`);
  say({ name: 'push_to_written_ms', value: median(took), unit: 'ms' });
  say({ name: 'push_to_written_p95_ms', value: sorted[Math.ceil(sorted.length * 0.95) - 1] ?? Number.NaN, unit: 'ms' });
} finally {
  await site.close();
}
