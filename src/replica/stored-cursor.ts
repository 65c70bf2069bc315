// A cursor of either side as the store gives it back. In: its text, and the shape that it has
// today. Out: what it says; undefined: it was written by another version, or for another question.
// Never here: a guess.

import type { z } from 'zod';

export function readStoredCursor<T>(text: string, shape: z.ZodType<T>): T | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  return shape.safeParse(parsed).data;
}
