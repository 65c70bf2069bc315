// What a person and an administrator decide, through the doors: policies, calendars, a change
// while it runs, the way back, and the office's defaults and locks.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createActivity, listActivities } from '../src/office/activities.ts';
import type { User } from '../src/office/users.ts';
import type { OfficeSetupBody } from '../src/http/contract/setup.ts';
import { createWorld } from './support/world.ts';
import type { World } from './support/world.ts';

let world: World;

beforeAll(async () => {
  world = await createWorld({ pollSeconds: 3600 });
}, 120_000);
afterAll(async () => {
  await world?.close();
});

const setup = { contacts: 'none', activities: 'two-way', recurring: true } as const;
const by = 'Test';

async function addMeeting(user: User, subject: string, day: number): Promise<void> {
  const at = `2027-02-${String(day).padStart(2, '0')}T`;
  await createActivity(world.store.db, { officeId: user.officeId, userId: user.id }, {
    type: 'Appointment', status: 'active', priority: 'Normal', subject, private: false, showAs: 'busy', recurrence: [], occurrences: [], participants: [],
    start: { local: `${at}10:00:00`, zone: 'America/New_York' }, end: { local: `${at}11:00:00`, zone: 'America/New_York' },
  });
}

interface State {
  readonly calendars: readonly { id: string; primary: boolean; summary?: string; events: readonly { summary?: string; status?: string }[] }[];
}
const google = async (user: User): Promise<State> => (await world.door(`state?account=${encodeURIComponent(user.email)}`)) as unknown as State;
const eventsOf = async (user: User, id: string): Promise<string[]> =>
  ((await google(user)).calendars.find((calendar) => calendar.id === id)?.events ?? []).filter(({ status }) => status !== 'cancelled').map(({ summary }) => summary ?? '').sort();
const linesOf = async (user: User, report: string): Promise<string[]> => (await world.sync.reportLines(user.id, report, { offset: 0, limit: 1000 })).lines.map((line) => `${line.section} ${line.side ?? '-'} ${line.name}`).sort();
const settingOf = async (user: User, report: string, label: string) => (await world.sync.report(user.id, report)).settings.find((setting) => setting.label === label);
const makeCalendar = async (user: User, summary: string): Promise<string> => String((await world.door('act', { action: 'calendar.create', account: user.email, summary }))['id']);
const changed = async (user: User, more: object): Promise<string> => {
  const { options } = await world.sync.setupDetail(user.id);
  await world.sync.saveSetup(user.id, { ...options, ...more, change: true }, by);
  return world.until('the new preview', async () => {
    const now = await world.sync.setupDetail(user.id);
    return now.state === 'preview ready' && now.currentReport;
  });
};

describe('policy', () => {
  test('what is chosen is stored, shown with where it comes from, and stands in the settings of the preview', async () => {
    const user = await world.addConnected('Polly Policy');
    const report = await world.preview(user, { ...setup, policy: { conflict: 'office', conflictByField: { 'event.title': 'google' }, deletion: { event: { office: 'follow' } }, privacy: 'busy only', brakes: { task: { share: 0.5, count: 10 } } } });
    const { policy } = await world.sync.setupDetail(user.id);
    expect(policy.effective).toMatchObject({ conflict: 'office', deletion: { event: { office: 'follow', google: 'ask' } }, privacy: 'busy only' });
    expect(Object.fromEntries(policy.rules.map(({ name, source }) => [name, source]))).toMatchObject({ conflict: 'own', deletion: 'own', sendGuests: 'default' });
    expect((await settingOf(user, report, 'When both sides changed the same field'))?.value).toBe('SmartOffice is used; Subject of activities: Google is used');
    expect((await settingOf(user, report, 'When an activity is deleted'))?.value).toBe('In SmartOffice: it is deleted on the other side too; In Google: you are asked');
    expect((await settingOf(user, report, 'Private activities'))?.value).toContain('Busy');
    expect((await settingOf(user, report, 'It stops and asks before it deletes'))?.value).toContain('50 % or 10 of the tasks');
  });

  test('a field that does not exist is refused by its name', async () => {
    const user = await world.addConnected('Fay Field');
    const { options } = await world.sync.setupDetail(user.id);
    await expect(world.sync.saveSetup(user.id, { ...options, policy: { conflictByField: { 'event.colour': 'ask' } } }, by)).rejects.toMatchObject({ code: 'invalid', field: 'policy.conflictByField.event.colour' });
  });
});

describe('[R32] a change of a setup that runs', () => {
  let user: User;

  beforeAll(async () => {
    user = await world.addConnected('Chan Ge');
    await addMeeting(user, 'Review', 1);
    await world.approve(user, await world.preview(user, setup));
  });

  test('[R32] is refused unless it is said to be one, and then makes a preview that says what of the setup changed', async () => {
    const { options } = await world.sync.setupDetail(user.id);
    await expect(world.sync.saveSetup(user.id, { ...options, policy: { conflict: 'google' } }, by)).rejects.toMatchObject({ code: 'setup-locked' });
    await addMeeting(user, 'Second', 2);
    const report = await changed(user, { policy: { conflict: 'google' } });
    expect(await settingOf(user, report, 'When both sides changed the same field')).toEqual({ label: 'When both sides changed the same field', value: 'Google is used', was: 'You are asked' });
    expect(await settingOf(user, report, 'Activities/Tasks')).toEqual({ label: 'Activities/Tasks', value: 'SmartOffice to Google and Vice Versa' });
    await world.cycle(user);
    expect(await eventsOf(user, user.email)).not.toContain('Third');
  });

  test('[R32] when it is rejected the synchronization is off, and the former setup can be used again, behind a preview', async () => {
    const { currentReport } = await world.sync.setupDetail(user.id);
    const row = await world.sync.openReport(user.id, currentReport ?? '', by);
    const off = await world.sync.reject(user.id, currentReport ?? '', row.digest ?? '', by);
    expect([off.state, off.locked]).toEqual(['off', false]);
    expect(off.former?.settings).toEqual([{ label: 'When both sides changed the same field', value: 'You are asked', was: 'Google is used' }]);
    await world.sync.useFormerSetup(user.id, by);
    const report = await world.until('the preview', async () => {
      const now = await world.sync.setupDetail(user.id);
      return now.state === 'preview ready' && now.currentReport;
    });
    const now = await world.sync.setupDetail(user.id);
    expect([now.policy.effective.conflict, now.former]).toEqual(['ask', undefined]);
    await world.approve(user, report);
    expect(await eventsOf(user, user.email)).toContain('Review');
  });
});

describe('calendars', () => {
  test('[B8] they are chosen by id among those that may be written; a colleague’s of the same name is refused', async () => {
    const user = await world.addConnected('Cal Endar');
    const own = await makeCalendar(user, 'Team');
    const colleague = 'colleague.of.cal@example.com';
    await world.door('seed', { accounts: [{ email: colleague, calendars: [{ id: 'colleagues-team', summary: 'Team' }] }, { email: user.email, calendars: [{ id: 'colleagues-team', summary: 'Team', owner: colleague, accessRole: 'reader' }] }] });
    const calendars = await world.sync.calendars(user.id);
    expect(calendars.filter(({ name }) => name === 'Team').map(({ id, role, writable }) => [id, role, writable]).sort()).toEqual([['colleagues-team', 'reader', false], [own, 'owner', true]].sort());
    const { options } = await world.sync.setupDetail(user.id);
    await expect(world.sync.saveSetup(user.id, { ...options, ...setup, runSynchronization: true, calendarId: 'colleagues-team' }, by)).rejects.toMatchObject({ code: 'calendar-read-only', field: 'calendarId' });
    await expect(world.sync.saveSetup(user.id, { ...options, ...setup, runSynchronization: true, calendarId: 'nobody' }, by)).rejects.toMatchObject({ code: 'calendar-not-found', field: 'calendarId' });
    await addMeeting(user, 'Mine', 3);
    const report = await world.preview(user, { ...setup, calendarId: own });
    expect((await settingOf(user, report, 'Google calendar'))?.value).toBe(`Team (owner), ${own}`);
    await world.approve(user, report);
    expect([await eventsOf(user, own), await eventsOf(user, 'colleagues-team'), await eventsOf(user, user.email)]).toEqual([['Mine'], [], []]);
  });

  test('[R33] another calendar takes nothing for deleted, and the former one is found again as it was', async () => {
    const user = await world.addConnected('Ex Change');
    await addMeeting(user, 'One', 4);
    await addMeeting(user, 'Two', 5);
    await world.approve(user, await world.preview(user, setup));
    const other = await makeCalendar(user, 'Other');
    const report = await changed(user, { calendarId: other });
    expect(await linesOf(user, report)).toEqual(['create google One', 'create google Two']);
    expect((await settingOf(user, report, 'Google calendar'))?.was).toContain('main calendar');
    await world.approve(user, report);
    expect([await eventsOf(user, other), await eventsOf(user, user.email)]).toEqual([['One', 'Two'], ['One', 'Two']]);
    await addMeeting(user, 'Three', 6);
    const back = await changed(user, { calendarId: undefined });
    // Whether the automatic cycle was quicker or not, only the new one has no pair in the main calendar.
    expect(await linesOf(user, back)).toEqual(['create google Three']);
    await world.approve(user, back);
    expect(await eventsOf(user, user.email)).toEqual(['One', 'Three', 'Two']);
    expect((await listActivities(world.store.db, user.id, { limit: 100 })).activities.every(({ status }) => status === 'active')).toBe(true);
  });

  test('[B7] a calendar that was deleted pauses the synchronization by name, tells once, and another one can be chosen', async () => {
    const user = await world.addConnected('Gone Calendar');
    await addMeeting(user, 'Kept', 7);
    const own = await makeCalendar(user, 'Dedicated');
    await world.approve(user, await world.preview(user, { ...setup, calendarId: own }));
    await world.door('act', { action: 'calendar.delete', account: user.email, calendar: own });
    await world.sync.syncNow(user.id, by);
    const now = await world.until('the pause', async () => {
      const detail = await world.sync.setupDetail(user.id);
      return detail.state === 'calendar gone' && detail;
    });
    expect(now.stateText).toMatch(/^The calendar Dedicated is no longer in Google\. Nothing was changed in SmartOffice\..+stop the synchronization/);
    await world.cycle(user);
    const { alerts } = await world.sync.alerts(user.id);
    expect(alerts.filter(({ kind }) => kind === 'calendar gone')).toHaveLength(1);
    expect((await listActivities(world.store.db, user.id, { limit: 100 })).activities.map(({ subject, status }) => `${subject} ${status}`)).toEqual(['Kept active']);
    const report = await changed(user, { calendarId: undefined });
    expect(await linesOf(user, report)).toEqual(['create google Kept']);
    await world.approve(user, report);
    expect(await eventsOf(user, user.email)).toEqual(['Kept']);
  });
});

describe('[R31] what an office decides', () => {
  test('[R31] reaches who runs only through a new preview, and locks what it decides', async () => {
    const user = await world.addConnected('Off Ice');
    const other = await world.addConnected('Un Touched');
    await world.approve(user, await world.preview(user, setup));
    await world.approve(other, await world.preview(other, { ...setup, recurring: false }));
    const { setup: before } = await world.sync.officeSetup(user.officeId);
    const wanted: OfficeSetupBody = { ...before, withdrawn: { recurring: ['true'] }, locked: [...before.locked, 'conflict'], guidance: { ...before.guidance, conflict: 'Leave it.' } };
    const { users } = await world.sync.officeSetupEffect(user.officeId, wanted);
    expect(users).toBeGreaterThanOrEqual(1);
    await world.sync.saveOfficeSetup(user.officeId, wanted, by);
    expect((await world.sync.setupDetail(other.id)).state).toBe('active');
    const report = await world.until('the new preview', async () => {
      const now = await world.sync.setupDetail(user.id);
      return now.state === 'preview ready' && now.currentReport;
    });
    expect(await settingOf(user, report, 'Synchronize Recurring Activities')).toEqual({ label: 'Synchronize Recurring Activities', value: 'No', was: 'Yes' });
    const { options, policy } = await world.sync.setupDetail(user.id);
    expect(policy.rules.find(({ name }) => name === 'conflict')).toEqual({ name: 'conflict', source: 'default', locked: true, withdrawn: [], guidance: 'Leave it.' });
    await expect(world.sync.saveSetup(user.id, { ...options, change: true, policy: { conflict: 'google' } }, by)).rejects.toMatchObject({ code: 'setting-locked', field: 'policy.conflict' });
    await expect(world.sync.saveSetup(user.id, { ...options, change: true, recurring: true }, by)).rejects.toMatchObject({ code: 'not-offered', field: 'recurring' });
    await expect(world.sync.saveOfficeSetup(user.officeId, { ...wanted, defaults: { options: { recurring: true }, policy: {} } }, by)).rejects.toMatchObject({ code: 'invalid', field: 'withdrawn.recurring' });
    await world.sync.saveOfficeSetup(user.officeId, before, by);
  });
});

describe('[R38] another choice for private activities', () => {
  interface Shown {
    readonly summary?: string;
    readonly description?: string;
    readonly location?: string;
    readonly visibility?: string;
    readonly status?: string;
  }
  const shownTo = async (user: User): Promise<string[]> => {
    const { calendars } = (await google(user)) as unknown as { calendars: { events: Shown[] }[] };
    return (calendars[0]?.events ?? []).filter(({ status }) => status !== 'cancelled').map(({ summary, description = '', location = '', visibility = 'default' }) => [summary, description.replaceAll('\n', ' '), location, visibility].join('|')).sort();
  };
  const updates = async (user: User, report: string) => (await world.sync.reportLines(user.id, report, { offset: 0, limit: 1000 })).lines.filter(({ section }) => section === 'update');

  test('[R38] [R20] what Google holds loses its details, and gets them back, as operations of the preview that are approved; what was put off waits', async () => {
    const user = await world.addConnected('Priva Te');
    const at = (hour: number) => ({ local: `2027-05-04T${String(hour).padStart(2, '0')}:00:00`, zone: 'America/New_York' });
    const add = (subject: string, hour: number, more: object): Promise<unknown> =>
      createActivity(world.store.db, { officeId: user.officeId, userId: user.id }, { type: 'Appointment', status: 'active', priority: 'Normal', subject, showAs: 'busy', private: true, recurrence: [], occurrences: [], participants: [], start: at(hour), end: at(hour + 1), ...more } as never);
    await add('Her will', 9, { notes: 'About the house', location: 'At home', participants: [{ email: 'client@example.com', name: 'Client', response: 'needsAction', optional: false }] });
    await add('Second secret', 11, { notes: 'Hush' });
    await add('Open', 13, { private: false, notes: 'For all' });
    await world.approve(user, await world.preview(user, setup));
    const whole = await shownTo(user);
    expect(whole).toEqual(['Her will|About the house  [SmartOffice] Participants: Client|At home|private', 'Open|For all||default', 'Second secret|Hush||private']);

    const on = await changed(user, { policy: { privacy: 'busy only' } });
    const lines = await updates(user, on);
    expect(lines.map(({ side, name, why }) => `${side} ${name}: ${why}`)).toEqual(Array.from({ length: 2 }, () => 'google Busy: The setup says otherwise now what Google is told of private activities'));
    expect(lines.flatMap(({ fields }) => fields.map(({ label }) => label)).sort()).toEqual(['Location', 'Names in the text', 'Notes', 'Notes', 'Subject', 'Subject']);
    expect([(await world.sync.report(user.id, on)).invitations, await shownTo(user)]).toEqual([0, whole]);
    const waiting = lines.find(({ fields }) => fields.some(({ before }) => before === 'Second secret'));
    await world.approve(user, on, { decisions: { [waiting?.unit ?? '']: 'not now' } });
    expect(await shownTo(user)).toEqual(['Busy|||private', 'Open|For all||default', 'Second secret|Hush||private']);
    // No cycle does by itself what was put off; taken, it is done.
    await world.sync.syncNow(user.id, by);
    const report = (await world.until('what waits', async () => (await world.sync.setupDetail(user.id)).currentReport)) ?? '';
    expect((await updates(user, report)).map(({ unit }) => unit)).toEqual([waiting?.unit]);
    expect((await shownTo(user)).at(-1)).toBe('Second secret|Hush||private');
    await world.approve(user, report, { decisions: { [waiting?.unit ?? '']: 'take' } });
    const busy = ['Busy|||private', 'Busy|||private', 'Open|For all||default'];
    expect(await shownTo(user)).toEqual(busy);
    await world.cycle(user);
    expect([await shownTo(user), (await world.sync.setupDetail(user.id)).currentReport]).toEqual([busy, undefined]);

    await world.approve(user, await changed(user, { policy: {} }));
    expect(await shownTo(user)).toEqual(whole);
    const full = await changed(user, { policy: { privacy: 'full' } });
    expect((await updates(user, full)).flatMap(({ fields }) => fields.map(({ label }) => label))).toEqual(['Private', 'Private']);
    await world.approve(user, full);
    expect(await shownTo(user)).toEqual(whole.map((line) => line.replace('|private', '|default')));
    const skip = await changed(user, { policy: { privacy: 'skip' } });
    expect((await linesOf(user, skip)).sort()).toEqual(['left alone office Her will', 'left alone office Second secret']);
    expect(((await world.door('mail')) as unknown as { mails: { to?: string }[] }).mails.filter(({ to }) => to === 'client@example.com')).toEqual([]);
  });
});
