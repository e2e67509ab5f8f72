import { isWriter, type ShardingPlan } from '../fsdp/plan.js';
import { REPLICAS, tensorName } from './manifest.js';

/** A float32 tensor of a rank's file. */
export interface LaidOutTensor {
  name: string;
  shape: readonly number[];
  /** Bytes [start, end) after the file's header. */
  start: number;
  end: number;
}

/**
 * What a rank's file holds, in order: the four replicas of each unit that the rank owns a range of, then, in the first
 * rank's, what every rank holds alike. A range that several ranks hold is in the file of the first of them alone.
 * @param replicated shapes by name
 */
export function shardLayout(
  plan: ShardingPlan,
  replicated: Readonly<Record<string, readonly number[]>>,
  rank: number,
): LaidOutTensor[] {
  const owned = plan.units.filter((unit) => isWriter(unit, rank));
  const tensors: { name: string; shape: readonly number[] }[] = owned.flatMap((unit) =>
    REPLICAS.map((replica) => ({ name: tensorName(replica, unit), shape: [unit.shardNumel] })),
  );
  if (rank === 0) for (const [name, shape] of Object.entries(replicated)) tensors.push({ name, shape });
  let end = 0;
  return tensors.map(({ name, shape }) => {
    const start = end;
    end += shape.reduce((bytes, size) => bytes * size, Float32Array.BYTES_PER_ELEMENT);
    return { name, shape, start, end };
  });
}

export function dataBytes(layout: readonly LaidOutTensor[]): number {
  return layout.at(-1)?.end ?? 0;
}

/** Names of the tensors that have a part of bytes [start, end), for a message: the first two, and how many more. */
export function tensorsWithin(
  tensors: Iterable<{ name: string; start: number; end: number }>,
  start: number,
  end: number,
): string {
  const names = [...tensors].filter((tensor) => tensor.start < end && tensor.end > start).map(({ name }) => name);
  const more = names.length > 2 ? ` and ${names.length - 2} more` : '';
  if (names.length === 0) return 'no tensor';
  return `tensor ${names
    .slice(0, 2)
    .map((name) => `"${name}"`)
    .join(', ')}${more}`;
}
