import type { Work } from '../nn/op-work.js';
import { COLLECTIVE_KINDS, type Collective, type CollectiveKind } from './collectives.js';
import type { StepEvent } from './dry-run.js';

/** What a device and its ways to others need, in seconds. */
export interface Prices {
  op(op: string, work: Work): number;
  /** From one op to the next, of the thread that asks for them, where the device waits for it. */
  betweenOps: number;
  collective(collective: Collective): number;
}

/** Seconds of a step. */
export interface StepTime {
  total: number;
  /** In ops, and between them. */
  ops: number;
  /** For collectives that were not done when their results were wanted. */
  waiting: number;
  /** Of each kind together, whether something was computed meanwhile or not. */
  collectives: Record<CollectiveKind, number>;
}

/**
 * Follows a step: ops come one after the other; gathers, reductions and sums have a lane each, in which they come one after the other
 * beside the ops. What is joined is waited for.
 */
export function timeStep(events: readonly StepEvent[], prices: Prices): StepTime {
  const time: StepTime = { total: 0, ops: 0, waiting: 0, collectives: { gather: 0, reduce: 0, sum: 0 } };
  const free = { gather: 0, reduce: 0, sum: 0 };
  const ends = new Map<Collective, number>();
  for (const event of events) {
    if (event.kind === 'op') {
      const seconds = prices.op(event.op, event.work) + prices.betweenOps;
      time.ops += seconds;
      time.total += seconds;
      continue;
    }
    const { kind } = event.collective;
    if (event.kind === 'start') {
      const seconds = prices.collective(event.collective);
      free[kind] = Math.max(free[kind], time.total) + seconds;
      time.collectives[kind] += seconds;
      ends.set(event.collective, free[kind]);
      continue;
    }
    const waited = Math.max(0, ends.get(event.collective)! - time.total);
    time.waiting += waited;
    time.total += waited;
  }
  return time;
}

/** Of steps that differ a little. */
export function meanTime(times: readonly StepTime[]): StepTime {
  const mean = (of: (time: StepTime) => number) => times.reduce((sum, time) => sum + of(time), 0) / times.length;
  return {
    total: mean(({ total }) => total),
    ops: mean(({ ops }) => ops),
    waiting: mean(({ waiting }) => waiting),
    collectives: Object.fromEntries(
      COLLECTIVE_KINDS.map((kind) => [kind, mean(({ collectives }) => collectives[kind])]),
    ) as StepTime['collectives'],
  };
}
