// The title above the calendar, in the reader's locale. In: view, date, days in sight. Out:
// "November 22 – 28, 2026" for a week, a day with its weekday, a month with its year.

export function rangeTitle(view: string, date: string, range: { readonly from: string; readonly to: string } | undefined, locale: string): string {
  const at = (day: string) => new Date(`${day}T00:00:00Z`);
  const written = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
  if (view === 'timeGridDay') return written({ weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' }).format(at(date));
  if (view !== 'timeGridWeek') return written({ year: 'numeric', month: 'long' }).format(at(date));
  if (range === undefined) return '\u00a0';
  return written({ year: 'numeric', month: 'short', day: 'numeric' }).formatRange(at(range.from), new Date(at(range.to).getTime() - 86_400_000));
}

type WeekLocale = Intl.Locale & { getWeekInfo?: () => { firstDay: number }; weekInfo?: { firstDay: number } };

/** 0 is Sunday, as the grid counts. */
export function firstDayOfWeek(locale: string): number {
  const named: WeekLocale = new Intl.Locale(locale);
  return ((named.getWeekInfo?.() ?? named.weekInfo)?.firstDay ?? 7) % 7;
}
