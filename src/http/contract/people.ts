// The administrator's part of the HTTP contract about people: adding many at once, and what
// an invited person sends. Schemas and types inferred from them. No behaviour here.

import { z } from 'zod';

/** As typed or pasted: each line is looked at by itself, so that every mistake is named. */
const personLine = z.strictObject({
  email: z.string().max(1000).default(''),
  name: z.string().max(1000).default(''),
  role: z.string().max(100).default(''),
  zone: z.string().max(100).default(''),
});
export const addPeople = z.strictObject({
  /** Either a form's lines or a pasted table with a first line of column names. */
  people: z.array(personLine).max(200, 'Add at most 200 people at once.').optional(),
  csv: z.string().max(200_000, 'Paste at most 200,000 characters.').optional(),
  /** 'password': made here and shown once. 'mail': each gets a link by which to choose one. */
  by: z.enum(['password', 'mail']),
  /** For lines that name none. */
  zone: z.string().max(100),
});
export type AddPeople = z.infer<typeof addPeople>;
export const addedPeople = z.object({
  /** Empty when there is a problem: nobody is added then. */
  added: z.array(z.object({ userId: z.string(), name: z.string(), email: z.string(), password: z.string().optional() })),
  problems: z.array(z.object({ line: z.number(), email: z.string(), message: z.string() })),
});
export type AddedPeople = z.infer<typeof addedPeople>;

export const changePerson = z.strictObject({ role: z.enum(['user', 'administrator']).optional(), disabled: z.boolean().optional() });
export type ChangePerson = z.infer<typeof changePerson>;
export const personParams = z.object({ userId: z.uuid('Give the id of a user as the list of accounts shows it.') });

export const invitationSecret = z.strictObject({ secret: z.string().min(20).max(200) });
export const invitationAnswer = z.object({ fullName: z.string(), email: z.string() });
export const acceptInvitation = invitationSecret.extend({ password: z.string().min(10, 'Take ten characters or more.').max(1000, 'Take less than a thousand characters.') });

/*
 *   POST   /people                addPeople → addedPeople          administrator; all of them or nobody
 *   PUT    /people/:userId        changePerson → 204             administrator; role, disabled or not; 409 last-administrator | own-account
 *   POST   /people/invitation     → 204                            administrator; ?user=: a link to choose a new password
 *   POST   /invitation            invitationSecret → invitationAnswer   whose link it is; no session needed
 *   PUT    /invitation            acceptInvitation → 204           the first password; the link is used up
 */
