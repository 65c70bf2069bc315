// "This and following": a series that ends before one of its occurrences, and a new one
// from there on. In: the activity, the occurrence's name, the new activity. Out: both
// records, written in one change; or the series ended there, with nothing after it.
// Nothing before the occurrence changes.

import type { When } from '../core/item.ts';
import { epochOf, expandSeries } from '../core/occurrence.ts';
import type { Sql } from '../store/open.ts';
import { getActivity, presentActivity } from './activities.ts';
import type { Owner } from './activities.ts';
import { assertReadableSeries } from './activity-record.ts';
import type { ActivityRecord } from './activity-record.ts';
import { insertActivities, markActivityDeleted, rewriteActivity } from './activity-write.ts';
import { changeOffice } from './change.ts';
import type { OfficeChange } from './change.ts';
import { notFound, OfficeError } from './errors.ts';
import type { ActivityInput } from './input.ts';

export interface SplitSeries {
  /** Absent: the split was at the first occurrence, so the whole series is the new one. */
  readonly before?: ActivityRecord;
  readonly after: ActivityRecord;
}

export async function splitSeries(db: Sql, owner: Owner, id: string, version: string, from: string, input: ActivityInput): Promise<SplitSeries> {
  assertReadableSeries(input);
  return changeOffice(db, owner, async (change) => {
    const { present, earlier } = await seriesBefore(change, owner, id, version, from);
    const last = earlier.at(-1)?.start;
    if (last === undefined) {
      await rewriteActivity(change, present, { ...input, occurrences: input.occurrences ?? [] });
      return { after: await getActivity(change.tx, owner.userId, id) };
    }
    await endBefore(change, present, from, last);
    // "10 times" that nobody changed means all of them together, before and after.
    const recurrence = (input.recurrence ?? []).map((line) => (present.recurrence.includes(line) || countOf(line) === countOf(present.recurrence.join(';')) ? withoutEarlier(line, earlier.length) : line));
    const [newId] = await insertActivities(change, [{ ownerId: owner.userId, fields: { ...input, recurrence, calendar: present.keptFrom } }]);
    return { before: await getActivity(change.tx, owner.userId, id), after: await getActivity(change.tx, owner.userId, newId as string) };
  });
}

/** Ends the series before the occurrence `from`; from the first one on, the whole series is deleted. */
export async function endSeries(db: Sql, owner: Owner, id: string, version: string, from: string): Promise<ActivityRecord | undefined> {
  return changeOffice(db, owner, async (change) => {
    const { present, earlier } = await seriesBefore(change, owner, id, version, from);
    const last = earlier.at(-1)?.start;
    if (last === undefined) {
      await markActivityDeleted(change, id);
      return undefined;
    }
    await endBefore(change, present, from, last);
    return getActivity(change.tx, owner.userId, id);
  });
}

/** The series, and what the rule has of it before `from`. */
async function seriesBefore(change: OfficeChange, owner: Owner, id: string, version: string, from: string) {
  const present = await presentActivity(change, owner, id, version);
  if (present.recurrence.length === 0) {
    throw new OfficeError('invalid', 'This activity does not recur.', 'Edit the activity itself.', 'from');
  }
  const at = Date.parse(from);
  const bare = { ...present, occurrences: [] };
  const there = expandSeries(bare, { from: at, to: at + 1 }).some((one) => one.original === from);
  if (!there && !present.occurrences.some((one) => one.original === from)) throw notFound('occurrence');
  return { present, earlier: expandSeries(bare, { from: epochOf(present.start), to: at }).filter((one) => (one.original ?? '') < from) };
}

async function endBefore(change: OfficeChange, present: ActivityRecord, from: string, last: When): Promise<void> {
  await rewriteActivity(change, present, {
    ...present,
    recurrence: present.recurrence.map((line) => endingWith(line, last)).filter((line) => line !== ''),
    occurrences: present.occurrences.filter((one) => one.original < from),
  });
}

function countOf(line: string): string | undefined {
  return /[:;]COUNT=(\d+)/i.exec(line)?.[1];
}

function withoutEarlier(line: string, earlier: number): string {
  return line.replace(/([:;]COUNT=)(\d+)/i, (_, name: string, count: string) => `${name}${Math.max(1, Number(count) - earlier)}`);
}

/** The same line, with nothing after the occurrence that starts at `last`. */
export function endingWith(line: string, last: When): string {
  const stamp = 'date' in last ? last.date.replaceAll('-', '') : Temporal.Instant.fromEpochMilliseconds(epochOf(last)).toString({ smallestUnit: 'second' }).replace(/[-:]/g, '');
  const [name = '', ...rest] = line.split(':');
  const value = rest.join(':');
  if (/^RRULE/i.test(name)) {
    const parts = value.split(';').filter((part) => part !== '' && !/^(COUNT|UNTIL)=/i.test(part));
    return `${name}:${[...parts, `UNTIL=${stamp}`].join(';')}`;
  }
  if (!/^RDATE/i.test(name)) return line;
  // A date of its own after the end would outlive the series; compared by its day, which is enough to end it.
  const kept = value.split(',').filter((one) => one.slice(0, 8) <= ('date' in last ? last.date : last.local.slice(0, 10)).replaceAll('-', ''));
  return kept.length === 0 ? '' : `${name}:${kept.join(',')}`;
}
