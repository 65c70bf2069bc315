// Generated contacts, each as the office and as Google would hold the same person. In: a
// seed and a count. Out: pairs; who uses one side only takes that half. Names repeat, as
// they do in an address book; e-mail addresses do not.

import type { ContactFields } from '../src/office/contact-write.ts';
import { randomOf } from './random.ts';
import type { Random } from './random.ts';

export type Wire = Record<string, unknown>;

export interface Person {
  readonly office: ContactFields;
  readonly google: Wire;
}

const words = (text: string): readonly string[] => text.split(' ');
const names: readonly (readonly [{ given: readonly string[]; family: readonly string[] }, number])[] = [
  [{ given: words('James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Susan Joseph Thomas Sarah Karen Emma Olivia Noah Liam Ava Lucas Mia Ethan Grace'), family: words("Smith Johnson Williams Brown Jones Garcia Miller Davis Wilson Anderson Taylor Moore Jackson Martin Lee Thompson White Harris Clark Lewis Walker O'Brien MacDonald Young King") }, 58],
  [{ given: words('Jürgen Zoë François Chloé Søren Åse Łukasz Zofia José Núria Ömer Siobhán Hélène'), family: words('Müller Schröder Weiß Lefèvre Nuñez Ibáñez Øster Ångström Dąbrowski Novák Žižka Çelik Gunnarsdóttir D’Amico') }, 18],
  [{ given: words('Алексей Мария Дмитрий Анна Ольга Юлія'), family: words('Иванов Петрова Кузнецова Шевченко') }, 8],
  [{ given: words('伟 芳 娜 秀英 敏 静'), family: words('王 李 张 刘 陈 欧阳') }, 8],
  [{ given: words('太郎 花子 美咲 健一'), family: words('佐藤 鈴木 高橋 田中') }, 5],
  [{ given: words('محمد فاطمة أحمد'), family: words('الحسن العلي') }, 3],
];
/** As many family names as a region has: with `few`, ten times as many are namesakes. */
const starts = words('Ash Black Brad Car Clay Dal East Fair Glen Hart Hol Kirk Lang Mar Nor Oak Pem Rad Shel Stan Thorn Wake West Win');
const ends = words('by combe dale den field ford ham hurst land ley low man more ridge shaw son stead ton ville well wick wood worth yard');
const manyFamilies = starts.flatMap((start) => ends.map((end) => `${start}${end}`));
const companies = ['Acme GmbH', 'Contoso Ltd', 'Globex Corporation', 'Initech', 'Umbrella & Söhne KG', 'Hooli', 'Vandelay Industries', 'Société Générale d’Exemple', '株式会社サンプル', 'Żabka Polska', 'Møller A/S', 'Beispiel AG; Zweigstelle "Nord"'];
const titles = ['Owner', 'Account Manager', 'Leiter Einkauf', 'Directrice générale', 'Software Engineer', 'Office Manager', '営業部長', 'VP, Customer Success'];
const cities: readonly (readonly [string, string, string, string])[] = [['New York', 'NY', '10001', 'United States'], ['San José', 'CA', '95112', 'United States'], ['Berlin', '', '10115', 'Germany'], ['Zürich', 'ZH', '8001', 'Switzerland'], ['東京', '東京都', '100-0001', 'Japan'], ['London', '', 'SW1A 1AA', 'United Kingdom']];
const streets = ['Main St', 'Hauptstraße', '5th Avenue', 'Rue de l’Église', 'King’s Road'];
const domains = ['example.com', 'example.org', 'mail.example.de', 'partner.example.co.uk'];
const types: readonly (readonly [readonly [string, string], number])[] = [[['Mobile', 'mobile'], 45], [['Business', 'work'], 30], [['Residence', 'home'], 20], [['Business Fax', 'workFax'], 5]];
const lower = 'abcdefghijklmnopqrstuvwxyz';

/** 'unique': nobody has a namesake and all have an e-mail address, so that nothing is left to ask. */
export type Names = 'many' | 'few' | 'unique';

export function makePeople(seed: string, count: number, families: Names = 'many'): readonly Person[] {
  const random = randomOf(`people ${seed}`);
  return Array.from({ length: count }, (_, index) => makePerson(random, `${seed}${index}`, families));
}

function makePerson(random: Random, unique: string, families: Names): Person {
  const pool = random.weighted(names);
  const given = random.pick(pool.given);
  const usual = families !== 'few' && !random.chance(0.04) ? random.pick(manyFamilies) : random.pick(pool.family);
  const family = families === 'unique' ? `${usual}-${unique}` : usual;
  const middle = random.chance(0.08) ? random.pick(['A.', 'Maria', 'J.']) : undefined;
  const phones = Array.from({ length: random.weighted([[0, 8], [1, 42], [2, 32], [3, 18]]) }, () => {
    const digits = `${random.int(201, 989)}${random.int(201, 989)}${random.letters(4, '0123456789')}`;
    return { type: random.weighted(types), area: digits.slice(0, 3), office: digits.slice(3, 6), line: digits.slice(6) };
  });
  const emails = Array.from({ length: random.weighted([[0, families === 'unique' ? 0 : 6], [1, 60], [2, 34]]) }, (_, place) => ({ value: `${random.letters(random.int(4, 10), lower)}.${unique}${place === 0 ? '' : 'x'}@${random.pick(domains)}`, type: place === 0 ? ['Business', 'work'] : ['Personal', 'home'] }));
  const [city, region, postalCode, country] = random.pick(cities);
  const address = random.chance(0.5) ? { street: `${random.pick(streets)} ${random.int(1, 300)}`, city, ...(region === '' ? {} : { region }), postalCode, country } : undefined;
  const company = random.chance(0.55) ? random.pick(companies) : undefined;
  const jobTitle = company !== undefined && random.chance(0.6) ? random.pick(titles) : undefined;
  const birthday = random.chance(0.25) ? { ...(random.chance(0.8) ? { year: random.int(1940, 2005) } : {}), month: random.int(1, 12), day: random.int(1, 28) } : undefined;
  const notes = random.chance(0.2) ? `Met at the seminar.\nLikes ${random.pick(['sailing', 'chess ♟', 'Опера', 'gardening'])}; file ${unique}.` : undefined;
  return {
    office: {
      givenName: given,
      middleName: middle,
      familyName: family,
      company,
      jobTitle,
      birthday,
      notes,
      phones: phones.map((phone, place) => ({ type: phone.type[0] as string, value: `(${phone.area}) ${phone.office}-${phone.line}`, preferred: place === 0 })),
      emails: emails.map((email, place) => ({ type: email.type[0] as string, value: email.value, preferred: place === 0 })),
      addresses: address === undefined ? [] : [{ type: 'Business', value: address, preferred: true }],
      clientStatus: 'Active',
      taxId: random.letters(9, '0123456789'),
    },
    google: {
      names: [{ givenName: given, familyName: family, ...(middle === undefined ? {} : { middleName: middle }) }],
      ...(company === undefined ? {} : { organizations: [{ name: company, ...(jobTitle === undefined ? {} : { title: jobTitle }) }] }),
      ...(birthday === undefined ? {} : { birthdays: [{ date: birthday }] }),
      ...(notes === undefined ? {} : { biographies: [{ value: notes, contentType: 'TEXT_PLAIN' }] }),
      phoneNumbers: phones.map((phone) => ({ value: `+1 ${phone.area}-${phone.office}-${phone.line}`, type: phone.type[1] })),
      emailAddresses: emails.map((email) => ({ value: email.value, type: email.type[1] })),
      ...(address === undefined ? {} : { addresses: [{ type: 'work', streetAddress: address.street, city, ...(region === '' ? {} : { region }), postalCode, country }] }),
    },
  };
}
