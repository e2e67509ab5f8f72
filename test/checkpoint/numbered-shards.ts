import { type CheckpointFiles, diskFiles } from '../../src/checkpoint/checkpoint-files.js';
import { REPLICAS } from '../../src/checkpoint/manifest.js';
import { LAUNCH_AGAIN } from '../../src/checkpoint/save/save-service.js';
import { type SaveOrder, writeCheckpoint } from '../../src/checkpoint/save/write-checkpoint.js';
import { ownedRuns, planSharding, type ShardingPlan } from '../../src/fsdp/plan.js';
import { networksOf } from '../../src/model/networks.js';
import { checkpointsDirectory } from '../../src/run/layout.js';
import { submodulesOf } from '../../src/train/sharded-network.js';

import { manifestContents, numbersOf, smallConfig } from './small-training.js';

/** The state of `numberedState`, without any backend: what a rank's file holds, in its order. */
export function numberedShards(plan: ShardingPlan, rank: number): Uint8Array[] {
  return plan.units.flatMap((unit) =>
    REPLICAS.map((_, replica) => {
      const shard = new Float32Array(unit.shardNumel);
      for (const { parameter, parameterStart, shardStart, numel } of ownedRuns(unit, rank)) {
        const name = `${unit.submodule}.${parameter.name}`;
        shard.set(numbersOf(replica, name, parameterStart, numel), shardStart);
      }
      return new Uint8Array(shard.buffer);
    }),
  );
}

/** Two ranks of a small network save, each through `files`; all else of the order can be changed. */
export async function saveNumbered(
  outputDir: string,
  step: number,
  files: CheckpointFiles = diskFiles,
  change: Partial<SaveOrder> = {},
): Promise<string> {
  const config = smallConfig();
  const plan = planSharding(submodulesOf(config, networksOf(config)), 2);
  const [directory] = await Promise.all(
    [0, 1].map((rank) => {
      const order: SaveOrder = {
        root: checkpointsDirectory(outputDir),
        rank,
        plan,
        replicated: {},
        contents: manifestContents(config, step),
        attempt: `process-${process.pid}`,
        retention: { newest: 2, every: 0 },
        patienceMs: null,
        fencePath: null,
        logPath: null,
        advice: LAUNCH_AGAIN,
        ...change,
      };
      return writeCheckpoint(files, order, numberedShards(plan, rank), () => {});
    }),
  );
  return directory!;
}
