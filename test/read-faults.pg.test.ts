// Every reading call of the product × every fault that Google's answer to it may have, through
// the doors: the state that the account takes, that nothing is deleted, doubled or lost, and that
// it goes on once the fault is over. What the states mean: docs/faults.md.

import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createActivity, getActivity, listActivities, updateActivity } from '../src/office/activities.ts';
import { createContact, getContact, listContacts, updateContact } from '../src/office/contacts.ts';
import { changeSetMembers, createSet } from '../src/office/sets.ts';
import { createTask, getTask, listTasks, updateTask } from '../src/office/tasks.ts';
import type { User } from '../src/office/users.ts';
import { defaultLimits } from '../src/replica/google/cost.ts';
import { createWorld } from './support/world.ts';
import type { World } from './support/world.ts';

type Kind = 'contact' | 'event' | 'task';
type Wire = Readonly<Record<string, unknown>>;

let world: World;
// They wait for the queue most of the time, each for an account of its own.
vi.setConfig({ maxConcurrency: 10 });
beforeAll(async () => {
  // No cycle but those that are asked for; what trouble makes due again comes soon. A minute's quota is less than what is asked here.
  const limits = Object.fromEntries(Object.keys(defaultLimits).map((name) => [name, 1_000_000])) as unknown as typeof defaultLimits;
  world = await createWorld({ pollSeconds: 3600, waitFactor: 0.000_01, workers: 10, limits });
  await world.door('switches', { quota: false });
}, 120_000);
afterAll(() => world?.close());

interface Call {
  readonly name: string;
  readonly call: string;
  readonly kind: Kind;
  /** What only a first reading asks for. */
  readonly only?: 'first';
}
const calls: readonly Call[] = [
  { name: 'contactGroups.list', call: 'people.contactGroups.list', kind: 'contact', only: 'first' },
  { name: 'connections.list', call: 'people.people.connections.list', kind: 'contact' },
  { name: 'events.list', call: 'calendar.events.list', kind: 'event' },
  { name: 'tasklists.list', call: 'tasks.tasklists.list', kind: 'task' },
  { name: 'tasks.list', call: 'tasks.tasks.list', kind: 'task' },
];

/** What comes of a fault that stays: for all calls, or for some by name. */
interface Fault {
  readonly name: string;
  readonly rule: Wire;
  /** A fault of the token alone: a full list is answered. */
  readonly path?: string;
  /** What the API of contacts never says. */
  readonly notOfPeople?: true;
  readonly comes: string;
  readonly but?: Readonly<Record<string, string>>;
  /** What is left of an account that reads already: the rest goes on without tasks. */
  readonly whileActive?: Readonly<Record<string, string>>;
}
const stops = { comes: 'failed, told' } as const;
const pauses = { comes: 'paused by Google' } as const;
const pausesLong = { comes: 'paused by Google, told' } as const;
const nothing = { comes: 'active' } as const;
const asks = { comes: 'needs reconnect, told' } as const;
const faults: readonly Fault[] = [
  { name: '401', rule: { status: 401 }, ...asks },
  { name: '403 userRateLimitExceeded', rule: { status: 403, reason: 'userRateLimitExceeded' }, ...pauses },
  { name: '403 rateLimitExceeded', rule: { status: 403, reason: 'rateLimitExceeded' }, ...pauses },
  { name: '403 quotaExceeded', rule: { status: 403, reason: 'quotaExceeded' }, notOfPeople: true, ...pausesLong, whileActive: { 'tasklists.list': 'active without tasks', 'tasks.list': 'active without tasks' } },
  { name: '403 dailyLimitExceeded', rule: { status: 403, reason: 'dailyLimitExceeded' }, notOfPeople: true, ...pausesLong, whileActive: { 'tasklists.list': 'active without tasks', 'tasks.list': 'active without tasks' } },
  { name: '403 insufficientPermissions', rule: { status: 403, reason: 'insufficientPermissions' }, ...asks },
  { name: '403 accessNotConfigured', rule: { status: 403, reason: 'accessNotConfigured' }, ...stops },
  { name: '403 forbidden', rule: { status: 403, reason: 'forbidden' }, ...stops },
  { name: '403 of a new reason', rule: { status: 403, reason: 'somethingNew' }, ...stops },
  { name: '404', rule: { status: 404 }, ...stops, but: { 'events.list': 'calendar gone, told', 'tasks.list': 'paused by Google' } },
  { name: '409', rule: { status: 409 }, ...pauses },
  { name: '410 deleted', rule: { status: 410 }, ...stops, but: { 'events.list': 'calendar gone, told', 'tasks.list': 'paused by Google' } },
  { name: '410 of the token', rule: { status: 410, reason: 'fullSyncRequired' }, path: 'syncToken=|updatedMin=', ...nothing },
  { name: '400 of the token', rule: { status: 400, reason: 'EXPIRED_SYNC_TOKEN' }, path: 'syncToken=|updatedMin=', ...nothing },
  { name: '400', rule: { status: 400, reason: 'badRequest' }, ...stops },
  { name: '412', rule: { status: 412 }, ...stops },
  { name: '429', rule: { status: 429 }, ...pauses },
  { name: '429 with Retry-After', rule: { status: 429, retryAfter: 20 }, ...pauses },
  { name: '429 with a long Retry-After', rule: { status: 429, retryAfter: 7200 }, ...pausesLong },
  { name: '500', rule: { status: 500, reason: 'backendError' }, ...pauses },
  { name: '503 with Retry-After', rule: { status: 503, retryAfter: 20 }, ...pauses },
  { name: 'dropped before', rule: { drop: 'before' }, ...pauses },
  { name: 'dropped after', rule: { drop: 'after' }, ...pauses },
  { name: 'slow', rule: { delayMs: 150 }, ...nothing },
  { name: 'truncated', rule: { spoil: 'truncated' }, ...pauses },
  { name: 'not JSON', rule: { spoil: 'html' }, ...pauses },
  { name: 'no body', rule: { spoil: 'empty' }, ...pauses },
  { name: 'JSON: an empty object', rule: { answer: {} }, ...stops, but: { 'connections.list': 'paused by Google', 'events.list': 'paused by Google' } },
  { name: 'JSON: a list', rule: { answer: [] }, ...stops },
  { name: 'JSON: null', rule: { answer: null }, ...stops },
  { name: 'JSON: members of another kind', rule: { answer: { items: 'none', connections: 7, contactGroups: {}, nextPageToken: false } }, ...stops },
];
const isOver = (account: string): Promise<unknown> => fetch(`${world.google}/_sim/fault?account=${encodeURIComponent(account)}`, { method: 'DELETE' });

/** A user with one record of each kind in the office and one in Google. */
interface Desk {
  readonly user: User;
  readonly setId: string;
  readonly ids: Readonly<Record<Kind, string>>;
}

async function openDesk(name: string): Promise<Desk> {
  const user = await world.addUser(name);
  const { db } = world.store;
  const owner = { officeId: user.officeId, userId: user.id };
  const contact = await createContact(db, owner, { givenName: 'Olga', familyName: name, phones: [], emails: [], addresses: [], urls: [] });
  const setId = (await createSet(db, owner, { kind: 'plain', name })).id;
  await changeSetMembers(db, owner, setId, [contact.id], []);
  const event = await createActivity(db, owner, { type: 'Appointment', status: 'active', priority: 'Normal', subject: 'Office event', start: { local: '2027-03-02T10:00:00', zone: 'America/New_York' }, end: { local: '2027-03-02T11:00:00', zone: 'America/New_York' }, private: false, showAs: 'busy', recurrence: [], occurrences: [], participants: [] });
  const task = await createTask(db, owner, { subject: 'Office task', priority: 'Normal', status: 'active' });
  await world.door('seed', {
    accounts: [
      {
        email: user.email,
        calendars: [{ id: 'primary', events: [{ summary: 'Google event', start: { date: '2027-03-04' }, end: { date: '2027-03-05' } }] }],
        people: [{ names: [{ givenName: 'Gregor', familyName: name }] }],
        taskLists: [{ title: 'My Tasks', tasks: [{ title: 'Google task' }] }],
      },
    ],
  });
  await world.connect(user);
  return { user, setId, ids: { contact: contact.id, event: event.id, task: task.id } };
}

interface State {
  readonly people: { resourceName: string; names?: { givenName?: string }[]; nicknames?: { value: string }[]; organizations?: { name?: string }[]; metadata?: { deleted?: boolean } }[];
  readonly calendars: { events: { id: string; summary?: string; location?: string; status?: string }[] }[];
  readonly taskLists: { tasks: { id: string; title?: string; notes?: string; deleted?: boolean }[] }[];
}
const google = async ({ user }: Desk): Promise<State> => (await world.door(`state?account=${encodeURIComponent(user.email)}`)) as unknown as State;
const tasksOf = (state: State): State['taskLists'][number]['tasks'] => state.taskLists.flatMap(({ tasks }) => tasks).filter((task) => task.deleted !== true);
const eventsOf = (state: State): State['calendars'][number]['events'] => state.calendars.flatMap(({ events }) => events).filter((event) => event.status !== 'cancelled');

/** How many of everything there are on both sides. */
async function countAll(desk: Desk): Promise<string> {
  const { db } = world.store;
  const state = await google(desk);
  const contacts = (await listContacts(db, desk.user.officeId, { limit: 500 } as never)).contacts.filter((one) => JSON.stringify(one).includes(desk.user.fullName)).length;
  const activities = (await listActivities(db, desk.user.id, { limit: 100 } as never)).activities.length;
  const tasks = (await listTasks(db, desk.user.id, { limit: 100 } as never)).tasks.length;
  return `office ${contacts} ${activities} ${tasks}, Google ${state.people.length} ${eventsOf(state).length} ${tasksOf(state).length}`;
}

/** The same record changed on both sides, each in a field of its own. */
const edits: Readonly<Record<Kind, { inOffice(desk: Desk, text: string): Promise<unknown>; inGoogle(desk: Desk, text: string): Promise<unknown>; arrived(desk: Desk, text: string): Promise<boolean> }>> = {
  contact: {
    async inOffice({ user, ids }, text) {
      const { id, version, ...fields } = await getContact(world.store.db, user.officeId, ids.contact);
      await updateContact(world.store.db, { officeId: user.officeId, userId: user.id }, id, version, { ...fields, company: text } as never);
    },
    async inGoogle(desk, text) {
      const id = (await google(desk)).people.find((one) => one.names?.[0]?.givenName === 'Olga')?.resourceName;
      await world.door('act', { account: desk.user.email, action: 'contact.edit', id, patch: { biographies: [{ value: text }] } });
    },
    async arrived(desk, text) {
      const there = (await google(desk)).people.find((one) => one.names?.[0]?.givenName === 'Olga');
      return there?.organizations?.[0]?.name === text && JSON.stringify(await getContact(world.store.db, desk.user.officeId, desk.ids.contact)).split(text).length === 3;
    },
  },
  event: {
    async inOffice({ user, ids }, text) {
      const { id, version, ...fields } = await getActivity(world.store.db, user.id, ids.event);
      await updateActivity(world.store.db, { officeId: user.officeId, userId: user.id }, id, version, { ...fields, subject: text } as never);
    },
    async inGoogle(desk, text) {
      const id = eventsOf(await google(desk)).find((one) => one.summary !== 'Google event')?.id;
      await world.door('act', { account: desk.user.email, action: 'event.edit', id, patch: { location: text } });
    },
    async arrived(desk, text) {
      const { subject, location } = await getActivity(world.store.db, desk.user.id, desk.ids.event);
      return subject === text && location === text && eventsOf(await google(desk)).some((one) => one.summary === text && one.location === text);
    },
  },
  task: {
    async inOffice({ user, ids }, text) {
      const { id, version, ...fields } = await getTask(world.store.db, user.id, ids.task);
      await updateTask(world.store.db, { officeId: user.officeId, userId: user.id }, id, version, { ...fields, subject: text } as never);
    },
    async inGoogle(desk, text) {
      const id = tasksOf(await google(desk)).find((one) => one.title !== 'Google task')?.id;
      await world.door('act', { account: desk.user.email, action: 'task.edit', id, patch: { notes: text } });
    },
    async arrived(desk, text) {
      const held = await getTask(world.store.db, desk.user.id, desk.ids.task);
      return held.subject === text && JSON.stringify(held).split(text).length === 3 && tasksOf(await google(desk)).some((one) => one.title === text && one.notes === text);
    },
  },
};

/** A job waits half a second for its turn: to look more often costs more than it finds. */
const aMoment = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 150));
const detailOf = ({ user }: Desk) => world.sync.setupDetail(user.id);
const toldOf = async ({ user }: Desk): Promise<number> => (await world.sync.alerts(user.id)).alerts.length;
const askFor = ({ user }: Desk): Promise<unknown> => world.sync.syncNow(user.id, user.email);

/** The state while the fault lasts, and whether a person was told of it; more than once is said too. */
async function wordsOf(desk: Desk, state: string, before: number): Promise<string> {
  const told = (await toldOf(desk)) - before;
  return `${state}${told === 0 ? '' : told === 1 ? ', told' : `, told ${told} times`}`;
}

/** Until the account works as before; a person who is asked to connects again. */
async function recover(desk: Desk, from: string, isDone: () => Promise<boolean>): Promise<void> {
  await world.until(`recovery of ${desk.user.fullName} from ${from}`, async () => {
    const { state } = await detailOf(desk);
    if (state === 'needs reconnect') await world.connect(desk.user);
    if (await isDone()) return true;
    if (state !== 'previewing' && state !== 'preview ready') await askFor(desk);
    await aMoment();
    return false;
  }, 60_000).catch(async (error: unknown) => {
    throw new Error(`${String(error)} ${JSON.stringify({ now: await detailOf(desk).then(({ state, stateText, waiting }) => ({ state, stateText, waiting })), counts: await countAll(desk), alerts: (await world.sync.alerts(desk.user.id)).alerts.slice(0, 3) })}`);
  });
}

const faultsOf = (call: Call): readonly Fault[] => faults.filter(({ notOfPeople }) => notOfPeople === undefined || call.kind !== 'contact');
const ofFullLists = (list: readonly Fault[]): readonly Fault[] => list.filter(({ path }) => path === undefined);
const expected = (call: Call, list: readonly Fault[], whenNothing: string): Record<string, string> => Object.fromEntries(list.map(({ name, comes, but, whileActive }) => [name, ((whenNothing === 'active' ? whileActive?.[call.name] : undefined) ?? but?.[call.name] ?? comes).replace(/^active$/, whenNothing)]));
/** In the setup, where a person waits for the list. */
const inSetup: Readonly<Record<string, string>> = { slow: 'listed', '401': 'not-connected', '403 insufficientPermissions': 'not-connected', '403 forbidden': 'scope-missing', '403 of a new reason': 'scope-missing' };

describe.concurrent('[R13] [R4] [R14] a reading call that fails', () => {
  for (const call of calls.filter(({ only }) => only === undefined)) {
    test(`${call.name} of what changed: a named state, nothing deleted, doubled or lost, and it goes on afterwards`, { timeout: 300_000 }, async () => {
      const desk = await openDesk(`Changed ${call.name.replace('.', ' ')}`);
      const { user } = desk;
      await world.approve(user, await world.preview(user, { contacts: 'set', setId: desk.setId, activities: 'two-way', recurring: true }));
      const counted = await countAll(desk);
      const seen: Record<string, string> = {};
      const edit = edits[call.kind];
      for (const [n, fault] of faultsOf(call).entries()) {
        const text = `Changed ${n}`;
        await world.door('fault', { match: { account: user.email, call: call.call, ...(fault.path === undefined ? {} : { path: fault.path }) }, count: 1000, ...fault.rule });
        await Promise.all([edit.inOffice(desk, text), edit.inGoogle(desk, text)]);
        const before = await toldOf(desk);
        await askFor(desk);
        const state = await world.until(`an outcome of ${call.name} ${fault.name}`, async () => {
          await aMoment();
          const now = await detailOf(desk);
          if (now.state !== 'active') return now.state;
          if (await edit.arrived(desk, text)) return 'active';
          return now.stateText.includes('tasks wait until') && 'active without tasks';
        }, 30_000).catch(() => 'nothing comes of it');
        seen[fault.name] = await wordsOf(desk, state, before);
        expect(await countAll(desk), `while ${fault.name}`).toBe(counted);
        await isOver(user.email);
        await recover(desk, fault.name, async () => (await detailOf(desk)).state === 'active' && edit.arrived(desk, text));
        expect(await countAll(desk), `after ${fault.name}`).toBe(counted);
      }
      expect(seen).toEqual(expected(call, faultsOf(call), 'active'));
    });
  }

  for (const call of calls) {
    test(`${call.name} of a first preview: a named state, nothing written, and the preview comes afterwards`, { timeout: 300_000 }, async () => {
      const desk = await openDesk(`First ${call.name.replace('.', ' ')}`);
      const { user } = desk;
      const counted = await countAll(desk);
      const seen: Record<string, string> = {};
      let lines: readonly string[] | undefined;
      for (const fault of ofFullLists(faultsOf(call))) {
        await world.door('fault', { match: { account: user.email, call: call.call }, count: 1000, ...fault.rule });
        const before = await toldOf(desk);
        const detail = await detailOf(desk);
        await world.sync.saveSetup(user.id, { ...detail.options, contacts: 'set', setId: desk.setId, activities: 'two-way', recurring: true, runSynchronization: true }, user.email);
        const state = await world.until(`an outcome of ${call.name} ${fault.name}`, async () => {
          await aMoment();
          const now = await detailOf(desk);
          return now.state !== 'previewing' && now.state;
        }, 30_000).catch(() => 'nothing comes of it');
        seen[fault.name] = await wordsOf(desk, state, before);
        await isOver(user.email);
        await recover(desk, fault.name, async () => (await detailOf(desk)).state === 'preview ready');
        const report = (await detailOf(desk)).currentReport ?? '';
        const now = (await world.sync.reportLines(user.id, report, { offset: 0, limit: 100 })).lines.map((line) => `${line.section} ${line.side ?? '-'} ${line.kind} ${line.name}`).sort();
        lines ??= now;
        expect(now, `after ${fault.name}`).toEqual(lines);
        expect(await countAll(desk), `after ${fault.name}`).toBe(counted);
        await world.sync.saveSetup(user.id, { ...(await detailOf(desk)).options, runSynchronization: false }, user.email);
        // As if nothing had ever been read.
        await sql`delete from cursor where account_id = ${user.id}`.execute(world.store.db);
        await sql`delete from mirror where account_id = ${user.id}`.execute(world.store.db);
      }
      expect(seen).toEqual(expected(call, ofFullLists(faultsOf(call)), 'preview ready, told'));
    });
  }

  test('calendarList.list: the setup says what is wrong, and the calendars come afterwards', { timeout: 60_000 }, async () => {
    const desk = await openDesk('Calendar List');
    const listed = await world.sync.calendars(desk.user.id);
    const seen: Record<string, string> = {};
    for (const fault of ofFullLists(faults)) {
      await world.door('fault', { match: { account: desk.user.email, call: 'calendar.calendarList.list' }, count: 1000, ...fault.rule });
      seen[fault.name] = await world.sync.calendars(desk.user.id).then(
        (calendars) => (calendars.length === listed.length ? 'listed' : `a list of ${calendars.length}`),
        (error: { code?: string }) => error.code ?? String(error),
      );
      await isOver(desk.user.email);
      expect(await world.sync.calendars(desk.user.id), `after ${fault.name}`).toEqual(listed);
    }
    expect(seen).toEqual(Object.fromEntries(ofFullLists(faults).map(({ name }) => [name, inSetup[name] ?? 'google-unreachable'])));
  });
});
