// The UID that our files give to a record. In: its id. Out: the UID, by which the record is
// known again when the file comes back. Never here: a UID that two records could share.

export function ownUid(id: string): string {
  return `${id}@smartoffice-sync`;
}
