// In: a method id and its account. Out: the units it costs, counted, and a refusal when a window is full.
// Windows: Calendar slides over 60 seconds; People counts whole minutes; days are UTC days.
// Never here: a decision to skip counting. Switching quota off only switches off the refusal.
import type { Method } from './discovery.ts';
import type { World } from './world.ts';
import { now } from './world.ts';
import { errorInfo, Refusal } from './wire.ts';

export interface Window {
  start: number;
  used: number;
  /** Second → units, for sliding windows. */
  readonly slots: Map<number, number>;
}

export type QuotaState = Map<string, Window>;

interface Charge {
  readonly bucket: string;
  readonly units: number;
  readonly limit: number;
  readonly span: 'slidingMinute' | 'minute' | 'day';
  readonly label: string;
  readonly metric: string;
}

const peopleCosts: Record<string, Record<string, number>> = {
  'people.people.get': { criticalReads: 1 },
  'people.people.getBatchGet': { criticalReads: 1 },
  'people.people.connections.list': { criticalReads: 1 },
  'people.people.searchContacts': { criticalReads: 1 },
  'people.people.listDirectoryPeople': { criticalReads: 1 },
  'people.people.searchDirectoryPeople': { criticalReads: 1 },
  'people.otherContacts.list': { criticalReads: 1 },
  'people.otherContacts.search': { criticalReads: 1 },
  'people.otherContacts.copyOtherContactToMyContactsGroup': { criticalReads: 1, criticalWrites: 1, dailyWrites: 1 },
  'people.people.createContact': { criticalReads: 1, criticalWrites: 1, dailyWrites: 1 },
  'people.people.updateContact': { criticalReads: 1, criticalWrites: 1, dailyWrites: 1 },
  'people.people.batchCreateContacts': { criticalReads: 6, criticalWrites: 6, dailyWrites: 200 },
  'people.people.batchUpdateContacts': { criticalReads: 6, criticalWrites: 6, dailyWrites: 200 },
  'people.people.deleteContact': { deletes: 1 },
  'people.people.batchDeleteContacts': { deletes: 10 },
  'people.people.updateContactPhoto': { photos: 1 },
  'people.people.deleteContactPhoto': { photos: 1 },
  'people.contactGroups.list': { groupReads: 1 },
  'people.contactGroups.get': { groupReads: 1 },
  'people.contactGroups.batchGet': { groupReads: 1 },
  'people.contactGroups.create': { groupWrites: 1 },
  'people.contactGroups.update': { groupWrites: 1 },
  'people.contactGroups.delete': { groupWrites: 1 },
  'people.contactGroups.members.modify': { groupWrites: 1 },
};

function peopleLimit(world: World, name: string): [limit: number, label: string, metric: string] {
  const s = world.switches;
  switch (name) {
    case 'criticalReads': return [s.peopleCriticalReadsPerMinute, 'CriticalReadsPerMinutePerProjectPerUser', 'critical_read_requests'];
    case 'criticalWrites': return [s.peopleCriticalWritesPerMinute, 'CriticalWritesPerMinutePerProjectPerUser', 'critical_write_requests'];
    case 'dailyWrites': return [s.peopleDailyWrites, 'DailyContactWritesPerProjectPerUser', 'daily_contact_writes'];
    case 'deletes': return [s.peopleDeletesPerMinute, 'ContactDeletesPerMinutePerProjectPerUser', 'contact_delete_requests'];
    case 'groupReads': return [s.peopleGroupReadsPerMinute, 'ContactGroupReadsPerMinutePerProjectPerUser', 'contact_group_read_requests'];
    case 'groupWrites': return [s.peopleGroupWritesPerMinute, 'ContactGroupWritesPerMinutePerProjectPerUser', 'contact_group_write_requests'];
    case 'photos': return [s.peoplePhotoPerMinute, 'PhotoWritesPerMinutePerProjectPerUser', 'photo_write_requests'];
    default: return [s.peopleFullSyncFirstPagePerMinute, 'FullSyncFirstPagesPerMinutePerProjectPerUser', 'full_sync_first_page_requests'];
  }
}

export function computeUnits(world: World, method: Method, query: Record<string, unknown>): Record<string, number> {
  if (method.api === 'calendar') return { calendar: method.id === 'calendar.events.patch' ? world.switches.calendarPatchUnits : 1 };
  if (method.api === 'tasks') return { tasks: 1 };
  if (method.api !== 'people') return {};
  const units = { ...peopleCosts[method.id] };
  const isFirstPage = query.syncToken === undefined && query.pageToken === undefined;
  if ((method.id === 'people.people.connections.list' || method.id === 'people.otherContacts.list') && isFirstPage) units.fullSyncFirstPage = 1;
  return units;
}

function listCharges(world: World, method: Method, account: string, project: string, units: Record<string, number>, calendarId: string | undefined): Charge[] {
  const s = world.switches;
  if (method.api === 'calendar') {
    const cost = units.calendar ?? 1;
    const charges: Charge[] = [
      { bucket: `calendar/user/${project}/${account}`, units: cost, limit: s.calendarPerUserPerMinute, span: 'slidingMinute', label: 'defaultPerMinutePerUser', metric: '' },
      { bucket: `calendar/project/${project}`, units: cost, limit: s.calendarPerProjectPerMinute, span: 'slidingMinute', label: 'defaultPerMinutePerProject', metric: '' },
    ];
    if (calendarId !== undefined && method.httpMethod !== 'GET' && s.calendarWritesPerCalendarPerMinute > 0) {
      charges.push({ bucket: `calendar/writes/${account}/${calendarId}`, units: 1, limit: s.calendarWritesPerCalendarPerMinute, span: 'slidingMinute', label: 'operational', metric: '' });
    }
    return charges;
  }
  if (method.api === 'tasks') {
    return [{ bucket: `tasks/project/${project}`, units: 1, limit: s.tasksPerProjectPerDay, span: 'day', label: 'defaultPerDayPerProject', metric: '' }];
  }
  return Object.entries(units).map(([name, cost]) => {
    const [limit, label, metric] = peopleLimit(world, name);
    return { bucket: `people/${name}/${project}/${account}`, units: cost, limit, span: name === 'dailyWrites' ? 'day' : 'minute', label, metric };
  });
}

/** Google's days begin at midnight in California. */
function startOfDay(time: number): number {
  return Temporal.Instant.fromEpochMilliseconds(Math.floor(time)).toZonedDateTimeISO('America/Los_Angeles').startOfDay().epochMilliseconds;
}

function openWindow(world: World, charge: Charge): Window {
  const time = now(world);
  const window = world.quota.get(charge.bucket) ?? { start: 0, used: 0, slots: new Map<number, number>() };
  world.quota.set(charge.bucket, window);
  if (charge.span === 'slidingMinute') {
    const oldest = Math.floor(time / 1000) - 60;
    for (const [second, units] of window.slots) {
      if (second > oldest) continue;
      window.slots.delete(second);
      window.used -= units;
    }
    return window;
  }
  const start = charge.span === 'minute' ? Math.floor(time / 60_000) * 60_000 : startOfDay(time);
  if (window.start !== start) {
    window.start = start;
    window.used = 0;
  }
  return window;
}

function describeExcess(world: World, method: Method, charge: Charge, window: Window): Refusal {
  const seconds = world.switches.quotaRetryAfterSeconds;
  const headers = seconds > 0 ? { headers: { 'retry-after': String(seconds) } } : {};
  if (method.api === 'people') {
    const message = `Quota exceeded for quota metric '${charge.metric}' and limit '${charge.label}' of service 'people.googleapis.com' for consumer 'project_number:1'.`;
    const info = errorInfo('RATE_LIMIT_EXCEEDED', 'googleapis.com', {
      quota_limit: charge.label,
      quota_metric: `people.googleapis.com/${charge.metric}`,
      quota_limit_value: String(charge.limit),
      service: 'people.googleapis.com',
      consumer: 'projects/1',
      window_start_time: new Date(window.start).toISOString(),
    });
    return new Refusal(429, 'rateLimitExceeded', message, { details: [info], ...headers });
  }
  if (method.api === 'tasks') return new Refusal(403, 'dailyLimitExceeded', 'Quota Exceeded', { domain: 'usageLimits', ...headers });
  const perUser = charge.label !== 'defaultPerMinutePerProject';
  return new Refusal(world.switches.calendarExcessStatus, perUser ? 'userRateLimitExceeded' : 'rateLimitExceeded', perUser ? 'User Rate Limit Exceeded' : 'Rate Limit Exceeded', { domain: 'usageLimits', ...headers });
}

/** Counts the call and refuses it when a window is full. A refused call uses nothing up. */
export function chargeQuota(world: World, method: Method, account: string, project: string, units: Record<string, number>, calendarId: string | undefined): void {
  const charges = listCharges(world, method, account, project, units, calendarId);
  for (const charge of charges) {
    const window = openWindow(world, charge);
    if (world.switches.quota && charge.limit > 0 && window.used + charge.units > charge.limit) throw describeExcess(world, method, charge, window);
  }
  const second = Math.floor(now(world) / 1000);
  for (const charge of charges) {
    const window = openWindow(world, charge);
    window.used += charge.units;
    if (charge.span === 'slidingMinute') window.slots.set(second, (window.slots.get(second) ?? 0) + charge.units);
  }
}
