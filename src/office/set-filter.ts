// The rule of a filtered SET as a condition in SQL. In: a filter. Out: a condition about
// the contact `c`, with every value as a parameter. A rule looks at the contact alone, so
// that its membership can change only with the contact or with the rule.
// Never here: text of a person inside the statement.

import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import type { SetFilter } from './input.ts';

type Condition = SetFilter['conditions'][number];

/** What a field means: a column of the contact, or one of its lists. */
const columns: Partial<Record<Condition['field'], RawBuilder<unknown>>> = {
  name: sql`concat_ws(' ', c.given_name, c.middle_name, c.family_name)`,
  company: sql`c.company`,
  jobTitle: sql`c.job_title`,
  notes: sql`c.notes`,
  clientStatus: sql`c.client_status`,
  clientType: sql`c.client_type`,
  source: sql`c.source`,
};
const lists: Partial<Record<Condition['field'], { readonly table: string; readonly column: string }>> = {
  email: { table: 'contact_email', column: 'value' },
  phone: { table: 'contact_phone', column: 'value' },
  city: { table: 'contact_address', column: 'city' },
  region: { table: 'contact_address', column: 'region' },
  postalCode: { table: 'contact_address', column: 'postal_code' },
  country: { table: 'contact_address', column: 'country' },
};

export function filterCondition(filter: SetFilter): RawBuilder<boolean> {
  const conditions = filter.conditions.map(conditionSql);
  return sql<boolean>`(${sql.join(conditions, filter.match === 'all' ? sql` and ` : sql` or `)})`;
}

function conditionSql(condition: Condition): RawBuilder<unknown> {
  const column = columns[condition.field];
  if (column !== undefined) return testSql(column, condition.test, condition.value);
  const list = lists[condition.field];
  if (list === undefined) throw new Error(`A filter has no field "${condition.field}".`);
  // "is not" and "is empty" of a list speak of all its entries, the others of any.
  const negative = condition.test === 'is not' || condition.test === 'is empty';
  const test = condition.test === 'is not' ? 'is' : condition.test === 'is empty' ? 'is not empty' : condition.test;
  const found = sql`exists (
    select from ${sql.table(list.table)} e
    where e.contact_id = c.id and ${testSql(sql`e.${sql.ref(list.column)}`, test, condition.value)})`;
  return negative ? sql`not ${found}` : found;
}

function testSql(column: RawBuilder<unknown>, test: Condition['test'], value: string | undefined): RawBuilder<unknown> {
  const text = sql`lower(coalesce(${column}, ''))`;
  const wanted = (value ?? '').trim().toLowerCase();
  const pattern = wanted.replace(/[\\%_]/g, (mark) => `\\${mark}`);
  switch (test) {
    case 'is':
      return sql`${text} = ${wanted}`;
    case 'is not':
      return sql`${text} <> ${wanted}`;
    case 'contains':
      return sql`${text} like ${`%${pattern}%`}`;
    case 'starts with':
      return sql`${text} like ${`${pattern}%`}`;
    case 'is empty':
      return sql`${text} = ''`;
    case 'is not empty':
      return sql`${text} <> ''`;
    default:
      return test satisfies never;
  }
}
