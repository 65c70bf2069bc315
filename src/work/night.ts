// Whether it is night where a person is. In: their zone and the time. Out: yes or no. Never
// here: what follows from it.

const [begins, ends] = [22, 6];

export function isNight(zone: string, now: number): boolean {
  const hour = Number(new Intl.DateTimeFormat('en-US', { timeZone: zone, hour: 'numeric', hourCycle: 'h23' }).format(now));
  return hour >= begins || hour < ends;
}
