// The story at 1,000 contacts, 1,000 activities and 200 tasks on each side, half of them
// the same: preview, initial synchronization, the cycle after it, and one change each way.
// Requests and units are the simulator's count; time is what a program outside waits.

import type { ReportLine } from '../src/http/contract/sync.ts';
import { median, note, say, timed, until } from './figures.ts';
import type { Google, LogEntry } from './google.ts';
import { isWrite, unitsOf } from './google.ts';
import { openSite } from './site.ts';
import type { Site } from './site.ts';

const contacts = 1000;
const events = 1000;
const tasks = 200;
const taskLists = 1;
const pollSeconds = 1;
const changes = 20;

const site = await openSite({ contacts, events, tasks, same: 0.5 }, { pollSeconds });
try {
  await measure(site);
} finally {
  await site.close();
}

async function measure(world: Site): Promise<void> {
  const { google, setId } = world;
  const { product, client } = await world.start();
  await google.clearLog();
  const officeBefore = await revisionOf(world);

  const preview = await timed(() => client.preview({ contacts: 'set', setId, activities: 'two-way', recurring: true }));
  const read = await google.log();
  const minimum = Math.ceil(events / 2500) + Math.ceil(contacts / 1000) + 1 + (1 + taskLists * Math.ceil(tasks / 100));
  say({ name: 'preview_read_ratio', value: read.length / minimum, unit: 'ratio', minimum, ratio: read.length / minimum });
  say({ name: 'preview_writes', value: read.filter(isWrite).length + Number((await revisionOf(world)) - officeBefore), unit: 'writes' });
  say({ name: 'preview_s', value: preview.ms / 1000, unit: 's' });
  say({ name: 'preview_rss_mb', value: await product.peakMemoryMb(), unit: 'MB' });
  if (read.length > minimum) note(tellRequests(read));

  const planned = await linesOf(client, preview.result);
  note(`plan: ${tally(planned.map((line) => `${line.section} ${line.kind} ${line.side ?? ''}`))}`);
  await google.clearLog();
  const initial = await timed(() => client.approve(preview.result));
  const run = await google.log();
  const toGoogle = (kind: ReportLine['kind']): number => planned.filter((line) => line.side === 'google' && line.kind === kind && ['create', 'update', 'delete'].includes(line.section)).length;
  const batches = (section: string): number => Math.ceil(planned.filter((line) => line.side === 'google' && line.kind === 'contact' && line.section === section).length / 200);
  const least = toGoogle('event') + toGoogle('task') + 6 * (batches('create') + batches('update'));
  say({ name: 'initial_unit_ratio', value: unitsOf(run) / least, unit: 'ratio', minimum: least, ratio: unitsOf(run) / least });
  say({ name: 'initial_write_unit_ratio', value: unitsOf(run.filter(isWrite)) / least, unit: 'ratio', minimum: least, ratio: unitsOf(run.filter(isWrite)) / least });
  say({ name: 'initial_s', value: initial.ms / 1000, unit: 's' });
  note(`initial run: ${tellRequests(run)}`);

  // Calm first: what the run itself set off belongs to it.
  await quiet(world);
  // Tasks are asked for by time with an overlap of seconds: the usual poll comes after it.
  await google.passTime(30);
  await quiet(world);
  const settled = await revisionOf(world);
  await google.clearLog();
  await client.ask('POST', '/api/sync/now', {});
  await until('a cycle', async () => (await google.log()).length > 0);
  const cycle = await firstCycle(google);
  say({ name: 'second_cycle_writes', value: cycle.filter(isWrite).length + Number((await revisionOf(world)) - settled), unit: 'writes' });
  say({ name: 'second_cycle_requests', value: cycle.length, unit: 'requests', minimum: 3 + taskLists, ratio: cycle.length / (3 + taskLists) });
  if (cycle.length > 3 + taskLists) note(tellRequests(cycle));

  await measureFlow(world, client);
}

type Client = Awaited<ReturnType<Site['start']>>['client'];

/** A polled cycle may follow at once: one cycle ends before the next asks the task lists again. */
async function firstCycle(google: Google): Promise<readonly LogEntry[]> {
  await new Promise((resolve) => setTimeout(resolve, 400));
  const all = await google.log();
  const lists = all.flatMap((entry, index) => (entry.call.endsWith('tasklists.list') ? [index] : []));
  if (lists.length < 2) return all;
  note(`${lists.length} cycles were counted; the figure is their mean`);
  return all.slice(0, Math.ceil(all.length / lists.length));
}

async function quiet(world: Site): Promise<void> {
  let since = performance.now();
  let seen = await revisionOf(world);
  await until('calm', async () => {
    const now = await revisionOf(world);
    if (now !== seen) {
      seen = now;
      since = performance.now();
    }
    return performance.now() - since > 2500;
  }, { everyMs: 100 });
}

async function measureFlow(world: Site, client: Client): Promise<void> {
  const { google, user } = world;
  const list = await client.ask<{ contacts: { id: string }[] }>('GET', '/api/contacts?limit=50');
  const there: number[] = [];
  const back: number[] = [];
  for (let turn = 0; turn < changes; turn += 1) {
    const contact = await client.ask<Record<string, unknown>>('GET', `/api/contacts/${list.contacts[turn]?.id}`);
    const jobTitle = `Bench ${turn}`;
    const toGoogle = await timed(async () => {
      await client.ask('PUT', `/api/contacts/${String(contact['id'])}`, { version: contact['version'], contact: { ...writable(contact), jobTitle } });
      await until('the change in Google', async () => JSON.stringify((await google.state(user.email)).people).includes(`"${jobTitle}"`), { everyMs: 5, timeoutMs: 60_000 });
    });
    there.push(toGoogle.ms);
  }
  const held = (await google.state(user.email)).calendars[0]?.events ?? [];
  const movable = held.filter((event) => event['recurrence'] === undefined && event['recurringEventId'] === undefined && event['status'] !== 'cancelled');
  for (let turn = 0; turn < changes; turn += 1) {
    const summary = `Bench back ${turn}`;
    const toOffice = await timed(async () => {
      await google.act({ account: user.email, action: 'event.edit', id: movable[turn]?.id, patch: { summary } });
      await until('the change in SmartOffice', async () => (await world.store.pool.query('select from activity where subject = $1', [summary])).rowCount === 1, { everyMs: 5, timeoutMs: 60_000 });
    });
    back.push(toOffice.ms);
  }
  note(`Google is polled every ${pollSeconds} s: half of that is in google_to_office_ms; what is told apart is at most 5 ms`);
  say({ name: 'office_to_google_ms', value: median(there), unit: 'ms' });
  say({ name: 'google_to_office_ms', value: median(back), unit: 'ms' });
}

/** What a form would send back: the fields that may be written. */
function writable(contact: Record<string, unknown>): Record<string, unknown> {
  const computed = new Set(['id', 'version', 'name', 'sets', 'createdFor', 'createdAt', 'updatedAt', 'deleted', 'memberRev']);
  return Object.fromEntries(Object.entries(contact).filter(([member]) => !computed.has(member)));
}

async function linesOf(client: Client, report: string): Promise<readonly ReportLine[]> {
  const lines: ReportLine[] = [];
  for (;;) {
    const page = await client.ask<{ lines: ReportLine[]; total: number }>('GET', `/api/reports/${report}/lines?offset=${lines.length}&limit=500`);
    lines.push(...page.lines);
    if (page.lines.length === 0 || lines.length >= page.total) return lines;
  }
}

async function revisionOf(world: Site): Promise<bigint> {
  const { rows } = await world.store.pool.query<{ rev: string }>('select rev from office where id = $1', [world.user.officeId]);
  return BigInt(rows[0]?.rev ?? 0);
}

function tally(words: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].map(([word, count]) => `${count} ${word}`).join(', ');
}

function tellRequests(entries: readonly LogEntry[]): string {
  return tally(entries.map((entry) => `${entry.call}${entry.status < 300 ? '' : ` ${entry.status}`}`));
}
