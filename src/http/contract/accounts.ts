// The part of the HTTP contract about how a person is told, and about all accounts of an
// office as its administrator sees them. Schemas and types inferred from them. No behaviour.

import { z } from 'zod';
import { syncState } from './sync.ts';

export const noticeKind = z.enum(['preview ready', 'initial complete', 'undo ready', 'drift', 'brake', 'reconnect', 'calendar gone', 'calendar access', 'paused', 'unreachable', 'doubt', 'failed']);
export type NoticeKind = z.infer<typeof noticeKind>;
/** How a person wants to be told; of some kinds the alert always comes. */
export const noticeList = z.object({ notices: z.array(z.object({ kind: noticeKind, mail: z.boolean(), alert: z.boolean(), alertRequired: z.boolean() })) });
export type NoticeList = z.infer<typeof noticeList>;
export const noticeSave = z.strictObject({ notices: z.array(z.strictObject({ kind: noticeKind, mail: z.boolean(), alert: z.boolean() })).max(50) });

export const accountRow = z.object({
  userId: z.string(),
  fullName: z.string(),
  email: z.string(),
  googleAccount: z.string().optional(),
  state: syncState,
  stateText: z.string(),
  lastCycleAt: z.string().optional(),
  nextCycleAt: z.string().optional(),
  /** Seconds that the next cycle is late; 0 while it is on time. */
  lateBy: z.number(),
  waiting: z.number(),
  role: z.enum(['user', 'administrator']),
  /** Cannot sign in, and the synchronization pauses. */
  disabled: z.boolean(),
  zone: z.string(),
  connectedAt: z.string().optional(),
  accessEndsAt: z.string().optional(),
  /** The calendar chosen, by its name; absent: the main one. */
  calendar: z.string().optional(),
  lastError: z.object({ text: z.string(), at: z.string() }).optional(),
});
export type AccountRow = z.infer<typeof accountRow>;
export const accountList = z.object({ accounts: z.array(accountRow) });
