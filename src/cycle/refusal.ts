// What a room refuses, as a code that the doors put into words (http/errors.ts).

export type RefusalCode = 'not-found' | 'not-opened' | 'not-current' | 'already-decided' | 'in-progress' | 'unknown-choice' | 'brake-not-released' | 'not-undoable' | 'not-running';

export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly currentDigest?: string;
  readonly currentReport?: string;
  readonly field?: string;

  constructor(code: RefusalCode, details: { currentDigest?: string; currentReport?: string; field?: string } = {}) {
    super(code);
    this.name = 'Refusal';
    this.code = code;
    this.currentDigest = details.currentDigest;
    this.currentReport = details.currentReport;
    this.field = details.field;
  }
}
