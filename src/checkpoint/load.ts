import { join } from 'node:path';
import { ownedRuns, type PlannedParameter, type PlannedUnit, type ShardingPlan } from '../fsdp/plan.js';
import type { UnitShards } from '../fsdp/sharded-unit.js';
import type { Backend } from '../nn/backend.js';
import { CheckpointError } from './checkpoint-error.js';
import { verifyComplete } from './find.js';
import { type Manifest, REPLICAS, type Replica, tensorName } from './manifest.js';
import { SafetensorsError, SafetensorsFile } from './safetensors.js';
import { shardOf } from './save.js';

interface Located {
  unit: PlannedUnit;
  parameter: PlannedParameter;
}

/** A checkpoint whose parameters are read by name and range, however many ranks wrote it. */
export class CheckpointReader {
  private readonly files: (SafetensorsFile | null)[];
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

  /** @throws CheckpointError where files are missing or cut short */
  static async open(directory: string): Promise<CheckpointReader> {
    return new CheckpointReader(directory, await verifyComplete(directory));
  }

  /** With their submodule, e.g. `backbone.cls_token`. */
  get parameterNames(): string[] {
    return [...this.located.keys()];
  }

  shapeOf(name: string): readonly number[] {
    return this.locate(name).parameter.shape;
  }

  /** Elements [start, start + count) of a parameter, in row-major order. */
  read(replica: Replica, name: string, start: number, count: number): Float32Array {
    const { unit, parameter } = this.locate(name);
    const out = new Float32Array(count);
    for (let done = 0; done < count; ) {
      const element = parameter.offset + start + done;
      const rank = unit.numShards === 1 ? 0 : Math.floor(element / unit.shardNumel);
      const within = element - rank * unit.shardNumel;
      const run = Math.min(count - done, unit.shardNumel - within);
      const bytes = this.file(rank).readBytes(tensorName(replica, unit), 4 * within, 4 * (within + run));
      out.set(new Float32Array(bytes.buffer, bytes.byteOffset, run), done);
      done += run;
    }
    return out;
  }

  /** A whole parameter. */
  parameter(replica: Replica, name: string): Float32Array {
    return this.read(replica, name, 0, this.locate(name).parameter.numel);
  }

  /** A tensor that every rank held alike. */
  replicated(name: string): Float32Array {
    return this.file(0).read(name, 'F32');
  }

  close(): void {
    for (const file of this.files) file?.close();
  }

  private locate(name: string): Located {
    const located = this.located.get(name);
    if (located === undefined)
      throw new CheckpointError('CHECKPOINT_INCOMPATIBLE', `${this.directory} has no parameter "${name}"`);
    return located;
  }

  private file(rank: number): SafetensorsFile {
    this.files[rank] ??= this.openShards(this.manifest.files[rank]!.name);
    return this.files[rank];
  }

  private openShards(name: string): SafetensorsFile {
    try {
      return SafetensorsFile.open(join(this.directory, name));
    } catch (cause) {
      if (!(cause instanceof SafetensorsError)) throw cause;
      throw new CheckpointError(
        'CHECKPOINT_TORN',
        `${cause.message}; remove ${this.directory} to go on from the checkpoint before it`,
        { cause },
      );
    }
  }
}

/**
 * Fills a rank's shards with what it will own, at any world size.
 * @throws CheckpointError where the checkpoint has another network: names the parameter and both shapes
 */
export function loadShards(
  reader: CheckpointReader,
  backend: Backend,
  plan: ShardingPlan,
  rank: number,
  shards: readonly UnitShards[],
): void {
  plan.units.forEach((unit, i) => {
    for (const { parameter, parameterStart, shardStart, numel } of ownedRuns(unit, rank)) {
      const name = `${unit.submodule}.${parameter.name}`;
      const shape = reader.shapeOf(name);
      if (shape.join() !== parameter.shape.join())
        throw new CheckpointError(
          'CHECKPOINT_INCOMPATIBLE',
          `${reader.directory}: parameter "${name}" is (${shape.join(', ')}), expected (${parameter.shape.join(', ')})`,
        );
      for (const replica of REPLICAS) {
        const elements = reader.read(replica, name, parameterStart, numel);
        backend.upload(shardOf(shards[i]!, replica).narrow(shardStart, numel), elements);
      }
    }
  });
}
