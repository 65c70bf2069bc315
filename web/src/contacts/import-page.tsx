export function ContactsImportPage() { return <div />; }
export function CalendarImportPage() { return <div />; }
