// In: the discovery documents that Google publishes. Out: routes and compiled validators.
// Every request and every answer of the simulator passes through the schemas compiled here.
// Never here: a rule that is not in the documents; those stand with each API.
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import type { ErrorObject, ValidateFunction } from 'ajv';
import type { Api, Json } from './wire.ts';
import { isObject } from './wire.ts';

export interface Parameter {
  readonly type: string;
  readonly location: 'path' | 'query';
  readonly required: boolean;
  readonly repeated: boolean;
  readonly enum: readonly string[] | undefined;
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
  readonly pattern: string | undefined;
}

export interface Method {
  readonly id: string;
  readonly api: Api;
  readonly httpMethod: string;
  readonly path: RegExp;
  readonly pathNames: readonly string[];
  readonly parameters: ReadonlyMap<string, Parameter>;
  readonly request: string | undefined;
  readonly response: string | undefined;
  readonly scopes: readonly string[];
}

interface Document {
  readonly name: string;
  readonly api: Api;
  readonly prefix: string;
  readonly content: Json;
}

function loadDocument(name: string, api: Api, prefix: string): Document {
  const text = readFileSync(new URL(`./discovery/${name}.json`, import.meta.url), 'utf8');
  return { name, api, prefix, content: JSON.parse(text) as Json };
}

const documents: readonly Document[] = [
  loadDocument('calendar-v3', 'calendar', '/calendar/v3/'),
  loadDocument('people-v1', 'people', '/'),
  loadDocument('tasks-v1', 'tasks', '/'),
  loadDocument('oauth2-v2', 'oauth', '/'),
];

function toParameter(raw: Json): Parameter {
  const number = (value: unknown): number | undefined => (typeof value === 'string' ? Number(value) : undefined);
  return {
    type: String(raw.type),
    location: raw.location === 'path' ? 'path' : 'query',
    required: raw.required === true,
    repeated: raw.repeated === true,
    enum: Array.isArray(raw.enum) ? raw.enum.map(String) : undefined,
    minimum: number(raw.minimum),
    maximum: number(raw.maximum),
    pattern: typeof raw.pattern === 'string' ? raw.pattern : undefined,
  };
}

function toPathExpression(prefix: string, path: string, parameters: ReadonlyMap<string, Parameter>): [RegExp, string[]] {
  const names: string[] = [];
  const source = path.replaceAll(/\{(\+?)(\w+)\}|[^{]+/g, (part: string, plus: string | undefined, name: string | undefined) => {
    if (name === undefined) return part.replaceAll(/[.*+?^$()[\]\\|]/g, String.raw`\$&`);
    names.push(name);
    if (plus !== '+') return '([^/]+)';
    // Resource names run over slashes; custom methods follow after a colon.
    const pattern = parameters.get(name)?.pattern ?? '^[^/]+$';
    return `(${pattern.replace(/^\^/, '').replace(/\$$/, '').replaceAll('[^/]+', '[^/:]+')})`;
  });
  return [new RegExp(`^${prefix}${source}$`), names];
}

function collectMethods(document: Document): Method[] {
  const common = isObject(document.content.parameters) ? document.content.parameters : {};
  const methods: Method[] = [];
  const visit = (node: Json): void => {
    for (const child of Object.values(isObject(node.resources) ? node.resources : {})) if (isObject(child)) visit(child);
    for (const raw of Object.values(isObject(node.methods) ? node.methods : {})) {
      if (!isObject(raw)) continue;
      const parameters = new Map<string, Parameter>();
      for (const group of [common, isObject(raw.parameters) ? raw.parameters : {}]) {
        for (const [name, parameter] of Object.entries(group)) if (isObject(parameter)) parameters.set(name, toParameter(parameter));
      }
      const [path, pathNames] = toPathExpression(document.prefix, String(raw.path), parameters);
      const reference = (value: unknown): string | undefined => (isObject(value) ? String(value.$ref) : undefined);
      methods.push({
        id: String(raw.id),
        api: document.api,
        httpMethod: String(raw.httpMethod),
        path,
        pathNames,
        parameters,
        request: reference(raw.request),
        response: reference(raw.response),
        scopes: Array.isArray(raw.scopes) ? raw.scopes.map(String) : [],
      });
    }
  };
  visit(document.content);
  return methods;
}

export const methods: readonly Method[] = documents.flatMap(collectMethods);

export interface Route {
  readonly method: Method;
  readonly pathParameters: Record<string, string>;
}

export function findRoute(httpMethod: string, pathname: string): Route | undefined {
  for (const method of methods) {
    if (method.httpMethod !== httpMethod) continue;
    const match = method.path.exec(pathname);
    if (match === null) continue;
    const pathParameters: Record<string, string> = {};
    method.pathNames.forEach((name, index) => {
      pathParameters[name] = decodeURIComponent(match[index + 1] ?? '');
    });
    return { method, pathParameters };
  }
  return undefined;
}

type Direction = 'request' | 'answer';

// Calendar states its enumerations only in prose; the prose has one steady form.
function readProseEnum(node: Json): string[] | undefined {
  const description = typeof node.description === 'string' ? node.description : '';
  if (node.type !== 'string' || !description.includes('Possible values are')) return undefined;
  const values = [...description.matchAll(/- "([^"]+)"/g)].map((match) => match[1] ?? '');
  return values.length === 0 ? undefined : values;
}

function toSchema(node: Json, id: string, direction: Direction): Json {
  if (typeof node.$ref === 'string') return { $ref: `${id}#/$defs/${node.$ref}` };
  if (node.type === 'array') return { type: 'array', items: isObject(node.items) ? toSchema(node.items, id, direction) : {} };
  if (node.type === 'object') {
    const properties: Json = {};
    for (const [name, child] of Object.entries(isObject(node.properties) ? node.properties : {})) {
      if (isObject(child)) properties[name] = toSchema(child, id, direction);
    }
    const additionalProperties = isObject(node.additionalProperties) ? toSchema(node.additionalProperties, id, direction) : false;
    return { type: 'object', properties, additionalProperties };
  }
  if (node.type === 'any') return {};
  const listed = Array.isArray(node.enum) ? node.enum : readProseEnum(node);
  const enumeration = listed === undefined ? {} : { enum: listed };
  // Google's parser takes a 64-bit integer as a number too, but always writes it as text.
  const isLong = node.type === 'string' && node.format === 'int64';
  const type = isLong && direction === 'request' ? ['string', 'integer'] : node.type;
  return { type, ...enumeration, ...(typeof node.format === 'string' ? { format: node.format } : {}) };
}

const dateTime = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)?$/;

function isWholeNumber(value: number): boolean {
  return Number.isInteger(value);
}

function createCompiler(): Ajv {
  const ajv = new Ajv({ strict: false, allowUnionTypes: true });
  ajv.addFormat('date-time', dateTime);
  ajv.addFormat('google-datetime', dateTime);
  ajv.addFormat('date', /^\d{4}-\d\d-\d\d$/);
  ajv.addFormat('int64', true);
  ajv.addFormat('uint64', true);
  ajv.addFormat('byte', /^[A-Za-z0-9+/_=-]*$/);
  ajv.addFormat('google-fieldmask', true);
  ajv.addFormat('google-duration', true);
  ajv.addFormat('double', { type: 'number', validate: () => true });
  ajv.addFormat('float', { type: 'number', validate: () => true });
  ajv.addFormat('int32', { type: 'number', validate: isWholeNumber });
  ajv.addFormat('uint32', { type: 'number', validate: isWholeNumber });
  for (const direction of ['request', 'answer'] as const) {
    for (const { api, content } of documents) {
      const id = `${api}.${direction}`;
      const definitions: Json = {};
      for (const [name, node] of Object.entries(isObject(content.schemas) ? content.schemas : {})) {
        if (isObject(node)) definitions[name] = toSchema(node, id, direction);
      }
      ajv.addSchema({ $id: id, $defs: definitions });
    }
  }
  return ajv;
}

const compiler = createCompiler();
const validators = new Map<string, ValidateFunction>();

/** The first fault of `value` against a schema of the API, or undefined when it is valid. */
export function findSchemaFault(api: Api, direction: Direction, name: string, value: unknown): ErrorObject | undefined {
  const reference = `${api}.${direction}#/$defs/${name}`;
  let validate = validators.get(reference);
  if (validate === undefined) {
    validate = compiler.compile({ $ref: reference });
    validators.set(reference, validate);
  }
  return validate(value) ? undefined : validate.errors?.[0];
}
