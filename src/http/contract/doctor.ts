// What the doctor finds: each check with its result and what to do, step by step. Shared by
// the command line, the server and the page. No behaviour here.

import { z } from 'zod';

export const checkResult = z.enum(['ok', 'warning', 'problem']);
export const doctorCheck = z.object({
  id: z.string(),
  title: z.string(),
  result: checkResult,
  /** What was found, in a sentence or two. */
  found: z.string(),
  /** What to do, in order; empty when nothing needs to be done. */
  steps: z.array(z.string()),
});
export type DoctorCheck = z.infer<typeof doctorCheck>;
export const doctorReport = z.object({ at: z.string(), result: checkResult, checks: z.array(doctorCheck) });
export type DoctorReport = z.infer<typeof doctorReport>;
