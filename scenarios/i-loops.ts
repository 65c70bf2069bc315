// Group I: loops and changes that are none. What is written differently but means the same
// is no change. Never here: a look inside the product.

import { meeting, phone, same, truly, wireEvent } from './scenario.ts';
import type { Scenario } from './scenario.ts';

const texts = {
  emoji: '👩‍👩‍👧 Family review 🎉 – naïve café, 日本語, e\u0301',
  lines: 'First\r\nSecond\r\n\r\nFourth   \r\n',
  spaces: 'One\u00a0two\u2003three \t ',
  html: '<p>Dear <b>Kim</b>,</p><ul><li>one &amp; two</li></ul><a href="https://x.com/?a=1&b=2">link</a><br>bye',
  signs: 'a < b && c > d; 5 &lt; 6 <not a tag>',
};

export const scenarios: readonly Scenario[] = [
  {
    id: 'I1',
    title: 'emoji, HTML, line ends, hard blanks and long texts make no loop',
    async run({ one }) {
      const long = 'Long text. '.repeat(900);
      const events = Object.entries(texts).map(([name, description], index) => wireEvent(`Google ${name}`, `2027-02-0${index + 1}T09:00`, 30, { description }));
      await one.google.seed({ calendars: [{ id: 'primary', events: [...events, wireEvent('Google long', '2027-02-08T09:00', 30, { description: long.slice(0, 8000) })] }] });
      for (const [index, [name, notes]] of Object.entries(texts).entries()) await one.office.addActivity(meeting(`Office ${name}`, `2027-03-0${index + 1}T09:00`, 30, { notes }));
      const { id } = await one.office.addActivity(meeting('Office long', '2027-03-08T09:00', 30, { notes: long }));
      const contact = await one.office.addContact({ givenName: 'Kim', familyName: 'Kay', notes: Object.values(texts).join('\n') });
      await one.office.addTask({ subject: 'Task 🎉', notes: `${texts.lines}${texts.spaces}` });
      const setId = await one.office.addSet('Google Sync', [contact.id]);
      await one.begin({ setId });
      await one.quiet();
      same((await one.office.activity(id)).notes, long, 'the long text in SmartOffice');
      for (const [name, notes] of Object.entries(texts)) same((await one.office.activityNamed(`Office ${name}`)).notes, notes, `${name} in SmartOffice`);
      const inGoogle = async (): Promise<string[]> => (await one.google.events()).filter(({ summary }) => summary?.startsWith('Google')).map(({ summary, description }) => `${summary}: ${description}`).sort();
      const before = await inGoogle();
      same(before, [...Object.entries(texts).map(([name, text]) => `Google ${name}: ${text}`), `Google long: ${long.slice(0, 8000)}`].sort(), 'texts in Google');
      // An edit beside the text leaves the text as it is.
      for (const name of Object.keys(texts)) await one.office.editActivity((await one.office.activityNamed(`Google ${name}`)).id, () => ({ location: 'Here' }));
      await one.cycle();
      same(await inGoogle(), before, 'texts in Google after an edit beside them');
      same((await one.google.events()).filter((event) => event['location'] === 'Here').length, 5, 'edits that arrived');
    },
  },
  {
    id: 'I2',
    title: 'a copy that another program made of a mirror grows nothing',
    people: 2,
    async run({ one, two }) {
      await one.office.addActivity(meeting('Annual review', '2027-02-01T10:00'));
      await one.begin();
      const { id: _, etag: __, ...mirror } = await one.google.event('Annual review');
      // The other program copies it, with its uid and all its properties, into a colleague's calendar.
      await two.google.seed({ calendars: [{ id: 'primary', events: [{ ...mirror, organizer: undefined, creator: undefined }] }] });
      await two.connect();
      const report = await two.preview();
      const lines = await two.lines(report);
      same(lines.filter(({ section }) => section === 'create').length, 0, 'copies that would be made');
      truly(lines.some(({ name, section }) => name === 'Annual review' && section !== 'create'), 'nothing is said about the copy');
      await two.approve(report);
      await two.quiet();
    },
  },
  {
    id: 'I3',
    title: 'other ways to write a phone, a name and an address in the web are no change, and stay as written',
    async run({ one }) {
      const { id } = await one.office.addContact({
        givenName: 'Séan', familyName: "O'Neil-SMITH", suffix: 'jr', phones: [phone('(555) 201-4567')], urls: [{ value: 'www.Example.com/', type: 'Business' }], emails: [{ value: 'Sean@X.com', type: 'Business' }],
      });
      const setId = await one.office.addSet('Google Sync', [id]);
      await one.begin({ setId, activities: 'none' });
      const before = await one.office.contact(id);
      const { last } = await one.google.log();
      const person = (await one.google.people())[0];
      await one.google.act('contact.edit', {
        id: person?.resourceName,
        patch: { phoneNumbers: [{ value: '+1 555-201-4567', type: 'work' }], urls: [{ value: 'https://www.example.com', type: 'work' }], emailAddresses: [{ value: 'sean@x.com', type: 'work' }] },
      });
      await one.cycle();
      same((await one.office.contact(id)).version, before.version, 'the contact in SmartOffice');
      same((await one.google.writes(last)).length, 0, 'writes to Google');
      await one.office.editContact(id, () => ({ jobTitle: 'Partner' }));
      await one.cycle();
      const after = (await one.google.people())[0];
      same([after?.phoneNumbers?.[0]?.value, (after?.['urls'] as { value: string }[])[0]?.value], ['+1 555-201-4567', 'https://www.example.com'], 'as Google writes them');
      const { phones, urls, familyName } = await one.office.contact(id);
      same([phones[0]?.value, (urls as { value: string }[])[0]?.value, familyName], ['(555) 201-4567', 'www.Example.com/', "O'Neil-SMITH"], 'as SmartOffice writes them');
    },
  },
  {
    id: 'I4',
    title: 'what we wrote ourselves comes back and is no change',
    async run({ one }) {
      const { id } = await one.office.addActivity(meeting('Annual review', '2027-02-01T10:00'));
      const task = await one.office.addTask({ subject: 'Send illustration', dueDate: '2027-02-03' });
      await one.begin();
      await one.office.editActivity(id, () => ({ subject: 'Annual review 2027', notes: 'Bring papers', private: true, showAs: 'free', reminder: 15 }));
      await one.office.editTask(task.id, () => ({ subject: 'Send both' }));
      const { last } = await one.google.log();
      await one.cycle();
      same((await one.google.writes(last)).length, 2, 'writes');
      const event = await one.google.event('Annual review 2027');
      await one.google.act('event.edit', { id: event.id, patch: { location: 'Here' } });
      const mark = (await one.google.log()).last;
      await one.cycle();
      same((await one.office.activity(id))['location'], 'Here', 'the change from Google');
      same((await one.google.writes(mark)).length, 0, 'writes back');
    },
  },
];
