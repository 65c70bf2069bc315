// What comes in: a reason why the store cannot be used, in words a person can act on.
// What goes out: one error class whose message already contains the remedy, and what the codes
// of Node and PostgreSQL mean for us.
// Never here: passwords. Callers pass addresses through `withoutPassword` first.

export class StoreTrouble extends Error {
  readonly remedy: string;

  constructor(what: string, remedy: string, options?: { cause?: unknown }) {
    super(`${what} ${remedy}`, options);
    this.name = 'StoreTrouble';
    this.remedy = remedy;
  }
}

export const USE_DATABASE_URL =
  'Set DATABASE_URL to a PostgreSQL server (version 13 or later), e.g. postgresql://user:password@host:5432/database.';

export function withoutPassword(url: string): string {
  return url.replace(/(:\/\/[^:/@]*):[^@]*@/, '$1:***@');
}

/** The code of a Node or PostgreSQL error, if it has one. */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** Nobody listens there. */
export function isAbsent(error: unknown): boolean {
  return ['ECONNREFUSED', 'ENOENT'].includes(codeOf(error) ?? '');
}

/** The server is starting or stopping, or has ended this connection. */
export function isCutOff(error: unknown): boolean {
  const code = codeOf(error);
  if (code !== undefined) return ['57P01', '57P02', '57P03', 'ECONNRESET', 'EPIPE'].includes(code);
  return error instanceof Error && /Connection terminated|timeout expired|is not queryable/.test(error.message);
}

/** Whether a process of that number exists, whoever's it is. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}
