import { expect, test } from 'vitest';
import { firstOfficeSetup } from '../store/office-setup.ts';
import { compareOfficeSetups, tellChanges } from './setup-audit.ts';

test('what an office decided is written down in the words of the product, and each part of it once', () => {
  const after = {
    defaults: { options: { recurring: true }, policy: { conflict: 'newest', conflictByField: { 'contact.emails': 'office' }, deletion: { contact: { google: 'never' } }, brakes: { task: { share: 0.5, count: 9 } }, driftShare: 0.35, types: { office: { 'phones.googleVoice': 'mobile' } } } },
    locked: ['conflict', 'types'],
    withdrawn: { privacy: ['full', 'skip'] },
    guidance: { ...firstOfficeSetup.guidance, conflict: 'The later change is the better one with us.' },
  } as unknown as typeof firstOfficeSetup;
  expect(tellChanges(compareOfficeSetups(firstOfficeSetup, after)).split('; ').sort()).toEqual([
    'Decided by the office: “TYPE of phones, e-mails and addresses” → “When both sides changed the same field”, “TYPE of phones, e-mails and addresses”',
    'Default of “A new preview is made when so much has changed”: not set → 35 %',
    'Default of “It stops at this number of the tasks”: not set → 9',
    'Default of “It stops at this share of the tasks”: not set → 50 %',
    'Default of “Synchronize Recurring Activities”: not set → Yes',
    'Default of “TYPE in SmartOffice for phones, googleVoice”: not set → mobile',
    'Default of “When a contact is deleted in Google”: not set → the other one is kept',
    'Default of “When both sides changed E-mail of contacts”: not set → SmartOffice is used',
    'Default of “When both sides changed the same field”: not set → The side that was changed last is used',
    'Guidance beside “When both sides changed the same field”: not set → The later change is the better one with us.',
    'Not offered for “Private activities”: not set → “They are sent whole, and not marked private”, “They are not sent to Google”',
  ].sort());
});
