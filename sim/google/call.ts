// In: a routed HTTP request. Out: typed parameters and a checked body for a handler.
// What the discovery document does not know is refused here, in Google's words.
// Never here: the meaning of a parameter.
import type { ErrorObject } from 'ajv';
import type { Method, Parameter } from './discovery.ts';
import { findSchemaFault } from './discovery.ts';
import type { Account, World } from './world.ts';
import { isObject, refuse, withoutNulls } from './wire.ts';
import type { Api, Json } from './wire.ts';

export type ParameterValue = string | number | boolean | readonly string[];

/** Who causes a change: `person` in Google's own apps, or a client program by its id. */
export interface Call {
  readonly world: World;
  readonly account: Account;
  readonly by: string;
  readonly scopes: readonly string[];
  readonly method: string;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly body: Json;
  readonly ifMatch: string | undefined;
  readonly ifNoneMatch: string | undefined;
  /** People: how long this write stays unseen by lists. */
  readonly lagMs: number;
}

export interface Answer {
  readonly status?: number;
  readonly body?: Json;
  readonly headers?: Record<string, string>;
}

export type Handler = (call: Call) => Answer;
export type Handlers = Readonly<Record<string, Handler>>;

export function readText(call: Call, name: string): string | undefined {
  const value = call.parameters[name];
  return typeof value === 'string' ? value : undefined;
}

export function requireText(call: Call, name: string): string {
  return readText(call, name) ?? refuse(400, 'required', `Required parameter: ${name}`, { location: name });
}

export function readFlag(call: Call, name: string): boolean | undefined {
  const value = call.parameters[name];
  return typeof value === 'boolean' ? value : undefined;
}

export function readNumber(call: Call, name: string): number | undefined {
  const value = call.parameters[name];
  return typeof value === 'number' ? value : undefined;
}

export function readTexts(call: Call, name: string): readonly string[] {
  const value = call.parameters[name];
  return Array.isArray(value) ? value.map(String) : [];
}

function invalidValue(api: Api, name: string, value: string): never {
  const message = api === 'people' ? `Invalid value at '${name}': "${value}"` : `Invalid value '${value}' for parameter '${name}'.`;
  refuse(400, api === 'calendar' ? 'invalidParameter' : 'invalid', message, { location: name });
}

function toValue(api: Api, name: string, parameter: Parameter, text: string): string | number | boolean {
  if (parameter.enum !== undefined && !parameter.enum.includes(text)) invalidValue(api, name, text);
  if (parameter.pattern !== undefined && !new RegExp(parameter.pattern).test(text)) invalidValue(api, name, text);
  if (parameter.type === 'boolean') {
    if (text !== 'true' && text !== 'false') invalidValue(api, name, text);
    return text === 'true';
  }
  if (parameter.type === 'integer') {
    if (!/^-?\d{1,10}$/.test(text)) invalidValue(api, name, text);
    const number = Number(text);
    if (parameter.minimum !== undefined && number < parameter.minimum) invalidValue(api, name, text);
    // "can never be larger": above the maximum Google clamps and does not refuse.
    return parameter.maximum === undefined ? number : Math.min(number, parameter.maximum);
  }
  return text;
}

export function readParameters(method: Method, path: Record<string, string>, query: URLSearchParams): Record<string, ParameterValue> {
  const values: Record<string, ParameterValue> = {};
  for (const name of new Set(query.keys())) {
    const parameter = method.parameters.get(name);
    if (parameter === undefined || parameter.location !== 'query') {
      const message = method.api === 'people' || method.api === 'tasks'
        ? `Invalid JSON payload received. Unknown name "${name}": Cannot bind query parameter. Field '${name}' could not be found in request message.`
        : `Unknown parameter: ${name}`;
      refuse(400, 'invalidParameter', message, { location: name });
    }
    const all = query.getAll(name);
    if (parameter.repeated) values[name] = all.map((text) => String(toValue(method.api, name, parameter, text)));
    else {
      const last = all.at(-1) ?? '';
      // An empty value is "not given" except for text, where it is an empty text.
      if (last !== '' || parameter.type === 'string') values[name] = toValue(method.api, name, parameter, last);
    }
  }
  for (const [name, text] of Object.entries(path)) {
    const parameter = method.parameters.get(name);
    values[name] = parameter === undefined ? text : toValue(method.api, name, parameter, text);
  }
  for (const [name, parameter] of method.parameters) {
    if (parameter.required && values[name] === undefined) refuse(400, 'required', `Required parameter: ${name}`, { location: name });
  }
  return values;
}

function describeFault(fault: ErrorObject): string {
  const at = fault.instancePath.slice(1).replaceAll(/\/(\d+)/g, '[$1]').replaceAll('/', '.');
  if (fault.keyword === 'additionalProperties') {
    const name = String((fault.params as { additionalProperty?: string }).additionalProperty);
    return `Invalid JSON payload received. Unknown name "${name}"${at === '' ? '' : ` at '${at}'`}: Cannot find field.`;
  }
  return `Invalid value at '${at}': ${fault.message ?? 'invalid'}`;
}

/** The body as an object, checked against the discovery schema. Nulls stay: a patch needs them. */
export function readBody(world: World, method: Method, text: string): Json {
  if (method.request === undefined) {
    return {};
  }
  let parsed: unknown;
  try {
    parsed = text.trim() === '' ? {} : JSON.parse(text);
  } catch {
    refuse(400, 'parseError', method.api === 'calendar' ? 'Parse Error' : 'Invalid JSON payload received. Unexpected token.');
  }
  if (!isObject(parsed)) refuse(400, 'parseError', 'Invalid JSON payload received. The root must be an object.');
  const fault = findSchemaFault(method.api, 'request', method.request, withoutNulls(parsed));
  if (fault !== undefined) {
    const isUnknownField = fault.keyword === 'additionalProperties';
    if (!(isUnknownField && method.api === 'calendar' && world.switches.calendarUnknownFields === 'ignore')) {
      const message = describeFault(fault);
      refuse(400, method.api === 'calendar' ? 'invalid' : 'badRequest', message, {
        details: [{ '@type': 'type.googleapis.com/google.rpc.BadRequest', fieldViolations: [{ field: fault.instancePath.slice(1), description: message }] }],
      });
    }
  }
  return parsed;
}
