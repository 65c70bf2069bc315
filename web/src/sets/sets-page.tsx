export function SetsPage() { return <div />; }
