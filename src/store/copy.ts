// What comes in: rows of one table, as the lines of PostgreSQL's text format.
// What goes out: the same rows in the table, by COPY: of many rows it costs the server half of what
// an INSERT does, and us no more. It is a statement like any other, also within a transaction.
// Never here: a row that may be there already; COPY knows no "on conflict".

import { finished } from 'node:stream/promises';
import { CompiledQuery } from 'kysely';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Sql } from './open.ts';

/** `statement`: copy … from stdin. Lines are made with `copyLine`. */
export async function copyIn(db: Sql, statement: string, lines: string): Promise<void> {
  await db.executeQuery(CompiledQuery.raw(statement, [new Lines(lines)]));
}

const special = /[\\\n\r\t]/;
const everySpecial = /[\\\n\r\t]/g;
const spelled: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

export function copyLine(values: readonly (string | number | boolean | undefined)[]): string {
  let line = '';
  let before = '';
  for (const value of values) {
    line += before + spell(value);
    before = '\t';
  }
  return `${line}\n`;
}

function spell(value: string | number | boolean | undefined): string {
  if (value === undefined) return '\\N';
  if (typeof value === 'string') return special.test(value) ? value.replace(everySpecial, (sign) => spelled[sign] as string) : value;
  return typeof value === 'boolean' ? (value ? 't' : 'f') : String(value);
}

/** Handed to the client as the parameter of its statement. */
class Lines {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** The sessions of a pool: they know what to do with a statement whose parameter is `Lines`. */
export class CopyingClient extends pg.Client {
  /** As the other one, whatever it is called with. */
  override query(...given: readonly unknown[]): never {
    const [statement, values] = given;
    const lines: unknown = Array.isArray(values) ? values[0] : undefined;
    if (typeof statement !== 'string' || !(lines instanceof Lines)) return super.query(...(given as [string])) as never;
    const copy = copyFrom(statement);
    super.query(copy);
    copy.end(lines.text);
    return finished(copy).then(() => ({ command: 'COPY', rows: [] })) as never;
  }
}
