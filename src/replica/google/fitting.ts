// Whether an answer is what its schema says, found without a copy of it. In: a schema and what
// came as JSON. Out: yes, no, or undefined where only parsing can tell. A schema that merely
// describes (loose objects, lists, texts) gives back what it was given: what fits need not be
// built anew, which costs more than all checks and holds a long list twice.
// Never here: an answer about a schema that changes, adds or drops anything.

import { z } from 'zod';

type Schema = z.core.$ZodType;
type Test = (value: unknown) => boolean;

const known = new WeakMap<Schema, { readonly test: Test | undefined }>();

export function fits(schema: Schema, value: unknown): boolean | undefined {
  return testOf(schema)?.(value);
}

function testOf(schema: Schema): Test | undefined {
  const found = known.get(schema) ?? { test: makeTest(schema) };
  known.set(schema, found);
  return found.test;
}

function makeTest(schema: Schema): Test | undefined {
  if (schema instanceof z.ZodObject) return testOfObject(schema);
  if (schema instanceof z.ZodUnknown) return () => true;
  if (schema instanceof z.ZodOptional) {
    const inner = testOf(schema.def.innerType);
    return inner && ((value) => value === undefined || inner(value));
  }
  if (schema instanceof z.ZodArray && hasOnly(schema)) {
    const element = testOf(schema.def.element);
    return element && ((value) => Array.isArray(value) && value.every(element));
  }
  if (schema instanceof z.ZodRecord && hasOnly(schema) && schema.def.keyType instanceof z.ZodString && hasOnly(schema.def.keyType)) {
    const member = testOf(schema.def.valueType);
    return member && ((value) => isRecord(value) && Object.values(value).every(member));
  }
  if (isCoerced(schema)) return undefined;
  if (schema instanceof z.ZodString && hasOnly(schema, 'min_length')) return hasOnly(schema) ? (value) => typeof value === 'string' : (value) => schema.safeParse(value).success;
  if (schema instanceof z.ZodNumber && hasOnly(schema)) return (value) => Number.isFinite(value);
  if (schema instanceof z.ZodBoolean && hasOnly(schema)) return (value) => typeof value === 'boolean';
  return undefined;
}

function testOfObject(schema: z.ZodObject): Test | undefined {
  // Only a loose object keeps what it does not name.
  if (!(schema.def.catchall instanceof z.ZodUnknown) || !hasOnly(schema)) return undefined;
  const names: string[] = [];
  const tests: Test[] = [];
  for (const [name, member] of Object.entries(schema.def.shape)) {
    const test = testOf(member);
    if (test === undefined) return undefined;
    names.push(name);
    tests.push(test);
  }
  return (value) => isRecord(value) && names.every((name, index) => (tests[index] as Test)(value[name]));
}

/** Some checks change what they check. */
function hasOnly(schema: Schema, ...harmless: readonly string[]): boolean {
  return (schema._zod.def.checks ?? []).every((check) => harmless.includes(check._zod.def.check));
}

function isCoerced(schema: Schema): boolean {
  return (schema._zod.def as { readonly coerce?: boolean }).coerce === true;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
