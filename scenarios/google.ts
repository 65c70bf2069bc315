// What a scenario sees and does at Google: the control doors of the simulator for one
// account. In: wire resources and acts of a person. Out: what Google holds, was asked for
// and would have mailed. Never here: knowledge of what the product does with it.

export type Wire = Record<string, unknown>;

export interface WireTime {
  readonly date?: string;
  readonly dateTime?: string;
  readonly timeZone?: string;
}
export interface GoogleEvent extends Wire {
  readonly id: string;
  readonly summary?: string;
  readonly description?: string;
  readonly status?: string;
  readonly start?: WireTime;
  readonly end?: WireTime;
  readonly recurrence?: readonly string[];
  readonly recurringEventId?: string;
  readonly originalStartTime?: WireTime;
  readonly attendees?: readonly { readonly email: string; readonly responseStatus?: string; readonly comment?: string; readonly optional?: boolean }[];
}
export interface GoogleEntry extends Wire {
  readonly value?: string;
  readonly type?: string;
}
export interface GooglePerson extends Wire {
  readonly resourceName: string;
  readonly etag?: string;
  readonly metadata?: { readonly deleted?: boolean };
  readonly names?: readonly { readonly givenName?: string; readonly familyName?: string }[];
  readonly phoneNumbers?: readonly GoogleEntry[];
  readonly emailAddresses?: readonly GoogleEntry[];
  readonly organizations?: readonly { readonly name?: string; readonly title?: string }[];
  readonly memberships?: readonly { readonly contactGroupMembership?: { readonly contactGroupResourceName?: string } }[];
}
export interface GoogleTask extends Wire {
  readonly id: string;
  readonly title?: string;
  readonly due?: string;
  readonly status?: string;
  readonly deleted?: boolean;
}
export interface GoogleState {
  readonly channels: readonly Channel[];
  readonly calendars: readonly { readonly id: string; readonly primary: boolean; readonly summary?: string; readonly events: readonly GoogleEvent[] }[];
  readonly groups: readonly { readonly resourceName: string; readonly name: string; readonly memberResourceNames?: readonly string[] }[];
  readonly people: readonly GooglePerson[];
  readonly taskLists: readonly { readonly id: string; readonly tasks: readonly GoogleTask[] }[];
}
export interface LogEntry {
  readonly n: number;
  readonly api: string;
  readonly call?: string;
  readonly method: string;
  readonly path: string;
  readonly query: string | Record<string, string>;
  readonly status: number;
}
export interface Log {
  readonly last: number;
  readonly count: number;
  readonly writes: number;
  readonly entries: readonly LogEntry[];
  readonly violations: readonly unknown[];
}
export interface Channel {
  readonly id: string;
  readonly token: string;
  readonly resourceId: string;
}
export interface GoogleMail {
  readonly kind: string;
  readonly from: string;
  readonly to: string;
  readonly calendarId: string;
  readonly by: string;
}

export interface Google {
  readonly origin: string;
  readonly email: string;
  door<T = Wire>(path: string, body?: unknown): Promise<T>;
  seed(what: Wire): Promise<void>;
  act<T = Wire>(action: string, what: Wire): Promise<T>;
  state(): Promise<GoogleState>;
  log(since?: number): Promise<Log>;
  writes(since?: number): Promise<readonly LogEntry[]>;
  mails(): Promise<readonly GoogleMail[]>;
  fault(match: Wire, rule: Wire): Promise<void>;
  /** Where Google was asked to tell of changes. */
  channels(): Promise<readonly Channel[]>;
  people(): Promise<readonly GooglePerson[]>;
  person(familyName: string): Promise<GooglePerson>;
  /** Of the primary calendar; without deleted ones. */
  events(): Promise<readonly GoogleEvent[]>;
  event(summary: string): Promise<GoogleEvent>;
  /** Subjects in one calendar, in order; without deleted ones. */
  subjectsIn(calendarId: string): Promise<readonly string[]>;
  makeCalendar(summary: string): Promise<string>;
  tasks(): Promise<readonly GoogleTask[]>;
  group(): Promise<string>;
}

export function openGoogle(origin: string, email: string): Google {
  const door = async <T>(path: string, body?: unknown): Promise<T> => {
    const answer = await fetch(`${origin}/_sim/${path}`, body === undefined ? {} : { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });
    const json = (await answer.json()) as T;
    if (!answer.ok) throw new Error(`The simulator refused ${path}: ${JSON.stringify(json)}`);
    return json;
  };
  const state = (): Promise<GoogleState> => door(`state?account=${encodeURIComponent(email)}`);
  const log: Google['log'] = (since = 0) => door(`log?since=${since}&account=${encodeURIComponent(email)}`);
  const found = <T>(what: string, one: T | undefined): T => {
    if (one === undefined) throw new Error(`Google has no ${what}`);
    return one;
  };
  const people: Google['people'] = async () => (await state()).people.filter(({ metadata }) => metadata?.deleted !== true);
  const google: Google = {
    origin,
    email,
    door,
    state,
    log,
    seed: async (what) => void (await door('seed', { accounts: [{ email, ...what }] })),
    act: (action, what) => door('act', { action, account: email, ...what }),
    writes: async (since) => (await log(since)).entries.filter((entry) => entry.method !== 'GET' && entry.api !== 'oauth'),
    mails: async () => (await door<{ mails: readonly GoogleMail[] }>('mail')).mails.filter((mail) => mail.from === email || mail.calendarId === email),
    fault: async (match, rule) => void (await door('fault', { match: { account: email, ...match }, ...rule })),
    channels: async () => (await state()).channels,
    people,
    person: async (familyName) => found(`contact ${familyName}`, (await people()).find((one) => one.names?.[0]?.familyName === familyName)),
    events: async () => ((await state()).calendars.find((calendar) => calendar.primary)?.events ?? []).filter((event) => event.status !== 'cancelled'),
    event: async (summary) => found(`event ${summary}`, (await google.events()).find((one) => one.summary === summary && one.recurringEventId === undefined)),
    subjectsIn: async (id) => ((await state()).calendars.find((calendar) => calendar.id === id)?.events ?? []).filter((event) => event.status !== 'cancelled').map(({ summary }) => summary ?? '').sort(),
    makeCalendar: async (summary) => (await google.act<{ id: string }>('calendar.create', { summary })).id,
    tasks: async () => (await state()).taskLists.flatMap((list) => list.tasks).filter((task) => task.deleted !== true),
    group: async () => found('group SmartOffice', (await state()).groups.find((one) => one.name === 'SmartOffice')).resourceName,
  };
  return google;
}
