import { describe, expect, test } from 'vitest';
import { readCsv } from './csv-read.ts';
import { decodeText, detectFormat } from './decode-text.ts';
import { readCalendar } from './ics-read.ts';
import { readVcards } from './vcard-read.ts';

const crlf = (...lines: string[]) => `${lines.join('\r\n')}\r\n`;
const newYork = 'America/New_York';

describe('vCard', () => {
  test('a card as phones write it: grouped labels, several types, a picture, unescaped commas', () => {
    const { contacts, problems } = readVcards(crlf(
      'BEGIN:VCARD', 'VERSION:3.0', 'N:Doe;Jane;Ann,Marie;Ms.;', 'FN:Ms. Jane Doe', 'item1.EMAIL;type=INTERNET;type=pref:jane@example.com', 'TEL;type=CELL;type=VOICE;type=pref:212-555-0100', 'TEL;type=HOME;type=FAX:212-555-0101',
      'item2.TEL:212-555-0102', 'item2.X-ABLabel:_$!<AssistantPhone>!$_', 'item3.ADR;type=WORK:;;1 Main St\\nFloor 8;New York;NY;10017;USA', 'item5.URL;type=pref:http\\://www.example.com', 'BDAY;value=date:1604-02-29',
      'PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ', ' SkZJRgABAQ', 'NOTE:one\\, two', ' \\nthree', 'END:VCARD'));
    expect(contacts.map((contact) => contact.input)).toEqual([{
      prefix: 'Ms.', givenName: 'Jane', middleName: 'Ann, Marie', familyName: 'Doe', birthday: { month: 2, day: 29 }, notes: 'one, two\nthree',
      emails: [{ value: 'jane@example.com', type: 'Other', preferred: true }],
      phones: [{ value: '212-555-0100', type: 'Mobile', preferred: true }, { value: '212-555-0101', type: 'Residence Fax' }, { value: '212-555-0102', type: 'Other' }],
      addresses: [{ value: { street: '1 Main St\nFloor 8', city: 'New York', region: 'NY', postalCode: '10017', country: 'USA' }, type: 'Business' }],
      urls: [{ value: 'http://www.example.com', type: 'Other', preferred: true }],
    }]);
    expect(problems).toMatchObject([{ line: 13, reason: 'The office has no place for PHOTO.', effect: 'adjusted' }]);
  });

  test('a card of version 2.1: bare types, quoted-printable over several lines, other charsets', () => {
    const { contacts, problems } = readVcards(crlf(
      'BEGIN:VCARD', 'VERSION:2.1', 'N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCller;J=F6rg', 'ORG:Company, The;Sales', 'TEL;WORK;VOICE:BusinessPhone', 'TEL;WORK;FAX:555-0101', 'EMAIL;PREF;INTERNET:j@example.com',
      'NOTE;ENCODING=QUOTED-PRINTABLE:First line=0D=0ASecond=', ' line=0D=', '=0A', 'BDAY:19800321', 'REV:20121012T210525Z', 'END:VCARD'));
    expect(problems).toEqual([]);
    expect(contacts[0]?.input).toEqual({
      givenName: 'Jörg', familyName: 'Müller', company: 'Company, The', department: 'Sales', birthday: { year: 1980, month: 3, day: 21 }, notes: 'First line\nSecondline',
      phones: [{ value: 'BusinessPhone', type: 'Business' }, { value: '555-0101', type: 'Business Fax' }], emails: [{ value: 'j@example.com', type: 'Other', preferred: true }],
    });
  });

  test('a card of version 4.0: preference by number, numbers as addresses, a date without year', () => {
    const { contacts } = readVcards(crlf('BEGIN:VCARD', 'VERSION:4.0', 'FN:Simon Perreault', 'BDAY:--0203', 'TEL;VALUE=uri;TYPE="work,voice";PREF=1:tel:+1-418-656-9254;ext=102', 'END:VCARD'));
    expect(contacts[0]?.input).toEqual({ givenName: 'Simon', familyName: 'Perreault', birthday: { month: 2, day: 3 }, phones: [{ value: '+1-418-656-9254 x102', type: 'Business', preferred: true }] });
  });

  test('what cannot be read is listed with its line, and the rest is taken', () => {
    const { contacts, problems } = readVcards(crlf(
      'stray', 'BEGIN:VCARD', 'VERSION:3.0', 'FN:Good One', 'garbage without a colon', 'EMAIL:not an address', 'EMAIL:good@example.com', 'BDAY:yesterday', 'END:VCARD',
      'BEGIN:VCARD', 'VERSION:3.0', 'NOTE:nobody', 'END:VCARD', 'BEGIN:VCARD', 'VERSION:3.0', 'FN:Cut Off'));
    expect(contacts.map((contact) => contact.name)).toEqual(['Good One', 'Cut Off']);
    expect(contacts[0]?.input.emails).toEqual([{ value: 'good@example.com', type: 'Other' }]);
    expect(problems.map(({ line, effect, reason }) => [line, effect, reason.slice(0, 38)])).toEqual([
      [1, 'adjusted', '"stray" stands outside of any entry.'], [5, 'adjusted', '"garbage without a colon" cannot be re'], [6, 'adjusted', 'E-mail: write an address like name@exa'],
      [8, 'adjusted', 'The birthday "yesterday" is not a date'], [10, 'left out', 'Last name: a contact needs a name, a c'], [14, 'adjusted', 'The VCARD that begins here has no end.'],
    ]);
    for (const problem of problems) expect(problem.remedy).not.toBe('');
  });
});

describe('CSV', () => {
  test('an export of Google Contacts', () => {
    const { contacts, problems } = readCsv(crlf(
      'First Name,Middle Name,Last Name,Nickname,Organization Name,Birthday,Notes,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value,Address 1 - Label,Address 1 - Street,Address 1 - City,Custom Field 1 - Value',
      'Jane,,Doe,,Acme,1980-03-22,"two\r\nlines, quoted",* myContacts,* Home,jane@example.com,Mobile,212-555-0100 ::: 212-555-0109,Work Fax,212-555-0101,Home,1 Main St,Albany,9½', '', ',,,,,,,,,,,,,,,,,'));
    expect(contacts.map((contact) => contact.input)).toEqual([{
      givenName: 'Jane', familyName: 'Doe', company: 'Acme', birthday: { year: 1980, month: 3, day: 22 }, notes: 'two\nlines, quoted', emails: [{ value: 'jane@example.com', type: 'Personal', preferred: true }],
      phones: [{ value: '212-555-0100', type: 'Mobile' }, { value: '212-555-0109', type: 'Mobile' }, { value: '212-555-0101', type: 'Business Fax' }], addresses: [{ value: { street: '1 Main St', city: 'Albany' }, type: 'Residence' }],
    }]);
    expect(problems).toMatchObject([{ line: 1, reason: 'The office has no place for the column "Custom Field 1 - Value".' }]);
  });

  test('an export of Outlook, with semicolons', () => {
    const { contacts } = readCsv('\ufeff' + crlf('Title;First Name;Last Name;Company;Business Street;Business City;Business Country/Region;Business Phone;Home Phone 2;Mobile Phone;Home Fax;E-mail Address;E-mail 2 Address;Birthday', 'Mr.;John;Doe;IBM;1 Main;NYC;USA;905-1;905-2;905-3;905-4;j@example.com;k@example.com;3/22/1980', ';Ann;;;;;;;;;;;;0/0/00'));
    expect(contacts[0]?.input).toMatchObject({
      prefix: 'Mr.', birthday: { year: 1980, month: 3, day: 22 }, addresses: [{ value: { street: '1 Main', city: 'NYC', country: 'USA' }, type: 'Business' }], emails: [{ value: 'j@example.com' }, { value: 'k@example.com' }],
      phones: [{ value: '905-1', type: 'Business' }, { value: '905-2', type: 'Residence' }, { value: '905-3', type: 'Mobile' }, { value: '905-4', type: 'Residence Fax' }],
    });
    expect(contacts[1]?.input).toEqual({ givenName: 'Ann' });
  });

  test('lines that do not fit are listed by their number in the file', () => {
    const { contacts, problems } = readCsv(crlf('First Name,Last Name,E-mail Address', '"Two\r\nlines",Doe,a@example.com', 'Too,Many,b@example.com,extra', 'No,Mail,nothing at all', ',,'));
    expect(contacts.map((contact) => contact.line)).toEqual([2, 5]);
    expect(problems).toMatchObject([{ line: 4, effect: 'left out', reason: 'The line has 4 values for 3 columns.' }, { line: 5, name: 'No Mail', effect: 'adjusted' }]);
    expect(() => readCsv(crlf('a,b', '1,2'))).toThrow(/does not name columns/);
  });
});

describe('iCalendar', () => {
  const calendar = (...lines: string[]) => crlf('BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR');
  const read = (...lines: string[]) => {
    const found = readCalendar(calendar(...lines), newYork);
    return { activities: found.activities.map(({ input }) => input), tasks: found.tasks.map(({ input }) => input), problems: found.problems };
  };

  test('a meeting of Outlook: Windows zone, folded lines, participants, a reminder', () => {
    const { activities, problems } = read(
      'BEGIN:VTIMEZONE', 'TZID:W. Europe Standard Time', 'BEGIN:STANDARD', 'DTSTART:16010101T030000', 'TZOFFSETFROM:+0200', 'TZOFFSETTO:+0100', 'END:STANDARD', 'END:VTIMEZONE',
      'BEGIN:VEVENT', 'UID:1', 'SUMMARY;LANGUAGE=en-us:Team Meeting', 'DTSTART;TZID="W. Europe Standard Time":20261122T093000', 'DTEND;TZID="W. Europe Standard Time":20261122T120000', 'ATTENDEE;CN="Doe, John";ROLE=OPT-PARTICIPANT;PARTSTAT=ACCEPTED:mailto:johndoe@exam', '\tple.com',
      'ORGANIZER;CN=Bob:mailto:bob@example.com', 'ATTENDEE:mailto:BOB@example.com', 'CLASS:PRIVATE', 'PRIORITY:1', 'TRANSP:TRANSPARENT', 'DESCRIPTION:one\\ntwo', 'BEGIN:VALARM', 'TRIGGER:-PT15M', 'ACTION:DISPLAY', 'END:VALARM', 'END:VEVENT');
    expect(problems).toEqual([]);
    expect(activities).toEqual([{
      type: 'Meeting', subject: 'Team Meeting', status: 'active', priority: 'High', private: true, showAs: 'free', notes: 'one\ntwo', reminder: 15,
      start: { local: '2026-11-22T09:30:00', zone: 'Europe/Berlin' }, end: { local: '2026-11-22T12:00:00', zone: 'Europe/Berlin' },
      participants: [{ email: 'johndoe@example.com', name: 'Doe, John', response: 'accepted', optional: true }, { email: 'BOB@example.com', name: 'Bob', organizer: true }],
    }]);
  });

  test('a series with a moved and a cancelled occurrence is one activity', () => {
    const { activities, problems } = read(
      'BEGIN:VEVENT', 'UID:s', 'SUMMARY:Weekly', 'DTSTART;TZID=America/New_York:20260504T090000', 'DURATION:PT1H', 'RRULE:FREQ=WEEKLY;COUNT=9', 'EXDATE;TZID=Eastern Standard Time:20260601T090000', 'END:VEVENT',
      'BEGIN:VEVENT', 'UID:s', 'RECURRENCE-ID;TZID=America/New_York:20260511T090000', 'SUMMARY:Weekly', 'DTSTART;TZID=America/New_York:20260512T110000', 'DTEND;TZID=America/New_York:20260512T120000', 'END:VEVENT',
      'BEGIN:VEVENT', 'UID:s', 'RECURRENCE-ID:20260518T130000Z', 'STATUS:CANCELLED', 'DTSTART:20260518T130000Z', 'END:VEVENT');
    expect(problems).toEqual([]);
    expect(activities).toMatchObject([{
      recurrence: ['RRULE:FREQ=WEEKLY;COUNT=9', 'EXDATE;TZID=America/New_York:20260601T090000'], end: { local: '2026-05-04T10:00:00', zone: newYork },
      occurrences: [{ original: '2026-05-11T13:00:00Z', start: { local: '2026-05-12T11:00:00', zone: newYork } }, { original: '2026-05-18T13:00:00Z', cancelled: true }],
    }]);
    expect(activities[0]?.occurrences?.[0]?.title).toBeUndefined();
  });

  test('all-day, floating and UTC times; an end that is missing', () => {
    const { activities } = read(
      'BEGIN:VEVENT', 'SUMMARY:Day', 'DTSTART;VALUE=DATE:20260504', 'END:VEVENT', 'BEGIN:VEVENT', 'SUMMARY:Floating', 'DTSTART:20260504T090000', 'END:VEVENT', 'BEGIN:VEVENT', 'SUMMARY:Utc', 'DTSTART:20260504T130000Z', 'DTEND:20260504T140000Z', 'END:VEVENT');
    expect(activities.map(({ start, end }) => [start, end])).toEqual([
      [{ date: '2026-05-04' }, { date: '2026-05-05' }], [{ local: '2026-05-04T09:00:00', zone: newYork }, { local: '2026-05-04T09:00:00', zone: newYork }], [{ local: '2026-05-04T09:00:00', zone: newYork }, { local: '2026-05-04T10:00:00', zone: newYork }],
    ]);
  });

  test('[D6] zones by other names are mapped, guessed aloud, or refused; never UTC silently', () => {
    const zone = (tzid: string, ...rules: string[]) => ['BEGIN:VTIMEZONE', `TZID:${tzid}`, ...rules, 'END:VTIMEZONE'];
    const event = (name: string, tzid: string) => ['BEGIN:VEVENT', `SUMMARY:${name}`, `DTSTART;TZID="${tzid}":20260504T090000`, 'END:VEVENT'];
    const { activities, problems } = read(
      ...zone('Customized Time Zone', 'BEGIN:STANDARD', 'DTSTART:16011104T020000', 'TZOFFSETTO:-0600', 'END:STANDARD', 'BEGIN:DAYLIGHT', 'DTSTART:16010311T020000', 'TZOFFSETTO:-0500', 'END:DAYLIGHT'),
      ...event('Old', '/mozilla.org/20050126_1/Europe/Paris'), ...event('Guessed', 'Customized Time Zone'), ...event('Unknown', 'Mars Standard Time'));
    expect(activities.map(({ subject, start }) => [subject, 'zone' in start ? start.zone : ''])).toEqual([['Old', 'Europe/Paris'], ['Guessed', 'America/Chicago']]);
    expect(problems).toMatchObject([{ name: 'Guessed', effect: 'adjusted', reason: expect.stringContaining('America/Chicago') }, { name: 'Unknown', effect: 'left out', reason: 'The time zone "Mars Standard Time" is not known.' }]);
  });

  test('tasks with a due time, and entries that cannot be read', () => {
    const { activities, tasks, problems } = read(
      'BEGIN:VTODO', 'SUMMARY:Call', 'DUE;TZID=America/Chicago:20260504T150000', 'STATUS:COMPLETED', 'PRIORITY:9', 'END:VTODO', 'BEGIN:VTODO', 'SUMMARY:Write', 'DUE;VALUE=DATE:20260505', 'END:VTODO',
      'BEGIN:VEVENT', 'SUMMARY:No start', 'END:VEVENT', 'BEGIN:VEVENT', 'SUMMARY:Bad rule', 'DTSTART:20260504T090000', 'RRULE:FREQ=SOMETIMES', 'END:VEVENT', 'BEGIN:VEVENT', 'SUMMARY:Backwards', 'DTSTART:20260504T090000', 'DTEND:20260504T080000', 'END:VEVENT', 'BEGIN:VJOURNAL', 'END:VJOURNAL');
    expect(tasks).toEqual([{ subject: 'Call', dueDate: '2026-05-04', dueTime: '16:00', priority: 'Low', status: 'done' }, { subject: 'Write', dueDate: '2026-05-05', priority: 'Normal', status: 'active' }]);
    expect(activities).toEqual([]);
    expect(problems.filter((problem) => problem.effect === 'left out').map(({ name, reason }) => [name, reason.slice(0, 34)])).toEqual([
      ['No start', 'The entry has no start.'], ['Bad rule', expect.stringContaining('Recurrence: ')], ['Backwards', 'End: it lies before the start; cho'], [undefined, 'VJOURNAL is neither an activity no'],
    ]);
  });
});

describe('any file', () => {
  test('encodings are told by the bytes, and a guess is said aloud', () => {
    const text = 'BEGIN:VCARD\r\nFN:Jörg\r\nEND:VCARD';
    const utf16 = new Uint8Array([0xff, 0xfe, ...new Uint8Array(new Uint16Array([...text].map((one) => one.charCodeAt(0))).buffer)]);
    expect(decodeText(new TextEncoder().encode(text))).toEqual({ text, problems: [] });
    expect(decodeText(utf16).text).toContain('Jörg');
    expect(decodeText(Uint8Array.from(text, (one) => one.charCodeAt(0)))).toMatchObject({ text, problems: [{ line: 1, effect: 'adjusted' }] });
  });

  test('the format is told by the content, and anything else is refused', () => {
    expect(detectFormat('\r\nBEGIN:VCARD')).toBe('vcard');
    expect(detectFormat('BEGIN:VCALENDAR')).toBe('icalendar');
    expect(detectFormat('First Name,Last Name\n')).toBe('csv');
    expect(() => detectFormat('%PDF-1.7')).toThrow(/neither a vCard/);
  });
});
