// In: an account. Out: all its resources as they stand, for tests to compare.
// No mask, no paging, no lag: the truth, including what is deleted.
// Never here: a change.
import { renderEvent } from '../calendar/view.ts';
import { describeChannels } from '../calendar/push.ts';
import { findRole } from '../calendar/access.ts';
import { listInOrder } from '../calendar/records.ts';
import { personFields } from '../people/fields.ts';
import { renderGroup } from '../people/group-routes.ts';
import { renderPerson } from '../people/masks.ts';
import { latest } from '../people/records.ts';
import { computePositions, renderTask, renderTaskList } from '../tasks/records.ts';
import type { Account, World } from '../world.ts';
import type { Json } from '../wire.ts';

function describeCalendars(world: World, account: Account): Json[] {
  return [...account.calendarList].flatMap(([id, entry]) => {
    const calendar = world.calendars.get(id);
    if (calendar === undefined) return [];
    const reader = { account, role: 'owner' as const, zone: calendar.timeZone, maxAttendees: undefined };
    const records = listInOrder(calendar).flatMap((eventId) => calendar.events.get(eventId) ?? []);
    return [{
      id,
      summary: calendar.summary,
      timeZone: calendar.timeZone,
      primary: calendar.isPrimary && calendar.owner === account.email,
      accessRole: findRole(calendar, account),
      deleted: calendar.deleted || entry.deleted,
      hidden: entry.hidden,
      owner: calendar.owner,
      events: records.filter((record) => !record.orphaned).map((record) => renderEvent(world, calendar, record, reader)),
    }];
  });
}

export function describeAccount(world: World, account: Account): Json {
  const people = [...account.contacts.contacts.values()];
  return {
    email: account.email,
    name: account.name,
    sub: account.sub,
    calendars: describeCalendars(world, account),
    groups: [...account.contacts.groups.values()].map((group) => renderGroup(account, group, ['clientData', 'groupType', 'memberCount', 'metadata', 'name'], 100_000)),
    people: people.map((record) => renderPerson(record, latest(record), personFields)),
    taskLists: [...account.tasks.lists.values()].map((list) => {
      const positions = computePositions(list);
      const tasks = [...list.tasks.values()].sort((a, b) => a.rank - b.rank).map((task) => renderTask(world.url, list, task, positions.get(task.id) ?? ''));
      return { ...renderTaskList(world.url, list), tasks };
    }),
    channels: describeChannels(world, account.email),
    grants: [...world.oauth.refreshTokens.values()].filter((token) => token.account === account.email).map(({ clientId, scopes }) => ({ clientId, scopes })),
  };
}
