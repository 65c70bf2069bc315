// What a person decided and what waits: the part of the HTTP contract about questions, what
// was set to "never", a record's own history, and the audit. Schemas and types, no behaviour.

import { z } from 'zod';
import { kind, reportLine, side } from './sync.ts';

export const questionList = z.object({
  /** The report that the questions stand in; absent while nothing is asked. */
  report: z.string().optional(),
  /** What an answer is bound to. */
  digest: z.string().optional(),
  opened: z.boolean(),
  /** Questions are answered here; with a preview or a safety check the whole report is decided. */
  answerable: z.boolean(),
  total: z.number(),
  questions: z.array(reportLine),
});
export type QuestionList = z.infer<typeof questionList>;

export const answerOne = z.object({ digest: z.string(), choice: z.string().min(1).max(200) });
export const answerMany = z.object({ digest: z.string(), choices: z.record(z.string(), z.string()).refine((choices) => Object.keys(choices).length > 0, 'Choose an answer to at least one question.') });

export const neverDecision = z.object({
  id: z.string(),
  kind: kind.optional(),
  name: z.string(),
  /** In words, as it stood in the report. */
  text: z.string(),
  by: z.string(),
  at: z.string(),
});
export type NeverDecision = z.infer<typeof neverDecision>;
export const neverList = z.object({ decisions: z.array(neverDecision) });

export const historyEntry = z.object({
  /** Names the change: what "Undo this change" is asked with. */
  id: z.string(),
  at: z.string(),
  /** Who allowed it: a person, or the policy while active. */
  by: z.string(),
  /** The side where the change was made by a person, and the one where it was written. */
  from: side.optional(),
  side: side.optional(),
  op: z.enum(['create', 'update', 'delete', 'link', 'unlink']),
  text: z.string(),
  fields: z.array(z.object({ label: z.string(), before: z.string().optional(), after: z.string().optional() })),
  report: z.string(),
  reportKind: z.string(),
  outcome: z.enum(['applied', 'stale', 'refused', 'failed', 'unknown']),
  outcomeText: z.string().optional(),
  canUndo: z.boolean(),
});
export type HistoryEntry = z.infer<typeof historyEntry>;
export const recordHistory = z.object({ name: z.string().optional(), linked: z.boolean(), entries: z.array(historyEntry) });
export type RecordHistory = z.infer<typeof recordHistory>;
export const recordParams = z.object({ kind, side, id: z.string().min(1).max(1024) });

export const auditEntry = z.object({
  id: z.string(),
  at: z.string(),
  kind: z.string(),
  by: z.string(),
  /** Whose synchronization or sign-in it concerns. */
  userId: z.string().optional(),
  text: z.string(),
  details: z.record(z.string(), z.unknown()),
});
export const auditQuery = z.object({
  from: z.iso.datetime({ offset: true }).optional().describe('Instant, included'),
  to: z.iso.datetime({ offset: true }).optional().describe('Instant, not included'),
  user: z.string().min(1).max(200).optional().describe('Id of a user, or a part of the name or address of who did it'),
  kind: z.string().min(1).max(40).optional(),
  before: z.string().regex(/^\d{1,18}$/).optional().describe('Id of an entry: only older ones'),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
});
export const auditList = z.object({ entries: z.array(auditEntry), kinds: z.array(z.string()) });
export type AuditList = z.infer<typeof auditList>;

/*
 *   GET    /questions                      questionList                 of a running synchronization
 *   POST   /questions                      answerMany → questionList    many at once
 *   POST   /questions/:id                  answerOne → questionList     409 not-opened | not-current
 *   GET    /never                          neverList
 *   DELETE /never/:id                      neverList                    takes it back: offered again in the next report
 *   GET    /records/:kind/:side/:id/history  recordHistory
 *   POST   /history/:id/undo               → reportRow                  makes an Undo Preview of that change
 *   GET    /audit                          auditList                    administrator; from, to, user, kind
 *   GET    /audit.csv                      text/csv                     administrator; the same filter
 */
