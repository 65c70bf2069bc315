// In: a JSON object from the switches door. Out: the complete set of switches with defaults.
// Each unsettled point of Google's behaviour is one switch; NOTES.md names the doubt behind each.
// Never here: behaviour. The code that reads a switch stands beside the behaviour it changes.
import { z } from 'zod';

const count = z.number().int().nonnegative();

export const switchesSchema = z.strictObject({
  // Quota. When `quota` is false the use is counted but nothing is refused.
  quota: z.boolean().default(true),
  calendarPerUserPerMinute: count.default(600),
  calendarPerProjectPerMinute: count.default(10_000),
  calendarPatchUnits: count.default(3),
  calendarExcessStatus: z.union([z.literal(403), z.literal(429)]).default(403),
  calendarWritesPerCalendarPerMinute: count.default(0),
  peopleCriticalReadsPerMinute: count.default(90),
  peopleCriticalWritesPerMinute: count.default(90),
  peopleDailyWrites: count.default(100_000),
  peopleDeletesPerMinute: count.default(30),
  peopleGroupReadsPerMinute: count.default(90),
  peopleGroupWritesPerMinute: count.default(30),
  peoplePhotoPerMinute: count.default(50),
  peopleFullSyncFirstPagePerMinute: count.default(90),
  tasksPerProjectPerDay: count.default(50_000),
  quotaRetryAfterSeconds: count.default(0),

  // Calendar.
  calendarTokenLifeDays: count.default(30),
  updatedMinMaxAgeDays: count.default(30),
  calendarTokenAfterSearch: z.boolean().default(false),
  calendarTokenChecksQuery: z.boolean().default(false),
  emptyFirstPage: z.boolean().default(false),
  pageLimit: count.default(0),
  sequenceGrows: z.enum(['timeAndRecurrence', 'any', 'never']).default('timeAndRecurrence'),
  reminderEditMovesEtag: z.boolean().default(false),
  privatePropertyEditMovesEtag: z.boolean().default(true),
  quietEditsInSync: z.boolean().default(false),
  seriesChangeExceptions: z.enum(['dropOrphans', 'dropAll', 'keep']).default('dropOrphans'),
  instancePutClearsSeriesGuests: z.boolean().default(false),
  nonOrganizerEdit: z.enum(['refuse', 'silent']).default('refuse'),
  nonOrganizerPrivateProperties: z.enum(['allow', 'refuse']).default('allow'),
  importKnownUid: z.enum(['refuse', 'update']).default('refuse'),
  longExtendedProperties: z.enum(['truncate', 'refuse']).default('truncate'),
  descriptionLimit: count.default(8192),
  invitationCopyId: z.enum(['same', 'different']).default('same'),
  strayMails: z.boolean().default(false),
  conferencePending: z.boolean().default(false),
  batchCap: count.default(50),
  externalInvitationsPerDay: count.default(10_000),
  calendarsPerAccount: count.default(60),
  calendarUnknownFields: z.enum(['refuse', 'ignore']).default('refuse'),

  // Push.
  pushAllowHttp: z.boolean().default(false),
  pushChannelDays: count.default(7),
  pushDropEvery: count.default(0),
  pushDuplicate: z.boolean().default(false),
  pushUnsupported: z.array(z.string()).default([]),

  // People.
  peopleTokenLifeDays: count.default(7),
  peopleTokenRestartsOnIncremental: z.boolean().default(false),
  peopleSyncLagMs: count.default(0),
  peopleSpuriousAllChanged: z.boolean().default(false),
  peopleSequentialMutations: z.union([z.literal('off'), z.literal(409), z.literal(500)]).default(409),
  peopleContactLimit: count.default(25_000),
  otherContactsTellDeleted: z.boolean().default(true),
  addressFormattedValueWins: z.boolean().default(true),
  deletedContactAgain: z.union([z.literal(404), z.literal(200)]).default(404),

  // Tasks.
  tasksIfMatch: z.enum(['412', 'ignore']).default('412'),
  tasksListUpdatedMoves: z.boolean().default(true),
  tasksDeletedGet: z.union([z.literal(200), z.literal(404)]).default(200),
  tasksOverLength: z.enum(['refuse', 'truncate']).default('refuse'),

  // OAuth.
  oauthTestingMode: z.boolean().default(false),
  oauthRefreshTokenCap: count.default(100),
  oauthAccessTokenSeconds: count.default(3599),

  // Latency that every API answer gets; overlapping People mutations need it to be seen.
  latencyMs: count.default(0),
});

export type Switches = z.infer<typeof switchesSchema>;

export const switchesPatchSchema = switchesSchema.partial();

export function defaultSwitches(): Switches {
  return switchesSchema.parse({});
}
