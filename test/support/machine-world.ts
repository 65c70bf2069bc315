// The world of the state machine: what people do on two sides, what goes wrong, and the
// promises that must hold at every moment. In: commands. Out: nothing, or an error that
// says which promise was broken.

import fc from 'fast-check';
import { indexEntries, normalItem, sameValue } from '../../src/core/diff.ts';
import { fieldNamed, fieldsOf } from '../../src/core/field.ts';
import type { AnyEntry, EntriesField } from '../../src/core/field.ts';
import { canonicalJson } from '../../src/core/hash.ts';
import type { Entry, EventItem, Guest, Item, Kind, Occurrence, RemoteId } from '../../src/core/item.ts';
import { approvedOperations, digestPlan } from '../../src/core/plan.ts';
import type { Approval, Operation, Plan } from '../../src/core/plan.ts';
import { defaultPolicy } from '../../src/core/policy.ts';
import type { DeletionPolicy, Policy } from '../../src/core/policy.ts';
import { reconcile } from '../../src/core/reconcile.ts';
import { bySide, other, sides } from '../../src/core/side.ts';
import type { Side } from '../../src/core/side.ts';
import { MemoryReplica } from '../../src/replica/memory.ts';
import type { WriteTrouble } from '../../src/replica/memory.ts';
import { ReplicaError } from '../../src/replica/replica.ts';
import type { WriteRequest } from '../../src/replica/replica.ts';
import { Crash, MemoryRooms } from './memory-rooms.ts';

export type Command =
  /** `foreign`: somebody else is its organizer; only Google has such. */
  | { readonly do: 'create'; readonly side: Side; readonly item: Item; readonly foreign?: boolean }
  | { readonly do: 'edit'; readonly side: Side; readonly nth: number; readonly edit: Edit }
  /** `restore`: what a person deleted is taken out of the bin. */
  | { readonly do: 'delete' | 'restore'; readonly side: Side; readonly nth: number }
  | { readonly do: 'echo' | 'expire'; readonly side: Side }
  | { readonly do: 'lag'; readonly side: Side; readonly by: number }
  | {
      readonly do: 'cycle';
      readonly troubles: readonly (WriteTrouble | undefined)[];
      readonly failRead: boolean;
      readonly crashAt: number | undefined;
      /** Chosen of each conflict, by position; undefined: nobody chooses. */
      readonly choose: number | undefined;
      readonly between: { readonly side: Side; readonly nth: number; readonly edit: Edit } | undefined;
    };

export type Edit =
  | { readonly field: string; readonly value: unknown }
  | { readonly field: 'phones' | 'emails'; readonly entry: 'add' | 'double' | 'remove' | 'retype' | 'prefer' | 'revalue'; readonly nth: number; readonly value: Entry }
  /** What one occurrence does differently from now on; nothing: it is as the rule gives it. */
  | { readonly field: 'occurrences'; readonly original: string; readonly change: Omit<Occurrence, 'original'> | undefined }
  | { readonly field: 'guests'; readonly email: string; readonly change: Partial<Guest> | undefined };

const side = fc.constantFrom<Side>('office', 'google');
const nth = fc.nat(5);
const zone = 'America/New_York';
const whens = [
  { start: { local: '2026-03-03T10:00', zone }, end: { local: '2026-03-03T11:00', zone } },
  { start: { local: '2026-03-04T10:00', zone }, end: { local: '2026-03-04T11:00', zone } },
  { start: { date: '2026-03-03' }, end: { date: '2026-03-04' } },
];
const phoneType = fc.constantFrom({ type: 'mobile' }, { type: 'work' }, { type: 'home' }, { type: 'googleVoice' }, { type: 'custom', label: 'Boat' }, { type: 'custom', label: 'Yacht' });
const entry = fc.record({ value: fc.constantFrom('(212) 555-0101', '212.555.0101', '(212) 555-0102', '(212) 555-0103', '(212) 555-0104'), type: phoneType }).map(({ value, type }): Entry => ({ value, ...type }));
/** Few, so that two people share one. */
const email = fc.record({ value: fc.constantFrom('ann@example.com', 'Ann@Example.com', 'family@example.com'), type: fc.constantFrom('home', 'work') });
const rules = fc.constantFrom(undefined, ['RRULE:FREQ=WEEKLY;BYDAY=TU'], ['RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU'], ['RRULE:BYDAY=TU;FREQ=WEEKLY;WKST=MO']);
const original = fc.constantFrom('2026-03-10T14:00:00Z', '2026-03-17T14:00:00Z');
const deviation = fc.constantFrom<Omit<Occurrence, 'original'> | undefined>(
  undefined,
  { cancelled: true },
  { title: 'Off-site' },
  { start: { local: '2026-03-11T10:00', zone }, end: { local: '2026-03-11T11:00', zone } },
  { start: { local: '2026-03-12T09:00', zone }, end: { local: '2026-03-12T10:00', zone }, location: 'Room 2' },
);
const text = fc.constantFrom(undefined, 'A', 'B', 'C ', 'ü');

export function itemOf(kind: Kind): fc.Arbitrary<Item> {
  switch (kind) {
    case 'contact':
      return fc.record({ givenName: fc.constantFrom('Ann', 'Bob', 'Robert'), familyName: fc.constantFrom('Smith', 'Miller'), jobTitle: text, phones: fc.uniqueArray(entry, { minLength: 1, maxLength: 3, selector: ({ value }) => value.replace(/\D/g, '') }), emails: fc.option(email.map((one) => [one]), { nil: undefined, freq: 1 }) }).map(
        (rest): Item => ({ kind, member: true, ...rest }),
      );
    case 'event':
      return fc.record({ title: fc.constantFrom('Lunch', 'Call', 'Fair'), when: fc.constantFrom(...whens), location: text, description: text, priority: text, recurrence: rules, moved: fc.tuple(original, deviation) }).map(({ when, recurrence, moved: [first, change], ...rest }): Item => {
        const occurrences = recurrence === undefined || change === undefined ? undefined : [{ original: first, ...change }];
        return { kind, ...rest, ...when, recurrence, occurrences };
      });
    case 'task':
      return fc.record({ title: fc.constantFrom('Lunch', 'Call', 'Write'), notes: text, dueDate: fc.constantFrom(undefined, '2026-03-03', '2026-03-04'), dueTime: fc.constantFrom(undefined, '16:00'), priority: text }).map(
        (rest): Item => ({ kind, ...rest }),
      );
    default:
      return kind satisfies never;
  }
}

function editOf(kind: Kind): fc.Arbitrary<Edit> {
  const scalar = (field: string, values: fc.Arbitrary<unknown>): fc.Arbitrary<Edit> => values.map((value) => ({ field, value }));
  switch (kind) {
    case 'contact':
      return fc.oneof(
        scalar('jobTitle', text),
        scalar('givenName', fc.constantFrom('Ann', 'Bob', 'Robert')),
        scalar('notes', text),
        fc.record({ field: fc.constant('phones'), entry: fc.constant('retype'), nth: fc.constant(0), value: entry }) as fc.Arbitrary<Edit>,
        fc.record({ field: fc.constant('phones'), entry: fc.constantFrom('retype', 'revalue', 'add', 'double', 'remove', 'retype', 'prefer', 'revalue'), nth: fc.nat(2), value: entry }) as fc.Arbitrary<Edit>,
        fc.record({ field: fc.constant('emails'), entry: fc.constantFrom('retype', 'revalue', 'add', 'remove'), nth: fc.nat(1), value: email }) as fc.Arbitrary<Edit>,
        // Out of the SET, or of our group; and into it again.
        scalar('member', fc.constantFrom(undefined, true)),
      );
    case 'event':
      return fc.oneof(scalar('title', fc.constantFrom('Lunch', 'Call', 'Fair')), scalar('when', fc.constantFrom(...whens)), scalar('location', text), scalar('description', text), scalar('priority', text), scalar('private', fc.boolean()), scalar('recurrence', rules),
        fc.record({ field: fc.constant('occurrences'), original, change: deviation }) as fc.Arbitrary<Edit>,
        fc.record({ field: fc.constant('occurrences'), original, change: deviation }) as fc.Arbitrary<Edit>,
        fc.record({ field: fc.constant('guests'), email: fc.constantFrom('bob@example.com', 'Eve@Example.com'), change: fc.constantFrom({}, { response: 'accepted' }, { response: 'declined', optional: true }, undefined) }) as fc.Arbitrary<Edit>,
      );
    case 'task':
      return fc.oneof(scalar('title', fc.constantFrom('Lunch', 'Call', 'Write')), scalar('notes', text), scalar('dueDate', fc.constantFrom(undefined, '2026-03-03', '2026-03-05')), scalar('completed', fc.boolean()), scalar('dueTime', fc.constantFrom(undefined, '16:00', '17:00')), scalar('priority', text));
    default:
      return kind satisfies never;
  }
}

export function commandsOf(kind: Kind, options: { troubles: boolean; choices: boolean; maxLength?: number }): fc.Arbitrary<readonly Command[]> {
  const edit = fc.record({ do: fc.constant('edit' as const), side, nth, edit: editOf(kind) });
  const trouble = options.troubles ? fc.array(fc.option(fc.constantFrom<WriteTrouble>('fail', 'lose', 'drop', 'refuse'), { nil: undefined, freq: 2 }), { maxLength: 4 }) : fc.constant([]);
  const cycle = fc.record({
    do: fc.constant('cycle' as const),
    troubles: trouble,
    failRead: options.troubles ? fc.integer({ min: 0, max: 9 }).map((n) => n === 9) : fc.constant(false),
    crashAt: options.troubles ? fc.option(fc.nat(12), { nil: undefined, freq: 1 }) : fc.constant(undefined),
    choose: options.choices ? fc.option(fc.nat(5), { nil: undefined }) : fc.constant(undefined),
    between: fc.option(fc.record({ side, nth, edit: editOf(kind) }), { nil: undefined }),
  });
  const command: fc.Arbitrary<Command> = fc.oneof(
    { weight: 3, arbitrary: fc.record({ do: fc.constant('create' as const), side, item: itemOf(kind), foreign: kind === 'event' ? fc.constantFrom(false, false, false, true) : fc.constant(false) }) },
    { weight: 5, arbitrary: edit },
    { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('delete' as const, 'delete' as const, 'restore' as const), side, nth }) },
    { weight: 4, arbitrary: cycle },
    ...(options.troubles
      ? [
          { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('echo' as const, 'expire' as const), side }) },
          // The office's own rows are read as they stand: only a list of Google's is ever behind.
          { weight: 1, arbitrary: fc.record({ do: fc.constant('lag' as const), side: fc.constant<Side>('google'), by: fc.nat(2) }) },
        ]
      : []),
  );
  const history = fc.array(command, { minLength: 1, maxLength: options.maxLength ?? 12 });
  // Half of the histories start with linked records: most of what can go wrong is there.
  const quiet: Command = { do: 'cycle', troubles: [], failRead: false, crashAt: undefined, choose: undefined, between: undefined };
  const start = fc.array(fc.record({ do: fc.constant('create' as const), side, item: itemOf(kind) }), { minLength: 1, maxLength: 2 });
  return fc.oneof(history, fc.tuple(start, history).map(([first, rest]): readonly Command[] => [...first, quiet, ...rest]));
}

export const deletionPolicy = fc.constantFrom<DeletionPolicy>('ask', 'follow', 'never');

export function policyOf(deletion: DeletionPolicy): Policy {
  const both = { office: deletion, google: deletion };
  return { ...defaultPolicy, deletion: { contact: both, event: both, task: both } };
}

interface Pending {
  readonly plan: Plan;
  readonly approval: Approval;
  readonly lines: Awaited<ReturnType<MemoryRooms['execute']>>;
}

/** What only one side knows, put on each record that a person makes. */
const ownField: Readonly<Record<Side, string>> = { office: 'taxId', google: 'photo' };
const officeOnly = ['dueTime', 'priority', 'activityType', 'activitySubType'];

export class World {
  readonly rooms: MemoryRooms;
  readonly #approved = new Set<string>();
  readonly #operations = new Map<string, Operation>();
  /** Office-only values as people set them last, by record. */
  readonly #officeOnly = new Map<RemoteId, Record<string, unknown>>();
  /** Preferred phones as people set them last, by record and number. */
  readonly #preferred = new Map<RemoteId, ReadonlyMap<string, boolean>>();
  readonly #own = new Map<string, string>();
  readonly #landed = new Set<string>();
  readonly #bin: Record<Side, RemoteId[]> = { office: [], google: [] };
  #troubles: (WriteTrouble | undefined)[] = [];
  #failRead = false;
  #chosen = false;
  /** Records of one side only were made: no two ever met with TYPEs of their own. */
  comparesTypes = false;
  pending: Pending | undefined;
  lastRun: Pending['lines'] | undefined;

  constructor(kind: Kind, policy: Policy) {
    const make = (which: Side): MemoryReplica =>
      new MemoryReplica({
        side: which,
        kind,
        policy,
        chooseIds: kind === 'event',
        entryIds: which === 'office',
        ownField: ownField[which],
        onRead: () => (this.#failRead ? new ReplicaError('wait', 'later') : undefined),
        onWrite: (request) => this.#onWrite(which, request),
      });
    this.rooms = new MemoryRooms(kind, { office: make('office'), google: make('google') }, policy);
  }

  async run(command: Command): Promise<void> {
    switch (command.do) {
      case 'create':
        this.#create(command.side, command.item, command.foreign === true);
        return;
      case 'edit':
        this.edit(command.side, command.nth, command.edit);
        return;
      case 'delete': {
        const id = this.#pick(command.side, command.nth);
        if (id === undefined) return;
        this.rooms.replicas[command.side].remove(id);
        this.#own.delete(`${command.side} ${id}`);
        this.#officeOnly.delete(id);
        this.#preferred.delete(id);
        this.#bin[command.side].push(id);
        return;
      }
      case 'restore': {
        const [id] = this.#bin[command.side].splice(command.nth % Math.max(1, this.#bin[command.side].length), 1);
        if (id === undefined) return;
        this.rooms.replicas[command.side].restore(id);
        const own = this.rooms.replicas[command.side].records().get(id)?.[ownField[command.side]];
        if (own !== undefined) this.#own.set(`${command.side} ${id}`, String(own));
        if (command.side === 'office') this.#noteOfficeOnly(id);
        return;
      }
      case 'echo':
        this.rooms.replicas[command.side].echo();
        return;
      case 'expire':
        this.rooms.replicas[command.side].expireCursors();
        return;
      case 'lag':
        this.rooms.replicas[command.side].lag = command.by;
        return;
      case 'cycle':
        await this.#cycleWithTrouble(command);
        return;
      default:
        command satisfies never;
    }
  }

  #create(which: Side, item: Item, foreign: boolean): void {
    const id = this.rooms.replicas[which].create(item, foreign && which === 'google' ? { readOnly: 'Organized by somebody else' } : {});
    this.#own.set(`${which} ${id}`, `own of ${id}`);
    if (which === 'office') this.#noteOfficeOnly(id);
  }

  #noteOfficeOnly(id: RemoteId): void {
    const item = this.rooms.itemOf('office', id) as unknown as Record<string, unknown>;
    this.#officeOnly.set(id, Object.fromEntries(officeOnly.map((name) => [name, item[name]])));
    this.#preferred.set(id, this.#preferredOf(id));
  }

  #preferredOf(id: RemoteId): ReadonlyMap<string, boolean> {
    const item = this.rooms.itemOf('office', id);
    const field = fieldNamed('contact', 'phones');
    if (item?.kind !== 'contact' || field.shape !== 'entries') return new Map();
    return new Map([...indexEntries(field, field.get(item), this.rooms.policy)].map(([key, entry]) => [key, entry.preferred === true]));
  }

  #pick(which: Side, position: number): RemoteId | undefined {
    const ids = [...this.rooms.replicas[which].records().keys()];
    return ids.length === 0 ? undefined : ids[position % ids.length];
  }

  edit(which: Side, position: number, edit: Edit): void {
    const id = this.#pick(which, position);
    if (id === undefined) return;
    this.rooms.replicas[which].edit(id, (item) => applyEdit(item, edit));
    if (which === 'office') this.#noteOfficeOnly(id);
  }

  async #cycleWithTrouble(command: Extract<Command, { do: 'cycle' }>): Promise<void> {
    this.#troubles = [...command.troubles];
    this.#failRead = command.failRead;
    let points = command.crashAt ?? -1;
    this.rooms.mayCrash = () => points-- === 0;
    try {
      await this.cycle(command.choose, () => {
        if (command.between !== undefined) this.edit(command.between.side, command.between.nth, command.between.edit);
      });
    } catch (error) {
      if (!(error instanceof Crash) && !(error instanceof ReplicaError)) throw error;
    } finally {
      this.#troubles = [];
      this.#failRead = false;
      this.rooms.mayCrash = () => false;
    }
  }

  /** One pass as the worker makes it: what was left is finished first. */
  async cycle(choose?: number, between: () => void = () => undefined): Promise<Plan | undefined> {
    await this.rooms.pull();
    if (this.pending !== undefined) {
      const { plan, approval, lines } = this.pending;
      await this.rooms.execute(plan, approval, lines);
      this.pending = undefined;
      this.checkPromises();
      return undefined;
    }
    const plan = this.propose();
    const choices = choose === undefined ? {} : choicesOf(plan, choose, ['leave', 'wait']);
    await this.execute(plan, this.rooms.approve(plan, { choices }), between);
    return plan;
  }

  propose(): Plan {
    for (const which of sides) {
      for (const id of this.rooms.deleted[which]) {
        const row = this.rooms.mirror[which].get(id);
        if (row !== undefined && row.seen.gone !== true) throw new Error(`${id} was deleted by a plan, and is taken for a record of ${which} again.`);
      }
    }
    const input = this.rooms.input();
    const plan = reconcile(input);
    const reversed = { ...input, linked: [...input.linked].reverse(), unlinked: { ...input.unlinked, [this.rooms.kind]: { office: [...input.unlinked[this.rooms.kind].office].reverse(), google: [...input.unlinked[this.rooms.kind].google].reverse() } }, alike: { [this.rooms.kind]: bySide((which) => [...(input.alike?.[this.rooms.kind]?.[which] ?? [])].reverse()) } };
    if (digestPlan(reconcile(reversed)) !== digestPlan(plan)) throw new Error('The same input in another order gives another plan.');
    return plan;
  }

  async execute(plan: Plan, approval: Approval, between: () => void = () => undefined): Promise<void> {
    this.#chosen = Object.keys(approval.choices).length > 0 || plan.purpose === 'undo';
    for (const operation of approvedOperations(plan, approval)) {
      this.#approved.add(operation.id);
      this.#operations.set(operation.id, operation);
    }
    this.pending = { plan, approval, lines: new Map() };
    this.lastRun = this.pending.lines;
    between();
    await this.rooms.execute(plan, approval, this.pending.lines);
    this.pending = undefined;
    this.checkPromises();
  }

  #onWrite(which: Side, request: WriteRequest): WriteTrouble | undefined {
    if (!this.#approved.has(request.operation)) throw new Error(`A write that no approved plan holds: ${request.operation}`);
    const operation = this.#operations.get(request.operation);
    if (request.id !== undefined && this.rooms.replicas[which].records().get(request.id)?.['readOnly'] !== undefined) throw new Error(`A record of somebody else is written: ${request.id}`);
    if (which === 'google' && [...(request.changes ?? [])].some(({ field }) => field === 'guests')) throw new Error(`The guests of ${request.id} are written to.`);
    if (operation !== undefined && !this.#chosen) this.#checkNothingIsLost(which, operation);
    const trouble = this.#troubles.shift();
    if (trouble === 'lose') this.#landed.add(request.operation);
    // No side refuses what it has taken already.
    return trouble === 'refuse' && this.#landed.has(request.operation) ? undefined : trouble;
  }

  /** Without a choice, a write never replaces what a person changed on the written side. */
  #checkNothingIsLost(which: Side, operation: Operation): void {
    if (operation.op !== 'update' && operation.op !== 'delete') return;
    const link = this.rooms.links.get(operation.link ?? '');
    const base = link?.base[which];
    const now = this.rooms.itemOf(which, operation.target.id);
    if (link === undefined || base === undefined || base.gone === true || now === undefined) return;
    const row = this.rooms.replicas[which].records().get(operation.target.id);
    const version = this.rooms.mirror[which].get(operation.target.id)?.seen.version;
    // Another version than we know: the replica will answer 'stale'.
    if (row === undefined || version === undefined || !sameValue(now, this.rooms.mirror[which].get(operation.target.id)?.seen.item)) return;
    const lose = (name: string): never => {
      throw new Error(`Without a choice, ${operation.op} on ${which} loses an edit of ${name}: ${JSON.stringify({ base: base.item, now, operation })}`);
    };
    for (const field of fieldsOf[now.kind]) {
      const changes = operation.op === 'delete' ? [] : operation.changes.filter((change) => change.field === field.name);
      if (operation.op === 'update' && changes.length === 0) continue;
      if (field.shape === 'scalar') {
        // Both read as the record is now: a time is no other time because it recurs.
        if (!sameValue(field.normal(field.get(base.item), now), field.normal(field.get(now), now))) lose(field.name);
        continue;
      }
      const held = indexEntries(field, field.get(base.item), this.rooms.policy);
      const current = indexEntries(field, field.get(now), this.rooms.policy);
      if (operation.op === 'delete') {
        if (!sameValue([...held.keys()].sort(), [...current.keys()].sort())) lose(field.name);
        continue;
      }
      // Of entries with one value nobody can say which is which: their names shift.
      if ([...held.keys(), ...current.keys()].some((key) => key.includes('#'))) continue;
      for (const change of changes) {
        const from = change.from as AnyEntry | undefined;
        const to = change.to as AnyEntry | undefined;
        if (from === undefined) continue;
        const before = held.get(change.key ?? '');
        const revalued = to === undefined || field.key(from, this.rooms.policy) !== field.key(to, this.rooms.policy);
        if (before === undefined) {
          if (revalued) lose(`${field.name} ${change.key}`);
          continue;
        }
        // The other side replaced this number by one that stands here already.
        if (to === undefined && operation.settle[other(which)].some((each) => each.key === change.key && each.to !== undefined)) continue;
        const [was, is, will] = [field.attributes(before), field.attributes(from), to === undefined ? {} : field.attributes(to)];
        for (const name of Object.keys(is)) {
          if (name === 'preferred') continue;
          if (!sameValue(was[name], is[name]) && !sameValue(is[name], will[name])) lose(`${field.name} ${change.key} ${name}`);
        }
      }
    }
  }

  /** What must hold at every moment. */
  checkPromises(): void {
    for (const which of sides) {
      const records = this.rooms.replicas[which].records();
      const markers = new Set<string>();
      for (const [id, raw] of records) {
        const own = this.#own.get(`${which} ${id}`);
        if (own !== undefined && raw[ownField[which]] !== own) throw new Error(`${ownField[which]} of ${id} was lost.`);
        const made = raw['operation'];
        if (made !== undefined) {
          if (markers.has(String(made))) throw new Error(`One create made two records on ${which}.`);
          markers.add(String(made));
        }
      }
    }
    for (const [id, values] of this.#officeOnly) {
      const item = this.rooms.itemOf('office', id) as unknown as Record<string, unknown> | undefined;
      for (const [name, value] of Object.entries(values)) {
        if (item !== undefined && item[name] !== value) throw new Error(`${name} of ${id} is the office's alone and was written.`);
      }
    }
    for (const [id, noted] of this.#preferred) {
      const now = this.#preferredOf(id);
      for (const [key, preferred] of noted) {
        if (now.has(key) && now.get(key) !== preferred) throw new Error(`Preferred of ${id} ${key} is the office's alone and was written.`);
        // A number that is gone may come back as another entry.
        if (!now.has(key)) this.#preferred.set(id, new Map([...noted].filter(([each]) => each !== key)));
      }
    }
    const linked = new Set<string>();
    for (const link of this.rooms.links.values()) {
      for (const which of sides) {
        const key = `${which} ${link.ids[which]}`;
        if (linked.has(key)) throw new Error(`${key} is in two links.`);
        linked.add(key);
      }
    }
  }

  /** Runs without trouble until nothing is left to do; answers the last, empty plan. */
  async settleDown(): Promise<Plan> {
    for (const which of sides) this.rooms.replicas[which].lag = 0;
    let last: Plan | undefined;
    for (let pass = 0; pass < 8; pass += 1) {
      const plan = await this.cycle();
      last = plan ?? last;
      if (plan !== undefined && this.#isDone(plan)) return plan;
    }
    throw new Error(`Cycles without edits never end: ${JSON.stringify(last, undefined, 1)}`);
  }

  /** Nothing to do, or only what the side has refused for good (an id that was used before). */
  #isDone(plan: Plan): boolean {
    return approvedOperations(plan, this.rooms.approve(plan)).every((operation) => this.lastRun?.get(operation.id)?.outcome === 'refused');
  }

  /** Answers every question with its nth alternative that decides something. */
  async decideAll(position: number): Promise<void> {
    for (let pass = 0; pass < 12; pass += 1) {
      await this.rooms.pull();
      const plan = this.propose();
      if (plan.conflicts.length === 0 && this.#isDone(plan)) return;
      await this.execute(plan, this.rooms.approve(plan, { choices: choicesOf(plan, position, ['leave', 'wait']) }));
      const outcomes = [...(this.lastRun?.values() ?? [])].map((line) => line.outcome);
      if (outcomes.length > 0 && outcomes.every((outcome) => outcome === 'refused')) return;
    }
    throw new Error(`Questions never end: ${JSON.stringify(this.propose().conflicts, undefined, 1)}`);
  }

  /** Leaves both as they are, or keeps what is left, wherever that is offered. Answers which questions it was. */
  async leaveAll(): Promise<readonly string[]> {
    await this.rooms.pull();
    const plan = this.propose();
    const choices = Object.fromEntries(plan.conflicts.flatMap(({ id, alternatives }) => alternatives.flatMap((alternative) => (['leave', 'keep'].includes(alternative.id) ? [[id, alternative.id]] : []))));
    await this.execute(plan, this.rooms.approve(plan, { choices }));
    return Object.keys(choices).sort();
  }

  /** Every linked pair agrees, and each base is what its side holds. */
  checkAgreement(): void {
    for (const link of this.rooms.links.values()) {
      const items = { office: this.rooms.itemOf('office', link.ids.office), google: this.rooms.itemOf('google', link.ids.google) };
      for (const which of sides) {
        const base = link.base[which];
        const item = items[which];
        if (base.gone === true ? item !== undefined : item === undefined) throw new Error(`The base of ${link.ids[which]} says otherwise than ${which}.`);
        // A remembered deletion: what is left on this side is nobody's business any more.
        if (base.gone === true || item === undefined || link.base[other(which)].gone === true) continue;
        const shown = this.rooms.mirror[which].get(link.ids[which])?.seen.hash;
        if (base.hash !== shown) throw new Error(`The base of ${which} ${link.ids[which]} is not what it holds: ${JSON.stringify({ base: base.item, item })}`);
      }
      const { office, google } = items;
      if (office === undefined || google === undefined) continue;
      // What somebody else decides is not written, whatever the office says.
      if (this.rooms.replicas.google.records().get(link.ids.google)?.['readOnly'] !== undefined) continue;
      for (const field of fieldsOf[office.kind]) {
        // Guests and their answers are not sent by this policy.
        if (field.carriedBy.length < 2 || field.name === 'guests' || field.name === 'attending') continue;
        if (field.shape === 'scalar') {
          if (field.firstMeeting === 'leave') continue;
          if (!sameValue(field.normal(field.get(office), office), field.normal(field.get(google), google))) throw new Error(`The sides differ in ${field.name}: ${JSON.stringify(items)}`);
        } else {
          const keys = (item: Item): string[] => [...indexEntries(field, field.get(item), this.rooms.policy).keys()].sort();
          // TYPEs may differ from the first meeting on: each side keeps its own.
          if (this.comparesTypes && field.name === 'phones') {
            const types = (item: Item): string[] => [...indexEntries(field, field.get(item), this.rooms.policy)].map(([key, each]) => `${key} ${this.rooms.policy.types.office[`phones.${each.type ?? ''}`] ?? each.type ?? ''}`).sort();
            if (!sameValue(types(office), types(google))) throw new Error(`The sides differ in TYPE: ${JSON.stringify(items)}`);
          }
          if (!sameValue(keys(office), keys(google))) throw new Error(`The sides differ in ${field.name}: ${JSON.stringify(items)}`);
        }
      }
    }
  }

  /** The records of each side in normal form, without ids and versions, for comparing two ends. */
  contents(): Record<Side, string[]> {
    const list = (which: Side): string[] =>
      [...this.rooms.replicas[which].records().values()].map((raw) => canonicalJson(normalItem(raw['item'] as Item, this.rooms.policy))).sort();
    return { office: list('office'), google: list('google') };
  }
}

/** The nth alternative of each conflict, but none of those named. */
function choicesOf(plan: Plan, position: number, but: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    plan.conflicts.map((conflict) => {
      const left = conflict.alternatives.filter(({ id }) => !but.includes(id));
      return [conflict.id, left[position % left.length]?.id ?? 'wait'];
    }),
  );
}

function applyEdit(item: Item, edit: Edit): Item {
  const field = fieldNamed(item.kind, edit.field);
  if ('change' in edit) return applyToPart(item as EventItem, edit);
  if (!('entry' in edit)) {
    if (field.shape !== 'scalar') throw new Error('Not a scalar.');
    const edited = field.set(item, edit.value);
    // A series that recurs no more has no occurrences.
    return edit.field === 'recurrence' && edit.value === undefined ? fieldNamedEntries('occurrences').set(edited, []) : edited;
  }
  if (field.shape !== 'entries') throw new Error('Not a list.');
  const list = field.get(item) as readonly Entry[];
  const digits = (value: string): string => value.replace(/\D/g, '') || value.toLowerCase();
  const held = list.some((each) => digits(each.value) === digits(edit.value.value));
  if (edit.entry === 'double') return field.set(item, [...list, edit.value]);
  if (edit.entry === 'add') return held ? item : field.set(item, [...list, edit.value]);
  if (list.length === 0) return item;
  const at = edit.nth % list.length;
  const change = (each: Entry): Entry[] => {
    switch (edit.entry) {
      case 'remove':
        return [];
      case 'retype':
        return [{ ...each, type: edit.value.type, label: edit.value.label }];
      case 'prefer':
        return [{ ...each, preferred: each.preferred !== true }];
      default:
        return held ? [each] : [{ ...each, value: edit.value.value }];
    }
  };
  return field.set(item, list.flatMap((each, position) => (position === at ? change(each) : [each])));
}

function fieldNamedEntries(name: 'occurrences' | 'guests'): EntriesField {
  const field = fieldNamed('event', name);
  if (field.shape !== 'entries') throw new Error('Not a list.');
  return field;
}

function applyToPart(item: EventItem, edit: Extract<Edit, { readonly change: unknown }>): Item {
  if (edit.field === 'occurrences') {
    if ((item.recurrence ?? []).length === 0) return item;
    const rest = (item.occurrences ?? []).filter((each) => each.original !== edit.original);
    return fieldNamedEntries('occurrences').set(item, (edit.change === undefined ? rest : [...rest, { original: edit.original, ...edit.change }]) as unknown as readonly AnyEntry[]);
  }
  const rest = (item.guests ?? []).filter((each) => each.email.toLowerCase() !== edit.email.toLowerCase());
  return fieldNamedEntries('guests').set(item, (edit.change === undefined ? rest : [...rest, { email: edit.email, ...edit.change }]) as unknown as readonly AnyEntry[]);
}
