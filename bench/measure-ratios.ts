// What Google is asked for against the least that it could be asked for (the minimum of each
// step is said where it is computed): a first synchronization, a cycle without changes, and
// k changes each way, for several sizes. Requests and units are the simulator's count.

import { readSecretKeys } from '../src/cli/data-folder.ts';
import { createAccountDoors } from '../src/compose/account-doors.ts';
import { createTokenVault } from '../src/compose/token-vault.ts';
import type { Kind } from '../src/core/item.ts';
import { runCycle } from '../src/cycle/cycle.ts';
import type { ReportLine } from '../src/http/contract/sync.ts';
import { getActivity, updateActivity } from '../src/office/activities.ts';
import { getContact, updateContact } from '../src/office/contacts.ts';
import { getTask, updateTask } from '../src/office/tasks.ts';
import { addressesAt } from '../src/replica/google/addresses.ts';
import { note, say } from './figures.ts';
import type { LogEntry } from './google.ts';
import { isWrite, unitsOf } from './google.ts';
import { withContext } from './in-process.ts';
import { clientId, openSite } from './site.ts';
import type { Site } from './site.ts';

interface Cost {
  readonly requests: number;
  readonly units: number;
}
interface Row {
  readonly step: string;
  readonly what: 'read' | 'write';
  readonly spent: Cost;
  readonly least: Cost;
  readonly calls: string;
}

const sizes = [
  { contacts: 100, events: 100, tasks: 50 },
  { contacts: 1000, events: 1000, tasks: 200 },
  { contacts: 2500, events: 5000, tasks: 400 },
];
const chosen = sizes.filter(({ contacts }) => contacts <= Number(process.env['BENCH_SIZE'] ?? Number.POSITIVE_INFINITY));
const changes = [1, 10, 100];
const seldom = 86_400;
const rows: Row[] = [];

for (const size of chosen) {
  const site = await openSite({ ...size, same: 0.5 }, { pollSeconds: seldom });
  try {
    await measure(site, size);
  } finally {
    await site.close();
  }
}
note(table());
const ratio = (what: Row['what'], of: keyof Cost): number => sum(rows.filter((row) => row.what === what), ({ spent }) => spent[of]) / sum(rows.filter((row) => row.what === what), ({ least }) => least[of]);
for (const what of ['read', 'write'] as const) {
  // The worse of the two counts.
  say({ name: `${what}_ratio`, value: Math.max(ratio(what, 'requests'), ratio(what, 'units')), unit: 'ratio' });
  say({ name: `${what}_ratio_requests`, value: ratio(what, 'requests'), unit: 'ratio' });
  say({ name: `${what}_ratio_units`, value: ratio(what, 'units'), unit: 'ratio' });
  say({ name: `${what}_ratio_worst_step`, value: Math.max(...rows.filter((row) => row.what === what && row.least.requests > 0).map(({ spent, least }) => Math.max(spent.requests / least.requests, spent.units / least.units))), unit: 'ratio' });
}

/** One calendar, contacts by token, the task lists and one list. */
function quietRead(): Cost {
  return { requests: 4, units: 4 };
}

function firstRead(size: (typeof sizes)[number]): Cost {
  const requests = Math.ceil(size.events / 2500) + Math.ceil(size.contacts / 1000) + 1 + 1 + Math.max(1, Math.ceil(size.tasks / 100));
  return { requests, units: requests };
}

/** Events and tasks one by one; contacts in batches of 200 at 6 units, or fewer by themselves at 1. */
function writesOf(events: number, contactJobs: readonly number[], tasks: number): Cost {
  return {
    requests: events + tasks + sum(contactJobs, (count) => Math.ceil(count / 200)),
    units: events + tasks + sum(contactJobs, (count) => (count === 1 ? 1 : 6 * Math.ceil(count / 200))),
  };
}

async function measure(site: Site, size: (typeof sizes)[number]): Promise<void> {
  const { google, store, folder, setId, user } = site;
  const name = `${size.contacts} contacts, ${size.events} activities, ${size.tasks} tasks`;
  const { product, client } = await site.start();
  await google.clearLog();
  const report = await client.preview({ contacts: 'set', setId, activities: 'two-way', recurring: true });
  add(`${name}: preview`, await google.log(), firstRead(size), { requests: 0, units: 0 });
  const lines = await linesOf(client, report);
  const planned = (kind: Kind, section: string): number => lines.filter((line) => line.side === 'google' && line.kind === kind && line.section === section).length;
  const both = (kind: Kind): number => planned(kind, 'create') + planned(kind, 'update') + planned(kind, 'delete');
  await google.clearLog();
  await client.approve(report);
  add(`${name}: first run`, await google.log(), quietRead(), writesOf(both('event'), [planned('contact', 'create'), planned('contact', 'update')], both('task')));
  await product.stop();

  const keys = await readSecretKeys(folder, undefined);
  const doors = createAccountDoors({ store, vault: createTokenVault(store, keys), google: { clientId, clientSecret: site.clientSecret, addresses: addressesAt(google.url) } });
  const cycle = async (): Promise<readonly LogEntry[]> => {
    // Tasks are asked for by time with an overlap of seconds: the usual poll comes after it.
    await google.passTime(30);
    await google.clearLog();
    await withContext(store, doors, client.userId, runCycle);
    return google.log();
  };
  await cycle();
  await cycle();
  add(`${name}: no change`, await cycle(), quietRead(), { requests: 0, units: 0 });

  const owner = { officeId: user.officeId, userId: user.id };
  const pick = async (kind: Kind, side: 'office' | 'google', count: number, after: number): Promise<string[]> => {
    const { rows: found } = await store.pool.query<{ id: string }>(
      `select ${side}_id as id from link where account_id = $1 and kind = $2 and office_base->'item'->'recurrence' is null order by id offset $3 limit $4`,
      [user.id, kind, after, count],
    );
    return found.map(({ id }) => id);
  };
  for (const k of changes) {
    const tasks = Math.min(k, Math.floor(size.tasks / 4));
    const count = Math.min(k, Math.floor(size.contacts / 4));
    for (const id of await pick('contact', 'office', count, 0)) {
      const { version, ...contact } = await getContact(store.db, owner.officeId, id);
      await updateContact(store.db, owner, id, version, { ...contact, jobTitle: `Title ${k}` } as never);
    }
    for (const id of await pick('event', 'office', count, 0)) {
      const { version, ...activity } = await getActivity(store.db, owner.userId, id);
      await updateActivity(store.db, owner, id, version, { ...activity, location: `Room ${k}` } as never);
    }
    for (const id of await pick('task', 'office', tasks, 0)) {
      const { version, ...task } = await getTask(store.db, owner.userId, id);
      await updateTask(store.db, owner, id, version, { ...task, notes: `Note ${k}` });
    }
    add(`${name}: ${k} changes in SmartOffice`, await cycle(), quietRead(), writesOf(count, [count], tasks));
    await cycle();
    const account = user.email;
    for (const id of await pick('contact', 'google', count, count)) await google.act({ account, action: 'contact.edit', id, patch: { nicknames: [{ value: `Nick ${k}` }] } });
    for (const id of await pick('event', 'google', count, count)) await google.act({ account, action: 'event.edit', id, patch: { location: `Hall ${k}` } });
    for (const id of await pick('task', 'google', tasks, tasks)) await google.act({ account, action: 'task.edit', id, patch: { notes: `Google ${k}` } });
    add(`${name}: ${k} changes in Google`, await cycle(), quietRead(), { requests: 0, units: 0 });
    await cycle();
  }
}

function add(step: string, log: readonly LogEntry[], read: Cost, write: Cost): void {
  for (const what of ['read', 'write'] as const) {
    const mine = log.filter((entry) => isWrite(entry) === (what === 'write'));
    const least = what === 'read' ? read : write;
    if (mine.length === 0 && least.requests === 0) continue;
    const calls = new Map<string, number>();
    for (const { call } of mine) calls.set(call, (calls.get(call) ?? 0) + 1);
    rows.push({ step, what, spent: { requests: mine.length, units: unitsOf(mine) }, least, calls: [...calls].map(([call, times]) => `${times} ${call}`).join(', ') });
  }
}

async function linesOf(client: Awaited<ReturnType<Site['start']>>['client'], report: string): Promise<readonly ReportLine[]> {
  const lines: ReportLine[] = [];
  for (;;) {
    const page = await client.ask<{ lines: ReportLine[]; total: number }>('GET', `/api/reports/${report}/lines?offset=${lines.length}&limit=500`);
    lines.push(...page.lines);
    if (page.lines.length === 0 || lines.length >= page.total) return lines;
  }
}

function sum<T>(list: readonly T[], of: (one: T) => number): number {
  return list.reduce((total, one) => total + of(one), 0);
}

function table(): string {
  const cells = rows.map(({ step, what, spent, least }) => [step, what, `${spent.requests} / ${least.requests}`, `${spent.units} / ${least.units}`, least.requests === 0 ? '' : Math.max(spent.requests / least.requests, spent.units / least.units).toFixed(3)]);
  const head = ['step', '', 'requests / least', 'units / least', 'ratio'];
  const widths = head.map((title, column) => Math.max(title.length, ...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string => row.map((cell, column) => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ').trimEnd();
  const dear = rows.filter(({ spent, least }) => spent.requests > least.requests).map(({ step, what, calls }) => `  ${step}, ${what}: ${calls}`);
  return [line(head), ...cells.map(line), ...(dear.length === 0 ? [] : ['More than the least:', ...dear])].join('\n');
}
