// In: what stands in a list of a person (calendars, access rules, settings), and a request on it.
// Out: a page with the token of the next one, or with a sync token: 20 digits of microseconds.
// A point in time is that of the first page, so that nothing is missed that changes while a client pages.
// Never here: what is in the list, or a list of events (list.ts).
import type { Answer, Call } from '../call.ts';
import { readFlag, readNumber, readText } from '../call.ts';
import { decodeToken, encodeToken } from '../protobuf.ts';
import { nextStamp, now } from '../world.ts';
import { refuse } from '../wire.ts';
import type { Json } from '../wire.ts';

const dayUs = 86_400_000_000;

/** Since when changes are asked for; undefined: for everything. `excluded`: what may not be said beside a sync token. */
export function readSince(call: Call, excluded: readonly string[] = []): number | undefined {
  const text = readText(call, 'syncToken');
  if (text === undefined) return undefined;
  if (excluded.some((name) => call.parameters[name] !== undefined) || readFlag(call, 'showDeleted') === false) {
    refuse(400, 'badRequest', 'Sync token cannot be used with other request restrictions');
  }
  const since = /^\d{20}$/.test(text) ? Number(text) : 0;
  if (since === 0 || since > call.world.counters.stamp) refuse(400, 'invalid', 'Invalid sync token value.', { location: 'syncToken' });
  if (now(call.world) * 1000 - since > call.world.switches.calendarTokenLifeDays * dayUs) {
    refuse(410, 'fullSyncRequired', 'Sync token is no longer valid, a full sync is required.', { domain: 'calendar', location: 'syncToken' });
  }
  return since;
}

interface Place {
  readonly from: number;
  readonly stamp: number;
}

/** A page token is good for the list that gave it. */
function readPlace(call: Call, list: string): Place {
  const text = readText(call, 'pageToken');
  // A point of its own: what changes within the same moment comes after it.
  if (text === undefined) return { from: 0, stamp: nextStamp(call.world) };
  const token = decodeToken(text);
  const [from, stamp] = [token?.numbers.get(1), token?.numbers.get(2)];
  if (from === undefined || stamp === undefined || token?.bytes.get(3)?.toString('utf8') !== list) refuse(400, 'invalid', 'Invalid page token value.', { location: 'pageToken' });
  return { from, stamp };
}

/** `list`: its name and whose it is. */
export function answerSmallList(call: Call, kind: string, list: string, all: readonly Json[]): Answer {
  const { from, stamp } = readPlace(call, `${list}|${readText(call, 'syncToken') ?? ''}`);
  const asked = Math.min(readNumber(call, 'maxResults') ?? 100, 250);
  const { pageLimit } = call.world.switches;
  const end = from + (pageLimit > 0 ? Math.min(asked, pageLimit) : asked);
  const etag = `"p${stamp}"`;
  const next = end < all.length ? { nextPageToken: encodeToken([[1, end], [2, stamp], [3, `${list}|${readText(call, 'syncToken') ?? ''}`]]) } : { nextSyncToken: String(stamp).padStart(20, '0') };
  return { headers: { etag }, body: { kind, etag, items: all.slice(from, end), ...next } };
}
