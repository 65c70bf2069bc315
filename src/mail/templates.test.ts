import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as templates from './templates.ts';
import type { Message } from './templates.ts';

const link = 'https://sync.example.com/reports/r1?a=1&b=2';
const all: Readonly<Record<string, () => Promise<Message>>> = {
  previewReady: () => templates.previewReady({ link, overview: 'https://sync.example.com/help' }),
  initialComplete: () => templates.initialComplete({ link }),
  undoPreviewReady: () => templates.undoPreviewReady({ link }),
  needsReconnect: () => templates.needsReconnect({ link, why: 'Access was withdrawn' }),
  pausedByBrake: () => templates.pausedByBrake({ link, brakes: ['61 of 400 activities would be deleted'] }),
  pausedByGoogle: () => templates.pausedByGoogle({ link, until: new Date('2026-11-22T17:30:00Z'), locale: 'en-US', zone: 'America/New_York', why: 'Google Calendar asks to wait.' }),
  failed: () => templates.failed({ link, why: 'The SET "Clients A" was deleted.' }),
  unreachable: () => templates.unreachable({ link, why: 'Google does not answer.' }),
  drifted: () => templates.drifted({ link, why: 'Half of it has changed.' }),
  calendarGone: () => templates.calendarGone({ link, why: 'The calendar "Team" is gone.' }),
  calendarAccess: () => templates.calendarAccess({ link, why: 'The calendar "Team" may only be read now.' }),
  invited: () => templates.invited({ link, name: 'Ann Adams', by: 'Ruth Feldman (ruth@example.com)', days: 7 }),
  readingDoubted: () => templates.readingDoubted({ link, why: 'Google returned no contacts.' }),
};

describe.each(Object.entries(all))('the mail %s', (_name, make) => {
  it('says the same in HTML and in text, with a link, and has an alert', async () => {
    const { subject, text, html, alert } = await make();
    expect(subject).toMatch(/SmartOffice\/Google/);
    expect(text).toContain(link);
    expect(html).toContain(link.replaceAll('&', '&amp;'));
    expect(html).toMatch(/^<!DOCTYPE html[^>]*>\s*<html/i);
    expect(text).toContain(alert.title);
    expect(alert.text).toMatch(/[.!?]$/);
    expect(alert.text.length).toBeLessThan(400);
    for (const part of [subject, text, html, alert.text]) expect(part).not.toMatch(/undefined|\[object/);
  });
});

/** The words of a page without its tags. */
function wordsOf(html: string): string {
  return html.replace(/<style[\s\S]*?<\/style>|<[^>]+>/g, ' ').replaceAll('&quot;', '"').replaceAll('&#x27;', "'").replaceAll('&amp;', '&').replace(/\s+/g, ' ');
}

const known = [
  'Your SmartOffice/Google Preview synchronization has completed and the report is now available for review. Within SmartOffice, select SmartOffice Synchronization for Google from the left-hand Setup navigation, select the Preview report, then click the Run Synchronization PDF Report button to review the report.',
  'Once you have reviewed the report,',
  'Acceptable Results: Click the Approve Preview Synchronization button if the changes are acceptable. Your initial synchronization will begin running immediately. When the initial synchronization has completed and is active, you will be notified both by email and from within SmartOffice by an alert message.',
  'Unacceptable Results/Changes Needed: If you need to make changes to your sync setup or set members (if applicable), click the Reject Preview Synchronization button and make any changes you need. Once you have completed your changes, perform the preview sync again by checking "Run Synchronization" in your Setup Detail and selecting Save.',
  'To view a complete overview of the SmartOffice/Google synchronization, click here',
];

it('keeps the wording of the preview that users know', async () => {
  const { text, html } = await all['previewReady']!();
  const [plain, page] = [text.replace(/\s+/g, ' '), wordsOf(html).replaceAll(' : ', ': ')];
  for (const words of known) {
    expect(plain).toContain(words);
    expect(page).toContain(words);
  }
});

it('says the time of a pause in the zone of the reader', async () => {
  expect((await all['pausedByGoogle']!()).alert.text).toContain('Nov 22, 2026, 12:30 PM');
});

it('lets no value become markup, a header or a script', async () => {
  const why = '</p><script>alert(1)</script> & "x"\r\nBcc: a@example.com';
  const { html, subject } = await templates.failed({ link, why });
  expect(html).not.toContain('<script');
  expect(html).toContain('&lt;script&gt;');
  expect(subject).not.toMatch(/[\r\n]/);
  await expect(async () => templates.failed({ link: 'javascript:alert(1)', why })).rejects.toThrow('http');
});

it('imports nothing of the product', () => {
  for (const file of ['letter.ts', 'templates.ts', 'transport.ts']) {
    const imports = [...readFileSync(new URL(file, import.meta.url), 'utf8').matchAll(/from '([^']+)'/g)].map((match) => match[1] ?? '');
    expect(imports.filter((name) => name.startsWith('..'))).toEqual([]);
  }
});
