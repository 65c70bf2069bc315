// A span of time in the largest unit that fits. In: seconds, a locale. Out: "3 days".

const units = [['day', 86_400], ['hour', 3600], ['minute', 60], ['second', 1]] as const;

export function spanInWords(seconds: number, locale: string): string {
  const [unit, size] = units.find(([, one]) => seconds >= one) ?? (['second', 1] as const);
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 0 }).format(Math.floor(Math.max(0, seconds) / size));
}

/** How long ago an instant was. */
export function ageInWords(iso: string, locale: string): string {
  return spanInWords((Date.now() - Date.parse(iso)) / 1000, locale);
}
