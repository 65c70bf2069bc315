// Random histories in which only one side may be written: it stays so, nothing is asked that
// only a write on the other side could answer, and what waited is there when both are opened.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hashItem } from '../src/core/diff.ts';
import { kinds } from '../src/core/item.ts';
import type { Plan } from '../src/core/plan.ts';
import { approvedOperations, isWrite } from '../src/core/plan.ts';
import type { Direction, Policy } from '../src/core/policy.ts';
import { reconcile } from '../src/core/reconcile.ts';
import { other, sides } from '../src/core/side.ts';
import type { Side } from '../src/core/side.ts';
import { commandsOf, deletionPolicy, policyOf, World } from './support/machine-world.ts';
import type { Command } from './support/machine-world.ts';
import { mirrorInput, onlyShared, tellPlan } from './support/mirror-plan.ts';

const histories = Number(process.env['HISTORIES'] ?? 1_500);
const runs = { numRuns: Math.max(1, Math.round(histories / kinds.length)) };
const time = Math.max(120_000, histories * 60);
const side = fc.constantFrom<Side>(...sides);

function only(direction: Direction, policy: Policy): Policy {
  return { ...policy, direction: { contact: direction, event: direction, task: direction } };
}

function sidesWritten(plan: Plan): Set<string> {
  const all = [...plan.operations, ...plan.conflicts.flatMap(({ alternatives }) => alternatives.flatMap(({ operations }) => operations))];
  return new Set(all.flatMap((operation) => (isWrite(operation) ? [operation.side] : [])));
}

async function play(world: World, commands: readonly Command[]): Promise<void> {
  for (const command of commands) {
    await world.run(command);
    world.checkPromises();
  }
}

for (const kind of kinds) {
  describe(`${kind}: for any history with one side closed`, () => {
    test(
      '[R22] the closed side is never written nor asked for, and what waited is sent when it is opened',
      async () => {
        await fc.assert(
          fc.asyncProperty(commandsOf(kind, { troubles: true, choices: true }), deletionPolicy, side, fc.nat(3), async (commands, deletion, open, position) => {
            const policy = policyOf(deletion);
            const world = new World(kind, only(open, policy));
            await play(world, commands);
            await world.settleDown();
            await world.rooms.pull();
            const quiet = world.propose();
            expect(world.rooms.replicas[other(open)].writes).toEqual([]);
            expect([...sidesWritten(quiet)].filter((written) => written !== open)).toEqual([]);
            // Settled: another cycle finds nothing.
            expect(approvedOperations(quiet, world.rooms.approve(quiet)).filter((operation) => world.lastRun?.get(operation.id)?.outcome !== 'refused')).toEqual([]);

            Object.assign(world.rooms, { policy });
            const plan = world.rooms.propose('preview');
            await world.execute(plan, world.rooms.approve(plan));
            await world.settleDown();
            await world.decideAll(position);
            await world.settleDown();
            if (!commands.some((command) => command.do === 'cycle' && command.choose !== undefined)) world.checkAgreement();
          }),
          runs,
        );
      },
      time,
    );

    test(
      '[R22] swapping the sides and the direction mirrors the plan',
      async () => {
        await fc.assert(
          fc.asyncProperty(commandsOf(kind, { troubles: true, choices: true }), deletionPolicy, side, async (commands, deletion, open) => {
            // Who is in the SET is the office's to say: there the sides are not alike.
            const policy = { ...only(open, policyOf(deletion)), types: { office: {}, google: {} }, conflictByField: { 'contact.member': 'google' as const } };
            const world = new World(kind, policy);
            await play(world, commands);
            await world.rooms.pull();
            // What was refused is kept by keys that name a side.
            const input = { ...onlyShared(world.rooms.input(), (item) => hashItem(item, policy)), never: new Set<string>(), chooseId: () => undefined };
            expect(tellPlan(reconcile(mirrorInput(input)), true)).toEqual(tellPlan(reconcile(input), false));
          }),
          { numRuns: Math.max(1, Math.round(runs.numRuns / 3)) },
        );
      },
      time,
    );
  });
}
