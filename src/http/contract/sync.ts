// The synchronization part of the HTTP contract: sign-in, Setup Detail, Report List,
// reports, approval, alerts, mail. Schemas and the types inferred from them: the server
// parses with them, the browser imports only their types. No behaviour here.

import { z } from 'zod';
import { googleAccess } from './google.ts';
import { setupOptions, setupRules, settingWords } from './setup.ts';

export const side = z.enum(['office', 'google']);
export const kind = z.enum(['contact', 'event', 'task']);

/* ---------------------------------------------------------------- errors */

/** Every refusal: what happened and what to do about it. */
export const errorBody = z.object({
  code: z.string(),
  message: z.string(),
  remedy: z.string(),
  /** The field of the request that is wrong, where one is. */
  field: z.string().optional(),
  /** For 'not-current': the digest of the report that is current. */
  currentDigest: z.string().optional(),
  currentReport: z.string().optional(),
});
export type ErrorBody = z.infer<typeof errorBody>;

/* ---------------------------------------------------------------- session */

export const signIn = z.object({
  email: z.email('Type the e-mail address that you sign in with.'),
  password: z.string().min(1, 'Type your password.'),
});
export const user = z.object({
  id: z.string(),
  fullName: z.string(),
  email: z.string(),
  role: z.enum(['user', 'administrator']),
  zone: z.string(),
  locale: z.string(),
});
export type User = z.infer<typeof user>;
export const session = z.object({
  user,
  /** To be sent back in the header x-csrf-token with every request that changes something. */
  csrfToken: z.string(),
  /** Demo only: shows Sent Mail and links to the simulator. */
  demo: z.object({ google: z.string() }).optional(),
  unreadAlerts: z.number(),
});
export type Session = z.infer<typeof session>;

/* ---------------------------------------------------------------- setup */

export const syncState = z.enum([
  'off',
  'previewing',
  'preview ready',
  'initial sync',
  'active',
  'needs reconnect',
  'paused by brake',
  'paused by Google',
  'calendar gone',
  'calendar read-only',
  'failed',
]);
export type SyncState = z.infer<typeof syncState>;

export const progress = z.object({
  phase: z.string(),
  done: z.number(),
  total: z.number().optional(),
});
export type Progress = z.infer<typeof progress>;

export const setupDetail = z.object({
  user: z.object({ fullName: z.string(), email: z.string() }),
  options: setupOptions,
  /** Locked while Run Synchronization is selected. */
  locked: z.boolean(),
  googleGroupName: z.string(),
  google: googleAccess,
  sets: z.array(z.object({ id: z.string(), name: z.string(), members: z.number() })),
  recurringActivities: z.object({ total: z.number(), withoutEnd: z.number() }),
  /** Invitations that could be sent for activities to come, if guests were sent to Google. */
  possibleInvitations: z.number(),
  /** The calendar chosen, as Google described it last; absent for the main one. */
  calendar: z.object({ id: z.string(), name: z.string(), role: z.string() }).optional(),
  /** The calendars that are only shown in the office, likewise. */
  shownCalendars: z.array(z.object({ id: z.string(), name: z.string(), role: z.string() })),
  policy: setupRules,
  /** The setup that was approved last is another: what would be different if it were used again. */
  former: z.object({ settings: z.array(settingWords) }).optional(),
  state: syncState,
  /** In words, with the remedy where something is wrong. */
  stateText: z.string(),
  pausedUntil: z.string().optional(),
  progress: progress.optional(),
  lastCycle: z.object({ at: z.string(), operations: z.number() }).optional(),
  /** When both sides are looked at next; absent while nothing is planned. */
  nextCycleAt: z.string().optional(),
  /** What was written since midnight of the person: by side. */
  movedToday: z.object({ office: z.number(), google: z.number() }).optional(),
  /** Contacts written at Google in the last 24 hours, as it counts them, of what it allows. */
  contactWrites: z.number().optional(),
  /** Conflicts and questions that wait for this person. */
  waiting: z.number(),
  currentReport: z.string().optional(),
});
export type SetupDetail = z.infer<typeof setupDetail>;

/* ---------------------------------------------------------------- reports */

export const reportKind = z.enum(['Preview Report', 'Initial Synchronization', 'Synchronization', 'Undo Preview', 'Undo']);
export const reportRow = z.object({
  id: z.string(),
  kind: reportKind,
  /** ISO instant. */
  createdAt: z.string(),
  status: z.enum(['in progress', 'ready', 'opened', 'approved', 'rejected', 'replaced', 'complete', 'failed']),
  progress: progress.optional(),
  digest: z.string().optional(),
  summary: z.string(),
  /** It is the preview that waits for approval now. */
  current: z.boolean(),
  openedAt: z.string().optional(),
  decidedBy: z.string().optional(),
  decidedAt: z.string().optional(),
  /** A finished run that can be undone. */
  canUndo: z.boolean(),
});
export type ReportRow = z.infer<typeof reportRow>;
export const reportList = z.object({ reports: z.array(reportRow) });

export const fieldValue = z.object({ label: z.string(), before: z.string().optional(), after: z.string().optional() });
/** Invitations and cancellations that Google would send; absent: none. */
const mails = z.number().int();
/** A line of a report: an operation, a conflict, a problem. */
export const reportLine = z.object({
  id: z.string(),
  /** Decision unit of operations; conflict id for what is asked. */
  unit: z.string(),
  section: z.enum(['asked', 'create', 'update', 'delete', 'link', 'unlink', 'left alone', 'other']),
  /** Where it is written; absent when nothing is. */
  side: side.optional(),
  kind: z.enum(['contact', 'event', 'task', 'group']),
  name: z.string(),
  /** One sentence in plain words. */
  text: z.string(),
  why: z.string(),
  fields: z.array(fieldValue),
  /** Asked lines: base, office and Google values side by side. */
  values: z.array(z.object({ label: z.string(), base: z.string().optional(), office: z.string().optional(), google: z.string().optional() })).optional(),
  alternatives: z.array(z.object({ id: z.string(), label: z.string(), mails: mails.optional() })).optional(),
  otherwise: z.string().optional(),
  /** Other ways that the whole unit may go, chosen by its id in `choices`. */
  instead: z.array(z.object({ id: z.string(), label: z.string(), text: z.string(), mails: mails.optional() })).optional(),
  mails: mails.optional(),
  /** When a person answered it with "not now" before: ISO instant. */
  putOffAt: z.string().optional(),
  /** Made by the person's approval. */
  decision: z.string().optional(),
  /** The record that it concerns, as one side names it: what its history is asked with. */
  record: z.object({ side, id: z.string() }).optional(),
  /** After execution. */
  outcome: z.enum(['applied', 'stale', 'refused', 'failed', 'unknown', 'skipped']).optional(),
  outcomeText: z.string().optional(),
});
export type ReportLine = z.infer<typeof reportLine>;

export const reportBrake = z.object({ key: z.string(), text: z.string(), released: z.boolean() });
export const reportCount = z.object({
  kind: z.enum(['contact', 'event', 'task']),
  side,
  create: z.number(),
  update: z.number(),
  delete: z.number(),
  link: z.number(),
  asked: z.number(),
  unchanged: z.number(),
});
export const report = z.object({
  row: reportRow,
  account: z.object({ user: z.string(), email: z.string(), google: z.string().optional() }),
  settings: z.array(settingWords),
  /** Reads like a sentence. */
  summary: z.array(z.string()),
  counts: z.array(reportCount),
  brakes: z.array(reportBrake),
  invitations: z.number(),
  lines: z.number(),
  requests: z.number().optional(),
  units: z.number().optional(),
});
export type Report = z.infer<typeof report>;

/** A PDF is made in parts, one after the other; a small report has one. */
export const pdfProgress = z.object({
  parts: z.number(),
  made: z.number(),
  /** Why it can not be made, with what to do instead. */
  failed: z.string().optional(),
});
export type PdfProgress = z.infer<typeof pdfProgress>;
export const pdfQuery = z.object({ part: z.coerce.number().int('Name the part by its number.').min(1, 'The first part is 1.').default(1) });

export const linesQuery = z.object({
  section: reportLine.shape.section.optional(),
  kind: reportLine.shape.kind.optional(),
  side: side.optional(),
  search: z.string().max(200).optional(),
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(60_000).default(500),
});
export const reportLines = z.object({ total: z.number(), lines: z.array(reportLine) });

export const decision = z.enum(['take', 'not now', 'never']);
export const approve = z.object({
  /** The digest of the report that the person opened. */
  digest: z.string(),
  /** By unit; what is not named is taken. */
  decisions: z.record(z.string(), decision).default({}),
  /** By conflict id, or by unit for what goes another way: the alternative chosen. */
  choices: z.record(z.string(), z.string()).default({}),
  /** Keys of the brakes released. */
  released: z.array(z.string()).default([]),
});
export type Approve = z.infer<typeof approve>;
export const reject = z.object({ digest: z.string() });

/* ---------------------------------------------------------------- alerts and mail */

export const alert = z.object({
  id: z.string(),
  at: z.string(),
  kind: z.string(),
  title: z.string(),
  text: z.string(),
  link: z.string().optional(),
  read: z.boolean(),
});
export type Alert = z.infer<typeof alert>;
export const alertList = z.object({ alerts: z.array(alert), unread: z.number() });

export const mail = z.object({
  id: z.string(),
  at: z.string(),
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  state: z.enum(['kept', 'queued', 'sent', 'failed']),
});
export type Mail = z.infer<typeof mail>;
export const mailList = z.object({ mails: z.array(mail) });

/*
 * Routes (JSON; prefix /api). All need a session but signing in, what Google sends, an invitation,
 * the description and health; those that change something need the header x-csrf-token (or the
 * header authorization: Bearer <token> of a signed-in program, which needs none).
 *
 *   POST   /session                      signIn → session            (also answers {token} for programs with ?token=1)
 *   GET    /session                      session
 *   DELETE /session
 *   PUT    /session/password             newPassword → 204            the other sessions end
 *   GET    /setup                        setupDetail                  (?user=ID for an administrator)
 *   PUT    /setup                        setupSave → setupDetail      (Save; change: true while it runs)
 *   POST   /setup/former                 → setupDetail                the setup approved last, with a new preview
 *   GET    /setup/calendars              calendarList                 live from Google
 *   GET    /office/setup                 officeSetupAnswer            administrator: defaults, locks, guidance
 *   PUT    /office/setup                 officeSetup → officeSetupAnswer
 *   POST   /office/setup/effect          officeSetup → officeSetupEffect   whom it would concern; saves nothing
 *   POST   /google/connect               → {url}                      to send the browser to
 *   GET    /google/callback              redirect of Google → redirect to /setup/google?connected=1|error=code
 *   POST   /google/disconnect            → setupDetail
 *   POST   /google/push                  204                          notices of Google; 403 and 404 for all others
 *   GET    /reports                      reportList
 *   GET    /reports/:id                  report
 *   GET    /reports/:id/lines            reportLines
 *   POST   /reports/:id/open             → reportRow                  the person has opened the report on the screen
 *   GET    /reports/:id/pdf              application/pdf              opening it counts as opened; ?part=2 of a large one
 *   GET    /reports/:id/pdf/progress     pdfProgress                  begins to make it in the background
 *   GET    /reports/:id/csv              text/csv
 *   GET    /reports/:id/json             application/json
 *   POST   /reports/:id/approve          approve → reportRow          409 not-opened | not-current | already-decided
 *   POST   /reports/:id/reject           reject → setupDetail
 *   POST   /reports/:id/undo             → reportRow                  makes an Undo Preview
 *   POST   /sync/now                     → setupDetail
 *   GET    /alerts                       alertList
 *   POST   /alerts/read                  {ids?: string[]} → alertList
 *   GET    /notices                      noticeList                   which kinds come as mail and as alert
 *   PUT    /notices                      noticeSave → noticeList
 *   GET    /mail                         mailList                     the person's own; demo and administrator
 *   GET    /accounts                     accountList                  administrator
 *   GET    /events                       text/event-stream: `setup`, `reports`, `alerts` when one of them changed
 *   GET    /doctor                       doctorReport                 administrator: what works and what does not
 *   GET    /openapi.json                 OpenAPI 3.1
 *   GET    /health                       {ok:true}
 * The office's own are in office.ts, questions and audit in decisions.ts, people in people.ts.
 */
