// In: an answer and a `fields` selector such as `items(id,start/date),nextPageToken`. Out: the part selected.
// Never here: a refusal for names that the answer does not have; Google's answers simply lack them.
import { isObject } from './wire.ts';
import type { Json } from './wire.ts';

type Selector = Map<string, Selector>;

function splitTop(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (const character of text) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (character === ',' && depth === 0) {
      parts.push(part);
      part = '';
    } else part += character;
  }
  return [...parts, part].map((found) => found.trim()).filter((found) => found !== '');
}

function mergeInto(target: Selector, path: readonly string[], leaf: Selector): void {
  const [name, ...rest] = path;
  if (name === undefined) return;
  const child = target.get(name) ?? new Map<string, Selector>();
  target.set(name, child);
  if (rest.length > 0) mergeInto(child, rest, leaf);
  else for (const [key, value] of leaf) child.set(key, value);
}

function parseSelector(text: string): Selector {
  const selector: Selector = new Map();
  for (const part of splitTop(text)) {
    const open = part.indexOf('(');
    const path = (open < 0 ? part : part.slice(0, open)).split('/');
    const inner = open < 0 ? new Map<string, Selector>() : parseSelector(part.slice(open + 1, part.lastIndexOf(')')));
    mergeInto(selector, path, inner);
  }
  return selector;
}

function cut(value: unknown, selector: Selector): unknown {
  if (selector.size === 0) return value;
  if (Array.isArray(value)) return value.map((item) => cut(item, selector));
  if (!isObject(value)) return value;
  const everything = selector.get('*');
  const copy: Json = {};
  for (const [key, member] of Object.entries(value)) {
    const child = selector.get(key) ?? everything;
    if (child !== undefined) copy[key] = cut(member, child);
  }
  return copy;
}

export function selectFields(body: Json, fields: string): Json {
  const result = cut(body, parseSelector(fields));
  return isObject(result) ? result : {};
}
