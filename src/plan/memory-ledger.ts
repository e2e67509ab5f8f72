import type { MemoryStats, Tensor } from '../nn/backend.js';
import type { CountedPool, NullTensor } from '../nn/null-backend.js';
import type { Block } from './pools.js';

/** What memory of a device is for, in the order in which it is told. */
export const MEMORY_KINDS = [
  'student',
  'teacher',
  'expAvg',
  'expAvgSq',
  'gradients',
  /** Weights of student and teacher in 16 bits, where a rank holds all of a unit and computes in them. */
  'roundedWeights',
  /** In distillation. */
  'frozenTeacher',
  /** Centres, records, the optimizer's scalars. */
  'counters',
  'gatheredWeights',
  /** Whole gradients of a unit, and what they travel in. */
  'travellingGradients',
  /** What the backward pass reads, and targets. */
  'activations',
  'activationGradients',
  /** Crops, masks and weights of the images. */
  'batch',
  /** Of ops, while they run. */
  'scratch',
  /** By which blocks of the pool are larger than what they hold. */
  'rounding',
] as const;

export type MemoryKind = (typeof MEMORY_KINDS)[number];
export type MemoryByKind = Record<MemoryKind, number>;

/** A block from when it was taken to when it came back, in takes. */
interface Entry {
  readonly block: Block;
  readonly bytes: number;
  readonly born: number;
  died: number;
  kind: MemoryKind | null;
  /** A tensor that this one was converted to: both serve the same. */
  becomes: Entry | null;
}

/** A pool that remembers what its blocks were for, so that the most that was in use at once can be told by kind. */
export class MemoryLedger implements CountedPool<Entry> {
  private readonly entries: Entry[] = [];
  private now = 0;
  private most = { bytes: 0, at: 0 };

  constructor(private readonly pool: CountedPool<Block>) {}

  take(bytes: number): Entry {
    const entry: Entry = {
      block: this.pool.take(bytes),
      bytes,
      born: this.now++,
      died: Number.POSITIVE_INFINITY,
      kind: null,
      becomes: null,
    };
    this.entries.push(entry);
    const { bytesInUse } = this.pool.stats();
    if (bytesInUse > this.most.bytes) this.most = { bytes: bytesInUse, at: entry.born };
    return entry;
  }

  giveBack(entry: Entry): void {
    entry.died = this.now++;
    this.pool.giveBack(entry.block);
  }

  stats(): MemoryStats {
    return this.pool.stats();
  }

  resetPeak(): void {
    this.pool.resetPeak();
  }

  /** What was said first of a block counts. */
  label(tensor: Tensor, kind: MemoryKind): void {
    entryOf(tensor).kind ??= kind;
  }

  /** All that nothing was said of so far. */
  labelRest(kind: MemoryKind): void {
    for (const entry of this.entries) entry.kind ??= kind;
  }

  /** Weights that are converted stay weights; what a gradient is converted from is one. */
  converted(from: Tensor, to: Tensor): void {
    const [source, result] = [entryOf(from), entryOf(to)];
    const isWeights = source.kind === 'gatheredWeights' || source.kind === 'student' || source.kind === 'teacher';
    if (isWeights || source.kind === 'frozenTeacher') result.kind ??= 'gatheredWeights';
    source.becomes = result;
  }

  /** Of scratch: taken and given back at once. */
  passing(blocks: readonly number[]): void {
    const taken = blocks.map((bytes) => this.take(bytes));
    for (const entry of taken.reverse()) {
      entry.kind = 'scratch';
      this.giveBack(entry);
    }
  }

  /** What was in use when it was most. */
  atPeak(): MemoryByKind {
    const { at } = this.most;
    return this.sums(({ born, died }) => born <= at && at < died);
  }

  /** What is in use now. */
  inUse(): MemoryByKind {
    return this.sums(({ died }) => died === Number.POSITIVE_INFINITY);
  }

  private sums(isMeant: (entry: Entry) => boolean): MemoryByKind {
    const sums = Object.fromEntries(MEMORY_KINDS.map((kind) => [kind, 0])) as MemoryByKind;
    for (const entry of this.entries.filter(isMeant)) {
      sums[entry.kind ?? entry.becomes?.kind ?? 'activations'] += entry.bytes;
      sums.rounding += entry.block.size - entry.bytes;
    }
    return sums;
  }
}

function entryOf(tensor: Tensor): Entry {
  return (tensor as NullTensor).storage.block as Entry;
}
