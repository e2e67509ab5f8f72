import { type CheckpointFiles, diskFiles } from '../../src/checkpoint/checkpoint-files.js';
import { DirectoryStore } from '../../src/checkpoint/directory-store.js';
import { REPLICAS } from '../../src/checkpoint/manifest.js';
import type { ToldSave } from '../../src/checkpoint/save/publish.js';
import { LAUNCH_AGAIN } from '../../src/checkpoint/save/unwritable.js';
import { writeShard } from '../../src/checkpoint/save/write-shard.js';
import type { Draft, ShardStore } from '../../src/checkpoint/shard-store.js';
import { ownedRuns, planSharding, type ShardingPlan } from '../../src/fsdp/plan.js';
import { networksOf } from '../../src/model/networks.js';
import { checkpointsDirectory } from '../../src/run/layout.js';
import { submodulesOf } from '../../src/train/sharded-network.js';
import { keeperOf, manifestContents, numbersOf, smallConfig } from './small-training.js';

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

/** Two ranks of a small network write their files to a store, which is all that they do. */
export async function written(store: ShardStore, draft: Draft): Promise<ToldSave> {
  const config = smallConfig();
  const plan = planSharding(submodulesOf(config, networksOf(config)), 2);
  const records = await Promise.all(
    [0, 1].map(async (rank) => {
      const order = { rank, plan, replicated: {}, algorithms: [], draft, advice: LAUNCH_AGAIN };
      return JSON.stringify(await writeShard(store, order, numberedShards(plan, rank), () => {}));
    }),
  );
  const head = JSON.stringify({ ...manifestContents(config, draft.step), plan, replicated: {} });
  return { draft, head, records };
}

/** The same, to a directory of step directories. */
export function writtenTo(root: string, step: number, attempt: string, files = diskFiles): Promise<ToldSave> {
  return written(new DirectoryStore(files, root), { step, attempt });
}

/** The same, and a coordinator makes a checkpoint of it, all through `files`. */
export async function saveNumbered(
  outputDir: string,
  step: number,
  files: CheckpointFiles = diskFiles,
): Promise<string> {
  const save = await writtenTo(checkpointsDirectory(outputDir), step, `process-${process.pid}`, files);
  const keeper = keeperOf(outputDir, { newest: 2, every: 0 }, files);
  const directory = await keeper.publish(save);
  await keeper.prune(save.draft);
  return directory;
}
