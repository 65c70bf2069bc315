// What is measured of the product: what this process counted, and how the installation
// stands. In: a meter, the store, Google's limits. Out: measures by name. Never here: their
// form on the wire.

import type { Limits } from '../replica/google/cost.ts';
import { readStandingOfAll } from '../store/measures.ts';
import type { Sql } from '../store/open.ts';
import type { Measure, Meter, Sample } from '../work/meter.ts';

const refused = new Set(['unknown', 'forged', 'malformed']);

export async function readMeasures(meter: Meter, db: Sql, project: string, limits: Limits): Promise<readonly Measure[]> {
  const standing = await readStandingOfAll(db, project);
  const gauge = (name: string, help: string, samples: readonly Sample[]): Measure => ({ name, type: 'gauge', help, samples });
  const spent = new Map(standing.spent.map(({ limit, units }) => [limit, units]));
  const limited = (Object.keys(limits) as (keyof Limits)[]).filter((limit) => limits[limit] > 0);
  return [
    ...meter.read(),
    gauge('accounts', 'Accounts by state', standing.accounts.map(({ state, count }) => ({ labels: { state }, value: count }))),
    gauge('questions_waiting', 'Questions in reports that wait for a person', [{ labels: {}, value: standing.questions }]),
    gauge('lag_seconds', 'Seconds since active accounts were worked on last; the given share of them waits no longer', standing.lags.map(({ quantile, seconds }) => ({ labels: { quantile: String(quantile) }, value: seconds }))),
    gauge('queue_jobs', 'Jobs by kind: active, waiting, or to begin later', standing.jobs.map(({ name, state, count }) => ({ labels: { kind: name, state }, value: count }))),
    gauge('queue_oldest_seconds', 'How long the oldest waiting job of a kind has waited', standing.jobs.filter(({ state }) => state === 'waiting').map(({ name, oldest }) => ({ labels: { kind: name }, value: oldest }))),
    { name: 'push_notices_total', type: 'counter', help: 'Notices that came in at the address for Google', samples: standing.notices.map(({ outcome, count }) => ({ labels: { outcome, refused: String(refused.has(outcome)) }, value: count })) },
    gauge('quota_spent_units', 'Units that count against a limit of Google now; of a limit for each user, those of the user who spent most', limited.map((limit) => ({ labels: { limit }, value: spent.get(limit) ?? 0 }))),
    gauge('quota_limit_units', 'The limits of Google, as configured', limited.map((limit) => ({ labels: { limit }, value: limits[limit] }))),
  ];
}
