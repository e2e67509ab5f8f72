import type { LogFields } from '../log/log-line.js';
import type { TrainingReport } from '../rpc/messages.js';
import type { JobObserver } from './observer.js';

/** Steps after which ranks are compared. */
const STEPS = 50;
/** Of the median of the others, in what a rank does itself. */
const SLOWER = 1.25;
/** Of a step, what it costs at least. */
const COSTS = 0.05;

type Phase = 'data' | 'compute' | 'save';
const OWN_PHASES = ['data', 'compute', 'save'] as const satisfies Phase[];

/** Seconds of a rank in some steps. */
type Seconds = TrainingReport['phaseSeconds'];

/** Names a rank for which all others wait, and in what: they show it as communication. */
export class SlowRanks {
  #generation = 0;
  #steps = 0;
  #seconds = new Map<number, Seconds>();
  /** That was named last, so that it is said once. */
  #named = '';

  /** @param warn says it */
  constructor(private readonly warn: (fields: LogFields) => void) {}

  readonly observer: JobObserver = {
    name: 'slow ranks',
    reported: (generation, rank, { steps, phaseSeconds }) => {
      if (generation !== this.#generation) this.#begin(generation);
      const before = this.#seconds.get(rank) ?? { data: 0, compute: 0, communication: 0, save: 0 };
      this.#seconds.set(rank, sum(before, phaseSeconds));
      this.#steps += steps.length;
      if (this.#steps >= STEPS && steps.length > 0) this.#compare();
    },
  };

  #begin(generation: number): void {
    this.#generation = generation;
    this.#steps = 0;
    this.#seconds.clear();
    this.#named = '';
  }

  #compare(): void {
    const slow = slowRank(this.#seconds);
    const name = slow === null ? '' : `${slow.rank} ${slow.phase}`;
    if (slow !== null && name !== this.#named) {
      const { rank, phase, seconds, others } = slow;
      const each = (value: number) => ((1000 * value) / this.#steps).toFixed(1);
      this.warn({
        rank,
        phase,
        reason: `it takes ${each(seconds)} ms a step for it, the others ${each(others)} ms: they wait for it`,
      });
    }
    this.#named = name;
    this.#steps = 0;
    this.#seconds.clear();
  }
}

/** The one that takes longest for what it does itself, and in which phase; null where all take about as long. */
export function slowRank(
  seconds: ReadonlyMap<number, Seconds>,
): { rank: number; phase: Phase; seconds: number; others: number } | null {
  const own = (of: Seconds) => OWN_PHASES.reduce((total, phase) => total + of[phase], 0);
  const ranks = [...seconds].sort(([, a], [, b]) => own(b) - own(a));
  const [slowest, ...rest] = ranks;
  if (slowest === undefined || rest.length === 0) return null;
  const [rank, its] = slowest;
  const usual = median(rest.map(([, of]) => own(of)));
  const whole = own(its) + its.communication;
  if (own(its) < SLOWER * usual || own(its) - usual < COSTS * whole) return null;
  const medianOf = (phase: Phase) => median(rest.map(([, of]) => of[phase]));
  const phase = OWN_PHASES.reduce((a, b) => (its[b] - medianOf(b) > its[a] - medianOf(a) ? b : a));
  return { rank, phase, seconds: its[phase], others: medianOf(phase) };
}

function sum(a: Seconds, b: Seconds): Seconds {
  return {
    data: a.data + b.data,
    compute: a.compute + b.compute,
    communication: a.communication + b.communication,
    save: a.save + b.save,
  };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}
