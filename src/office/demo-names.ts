// Words from which the demo office is made. In: nothing. Out: lists. Everybody is invented:
// mail goes to example domains and phone numbers lie in the range kept for fiction.

/** The office's way of writing a first name, and how Google's users write it. */
export const givenNames: readonly (readonly [string, string?])[] = [
  ['Robert', 'Bob'], ['Elizabeth', 'Liz'], ['William', 'Bill'], ['Katherine', 'Kate'], ['Richard', 'Rick'], ['Margaret', 'Peggy'], ['Michael', 'Mike'], ['Jennifer', 'Jen'],
  ['Thomas', 'Tom'], ['Patricia', 'Pat'], ['Edward', 'Ted'], ['Susan', 'Sue'], ['Christopher', 'Chris'], ['Deborah', 'Debbie'], ['Daniel', 'Dan'], ['Rebecca', 'Becky'],
  ['Anthony', 'Tony'], ['Victoria', 'Vicky'], ['Steven', 'Steve'], ['Barbara', 'Barb'], ['Linda'], ['Karen'], ['Nancy'], ['George'], ['Paul'], ['Laura'], ['Kevin'], ['Brian'],
  ['Helen'], ['Grace'], ['Priya'], ['Omar'], ['Naomi'], ['Malik'], ['Ingrid'], ['Hugo'], ['Mei'], ['Carlos'], ['Fatima'], ['Owen'],
];

export const familyNames: readonly string[] = [
  'Abbott', 'Alvarez', 'Anders', 'Baker', 'Banerjee', 'Bennett', 'Blake', 'Brennan', 'Calloway', 'Castillo', 'Chandler', 'Cho', 'Costa', 'Crane', 'Dalton', 'Delgado', 'Donnelly',
  'Eastman', 'Ellison', 'Farrell', 'Fischer', 'Fleming', 'Garner', 'Gibbs', 'Goldberg', 'Hale', 'Harmon', 'Hastings', 'Holloway', 'Ibrahim', 'Jacobs', 'Jensen', 'Kaplan', 'Keller',
  'Kowalski', 'Lambert', 'Larkin', 'Lindqvist', 'Maddox', 'Marsh', 'McAllister', 'Mercer', 'Moreno', 'Nakamura', 'Novak', "O'Brien", 'Okafor', 'Osborne', 'Palmer', 'Patel', 'Pruitt',
  'Quinn', 'Ramsey', 'Reyes', 'Rosen', 'Rossi', 'Sandoval', 'Sharma', 'Sloan', 'Steele', 'Sutton', 'Talbot', 'Thornton', 'Underwood', 'Vance', 'Vargas', 'Walsh', 'Whitaker', 'Yates', 'Zimmer',
];

/** Names that a careless program breaks: given, family, and as another program wrote them. */
export const worldNames: readonly { readonly given: string; readonly family: string; readonly plain?: readonly [string, string] }[] = [
  { given: 'José', family: 'Núñez', plain: ['Jose', 'Nunez'] }, { given: 'Zażółć', family: 'Gęślą' }, { given: 'Björn', family: 'Åkesson', plain: ['Bjorn', 'Akesson'] },
  { given: 'François', family: 'Lefèvre', plain: ['Francois', 'Lefevre'] }, { given: 'Łukasz', family: 'Wójcik', plain: ['Lukasz', 'Wojcik'] }, { given: 'Zoë', family: 'Müller', plain: ['Zoe', 'Mueller'] },
  { given: 'İpek', family: 'Şahin', plain: ['Ipek', 'Sahin'] }, { given: 'Renée', family: 'Dvořák', plain: ['Renee', 'Dvorak'] }, { given: 'Søren', family: 'Kjær', plain: ['Soren', 'Kjaer'] },
  { given: '伟', family: '王' }, { given: '美咲', family: '田中' }, { given: '지훈', family: '김' }, { given: 'Ольга', family: 'Соколова' }, { given: 'Ελένη', family: 'Παπαδοπούλου' },
  { given: 'محمد', family: 'الحسن' }, { given: 'נועה', family: 'לוי' }, { given: 'अनिता', family: 'शर्मा' }, { given: 'Nguyễn Thị', family: 'Hương' }, { given: 'Siobhán', family: "O'Neill-Ní Dhuibhne" },
  { given: 'Ana María', family: 'de la Cruz y Fernández', plain: ['Ana Maria', 'de la Cruz'] },
];

export interface Place {
  readonly city: string;
  readonly region: string;
  readonly postalCode: string;
  readonly areaCode: string;
}

export const places: readonly Place[] = [
  { city: 'New York', region: 'NY', postalCode: '10017', areaCode: '212' }, { city: 'Brooklyn', region: 'NY', postalCode: '11201', areaCode: '718' },
  { city: 'White Plains', region: 'NY', postalCode: '10601', areaCode: '914' }, { city: 'Garden City', region: 'NY', postalCode: '11530', areaCode: '516' },
  { city: 'Albany', region: 'NY', postalCode: '12207', areaCode: '518' }, { city: 'Stamford', region: 'CT', postalCode: '06901', areaCode: '203' },
  { city: 'Jersey City', region: 'NJ', postalCode: '07302', areaCode: '201' }, { city: 'Newark', region: 'NJ', postalCode: '07102', areaCode: '973' },
  { city: 'Boston', region: 'MA', postalCode: '02110', areaCode: '617' }, { city: 'Chicago', region: 'IL', postalCode: '60603', areaCode: '312' },
  { city: 'San Francisco', region: 'CA', postalCode: '94104', areaCode: '415' }, { city: 'Miami', region: 'FL', postalCode: '33131', areaCode: '305' },
];

export const streets: readonly string[] = ['Maple Avenue', 'Park Street', 'Lexington Avenue', 'Mill Road', 'Orchard Lane', 'River Drive', 'Church Street', 'Highland Terrace', 'Union Square', 'Harbor View'];
export const companies: readonly string[] = ['Hudson Valley Dental', 'Brightwater Logistics', 'Castle Rock Builders', 'Evergreen Landscaping', 'Blue Heron Bakery', 'Northgate Auto Group', 'Sterling & Hayes LLP', 'Pinecrest School', 'Orchid Home Care', 'Summit Print Works', 'Kestrel Software', 'Old Mill Brewing'];
export const jobTitles: readonly string[] = ['Owner', 'Partner', 'Chief Financial Officer', 'Office Manager', 'Teacher', 'Physician', 'Engineer', 'Attorney', 'Retired', 'Sales Director'];
export const meetings: readonly string[] = ['Annual policy review', 'Retirement income discussion', 'Life insurance application', 'Portfolio review', 'College savings plan', 'Beneficiary update', 'Long-term care options', 'Tax document hand-over', 'New client interview', 'Disability coverage review', 'Estate planning meeting', 'Claim follow-up'];
export const calls: readonly string[] = ['Call about premium notice', 'Return call', 'Birthday call', 'Call underwriter', 'Check in after surgery', 'Confirm appointment'];
export const errands: readonly string[] = ['Send illustration', 'Order medical records', 'Mail signed forms', 'Prepare quarterly statement', 'Update beneficiary form', 'Collect W-9', 'Renew E&O certificate', 'File claim papers', 'Send thank-you note', 'Check policy lapse list'];
export const ownPeople: readonly (readonly [string, string])[] = [
  ['Plumber', 'Joe'], ['Nonna', ''], ['Coach', 'Riley'], ['Ines', 'Duarte'], ['Tariq', 'Mansour'], ['Lola', 'Bianchi'], ['Gus', 'Papas'], ['Wren', 'Halloran'], ['Dr. Amy', 'Feld'], ['Kai', 'Lund'],
  ['Esme', 'Fontaine'], ['Bo', 'Sandberg'], ['Dentist', 'Office'], ['Piano', 'Teacher'], ['Nils', 'Aho'], ['Ximena', 'Ortiz'],
];
