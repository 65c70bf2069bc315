// "This and following": a series that ends before one of its occurrences, and a new one
// from there on. In: the activity, the occurrence's name, the new activity. Out: both
// records, written in one change. Nothing before the occurrence changes.

import type { When } from '../core/item.ts';
import { epochOf, expandSeries } from '../core/occurrence.ts';
import type { Sql } from '../store/open.ts';
import { getActivity, presentActivity } from './activities.ts';
import type { Owner } from './activities.ts';
import { assertReadableSeries } from './activity-record.ts';
import type { ActivityRecord } from './activity-record.ts';
import { insertActivities, rewriteActivity } from './activity-write.ts';
import { changeOffice } from './change.ts';
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
    const present = await presentActivity(change, owner, id, version);
    if (present.recurrence.length === 0) {
      throw new OfficeError('invalid', 'This activity does not recur.', 'Edit the activity itself.', 'from');
    }
    const at = Date.parse(from);
    const bare = { ...present, occurrences: [] };
    const there = expandSeries(bare, { from: at, to: at + 1 }).some((one) => one.original === from);
    if (!there && !present.occurrences.some((one) => one.original === from)) throw notFound('occurrence');
    const earlier = expandSeries(bare, { from: epochOf(present.start), to: at }).filter((one) => (one.original ?? '') < from);
    if (earlier.length === 0) {
      await rewriteActivity(change, present, { ...input, occurrences: input.occurrences ?? [] });
      return { after: await getActivity(change.tx, owner.userId, id) };
    }
    const last = earlier.at(-1)?.start as When;
    await rewriteActivity(change, present, {
      ...present,
      recurrence: present.recurrence.map((line) => endingWith(line, last)).filter((line) => line !== ''),
      occurrences: present.occurrences.filter((one) => one.original < from),
    });
    const [newId] = await insertActivities(change, [{ ownerId: owner.userId, fields: input }]);
    return { before: await getActivity(change.tx, owner.userId, id), after: await getActivity(change.tx, owner.userId, newId as string) };
  });
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
