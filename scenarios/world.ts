// One person of a scenario: their office, their Google account, their synchronization. In:
// the addresses of product and simulator. Out: what a person can do and see. Cycles are told
// apart by what they ask Google for, since the product says nothing of those that are quiet.

import { deepStrictEqual } from 'node:assert';
import { setTimeout as sleep } from 'node:timers/promises';
import { consent } from './consent.ts';
import { openGoogle } from './google.ts';
import type { Google, LogEntry } from './google.ts';
import { openOffice } from './office.ts';
import type { Api, Office } from './office.ts';
import { password } from './stage.ts';

export interface Setup {
  readonly state: string;
  readonly stateText: string;
  readonly waiting: number;
  readonly locked: boolean;
  readonly currentReport?: string;
  readonly pausedUntil?: string;
  readonly google: { readonly connected: boolean };
  readonly options: { readonly runSynchronization: boolean; readonly setId?: string; readonly activities: string; readonly calendarId?: string };
}
export interface CalendarRow {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly writable: boolean;
}
export interface ReportRow {
  readonly id: string;
  readonly kind: string;
  readonly status: string;
  readonly digest?: string;
  readonly current: boolean;
  readonly summary: string;
}
export interface Report {
  readonly row: ReportRow;
  readonly summary: readonly string[];
  readonly brakes: readonly { readonly key: string; readonly text: string }[];
  readonly invitations: number;
  readonly settings: readonly { readonly label: string; readonly value: string; readonly was?: string }[];
}
export interface Line {
  readonly id: string;
  readonly unit: string;
  readonly section: string;
  readonly side?: 'office' | 'google';
  readonly kind: string;
  readonly name: string;
  readonly text: string;
  readonly why: string;
  readonly fields: readonly { readonly label: string; readonly before?: string; readonly after?: string }[];
  readonly values?: readonly { readonly label: string; readonly base?: string; readonly office?: string; readonly google?: string }[];
  readonly alternatives?: readonly { readonly id: string; readonly label: string }[];
  readonly otherwise?: string;
  readonly outcome?: string;
  readonly outcomeText?: string;
}
export interface Decided {
  readonly decisions?: Record<string, string>;
  readonly choices?: Record<string, string>;
  readonly released?: readonly string[];
}
export interface Wanted {
  readonly setId?: string;
  readonly activities?: 'two-way' | 'to-google' | 'to-office' | 'none';
  readonly recurring?: boolean;
  /** The id of a calendar; absent: the main one, or as it was. */
  readonly calendarId?: string;
  /** Ids of calendars that are only shown in the office; absent: as it was. */
  readonly shownCalendars?: readonly string[];
  /** What the person chooses of the policy; absent: as it was. */
  readonly policy?: Readonly<Record<string, unknown>>;
}

/** The product refused: with the code of its table. */
export class Refused extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, body: { code?: string; message?: string }, what: string) {
    super(`${what}: ${status} ${body.code ?? ''} ${body.message ?? ''}`);
    this.status = status;
    this.code = body.code ?? '';
  }
}

export interface Person {
  readonly email: string;
  readonly api: Api;
  readonly office: Office;
  readonly google: Google;
  /** As another Google account, where one is named; without the permissions whose names hold one of the words. */
  connect(account?: string, without?: readonly string[]): Promise<void>;
  /** Brings in a file; into a SET, where one is named. */
  importFile(name: string, text: string, setId?: string): Promise<{ readonly contacts: number; readonly activities: number; readonly problems: readonly { readonly reason: string; readonly effect: string }[] }>;
  /** What the product mailed to this person. */
  letters(): Promise<readonly { readonly to: string; readonly subject: string; readonly text: string }[]>;
  alerts(): Promise<readonly { readonly kind: string; readonly title: string; readonly text: string }[]>;
  setup(): Promise<Setup>;
  /** Saves with Run Synchronization selected and waits for the Preview Report. */
  preview(wanted?: Wanted): Promise<string>;
  /** Changes the setup while it runs and waits for the new Preview Report. */
  change(wanted: Wanted): Promise<string>;
  /** Goes back to the setup that was approved last, and waits for its Preview Report. */
  goBack(): Promise<string>;
  stop(): Promise<void>;
  calendars(): Promise<readonly CalendarRow[]>;
  report(id: string): Promise<Report>;
  reports(): Promise<readonly ReportRow[]>;
  lines(id: string): Promise<readonly Line[]>;
  open(id: string): Promise<ReportRow>;
  /** Opens, approves and waits until the run has ended; its lines with their outcomes. */
  approve(id: string, decided?: Decided): Promise<readonly Line[]>;
  /** Preview, then everything in it. */
  begin(wanted?: Wanted, decided?: Decided): Promise<readonly Line[]>;
  /** A whole cycle that began after this call has ended. */
  cycle(): Promise<Setup>;
  /** The lines of the current report that ask something. */
  asked(): Promise<readonly Line[]>;
  /** Another cycle writes nothing, on either side, and reports nothing. */
  quiet(mails?: number): Promise<void>;
}

export async function until<T>(what: string, look: () => Promise<T | undefined | false>, timeoutMs = 30_000): Promise<T> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > end) throw new Error(`Waited in vain for ${what}`);
    await sleep(40);
  }
}

export async function openPerson(origin: string, simulator: string, email: string): Promise<Person> {
  const signedIn = await fetch(new URL('/api/session?token=1', origin), { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email, password }) });
  const { token } = (await signedIn.json()) as { token?: string };
  if (token === undefined) throw new Error(`${email} cannot sign in: ${signedIn.status}`);
  const send = (method: string, path: string, body?: unknown): Promise<Response> =>
    fetch(new URL(path, origin), { method, headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const api: Api = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await send(method, path, body);
    const text = await answer.text();
    if (!answer.ok) throw new Refused(answer.status, (text === '' ? {} : JSON.parse(text)) as { code?: string }, `${method} ${path}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  };
  const google = openGoogle(simulator, email);
  const office = openOffice(api);
  let contactsOnly = false;
  await google.seed({ timeZone: 'America/New_York' });

  const setup = (): Promise<Setup> => api('GET', '/api/setup');
  const lines = async (id: string): Promise<readonly Line[]> => (await api<{ lines: Line[] }>('GET', `/api/reports/${encodeURIComponent(id)}/lines?limit=60000`)).lines;
  const reports = async (): Promise<readonly ReportRow[]> => (await api<{ reports: ReportRow[] }>('GET', '/api/reports')).reports;

  /** The first request of each cycle that reads; one that was refused is sent again in the same cycle. */
  const starts = async (since: number): Promise<number> => (await google.log(since)).entries.filter(isStart).length;
  function isStart({ call, query, status }: LogEntry): boolean {
    const text = typeof query === 'string' ? query : JSON.stringify(query);
    return call === (contactsOnly ? 'people.people.connections.list' : 'tasks.tasklists.list') && !text.includes('pageToken') && status < 400;
  }

  async function cycle(): Promise<Setup> {
    const mark = (await google.log()).last;
    // When the second begins, the first has ended.
    for (let nth = 1; nth <= 2; nth += 1) {
      const before = await setup();
      if (!before.options.runSynchronization) return before;
      await api('POST', '/api/sync/now');
      const stopped = await until<Setup | true>(`cycle ${nth} of ${email} (${before.state})`, async () => {
        if ((await starts(mark)) >= nth) return true;
        const now = await setup();
        return (now.state === 'paused by brake' || now.state === 'paused by Google' || now.state === 'needs reconnect') && now;
      });
      if (stopped !== true) return stopped;
    }
    return setup();
  }

  const previewReady = (): Promise<string> =>
    until('a preview', async () => {
      const now = await setup();
      if (now.state === 'failed' || now.state === 'needs reconnect') throw new Error(now.stateText);
      return now.state === 'preview ready' && now.currentReport;
    });

  const person: Person = {
    email,
    api,
    office,
    google,
    setup,
    reports,
    lines,
    cycle,

    async connect(account = email, without = []) {
      const begun = await send('POST', '/api/google/connect');
      const { url } = (await begun.json()) as { url: string };
      const cookie = begun.headers.getSetCookie().map((each) => each.split(';')[0]).join('; ');
      const back = await consent(url, account, without);
      const answer = await fetch(back, { headers: { cookie }, redirect: 'manual' });
      const page = answer.headers.get('location') ?? '';
      if (!page.includes('connected=1')) throw new Error(`Connecting Google ended at ${answer.status} ${page}`);
    },

    async importFile(name, text, setId) {
      const form = new FormData();
      form.append('file', new Blob([text]), name);
      const answer = await fetch(new URL(`/api/import${setId === undefined ? '' : `?setId=${setId}`}`, origin), { method: 'POST', headers: { authorization: `Bearer ${token}` }, body: form });
      if (!answer.ok) throw new Error(`The import was refused: ${await answer.text()}`);
      return (await answer.json()) as never;
    },

    alerts: async () => (await api<{ alerts: { kind: string; title: string; text: string }[] }>('GET', '/api/alerts')).alerts,

    letters: async () => (await api<{ mails: { to: string; subject: string; text: string }[] }>('GET', '/api/mail')).mails,
    calendars: async () => (await api<{ calendars: CalendarRow[] }>('GET', '/api/setup/calendars')).calendars,

    async preview(wanted = {}) {
      const { options } = await api<{ options: object }>('GET', '/api/setup');
      const { setId, activities = 'two-way', recurring = true, ...rest } = wanted;
      contactsOnly = activities === 'none';
      await api('PUT', '/api/setup', { ...options, ...(setId === undefined ? { contacts: 'none' } : { contacts: 'set', setId }), activities, recurring, runSynchronization: true, ...rest });
      return previewReady();
    },

    async change(wanted) {
      const { options } = await setup();
      contactsOnly = (wanted.activities ?? options.activities) === 'none';
      await api('PUT', '/api/setup', { ...options, ...wanted, ...(wanted.setId === undefined ? {} : { contacts: 'set' }), change: true });
      return previewReady();
    },

    async goBack() {
      const { options } = await api<Setup>('POST', '/api/setup/former');
      contactsOnly = options.activities === 'none';
      return previewReady();
    },

    async stop() {
      const { options } = await api<{ options: object }>('GET', '/api/setup');
      await api('PUT', '/api/setup', { ...options, runSynchronization: false });
    },

    report: (id) => api('GET', `/api/reports/${encodeURIComponent(id)}`),
    open: (id) => api('POST', `/api/reports/${encodeURIComponent(id)}/open`),

    async approve(id, decided = {}) {
      const { digest } = await person.open(id);
      await api('POST', `/api/reports/${id}/approve`, { digest, ...decided });
      const run = await until('the run', async () => (await reports()).find((row) => row.id === `${id}.run` && (row.status === 'complete' || row.status === 'failed')), 60_000);
      await until('the initial synchronization', async () => (await setup()).state !== 'initial sync');
      return lines(run.id);
    },

    async begin(wanted, decided) {
      await person.connect();
      return person.approve(await person.preview(wanted), decided);
    },

    async asked() {
      const { currentReport } = await setup();
      return currentReport === undefined ? [] : (await lines(currentReport)).filter((line) => line.section === 'asked');
    },

    async quiet(mails = 0) {
      await cycle();
      const { last } = await google.log();
      const before = await office.versions();
      const runs = (await reports()).map((row) => `${row.id} ${row.status}`);
      await cycle();
      const log = await google.log(last);
      const written = log.entries.filter((entry) => entry.method !== 'GET' && entry.api !== 'oauth').map((entry) => `${entry.method} ${entry.path}`);
      deepStrictEqual(written, [], 'a cycle without an edit wrote to Google');
      deepStrictEqual(await office.versions(), before, 'a cycle without an edit wrote to SmartOffice');
      deepStrictEqual((await reports()).map((row) => `${row.id} ${row.status}`), runs, 'a cycle without an edit made a report');
      deepStrictEqual((await google.mails()).length, mails, 'mails that Google would have sent');
      deepStrictEqual(log.violations, [], 'the simulator noticed violations');
    },
  };
  return person;
}
