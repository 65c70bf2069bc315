// A refusal of a room, in the words of the one error table. In: an act of the rooms. Out:
// its answer, or an AppError. Never here: a bug dressed up as a refusal.

import { Refusal } from '../cycle/refusal.ts';
import { AppError } from './errors.ts';

export async function refusing<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new AppError(error.code, { field: error.field, details: { currentDigest: error.currentDigest, currentReport: error.currentReport }, cause: error });
  }
}
