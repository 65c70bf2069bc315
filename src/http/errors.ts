// Everything that the product refuses, in one table: code, status, message, remedy.
// In: an AppError, or any other thrown value. Out: a status and the body of the contract.
// Never here: a secret, a stack or a statement of SQL in what a person reads.

import type { ErrorBody } from './contract/sync.ts';

interface Refusal {
  readonly status: number;
  readonly message: string;
  readonly remedy: string;
}

export const refusals = {
  // Signing in
  'wrong-password': { status: 401, message: 'The e-mail address or the password is not right.', remedy: 'Type both again. If you have forgotten the password, ask whoever runs the product for a new sign-in.' },
  'wrong-present-password': { status: 400, message: 'The present password is not right.', remedy: 'Type it again. If you have forgotten it, ask whoever runs the product for a new one.' },
  'invitation-over': { status: 410, message: 'This link is not good any more.', remedy: 'It was used already, is older than seven days, or a newer one was sent. If you know your password, sign in; otherwise ask your administrator for a new link.' },
  'not-signed-in': { status: 401, message: 'You are not signed in.', remedy: 'Sign in and try again.' },
  'session-expired': { status: 401, message: 'Your session has ended.', remedy: 'Sign in again. Nothing was changed by this request.' },
  'csrf': { status: 403, message: 'The request did not come from this page, or the page is out of date.', remedy: 'Load the page again and repeat what you did.' },
  'forbidden': { status: 403, message: 'You may not see or change this.', remedy: 'Ask an administrator of your office.' },
  'rate-limited': { status: 429, message: 'Too many attempts.', remedy: 'Wait a moment and try again.' },

  // People
  'last-administrator': { status: 409, message: 'This is the last administrator of your office.', remedy: 'Make somebody else an administrator first.' },
  'own-account': { status: 409, message: 'You cannot disable yourself.', remedy: 'Ask another administrator of your office.' },

  // Any request
  'invalid': { status: 400, message: 'Something in the request is not right.', remedy: 'Correct the field named and send it again.' },
  'not-json': { status: 400, message: 'The request could not be read as JSON.', remedy: 'Send a JSON document with the header content-type: application/json.' },
  'media-type': { status: 415, message: 'Requests of this kind are not understood.', remedy: 'Send JSON, or for an import the file itself.' },
  'too-large': { status: 413, message: 'The request is larger than what is accepted.', remedy: 'Send less at once, for a file: split it.' },
  'not-found': { status: 404, message: 'There is nothing here.', remedy: 'It may have been deleted, or the address is not right. Go back and load the list again.' },
  'stale': { status: 409, message: 'It was changed by someone else in the meantime.', remedy: 'Load it again and repeat your change. Nothing was saved.' },
  'unreadable-file': { status: 400, message: 'The file could not be read.', remedy: 'Choose a vCard, iCalendar or CSV file, saved as UTF-8.' },

  // Setup Detail
  'set-required': { status: 400, message: 'A SET must be specified.', remedy: 'Choose the SET whose contacts are to be synchronized, or choose not to synchronize contacts.' },
  'nothing-selected': { status: 400, message: 'There is nothing to synchronize.', remedy: 'Choose a SET of contacts, activities, or both.' },
  'setup-locked': { status: 409, message: 'The Setup Detail is locked while Run Synchronization is selected.', remedy: 'Deselect Run Synchronization and save, then make your changes.' },
  'setting-locked': { status: 403, message: 'Your office has decided this; it cannot be changed here.', remedy: 'Ask an administrator of your office to change it or to unlock it.' },
  'not-offered': { status: 403, message: 'Your office does not offer this choice.', remedy: 'Choose one of those that are offered, or ask an administrator of your office.' },
  'no-former-setup': { status: 409, message: 'There is no former setup to go back to.', remedy: 'Choose what you want in the Setup Detail and save.' },
  'calendar-not-found': { status: 409, message: 'The calendar chosen is not among those of your Google account.', remedy: 'Choose one from the list.' },
  'calendar-read-only': { status: 409, message: 'You may only read this calendar.', remedy: 'Choose a calendar that you own or that you may change, or ask its owner to let you change it.' },
  'not-running': { status: 409, message: 'The synchronization is not running.', remedy: 'Select Run Synchronization in your Setup Detail, save, and approve the preview.' },

  // Google
  'not-connected': { status: 409, message: 'No Google account is connected.', remedy: 'Connect your Google account in the Setup Detail.' },
  'connected-by-administrator': { status: 409, message: 'Your administrator connected Google for you.', remedy: 'Deselect Run Synchronization to stop. Only your administrator can take the access back.' },
  'scope-missing': { status: 409, message: 'Google was not allowed to give access to everything that is to be synchronized.', remedy: 'Connect again and leave all boxes ticked on the page of Google.' },
  'google-declined': { status: 409, message: 'The access was declined on the page of Google. Nothing was changed.', remedy: 'Connect again and choose Allow.' },
  'google-refused': { status: 502, message: 'Google refused the sign-in.', remedy: 'Connect again. If it happens again, the administrator should check the client id and secret.' },
  'google-unreachable': { status: 502, message: 'Google could not be reached.', remedy: 'Check the network and try again in a few minutes.' },
  'google-not-configured': { status: 503, message: 'The sign-in with Google is not configured.', remedy: 'The administrator sets GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET and starts the product again.' },
  'not-google': { status: 403, message: 'This notice does not come from a channel of this product.', remedy: 'Nothing needs to be done; nothing was started by it.' },
  'connect-expired': { status: 409, message: 'This sign-in with Google was not started here, or too long ago.', remedy: 'Go to the Setup Detail and connect again.' },
  'account-in-use': { status: 409, message: 'This Google account is connected to another user.', remedy: 'Choose another Google account, or disconnect it there first.' },

  // Reports
  'in-progress': { status: 409, message: 'The report is still being made.', remedy: 'Wait until it is ready; you will get an e-mail and an alert.' },
  'report-failed': { status: 409, message: 'The report could not be made.', remedy: 'Its line in the Report List says why. Select Run Synchronization in the Setup Detail and save to make another.' },
  'not-opened': { status: 409, message: 'The Preview Report has not been opened.', remedy: 'Open the report, read it, then approve it.' },
  'not-current': { status: 409, message: 'This is not the current report.', remedy: 'Open the current report and decide there.' },
  'brake-not-released': { status: 409, message: 'A brake of this report has not been released.', remedy: 'Read what the report says about it and release it by its name, or reject the report.' },
  'already-decided': { status: 409, message: 'This report was already approved or rejected.', remedy: 'Nothing needs to be done; the Report List shows by whom and when.' },
  'not-undoable': { status: 409, message: 'This report cannot be undone.', remedy: 'Only a synchronization that is complete and was not yet undone can be.' },
  'pdf-failed': { status: 503, message: 'The PDF could not be made.', remedy: 'Take the report as CSV instead, or read it on the screen.' },
  'unknown-choice': { status: 400, message: 'The approval names something that is not in the report.', remedy: 'Load the report again and choose from what it offers.' },

  // Ourselves
  'unavailable': { status: 503, message: 'The product is starting, stopping, or without its database.', remedy: 'Try again in a moment.' },
  'internal': { status: 500, message: 'Something went wrong here that should not have.', remedy: 'Try again. If it happens again, give the reference to your administrator.' },
} as const satisfies Record<string, Refusal>;

export type ErrorCode = keyof typeof refusals;

export interface ErrorDetails {
  readonly currentDigest?: string;
  readonly currentReport?: string;
  /** For rate-limited: seconds until another attempt is allowed. */
  readonly retryAfter?: number;
}

export interface AppErrorOptions {
  /** The field of the request that is wrong. */
  readonly field?: string;
  /** Words for this case, where those of the table are too general. */
  readonly message?: string;
  readonly remedy?: string;
  readonly details?: ErrorDetails;
  readonly cause?: unknown;
}

export class AppError extends Error {
  readonly code: ErrorCode;
  readonly remedy: string;
  readonly field?: string;
  readonly details?: ErrorDetails;

  constructor(code: ErrorCode, options: AppErrorOptions = {}) {
    super(options.message ?? refusals[code].message, { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.remedy = options.remedy ?? refusals[code].remedy;
    this.field = options.field;
    this.details = options.details;
  }

  get status(): number {
    return refusals[this.code].status;
  }

  get body(): ErrorBody {
    const { currentDigest, currentReport } = this.details ?? {};
    return {
      code: this.code,
      message: this.message,
      remedy: this.remedy,
      ...(this.field === undefined ? {} : { field: this.field }),
      ...(currentDigest === undefined ? {} : { currentDigest }),
      ...(currentReport === undefined ? {} : { currentReport }),
    };
  }
}

export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(refusals, code);
}
