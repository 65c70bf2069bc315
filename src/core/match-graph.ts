// Who may be whose partner: the records of both sides as nodes, the verdicts between them
// as edges. In: records and the rules of their kind. Out: nodes that know their edges.
// Only records with a key in common are ever compared, so the cost is near to linear.

import type { Item } from './item.ts';
import type { Seen } from './link.ts';
import type { Read, Rules, Verdict } from './match-rules.ts';
import { other, sides } from './side.ts';
import type { Side } from './side.ts';

/** Two lists with a key in common are compared in full up to this many pairs. */
const fullComparison = 64;
const window = 12;

export interface Node {
  readonly side: Side;
  readonly seen: Seen;
  readonly read: Read;
  edges: ReadonlyMap<Node, Verdict>;
  partner: Node | undefined;
  /** More than one record fits equally well: only a person can tell. */
  undecided: boolean;
}

/** Most records are like no other. */
const none: ReadonlyMap<Node, Verdict> = new Map();

export function makeNodes(side: Side, list: readonly Seen[], read: (item: Item) => Read): Node[] {
  return list
    .filter((seen) => seen.skipped === undefined && seen.gone !== true)
    .sort(byId)
    .map((seen) => ({ side, seen, read: read(seen.item), edges: none, partner: undefined, undecided: false }));
}

export function byId(left: Seen, right: Seen): number {
  return left.id < right.id ? -1 : left.id > right.id ? 1 : 0;
}

export function isFree(node: Node): boolean {
  return node.partner === undefined;
}

/** What nobody synchronizes on either side needs no partner. */
function mayMeet(one: Node, two: Node): boolean {
  return one.seen.inScope || two.seen.inScope;
}

function join(one: Node, two: Node, verdict: Verdict): void {
  addEdge(one, two, verdict);
  addEdge(two, one, verdict);
}

function addEdge(from: Node, to: Node, verdict: Verdict): void {
  if (from.edges === none) from.edges = new Map([[to, verdict]]);
  else (from.edges as Map<Node, Verdict>).set(to, verdict);
}

/** What a record says of itself: our marker, then the id that both sides share. */
export function joinByIdentity(nodes: Readonly<Record<Side, readonly Node[]>>): void {
  const named = nodes.google.filter(({ seen }) => seen.uid !== undefined);
  const byUid = groupBy(named, ({ seen }) => [seen.uid]);
  for (const office of nodes.office) {
    if (office.seen.uid === undefined) continue;
    for (const google of byUid.get(office.seen.uid) ?? []) {
      if (mayMeet(office, google)) join(office, google, { certainty: 'uid', rule: 'uid', score: 100, why: 'Same calendar id on both sides' });
    }
  }
  for (const side of sides) {
    const marked = nodes[side].filter(({ seen }) => seen.marker !== undefined);
    if (marked.length === 0) continue;
    const byRemoteId = new Map<string | undefined, Node>(nodes[other(side)].map((node) => [node.seen.id, node]));
    for (const node of marked) {
      const target = byRemoteId.get(node.seen.marker);
      const why = 'Our mark on the record names the other one';
      if (target !== undefined && mayMeet(node, target)) join(node, target, { certainty: 'marker', rule: 'marker', score: 200, why });
    }
  }
}

/** A colleague's activity: only what somebody else organized, and what is the same in all. */
function isInvitationTo(google: Node, verdict: Verdict | undefined): boolean {
  return google.seen.readOnly !== undefined && verdict?.certainty === 'exact';
}

function groupBy<Key>(nodes: readonly Node[], keysOf: (node: Node) => readonly Key[], isWanted: (key: Key) => boolean = () => true): Map<Key, Node[]> {
  const groups = new Map<Key, Node[]>();
  for (const node of nodes) {
    for (const key of keysOf(node)) {
      const group = groups.get(key);
      if (group !== undefined) group.push(node);
      else if (isWanted(key)) groups.set(key, [node]);
    }
  }
  return groups;
}

export function joinByKeys(nodes: Readonly<Record<Side, readonly Node[]>>, rules: Rules<unknown>): void {
  const ofOffice = groupBy(nodes.office, ({ read }) => read.keys);
  // A key that only one side has joins nothing.
  const ofGoogle = groupBy(nodes.google, ({ read }) => read.keys, (key) => ofOffice.has(key));
  const count = (key: string): number => Math.max(ofOffice.get(key)?.length ?? 0, ofGoogle.get(key)?.length ?? 0);
  const compare = (office: Node, google: Node): void => {
    if (office.edges.has(google) || !mayMeet(office, google)) return;
    const verdict = rules.compare(office.read.reading, google.read.reading, count);
    if (office.seen.invited === true && !isInvitationTo(google, verdict)) return;
    if (verdict !== undefined && (verdict.certainty !== undefined || verdict.score >= rules.askFrom)) join(office, google, verdict);
  };
  for (const [key, google] of ofGoogle) {
    const office = ofOffice.get(key) ?? [];
    if (office.length * google.length <= fullComparison) {
      for (const one of office) for (const two of google) compare(one, two);
      continue;
    }
    // Very many share this key: it counts only together with a narrower one.
    const narrow = groupBy(google, ({ read }) => rules.narrowKeys(read.reading));
    for (const [narrowKey, ones] of groupBy(office, ({ read }) => rules.narrowKeys(read.reading))) {
      const twos = narrow.get(narrowKey) ?? [];
      ones.forEach((one, row) => {
        (row < window ? twos : twos.slice(0, window)).forEach((two) => compare(one, two));
      });
    }
  }
}
