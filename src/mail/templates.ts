// What a person is told, and in which words. In: links and the few values of an
// occasion. Out: a mail and a short alert from the same source. The preview's wording is
// the one that users of SmartOffice know and must stay as it is.

import { setLetter } from './letter.ts';
import type { Block, SetLetter } from './letter.ts';

export interface Message extends SetLetter {
  /** The short form, for the alert inside the product. */
  readonly alert: { readonly title: string; readonly text: string };
}

export interface Linked {
  /** Where the button leads: the report, or the Setup Detail. Absolute. */
  readonly link: string;
}

interface Draft {
  readonly subject: string;
  readonly title: string;
  readonly blocks: readonly Block[];
  readonly alertText: string;
}

async function compose({ subject, title, blocks, alertText }: Draft): Promise<Message> {
  return { ...(await setLetter({ subject, title, blocks })), alert: { title, text: alertText } };
}

const text = (words: string): Block => ({ kind: 'text', text: words });
const points = (...items: readonly string[]): Block => ({ kind: 'points', points: items.map((item) => ({ text: item })) });
const button = (label: string, url: string): Block => ({ kind: 'button', label, url });

const reviewSteps: Block = {
  kind: 'points',
  points: [
    {
      lead: 'Acceptable Results',
      text: 'Click the Approve Preview Synchronization button if the changes are acceptable. Your initial synchronization will begin running immediately. When the initial synchronization has completed and is active, you will be notified both by email and from within SmartOffice by an alert message.',
    },
    {
      lead: 'Unacceptable Results/Changes Needed',
      text: 'If you need to make changes to your sync setup or set members (if applicable), click the Reject Preview Synchronization button and make any changes you need. Once you have completed your changes, perform the preview sync again by checking "Run Synchronization" in your Setup Detail and selecting Save.',
    },
  ],
};

/** `overview`: where the whole synchronization is explained. */
export function previewReady({ link, overview }: Linked & { readonly overview: string }): Promise<Message> {
  return compose({
    subject: 'Your SmartOffice/Google Preview report is available for review',
    title: 'Preview Report Approval - Required Step',
    blocks: [
      text(
        'Your SmartOffice/Google Preview synchronization has completed and the report is now available for review. Within SmartOffice, select SmartOffice Synchronization for Google from the left-hand Setup navigation, select the Preview report, then click the Run Synchronization PDF Report button to review the report.',
      ),
      button('Review the Preview Report', link),
      text('Once you have reviewed the report,'),
      reviewSteps,
      { kind: 'link', before: 'To view a complete overview of the SmartOffice/Google synchronization, ', label: 'click here', url: overview, after: '.' },
    ],
    alertText: 'Your SmartOffice/Google Preview synchronization has completed and the report is now available for review.',
  });
}

export function initialComplete({ link }: Linked): Promise<Message> {
  const said = 'Your initial synchronization has completed and is active.';
  return compose({
    subject: 'Your SmartOffice/Google initial synchronization has completed',
    title: 'Initial synchronization completed',
    blocks: [
      text(said),
      text('From now on, changes are synchronized by themselves. What waits for your decision is shown in the Report List of SmartOffice Synchronization for Google.'),
      button('Open the report', link),
    ],
    alertText: said,
  });
}

export function undoPreviewReady({ link }: Linked): Promise<Message> {
  const said = 'The report of what undoing would change is now available for review. Nothing is changed until you approve it.';
  return compose({
    subject: 'Your SmartOffice/Google Undo Preview is available for review',
    title: 'Undo Preview ready',
    blocks: [text(said), button('Review the Undo Preview', link)],
    alertText: said,
  });
}

/** What was approved no longer fits what stands on the two sides. */
export function drifted({ link, why }: Linked & { readonly why: string }): Promise<Message> {
  const next = 'A new report shows both sides as they are now. Open it, then approve or reject it.';
  return compose({
    subject: 'SmartOffice/Google synchronization: a new report is needed',
    title: 'Too much changed since your approval',
    blocks: [text(why), text(next), button('Open the report', link)],
    alertText: `${sentence(why)} ${next}`,
  });
}

export function needsReconnect({ link, why }: Linked & { readonly why: string }): Promise<Message> {
  return compose({
    subject: 'SmartOffice/Google synchronization: connect Google again',
    title: 'Google must be connected again',
    blocks: [
      text('Your synchronization has stopped because Google no longer lets SmartOffice reach your account.'),
      text(why),
      text('Open the Setup Detail and connect Google again. The synchronization then goes on where it stopped; nothing is lost meanwhile.'),
      button('Connect Google again', link),
    ],
    alertText: `${sentence(why)} ${/connect google again/i.test(why) ? 'The' : 'Connect Google again in the Setup Detail; the'} synchronization then goes on.`,
  });
}

export function pausedByBrake({ link, brakes }: Linked & { readonly brakes: readonly string[] }): Promise<Message> {
  return compose({
    subject: 'SmartOffice/Google synchronization has stopped to be safe',
    title: 'Synchronization stopped to be safe',
    blocks: [
      text('Your synchronization has stopped before it would have changed unusually much:'),
      points(...brakes),
      text('Nothing of this has been written. Open the report to see what would happen, then approve or reject it.'),
      button('Open the report', link),
    ],
    alertText: `${brakes.map(sentence).join(' ')} Nothing of this has been written. Open the report, then approve or reject it.`,
  });
}

/** `until`: said in the reader's own time. */
export function pausedByGoogle({ link, until, locale, zone, why }: Linked & { readonly until: Date; readonly locale: string; readonly zone: string; readonly why: string }): Promise<Message> {
  const when = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: zone }).format(until).replaceAll('\u202f', ' ');
  return compose({
    subject: 'SmartOffice/Google synchronization is paused by Google',
    title: 'Synchronization paused by Google',
    blocks: [
      text(`Google has asked to wait. The synchronization goes on by itself at ${when}.`),
      text(why),
      text('There is nothing that you need to do. Changes that you make meanwhile are synchronized afterwards.'),
      button('Open the Setup Detail', link),
    ],
    alertText: `Google has asked to wait. The synchronization goes on by itself at ${when}.`,
  });
}

export function calendarGone({ link, why }: Linked & { readonly why: string }): Promise<Message> {
  return compose({
    subject: 'SmartOffice/Google synchronization: the calendar is gone',
    title: 'The Google calendar is gone',
    blocks: [
      text('Your synchronization has stopped because the calendar that was chosen is no longer in Google.'),
      text(why),
      text('Open the Setup Detail. There you can choose another calendar, make a new one in Google and choose that, or stop the synchronization. Whatever you choose, a preview comes first.'),
      button('Open the Setup Detail', link),
    ],
    alertText: `${sentence(why)} Choose another calendar in the Setup Detail, make a new one, or stop the synchronization.`,
  });
}

/** Its owner, or who manages it, took away a right that the synchronization needs. */
export function calendarAccess({ link, why }: Linked & { readonly why: string }): Promise<Message> {
  return compose({
    subject: 'SmartOffice/Google synchronization: a calendar was closed to you',
    title: 'A Google calendar was closed to you',
    blocks: [text(why), text('Nothing was deleted on either side, and nothing is lost.'), button('Open the Setup Detail', link)],
    alertText: sentence(why),
  });
}

export function failed({ link, why }: Linked & { readonly why: string }): Promise<Message> {
  return compose({
    subject: 'SmartOffice/Google synchronization has failed',
    title: 'Synchronization failed',
    blocks: [
      text('Your synchronization could not be completed.'),
      text(why),
      text('What was written before is in the report and can be undone. Open the Setup Detail to see what to do.'),
      button('Open the Setup Detail', link),
    ],
    alertText: `${sentence(why)} Open the Setup Detail to see what to do.`,
  });
}

/** Google or the office does not answer; it is tried again by itself. */
export function unreachable({ link, why }: Linked & { readonly why: string }): Promise<Message> {
  return compose({
    subject: 'SmartOffice/Google synchronization is waiting',
    title: 'Synchronization is waiting',
    blocks: [
      text('One of the two sides of your synchronization cannot be reached at the moment.'),
      text(why),
      text('It is tried again by itself. You only need to do something if this lasts.'),
      button('Open the Setup Detail', link),
    ],
    alertText: `${sentence(why)} It is tried again by itself.`,
  });
}

/** What was read is not believed (short or empty without a reason): nothing is planned from it. */
export function readingDoubted({ link, why }: Linked & { readonly why: string }): Promise<Message> {
  return compose({
    subject: 'SmartOffice/Google synchronization has stopped to be safe',
    title: 'Synchronization stopped to be safe',
    blocks: [
      text('What was read looks incomplete, so nothing was changed on either side.'),
      text(why),
      text('Open the Setup Detail to see what to do.'),
      button('Open the Setup Detail', link),
    ],
    alertText: `${sentence(why)} Nothing was changed on either side.`,
  });
}

/** `by`: who added the person. */
export function invited({ link, name, by, days }: Linked & { readonly name: string; readonly by: string; readonly days: number }): Promise<Message> {
  return compose({
    subject: 'You can sign in to the SmartOffice/Google synchronization',
    title: 'Welcome to SmartOffice Synchronization for Google',
    blocks: [
      text(`Dear ${name},`),
      text(`${by} has made it possible for you to synchronize your contacts, activities and tasks with Google.`),
      text(`Choose a password, then sign in with this e-mail address. The link can be used once, within ${days} days.`),
      button('Choose a password', link),
      text('Nothing is synchronized before you have connected Google, read a preview and approved it. If you did not expect this mail, you need not do anything.'),
    ],
    alertText: 'You can choose a password and sign in.',
  });
}

function sentence(words: string): string {
  return /[.!?]$/.test(words.trim()) ? words.trim() : `${words.trim()}.`;
}
