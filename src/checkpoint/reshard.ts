import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config/schema.js';
import { planSharding, type ShardingPlan, type ShardingStrategy } from '../fsdp/plan.js';
import { CheckpointError } from './checkpoint-error.js';
import { diskFiles } from './checkpoint-files.js';
import { checkpointsDirectory } from './find.js';
import { CheckpointReader, loadShard } from './load.js';
import { REPLICAS } from './manifest.js';
import { type SaveOrder, writeCheckpoint } from './write-checkpoint.js';

/**
 * Writes a checkpoint again as `worldSize` ranks would have written it.
 * @returns the new directory, OUTPUT_DIR/checkpoints/<step>
 * @throws CheckpointError where the old one is damaged, or where the new one is there already or cannot be written
 */
export async function reshardCheckpoint(directory: string, worldSize: number, outputDir: string): Promise<string> {
  const reader = await CheckpointReader.open(directory);
  try {
    const { manifest } = reader;
    const { version, plan: oldPlan, files, replicated: oldReplicated, ...contents } = manifest;
    const plan = replan(oldPlan, manifest.config as Config, worldSize);
    const root = checkpointsDirectory(outputDir);
    const target = join(root, String(contents.step));
    if (existsSync(target))
      throw new CheckpointError('CHECKPOINT_UNWRITABLE', `${target} is there already; choose another --out`);
    const replicated = replicatedTensors(reader);
    const shapes = Object.fromEntries(Object.entries(replicated).map(([name, { length }]) => [name, [length]]));
    const order = (rank: number): SaveOrder => ({
      root,
      rank,
      plan,
      replicated: shapes,
      contents,
      attempt: `reshard-${process.pid}`,
      retention: null,
      patienceMs: null,
      logPath: null,
    });
    // The first rank waits for all others.
    const first = writeCheckpoint(diskFiles, order(0), shardData(reader, plan, 0, replicated), () => {});
    const others = (async () => {
      for (let rank = 1; rank < worldSize; rank++)
        await writeCheckpoint(diskFiles, order(rank), shardData(reader, plan, rank, {}), () => {});
    })();
    const [made] = await Promise.all([first, others]);
    return made;
  } finally {
    reader.close();
  }
}

/** The same units over another number of ranks. */
function replan(plan: ShardingPlan, { compute_precision }: Config, worldSize: number): ShardingPlan {
  const names = [...new Set(plan.units.map(({ submodule }) => submodule))];
  const submodules = names.map((name) => ({
    name,
    strategy: compute_precision.student[name as 'backbone'].sharding_strategy as ShardingStrategy,
    units: plan.units.filter(({ submodule }) => submodule === name),
  }));
  return planSharding(submodules, worldSize);
}

function replicatedTensors(reader: CheckpointReader): Record<string, Float32Array> {
  return Object.fromEntries(reader.replicatedNames().map((name) => [name, reader.replicated(name)]));
}

/** In the order of shardLayout, one tensor in memory at a time. */
async function* shardData(
  reader: CheckpointReader,
  plan: ShardingPlan,
  rank: number,
  replicated: Record<string, Float32Array>,
): AsyncGenerator<Uint8Array> {
  for (const unit of plan.units) {
    if (unit.numShards === 1 && rank > 0) continue;
    for (const replica of REPLICAS) {
      const shard = new Float32Array(unit.shardNumel);
      await loadShard(reader, unit, rank, replica, shard);
      yield bytesOf(shard);
    }
  }
  for (const tensor of Object.values(replicated)) yield bytesOf(tensor);
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
