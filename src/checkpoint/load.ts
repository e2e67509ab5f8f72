import { ownedRuns, type PlannedParameter, type PlannedUnit, type ShardingPlan } from '../fsdp/plan.js';
import type { UnitShards } from '../fsdp/sharded-unit.js';
import type { Backend, Tensor } from '../nn/backend.js';
import { CheckpointError } from './checkpoint-error.js';
import { checkComplete } from './complete.js';
import { type Manifest, REPLICAS, type Replica, readManifest, tensorName } from './manifest.js';
import { ShardFile } from './shard-file.js';
import { shardLayout } from './shard-layout.js';

interface Located {
  unit: PlannedUnit;
  parameter: PlannedParameter;
}

/** A checkpoint whose parameters are read by name and range, however many ranks wrote it. */
export class CheckpointReader {
  private readonly files: (ShardFile | null)[];
  private readonly located = new Map<string, Located>();

  private constructor(
    readonly directory: string,
    readonly manifest: Manifest,
  ) {
    this.files = manifest.files.map(() => null);
    for (const unit of manifest.plan.units)
      for (const parameter of unit.parameters)
        this.located.set(`${unit.submodule}.${parameter.name}`, { unit, parameter });
  }

  /** @throws CheckpointError where files are missing or cut short, or where their headers are not as they were written */
  static async open(directory: string): Promise<CheckpointReader> {
    return new CheckpointReader(directory, await checkComplete(directory));
  }

  /** For one of many ranks, of a checkpoint that the coordinator has looked at: opens only the files that it reads. */
  static async openForRank(directory: string): Promise<CheckpointReader> {
    return new CheckpointReader(directory, await readManifest(directory));
  }

  /** With their submodule, e.g. `backbone.cls_token`. */
  get parameterNames(): string[] {
    return [...this.located.keys()];
  }

  shapeOf(name: string): readonly number[] {
    return this.locate(name).parameter.shape;
  }

  /**
   * Elements [start, start + out.length) of a parameter, in row-major order.
   * @throws CheckpointError where the bytes are not those that were written
   */
  async load(replica: Replica, name: string, start: number, out: Float32Array): Promise<void> {
    for (const { file, tensor, from, to, bytes } of this.runs(replica, name, start, out))
      await file.load(tensor, from, to, bytes);
  }

  /** A whole parameter. */
  parameter(replica: Replica, name: string): Float32Array {
    const out = new Float32Array(this.locate(name).parameter.numel);
    for (const { file, tensor, from, to, bytes } of this.runs(replica, name, 0, out))
      file.readInto(tensor, from, to, bytes);
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

  /** Blocks that were read and verified, by file. */
  blocksRead(): Map<string, number> {
    return new Map(
      this.files.flatMap((file, i) => (file ? [[this.manifest.files[i]!.name, file.blocksRead.size] as const] : [])),
    );
  }

  close(): void {
    for (const file of this.files) file?.close();
  }

  /** Where the elements of a range lie, and where they go. */
  private *runs(replica: Replica, name: string, start: number, out: Float32Array) {
    const { unit, parameter } = this.locate(name);
    const tensor = tensorName(replica, unit);
    const whole = new Uint8Array(out.buffer, out.byteOffset, out.byteLength);
    for (let done = 0; done < out.length; ) {
      const element = parameter.offset + start + done;
      const rank = unit.numShards === 1 ? 0 : Math.floor(element / unit.shardNumel);
      const within = element - rank * unit.shardNumel;
      const run = Math.min(out.length - done, unit.shardNumel - within);
      const bytes = whole.subarray(4 * done, 4 * (done + run));
      yield { file: this.file(rank), tensor, from: 4 * within, to: 4 * (within + run), bytes };
      done += run;
    }
  }

  private locate(name: string): Located {
    const located = this.located.get(name);
    if (located === undefined)
      throw new CheckpointError('CHECKPOINT_INCOMPATIBLE', `${this.directory} has no parameter "${name}"`);
    return located;
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

/**
 * Fills a rank's shards, zeros so far, with what it will own, at any world size, and reads only the blocks that hold it. Some tensors are
 * under way at a time: one is read while another is verified.
 * @param onTensor called at each tensor: a large load is long, and must not pass for a hang
 * @throws CheckpointError where the checkpoint has another network: names the parameter and both shapes
 */
export async function loadShards(
  reader: CheckpointReader,
  backend: Backend,
  plan: ShardingPlan,
  rank: number,
  shards: readonly UnitShards[],
  onTensor: () => void = () => {},
): Promise<void> {
  const tensors = plan.units.flatMap((unit, i) => REPLICAS.map((replica) => ({ unit, i, replica })));
  const waiting = tensors.values();
  const failures: unknown[] = [];
  const loadSome = async () => {
    const host = new Float32Array(STAGED_ELEMENTS);
    for (const { unit, i, replica } of waiting) {
      const shard = shardOf(shards[i]!, replica);
      for (const { parameter, parameterStart, shardStart, numel } of ownedRuns(unit, rank)) {
        const name = checkedName(reader, unit, parameter);
        for (let done = 0; done < numel; done += STAGED_ELEMENTS) {
          if (failures.length > 0) return;
          const part = host.subarray(0, Math.min(STAGED_ELEMENTS, numel - done));
          await reader.load(replica, name, parameterStart + done, part);
          backend.upload(shard.narrow(shardStart + done, part.length), part);
        }
      }
      onTensor();
    }
  };
  // All have ended when this returns: the reader can be closed.
  await Promise.all(Array.from({ length: AT_A_TIME }, () => loadSome().catch((error) => failures.push(error))));
  if (failures.length > 0) throw failures[0];
}

const AT_A_TIME = 3;
/** Of host memory for each: little enough to stay in the CPU's caches for the most part. */
const STAGED_ELEMENTS = 2 ** 20;

/** What `rank` will own of a unit's replica, with zeros for padding, to `out` (shardNumel). */
export async function loadShard(
  reader: CheckpointReader,
  unit: PlannedUnit,
  rank: number,
  replica: Replica,
  out: Float32Array,
): Promise<void> {
  let filled = 0;
  for (const { parameter, parameterStart, shardStart, numel } of ownedRuns(unit, rank)) {
    const name = checkedName(reader, unit, parameter);
    out.fill(0, filled, shardStart);
    filled = shardStart + numel;
    await reader.load(replica, name, parameterStart, out.subarray(shardStart, filled));
  }
  out.fill(0, filled);
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
