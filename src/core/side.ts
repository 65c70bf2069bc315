// The two sides of every link. Rules are written once over Record<Side, T> and
// other(side); nothing in this product may exist in an office and a Google twin.

export type Side = 'office' | 'google';
export const sides: readonly Side[] = ['office', 'google'];

export function other(side: Side): Side {
  return side === 'office' ? 'google' : 'office';
}

/** Builds a value for each side with the same rule. */
export function bySide<T>(make: (side: Side) => T): Record<Side, T> {
  const office = make('office');
  // In the order of canonical texts.
  return { google: make('google'), office };
}
