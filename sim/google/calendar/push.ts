// In: watch and stop requests, and changes of a calendar. Out: notices posted to the client's address.
// A notice has no body, only headers; numbers grow; notices may be lost or doubled by switch.
// Never here: waiting. A notice that nobody takes must not hold up the change that caused it.
import type { Answer, Call } from '../call.ts';
import { requireText } from '../call.ts';
import { isoNow, makeBase64Id, now } from '../world.ts';
import type { World } from '../world.ts';
import { isObject, refuse } from '../wire.ts';
import { openCalendar } from './access.ts';
import type { CalendarRecord } from './records.ts';

export interface Channel {
  readonly id: string;
  readonly account: string;
  readonly client: string;
  readonly resourceId: string;
  readonly resourceUri: string;
  /** A calendar id, `acl` and a calendar id, `calendarList` or `settings`. */
  readonly watched: string;
  readonly address: string;
  readonly token: string | undefined;
  readonly expiration: number;
  messages: number;
}

const loopback = new Set(['127.0.0.1', 'localhost', '[::1]']);

function checkAddress(world: World, address: string): void {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    refuse(400, 'invalid', 'Invalid webhook address.');
  }
  const allowed = url.protocol === 'https:' || (world.switches.pushAllowHttp && loopback.has(url.hostname));
  if (!allowed) refuse(400, 'push.webhookUrlNotHttps', 'WebHook callback must be HTTPS');
}

async function postNotice(channel: Channel, state: string, number: number): Promise<void> {
  const headers: Record<string, string> = {
    'x-goog-channel-id': channel.id,
    'x-goog-channel-expiration': new Date(channel.expiration).toUTCString(),
    'x-goog-resource-id': channel.resourceId,
    'x-goog-resource-uri': channel.resourceUri,
    'x-goog-resource-state': state,
    'x-goog-message-number': String(number),
    ...(channel.token === undefined ? {} : { 'x-goog-channel-token': channel.token }),
  };
  // Retried only for the answers that Google calls temporary; other failures drop the notice.
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      const answer = await fetch(channel.address, { method: 'POST', headers, signal: AbortSignal.timeout(5000) });
      await answer.arrayBuffer();
      if (![500, 502, 503, 504].includes(answer.status)) return;
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 200 * 2 ** attempt).unref());
  }
}

function sendNotice(world: World, channel: Channel, state: string): void {
  if (now(world) >= channel.expiration) {
    world.channels.delete(channel.id);
    return;
  }
  channel.messages += state === 'sync' ? 1 : 7;
  const every = world.switches.pushDropEvery;
  if (state !== 'sync' && every > 0 && Math.floor(channel.messages / 7) % every === 0) return;
  void postNotice(channel, state, channel.messages);
  if (state !== 'sync' && world.switches.pushDuplicate) void postNotice(channel, state, channel.messages);
}

export function announceChange(world: World, calendar: CalendarRecord): void {
  for (const channel of world.channels.values()) if (channel.watched === calendar.id) sendNotice(world, channel, 'exists');
}

export function announceListChange(world: World, account: string): void {
  for (const channel of world.channels.values()) if (channel.watched === 'calendarList' && channel.account === account) sendNotice(world, channel, 'exists');
}

export function announceRules(world: World, calendar: CalendarRecord): void {
  for (const channel of world.channels.values()) if (channel.watched === `acl ${calendar.id}`) sendNotice(world, channel, 'exists');
}

export function announceSettings(world: World, account: string): void {
  for (const channel of world.channels.values()) if (channel.watched === 'settings' && channel.account === account) sendNotice(world, channel, 'exists');
}

function openChannel(call: Call, watched: string, path: string): Answer {
  const { world, body } = call;
  const text = (name: string): string => (typeof body[name] === 'string' ? body[name] : '');
  if (text('id') === '' || text('id').length > 64) refuse(400, 'required', 'Missing or invalid channel id.');
  if (text('type') !== 'web_hook' && text('type') !== 'webhook') refuse(400, 'push.channelTypeNotSupported', 'Channel type not supported.');
  if (text('token').length > 256) refuse(400, 'invalid', 'Invalid channel token.');
  if (world.channels.has(text('id'))) refuse(400, 'channelIdNotUnique', 'Channel id not unique');
  checkAddress(world, text('address'));
  const longest = world.switches.pushChannelDays * 86_400_000;
  const ttl = isObject(body.params) ? Number(body.params.ttl) * 1000 : Number.NaN;
  const asked = body.expiration === undefined ? (Number.isNaN(ttl) ? longest : ttl) : Number(body.expiration) - now(world);
  if (!(asked > 0)) refuse(400, 'invalid', 'Invalid channel expiration.');
  const channel: Channel = {
    id: text('id'),
    account: call.account.email,
    client: call.by,
    resourceId: makeBase64Id(world, 20),
    resourceUri: `${world.url}${path}?alt=json`,
    watched,
    address: text('address'),
    token: text('token') === '' ? undefined : text('token'),
    expiration: now(world) + Math.min(asked, longest),
    messages: 0,
  };
  world.channels.set(channel.id, channel);
  // After the answer, as the client must know the channel before the first notice.
  setImmediate(() => sendNotice(world, channel, 'sync'));
  return {
    body: {
      kind: 'api#channel',
      id: channel.id,
      resourceId: channel.resourceId,
      resourceUri: channel.resourceUri,
      ...(channel.token === undefined ? {} : { token: channel.token }),
      expiration: String(channel.expiration),
    },
  };
}

/** Calendars that Google makes up itself: holidays, birthdays of contacts, week numbers. */
const madeByGoogle = /@group\.v\.calendar\.google\.com$/;

export function watchEvents(call: Call): Answer {
  const { calendar } = openCalendar(call, requireText(call, 'calendarId'), 'reader');
  if (madeByGoogle.test(calendar.id) || call.world.switches.pushUnsupported.includes(calendar.id)) refuse(400, 'pushNotSupportedForRequestedResource', 'Push notifications are not supported by this resource.', { domain: 'calendar' });
  return openChannel(call, calendar.id, `/calendar/v3/calendars/${encodeURIComponent(calendar.id)}/events`);
}

export function watchCalendarList(call: Call): Answer {
  return openChannel(call, 'calendarList', '/calendar/v3/users/me/calendarList');
}

export function watchRules(call: Call): Answer {
  const { calendar } = openCalendar(call, requireText(call, 'calendarId'), 'writer');
  return openChannel(call, `acl ${calendar.id}`, `/calendar/v3/calendars/${encodeURIComponent(calendar.id)}/acl`);
}

export function watchSettings(call: Call): Answer {
  return openChannel(call, 'settings', '/calendar/v3/users/me/settings');
}

export function stopChannel(call: Call): Answer {
  const channel = call.world.channels.get(String(call.body.id));
  const isOwn = channel?.account === call.account.email && channel.client === call.by && channel.resourceId === call.body.resourceId;
  if (channel === undefined || !isOwn) refuse(404, 'notFound', `Channel '${String(call.body.id)}' not found for project '1'`);
  call.world.channels.delete(channel.id);
  return { status: 204 };
}

export function describeChannels(world: World, account: string): object[] {
  return [...world.channels.values()]
    .filter((channel) => channel.account === account)
    .map((channel) => ({ ...channel, expiration: new Date(channel.expiration).toISOString(), asOf: isoNow(world) }));
}
