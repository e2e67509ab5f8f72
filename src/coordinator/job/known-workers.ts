import type { JobWorker } from './job.js';

type Workers = readonly JobWorker[];

/**
 * What was looked up of arrays of workers, so that of ten thousand nobody is looked for twice. No part of the job: an array does not
 * change. Positions are shared with the arrays that follow, and compared with what is there.
 */
const known = new WeakMap<Workers, { at: Map<string, number>; ready: readonly number[] }>();

function look(workers: Workers) {
  let looked = known.get(workers);
  if (looked === undefined) {
    looked = {
      at: new Map(workers.map(({ id }, i) => [id, i])),
      ready: workers.flatMap(({ stage }, i) => (stage === 'ready' ? [i] : [])),
    };
    known.set(workers, looked);
  }
  return looked;
}

/** Of the worker with this id; -1 where there is none. */
export function positionOf(workers: Workers, id: string): number {
  const position = look(workers).at.get(id) ?? -1;
  if (position === -1 || workers[position]?.id === id) return position;
  return workers.findIndex((worker) => worker.id === id);
}

/** The same, and more. */
export function withMore(workers: Workers, more: Workers): JobWorker[] {
  const after = [...workers, ...more];
  const { at, ready } = look(workers);
  for (const [i, { id }] of more.entries()) at.set(id, workers.length + i);
  known.set(after, { at, ready });
  return after;
}

/** Positions of those that wait for a place, in order. */
export function readyWorkers(workers: Workers): readonly number[] {
  return look(workers).ready;
}

/** The same, of whom one is at another stage. */
export function withStage(workers: Workers, position: number, stage: JobWorker['stage']): JobWorker[] {
  const after = workers.with(position, { ...workers[position]!, stage });
  const { at, ready } = look(workers);
  const others = ready.filter((one) => one !== position);
  known.set(after, { at, ready: stage === 'ready' ? [...others, position].sort((a, b) => a - b) : others });
  return after;
}
