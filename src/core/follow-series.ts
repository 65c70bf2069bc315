// The words that only the office has of single occurrences, when Google moves their series.
// In: what the office is to be sent, and its series. Out: the same, the words under the starts
// that the moved rule gives their occurrences; and those that have no occurrence there any
// more. Never: words under a start that the rule does not have, where they would show as one more.

import { applyChanges, diffItems } from './diff.ts';
import type { Change } from './diff.ts';
import type { NormalContext } from './field.ts';
import type { EventItem, Item, Occurrence, When } from './item.ts';
import { isInRule, originalOf } from './occurrence.ts';

export interface Followed {
  readonly changes: readonly Change[];
  /** Of what the office holds now: nothing in the moved series stands for them. */
  readonly homeless: readonly Occurrence[];
}

export function followSeries(changes: readonly Change[], now: Item, context: NormalContext): Followed {
  const isMoved = changes.some(({ field }) => field === 'when' || field === 'recurrence');
  if (now.kind !== 'event' || !isMoved) return { changes, homeless: [] };
  const moved = applyChanges(now, changes, context) as EventItem;
  const lost = (moved.occurrences ?? []).filter((one) => isLost(one, moved));
  if (lost.length === 0) return { changes, homeless: [] };
  const places = new Map((moved.occurrences ?? []).flatMap((one) => (lost.includes(one) ? [] : [[one.original, one]])));
  const homeless: Occurrence[] = [];
  for (const one of lost) {
    const original = findPlaces(one.original, now, moved).find((place) => isInRule(moved, place));
    if (original !== undefined) places.set(original, { ...one, ...places.get(original), original });
    // One that the office itself left without a place is no matter of Google's.
    else if (isLost(one, now)) places.set(one.original, one);
    else homeless.push(one);
  }
  const { occurrences: _, ...series } = moved;
  const followed: EventItem = places.size === 0 ? series : { ...series, occurrences: [...places.values()] };
  return { changes: [...changes, ...diffItems(moved, followed, context)], homeless };
}

/** Only words: of what is cancelled or has a time of its own Google knows, and says what becomes of it. */
function isLost({ start, cancelled, original }: Occurrence, series: EventItem): boolean {
  return start === undefined && cancelled !== true && !isInRule(series, original);
}

/** As far from the start of the series as before, on the wall clock; else at its new hour on the same day. */
function findPlaces(original: string, before: EventItem, after: EventItem): readonly string[] {
  const zone = 'zone' in before.start ? before.start.zone : 'UTC';
  const wall = original.includes('T') ? Temporal.Instant.from(original).toZonedDateTimeISO(zone).toPlainDateTime() : Temporal.PlainDateTime.from(original);
  const [from, to] = [wallOf(before.start), wallOf(after.start)];
  return [wall.add(from.until(to)), wall.withPlainTime(to.toPlainTime())].map((place) =>
    originalOf('date' in after.start ? { date: place.toPlainDate().toString() } : { local: place.toString({ smallestUnit: 'second' }), zone: after.start.zone }),
  );
}

function wallOf(when: When): Temporal.PlainDateTime {
  return Temporal.PlainDateTime.from('date' in when ? when.date : when.local);
}
