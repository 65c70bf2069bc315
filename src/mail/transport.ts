// Carries a mail out of the house. In: one mail. Out: what became of it: sent, kept (no
// SMTP server is configured; the mail is only shown), or failed with the reason. Never
// throws for a mail, and never lets a value become a header or a second recipient.

import { createTransport } from 'nodemailer';

export interface OutgoingMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export type Delivery = { readonly state: 'sent' | 'kept'; readonly why?: undefined } | { readonly state: 'failed'; readonly why: string };

export interface MailTransport {
  deliver(mail: OutgoingMail): Promise<Delivery>;
  /** Throws with the reason when the server does not answer or does not accept us. */
  verify(): Promise<void>;
  close(): void;
}

export interface MailTransportOptions {
  /** smtp:// or smtps:// address of the server, with user and password where it wants them. */
  readonly smtpUrl?: string;
  /** "SmartOffice <sync@example.com>" */
  readonly from: string;
}

const patience = 15_000;

export function createMailTransport({ smtpUrl, from }: MailTransportOptions): MailTransport {
  if (smtpUrl === undefined || smtpUrl === '') return { deliver: () => Promise.resolve({ state: 'kept' }), verify: () => Promise.resolve(), close: () => undefined };
  const smtp = createTransport({
    url: smtpUrl,
    connectionTimeout: patience,
    greetingTimeout: patience,
    socketTimeout: patience,
    // A mail is made of its own strings only, never of a file or an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    deliver: async (mail) => {
      if (!oneAddress.test(mail.to)) return { state: 'failed', why: `"${oneLine(mail.to)}" is not an e-mail address.` };
      try {
        await smtp.sendMail({
          from,
          to: { name: '', address: mail.to },
          subject: oneLine(mail.subject),
          text: mail.text,
          html: mail.html,
          headers: { 'Auto-Submitted': 'auto-generated' },
        });
        return { state: 'sent' };
      } catch (error) {
        return { state: 'failed', why: oneLine(error instanceof Error ? error.message : String(error)) };
      }
    },
    verify: async () => void (await smtp.verify()),
    close: () => smtp.close(),
  };
}

const oneAddress = /^[^\s\p{Cc},;:<>()[\]"@\\]+@[^\s\p{Cc},;:<>()[\]"@\\]+$/u;

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim().slice(0, 300);
}
