import type { Work } from '../nn/op-work.js';

/** A call of an op that was timed. */
export interface MeasuredOp {
  op: string;
  work: Work;
  seconds: number;
  /** By the time that the step's threads worked: what other programs took of it is taken off all calls alike. */
  alone: number;
}

/** How fast a CPU does the ops of a step. */
export interface CpuRates {
  /** In products at best. */
  flopsPerSecond: number;
  /** Where memory is only read and written, at best. */
  bytesPerSecond: number;
  /** Between two ops, of the thread that trains. */
  secondsBetweenOps: number;
  secondsOf(op: string, work: Work): number;
}

interface KnownOp {
  sizes: readonly number[];
  /** Of what the best rates would come to. */
  slowness: number;
}

/** Other programs slow some calls down: of all calls the one is taken that so many are faster than. */
const QUANTILE = 0.25;

/**
 * What was measured as a rule for ops of other numbers of rows: each is as much slower than the CPU's best rates allow as the same op was,
 * of those measured the one whose sizes are nearest.
 */
export function ratesOf(measured: readonly MeasuredOp[], secondsBetweenOps: number): CpuRates {
  const best = (of: 'flops' | 'bytes', ops: readonly MeasuredOp[]) =>
    Math.max(1, ...ops.map(({ work, seconds }) => work[of] / seconds));
  const flopsPerSecond = best('flops', measured);
  const bytesPerSecond = best(
    'bytes',
    measured.filter(({ op }) => op === 'adamwEma'),
  );
  const ideal = ({ flops, bytes }: Work) => flops / flopsPerSecond + bytes / bytesPerSecond;
  const known = new Map<string, KnownOp[]>();
  for (const calls of grouped(measured).values()) {
    const [{ op, work }] = calls as [MeasuredOp, ...MeasuredOp[]];
    const ofOp = known.get(op) ?? [];
    ofOp.push({ sizes: work.sizes, slowness: Math.min(quantile(calls, ideal), meanAlone(calls, ideal)) });
    known.set(op, ofOp);
  }
  return {
    flopsPerSecond,
    bytesPerSecond,
    secondsBetweenOps,
    secondsOf(op, work) {
      const [first, ...others] = known.get(op) ?? [];
      if (first === undefined) return ideal(work);
      const nearest = others.reduce(
        (nearer, one) => (distance(one.sizes, work.sizes) < distance(nearer.sizes, work.sizes) ? one : nearer),
        first,
      );
      return nearest.slowness * ideal(work);
    },
  };
}

/** By op and sizes. */
function grouped(measured: readonly MeasuredOp[]): Map<string, MeasuredOp[]> {
  const groups = new Map<string, MeasuredOp[]>();
  for (const call of measured) {
    const key = `${call.op} ${call.work.sizes}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [call]);
    else group.push(call);
  }
  return groups;
}

/** How much slower calls are than the best: calls with more to do count for more. */
function quantile(calls: readonly MeasuredOp[], ideal: (work: Work) => number): number {
  const weighed = calls.map(({ work, seconds }) => ({ weight: ideal(work), slowness: seconds / ideal(work) }));
  weighed.sort((a, b) => a.slowness - b.slowness);
  let left = QUANTILE * weighed.reduce((sum, { weight }) => sum + weight, 0);
  for (const { weight, slowness } of weighed) {
    left -= weight;
    if (left <= 0) return slowness;
  }
  return weighed.at(-1)!.slowness;
}

/** The same of all together, without what other programs took: of few calls all may have been slowed down. */
function meanAlone(calls: readonly MeasuredOp[], ideal: (work: Work) => number): number {
  const sum = (of: (call: MeasuredOp) => number) => calls.reduce((total, call) => total + of(call), 0);
  return sum(({ alone }) => alone) / sum(({ work }) => ideal(work));
}

/** Of sizes, by the factors between them. */
function distance(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, size, i) => sum + Math.abs(Math.log(size / (b[i] ?? size))), 0);
}
