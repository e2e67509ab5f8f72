import { ownedRuns, type PlannedParameter, type PlannedUnit, type ShardingPlan } from '../fsdp/plan.js';
import type { UnitShards } from '../fsdp/sharded-unit.js';
import type { Backend, ChosenAlgorithm, Tensor } from '../nn/backend.js';
import { CheckpointError } from './checkpoint-error.js';
import { checkComplete } from './complete.js';
import { type Manifest, REPLICAS, type Replica, readManifest, tensorName } from './manifest.js';
import { ParameterRuns } from './parameter-runs.js';
import { type FileRange, readRanges } from './read-ranges.js';
import { ShardFile } from './shard-file.js';
import { shardLayout } from './shard-layout.js';

/** A checkpoint whose parameters are read by name and range, however many ranks wrote it. */
export class CheckpointReader {
  private readonly files: (ShardFile | null)[];
  private readonly located: ParameterRuns;

  private constructor(
    readonly directory: string,
    readonly manifest: Manifest,
  ) {
    this.files = manifest.files.map(() => null);
    this.located = new ParameterRuns(manifest.plan, directory);
  }

  /** @throws CheckpointError where files are missing or cut short, or where their headers are not as they were written */
  static async open(directory: string): Promise<CheckpointReader> {
    return new CheckpointReader(directory, await checkComplete(directory));
  }

  /** For one of many ranks, of a checkpoint that others have looked at: opens only the files that it reads. */
  static async openForRank(directory: string): Promise<CheckpointReader> {
    return new CheckpointReader(directory, await readManifest(directory));
  }

  /** With their submodule, e.g. `backbone.cls_token`. */
  get parameterNames(): string[] {
    return this.located.names;
  }

  shapeOf(name: string): readonly number[] {
    return this.located.parameter(name).shape;
  }

  /** A whole parameter. */
  parameter(replica: Replica, name: string): Float32Array {
    const { numel } = this.located.parameter(name);
    const out = new Float32Array(numel);
    for (const { file, tensor, from, to, done } of this.runs(replica, name, 0, numel))
      file.readInto(tensor, 4 * from, 4 * to, new Uint8Array(out.buffer, 4 * done, 4 * (to - from)));
    return out;
  }

  /** Tensors that every rank held alike: the first one's file has them beside the units. */
  replicatedNames(): string[] {
    const { units } = this.manifest.plan;
    const ofUnits = new Set(units.flatMap((unit) => REPLICAS.map((replica) => tensorName(replica, unit))));
    return this.file(0).names.filter((name) => !ofUnits.has(name));
  }

  /** A tensor that every rank held alike. */
  replicated(name: string): Float32Array {
    const file = this.file(0);
    const { start, end } = file.info(name);
    const out = new Float32Array((end - start) / 4);
    file.readInto(name, 0, end - start, new Uint8Array(out.buffer));
    return out;
  }

  /** Those that a rank had chosen; of a rank that there was not, the first one's. */
  algorithms(rank: number): readonly ChosenAlgorithm[] {
    return this.file(rank < this.files.length ? rank : 0).algorithms;
  }

  /** Where elements [start, start + numel) of a parameter lie, in row-major order; `done` elements come before a range. */
  *ranges(replica: Replica, name: string, start: number, numel: number): Generator<FileRange & { done: number }> {
    for (const { file, tensor, from, to, done } of this.runs(replica, name, start, numel)) {
      const { start: first } = file.info(tensor);
      yield { file, start: first + 4 * from, end: first + 4 * to, done };
    }
  }

  /** Blocks that were read and verified, by file; one that is read twice counts twice. */
  blocksRead(): Map<string, number> {
    return new Map(
      this.files.flatMap((file, i) => (file ? [[this.manifest.files[i]!.name, file.blocksRead] as const] : [])),
    );
  }

  close(): void {
    for (const file of this.files) file?.close();
  }

  /** The same in elements of the files' tensors. */
  private *runs(replica: Replica, name: string, start: number, numel: number) {
    for (const { unit, rank, from, to, done } of this.located.of(name, start, numel))
      yield { file: this.file(rank), tensor: tensorName(replica, unit), from, to, done };
  }

  private file(rank: number): ShardFile {
    const { files, plan, replicated } = this.manifest;
    this.files[rank] ??= ShardFile.open(this.directory, files[rank]!, shardLayout(plan, replicated, rank));
    return this.files[rank];
  }
}

/** Which of a unit's four tensors holds a replica. */
export function shardOf(shards: UnitShards, replica: Replica): Tensor {
  return { student: shards.student, teacher: shards.teacher, exp_avg: shards.expAvg, exp_avg_sq: shards.expAvgSq }[
    replica
  ];
}

/** A range of a file, and where in a rank's shard of a unit's replica it goes. */
export interface OwnedRange extends FileRange {
  /** First element, counted within the shard. */
  shardStart: number;
}

/**
 * Fills a rank's shards, zeros so far, with what it will own, at any world size. Each block that holds some of it is read
 * once, file after file, and no other.
 * @param onProgress called every few blocks: a large load is long, and must not pass for a hang
 * @throws CheckpointError where the checkpoint has another network: names the parameter and both shapes
 */
export async function loadShards(
  reader: CheckpointReader,
  backend: Backend,
  plan: ShardingPlan,
  rank: number,
  shards: readonly UnitShards[],
  onProgress: () => void = () => {},
): Promise<void> {
  const byFile = new Map<ShardFile, (OwnedRange & { shard: Tensor })[]>();
  plan.units.forEach((unit, i) => {
    for (const replica of REPLICAS) {
      const shard = shardOf(shards[i]!, replica);
      for (const range of ownedRanges(reader, unit, rank, replica)) {
        const ofFile = byFile.get(range.file) ?? byFile.set(range.file, []).get(range.file)!;
        ofFile.push({ ...range, shard });
      }
    }
  });
  const ranges = [...byFile.values()].flatMap((ofFile) => ofFile.sort((a, b) => a.start - b.start));
  for await (const { range, start, bytes } of readRanges(ranges)) {
    const elements = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
    backend.upload(range.shard.narrow(range.shardStart + (start - range.start) / 4, elements.length), elements);
    onProgress();
  }
}

/** Where what `rank` will own of a unit's replica lies, in the order of its shard; the rest of the shard is padding. */
export function* ownedRanges(
  reader: CheckpointReader,
  unit: PlannedUnit,
  rank: number,
  replica: Replica,
): Generator<OwnedRange> {
  for (const { parameter, parameterStart, shardStart, numel } of ownedRuns(unit, rank)) {
    const name = checkedName(reader, unit, parameter);
    for (const { done, ...range } of reader.ranges(replica, name, parameterStart, numel))
      yield { ...range, shardStart: shardStart + done };
  }
}

function checkedName(reader: CheckpointReader, { submodule }: PlannedUnit, { name, shape }: PlannedParameter): string {
  const whole = `${submodule}.${name}`;
  const stored = reader.shapeOf(whole);
  if (stored.join() !== shape.join())
    throw new CheckpointError(
      'CHECKPOINT_INCOMPATIBLE',
      `${reader.directory}: parameter "${whole}" is (${stored.join(', ')}), expected (${shape.join(', ')})`,
    );
  return whole;
}
