// What a person (or a file) may put into the office: schemas of contacts, SETs,
// activities and tasks. In: unknown JSON. Out: typed input, or messages that name the
// field and say what to write instead. Nothing here may touch the database, so that
// the HTTP contract and the browser's types can be built from it.

import { z } from 'zod';
import { isZone } from './zone.ts';

export const phoneTypes = ['Business', 'Residence', 'Mobile', 'Business Fax', 'Residence Fax', 'Pager', 'Other'] as const;
export const emailTypes = ['Business', 'Personal', 'Other'] as const;
export const addressTypes = ['Business', 'Residence', 'Other'] as const;
export const urlTypes = ['Business', 'Personal', 'Other'] as const;
export const clientStatuses = ['Active', 'Inactive', 'Prospect', 'Former'] as const;
export const clientTypes = ['Client', 'Business', 'Referral Source', 'Vendor', 'Other'] as const;
export const activityTypes = ['Appointment', 'Call', 'To-do', 'Project', 'Personal', 'Meeting'] as const;
export const activityStatuses = ['active', 'done', 'canceled'] as const;
export const taskStatuses = ['active', 'done', 'canceled'] as const;
export const priorities = ['High', 'Normal', 'Low'] as const;
export const responses = ['needsAction', 'accepted', 'declined', 'tentative'] as const;

function text(label: string, longest: number) {
  return z.string({ error: `${label}: write text.` }).max(longest, `${label}: at most ${longest} characters; shorten it.`);
}

function choice<const T extends readonly [string, ...string[]]>(label: string, choices: T) {
  return z.enum(choices, { error: `${label}: choose one of ${choices.join(', ')}.` });
}

const id = (label: string) => z.uuid({ error: `${label}: this is not an id of the office; choose it from the list.` });

function entry<const T extends readonly [string, ...string[]]>(label: string, types: T, value: z.ZodType<string>) {
  return z.strictObject({
    id: id(label).optional(),
    value,
    type: choice(`${label} type`, types),
    preferred: z.boolean({ error: `${label}: preferred is true or false.` }).optional(),
  });
}

const phone = entry('Phone', phoneTypes, text('Phone', 100).trim().min(1, 'Phone: write a number or remove the line.'));
const email = entry(
  'E-mail',
  emailTypes,
  text('E-mail', 320).trim().regex(/^[^\s@]+@[^\s@]+$/, 'E-mail: write an address like name@example.com or remove the line.'),
);
const url = entry('Web address', urlTypes, text('Web address', 2000).trim().min(1, 'Web address: write an address or remove the line.'));

export const postalAddressSchema = z.strictObject({
  street: text('Street', 500).optional(),
  extended: text('Address, second line', 500).optional(),
  city: text('City', 200).optional(),
  region: text('State or region', 200).optional(),
  postalCode: text('Postal code', 50).optional(),
  country: text('Country', 100).optional(),
});

const address = z.strictObject({
  id: id('Address').optional(),
  value: postalAddressSchema.refine((value) => Object.values(value).some((part) => (part ?? '').trim() !== ''), 'Address: fill in at least one line or remove the address.'),
  type: choice('Address type', addressTypes),
  preferred: z.boolean({ error: 'Address: preferred is true or false.' }).optional(),
});

export const birthdaySchema = z
  .strictObject({
    year: z.int({ error: 'Birthday: the year is a whole number.' }).min(1, 'Birthday: the year starts at 1.').max(9999, 'Birthday: the year has four digits.').optional(),
    month: z.int({ error: 'Birthday: choose a month.' }).min(1, 'Birthday: the month is 1 to 12.').max(12, 'Birthday: the month is 1 to 12.'),
    day: z.int({ error: 'Birthday: choose a day.' }).min(1, 'Birthday: the day is 1 to 31.').max(31, 'Birthday: the day is 1 to 31.'),
  })
  .refine(({ year, month, day }) => day <= new Date(Date.UTC(year ?? 2024, month, 0)).getUTCDate(), 'Birthday: this day does not exist in that month; correct the date.');

function onePreferred<T extends { preferred?: boolean | undefined }>(label: string) {
  return [(list: readonly T[]) => list.filter((one) => one.preferred === true).length <= 1, `${label}: only one can be preferred; clear the others.`] as const;
}

/** The whole contact: lists are replaced as a whole, entries with an id keep it. */
export const contactInputSchema = z
  .strictObject({
    prefix: text('Title', 100).optional(),
    givenName: text('First name', 200).optional(),
    middleName: text('Middle name', 200).optional(),
    familyName: text('Last name', 200).optional(),
    suffix: text('Suffix', 100).optional(),
    nickname: text('Nickname', 200).optional(),
    company: text('Company', 300).optional(),
    department: text('Department', 300).optional(),
    jobTitle: text('Job title', 300).optional(),
    birthday: birthdaySchema.optional(),
    notes: text('Notes', 100_000).optional(),
    phones: z.array(phone).max(100, 'Phones: at most 100.').refine(...onePreferred('Phones')).optional(),
    emails: z.array(email).max(100, 'E-mails: at most 100.').refine(...onePreferred('E-mails')).optional(),
    addresses: z.array(address).max(100, 'Addresses: at most 100.').refine(...onePreferred('Addresses')).optional(),
    urls: z.array(url).max(100, 'Web addresses: at most 100.').refine(...onePreferred('Web addresses')).optional(),
    // The office's own: these never leave it and stand in no item.
    clientStatus: choice('Client status', clientStatuses).optional(),
    clientType: choice('Client type', clientTypes).optional(),
    taxId: text('Tax id', 50).optional(),
    source: text('Source', 200).optional(),
  })
  .refine(
    (contact) =>
      [contact.givenName, contact.middleName, contact.familyName, contact.company, contact.nickname].some((part) => (part ?? '').trim() !== '') ||
      (contact.emails ?? []).length > 0 ||
      (contact.phones ?? []).length > 0,
    { path: ['familyName'], message: 'Last name: a contact needs a name, a company, an e-mail or a phone; fill in one of them.' },
  );

export const filterFields = ['name', 'company', 'jobTitle', 'city', 'region', 'postalCode', 'country', 'email', 'phone', 'notes', 'clientStatus', 'clientType', 'source'] as const;
export const filterTests = ['is', 'is not', 'contains', 'starts with', 'is empty', 'is not empty'] as const;

const condition = z
  .strictObject({
    field: choice('Filter field', filterFields),
    test: choice('Filter test', filterTests),
    value: text('Filter value', 200).optional(),
  })
  .refine((one) => one.test === 'is empty' || one.test === 'is not empty' || (one.value ?? '').trim() !== '', {
    path: ['value'],
    message: 'Filter value: write what to compare with, or choose "is empty".',
  });

export const setFilterSchema = z.strictObject({
  match: choice('Filter', ['all', 'any']),
  conditions: z.array(condition).min(1, 'Filter: add at least one condition.').max(20, 'Filter: at most 20 conditions.'),
});

const setName = text('SET name', 100).trim().min(1, 'SET name: write a name.');

export const setInputSchema = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ kind: z.literal('plain'), name: setName }),
    z.strictObject({ kind: z.literal('filtered'), name: setName, filter: setFilterSchema }),
  ],
  { error: 'SET kind: choose plain or filtered.' },
);

const date = (label: string) => z.iso.date({ error: `${label}: write a date as YYYY-MM-DD.` });

function isDateTime(local: string): boolean {
  try {
    Temporal.PlainDateTime.from(local);
    return true;
  } catch {
    return false;
  }
}

function when(label: string) {
  return z.union(
    [
      z.strictObject({ date: date(label) }),
      z.strictObject({
        local: z.string().regex(/^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/, `${label}: write the time as YYYY-MM-DDTHH:MM.`).refine(isDateTime, `${label}: this date does not exist; correct it.`),
        zone: z.string().refine(isZone, `${label}: this time zone is not known; choose one such as America/New_York.`),
      }),
    ],
    { error: `${label}: write a date as YYYY-MM-DD, or a time as YYYY-MM-DDTHH:MM with the name of a time zone such as America/New_York.` },
  );
}

/** RRULE, RDATE and EXDATE lines; that they make sense is checked when they are expanded. */
export const recurrenceSchema = z
  .array(text('Recurrence', 5000).regex(/^(RRULE|RDATE|EXDATE)[:;]/, 'Recurrence: each line starts with RRULE, RDATE or EXDATE.'))
  .max(100, 'Recurrence: at most 100 lines.');

/** What one occurrence does differently; see Occurrence in the core. */
export const occurrenceSchema = z.strictObject({
  original: z.string().regex(/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}Z)?$/, 'Occurrence: name it by its original start, YYYY-MM-DD or YYYY-MM-DDTHH:MM:SSZ.'),
  cancelled: z.boolean().optional(),
  title: text('Subject', 1000).optional(),
  description: text('Notes', 100_000).optional(),
  location: text('Location', 1000).optional(),
  start: when('Start').optional(),
  end: when('End').optional(),
});

const participant = z
  .strictObject({
    id: id('Participant').optional(),
    contactId: id('Participant').optional(),
    email: text('Participant e-mail', 320).trim().regex(/^[^\s@]+@[^\s@]+$/, 'Participant: write an e-mail like name@example.com.').optional(),
    name: text('Participant name', 300).optional(),
    response: choice('Participant response', responses).optional(),
    optional: z.boolean().optional(),
    organizer: z.boolean().optional(),
  })
  .refine((one) => one.contactId !== undefined || one.email !== undefined || (one.name ?? '') !== '', 'Participant: choose a contact or write an e-mail.');

type WhenInput = { readonly date: string } | { readonly local: string; readonly zone: string };

function inOrder(start: WhenInput, end: WhenInput): boolean {
  if ('date' in start) return 'date' in end && start.date < end.date;
  if ('date' in end) return false;
  const instant = (one: { local: string; zone: string }) => Temporal.PlainDateTime.from(one.local).toZonedDateTime(one.zone).epochMilliseconds;
  return instant(start) <= instant(end);
}

/** `end` is exclusive: an all-day activity ends on the day after its last. */
export const activityInputSchema = z
  .strictObject({
    type: choice('Type', activityTypes),
    subType: text('Sub-type', 100).optional(),
    status: choice('Status', activityStatuses).default('active'),
    priority: choice('Priority', priorities).default('Normal'),
    subject: text('Subject', 1000).trim().min(1, 'Subject: write what the activity is about.'),
    location: text('Location', 1000).optional(),
    notes: text('Notes', 100_000).optional(),
    start: when('Start'),
    end: when('End'),
    private: z.boolean({ error: 'Private: true or false.' }).default(false),
    showAs: choice('Show time as', ['busy', 'free']).default('busy'),
    reminder: z.int({ error: 'Reminder: write whole minutes.' }).min(0, 'Reminder: 0 minutes or more.').max(40_320, 'Reminder: at most four weeks (40320 minutes).').optional(),
    participants: z.array(participant).max(500, 'Participants: at most 500.').optional(),
    recurrence: recurrenceSchema.optional(),
    occurrences: z.array(occurrenceSchema).max(5000, 'Occurrences: at most 5000 changes.').optional(),
  })
  .refine((activity) => 'date' in activity.start === 'date' in activity.end, { path: ['end'], message: 'End: all day needs two dates; a timed activity needs two times.' })
  .refine((activity) => 'date' in activity.start !== 'date' in activity.end || inOrder(activity.start, activity.end), {
    path: ['end'],
    message: 'End: it lies before the start; choose a later end.',
  });

export const taskInputSchema = z
  .strictObject({
    subject: text('Subject', 1000).trim().min(1, 'Subject: write what is to be done.'),
    notes: text('Notes', 100_000).optional(),
    dueDate: date('Due date').optional(),
    dueTime: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Due time: write it as HH:MM.').optional(),
    priority: choice('Priority', priorities).default('Normal'),
    status: choice('Status', taskStatuses).default('active'),
    contactId: id('Contact').optional(),
  })
  .refine((task) => task.dueTime === undefined || task.dueDate !== undefined, { path: ['dueDate'], message: 'Due date: a due time needs a date; fill it in.' });

export type ContactInput = z.infer<typeof contactInputSchema>;
export type SetInput = z.infer<typeof setInputSchema>;
export type SetFilter = z.infer<typeof setFilterSchema>;
export type ActivityInput = z.infer<typeof activityInputSchema>;
export type ActivityDraft = z.input<typeof activityInputSchema>;
export type TaskInput = z.infer<typeof taskInputSchema>;
