// The Setup Detail's part of the HTTP contract: options, policy, what an office decides about
// both, calendars. Schemas and the types inferred from them. Every object is strict: a field
// that is not known is refused by name, never silently dropped. No behaviour here.

import { z } from 'zod';

const share = z.number().min(0, 'Give a share between 0 and 1.').max(1, 'Give a share between 0 and 1.');
const some = (most: number, what: string) => z.number().int(`${what}: give a whole number.`).min(1, `${what}: give 1 or more.`).max(most, `${what}: give at most ${most}.`);

export const activityChoice = z.enum(['two-way', 'to-google', 'to-office', 'none']);
export const conflictPolicy = z.enum(['ask', 'office', 'google', 'newest']);
export const deletionPolicy = z.enum(['ask', 'follow', 'never']);
export const privacy = z.enum(['skip', 'busy only', 'full', 'full and private']);

const ofSides = z.strictObject({ office: deletionPolicy.optional(), google: deletionPolicy.optional() });
const brakeLimit = z.strictObject({ share, count: some(1_000_000, 'The number of records') });
const typeKey = z.string().regex(/^(phones|emails|addresses|urls)\.[A-Za-z]{1,40}$/, 'Name a list and a TYPE, for example phones.main.');
const typeTable = z.record(typeKey, z.string().regex(/^[A-Za-z]{1,40}$/, 'Name a TYPE.'));
const fieldKey = z.string().regex(/^(contact|event|task)\.[A-Za-z]{1,40}$/, 'Name a kind and a field, for example contact.phones.');

/** What was chosen, and nothing else; what is not named goes with the office's default. */
export const policyChoice = z.strictObject({
  conflict: conflictPolicy.optional(),
  conflictByField: z.record(fieldKey, conflictPolicy.or(z.literal('like the rest'))).optional(),
  /** By the side on which the record disappeared. */
  deletion: z.strictObject({ contact: ofSides.optional(), event: ofSides.optional(), task: ofSides.optional() }).optional(),
  sendGuests: z.boolean().optional(),
  guestLimit: some(200, 'The number of guests').optional(),
  privacy: privacy.optional(),
  brakes: z.strictObject({ contact: brakeLimit.optional(), event: brakeLimit.optional(), task: brakeLimit.optional() }).optional(),
  driftShare: share.optional(),
  types: z.strictObject({ office: typeTable.optional(), google: typeTable.optional() }).optional(),
});
export type PolicyChoiceBody = z.infer<typeof policyChoice>;

/** What a person can change in the Setup Detail. */
export const setupOptions = z.strictObject({
  runSynchronization: z.boolean(),
  contacts: z.enum(['none', 'set']),
  setId: z.string().optional(),
  activities: activityChoice,
  recurring: z.boolean(),
  /** A calendar that may be written, by its id; absent: the main one. */
  calendarId: z.string().min(1).max(1000).optional(),
  /** Calendars whose events are only shown in the office, by their ids; absent: none. */
  shownCalendars: z.array(z.string().min(1).max(1000)).max(50, 'Choose at most 50 calendars.').optional(),
});
export type SetupOptions = z.infer<typeof setupOptions>;

/** The body of Save. Without `policy` the person's choice stays as it is. */
export const setupSave = setupOptions.extend({
  policy: policyChoice.optional(),
  /** The setup is changed while it runs: a new preview is made, and nothing written before it is approved. */
  change: z.boolean().optional(),
});
export type SetupSave = z.infer<typeof setupSave>;

export const settingName = z.enum(['contacts', 'activities', 'recurring', 'conflict', 'conflictByField', 'deletion', 'sendGuests', 'guestLimit', 'privacy', 'brakes', 'driftShare', 'types']);
export type SettingName = z.infer<typeof settingName>;

export const settingRule = z.object({
  name: settingName,
  source: z.enum(['default', 'office', 'own']),
  /** The office decides it; a person cannot change it. */
  locked: z.boolean(),
  /** Values that the office does not offer, as text. */
  withdrawn: z.array(z.string()),
  guidance: z.string().optional(),
});
export type SettingRule = z.infer<typeof settingRule>;

/** The whole policy as it holds. */
export const effectivePolicy = z.object({
  conflict: conflictPolicy,
  conflictByField: z.record(z.string(), conflictPolicy),
  deletion: z.record(z.enum(['contact', 'event', 'task']), z.object({ office: deletionPolicy, google: deletionPolicy })),
  sendGuests: z.boolean(),
  guestLimit: z.number(),
  privacy,
  brakes: z.record(z.enum(['contact', 'event', 'task']), z.object({ share: z.number(), count: z.number() })),
  driftShare: z.number(),
  types: z.object({ office: z.record(z.string(), z.string()), google: z.record(z.string(), z.string()) }),
});
export type EffectivePolicy = z.infer<typeof effectivePolicy>;

export const settingWords = z.object({ label: z.string(), value: z.string(), was: z.string().optional() });

/** The part of the Setup Detail that says what was decided, by whom, and what may be chosen. */
export const setupRules = z.object({
  own: policyChoice,
  effective: effectivePolicy,
  rules: z.array(settingRule),
  /** Fields that a conflict policy of their own can be chosen for. */
  fields: z.array(z.object({ key: z.string(), label: z.string(), kind: z.enum(['contact', 'event', 'task']) })),
});

export const calendar = z.object({ id: z.string(), name: z.string(), role: z.string(), primary: z.boolean(), writable: z.boolean() });
export type Calendar = z.infer<typeof calendar>;
export const calendarList = z.object({ calendars: z.array(calendar) });

/** What an administrator decides for the whole office. */
export const officeSetup = z.strictObject({
  defaults: z.strictObject({
    options: z.strictObject({ contacts: setupOptions.shape.contacts.optional(), activities: activityChoice.optional(), recurring: z.boolean().optional() }),
    policy: policyChoice,
  }),
  locked: z.array(settingName),
  withdrawn: z.partialRecord(settingName, z.array(z.string().max(40)).max(10)),
  guidance: z.partialRecord(settingName, z.string().max(2000, 'Write at most 2000 characters.')),
});
export type OfficeSetupBody = z.infer<typeof officeSetup>;
export const officeSetupAnswer = z.object({
  setup: officeSetup,
  /** The product's own, where the office decides nothing. */
  standard: effectivePolicy,
  standardOptions: z.object({ contacts: setupOptions.shape.contacts, activities: activityChoice, recurring: z.boolean() }),
  fields: setupRules.shape.fields,
  /** TYPEs that each side offers, by list. */
  types: z.object({ office: z.record(z.string(), z.array(z.string())), google: z.record(z.string(), z.array(z.string())) }),
});
export type OfficeSetupAnswer = z.infer<typeof officeSetupAnswer>;
/** Running synchronizations that would get a new preview. */
export const officeSetupEffect = z.object({ users: z.number() });
