// The HTTP API of the embedded office: schemas of requests and answers, and their
// types for the browser. In: nothing. Out: schemas. Every list is paged by an opaque
// `next`; every change names the `version` that the person saw (409 when it is not
// the present one). Office-only fields stand here and in no item.
//
// GET    /api/choices                          → Choices
// GET    /api/contacts?q&setId&after&limit     → ContactPage      POST /api/contacts           ContactInput → Contact
// GET    /api/contacts/:id                     → Contact          PUT  /api/contacts/:id       {version, contact} → Contact
// DELETE /api/contacts/:id?version             → 204
// GET    /api/sets                             → {sets}           POST /api/sets               SetInput → OfficeSet
// GET    /api/sets/:id                         → OfficeSet        PUT  /api/sets/:id           {version, set} → OfficeSet
// DELETE /api/sets/:id?version                 → 204
// POST   /api/sets/preview                     {filter} → SetPreview
// POST   /api/sets/:id/members                 {add?, remove?} → OfficeSet     (members: GET /api/contacts?setId=)
// GET    /api/calendar?from&to&zone            → {entries}        expanded, canceled ones left out
// GET    /api/activities?q&status&after&limit  → ActivityPage     POST /api/activities         ActivityInput → Activity
// GET    /api/activities/:id                   → Activity         PUT  /api/activities/:id     {version, activity} → Activity
// DELETE /api/activities/:id?version           → 204
// POST   /api/activities/:id/occurrence        {version, occurrence} → Activity   one of a series, changed or cancelled
// POST   /api/activities/:id/split             {version, from, activity} → {before?, after}   this and following
// POST   /api/activities/:id/end               {version, from} → {before?}                    this and following deleted
// GET    /api/tasks?q&status&after&limit       → TaskPage         POST /api/tasks              TaskInput → Task
// GET    /api/tasks/:id · PUT {version, task} · DELETE ?version
// POST   /api/import?format&dryRun&setId       multipart, one file → ImportReport
// GET    /api/export/contacts.vcf?setId&version=3.0|4.0 · contacts.csv?setId · calendar.ics

import { z } from 'zod';
import {
  activityInputSchema, activityStatuses, activityTypes, addressTypes, clientStatuses, clientTypes, contactInputSchema,
  emailTypes, filterFields, filterTests, occurrenceSchema, phoneTypes, priorities, responses, setFilterSchema,
  setInputSchema, taskInputSchema, taskStatuses, urlTypes,
} from '../../office/input.ts';

export const idParams = z.object({ id: z.uuid({ error: 'This address does not name a record; open it from its list.' }) });
const version = z.string({ error: 'version: send the version of the record that was shown.' }).regex(/^\d+$/, 'version: send the version of the record that was shown.');
export const versionQuery = z.object({ version });
const limit = z.coerce.number().int().min(1).max(500).default(50);
const paging = { q: z.string().max(200).optional(), after: z.string().max(1000).optional(), limit };
const whenSchema = z.union([z.object({ date: z.string() }), z.object({ local: z.string(), zone: z.string() })]);

// Answers are wider than input: what came from Google is shown as it came, however odd.
const birthdayAnswer = z.object({ year: z.number().int().optional(), month: z.number().int(), day: z.number().int() });
const addressAnswer = z.object({
  street: z.string().optional(), extended: z.string().optional(), city: z.string().optional(), region: z.string().optional(), postalCode: z.string().optional(), country: z.string().optional(),
});
const occurrenceAnswer = z.object({
  original: z.string(), cancelled: z.boolean().optional(), title: z.string().optional(), description: z.string().optional(), location: z.string().optional(),
  start: whenSchema.optional(), end: whenSchema.optional(),
});

function answerEntry<const T extends readonly [string, ...string[]]>(types: T) {
  return z.object({ id: z.uuid(), value: z.string(), type: z.enum(types), preferred: z.boolean() });
}

export const choicesAnswer = z.object({
  phoneTypes: z.array(z.enum(phoneTypes)),
  emailTypes: z.array(z.enum(emailTypes)),
  addressTypes: z.array(z.enum(addressTypes)),
  urlTypes: z.array(z.enum(urlTypes)),
  clientStatuses: z.array(z.enum(clientStatuses)),
  clientTypes: z.array(z.enum(clientTypes)),
  activityTypes: z.array(z.enum(activityTypes)),
  activityStatuses: z.array(z.enum(activityStatuses)),
  taskStatuses: z.array(z.enum(taskStatuses)),
  priorities: z.array(z.enum(priorities)),
  filterFields: z.array(z.enum(filterFields)),
  filterTests: z.array(z.enum(filterTests)),
});

export const contactQuery = z.object({ ...paging, setId: z.uuid().optional() });
export const contactRowAnswer = z.object({
  id: z.uuid(),
  version: z.string(),
  /** As shown in a list: "Doe, John" or the company. */
  name: z.string(),
  company: z.string().optional(),
  jobTitle: z.string().optional(),
  phone: z.string().optional(),
  email: z.string().optional(),
  city: z.string().optional(),
  clientStatus: z.enum(clientStatuses).optional(),
});
export const contactPageAnswer = z.object({ contacts: z.array(contactRowAnswer), next: z.string().optional() });
export const contactAnswer = z.object({
  id: z.uuid(),
  version: z.string(),
  name: z.string(),
  prefix: z.string().optional(),
  givenName: z.string().optional(),
  middleName: z.string().optional(),
  familyName: z.string().optional(),
  suffix: z.string().optional(),
  nickname: z.string().optional(),
  company: z.string().optional(),
  department: z.string().optional(),
  jobTitle: z.string().optional(),
  birthday: birthdayAnswer.optional(),
  notes: z.string().optional(),
  phones: z.array(answerEntry(phoneTypes)),
  emails: z.array(answerEntry(emailTypes)),
  addresses: z.array(z.object({ id: z.uuid(), value: addressAnswer, type: z.enum(addressTypes), preferred: z.boolean() })),
  urls: z.array(answerEntry(urlTypes)),
  clientStatus: z.enum(clientStatuses).optional(),
  clientType: z.enum(clientTypes).optional(),
  taxId: z.string().optional(),
  source: z.string().optional(),
  sets: z.array(z.object({ id: z.uuid(), name: z.string(), kind: z.enum(['plain', 'filtered']) })),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export const contactCreateBody = contactInputSchema;
export const contactUpdateBody = z.object({ version, contact: contactInputSchema });

export const setAnswer = z.object({
  id: z.uuid(),
  version: z.string(),
  name: z.string(),
  kind: z.enum(['plain', 'filtered']),
  filter: setFilterSchema.optional(),
  memberCount: z.number().int(),
});
export const setListAnswer = z.object({ sets: z.array(setAnswer) });
export const setCreateBody = setInputSchema;
export const setUpdateBody = z.object({ version, set: setInputSchema });
export const setMembersBody = z.object({ add: z.array(z.uuid()).max(10_000).optional(), remove: z.array(z.uuid()).max(10_000).optional() });
export const setPreviewBody = z.object({ filter: setFilterSchema });
/** `contacts`: the first 50. */
export const setPreviewAnswer = z.object({ count: z.number().int(), contacts: z.array(contactRowAnswer) });

export const calendarQuery = z.object({
  from: z.iso.date({ error: 'from: write a date as YYYY-MM-DD.' }),
  /** Exclusive; at most 400 days after `from`. */
  to: z.iso.date({ error: 'to: write a date as YYYY-MM-DD.' }),
  zone: z.string().max(100).default('UTC'),
});
export const calendarEntryAnswer = z.object({
  activityId: z.uuid(),
  version: z.string(),
  /** For an occurrence of a series: its original start, the name by which it is changed. */
  original: z.string().optional(),
  recurring: z.boolean(),
  changed: z.boolean(),
  subject: z.string(),
  location: z.string().optional(),
  type: z.enum(activityTypes),
  status: z.enum(activityStatuses),
  priority: z.enum(priorities),
  private: z.boolean(),
  /** Somebody else, who organizes it: it is changed there. */
  organizedBy: z.string().optional(),
  /** And that is a colleague: it is neither changed nor deleted here. */
  ofColleague: z.boolean().optional(),
  /** The Google calendar that it is only shown from: it is not changed here. */
  calendar: z.string().optional(),
  allDay: z.boolean(),
  start: whenSchema,
  end: whenSchema,
  /** The same as instants; absent for all-day entries. */
  startsAt: z.string().optional(),
  endsAt: z.string().optional(),
});
/** `problems`: series whose recurrence lines cannot be read, by activity. */
export const calendarAnswer = z.object({
  entries: z.array(calendarEntryAnswer),
  problems: z.array(z.object({ activityId: z.uuid(), subject: z.string(), why: z.string() })),
});

export const activityQuery = z.object({ ...paging, status: z.enum(activityStatuses).optional() });
export const participantAnswer = z.object({
  id: z.uuid(),
  contactId: z.uuid().optional(),
  email: z.string().optional(),
  name: z.string().optional(),
  response: z.enum(responses).optional(),
  optional: z.boolean().optional(),
  organizer: z.boolean().optional(),
});
export const activityAnswer = z.object({
  id: z.uuid(),
  version: z.string(),
  ownerId: z.uuid(),
  type: z.enum(activityTypes),
  subType: z.string().optional(),
  status: z.enum(activityStatuses),
  priority: z.enum(priorities),
  subject: z.string(),
  location: z.string().optional(),
  notes: z.string().optional(),
  start: whenSchema,
  end: whenSchema,
  private: z.boolean(),
  showAs: z.enum(['busy', 'free']),
  reminder: z.number().int().optional(),
  participants: z.array(participantAnswer),
  recurrence: z.array(z.string()),
  occurrences: z.array(occurrenceAnswer),
  /** The Google calendar that it is only shown from: it is not changed here. */
  calendar: z.string().optional(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export const activityRowAnswer = activityAnswer.pick({ id: true, version: true, type: true, status: true, priority: true, subject: true, location: true, start: true, end: true }).extend({
  recurring: z.boolean(),
});
/** Latest start first. */
export const activityPageAnswer = z.object({ activities: z.array(activityRowAnswer), next: z.string().optional() });
export const activityCreateBody = activityInputSchema;
export const activityUpdateBody = z.object({ version, activity: activityInputSchema });
export const occurrenceBody = z.object({ version, occurrence: occurrenceSchema });
/** The series ends before the occurrence `from`; `activity` is the new series from there on. */
export const splitBody = z.object({ version, from: occurrenceSchema.shape.original, activity: activityInputSchema });
/** The series ends before the occurrence `from`; without `before` all of it was deleted. */
export const endBody = z.object({ version, from: occurrenceSchema.shape.original });
export const endAnswer = z.object({ before: activityAnswer.optional() });
export const splitAnswer = z.object({ before: activityAnswer.optional(), after: activityAnswer });

export const taskQuery = z.object({ ...paging, status: z.enum(taskStatuses).optional() });
export const taskAnswer = z.object({
  id: z.uuid(),
  version: z.string(),
  ownerId: z.uuid(),
  subject: z.string(),
  notes: z.string().optional(),
  dueDate: z.string().optional(),
  dueTime: z.string().optional(),
  priority: z.enum(priorities),
  status: z.enum(taskStatuses),
  contactId: z.uuid().optional(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
/** Earliest due first; tasks without a date last. */
export const taskPageAnswer = z.object({ tasks: z.array(taskAnswer), next: z.string().optional() });
export const taskCreateBody = taskInputSchema;
export const taskUpdateBody = z.object({ version, task: taskInputSchema });

export const importQuery = z.object({
  /** Absent: told from the content of the file. */
  format: z.enum(['vcard', 'icalendar', 'csv']).optional(),
  dryRun: z.stringbool().default(false),
  /** Contacts are put into this SET too. */
  setId: z.uuid().optional(),
});
export const importReportAnswer = z.object({
  format: z.enum(['vcard', 'icalendar', 'csv']),
  dryRun: z.boolean(),
  contacts: z.number().int(),
  activities: z.number().int(),
  tasks: z.number().int(),
  /** What the office holds already, and what is therefore not imported again. */
  alreadyThere: z.number().int(),
  problems: z.array(
    z.object({
      /** Line of the file, counted from 1. */
      line: z.number().int(),
      name: z.string().optional(),
      reason: z.string(),
      remedy: z.string(),
      /** 'left out': not imported. 'adjusted': imported, with a part of it changed or dropped. */
      effect: z.enum(['left out', 'adjusted']),
    }),
  ),
});
export const exportContactsQuery = z.object({ setId: z.uuid().optional(), version: z.enum(['3.0', '4.0']).default('3.0') });

export type Choices = z.infer<typeof choicesAnswer>;
export type ContactRow = z.infer<typeof contactRowAnswer>;
export type ContactPage = z.infer<typeof contactPageAnswer>;
export type Contact = z.infer<typeof contactAnswer>;
export type ContactInput = z.input<typeof contactCreateBody>;
export type OfficeSet = z.infer<typeof setAnswer>;
export type SetInput = z.input<typeof setCreateBody>;
export type SetFilter = z.infer<typeof setFilterSchema>;
export type SetPreview = z.infer<typeof setPreviewAnswer>;
export type CalendarEntry = z.infer<typeof calendarEntryAnswer>;
export type CalendarAnswer = z.infer<typeof calendarAnswer>;
export type ActivityPage = z.infer<typeof activityPageAnswer>;
export type Activity = z.infer<typeof activityAnswer>;
export type ActivityInput = z.input<typeof activityCreateBody>;
export type Participant = z.infer<typeof participantAnswer>;
export type Occurrence = z.infer<typeof occurrenceSchema>;
export type Task = z.infer<typeof taskAnswer>;
export type TaskPage = z.infer<typeof taskPageAnswer>;
export type TaskInput = z.input<typeof taskCreateBody>;
export type ImportReport = z.infer<typeof importReportAnswer>;
