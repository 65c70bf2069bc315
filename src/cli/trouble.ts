// What a person reads at the terminal when a command cannot be done. In: any thrown value.
// Out: one or two sentences with the remedy, and the exit code.
// Never here: a stack for what the person can put right, or a secret.

import { withoutSecrets } from '../http/answer-errors.ts';

export class CommandTrouble extends Error {
  readonly remedy: string;

  constructor(what: string, remedy: string) {
    super(`${what} ${remedy}`);
    this.name = 'CommandTrouble';
    this.remedy = remedy;
  }
}

const spoken = new Set(['CommandTrouble', 'ConfigTrouble', 'ListenTrouble', 'StoreTrouble']);

/** Everything above has the remedy in its message; anything else is a bug and shows where. */
export function inWords(error: unknown): string {
  if (!(error instanceof Error)) return withoutSecrets(String(error));
  if (spoken.has(error.name)) return withoutSecrets(error.message);
  return withoutSecrets(error.stack ?? error.message);
}
