// In: people.connections.list and the search of contacts. Out: pages with page and sync tokens.
// A token carries the parameters of its first call and the time of the full sync: it lives seven days.
// Never here: a write.
import type { Answer, Call } from '../call.ts';
import { readFlag, readNumber, readText, readTexts, requireText } from '../call.ts';
import { decodeToken, encodeToken } from '../protobuf.ts';
import { now } from '../world.ts';
import type { World } from '../world.ts';
import { errorInfo, refuse } from '../wire.ts';
import type { Json } from '../wire.ts';
import { renderPerson, requireReadMask } from './masks.ts';
import { readResultCount } from './pages.ts';
import { isFoundBy } from './prefix.ts';
import type { ContactRecord, Version } from './records.ts';
import { visibleVersion } from './records.ts';

const dayMs = 86_400_000;

/** Token fields: 1 point in time, 2 time of the full sync, 3 parameters, 4 account. */
export interface SyncPoint {
  readonly stamp: number;
  readonly fullSyncMs: number;
}

export function formatSyncToken(kind: string, account: string, parameters: string, point: SyncPoint): string {
  return encodeToken([[1, point.stamp], [2, point.fullSyncMs], [3, parameters], [4, `${kind}|${account}`]]);
}

export function refuseExpired(): never {
  refuse(400, 'badRequest', 'Sync token is expired. Clear local cache and retry call without the sync token.', {
    details: [errorInfo('EXPIRED_SYNC_TOKEN', 'people.googleapis.com')],
  });
}

export function readSyncPoint(world: World, kind: string, account: string, parameters: string, text: string): SyncPoint {
  const token = decodeToken(text);
  const stamp = token?.numbers.get(1);
  const fullSyncMs = token?.numbers.get(2);
  if (stamp === undefined || fullSyncMs === undefined || token?.bytes.get(4)?.toString('utf8') !== `${kind}|${account}`) {
    refuse(400, 'badRequest', 'Invalid sync token.');
  }
  if (now(world) - fullSyncMs > world.switches.peopleTokenLifeDays * dayMs) refuseExpired();
  if (token?.bytes.get(3)?.toString('utf8') !== parameters) {
    refuse(400, 'badRequest', 'Request parameters must match the first call that provided the sync token.');
  }
  return { stamp, fullSyncMs };
}

function describeParameters(call: Call, mask: readonly string[]): string {
  return [
    [...mask].sort().join(','),
    String(readNumber(call, 'pageSize') ?? 100),
    String(readFlag(call, 'requestSyncToken') ?? false),
    [...readTexts(call, 'sources')].sort().join(','),
    readText(call, 'sortOrder') ?? 'LAST_MODIFIED_ASCENDING',
  ].join('|');
}

interface Listed {
  readonly record: ContactRecord;
  readonly version: Version;
}

/** Everything up to here is visible to lists; later writes still lag and must come in the next sync. */
function findHorizon(call: Call): number {
  let horizon = call.world.counters.stamp;
  const time = now(call.world);
  for (const record of call.account.contacts.contacts.values()) {
    for (const version of record.versions) if (version.visibleAt > time) horizon = Math.min(horizon, version.stamp - 1);
  }
  return horizon;
}

function nameOf(version: Version, part: string): string {
  const names = Array.isArray(version.fields.names) ? (version.fields.names as Json[]) : [];
  return String(names[0]?.[part] ?? '').toLowerCase();
}

function sortListed(all: Listed[], order: string): Listed[] {
  const byStamp = (a: Listed, b: Listed): number => a.version.stamp - b.version.stamp;
  if (order === 'LAST_MODIFIED_DESCENDING') return all.sort((a, b) => byStamp(b, a));
  if (order === 'FIRST_NAME_ASCENDING') return all.sort((a, b) => nameOf(a.version, 'givenName').localeCompare(nameOf(b.version, 'givenName')) || byStamp(a, b));
  if (order === 'LAST_NAME_ASCENDING') return all.sort((a, b) => nameOf(a.version, 'familyName').localeCompare(nameOf(b.version, 'familyName')) || byStamp(a, b));
  return all.sort(byStamp);
}

interface PageToken {
  readonly place: number;
  readonly point: SyncPoint;
}

function readPageToken(text: string, parameters: string): PageToken {
  const token = decodeToken(text);
  const [place, stamp, fullSyncMs] = [1, 2, 3].map((field) => token?.numbers.get(field));
  if (place === undefined || stamp === undefined || fullSyncMs === undefined) refuse(400, 'badRequest', 'Invalid page token.');
  if (token?.bytes.get(4)?.toString('utf8') !== parameters) refuse(400, 'badRequest', 'Request parameters must match the first call that provided the page token.');
  return { place, point: { stamp, fullSyncMs } };
}

function collect(call: Call, since: number | undefined): Listed[] {
  const all: Listed[] = [];
  const everything = call.world.switches.peopleSpuriousAllChanged;
  for (const record of call.account.contacts.contacts.values()) {
    const version = visibleVersion(call.world, record);
    if (version === undefined) continue;
    if (since === undefined ? !version.deleted : version.stamp > since || (everything && !version.deleted)) all.push({ record, version });
  }
  return all;
}

export function listConnections(call: Call): Answer {
  const { world, account } = call;
  if (requireText(call, 'resourceName') !== 'people/me') refuse(400, 'badRequest', 'Resource name must be "people/me".');
  const mask = requireReadMask(call);
  const pageSize = readNumber(call, 'pageSize') ?? 100;
  if (pageSize < 0 || pageSize > 1000) refuse(400, 'badRequest', 'Page size must be between 1 and 1000.');
  const parameters = describeParameters(call, mask);
  const syncText = readText(call, 'syncToken');
  const pageText = readText(call, 'pageToken');
  const since = syncText === undefined ? undefined : readSyncPoint(world, 'connections', account.email, parameters, syncText);
  const page = pageText === undefined ? undefined : readPageToken(pageText, parameters);
  const fullSyncMs = since === undefined || world.switches.peopleTokenRestartsOnIncremental ? now(world) : since.fullSyncMs;
  const point = page?.point ?? { stamp: findHorizon(call), fullSyncMs };
  const order = readText(call, 'sortOrder') ?? 'LAST_MODIFIED_ASCENDING';
  const all = sortListed(collect(call, since?.stamp), order);
  // In the default order the place is a point in time: what changes while paging comes again at the end.
  const isByStamp = order === 'LAST_MODIFIED_ASCENDING';
  const rest = page === undefined ? all : isByStamp ? all.filter(({ version }) => version.stamp > page.place) : all.slice(page.place);
  const limit = world.switches.pageLimit > 0 ? Math.min(pageSize === 0 ? 100 : pageSize, world.switches.pageLimit) : pageSize === 0 ? 100 : pageSize;
  const shown = rest.slice(0, limit);
  const last = shown.at(-1);
  const hasMore = rest.length > shown.length && last !== undefined;
  const place = isByStamp ? (last?.version.stamp ?? 0) : (page?.place ?? 0) + shown.length;
  const total = collect(call, undefined).length;
  const connections = shown.map(({ record, version }) => renderPerson(record, version, mask, since !== undefined));
  return {
    body: {
      ...(connections.length === 0 ? {} : { connections }),
      ...(hasMore ? { nextPageToken: encodeToken([[1, place], [2, point.stamp], [3, point.fullSyncMs], [4, parameters]]) } : {}),
      ...(!hasMore && readFlag(call, 'requestSyncToken') === true ? { nextSyncToken: formatSyncToken('connections', account.email, parameters, point) } : {}),
      totalPeople: total,
      totalItems: total,
    },
  };
}

export function searchContacts(call: Call): Answer {
  const mask = requireReadMask(call, 'readMask');
  const query = readText(call, 'query') ?? '';
  if (query === '') return { body: {} };
  const found = collect(call, undefined).filter(({ version }) => isFoundBy(query, version.fields, ['names', 'nicknames', 'emailAddresses', 'phoneNumbers', 'organizations']));
  const results = found.slice(0, readResultCount(call)).map(({ record, version }) => ({ person: renderPerson(record, version, mask) }));
  return { body: results.length === 0 ? {} : { results } };
}
