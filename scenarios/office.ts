// What a person does in SmartOffice, over its HTTP API alone. In: input as the office takes
// it. Out: records as it answers them. Never here: the synchronization; world.ts has that.

export type Fields = Record<string, unknown>;

export interface OfficeEntry {
  readonly id: string;
  readonly value: string;
  readonly type: string;
  readonly preferred: boolean;
}
export interface OfficeContact extends Fields {
  readonly id: string;
  readonly version: string;
  readonly givenName?: string;
  readonly familyName?: string;
  readonly jobTitle?: string;
  readonly notes?: string;
  readonly phones: readonly OfficeEntry[];
  readonly emails: readonly OfficeEntry[];
  readonly sets: readonly { readonly id: string }[];
}
export interface OfficeWhen {
  readonly date?: string;
  readonly local?: string;
  readonly zone?: string;
}
export interface OfficeActivity extends Fields {
  readonly id: string;
  readonly version: string;
  readonly subject: string;
  readonly status: string;
  readonly notes?: string;
  readonly private: boolean;
  readonly start: OfficeWhen;
  readonly end: OfficeWhen;
  readonly recurrence: readonly string[];
  readonly occurrences: readonly { readonly original: string; readonly cancelled?: boolean; readonly start?: OfficeWhen; readonly title?: string }[];
  readonly participants: readonly { readonly email?: string; readonly response?: string; readonly optional?: boolean }[];
}
export interface OfficeTask extends Fields {
  readonly id: string;
  readonly version: string;
  readonly subject: string;
  readonly dueDate?: string;
  readonly dueTime?: string;
  readonly priority: string;
  readonly status: string;
}

export interface Api {
  <T>(method: string, path: string, body?: unknown): Promise<T>;
}

export interface Office {
  addContact(fields: Fields): Promise<OfficeContact>;
  contact(id: string): Promise<OfficeContact>;
  contacts(): Promise<readonly OfficeContact[]>;
  editContact(id: string, change: (contact: OfficeContact) => Fields): Promise<OfficeContact>;
  deleteContact(id: string): Promise<void>;
  addSet(name: string, members: readonly string[]): Promise<string>;
  changeSet(id: string, members: { readonly add?: readonly string[]; readonly remove?: readonly string[] }): Promise<void>;
  addActivity(fields: Fields): Promise<OfficeActivity>;
  activity(id: string): Promise<OfficeActivity>;
  /** Canceled ones too. */
  activities(): Promise<readonly OfficeActivity[]>;
  activityNamed(subject: string): Promise<OfficeActivity>;
  editActivity(id: string, change: (activity: OfficeActivity) => Fields): Promise<OfficeActivity>;
  changeOccurrence(id: string, occurrence: Fields): Promise<OfficeActivity>;
  deleteActivity(id: string): Promise<void>;
  addTask(fields: Fields): Promise<OfficeTask>;
  task(id: string): Promise<OfficeTask>;
  tasks(): Promise<readonly OfficeTask[]>;
  editTask(id: string, change: (task: OfficeTask) => Fields): Promise<OfficeTask>;
  /** Everything with its version: equal before and after when nothing was written. */
  versions(): Promise<readonly string[]>;
}

type Row = { readonly id: string; readonly version: string };
const kept = ['name', 'sets', 'createdAt', 'updatedAt', 'ownerId', 'id', 'version'];

function inputOf(record: Fields): Fields {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !kept.includes(name)));
}

export function openOffice(api: Api): Office {
  async function list(what: 'contacts' | 'activities' | 'tasks'): Promise<readonly Row[]> {
    const rows: Row[] = [];
    let after: string | undefined;
    do {
      const page: Record<string, unknown> = await api('GET', `/api/${what}?limit=500${after === undefined ? '' : `&after=${encodeURIComponent(after)}`}`);
      rows.push(...(page[what] as Row[]));
      after = page['next'] as string | undefined;
    } while (after !== undefined);
    return rows;
  }
  const all = async <T>(what: 'contacts' | 'activities' | 'tasks'): Promise<readonly T[]> => Promise.all((await list(what)).map(({ id }) => api<T>('GET', `/api/${what}/${id}`)));
  async function edit<T extends Row & Fields>(what: string, name: string, id: string, change: (record: T) => Fields): Promise<T> {
    const present = await api<T>('GET', `/api/${what}/${id}`);
    return api('PUT', `/api/${what}/${id}`, { version: present.version, [name]: { ...inputOf(present), ...change(present) } });
  }
  async function remove(what: string, id: string): Promise<void> {
    const { version } = await api<Row>('GET', `/api/${what}/${id}`);
    await api('DELETE', `/api/${what}/${id}?version=${version}`);
  }
  const office: Office = {
    addContact: (fields) => api('POST', '/api/contacts', fields),
    contact: (id) => api('GET', `/api/contacts/${id}`),
    contacts: () => all('contacts'),
    editContact: (id, change) => edit<OfficeContact>('contacts', 'contact', id, change),
    deleteContact: (id) => remove('contacts', id),
    addSet: async (name, members) => {
      const { id } = await api<Row>('POST', '/api/sets', { kind: 'plain', name });
      if (members.length > 0) await api('POST', `/api/sets/${id}/members`, { add: members });
      return id;
    },
    changeSet: async (id, members) => void (await api('POST', `/api/sets/${id}/members`, members)),
    addActivity: (fields) => api('POST', '/api/activities', { type: 'Appointment', ...fields }),
    activity: (id) => api('GET', `/api/activities/${id}`),
    activities: () => all('activities'),
    activityNamed: async (subject) => {
      const found = (await office.activities()).find((one) => one.subject === subject);
      if (found === undefined) throw new Error(`SmartOffice has no activity ${subject}`);
      return found;
    },
    editActivity: (id, change) => edit<OfficeActivity>('activities', 'activity', id, change),
    changeOccurrence: async (id, occurrence) => {
      const { version } = await api<Row>('GET', `/api/activities/${id}`);
      return api('POST', `/api/activities/${id}/occurrence`, { version, occurrence });
    },
    deleteActivity: (id) => remove('activities', id),
    addTask: (fields) => api('POST', '/api/tasks', fields),
    task: (id) => api('GET', `/api/tasks/${id}`),
    tasks: () => all('tasks'),
    editTask: (id, change) => edit<OfficeTask>('tasks', 'task', id, change),
    versions: async () => (await Promise.all((['contacts', 'activities', 'tasks'] as const).map(async (what) => (await list(what)).map(({ id, version }) => `${what} ${id} ${version}`)))).flat().sort(),
  };
  return office;
}
