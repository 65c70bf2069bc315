import { simpleParser } from 'mailparser';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { failed } from './templates.ts';
import { createMailTransport } from './transport.ts';
import type { MailTransport } from './transport.ts';

interface Received {
  readonly recipients: readonly string[];
  readonly raw: string;
}

let server: SMTPServer;
let transport: MailTransport;
let received: Received[];
const from = 'SmartOffice <sync@example.com>';

beforeEach(async () => {
  received = [];
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: (address, _session, done) => done(address.address.startsWith('refused') ? new Error('No such person') : undefined),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        received.push({ recipients: session.envelope.rcptTo.map((recipient) => recipient.address), raw: Buffer.concat(chunks).toString() });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  transport = createMailTransport({ smtpUrl: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`, from });
});

afterEach(async () => {
  transport.close();
  await new Promise<void>((resolve) => server.close(() => resolve()));
});

it('sends text and HTML, with every script in the subject', async () => {
  const message = await failed({ link: 'https://sync.example.com/r/1', why: 'Für Zoë Müller · 山田 花子 · محمد · 🍀' });
  const { alert: _alert, ...mail } = message;
  expect(await transport.deliver({ to: 'anna@example.com', ...mail, subject: `${mail.subject} – 山田 🍀` })).toEqual({ state: 'sent' });
  const parsed = await simpleParser(received[0]?.raw ?? '');
  expect(parsed.subject).toBe(`${mail.subject} – 山田 🍀`);
  expect(parsed.text?.trim()).toBe(mail.text.trim());
  expect(String(parsed.html)).toContain('山田 花子');
  expect(parsed.from?.text).toBe('"SmartOffice" <sync@example.com>');
  expect(parsed.headers.get('auto-submitted')).toBe('auto-generated');
});

it('makes neither a header nor a recipient out of a value', async () => {
  const mail = { text: 't', html: '<p>t</p>' };
  await transport.deliver({ ...mail, to: 'anna@example.com', subject: 'Hello\r\nBcc: evil@example.com\r\n\r\nbody' });
  const parsed = await simpleParser(received[0]?.raw ?? '');
  expect(received[0]?.recipients).toEqual(['anna@example.com']);
  expect(parsed.bcc).toBeUndefined();
  expect(parsed.subject).toBe('Hello Bcc: evil@example.com body');
  for (const to of ['anna@example.com\r\nBcc: evil@example.com', 'anna@example.com, evil@example.com', 'Anna <evil@example.com>', 'nobody', '']) {
    expect(await transport.deliver({ ...mail, to, subject: 's' })).toMatchObject({ state: 'failed', why: expect.stringContaining('not an e-mail address') });
  }
  expect(received.length).toBe(1);
});

it('says why a mail was not accepted', async () => {
  expect(await transport.deliver({ to: 'refused@example.com', subject: 's', text: 't', html: '' })).toMatchObject({ state: 'failed', why: expect.stringContaining('No such person') });
});

it('says why no server answers', async () => {
  const nowhere = createMailTransport({ smtpUrl: 'smtp://user:secret@127.0.0.1:1', from });
  const delivery = await nowhere.deliver({ to: 'anna@example.com', subject: 's', text: 't', html: '' });
  expect(delivery.state).toBe('failed');
  expect(delivery.why).not.toContain('secret');
  nowhere.close();
});

it('keeps mail when no server is configured', async () => {
  expect(await createMailTransport({ from }).deliver({ to: 'anna@example.com', subject: 's', text: 't', html: '' })).toEqual({ state: 'kept' });
});
