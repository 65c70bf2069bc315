// In: requests on colours and on a person's settings. Out: what Google says of them.
// Never here: a change of a setting; a person makes those, and the zone is that of the main calendar.
import type { Answer, Call, Handlers } from '../call.ts';
import { requireText } from '../call.ts';
import { refuse } from '../wire.ts';
import type { Json } from '../wire.ts';
import { watchSettings } from './push.ts';
import { answerSmallList, readSince } from './small-list.ts';

const palette = ['#a4bdfc', '#7ae7bf', '#dbadff', '#ff887c', '#fbd75b', '#ffb878', '#46d6db', '#e1e1e1', '#5484ed', '#51b749', '#dc2127'];

function getColors(): Answer {
  const event = Object.fromEntries(palette.map((background, index) => [String(index + 1), { background, foreground: '#1d1d1d' }]));
  const calendar = Object.fromEntries(Array.from({ length: 24 }, (_, index) => [String(index + 1), { background: palette[index % 11] ?? '#9fe1e7', foreground: '#1d1d1d' }]));
  return { body: { kind: 'calendar#colors', updated: '2012-02-14T00:00:00.000Z', calendar, event } };
}

function listSettings(call: Call): Json[] {
  const zone = call.world.calendars.get(call.account.email)?.timeZone ?? 'UTC';
  return Object.entries({ timezone: zone, locale: 'en', weekStart: '0', format24HourTime: 'false' }).map(([id, value]) => ({ kind: 'calendar#setting', etag: '"0"', id, value }));
}

/** Of them only the zone changes here. */
function listChanged(call: Call): Answer {
  const since = readSince(call);
  const changedAt = (id: unknown): number => (id === 'timezone' ? (call.world.calendars.get(call.account.email)?.zoneStamp ?? 0) : 0);
  return answerSmallList(call, 'calendar#settings', `settings|${call.account.email}`, listSettings(call).filter(({ id }) => since === undefined || changedAt(id) > since));
}

function getSetting(call: Call): Answer {
  return { body: listSettings(call).find((setting) => setting.id === requireText(call, 'setting')) ?? refuse(404, 'notFound', 'Not Found') };
}

export const settingHandlers: Handlers = {
  'calendar.colors.get': getColors,
  'calendar.settings.list': listChanged,
  'calendar.settings.get': getSetting,
  'calendar.settings.watch': watchSettings,
};
