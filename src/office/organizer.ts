// Who organizes an activity, where that is somebody else. In: its participants and the
// addresses of its owner. Out: the name to show, or nothing. Such an activity follows its
// organizer's calendar: what is changed here would not reach the others.

export function organizedBy(participants: readonly { readonly organizer?: boolean | undefined; readonly email?: string | undefined; readonly name?: string | undefined }[], own: readonly string[]): string | undefined {
  const organizer = participants.find((one) => one.organizer === true);
  if (organizer === undefined) return undefined;
  if (organizer.email !== undefined && own.some((address) => address.toLowerCase() === organizer.email?.toLowerCase())) return undefined;
  return organizer.name ?? organizer.email;
}
