// A replica that lives in memory, for tests. In: what a person does, cursors and write
// requests. Out: what the port promises, and on demand everything that can go wrong with a
// real side. It is trusted only because it passes test/replica-contract.ts.

import { applyChanges } from '../core/diff.ts';
import { fieldsOf } from '../core/field.ts';
import type { AnyEntry } from '../core/field.ts';
import { shortHash } from '../core/hash.ts';
import type { Item, Kind, RemoteId } from '../core/item.ts';
import type { Policy } from '../core/policy.ts';
import type { Side } from '../core/side.ts';
import { ReplicaError } from './replica.ts';
import type { Raw, Reading, RemoteRecord, Replica, WriteAnswer, WriteRequest } from './replica.ts';

/**
 * What happens to the next write. 'fail': thrown before it is applied. 'lose': applied, and
 * the answer is lost. 'drop': not applied, and the answer is lost. 'refuse': answered.
 */
export type WriteTrouble = 'fail' | 'lose' | 'drop' | 'refuse';

export interface MemoryOptions {
  readonly side: Side;
  readonly kind: Kind;
  readonly policy: Policy;
  readonly batch?: number;
  /** We may choose the ids of new records; an id is never free again. */
  readonly chooseIds?: boolean;
  /** The side gives an id to each entry of a multi-valued field. */
  readonly entryIds?: boolean;
  /** A field that only this side knows, put on each record that a person makes. */
  readonly ownField?: string;
  /** Asked before each read and each write. */
  readonly onRead?: () => ReplicaError | undefined;
  readonly onWrite?: (request: WriteRequest) => WriteTrouble | undefined;
}

interface State {
  readonly seq: number;
  readonly raw: Raw;
  readonly gone: boolean;
}

/** A write that reached the side, as an observer would have seen it. */
export interface SeenWrite {
  readonly operation: string;
  readonly op: WriteRequest['op'];
  readonly id: RemoteId;
  readonly after: Item | undefined;
}

export class MemoryReplica implements Replica {
  readonly side: Side;
  readonly kind: Kind;
  readonly batch: number;
  readonly writes: SeenWrite[] = [];
  readonly chooseId: ((seed: string) => RemoteId) | undefined;
  /**
   * So many of the latest changes are not listed yet. A list of Google's then shows an older
   * state of what was written since, although the newer one was answered already; what was
   * deleted since, too, is there again.
   */
  lag = 0;
  readonly #options: MemoryOptions;
  readonly #histories = new Map<RemoteId, State[]>();
  #seq = 0;
  #ids = 0;
  #oldestCursor = 0;

  constructor(options: MemoryOptions) {
    this.#options = options;
    this.side = options.side;
    this.kind = options.kind;
    this.batch = options.batch ?? 10;
    this.chooseId = options.chooseIds === true ? (seed) => `chosen-${shortHash(seed).slice(0, 12)}` : undefined;
  }

  // What a person does on this side.

  create(item: Item, extra: Raw = {}): RemoteId {
    const id = this.#freshId();
    const own = this.#options.ownField === undefined ? {} : { [this.#options.ownField]: `own of ${id}` };
    this.#keep(id, { ...own, ...extra, item: this.#carry(item) });
    return id;
  }

  edit(id: RemoteId, change: (item: Item) => Item): void {
    const { raw } = this.#present(id);
    this.#keep(id, { ...raw, item: this.#carry(change(raw['item'] as Item)) });
  }

  remove(id: RemoteId): void {
    this.#keep(id, this.#present(id).raw, true);
  }

  /** Taken out of the bin again, as it was. */
  restore(id: RemoteId): void {
    const last = this.#histories.get(id)?.at(-1);
    if (last?.gone === true) this.#keep(id, last.raw);
  }

  /** Everything looks changed: new versions, the same content. */
  echo(): void {
    for (const [id, history] of this.#histories) {
      const last = history.at(-1);
      if (last !== undefined && !last.gone) this.#keep(id, last.raw);
    }
  }

  expireCursors(): void {
    this.#oldestCursor = this.#seq + 1;
    this.#seq += 1;
  }

  /** Ids and raw records that stand now. */
  records(): ReadonlyMap<RemoteId, Raw> {
    const live = new Map<RemoteId, Raw>();
    for (const [id, history] of this.#histories) {
      const last = history.at(-1);
      if (last !== undefined && !last.gone) live.set(id, last.raw);
    }
    return live;
  }

  /** Whether a record had this id once: it is never free again. */
  isUsedUp(id: RemoteId): boolean {
    return this.#histories.get(id)?.at(-1)?.gone === true;
  }

  // The port.

  async read(cursor: string | undefined): Promise<Reading> {
    const trouble = this.#options.onRead?.();
    if (trouble !== undefined) throw trouble;
    const since = cursor === undefined ? -1 : Number(cursor);
    if (cursor !== undefined && since < this.#oldestCursor) throw new ReplicaError('cursor-expired', 'This cursor is no longer valid.');
    // A full list is never behind: only the list of changes may be.
    const until = cursor === undefined ? this.#seq : Math.max(since, this.#seq - this.lag);
    const records: RemoteRecord[] = [];
    const gone: RemoteId[] = [];
    for (const [id, history] of this.#histories) {
      const state = history.findLast(({ seq }) => seq <= until);
      if (state === undefined) continue;
      const isBehind = this.side === 'google' && !state.gone && (history.at(-1)?.seq ?? 0) > until;
      if (state.seq <= since && !isBehind) continue;
      if (!state.gone) records.push(this.#recordOf(id, state));
      else if (cursor !== undefined) gone.push(id);
    }
    return { complete: cursor === undefined, records, gone, cursor: String(until) };
  }

  async confirm(ids: readonly RemoteId[]): Promise<ReadonlyMap<RemoteId, RemoteRecord | 'gone'>> {
    return new Map(
      ids.map((id) => {
        const last = this.#histories.get(id)?.at(-1);
        return [id, last === undefined || last.gone ? 'gone' : this.#recordOf(id, last)];
      }),
    );
  }

  async *write(requests: readonly WriteRequest[]): AsyncGenerator<WriteAnswer> {
    if (requests.length > this.batch) throw new Error(`At most ${this.batch} requests at once.`);
    for (const request of requests) {
      const trouble = this.#options.onWrite?.(request);
      if (trouble === 'fail') throw new ReplicaError('wait', 'Too many requests.', { until: 0 });
      if (trouble === 'drop') throw new ReplicaError('unknown', 'No answer.');
      if (trouble === 'refuse') {
        yield { operation: request.operation, outcome: 'refused', why: 'Not accepted.' };
        continue;
      }
      const answer = this.#apply(request);
      if (trouble === 'lose') throw new ReplicaError('unknown', 'No answer.');
      yield answer;
    }
  }

  async find(request: WriteRequest): Promise<RemoteRecord | undefined> {
    for (const [id, history] of this.#histories) {
      const last = history.at(-1);
      if (last === undefined || last.gone) continue;
      const isIt = request.newId === undefined ? last.raw['operation'] === request.operation : id === request.newId;
      if (isIt) return this.#recordOf(id, last);
    }
    return undefined;
  }

  #apply(request: WriteRequest): WriteAnswer {
    const { operation, op } = request;
    if (op === 'create') return this.#applyCreate(request);
    const id = request.id ?? '';
    const last = this.#histories.get(id)?.at(-1);
    if (last === undefined || last.gone) return { operation, outcome: 'stale', why: 'The record does not exist any more.' };
    if (request.version !== `v${last.seq}`) return { operation, outcome: 'stale', why: 'The record has another version.' };
    if (op === 'delete') {
      this.#keep(id, last.raw, true);
      this.writes.push({ operation, op, id, after: undefined });
      return { operation, outcome: 'applied' };
    }
    // The whole record goes back as we were given it; only what the changes name is put in.
    const { raw = {}, changes = [] } = request;
    const item = this.#carry(applyChanges(raw['item'] as Item, changes, this.#options.policy));
    const state = this.#keep(id, { ...raw, item, ...(request.marker === undefined ? {} : { marker: request.marker }) });
    this.writes.push({ operation, op, id, after: item });
    return { operation, outcome: 'applied', record: this.#recordOf(id, state) };
  }

  #applyCreate({ operation, op, newId, after, marker }: WriteRequest): WriteAnswer {
    if (after === undefined) throw new Error('A create needs an item.');
    const id = newId ?? this.#freshId();
    const last = this.#histories.get(id)?.at(-1);
    if (last?.gone === true) return { operation, outcome: 'refused', why: 'This id was used before.' };
    if (last !== undefined) return { operation, outcome: 'applied', record: this.#recordOf(id, last) };
    const item = this.#carry(after);
    const state = this.#keep(id, { item, operation, ...(marker === undefined ? {} : { marker }) });
    this.writes.push({ operation, op, id, after: item });
    return { operation, outcome: 'applied', record: this.#recordOf(id, state) };
  }

  #freshId(): RemoteId {
    this.#ids += 1;
    return `${this.side.charAt(0)}${this.#ids}`;
  }

  #present(id: RemoteId): State {
    const last = this.#histories.get(id)?.at(-1);
    if (last === undefined || last.gone) throw new Error(`There is no record ${id}.`);
    return last;
  }

  #keep(id: RemoteId, raw: Raw, gone = false): State {
    this.#seq += 1;
    const state = { seq: this.#seq, raw, gone };
    this.#histories.set(id, [...(this.#histories.get(id) ?? []), state]);
    return state;
  }

  #recordOf(id: RemoteId, { seq, raw }: State): RemoteRecord {
    const item = raw['item'] as Item;
    const text = (name: string): string | undefined => (typeof raw[name] === 'string' ? (raw[name] as string) : undefined);
    const optional = { marker: text('marker'), uid: text('uid'), readOnly: text('readOnly'), skipped: text('skipped') };
    const present = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined));
    return { id, version: `v${seq}`, item, raw, inScope: item.kind !== 'contact' || item.member === true, revised: seq, ...present };
  }

  /** What this side has a place for, in its own TYPE words. */
  #carry(item: Item): Item {
    const { policy } = this.#options;
    let result = item;
    for (const field of fieldsOf[item.kind]) {
      if (!field.carriedBy.includes(this.side)) {
        result = field.shape === 'scalar' ? field.set(result, undefined) : field.set(result, []);
      } else if (field.shape === 'entries' && field.get(item).length > 0) {
        const list = field.get(item).map((entry) => {
          const copy: Record<string, unknown> = { ...entry };
          // Google has no place for it; said here again, so that a slip in the table is seen.
          if (this.side === 'google') delete copy['preferred'];
          const type = policy.types[this.side][`${field.name}.${entry.type ?? ''}`];
          if (type !== undefined) {
            copy['type'] = type;
            delete copy['label'];
          }
          if (this.#options.entryIds === true && entry.type !== undefined && entry.id === undefined) copy['id'] = `e${(this.#ids += 1)}`;
          return copy as AnyEntry;
        });
        result = field.set(result, list);
      }
    }
    return result;
  }
}
