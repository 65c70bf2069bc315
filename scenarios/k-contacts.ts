// Group K: contacts. What a side cannot carry stays, whatever the other side changes; the
// SET, the group and a contact's other labels each have their owner.
// Never here: a look inside the product; the HTTP API and the control doors are all.

import type { GooglePerson, Wire } from './google.ts';
import { count, inTurns, phone, same, truly, wirePerson } from './scenario.ts';
import type { Scenario } from './scenario.ts';
import { until } from './world.ts';
import type { Person } from './world.ts';

const phonesOf = (person: GooglePerson): string[] => (person.phoneNumbers ?? []).map(({ type, value }) => `${type} ${value}`);
const emailsOf = (person: GooglePerson): string[] => (person.emailAddresses ?? []).map(({ type, value }) => `${type} ${value}`);
const groupsOf = (person: GooglePerson): string[] => (person.memberships ?? []).flatMap((one) => one.contactGroupMembership?.contactGroupResourceName ?? []).sort();

/** A contact in the SET, its twin in Google found by e-mail, and the initial synchronization. */
async function pair(one: Person, office: Wire, google: Wire): Promise<{ id: string; setId: string; name: string }> {
  const given = { givenName: 'Kim', familyName: 'Kay', emails: [{ value: 'kim@x.com', type: 'Business' }], ...office };
  const { id } = await one.office.addContact(given);
  const setId = await one.office.addSet('Google Sync', [id]);
  await one.google.seed({ people: [wirePerson('Kim', 'Kay', { emailAddresses: [{ value: 'kim@x.com', type: 'work' }], ...google })] });
  await one.begin({ setId, activities: 'none' });
  return { id, setId, name: (await one.google.person('Kay')).resourceName };
}

/** Contacts of the SET that Google does not have yet. */
async function copied(one: Person, contacts: readonly Wire[]): Promise<{ ids: string[]; setId: string }> {
  const ids = (await inTurns(contacts, (contact) => one.office.addContact(contact))).map(({ id }) => id);
  const setId = await one.office.addSet('Google Sync', ids);
  await one.begin({ setId, activities: 'none' });
  return { ids, setId };
}

/** Without what a write of the surname may change. */
function rest(person: GooglePerson): Wire {
  const { etag: _, names: __, metadata: ___, memberships: ____, ...others } = person;
  return others;
}

export const scenarios: readonly Scenario[] = [
  {
    id: 'K1',
    title: 'phones keep custom labels, types and order when one number changes in SmartOffice',
    async run({ one }) {
      const { id } = await pair(one, { phones: [phone('(555) 201-0001', 'Mobile')] }, {
        phoneNumbers: [{ value: '(555) 201-0001', type: 'mobile' }, { value: '(555) 201-0002', type: 'work' }, { value: '(555) 201-0003', type: 'Isac' }],
      });
      await one.office.editContact(id, ({ phones }) => ({ phones: phones.map((each) => (each.type === 'Mobile' ? { ...each, value: '(555) 201-9999' } : each)) }));
      await one.cycle();
      same(phonesOf(await one.google.person('Kay')), ['mobile (555) 201-9999', 'work (555) 201-0002', 'Isac (555) 201-0003'], 'phones in Google');
    },
  },
  {
    id: 'K3',
    title: 'type and preferred survive SmartOffice → Google → SmartOffice',
    async run({ one }) {
      const { ids } = await copied(one, [{ givenName: 'Kim', familyName: 'Kay', phones: [phone('(555) 201-0001', 'Residence'), phone('(555) 201-0002', 'Business', true)] }]);
      const before = (await one.office.contact(ids[0] ?? '')).phones;
      const person = await one.google.person('Kay');
      same(phonesOf(person), ['home (555) 201-0001', 'work (555) 201-0002'], 'phones in Google');
      await one.google.act('contact.edit', { id: person.resourceName, patch: { phoneNumbers: [{ value: '(555) 201-0001', type: 'home' }, { value: '(555) 201-7777', type: 'work' }] } });
      await one.cycle();
      const after = (await one.office.contact(ids[0] ?? '')).phones;
      same(after.map(({ id, type, preferred }) => [id, type, preferred]), before.map(({ id, type, preferred }) => [id, type, preferred]), 'entries of SmartOffice');
      same(after[1]?.value, '(555) 201-7777', 'the changed number');
    },
  },
  {
    id: 'K4',
    title: 'e-mail addresses that only Google has are never deleted',
    async run({ one }) {
      const extra = count(4, (index) => ({ value: `kim${index}@y.com`, type: index % 2 === 0 ? 'home' : 'other' }));
      const { id } = await pair(one, {}, { emailAddresses: [{ value: 'kim@x.com', type: 'work' }, ...extra] });
      // SmartOffice gives up two of them that it does not want to hold.
      await one.office.editContact(id, ({ emails }) => ({ emails: emails.map((each) => (each.value === 'kim@x.com' ? { ...each, value: 'kim@new.com' } : each)) }));
      await one.cycle();
      same(emailsOf(await one.google.person('Kay')), ['work kim@new.com', ...extra.map(({ type, value }) => `${type} ${value}`)], 'addresses in Google');
    },
  },
  {
    id: 'K5',
    title: 'other labels and the star of a contact are kept; only our group is ever touched',
    async run({ one }) {
      await one.google.seed({ groups: [{ resourceName: 'contactGroups/family', name: 'Family' }, { resourceName: 'contactGroups/clients', name: 'Clients' }] });
      const memberships = ['contactGroups/family', 'contactGroups/clients', 'contactGroups/starred', 'contactGroups/myContacts'].map((contactGroupResourceName) => ({ contactGroupMembership: { contactGroupResourceName } }));
      const { id } = await pair(one, {}, { memberships });
      const group = await one.google.group();
      await one.office.editContact(id, () => ({ jobTitle: 'Partner' }));
      await one.cycle();
      const person = await one.google.person('Kay');
      same(person.organizations?.[0]?.title, 'Partner', 'the title');
      same(groupsOf(person), ['contactGroups/clients', 'contactGroups/family', 'contactGroups/myContacts', 'contactGroups/starred', group].sort(), 'labels');
    },
  },
  {
    id: 'K6',
    title: 'a new contact lands in our group and in myContacts',
    async run({ one }) {
      await copied(one, [{ givenName: 'Kim', familyName: 'Kay' }]);
      same(groupsOf(await one.google.person('Kay')), ['contactGroups/myContacts', await one.google.group()].sort(), 'labels');
    },
  },
  {
    id: 'K7',
    title: 'leaving the SET takes the contact out of the group and deletes nothing',
    async run({ one }) {
      const { ids, setId } = await copied(one, count(3, (index) => ({ givenName: 'Kim', familyName: `Kay${index}` })));
      await one.office.changeSet(setId, { remove: [ids[0] ?? ''] });
      await one.cycle();
      const person = await one.google.person('Kay0');
      same(groupsOf(person), ['contactGroups/myContacts'], 'labels of the one that left');
      same((await one.google.people()).length, 3, 'contacts in Google');
      same((await one.office.contacts()).length, 3, 'contacts in SmartOffice');
    },
  },
  {
    id: 'K9',
    title: 'a label removed in Google is a question; no answer deletes a contact',
    async run({ one }) {
      const { ids } = await copied(one, count(3, (index) => ({ givenName: 'Kim', familyName: `Kay${index}` })));
      const group = await one.google.group();
      const { resourceName } = await one.google.person('Kay1');
      await one.google.act('group.removeMember', { group, id: resourceName });
      await one.cycle();
      const [question, ...others] = await one.asked();
      same(others.length, 0, 'further questions');
      truly(question !== undefined && (question.alternatives ?? []).length >= 3, 'it is not asked with its alternatives');
      await one.quiet();
      // Answered with "use SmartOffice": the label comes back.
      await one.approve((await one.setup()).currentReport ?? '', { choices: { [question.unit]: 'office' } });
      truly(groupsOf(await one.google.person('Kay1')).includes(group), 'the label did not come back');
      same((await one.office.contact(ids[1] ?? '')).sets.length, 1, 'SETs of the contact');
      // And removed again, answered with "use Google": it leaves the SET, and stays.
      await one.google.act('group.removeMember', { group, id: resourceName });
      await one.cycle();
      const again = (await one.asked())[0];
      await one.approve((await one.setup()).currentReport ?? '', { choices: { [again?.unit ?? '']: 'google' } });
      same((await one.office.contact(ids[1] ?? '')).sets.length, 0, 'SETs of the contact');
      same((await one.office.contacts()).length, 3, 'contacts in SmartOffice');
    },
  },
  {
    id: 'K10',
    title: 'the group is followed by its id when renamed; when deleted, it pauses and asks',
    async run({ one }) {
      const { ids } = await copied(one, count(6, (index) => ({ givenName: 'Kim', familyName: `Kay${index}` })));
      const group = await one.google.group();
      await one.google.act('group.rename', { group, name: 'My clients' });
      await one.office.editContact(ids[0] ?? '', () => ({ jobTitle: 'Partner' }));
      await one.cycle();
      same((await one.google.person('Kay0')).organizations?.[0]?.title, 'Partner', 'a change after the renaming');
      same((await one.google.state()).groups.filter(({ name }) => name === 'SmartOffice').length, 0, 'groups made anew');
      await one.quiet();
      const { last } = await one.google.log();
      await one.google.act('group.delete', { group });
      await one.cycle();
      const now = await one.setup();
      truly(now.state !== 'active' || now.waiting > 0, `nothing is asked: ${now.state}`);
      same((await one.google.writes(last)).length, 0, 'writes after the group was deleted');
      same((await one.office.contacts()).length, 6, 'contacts in SmartOffice');
    },
  },
  {
    id: 'K11',
    title: 'a contact that was edited in Google after our read is read again and merged',
    async run({ one }) {
      const { id, name } = await pair(one, { phones: [phone('(555) 201-0001', 'Mobile')] }, {});
      // The edit is made, but the list that we read next does not show it yet.
      await one.google.fault({ call: 'people.people.updateContact' }, { status: 400, reason: 'failedPrecondition', message: 'Request person.etag is different than the current person.etag. Clear local cache and get the latest person.' });
      await one.google.fault({ call: 'people.people.batchUpdateContacts' }, { status: 400, reason: 'failedPrecondition', message: 'Request person.etag is different than the current person.etag. Clear local cache and get the latest person.' });
      await one.google.act('contact.edit', { id: name, patch: { organizations: [{ title: 'Partner' }] } });
      await one.office.editContact(id, ({ phones }) => ({ phones: phones.map((each) => ({ ...each, value: '(555) 201-9999' })) }));
      await until('both changes', async () => {
        await one.cycle();
        const there = await one.google.person('Kay');
        return phonesOf(there)[0] === 'mobile (555) 201-9999' && there.organizations?.[0]?.title === 'Partner' && (await one.office.contact(id)).jobTitle === 'Partner';
      }, 15_000);
    },
  },
  {
    id: 'K12',
    title: 'a changed surname leaves photo, birthday, relations, custom fields and notes as they are',
    async run({ one }) {
      const { id, name } = await pair(one, {}, {
        birthdays: [{ date: { year: 1970, month: 2, day: 3 } }],
        relations: [{ person: 'Ada', type: 'spouse' }],
        userDefined: [{ key: 'Policy', value: '42' }],
        biographies: [{ value: 'Likes tea.', contentType: 'TEXT_PLAIN' }],
        events: [{ date: { year: 2001, month: 5, day: 6 }, type: 'anniversary' }],
        phoneNumbers: [{ value: '(555) 201-0003', type: 'Isac' }],
      });
      const before = rest(await one.google.person('Kay'));
      const { last } = await one.google.log();
      await one.office.editContact(id, () => ({ familyName: 'Kaye' }));
      await one.cycle();
      const after = await one.google.person('Kaye');
      same(after.resourceName, name, 'the contact');
      same(rest(after), before, 'everything but the name');
      const [write] = await one.google.writes(last);
      truly(write !== undefined && /names/.test(JSON.stringify(write.query)) || write?.call === 'people.people.batchUpdateContacts', 'the mask names more than the name');
    },
  },
  {
    id: 'K14',
    title: 'different fields changed on both sides both arrive; the same field is asked',
    async run({ one }) {
      const { id, name } = await pair(one, { phones: [phone('(555) 201-0001', 'Mobile')], jobTitle: 'Adviser' }, {});
      await one.google.act('contact.edit', { id: name, patch: { organizations: [{ title: 'Partner' }] } });
      await one.office.editContact(id, ({ phones }) => ({ phones: phones.map((each) => ({ ...each, value: '(555) 201-9999' })) }));
      await one.cycle();
      same((await one.office.contact(id)).jobTitle, 'Partner', 'the title in SmartOffice');
      same(phonesOf(await one.google.person('Kay')), ['mobile (555) 201-9999'], 'the phone in Google');
      same((await one.asked()).length, 0, 'questions');
      await one.quiet();
      await one.google.act('contact.edit', { id: name, patch: { organizations: [{ title: 'Google title' }] } });
      await one.office.editContact(id, () => ({ jobTitle: 'Office title', nickname: 'Kimmy' }));
      await one.cycle();
      const [question] = await one.asked();
      const value = question?.values?.find(({ label }) => /title/i.test(label));
      same([value?.base, value?.office, value?.google], ['Partner', 'Office title', 'Google title'], 'the three values');
      await one.approve((await one.setup()).currentReport ?? '', { choices: { [question?.unit ?? '']: 'google' } });
      same((await one.office.contact(id)).jobTitle, 'Google title', 'the title after the choice');
      same((await one.google.person('Kay')).organizations?.[0]?.title, 'Google title', 'the title in Google');
    },
  },
];
