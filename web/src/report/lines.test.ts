import { expect, it } from 'vitest';
import { briefText } from './lines.ts';

it.each([
  ['asked', "Barbara J. O'Brien", "Contact Barbara J. O'Brien: the two are the same, but written differently. First name is Barbara in SmartOffice and BARB on Google. Which is right?", 'First name is Barbara in SmartOffice and BARB on Google. Which is right?'],
  ['asked', 'Ann Lee', 'Contact Ann Lee in SmartOffice: may be the same as a record in Google. Same phone number 555-0100.', 'May be the same as a record in Google. Same phone number 555-0100.'],
  ['asked', 'Ann Lee', 'Contact Ann Lee: taken out of the Google group, still in the SET. Which is right?', 'Taken out of the Google group, still in the SET. Which is right?'],
  ['asked', 'Lunch', 'Activity “Lunch”: deleted on Google. Delete it in SmartOffice too?', 'Deleted on Google. Delete it in SmartOffice too?'],
  ['asked', 'somebody', 'Something else is asked.', 'Something else is asked.'],
  ['create', 'Ann Lee', 'On Google: create contact Ann Lee (phone)', 'On Google: create contact Ann Lee (phone)'],
] as const)('a row of %s about %s says first what differs', (section, name, text, brief) => {
  expect(briefText({ section, name, text })).toBe(brief);
});
