// The rooms without a database, for the state machine: pull, propose, execute, settle and
// undo over two memory replicas, as src/cycle does it over PostgreSQL. In: replicas and a
// policy. Out: plans and what became of them. Everything is decided by the pure core.

import { settleAnswer } from '../../src/core/answered.ts';
import { hashItem } from '../../src/core/diff.ts';
import { invertJournal } from '../../src/core/invert.ts';
import type { Undo } from '../../src/core/invert.ts';
import type { Item, Kind, RemoteId } from '../../src/core/item.ts';
import { kinds } from '../../src/core/item.ts';
import type { JournalEntry } from '../../src/core/journal.ts';
import type { Base, Link, Seen } from '../../src/core/link.ts';
import { approvedOperations, digestPlan } from '../../src/core/plan.ts';
import type { Approval, CreateOperation, Operation, Outcome, Plan, UpdateOperation } from '../../src/core/plan.ts';
import { apartKeys, createUnit } from '../../src/core/never.ts';
import type { Policy } from '../../src/core/policy.ts';
import { linkIdOf } from '../../src/core/propose.ts';
import { reconcile } from '../../src/core/reconcile.ts';
import type { ReconcileInput } from '../../src/core/reconcile.ts';
import { baseOf, settleAgreement, settleUnlink, settleUpdate } from '../../src/core/settle.ts';
import { bySide, other, sides } from '../../src/core/side.ts';
import type { Side } from '../../src/core/side.ts';
import type { MemoryReplica } from '../../src/replica/memory.ts';
import { ReplicaError } from '../../src/replica/replica.ts';
import type { Raw, RemoteRecord, WriteAnswer, WriteRequest } from '../../src/replica/replica.ts';

export class Crash extends Error {}

interface Row {
  readonly seen: Seen;
  readonly raw: Raw;
  settledHash: string | undefined;
  link: string | undefined;
}

interface Line {
  readonly operation: Operation;
  outcome?: Outcome;
  entry?: JournalEntry;
}

type RecordWrite = Extract<Operation, { op: 'create' | 'update' | 'delete' }>;

export class MemoryRooms {
  readonly kind: Kind;
  readonly replicas: Readonly<Record<Side, MemoryReplica>>;
  readonly policy: Policy;
  readonly links = new Map<string, Link>();
  /** What a person refused for good: keys of core/never.ts. */
  readonly never = new Set<string>();
  readonly mirror: Readonly<Record<Side, Map<RemoteId, Row>>> = { office: new Map(), google: new Map() };
  /** What plans deleted: a list that shows one of these again is not believed. */
  readonly deleted: Readonly<Record<Side, Set<RemoteId>>> = { office: new Set(), google: new Set() };
  readonly #cursors: Record<Side, string | undefined> = { office: undefined, google: undefined };
  /** Asked at every point where a process may be killed. */
  mayCrash: () => boolean = () => false;

  constructor(kind: Kind, replicas: Readonly<Record<Side, MemoryReplica>>, policy: Policy) {
    this.kind = kind;
    this.replicas = replicas;
    this.policy = policy;
  }

  #killed(): void {
    if (this.mayCrash()) throw new Crash('killed');
  }

  async pull(): Promise<void> {
    for (const side of sides) {
      const replica = this.replicas[side];
      let reading;
      try {
        reading = await replica.read(this.#cursors[side]);
      } catch (error) {
        if (!(error instanceof ReplicaError) || error.kind !== 'cursor-expired') throw error;
        reading = await replica.read(undefined);
      }
      const gone = [...reading.gone];
      if (reading.complete) {
        const listed = new Set(reading.records.map((record) => record.id));
        const missing = [...this.mirror[side]].filter(([id, row]) => row.seen.gone !== true && !listed.has(id)).map(([id]) => id);
        for (const [id, found] of await replica.confirm(missing)) if (found === 'gone') gone.push(id);
      }
      this.#killed();
      const returned = side === 'google' ? reading.records.filter(({ id }) => this.deleted.google.has(id) && (this.mirror.google.get(id)?.seen.gone ?? true)).map(({ id }) => id) : [];
      const confirmed = await replica.confirm(returned);
      for (const record of reading.records) {
        const found = confirmed.get(record.id) ?? record;
        if (found === 'gone') gone.push(record.id);
        else this.#keep(side, found);
      }
      for (const id of gone) this.#markGone(side, id);
      this.#cursors[side] = reading.cursor;
    }
  }

  #keep(side: Side, record: RemoteRecord): void {
    const { raw, ...rest } = record;
    const before = this.mirror[side].get(record.id);
    // A list that lags behind: an older state is no change.
    if (side === 'google' && before?.seen.gone !== true && (record.revised ?? 0) < (before?.seen.revised ?? 0)) return;
    const hash = hashItem(record.item, this.policy);
    const seen: Seen = { ...rest, hash };
    const takesPart = seen.inScope && seen.skipped === undefined;
    const settledHash =
      before?.link !== undefined ? before.settledHash : !takesPart ? hash : before?.settledHash === hash && before.seen.inScope === seen.inScope ? hash : undefined;
    this.mirror[side].set(record.id, { seen, raw, settledHash, link: before?.link });
  }

  #markGone(side: Side, id: RemoteId): void {
    const row = this.mirror[side].get(id);
    if (row === undefined) return;
    if (row.link === undefined) this.mirror[side].delete(id);
    else this.mirror[side].set(id, { ...row, seen: { ...row.seen, hash: 'gone', gone: true } });
  }

  input(purpose: Plan['purpose'] = 'cycle'): ReconcileInput {
    const none = (): Record<Side, readonly Seen[]> => ({ office: [], google: [] });
    const unlinked: Record<Kind, Record<Side, readonly Seen[]>> = { contact: none(), event: none(), task: none() };
    unlinked[this.kind] = bySide((side) =>
      [...this.mirror[side].values()]
        .filter((row) => row.link === undefined && row.seen.gone !== true)
        .map((row) => (purpose === 'preview' || row.settledHash !== row.seen.hash ? row.seen : { ...row.seen, inScope: false })),
    );
    const linked = [...this.links.values()].map((link) => ({
      link,
      now: bySide((side) => {
        const base = link.base[side];
        const absent: Seen = { id: link.ids[side], version: '', hash: 'gone', item: base.gone === true ? { kind: 'task' } : base.item, inScope: false, gone: true };
        return this.mirror[side].get(link.ids[side])?.seen ?? absent;
      }),
    }));
    const isLive = (side: Side, link: string | undefined): boolean => {
      const row = link === undefined ? undefined : this.mirror[side].get(this.links.get(link)?.ids[side] ?? '');
      return row !== undefined && row.seen.gone !== true;
    };
    const alike = { [this.kind]: bySide((side) => [...this.mirror[side].values()].flatMap(({ link, seen }) => (seen.gone === true || link === undefined ? [] : [isLive(other(side), link) ? seen : { ...seen, left: link }]))) };
    const counts = bySide((side) => {
      const rows = [...this.mirror[side].values()];
      const present = rows.filter((row) => row.seen.gone !== true);
      return { linked: rows.filter((row) => row.link !== undefined && row.settledHash !== 'gone').length, seen: present.length, members: present.filter((row) => row.seen.inScope).length };
    });
    const empty = bySide(() => ({ linked: 0, seen: 0, members: 0 }));
    return {
      account: 'account',
      purpose,
      setup: 'setup',
      policy: this.policy,
      linked,
      untouched: { contact: 0, event: 0, task: 0 },
      unlinked,
      alike,
      live: { ...(Object.fromEntries(kinds.map((kind) => [kind, empty])) as unknown as ReconcileInput['live']), [this.kind]: counts },
      never: this.never,
      chooseId: (_kind, side, seed) => {
        const replica = this.replicas[side];
        const id = replica.chooseId?.(seed);
        return id !== undefined && (this.mirror[side].get(id)?.link !== undefined || replica.isUsedUp(id)) ? replica.chooseId?.(`${seed}|${id}`) : id;
      },
    };
  }

  propose(purpose: Plan['purpose'] = 'cycle'): Plan {
    return reconcile(this.input(purpose));
  }

  approve(plan: Plan, more: Partial<Approval> = {}): Approval {
    const approval = { digest: digestPlan(plan), by: 'test', at: '', decisions: {}, choices: {} as Readonly<Record<string, string>>, released: [], ...more };
    // An answer that leaves a record alone for good.
    for (const { id, kind, alternatives } of plan.conflicts) {
      for (const record of alternatives.find((alternative) => alternative.id === approval.choices[id])?.never ?? []) {
        this.never.add(id).add(createUnit(kind, record.side, record.id));
        // Settled as seen: it takes no part until it changes.
        const row = this.mirror[record.side].get(record.id);
        if (row !== undefined) row.settledHash = row.seen.hash;
      }
    }
    return approval;
  }

  /** `lines`: the journal of this plan; with what an earlier attempt left it is taken up. */
  async execute(plan: Plan, approval: Approval, lines: Map<string, Line> = new Map()): Promise<Map<string, Line>> {
    for (const operation of approvedOperations(plan, approval)) {
      const known = lines.get(operation.id);
      if (known?.outcome !== undefined) continue;
      const interrupted = known !== undefined;
      const line = known ?? { operation };
      this.#killed();
      lines.set(operation.id, line);
      this.#killed();
      const stale = this.#findStale(operation, interrupted, lines);
      if (stale !== undefined) line.outcome = 'stale';
      else if (operation.op === 'create' || operation.op === 'update' || operation.op === 'delete') await this.#write(line, operation, interrupted);
      else this.#settle(line, undefined);
    }
    return lines;
  }

  #findStale(operation: Operation, interrupted: boolean, lines: ReadonlyMap<string, Line>): string | undefined {
    if ((operation.op === 'update' || operation.op === 'settle' || operation.op === 'unlink' || operation.op === 'answer') && !this.links.has(operation.link)) return 'not linked';
    const ownLink = operation.op === 'link' ? operation.link : undefined;
    const check = (side: Side, premise: { id: RemoteId; hash: string }, mustBeFree: boolean): string | undefined => {
      const row = this.mirror[side].get(premise.id);
      if (row === undefined || row.seen.gone === true || row.seen.hash !== premise.hash) return 'changed';
      return mustBeFree && row.link !== undefined && row.link !== ownLink ? 'linked' : undefined;
    };
    // What this very plan wrote is no longer as planned, and that breaks no other premise.
    const isOurs = (premise: { id: RemoteId; hash: string }): boolean =>
      [...lines.values()].some((line) => line.outcome === 'applied' && line.operation.op === 'update' && line.operation.target.id === premise.id && line.operation.target.hash === premise.hash);
    switch (operation.op) {
      case 'create':
        // One that may have landed is taken up: what changed at its source since is a change.
        if (operation.alone === true) return undefined;
        if (interrupted) return operation.link === undefined && this.mirror[other(operation.side)].get(operation.source.id)?.link !== undefined ? 'linked' : undefined;
        return check(other(operation.side), operation.source, operation.link === undefined);
      case 'update': {
        const target = interrupted ? undefined : check(operation.side, operation.target, false);
        return target ?? (operation.source === undefined || isOurs(operation.source) ? undefined : check(other(operation.side), operation.source, false));
      }
      case 'delete': {
        if (interrupted) return undefined;
        const missing = operation.missing === undefined ? undefined : this.mirror[other(operation.side)].get(operation.missing);
        const isBack = operation.missing !== undefined && (this.links.get(operation.link ?? '')?.ids[other(operation.side)] !== operation.missing || (missing !== undefined && missing.seen.gone !== true));
        return isBack ? 'back' : check(operation.side, operation.target, false);
      }
      case 'link':
        return check('office', operation.premise.office, true) ?? check('google', operation.premise.google, true);
      default:
        return undefined;
    }
  }

  async #write(line: Line, operation: RecordWrite, interrupted: boolean): Promise<void> {
    const replica = this.replicas[operation.side];
    const request = this.#toRequest(operation);
    let answer: WriteAnswer | undefined;
    // A record that was found, not answered, may have been edited since it was written.
    let found = interrupted;
    try {
      answer = interrupted ? await this.#lookUp(replica, request) : undefined;
      if (answer === undefined) for await (const each of replica.write([request])) answer = each;
    } catch (error) {
      if (!(error instanceof ReplicaError)) throw error;
      // The intent stays, and the next attempt looks it up.
      if (error.kind !== 'unknown') throw error;
      found = true;
      answer = await this.#lookUp(replica, request);
      if (answer === undefined) throw error;
    }
    if (answer === undefined) throw new Error('The replica gave no answer.');
    this.#killed();
    if (answer.outcome === 'applied') this.#settle(line, answer.record, found);
    else line.outcome = answer.outcome;
  }

  #toRequest(operation: RecordWrite): WriteRequest {
    if (operation.op === 'create') return { operation: operation.id, op: 'create', newId: operation.newId, after: operation.after, ...(operation.alone === true ? {} : { marker: operation.source.id }) };
    const row = this.mirror[operation.side].get(operation.target.id);
    const common = { operation: operation.id, id: operation.target.id, version: row?.seen.version ?? operation.target.version, raw: row?.raw, before: operation.before };
    if (operation.op === 'delete') return { ...common, op: 'delete' };
    return { ...common, op: 'update', after: operation.after, changes: operation.changes, marker: operation.source?.id };
  }

  async #lookUp(replica: MemoryReplica, request: WriteRequest): Promise<WriteAnswer | undefined> {
    const { operation } = request;
    if (request.op === 'create') {
      if (request.newId !== undefined) return undefined;
      const record = await replica.find(request);
      return record === undefined ? undefined : { operation, outcome: 'applied', record };
    }
    const present = (await replica.confirm([request.id ?? ''])).get(request.id ?? '');
    if (present === undefined || present === 'gone') return request.op === 'delete' ? { operation, outcome: 'applied' } : { operation, outcome: 'stale', why: 'gone' };
    if (request.op === 'update' && request.after !== undefined && hashItem(present.item, this.policy) === hashItem(request.after, this.policy)) return { operation, outcome: 'applied', record: present };
    // The mirror may know a newer version by now: what counts is what the plan saw.
    const asPlanned = request.before !== undefined && hashItem(present.item, this.policy) === hashItem(request.before, this.policy);
    return asPlanned ? undefined : { operation, outcome: 'stale', why: 'changed' };
  }

  #tie(side: Side, id: RemoteId, link: string | undefined, settledHash: string | undefined): void {
    const row = this.mirror[side].get(id);
    if (row !== undefined) Object.assign(row, { link, settledHash });
  }

  #put(link: Link): void {
    this.links.set(link.id, link);
    for (const side of sides) this.#tie(side, link.ids[side], link.id, hashOf(link.base[side]));
  }

  #drop(link: Link): void {
    this.links.delete(link.id);
    for (const side of sides) {
      this.#tie(side, link.ids[side], undefined, hashOf(link.base[side]));
      if (this.mirror[side].get(link.ids[side])?.seen.gone === true) this.mirror[side].delete(link.ids[side]);
    }
  }

  /** One transaction: mirror, links and journal together. */
  #settle(line: Line, record: RemoteRecord | undefined, found = false): void {
    const { operation } = line;
    line.outcome = 'applied';
    if ('side' in operation && operation.op !== 'create-group') {
      if (record !== undefined) this.#keep(operation.side, record);
      else if (operation.op === 'delete') {
        this.#markGone(operation.side, operation.target.id);
        this.deleted[operation.side].add(operation.target.id);
      }
    }
    const link = 'link' in operation && operation.link !== undefined ? this.links.get(operation.link) : undefined;
    let linkId = link?.id;
    switch (operation.op) {
      case 'create': {
        if (record === undefined) break;
        if (operation.alone === true) {
          this.#tie(operation.side, record.id, undefined, hashItem(record.item, this.policy));
          break;
        }
        if (link !== undefined) this.#tie(operation.side, link.ids[operation.side], undefined, undefined);
        const made = this.#linkCreated(operation, found ? { ...record, item: operation.after } : record, link);
        this.#put(made);
        linkId = made.id;
        break;
      }
      case 'update':
        if (link !== undefined && record !== undefined) this.#put(settleUpdate(link, operation as UpdateOperation, record, this.policy));
        break;
      case 'delete':
        if (link !== undefined && operation.counterpart !== undefined) this.#put({ ...link, base: { ...link.base, [operation.side]: { gone: true } } });
        else if (link !== undefined) this.#drop(link);
        break;
      case 'link': {
        const base = bySide((side) => baseOf(operation.premise[side].version, (operation.settled ?? operation.items)[side], this.policy));
        const ids = bySide((side) => operation.premise[side].id);
        this.#put({ id: operation.link, kind: operation.kind, ids, base, open: operation.open });
        for (const key of apartKeys(this.kind, ids)) this.never.delete(key);
        line.entry = { operation: operation.id, op: 'link', kind: operation.kind, link: operation.link, ids };
        break;
      }
      case 'settle':
        if (link !== undefined) this.#put(settleAgreement(link, operation, this.policy));
        if (operation.isAnswer === true) line.entry = { operation: operation.id, op: 'answer', kind: operation.kind, link: operation.link, answered: { given: true, settle: operation.settle, closes: operation.closes } };
        break;
      case 'answer':
        if (link !== undefined) this.#put(settleAnswer(link, operation.answered, this.policy));
        line.entry = { operation: operation.id, op: 'answer', kind: operation.kind, link: operation.link, answered: operation.answered };
        break;
      case 'unlink': {
        const remaining = link === undefined ? undefined : settleUnlink(link, operation);
        if (link !== undefined) {
          const common = { operation: operation.id, kind: operation.kind, link: link.id };
          line.entry = operation.answered === undefined ? { ...common, op: 'unlink', ids: link.ids } : { ...common, op: 'answer', answered: operation.answered };
        }
        if (remaining !== undefined) this.#put(remaining);
        else if (link !== undefined) this.#drop(link);
        if (operation.apart !== undefined) for (const key of apartKeys(this.kind, operation.apart)) this.never.add(key);
        break;
      }
      default:
        break;
    }
    if (operation.op === 'create' || operation.op === 'update' || operation.op === 'delete') {
      line.entry = {
        operation: operation.id,
        op: operation.op,
        kind: operation.kind,
        side: operation.side,
        recordId: operation.op === 'create' ? (record?.id ?? '') : operation.target.id,
        before: operation.op === 'create' ? undefined : operation.before,
        after: record?.item,
        changes: operation.op === 'update' ? operation.changes : [],
        link: linkId,
        counterpart: operation.op === 'create' ? (operation.alone === true ? undefined : operation.source.id) : ((operation.op === 'delete' ? operation.counterpart : undefined) ?? link?.ids[other(operation.side)]),
      };
    }
  }

  #linkCreated(operation: CreateOperation, record: RemoteRecord, before: Link | undefined): Link {
    const source = other(operation.side);
    const ids = { [operation.side]: record.id, [source]: operation.source.id } as Record<Side, RemoteId>;
    const base = {
      [operation.side]: baseOf(record.version, record.item, this.policy),
      [source]: baseOf(operation.source.version, operation.sourceItem, this.policy),
    } as Record<Side, Base>;
    return { id: before?.id ?? linkIdOf('account', this.kind, ids), kind: this.kind, ids, base, open: [] };
  }

  undo(lines: ReadonlyMap<string, Line>): Undo {
    const entries = [...lines.values()].flatMap((line) => (line.outcome === 'applied' && line.entry !== undefined ? [line.entry] : []));
    return invertJournal(entries, {
      account: 'account',
      policy: this.policy,
      chooseId: (_kind, side, seed) => this.replicas[side].chooseId?.(seed),
      now: (_kind, side, id) => {
        const row = this.mirror[side].get(id);
        return row === undefined ? undefined : { ...row.seen, linkId: row.link };
      },
      links: this.links,
    });
  }

  planOf(operations: readonly Operation[]): Plan {
    return { format: 1, account: 'account', purpose: 'undo', setup: 'setup', operations, conflicts: [], brakes: [], problems: [], unchanged: { contact: 0, event: 0, task: 0 }, invitations: 0 };
  }

  itemOf(side: Side, id: RemoteId): Item | undefined {
    return this.replicas[side].records().get(id)?.['item'] as Item | undefined;
  }
}

function hashOf(base: Base): string {
  return base.gone === true ? 'gone' : base.hash;
}
