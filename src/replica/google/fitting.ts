// Whether an answer is what its schema says, found without a copy of it. In: a schema and what
// came as JSON. Out: whether the schema would give back just that. Building a long list anew
// costs more than all checks, and holds it twice.
// Never here: words about what does not fit; parsing says them, or makes of it what is meant.

import { Ajv } from 'ajv';
import type { ValidateFunction } from 'ajv';
import { z } from 'zod';

// What it is given is zod's, which needs no second opinion about its keywords.
const ajv = new Ajv({ strict: false, validateFormats: false });
const known = new WeakMap<z.ZodType, ValidateFunction>();

/**
 * For schemas that describe, as those of the wire do. Of what a schema makes (a default, a number
 * from a text, an object without what it does not name) the description is asked: what came in
 * another form does not fit. Throws of a schema that trims, transforms or refines: that would be
 * passed over.
 */
export function fits(schema: z.ZodType, value: unknown): boolean {
  const found = known.get(schema) ?? ajv.compile(z.toJSONSchema(schema, { io: 'output', target: 'draft-7', unrepresentable: 'throw', override: ({ zodSchema }) => refuseChanges(zodSchema) }));
  known.set(schema, found);
  return found(value);
}

/** A description leaves these out: what is done before a schema is asked, and what only a function knows. */
function refuseChanges({ _zod: { def } }: z.core.$ZodType): void {
  const unsaid = (def.checks ?? []).some((check) => ['overwrite', 'custom'].includes(check._zod.def.check));
  if (unsaid || def.type === 'pipe') throw new Error('A schema of an answer of Google changes what it reads, or asks more than can be described. Do so after it was read.');
}
