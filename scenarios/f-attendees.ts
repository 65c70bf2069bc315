// Group F: guests. Their answers are their own; ignorance of a guest is no wish to remove
// them. Never here: a look inside the product.

import { meeting, same, wireEvent } from './scenario.ts';
import type { Scenario } from './scenario.ts';

const a = { email: 'a@outside.com', responseStatus: 'accepted', comment: 'Gladly' };
const b = { email: 'b@outside.com', responseStatus: 'declined', optional: true };

export const scenarios: readonly Scenario[] = [
  {
    id: 'F1',
    title: 'a participant added in SmartOffice leaves the answers of the others as they are',
    partly: 'the new guest in Google: there is no setting for sending participants, and none are sent without it',
    async run({ one }) {
      await one.google.seed({ calendars: [{ id: 'primary', events: [wireEvent('Planning', '2027-02-02T09:00', 30, { attendees: [a, b] })] }] });
      await one.begin();
      const { id } = await one.office.activityNamed('Planning');
      await one.office.editActivity(id, ({ participants }) => ({ participants: [...participants, { email: 'c@outside.com' }], location: 'Here' }));
      await one.cycle();
      same((await one.google.event('Planning')).attendees as unknown, [a, b], 'guests in Google');
      await one.google.act('event.edit', { id: (await one.google.event('Planning')).id, patch: { attendees: [{ ...a, responseStatus: 'tentative' }, b] } });
      await one.cycle();
      const { participants } = await one.office.activity(id);
      same(participants.map(({ email, response, optional }) => [email, response ?? 'needsAction', optional === true]), [['a@outside.com', 'tentative', false], ['b@outside.com', 'declined', true], ['c@outside.com', 'needsAction', false]], 'participants in SmartOffice');
    },
  },
  {
    id: 'F2',
    title: 'a guest whom SmartOffice does not know stays',
    async run({ one }) {
      await one.google.seed({ calendars: [{ id: 'primary', events: [wireEvent('Planning', '2027-02-02T09:00', 30, { attendees: [a, b] })] }] });
      const { id } = await one.office.addActivity(meeting('Planning', '2027-02-02T09:00', 30, { participants: [{ email: 'a@outside.com' }] }));
      await one.begin();
      same((await one.office.activities()).length, 1, 'activities');
      await one.office.editActivity(id, () => ({ subject: 'Planning 2027' }));
      await one.cycle();
      same((await one.google.event('Planning 2027')).attendees as unknown, [a, b], 'guests in Google');
    },
  },
  {
    id: 'F4',
    title: 'a guest list that Google does not show whole is never written',
    partly: 'the sending of guests: there is no setting for it',
    async run({ one }) {
      const attendees = Array.from({ length: 30 }, (_, index) => ({ email: `guest${index}@outside.com`, responseStatus: 'needsAction' }));
      // Guests may not see each other: whoever reads it is shown a part of the list.
      await one.google.seed({ calendars: [{ id: 'primary', events: [wireEvent('Planning', '2027-02-02T09:00', 30, { attendees, guestsCanSeeOtherGuests: false })] }] });
      await one.begin();
      const { id } = await one.office.activityNamed('Planning');
      await one.office.editActivity(id, ({ participants }) => ({ participants: participants.slice(0, 5), subject: 'Planning 2027' }));
      await one.cycle();
      same((await one.google.event('Planning 2027')).attendees?.length, 30, 'guests in Google');
    },
  },
  {
    id: 'F6',
    mails: 3,
    title: 'guests beyond the limit are reported, and the run goes on',
    async run({ one }) {
      const participants = Array.from({ length: 5 }, (_, index) => ({ email: `guest${index}@outside.com` }));
      await one.office.addActivity(meeting('Fair', '2027-02-02T09:00', 30, { participants }));
      await one.office.addActivity(meeting('Lunch', '2027-02-03T12:00'));
      await one.connect();
      const report = await one.preview({ policy: { sendGuests: true, guestLimit: 3 } });
      same((await one.lines(report)).filter(({ section }) => section === 'left alone').map(({ name }) => name), ['Fair'], 'reported');
      await one.approve(report);
      same([(await one.google.event('Fair')).attendees?.length, (await one.google.events()).length, (await one.google.mails()).length], [3, 2, 3], 'guests, events and mails');
    },
  },
];
