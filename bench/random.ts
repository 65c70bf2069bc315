// Seeded randomness for generated data. In: a seed. Out: the same numbers, picks and
// texts every time, on every machine. Never here: the clock or Math.random.

import { createHash } from 'node:crypto';

export interface Random {
  next(): number;
  int(low: number, high: number): number;
  chance(share: number): boolean;
  pick<T>(list: readonly T[]): T;
  weighted<T>(list: readonly (readonly [T, number])[]): T;
  letters(count: number, alphabet: string): string;
}

/** Counts up from a hash of the seed: even enough for data. */
export function randomOf(seed: string): Random {
  let state = createHash('sha256').update(seed).digest().readUInt32LE(0);
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const random: Random = {
    next,
    int: (low, high) => low + Math.floor(next() * (high - low + 1)),
    chance: (share) => next() < share,
    pick: (list) => list[Math.floor(next() * list.length)] as (typeof list)[number],
    weighted: (list) => {
      let left = next() * list.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [value, weight] of list) if ((left -= weight) < 0) return value;
      return (list[0] as (typeof list)[number])[0];
    },
    letters: (count, alphabet) => Array.from({ length: count }, () => alphabet[Math.floor(next() * alphabet.length)]).join(''),
  };
  return random;
}
