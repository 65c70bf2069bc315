// Group F: guests. Their answers are their own; ignorance of a guest is no wish to remove
// them. Never here: a look inside the product.

import { count, inTurns, meeting, same, truly, wireEvent } from './scenario.ts';
import type { Scenario } from './scenario.ts';
import type { Person } from './world.ts';

const a = { email: 'a@outside.com', responseStatus: 'accepted', comment: 'Gladly', additionalGuests: 2 };
const b = { email: 'b@outside.com', responseStatus: 'declined', optional: true };
const c = { email: 'c@outside.com', responseStatus: 'needsAction' };

/** A participant is added in SmartOffice, and one answers in Google. */
async function addAndAnswer(one: Person, sendGuests: boolean): Promise<void> {
  await one.google.seed({ calendars: [{ id: 'primary', events: [wireEvent('Planning', '2027-02-02T09:00', 30, { attendees: [a, b] })] }] });
  await one.begin({ policy: { sendGuests } });
  const { id } = await one.office.activityNamed('Planning');
  await one.office.editActivity(id, ({ participants }) => ({ participants: [...participants, { email: 'c@outside.com' }], location: 'Here' }));
  await one.cycle();
  const event = await one.google.event('Planning');
  const guests = sendGuests ? [a, b, c] : [a, b];
  same(event['location'], 'Here', 'the location in Google');
  same(event.attendees as unknown, guests, 'guests in Google');
  same((await one.google.mails()).map(({ to }) => to), sendGuests ? [c.email] : [], 'whom Google mails');
  await one.google.act('event.edit', { id: event.id, patch: { attendees: [{ ...a, responseStatus: 'tentative', comment: 'Perhaps' }, ...guests.slice(1)] } });
  await one.cycle();
  const { participants } = await one.office.activity(id);
  same(participants.map(({ email, response, optional }) => [email, response ?? 'needsAction', optional === true]), [[a.email, 'tentative', false], [b.email, 'declined', true], [c.email, 'needsAction', false]], 'participants in SmartOffice');
  await one.office.editActivity(id, () => ({ subject: 'Planning 2027' }));
  await one.cycle();
  same((await one.google.event('Planning 2027')).attendees as unknown, [{ ...a, responseStatus: 'tentative', comment: 'Perhaps' }, ...guests.slice(1)], 'guests in Google after another edit');
}

export const scenarios: readonly Scenario[] = [
  {
    id: 'F1',
    title: 'a participant added in SmartOffice leaves the answers of the others as they are, sent or not',
    people: 2,
    mails: [1, 0],
    async run({ one, two }) {
      await Promise.all([addAndAnswer(one, true), addAndAnswer(two, false)]);
    },
  },
  {
    id: 'F2',
    title: 'a guest whom SmartOffice does not know stays',
    people: 2,
    async run({ people }) {
      await Promise.all(people.map(async (one, index) => {
        await one.google.seed({ calendars: [{ id: 'primary', events: [wireEvent('Planning', '2027-02-02T09:00', 30, { attendees: [a, b] })] }] });
        const { id } = await one.office.addActivity(meeting('Planning', '2027-02-02T09:00', 30, { participants: [{ email: a.email }] }));
        await one.begin({ policy: { sendGuests: index === 1 } });
        same((await one.office.activities()).length, 1, 'activities');
        await one.office.editActivity(id, () => ({ subject: 'Planning 2027' }));
        await one.cycle();
        same((await one.google.event('Planning 2027')).attendees as unknown, [a, b], 'guests in Google');
      }));
    },
  },
  {
    id: 'F4',
    title: 'a guest list that Google does not show whole is never written, though guests are sent',
    async run({ one }) {
      const boss = `boss-of-${one.email}`;
      const attendees = [{ email: one.email, responseStatus: 'accepted' }, ...count(30, (index) => ({ email: `guest${index}@outside.com`, responseStatus: index === 7 ? 'declined' : 'needsAction', ...(index === 8 ? { comment: 'Late', optional: true } : {}) }))];
      // Guests may change the meeting and not see each other: whoever reads it is shown a part of the list.
      await one.google.door('seed', { accounts: [{ email: boss, calendars: [{ id: 'primary', events: [{ id: 'bossmeeting1', ...wireEvent('Planning', '2027-02-02T09:00', 30, { attendees, guestsCanModify: true, guestsCanSeeOtherGuests: false }) }] }] }] });
      const whole = async (): Promise<unknown> => {
        const state = await one.google.door<{ calendars: { id: string; events: { id: string; attendees: unknown }[] }[] }>(`state?account=${encodeURIComponent(boss)}`);
        return state.calendars.find(({ id }) => id === boss)?.events.find(({ id }) => id === 'bossmeeting1')?.attendees;
      };
      const before = await whole();
      same((before as unknown[]).length, 31, 'guests to begin with');
      truly((await one.google.event('Planning'))['attendeesOmitted'] === true, 'the simulator shows the whole list');
      await one.begin({ policy: { sendGuests: true } });
      const { id } = await one.office.activityNamed('Planning');
      await one.office.editActivity(id, () => ({ participants: [{ email: 'new@outside.com' }, { email: 'other@outside.com' }] }));
      await one.cycle();
      same(await whole(), before, 'the list after an edit of the participants');
      const runs = (await one.reports()).filter(({ kind }) => kind === 'Synchronization');
      const said = (await Promise.all(runs.map((run) => one.lines(run.id)))).flat().map(({ outcomeText }) => outcomeText ?? '');
      truly(said.some((text) => /whole list/.test(text)), `the report does not say that the guests stay as they are: ${said.join(' ')}`);
      await one.quiet();
    },
  },
  {
    id: 'F6',
    people: 2,
    mails: [200, 0],
    title: 'guests beyond the limit, and guests whom Google refuses, are reported, and the run goes on',
    async run({ one, two }) {
      const participants = count(250, (index) => ({ email: `guest${index}@outside.com` }));
      await one.office.addActivity(meeting('Fair', '2027-02-02T09:00', 30, { participants }));
      await one.office.addActivity(meeting('Lunch', '2027-02-03T12:00'));
      await one.connect();
      const report = await one.preview({ policy: { sendGuests: true } });
      same((await one.report(report)).invitations, 200, 'invitations in the preview');
      const left = (await one.lines(report)).filter(({ section }) => section === 'left alone');
      same(left.map(({ name }) => name), ['Fair'], 'reported');
      truly(/50 of its participants/.test(JSON.stringify(left)), `the report does not say how many: ${JSON.stringify(left)}`);
      await one.approve(report);
      same([(await one.google.event('Fair')).attendees?.length, (await one.google.events()).length], [200, 2], 'guests and events');

      // A small account: Google takes no guest from it.
      await inTurns(count(20, (index) => index), (index) => two.office.addActivity(meeting(`Fair ${index}`, `2027-02-0${1 + (index % 9)}T${10 + (index % 8)}:00`, 30, { participants: participants.slice(0, 5) })));
      await two.google.fault({ path: 'sendUpdates=all' }, { status: 403, reason: 'quotaExceeded', message: 'Calendar usage limits exceeded.', count: 1000 });
      const run = await two.begin({ policy: { sendGuests: true } });
      same(run.filter(({ outcome }) => outcome === 'applied').length, 20, 'applied');
      same(run.filter(({ outcomeText }) => /without its guests/.test(outcomeText ?? '')).length, 20, 'reported as made without guests');
      same((await two.google.events()).map(({ attendees }) => attendees?.length ?? 0), count(20, () => 0), 'guests in Google');
      const refused = (await two.google.log()).entries.filter(({ status }) => status === 403).length;
      truly(refused > 0 && refused <= 10, `${refused} requests were refused`);
    },
  },
];
