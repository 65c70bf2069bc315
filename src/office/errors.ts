// What goes wrong in the office, named for whoever must answer a person: what was asked
// for is not there, was changed meanwhile, or cannot be accepted. HTTP maps the code to
// a status. Never here: trouble of the database, which is a bug or an outage and throws.

export type OfficeErrorCode = 'not-found' | 'stale' | 'invalid';

export class OfficeError extends Error {
  readonly code: OfficeErrorCode;
  readonly remedy: string;
  /** The input field that it is about. */
  readonly field: string | undefined;

  constructor(code: OfficeErrorCode, message: string, remedy: string, field?: string) {
    super(message);
    this.name = 'OfficeError';
    this.code = code;
    this.remedy = remedy;
    this.field = field;
  }
}

export function notFound(what: string): OfficeError {
  return new OfficeError('not-found', `This ${what} does not exist any more.`, 'Go back to the list and open it from there.');
}

export function stale(what: string): OfficeError {
  return new OfficeError('stale', `This ${what} was changed by somebody else meanwhile.`, 'Load it again, look at the change and repeat yours.');
}
