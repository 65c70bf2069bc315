// In: the page size and page token of a list that has both. Out: the page, and the token of the
// next one, which is worth only with the parameters of its first call.
// Never here: what stands in the list, or a sync token (sync.ts).
import type { Call } from '../call.ts';
import { readNumber, readText } from '../call.ts';
import { decodeToken, encodeToken } from '../protobuf.ts';
import { refuse } from '../wire.ts';

/** 0 means the default, as if nothing was said. */
export function readPageSize(call: Call, most: number, otherwise = 100): number {
  const size = readNumber(call, 'pageSize') ?? 0;
  if (size < 0 || size > most) refuse(400, 'badRequest', `Page size must be between 1 and ${most}.`);
  return size === 0 ? otherwise : size;
}

/** Searches cap what is asked for and refuse nothing. */
export function readResultCount(call: Call): number {
  return Math.min(readNumber(call, 'pageSize') || 10, 30);
}

/** Where a page begins, and when the first one was asked for. */
export interface Place {
  readonly from: number;
  readonly stamp: number;
}

export function readPlace(call: Call, parameters: string): Place {
  const text = readText(call, 'pageToken');
  if (text === undefined) return { from: 0, stamp: call.world.counters.stamp };
  const token = decodeToken(text);
  const from = token?.numbers.get(1);
  const stamp = token?.numbers.get(3);
  if (from === undefined || stamp === undefined) refuse(400, 'badRequest', 'Invalid page token.');
  if (token?.bytes.get(2)?.toString('utf8') !== parameters) refuse(400, 'badRequest', 'Request parameters must match the first call that provided the page token.');
  return { from, stamp };
}

export function formatPlace({ from, stamp }: Place, parameters: string): string {
  return encodeToken([[1, from], [2, parameters], [3, stamp]]);
}

/** What came after the first page stands on none: the sync token tells of it. */
export function cutPage<T extends { readonly stamp: number }>(all: readonly T[], { from, stamp }: Place, size: number, parameters: string): { shown: readonly T[]; next: string | undefined } {
  const there = all.filter((one) => one.stamp <= stamp);
  const end = from + size;
  return { shown: there.slice(from, end), next: end < there.length ? formatPlace({ from: end, stamp }, parameters) : undefined };
}
