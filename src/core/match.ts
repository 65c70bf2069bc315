// First meeting: which office record and which Google record are the same thing?
// In: the records of one kind that no link knows. Out: pairs that are certain by rule and
// fit nothing else as well, questions for the rest, and what resembles nothing.
// Never: a guess made silently; a comparison of all with all; a rule for one side only.

import type { NormalContext } from './field.ts';
import type { Item, Kind } from './item.ts';
import type { Seen } from './link.ts';
import { contactRules } from './match-contact.ts';
import { eventRules, taskRules } from './match-event.ts';
import { byId, isFree, joinByIdentity, joinByKeys, makeNodes } from './match-graph.ts';
import type { Node } from './match-graph.ts';
import { certainties } from './match-rules.ts';
import type { Certainty, Read, Rules, Verdict } from './match-rules.ts';
import type { Match } from './plan.ts';
import type { Policy } from './policy.ts';
import { sideName } from './propose.ts';
import { bySide, other } from './side.ts';
import type { Side } from './side.ts';

export interface Candidate {
  readonly seen: Seen;
  readonly match: Match;
}

export interface Question {
  readonly side: Side;
  readonly anchor: Seen;
  /** May be paired with the anchor; best first. */
  readonly candidates: readonly Candidate[];
  /** Resemble it, but have their partner already or get one in `pairs`: a likely duplicate. */
  readonly resembles: readonly Candidate[];
  readonly why: string;
}

export interface Pair {
  readonly office: Seen;
  readonly google: Seen;
  readonly match: Match;
  /** Who else of a side might be meant: of `google`, other partners for the office record. */
  readonly others: Readonly<Record<Side, readonly Candidate[]>>;
}

export interface Pairing {
  readonly pairs: readonly Pair[];
  readonly questions: readonly Question[];
  /** Neither paired nor asked about. Records that take no part (`skipped`, `gone`) are nowhere. */
  readonly rest: Readonly<Record<Side, readonly Seen[]>>;
}

export const rulesOf: Readonly<Record<Kind, Rules<unknown>>> = { contact: contactRules, event: eventRules, task: taskRules };
const shownCandidates = 20;
const shownOthers = 5;
/** Of a dozen namesakes without anything else in common no more are shown to each other. */
const shownNamesakes = 5;

/** Blocking keys: two records can only be the same if they share one (or a marker or uid). */
export function matchKeys(item: Item, context: NormalContext): readonly string[] {
  return readItem(item, context).keys;
}

function readItem(item: Item, context: NormalContext): Read {
  const rules = rulesOf[item.kind];
  const reading = rules.read(item, context);
  return { reading, keys: rules.keys(reading) };
}

/** A record that resembles one which finds its partner here is asked about, not copied. */
export function pairUnlinked(kind: Kind, unlinked: Readonly<Record<Side, readonly Seen[]>>, policy: Policy): Pairing {
  const rules = rulesOf[kind];
  const nodes = bySide((side) => makeNodes(side, unlinked[side], (item) => readItem(item, policy)));
  joinByIdentity(nodes);
  joinByKeys(nodes, rules);
  const pairs = certainties.flatMap((certainty) => pairCertain(nodes.office, certainty));
  const { questions, asked } = askQuestions(nodes, rules);
  return { pairs, questions, rest: bySide((side) => nodes[side].filter((node) => isFree(node) && !asked.has(node)).map((node) => node.seen)) };
}

/** Pairs those for which nothing else on either side is as certain. */
function pairCertain(offices: readonly Node[], certainty: Certainty): Pair[] {
  const equals = (node: Node): readonly Node[] => {
    const ends: Node[] = [];
    for (const [end, verdict] of node.edges) if (verdict.certainty === certainty && isFree(end) && end.undecided !== true) ends.push(end);
    return ends;
  };
  const found: { node: Node; ends: readonly Node[] }[] = [];
  for (const node of offices) {
    const ends = node.edges.size === 0 || !isFree(node) ? [] : equals(node);
    if (ends.length > 0) found.push({ node, ends });
  }
  const rivals = new Map(found.flatMap(({ ends }) => ends).map((end) => [end, equals(end)]));
  const pairs: Pair[] = [];
  for (const { node, ends } of found) {
    const [google] = ends;
    if (google !== undefined && ends.length === 1 && rivals.get(google)?.length === 1) {
      node.partner = google;
      google.partner = node;
      pairs.push({ office: node.seen, google: google.seen, match: matchOf(node.edges.get(google) as Verdict), others: { google: listOthers(node), office: listOthers(google) } });
    } else {
      node.undecided = true;
      for (const end of ends) end.undecided = true;
    }
  }
  return pairs;
}

/** The score becomes a share of certainty that a person can read: 0.50 … 1, which only a mark or a common id has. */
export function matchOf(verdict: Verdict): Match {
  const score = 1 / (1 + 2 ** (4 - verdict.score));
  return { rule: verdict.rule, score: Math.round(Math.min(score, score === 1 ? 1 : 0.99) * 100) / 100, why: verdict.why };
}

/**
 * Every record in scope that may have a partner stands in a question, as anchor or as
 * candidate. The side with fewer such records asks, so that one question holds them all;
 * who was offered to nobody asks as well [R25].
 */
function askQuestions(nodes: Readonly<Record<Side, readonly Node[]>>, rules: Rules<unknown>): { questions: Question[]; asked: Set<Node> } {
  const asked = new Set<Node>();
  const questions: Question[] = [];
  const offered = new Map<Node, number>();
  for (const component of findComponents([...nodes.office, ...nodes.google].filter(isFree))) {
    const inScope = bySide((side) => component.filter((node) => node.side === side && node.seen.inScope));
    const first = chooseAnchorSide(component, inScope);
    for (const side of [first, other(first)]) {
      for (const anchor of inScope[side]) {
        if (asked.has(anchor)) continue;
        const free = listCandidates(anchor, true, 0, offered);
        const taken = listCandidates(anchor, false, rules.askFromTaken, offered);
        if (free.length + taken.length === 0) continue;
        asked.add(anchor);
        for (const end of free) {
          asked.add(end);
          offered.set(end, (offered.get(end) ?? 0) + 1);
        }
        const [candidates, resembles] = [free, taken].map((ends) => ends.map((end) => ({ seen: end.seen, match: matchOf(anchor.edges.get(end) as Verdict) }))) as [Candidate[], Candidate[]];
        questions.push({ side, anchor: anchor.seen, candidates, resembles, why: explainQuestion(side, candidates, resembles) });
      }
    }
  }
  return { questions, asked };
}

/** Records without a partner that may be each other's, however many. */
function* findComponents(nodes: readonly Node[]): Iterable<readonly Node[]> {
  const seen = new Set<Node>();
  for (const start of nodes) {
    if (seen.has(start)) continue;
    const component = [start];
    seen.add(start);
    for (const node of component) {
      for (const end of node.edges.keys()) {
        if (seen.has(end) || !isFree(end)) continue;
        seen.add(end);
        component.push(end);
      }
    }
    yield component.sort((left, right) => byId(left.seen, right.seen));
  }
}

function chooseAnchorSide(component: readonly Node[], inScope: Readonly<Record<Side, readonly Node[]>>): Side {
  const [office, google] = [inScope.office.length, inScope.google.length];
  if (office !== google) return office < google ? 'office' : 'google';
  return component.find(({ seen }) => seen.inScope)?.side ?? 'office';
}

/** The best first; among equals those that were offered least, so that each gets its turn. */
function listCandidates(anchor: Node, free: boolean, from: number, offered: ReadonlyMap<Node, number>): Node[] {
  let namesakes = 0;
  return [...anchor.edges]
    .filter(([end, verdict]) => isFree(end) === free && verdict.score >= from)
    .sort(([one, left], [two, right]) => right.score - left.score || (offered.get(one) ?? 0) - (offered.get(two) ?? 0) || byId(one.seen, two.seen))
    .filter(([, verdict]) => verdict.rule !== 'name' || (namesakes += 1) <= shownNamesakes)
    .slice(0, shownCandidates)
    .map(([end]) => end);
}

function listOthers(node: Node): Candidate[] {
  if (node.edges.size === 1) return [];
  return [...node.edges]
    .filter(([end]) => end !== node.partner)
    .sort(([one, left], [two, right]) => right.score - left.score || byId(one.seen, two.seen))
    .slice(0, shownOthers)
    .map(([end, verdict]) => ({ seen: end.seen, match: matchOf(verdict) }));
}

export function explainQuestion(side: Side, candidates: readonly Candidate[], resembles: readonly Candidate[]): string {
  const place = sideName[other(side)];
  const best = (candidates[0] ?? resembles[0])?.match.why ?? '';
  if (candidates.length === 0) return `Looks like a record in ${place} that already has its partner. ${best}.`;
  if (candidates.length === 1) return `May be the same as a record in ${place}. ${best}.`;
  return `${candidates.length} records in ${place} may be the same. Best: ${best}.`;
}
