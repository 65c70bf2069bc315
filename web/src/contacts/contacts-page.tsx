export function ContactsPage() { return <div />; }
