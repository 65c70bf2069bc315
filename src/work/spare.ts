// Which of Google's lists a cycle may leave out. In: what Google told of each calendar, when each
// list was looked at last, and what is left of the day for tasks. Out: the lists to be spared.
// Never here: a calendar left out after a notice, or without a look now and then, as notices may
// be lost; or a memory that another process does not see.

import type { Kind } from '../core/item.ts';
import type { Spared } from '../cycle/context.ts';
import type { Account } from '../store/account.ts';
import { shownCalendars } from '../store/effective-setup.ts';
import { loadLooks, saveLook } from '../store/look.ts';
import type { Looks } from '../store/look.ts';
import type { Sql } from '../store/open.ts';

/** What the project may still ask Google Tasks for today, and how many accounts share it. */
export interface TasksToday {
  readonly left: number;
  readonly limit: number;
  readonly accounts: number;
  readonly endsInMs: number;
}

export interface SpareDeps {
  /** A calendar that Google tells of is looked at this often all the same; absent: in every cycle. */
  readonly watchedSeconds?: number;
  /** So often a calendar is looked at that is only shown; absent: in every cycle. */
  readonly shownSeconds?: number;
  readonly tasksToday?: () => Promise<TasksToday | undefined>;
}

/** The lists, and one list. */
const requestsALook = 2;
/** Of what the day allows, this share is for writes and for whoever has many lists. */
const keptForWrites = 0.1;

type Unread = Spared['away'][number];

const none: Looks = { of: new Map(), signs: new Map() };
const listOf = (calendarId: string): string => `calendar ${calendarId}`;

/** A list of Google's, and how long what was seen of it is taken for new. */
interface Spareable {
  readonly list: string;
  readonly everyMs: number;
  /** What Google has told of it and a person has asked for, as text. */
  readonly sign: string | undefined;
}

export async function spareFor(db: Sql, account: Account, deps: SpareDeps): Promise<Spared> {
  const main = account.options.calendarId ?? 'primary';
  const shown = shownCalendars(account.options);
  const taskEveryMs = tasksEveryMs(await deps.tasksToday?.());
  const maySpare = taskEveryMs > 0 || deps.watchedSeconds !== undefined || (deps.shownSeconds !== undefined && shown.length > 0);
  const { of, signs, asked } = maySpare ? await loadLooks(db, account) : none;
  const signOf = (told?: string): string | undefined => [asked, told].filter((part) => part !== undefined).join(' ') || undefined;
  const tasks: Spareable = { list: 'tasks', everyMs: taskEveryMs, sign: signOf() };
  const calendars = new Map([main, ...shown].map((id): [string, Spareable] => [id, { list: listOf(id), everyMs: calendarEveryMs(account, deps, id === main, signs.has(id)), sign: signOf(signs.get(id)) }]));
  const isFresh = ({ list, everyMs, sign }: Spareable): boolean => {
    const look = of.get(list);
    return look !== undefined && look.sign === sign && look.ageMs < everyMs;
  };
  const leftOut = new Set([...calendars].filter(([, calendar]) => isFresh(calendar)).map(([id]) => id));
  const sparesTasks = isFresh(tasks);
  const late = new Set<Kind>([...(leftOut.has(main) ? (['event'] as const) : []), ...(sparesTasks ? (['task'] as const) : [])]);
  return {
    kinds: new Set<Kind>([...(leftOut.size === calendars.size ? (['event'] as const) : []), ...(sparesTasks ? (['task'] as const) : [])]),
    calendars: leftOut,
    away: [...leftOut].flatMap((id): Unread[] => {
      const away = of.get(listOf(id))?.away;
      return away === undefined ? [] : [{ id, ...away }];
    }),
    ...(late.size === 0 ? {} : { late: { kinds: late, calendars: new Set(shown) } }),
    // What was told and asked before the look is what it covers; what comes meanwhile is new.
    async looked(kind, left, unread) {
      if (kind === 'task' && tasks.everyMs > 0) await saveLook(db, account.id, tasks.list, { sign: tasks.sign, away: undefined });
      if (kind !== 'event') return;
      for (const [id, { list, everyMs, sign }] of calendars) {
        if (left.has(id) || everyMs === 0) continue;
        const away = unread.find((one) => one.id === id);
        await saveLook(db, account.id, list, { sign, away: away === undefined ? undefined : { name: away.name, why: away.why } });
      }
    },
  };
}

/** 0: in every cycle. An account with trouble is looked at as a whole. */
function calendarEveryMs(account: Account, { watchedSeconds = 0, shownSeconds = 0 }: SpareDeps, isMain: boolean, isTold: boolean): number {
  const watched = isTold ? watchedSeconds : 0;
  if (isMain) return account.state === 'active' ? watched * 1000 : 0;
  return account.state === 'active' || account.state === 'calendar read-only' ? Math.max(watched, shownSeconds) * 1000 : 0;
}

/** As often as cycles come while the first half of the day's allowance lasts; then what is left is shared out. */
export function tasksEveryMs(today: TasksToday | undefined): number {
  if (today === undefined || today.left > today.limit / 2) return 0;
  const forLooks = Math.max(1, today.left - today.limit * keptForWrites);
  return (today.endsInMs * today.accounts * requestsALook) / forLooks;
}
