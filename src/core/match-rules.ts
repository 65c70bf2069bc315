// What the pairing of any kind needs to know of that kind. In: items. Out: types only.

import type { NormalContext } from './field.ts';
import type { Item } from './item.ts';
import type { Match } from './plan.ts';

/**
 * 'marker' and 'uid': the record says so itself. 'exact': by rule, if nothing else fits
 * as well. 'sole': by rule, because no other record on either side has the key.
 */
export type Certainty = 'marker' | 'uid' | 'exact' | 'sole';
export const certainties: readonly Certainty[] = ['marker', 'uid', 'exact', 'sole'];

export interface Verdict {
  /** Absent: only a person can tell. */
  readonly certainty?: Certainty;
  readonly rule: Match['rule'];
  /** Bits of evidence. */
  readonly score: number;
  readonly why: string;
}

/** What is known of one record before it is compared with any other. */
export interface Read<Reading = unknown> {
  readonly reading: Reading;
  readonly keys: readonly string[];
}

export interface Rules<Reading> {
  read(item: Item, context: NormalContext): Reading;
  /** Two records are compared only if they have one of these in common. */
  keys(reading: Reading): readonly string[];
  /** Taken in addition where very many records have a key in common. */
  narrowKeys(reading: Reading): readonly string[];
  /** `count`: how many records of a side have the key, at most. */
  compare(office: Reading, google: Reading, count: (key: string) => number): Verdict | undefined;
  /** Score from which two records are worth a question. */
  readonly askFrom: number;
  /** The same, when the other record has its partner already. */
  readonly askFromTaken: number;
  /** Of the keys those that few records share: by them a linked record is looked for. */
  strongKeys(reading: Reading): readonly string[];
  /** So much alike that a copy beside a linked record would be a duplicate. */
  isTwin(office: Reading, google: Reading, verdict: Verdict): boolean;
}
