// 1,000 activities of the office into an empty calendar, quota off: from the approval until
// the run is complete, each under a precondition, journaled and settled. Median of three.

import { median, note, say, timed } from './figures.ts';
import { openSite } from './site.ts';

const activities = 1000;
const seldom = 86_400;

const times: number[] = [];
for (let turn = 0; turn < 3; turn += 1) {
  const site = await openSite({ contacts: 0, events: activities, tasks: 0, same: 0, others: 'office' }, { pollSeconds: seldom });
  try {
    const { client } = await site.start();
    const report = await client.preview({ contacts: 'none', activities: 'two-way', recurring: true });
    const { ms } = await timed(() => client.approve(report));
    const events = (await site.google.state(site.user.email)).calendars[0]?.events.length;
    if (events !== activities) throw new Error(`${events} of ${activities} activities arrived`);
    times.push(ms / 1000);
  } finally {
    await site.close();
  }
}
note(`${times.map((time) => time.toFixed(2)).join(' ')} s`);
say({ name: 'export_1000_events_s', value: median(times), unit: 's' });
