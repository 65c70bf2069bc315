// The office as the side whose reading fails: rows that end in an error, and a connection that
// is cut, both made at the database from outside. In: a product of its own. Never here: a door
// in the product that would make it fail.

import { wireEvents } from './a-duplicates.ts';
import { same, truly } from './scenario.ts';
import type { Alone } from './scenario.ts';
import { until } from './world.ts';

const size = 400;
const readable = 150;

export async function readOfOfficeFails({ person, database }: Alone): Promise<void> {
  await person.google.seed({ calendars: [{ id: 'primary', events: wireEvents(size) }] });
  await person.begin();
  const store = await database();
  const before = await store.standing();
  same({ ...before, versions: '', plans: 0 }, { activities: size, versions: '', links: size, plans: 0 }, 'what stands');
  const { last } = await person.google.log();
  const [edited] = await person.google.events();
  truly(edited !== undefined, 'there is no event');

  // A change that would be planned, and approved by itself, by a run that took what it read for the whole.
  await person.google.act('event.edit', { id: edited.id, patch: { summary: 'Renamed in between' } });
  await store.breakReading(readable);
  await person.api('POST', '/api/sync/now');
  await until('two readings that broke off', async () => (await store.failures()) >= 2, 60_000);
  same(await store.standing(), before, 'what stands while the office cannot be read');
  same((await person.google.writes(last)).length, 0, 'writes to Google');
  await store.mend();
  await goesOn('Renamed in between');

  const { plans } = await store.standing();
  await person.google.act('event.edit', { id: edited.id, patch: { summary: 'Renamed again' } });
  await person.api('POST', '/api/sync/now');
  await store.cutReader();
  await goesOn('Renamed again');
  same((await store.standing()).plans, plans + 1, 'plans, of which one is for the new name');

  async function goesOn(subject: string): Promise<void> {
    await until(`the activity ${subject}`, async () => (await person.office.activities()).some((activity) => activity.subject === subject), 60_000);
    await person.cycle();
    const { activities, links } = await store.standing();
    same({ activities, links }, { activities: size, links: size }, `what stands after ${subject}`);
    same((await person.google.writes(last)).length, 0, 'writes to Google');
    same((await person.google.events()).length, size, 'events');
    same((await person.setup()).state, 'active', 'the state');
  }
}
