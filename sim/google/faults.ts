// In: fault rules from the control door and a request. Out: the rule that hits it, used up by one.
// A fault comes before the work (nothing is applied) or after it (applied, but the answer is lost or wrong).
// Never here: randomness without a seed; a rule with a probability draws from its own generator.
import { z } from 'zod';
import type { Outgoing } from './dispatch.ts';
import type { World } from './world.ts';

export const faultSchema = z.strictObject({
  match: z
    .strictObject({
      method: z.string().regex(/^[A-Za-z|]+$/).optional().describe('one, or several as PUT|DELETE'),
      path: z.string().optional().describe('a regular expression on the path and query'),
      call: z.string().optional().describe('a discovery method id, such as calendar.events.insert'),
      account: z.string().optional(),
      api: z.enum(['calendar', 'people', 'tasks', 'oauth']).optional(),
    })
    .default({}),
  status: z.number().int().min(400).max(599).optional(),
  reason: z.string().optional(),
  message: z.string().optional(),
  retryAfter: z.number().nonnegative().optional(),
  /** The literal answer body, when the usual error body is not wanted. */
  body: z.unknown().optional(),
  /** With a status: whether the write happens although the answer is an error. */
  applied: z.boolean().default(false),
  drop: z.enum(['before', 'after']).optional(),
  /** The request is carried out, and its answer comes spoilt: cut off in the middle, as a web page, or without a body. */
  spoil: z.enum(['truncated', 'html', 'empty']).optional(),
  /** The request is carried out, and this is answered with 200 in place of what belongs there. */
  answer: z.unknown().optional(),
  delayMs: z.number().nonnegative().optional(),
  /** People: this write is seen by lists only after so many milliseconds. */
  lagMs: z.number().nonnegative().optional(),
  /** A list answers 200 with no items and no next page, whatever it holds. */
  empty: z.boolean().default(false),
  count: z.number().int().positive().optional(),
  skip: z.number().int().nonnegative().default(0),
  probability: z.number().min(0).max(1).optional(),
  seed: z.number().int().default(1),
});

export type FaultRule = z.infer<typeof faultSchema>;

export interface Fault {
  readonly id: number;
  readonly rule: FaultRule;
  left: number;
  skipLeft: number;
  random: number;
  hits: number;
}

export interface Target {
  readonly api: string;
  readonly call: string | undefined;
  readonly method: string;
  readonly pathAndQuery: string;
  readonly account: string | undefined;
}

export function addFault(world: World, rule: FaultRule): Fault {
  world.counters.fault += 1;
  const everyTime = rule.probability !== undefined && rule.count === undefined;
  const fault: Fault = {
    id: world.counters.fault,
    rule,
    left: everyTime ? Number.POSITIVE_INFINITY : (rule.count ?? 1),
    skipLeft: rule.skip,
    random: rule.seed >>> 0,
    hits: 0,
  };
  world.faults.push(fault);
  return fault;
}

// mulberry32: small, seeded and good enough to spread faults.
function drawRandom(fault: Fault): number {
  fault.random = (fault.random + 0x6d2b79f5) >>> 0;
  let t = fault.random;
  t = Math.imul(t ^ (t >>> 15), t | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}

function isHit(fault: Fault, target: Target): boolean {
  const { match } = fault.rule;
  if (match.method !== undefined && !new RegExp(`^(?:${match.method})$`, 'i').test(target.method)) return false;
  if (match.api !== undefined && match.api !== target.api) return false;
  if (match.call !== undefined && match.call !== target.call) return false;
  if (match.account !== undefined && match.account.toLowerCase() !== target.account) return false;
  return match.path === undefined || new RegExp(match.path).test(target.pathAndQuery);
}

export function takeFault(world: World, target: Target): Fault | undefined {
  for (const fault of world.faults) {
    if (fault.left <= 0 || !isHit(fault, target)) continue;
    if (fault.skipLeft > 0) {
      fault.skipLeft -= 1;
      continue;
    }
    if (fault.rule.probability !== undefined && drawRandom(fault) >= fault.rule.probability) continue;
    fault.left -= 1;
    fault.hits += 1;
    return fault;
  }
  return undefined;
}

export function describeFault(fault: Fault): string {
  const { rule } = fault;
  const parts = [
    rule.status === undefined ? '' : `status ${rule.status}${rule.applied ? ' after the write' : ''}`,
    rule.drop === undefined ? '' : `drop ${rule.drop}`,
    rule.spoil === undefined ? '' : `answer ${rule.spoil}`,
    rule.answer === undefined ? '' : `answer ${JSON.stringify(rule.answer).slice(0, 60)}`,
    rule.delayMs === undefined ? '' : `delay ${rule.delayMs} ms`,
    rule.lagMs === undefined ? '' : `lag ${rule.lagMs} ms`,
    rule.empty ? 'empty list' : '',
  ];
  return `#${fault.id} ${parts.filter((part) => part !== '').join(', ')}`;
}

const errorPage = '<!DOCTYPE html>\n<html lang=en><title>Error</title><p>The server encountered a temporary error. Please try again in 30 seconds.</html>\n';

/** The answer to a request that was carried out, as a client may see it. */
export function spoil(outgoing: Outgoing, fault: Fault | undefined): Outgoing {
  if (fault?.rule.spoil === 'truncated') return { ...outgoing, cut: true };
  if (fault?.rule.spoil === 'html') return { status: 200, headers: { 'content-type': 'text/html; charset=UTF-8' }, text: errorPage };
  if (fault?.rule.spoil === 'empty') return { status: 200, headers: outgoing.headers, text: '' };
  if (fault?.rule.answer !== undefined) return { status: 200, headers: outgoing.headers, text: JSON.stringify(fault.rule.answer) };
  return outgoing;
}
