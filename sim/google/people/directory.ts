// In: reads of the directory of an organization. Out: its accounts as profiles, with page and sync tokens.
// Accounts of one mail domain are one organization; those of gmail.com belong to none.
// Never here: contacts of a person (sync.ts), or a directory that anybody writes.
import type { Answer, Call } from '../call.ts';
import { readFlag, readText, readTexts } from '../call.ts';
import type { Account } from '../world.ts';
import { now } from '../world.ts';
import { refuse } from '../wire.ts';
import type { Json } from '../wire.ts';
import { requireReadMask } from './masks.ts';
import { cutPage, readPageSize, readPlace } from './pages.ts';
import { beginsWith } from './prefix.ts';
import { formatSyncToken, readSyncPoint } from './sync.ts';

const consumers = new Set(['gmail.com', 'googlemail.com']);

export function domainOf({ email }: Pick<Account, 'email'>): string | undefined {
  const domain = email.split('@')[1] ?? '';
  return consumers.has(domain) ? undefined : domain;
}

function listProfiles(call: Call): Account[] {
  const domain = domainOf(call.account) ?? refuse(400, 'failedPrecondition', 'Must be a G Suite domain user.', { status: 'FAILED_PRECONDITION' });
  const sources = readTexts(call, 'sources');
  if (sources.length === 0) refuse(400, 'badRequest', 'Request must set at least one source.');
  // Contacts that an administrator shares with the whole domain cannot be made here: there are none.
  if (!sources.includes('DIRECTORY_SOURCE_TYPE_DOMAIN_PROFILE')) return [];
  return [...call.world.accounts.values()].filter((account) => domainOf(account) === domain).sort((a, b) => (a.email < b.email ? -1 : 1));
}

function render({ sub, name, email, stamp }: Account, mask: readonly string[]): Json {
  const source = { type: 'DOMAIN_PROFILE', id: sub };
  const metadata = { primary: true, verified: true, source };
  const [givenName, ...rest] = name.split(' ');
  return {
    resourceName: `people/${sub}`,
    etag: `%${Buffer.from(String(stamp)).toString('base64')}`,
    ...(mask.includes('metadata') ? { metadata: { sources: [source], objectType: 'PERSON' } } : {}),
    ...(mask.includes('names') ? { names: [{ metadata, displayName: name, givenName, ...(rest.length === 0 ? {} : { familyName: rest.join(' ') }) }] } : {}),
    ...(mask.includes('emailAddresses') ? { emailAddresses: [{ metadata, value: email }] } : {}),
  };
}

function describe(call: Call, mask: readonly string[], size: number, query = ''): string {
  return [[...mask].sort().join(','), String(size), [...readTexts(call, 'sources')].sort().join(','), [...readTexts(call, 'mergeSources')].sort().join(','), query].join('|');
}

export function listDirectory(call: Call): Answer {
  const { world, account } = call;
  const mask = requireReadMask(call, 'readMask');
  const size = readPageSize(call, 1000);
  const all = listProfiles(call);
  const parameters = describe(call, mask, size);
  const syncText = readText(call, 'syncToken');
  const since = syncText === undefined ? undefined : readSyncPoint(world, 'directory', account.email, parameters, syncText);
  const place = readPlace(call, parameters);
  const { shown, next } = cutPage(since === undefined ? all : all.filter(({ stamp }) => stamp > since.stamp), place, size, parameters);
  const point = { stamp: place.stamp, fullSyncMs: since?.fullSyncMs ?? now(world) };
  return {
    body: {
      ...(shown.length === 0 ? {} : { people: shown.map((one) => render(one, mask)) }),
      ...(next === undefined ? {} : { nextPageToken: next }),
      ...(next === undefined && readFlag(call, 'requestSyncToken') === true ? { nextSyncToken: formatSyncToken('directory', account.email, parameters, point) } : {}),
    },
  };
}

export function searchDirectory(call: Call): Answer {
  const mask = requireReadMask(call, 'readMask');
  const size = readPageSize(call, 500);
  const query = readText(call, 'query') ?? '';
  if (query === '') refuse(400, 'badRequest', 'Request must set a query.');
  const found = listProfiles(call).filter(({ name, email }) => beginsWith(name, query) || beginsWith(email, query));
  const parameters = describe(call, mask, size, query);
  const { shown, next } = cutPage(found, readPlace(call, parameters), size, parameters);
  return { body: { ...(shown.length === 0 ? {} : { people: shown.map((one) => render(one, mask)) }), ...(next === undefined ? {} : { nextPageToken: next }), totalSize: found.length } };
}
