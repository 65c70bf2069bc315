// Random histories over two memory replicas. Everything that the design promises must hold
// together: alone, each promise lets some fault survive. HISTORIES=50000 runs it longer,
// SEED=random plays others than the last time.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hashItem } from '../src/core/diff.ts';
import { kinds } from '../src/core/item.ts';
import { approvedOperations, isWrite } from '../src/core/plan.ts';
import { reconcile } from '../src/core/reconcile.ts';
import { commandsOf, deletionPolicy, policyOf, World } from './support/machine-world.ts';
import type { Command, Edit } from './support/machine-world.ts';
import { mirrorInput, onlyShared, tellPlan } from './support/mirror-plan.ts';

const histories = Number(process.env['HISTORIES'] ?? 6_000);
const runs = (part: number): { numRuns: number } => ({ numRuns: Math.max(1, Math.round((histories * part) / kinds.length)) });
const time = Math.max(120_000, histories * 60);

async function play(world: World, commands: readonly Command[]): Promise<void> {
  for (const command of commands) {
    await world.run(command);
    world.checkPromises();
  }
}

/** Everything is undone, nothing refused or forgotten, and what comes next writes nothing of it again. */
async function undoRun(world: World, lines: Parameters<World['rooms']['undo']>[0]): Promise<void> {
  const undo = world.rooms.undo(lines);
  // What a setup keeps unasked is said, not asked.
  expect(undo.changedSince.filter(({ why }) => !why.startsWith('By its setup'))).toEqual([]);
  const plan = world.rooms.planOf(undo.operations);
  await world.execute(plan, world.rooms.approve(plan));
  expect([...(world.lastRun?.values() ?? [])].map((line) => line.outcome)).toEqual(undo.operations.map(() => 'applied'));
  await world.rooms.pull();
  const next = world.propose();
  expect(approvedOperations(next, world.rooms.approve(next)).filter(isWrite)).toEqual([]);
}

const people = (commands: readonly Command[]): readonly Command[] => commands.filter((command) => command.do !== 'cycle');
const editOf = (command: Command): Edit | undefined => (command.do === 'edit' ? command.edit : command.do === 'cycle' ? command.between?.edit : undefined);
/** What both sides add keeps the TYPE that each gave it. */
const addsEntry = (command: Command): boolean => {
  const edit = editOf(command);
  return edit !== undefined && 'entry' in edit && ['add', 'double', 'revalue'].includes(edit.entry);
};
/** A contact that left the SET is no longer synchronized: an undo lists it, and leaves it alone. */
const staysInTheSet = (command: Command): boolean => editOf(command)?.field !== 'member';

for (const kind of kinds) {
  describe(`${kind}: for any history`, () => {
    test(
      '[R7] edits, deletions and trouble end in an empty plan, equal sides and true bases',
      async () => {
        await fc.assert(
          fc.asyncProperty(commandsOf(kind, { troubles: true, choices: true }), deletionPolicy, fc.nat(3), async (commands, deletion, position) => {
            const world = new World(kind, policyOf(deletion));
            await play(world, commands);
            await world.settleDown();
            await world.decideAll(position);
            await world.settleDown();
            // Who comes into the SET again meets the other side anew, each with its own TYPE; so does what is linked in the place of a deleted one.
            world.comparesTypes = new Set(commands.flatMap((command) => (command.do === 'create' ? [command.side] : []))).size === 1 && commands.every((command) => staysInTheSet(command) && !addsEntry(command) && command.do !== 'delete');
            world.checkAgreement();
          }),
          runs(0.5),
        );
      },
      time,
    );

    test(
      '[R11] a process that is killed anywhere and started again comes to the same end',
      async () => {
        await fc.assert(
          fc.asyncProperty(commandsOf(kind, { troubles: false, choices: false, maxLength: 8 }), deletionPolicy, fc.nat(20), fc.constantFrom('lose', 'drop', 'fail', undefined), async (commands, deletion, crashAt, trouble) => {
            const end = async (disturbed: boolean): Promise<ReturnType<World['contents']>> => {
              const world = new World(kind, policyOf(deletion));
              await play(world, commands);
              const troubles = disturbed ? [undefined, trouble, trouble] : [];
              await world.run({ do: 'cycle', troubles, failRead: false, crashAt: disturbed ? crashAt : undefined, choose: undefined, between: undefined });
              await world.settleDown();
              return world.contents();
            };
            expect(await end(true)).toEqual(await end(false));
          }),
          runs(0.15),
        );
      },
      time,
    );

    test(
      '[B15] an undo of everything that was written restores both sides, and they stay so',
      async () => {
        await fc.assert(
          fc.asyncProperty(commandsOf(kind, { troubles: false, choices: true, maxLength: 8 }), commandsOf(kind, { troubles: false, choices: false, maxLength: 5 }), deletionPolicy, fc.nat(3), async (commands, edits, deletion, position) => {
            const world = new World(kind, policyOf(deletion));
            await play(world, commands);
            await world.settleDown();
            await world.decideAll(position);
            await play(world, people(edits).filter(staysInTheSet));
            await world.rooms.pull();
            const before = world.contents();
            const lines = new Map();
            for (let pass = 0; pass < 6; pass += 1) {
              const plan = await world.cycle(position);
              for (const line of world.lastRun?.values() ?? []) lines.set(`${pass} ${line.operation.id}`, line);
              if (plan !== undefined && approvedOperations(plan, world.rooms.approve(plan)).length === 0 && plan.conflicts.length === 0) break;
            }
            await world.rooms.pull();
            const done = world.contents();
            const linked = [...lines.values()].flatMap(({ operation, outcome }) => (operation.op === 'link' && outcome === 'applied' ? [operation.link] : [])).filter((link) => world.rooms.links.has(link));
            const standing = (): string[] => linked.filter((link) => world.rooms.links.has(link));
            await undoRun(world, lines);
            expect([world.contents(), standing()]).toEqual([before, []]);
            // What was undone is brought back by undoing the undo, and that again is taken back.
            await undoRun(world, world.lastRun ?? new Map());
            expect([world.contents(), standing()]).toEqual([done, linked]);
            await undoRun(world, world.lastRun ?? new Map());
            expect([world.contents(), standing()]).toEqual([before, []]);
          }),
          runs(0.2),
        );
      },
      time,
    );

    test(
      '[B15] [R16] the undo of answers that left two different asks again, and undone itself they stand again',
      async () => {
        await fc.assert(
          fc.asyncProperty(commandsOf(kind, { troubles: false, choices: false, maxLength: 8 }), deletionPolicy, async (commands, deletion) => {
            const world = new World(kind, policyOf(deletion));
            await play(world, commands);
            await world.settleDown();
            const asked = async (): Promise<readonly string[]> => {
              await world.rooms.pull();
              return world.propose().conflicts.map(({ id }) => id).sort();
            };
            const before = await asked();
            const contents = world.contents();
            const answered = await world.leaveAll();
            const left = before.filter((id) => !answered.includes(id));
            expect(await asked()).toEqual(left);
            await undoRun(world, world.lastRun ?? new Map());
            expect(await asked()).toEqual(before);
            await undoRun(world, world.lastRun ?? new Map());
            expect(await asked()).toEqual(left);
            expect(world.contents()).toEqual(contents);
          }),
          runs(0.15),
        );
      },
      time,
    );

    test(
      'swapping the sides mirrors the plan',
      async () => {
        await fc.assert(
          fc.asyncProperty(commandsOf(kind, { troubles: true, choices: true }), deletionPolicy, async (commands, deletion) => {
            // Who is in the SET is the office's to say: there the sides are not alike either.
            const policy = { ...policyOf(deletion), types: { office: {}, google: {} }, conflictByField: { 'contact.member': 'google' as const } };
            const world = new World(kind, policy);
            await play(world, commands);
            await world.rooms.pull();
            // What was refused is kept by keys that name a side.
            const input = { ...onlyShared(world.rooms.input(), (item) => hashItem(item, policy)), never: new Set<string>(), chooseId: () => undefined };
            expect(tellPlan(reconcile(mirrorInput(input)), true)).toEqual(tellPlan(reconcile(input), false));
          }),
          runs(0.15),
        );
      },
      time,
    );
  });
}
