// When a day begins where the reader is. In: a date and a time zone. Out: an ISO instant.
// Also right on days on which the clocks are changed.

/** `after`: so many days later. */
export function startOfDay(date: string, zone: string, after: number): string {
  const utc = new Date(`${date}T00:00:00Z`);
  utc.setUTCDate(utc.getUTCDate() + after);
  // The offset before and after a change of the clocks differ: the second look is at the day itself.
  let instant = utc.getTime() - offsetAt(utc.getTime(), zone);
  instant = utc.getTime() - offsetAt(instant, zone);
  return new Date(instant).toISOString();
}

function offsetAt(instant: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' }).formatToParts(instant);
  const of = (type: string): number => Number(parts.find((part) => part.type === type)?.value);
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second')) - instant + (instant % 1000);
}
