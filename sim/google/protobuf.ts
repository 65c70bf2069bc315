// In: small numbered fields. Out: base64 of a protobuf message, the shape of Google's etags and tokens.
// Only varints and bytes, which is all that the recorded tokens hold.
// Never here: trust. A decoder answers undefined for anything that is not well formed.

export type Field = readonly [number: number, value: number | Uint8Array | string];

function pushVarint(bytes: number[], value: number): void {
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
}

export function encodeFields(fields: readonly Field[]): Buffer {
  const bytes: number[] = [];
  for (const [number, value] of fields) {
    if (typeof value === 'number') {
      pushVarint(bytes, number * 8);
      pushVarint(bytes, value);
    } else {
      const content = typeof value === 'string' ? Buffer.from(value, 'utf8') : value;
      pushVarint(bytes, number * 8 + 2);
      pushVarint(bytes, content.length);
      for (const byte of content) bytes.push(byte);
    }
  }
  return Buffer.from(bytes);
}

export function packVarints(values: readonly number[]): Buffer {
  const bytes: number[] = [];
  for (const value of values) pushVarint(bytes, value);
  return Buffer.from(bytes);
}

export interface Decoded {
  readonly numbers: ReadonlyMap<number, number>;
  readonly bytes: ReadonlyMap<number, Buffer>;
}

export function decodeFields(message: Uint8Array): Decoded | undefined {
  const numbers = new Map<number, number>();
  const bytes = new Map<number, Buffer>();
  let at = 0;
  const readVarint = (): number | undefined => {
    let value = 0;
    let scale = 1;
    for (let length = 0; length < 8; length += 1) {
      const byte = message[at];
      if (byte === undefined) return undefined;
      at += 1;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
    }
    return undefined;
  };
  while (at < message.length) {
    const tag = readVarint();
    if (tag === undefined) return undefined;
    const field = Math.floor(tag / 8);
    const value = readVarint();
    if (value === undefined || field === 0) return undefined;
    if (tag % 8 === 0) numbers.set(field, value);
    else if (tag % 8 === 2) {
      if (at + value > message.length) return undefined;
      bytes.set(field, Buffer.from(message.subarray(at, at + value)));
      at += value;
    } else return undefined;
  }
  return { numbers, bytes };
}

const base64 = /^[A-Za-z0-9+/_-]+={0,2}$/;

export function encodeToken(fields: readonly Field[]): string {
  return encodeFields(fields).toString('base64');
}

export function decodeToken(text: string): Decoded | undefined {
  if (!base64.test(text)) return undefined;
  const message = Buffer.from(text, 'base64');
  return message.length === 0 ? undefined : decodeFields(message);
}
