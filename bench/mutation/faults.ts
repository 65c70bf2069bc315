// Faults that systems like this one are hated for, each as one line of src/core made wrong.
// In: nothing. Out: the list. `from` must stand in its file exactly once, so that the list
// cannot drift away from the code unseen.

export interface Fault {
  /** What a user would say of it. */
  readonly name: string;
  /** Rule or scenario that it breaks. */
  readonly breaks: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

export const faults: readonly Fault[] = [
  { name: 'a record that is to be kept on one side is deleted there', breaks: 'B9', file: 'decide-deletion', from: `draft.operations.push(keep);`, to: `draft.operations.push(remove);` },
  { name: 'an edit loses against a deletion', breaks: 'R6', file: 'decide-linked', from: `changesSince(pair, input.policy)[other(gone)].length > 0`, to: `false` },
  { name: 'the side that was written last wins a clash in silence', breaks: 'R7', file: 'merge', from: `changes[winner] === undefined && !isWritten(other(winner), kind, policy))) merge.clashes.push(changes);`, to: `changes[winner] === undefined && !isWritten(other(winner), kind, policy))) resolveClash(merge, changes, 'google', kind, policy);` },
  { name: 'what nobody disputes waits with the clash and is forgotten', breaks: 'R8', file: 'reconcile', from: `operations.push(...alternative.operations.map((operation) => ({ ...operation, unit: conflict.id })));`, to: `` },
  { name: 'a phone loses its TYPE when only the TYPE was changed', breaks: 'K1', file: 'field', from: `copy['type'] = from.type;`, to: `copy['type'] = onto.type;` },
  { name: 'the preferred phone of the office is switched by Google', breaks: 'K3', file: 'field', from: `attributeCarriedBy: { type: both, preferred: officeOnly },`, to: `attributeCarriedBy: { type: both, preferred: both },` },
  { name: 'a custom label is taken for any other', breaks: 'K1', file: 'field', from: "`custom:${entry.label ?? ''}`", to: `'custom'` },
  { name: 'the base of the source comes from what was written, not from the plan', breaks: 'R9', file: 'settle', from: `base[source] = advance(base[source], operation.source?.version, operation.settle[source], context);`, to: `base[source] = baseOf(operation.source?.version ?? '', written.item, context);` },
  { name: 'our own echo is taken for an edit: the base is what was sent, not what was answered', breaks: 'I4', file: 'settle', from: `? baseOf(written.version, written.item, context)`, to: `? baseOf(written.version, operation.after, context)` },
  { name: 'a deletion that was settled is forgotten, and the record is made again', breaks: 'B9', file: 'settle', from: `if (gone.size !== 1) return undefined;`, to: `if (gone.size >= 0) return undefined;` },
  { name: 'an ambiguous pair is linked in silence', breaks: 'R2', file: 'match', from: `ends.length === 1 && rivals.get(google)?.length === 1`, to: `ends.length >= 1` },
  { name: 'two people are one because they share an address', breaks: 'A13', file: 'match-contact', from: `if (email !== undefined && !email.shared && !contradicts) {`, to: `if (email !== undefined) {` },
  { name: 'a first meeting overwrites what differs', breaks: 'R3', file: 'first-meeting', from: `meeting.open.push({ field: field.name, changes: bySide(sendFrom) });`, to: `addFill(meeting, 'google', sendFrom('office'), items.office.kind, policy);` },
  { name: 'a record of somebody else is written at the first meeting', breaks: 'R12', file: 'first-meeting', from: `return seen.google.readOnly === undefined ? meeting :`, to: `return seen.google.readOnly !== undefined ? meeting :` },
  { name: 'a record of somebody else is written when it changes', breaks: 'R12', file: 'decide-linked', from: `const blocked = readOnly !== undefined && merge.send.google.length > 0;`, to: `const blocked = false;` },
  { name: 'guests are written to although the setup does not say so', breaks: 'R20', file: 'project', from: `if (side === 'google' && field.name === 'guests' && !policy.sendGuests) return false;`, to: `` },
  { name: 'the invitations that would be sent are not counted', breaks: 'R20', file: 'plan', from: `(operation.mails ?? []).length`, to: `0` },
  { name: 'a contact that left the SET is deleted', breaks: 'R15', file: 'decide-linked', from: `draft.operations.push(proposeUnlink(link, name, [], 'Left the SET and the Google group', unit));`, to: `draft.operations.push(proposeDelete('google', now.google, link.id, 'Left the SET', unit));` },
  { name: 'a contact that was taken out of the Google group leaves the SET unasked', breaks: 'R15', file: 'decide-linked', from: `const removals = askAboutLeaving(merge, own, input);`, to: `const removals: Opposed[] = [];` },
  { name: 'the brake for many deletions is not computed', breaks: 'R18', file: 'brake', from: `if (trips(deletions)) brakes.push`, to: `if (trips(-deletions)) brakes.push` },
  { name: 'an emptied side is believed', breaks: 'R18', file: 'brake', from: `if (counts.seen === 0) {`, to: `if (counts.seen < 0) {` },
  { name: 'an undo overwrites what was edited after the run', breaks: 'R16', file: 'invert', from: `if (standing !== 'as written') continue;`, to: `` },
  { name: 'an undo deletes what was made by the run and edited since', breaks: 'R16', file: 'invert', from: `} else if (entry.after !== undefined && diffItems(entry.after, way.item, policy).length > 0) {`, to: `} else if (entry.after !== undefined && diffItems(entry.after, way.item, policy).length > 100) {` },
  { name: 'a whole-day entry of a series ends a day late', breaks: 'D2', file: 'occurrence', from: `add({ days: Math.round(shape.length / day) })`, to: `add({ days: Math.round(shape.length / day) + 1 })` },
  { name: 'a series moves by an hour when the clocks change', breaks: 'C4', file: 'occurrence', from: 'return { local: writeLocal(wall), zone: shape.zone };', to: 'return { local: Temporal.Instant.fromEpochMilliseconds(epoch + epochOf(shape.start) - wallStart(shape).toZonedDateTime(\'UTC\').epochMilliseconds).toZonedDateTimeISO(shape.zone).toPlainDateTime().toString({ smallestUnit: \'second\' }), zone: shape.zone };' },
  { name: 'a cancelled occurrence is not told to the other side', breaks: 'C2', file: 'field', from: `cancelled: cancelled === true,`, to: `cancelled: false,` },
  { name: 'a series that changed its zone is believed to be unchanged', breaks: 'D4', file: 'field', from: `const keepZone = ((item as EventItem).recurrence ?? []).length > 0;`, to: `const keepZone = false;` },
  { name: 'both sides changed the schedule of a series, and it becomes a mixture', breaks: 'C11', file: 'merge', from: `return clashing ? new Set(scheduleFields) : new Set();`, to: `return new Set(clashing ? [] : []);` },
  { name: 'a value that differs only in its line ends is written for ever', breaks: 'R5', file: 'normal-form', from: `.replace(/\\r\\n?/g, '\\n')`, to: `` },
  { name: 'an operation that a person put off is carried out', breaks: 'R1', file: 'plan', from: `(approval.decisions[operation.unit] ?? 'take') === 'take'`, to: `(approval.decisions[operation.unit] ?? 'take') !== 'never'` },
  { name: 'the digest of a plan does not hold its questions', breaks: 'R1', file: 'plan', from: `digestParts(planText(plan))`, to: `digestParts(planText({ ...plan, conflicts: [] }))` },
];
