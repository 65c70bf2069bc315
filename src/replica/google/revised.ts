// When Google last changed a record. In: its time stamps as they came. Out: the latest one,
// or nothing where none can be read: a record without one is always believed.

export function revisedAt(...stamps: readonly unknown[]): { revised?: number } {
  let latest = Number.NaN;
  for (const stamp of stamps) {
    const at = typeof stamp === 'string' ? Date.parse(stamp) : Number.NaN;
    if (!Number.isNaN(at) && !(at <= latest)) latest = at;
  }
  return Number.isNaN(latest) ? {} : { revised: latest };
}
