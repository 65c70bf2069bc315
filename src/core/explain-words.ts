// The few words that every sentence needs: sides, kinds, counts. In: tokens. Out: words
// of the product as its users know them (SmartOffice, activity, SET).

import type { Kind } from './item.ts';
import type { Side } from './side.ts';

export const inSide: Readonly<Record<Side, string>> = { office: 'in SmartOffice', google: 'on Google' };

const nouns: Readonly<Record<Kind, readonly [string, string]>> = {
  contact: ['contact', 'contacts'],
  event: ['activity', 'activities'],
  task: ['task', 'tasks'],
};

export function nounOf(kind: Kind, count = 1): string {
  return nouns[kind][count === 1 ? 0 : 1];
}

/** "1 contact", "212 activities". */
export function countOf(kind: Kind, count: number): string {
  return `${count.toLocaleString('en-US')} ${nounOf(kind, count)}`;
}

/** "a", "a and b", "a, b and c". */
export function listWords(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

export function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
