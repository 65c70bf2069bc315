// Whether a time zone is one. In: a name. Out: yes or no, by the rules of this Node.js.
// Never here: another name for a zone; see import-export/ics-zone.ts.

export function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
