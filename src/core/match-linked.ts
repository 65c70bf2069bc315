// A new record that looks like one which has its partner already: copied, it would stand on
// the other side twice. In: what a plan would copy, and the linked records that share a strong
// key with it. Out: questions [R40]. Never: a question about what only shares a family's address,
// or a record paired anew whose partner is still there.

import type { EventItem, Item, Kind } from './item.ts';
import type { Seen } from './link.ts';
import { explainQuestion, matchOf, rulesOf } from './match.ts';
import type { Candidate, Question } from './match.ts';
import type { Rules, Verdict } from './match-rules.ts';
import type { Policy } from './policy.ts';
import { sideName } from './propose.ts';
import { other, sides } from './side.ts';
import type { Side } from './side.ts';

type Lists = Readonly<Record<Side, readonly Seen[]>>;

/** So many of one key are compared with a record; and so many are named in its question. */
const comparedOfAKey = 50;
const shownTwins = 5;

/** By these a linked record is looked for that a new one may be a double of. */
export function twinKeys({ item, uid }: Pick<Seen, 'item' | 'uid'>, context: Policy): readonly string[] {
  const rules = rulesOf[item.kind];
  return [...rules.strongKeys(rules.read(item, context)), ...(uid === undefined ? [] : [`uid:${uid}`])];
}

/** `coming`: what would be copied; `linked`: which may be shown to it; `unlinked`: all that have no partner. */
export function askAboutTwins(kind: Kind, coming: Lists, linked: Lists, unlinked: Lists, policy: Policy): readonly Question[] {
  return sides.flatMap((side) => {
    const among = linked[other(side)].filter(mayBeTwin);
    if (among.length === 0) return [];
    const rules = rulesOf[kind];
    const read = rememberReadings(rules, policy);
    const byKey = groupByKeys(among, policy);
    const holders = countKeys(rules, read, { [side]: unlinked[side], [other(side)]: [...among, ...unlinked[other(side)]] } as Lists);
    return coming[side].filter(mayBeTwin).flatMap((anchor): Question[] => {
      const ends = new Set(twinKeys(anchor, policy).flatMap((key) => (byKey.get(key) ?? []).slice(0, comparedOfAKey)));
      const resembles = [...ends].flatMap((seen): Candidate[] => {
        const verdict = compareTwins({ [side]: anchor, [other(side)]: seen } as Readonly<Record<Side, Seen>>, rules, read, holders);
        return verdict === undefined ? [] : [{ seen, match: matchOf(verdict) }];
      });
      if (resembles.length === 0) return [];
      resembles.sort((left, right) => right.match.score - left.match.score || (left.seen.id < right.seen.id ? -1 : 1));
      const [candidates, taken] = [resembles.filter(({ seen }) => seen.left !== undefined), resembles.filter(({ seen }) => seen.left === undefined)].map((ends) => ends.slice(0, shownTwins)) as [Candidate[], Candidate[]];
      return [{ side, anchor, candidates, resembles: taken, why: explainTwin(side, candidates, taken) }];
    });
  });
}

/** Deleted and made again, or merged with another one in Google. */
function explainTwin(side: Side, candidates: readonly Candidate[], taken: readonly Candidate[]): string {
  const [best] = candidates;
  if (best === undefined) return explainQuestion(side, [], taken);
  return `Looks like a record in ${sideName[other(side)]} whose partner in ${sideName[side]} was deleted. ${best.match.why}.`;
}

/** Links about whose end nothing is asked or done by itself, while one may be paired anew. */
export function linksLeft(questions: readonly Question[]): ReadonlySet<string> {
  return new Set(questions.flatMap(({ candidates }) => candidates.flatMap(({ seen }) => seen.left ?? [])));
}

/** What is only shown from a calendar stands beside one's own activities, alike or not. */
function mayBeTwin({ item, calendar, gone, skipped }: Seen): boolean {
  return calendar === undefined && (item as EventItem).calendar === undefined && gone !== true && skipped === undefined;
}

function compareTwins({ office, google }: Readonly<Record<Side, Seen>>, rules: Rules<unknown>, read: (item: Item) => unknown, count: (key: string) => number): Verdict | undefined {
  if (office.uid !== undefined && office.uid === google.uid) return { certainty: 'uid', rule: 'uid', score: 100, why: 'Same calendar id on both sides' };
  const verdict = rules.compare(read(office.item), read(google.item), count);
  return verdict !== undefined && verdict.score >= rules.askFromTaken && rules.isTwin(read(office.item), read(google.item), verdict) ? verdict : undefined;
}

function rememberReadings(rules: Rules<unknown>, policy: Policy): (item: Item) => unknown {
  const known = new Map<Item, unknown>();
  return (item) => {
    if (!known.has(item)) known.set(item, rules.read(item, policy));
    return known.get(item);
  };
}

function groupByKeys(linked: readonly Seen[], policy: Policy): ReadonlyMap<string, readonly Seen[]> {
  const groups = new Map<string, Seen[]>();
  for (const seen of [...linked].sort((left, right) => (left.id < right.id ? -1 : 1))) {
    for (const key of twinKeys(seen, policy)) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [seen]);
      else group.push(seen);
    }
  }
  return groups;
}

function countKeys(rules: Rules<unknown>, read: (item: Item) => unknown, lists: Lists): (key: string) => number {
  const counts = sides.map((side) => {
    const count = new Map<string, number>();
    for (const { item } of lists[side]) for (const key of new Set(rules.keys(read(item)))) count.set(key, (count.get(key) ?? 0) + 1);
    return count;
  });
  return (key) => Math.max(...counts.map((count) => count.get(key) ?? 0));
}
