export function SetPage() { return <div />; }
