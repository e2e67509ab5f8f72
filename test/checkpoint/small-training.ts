import { type CheckpointFiles, diskFiles } from '../../src/checkpoint/checkpoint-files.js';
import { DirectoryStore } from '../../src/checkpoint/directory-store.js';
import { shardOf } from '../../src/checkpoint/load.js';
import { type ManifestContents, REPLICAS } from '../../src/checkpoint/manifest.js';
import { CheckpointKeeper } from '../../src/checkpoint/save/keeper.js';
import type { Retention } from '../../src/checkpoint/save/retention.js';
import { LAUNCH_AGAIN } from '../../src/checkpoint/save/unwritable.js';
import { writeShard } from '../../src/checkpoint/save/write-shard.js';
import type { Communicator } from '../../src/comm/communicator.js';
import { configFromObject } from '../../src/config/load.js';
import type { Config } from '../../src/config/schema.js';
import { isWriter, ownedRuns } from '../../src/fsdp/plan.js';
import type { Backend } from '../../src/nn/backend.js';
import { openBackend } from '../../src/nn/open-backend.js';
import { checkpointsDirectory } from '../../src/run/layout.js';
import { TrainingState } from '../../src/train/training-state.js';

/** A network so small that a checkpoint is a few kilobytes, with units that no number of ranks divides. */
export function smallConfig(overrides: object = {}): Config {
  const head = { head_n_prototypes: 12, head_hidden_dim: 10, head_bottleneck_dim: 6 };
  return configFromObject({
    student: { arch: 'vit_custom', embed_dim: 12, depth: 2, num_heads: 2, patch_size: 8, layerscale: 0.1 },
    crops: { global_crops_size: 16, local_crops_size: 8, local_crops_number: 1 },
    dino: head,
    ibot: { ...head, separate_head: true },
    train: { centering: 'sinkhorn_knopp', batch_size_per_gpu: 2 },
    ...overrides,
  });
}

/** A state in which every element of every replica is another number, a function of its parameter and place. */
export function numberedState(config: Config, backend: Backend, comm: Communicator): TrainingState {
  const state = new TrainingState(config, backend, comm, () => {});
  state.plan.units.forEach((unit, u) => {
    const shards = state.shards[u]!;
    for (const { parameter, parameterStart, shardStart, numel } of ownedRuns(unit, comm.rank)) {
      const replicas = [shards.student, shards.teacher, shards.expAvg, shards.expAvgSq];
      replicas.forEach((shard, replica) => {
        const name = `${unit.submodule}.${parameter.name}`;
        backend.upload(shard.narrow(shardStart, numel), numbersOf(replica, name, parameterStart, numel));
      });
    }
  });
  return state;
}

/** Elements `start` to `start + numel` of a parameter in a numbered state. */
export function numbersOf(replica: number, parameter: string, start: number, numel: number): Float32Array {
  let hash = replica + 17;
  for (const character of parameter) hash = (hash * 31 + character.charCodeAt(0)) % 9973;
  const numbers = new Float32Array(numel);
  for (let i = 0; i < numel; i++) numbers[i] = hash + (start + i) / 4096;
  return numbers;
}

export function numberAt(replica: number, parameter: string, place: number): number {
  return numbersOf(replica, parameter, place, 1)[0]!;
}

/** Where shards lie within nodes: of two ranks each, or the world where there are fewer or an odd number. */
export function ranksPerNode(worldSize: number): number {
  return worldSize > 2 && worldSize % 2 === 0 ? 2 : worldSize;
}

/** Of a rank that calls no collective. */
export function rankAlone(rank: number, worldSize: number): Communicator {
  const size = ranksPerNode(worldSize);
  const nodes = { within: { size }, across: { size: worldSize / size } };
  return { rank, worldSize, nodes } as Communicator;
}

export function manifestContents(config: Config, step: number): ManifestContents {
  return {
    step,
    globalBatch: 4,
    nextPosition: 4 * step,
    rng: { generator: 'philox4x32-10', seed: config.train.seed },
    config,
    computeType: 'float32',
    optimizer: { lossScale: 65536, growthTracker: 0, adamStep: step },
    images: { count: 0, hash: '' },
    software: {},
    savedAt: '2026-01-01T00:00:00.000Z',
  };
}

export interface SmallSave {
  files?: CheckpointFiles;
  keep?: Retention;
}

/** Saves the state of the only rank. */
export function saveSmall(state: TrainingState, outputDir: string, step: number, how: SmallSave = {}): Promise<string> {
  return saveStates([state], outputDir, step, how);
}

/** Saves the states of all ranks as their own threads and the coordinator would. */
async function saveStates(
  states: readonly TrainingState[],
  outputDir: string,
  step: number,
  { files = diskFiles, keep = { newest: 3, every: 0 } }: SmallSave = {},
): Promise<string> {
  const { config, plan, replicated } = states[0]!;
  const draft = { step, attempt: 'test-1' };
  const shapes = Object.fromEntries(Object.entries(replicated).map(([name, { shape }]) => [name, shape]));
  const store = new DirectoryStore(files, checkpointsDirectory(outputDir));
  const records: string[] = [];
  for (const state of states) {
    const { rank } = state.comm;
    const order = {
      rank,
      plan,
      replicated: shapes,
      algorithms: state.backend.algorithms(),
      draft,
      advice: LAUNCH_AGAIN,
    };
    records.push(JSON.stringify(await writeShard(store, order, shardData(state), () => {})));
  }
  const head = JSON.stringify({ ...manifestContents(config, step), plan, replicated: shapes });
  const keeper = keeperOf(outputDir, keep, files);
  const directory = await keeper.publish({ draft, head, records });
  await keeper.prune(draft);
  return directory;
}

function shardData({ backend, comm: { rank }, plan, shards, replicated }: TrainingState): Uint8Array[] {
  const tensors = plan.units.flatMap((unit, i) =>
    isWriter(unit, rank) ? REPLICAS.map((replica) => shardOf(shards[i]!, replica)) : [],
  );
  return [...tensors, ...(rank === 0 ? Object.values(replicated) : [])].map((tensor) => {
    const host = new Float32Array(tensor.numel);
    backend.download(tensor, host);
    return new Uint8Array(host.buffer);
  });
}

/** Of an output directory that no launch has claimed. */
export function keeperOf(
  outputDir: string,
  retention: Retention,
  files: CheckpointFiles = diskFiles,
): CheckpointKeeper {
  return new CheckpointKeeper(files, { outputDir, token: '', retention, store: 'shared', onSkipped: () => {} });
}

/** A checkpoint of numbered states, written by `worldSize` ranks. */
export async function saveOnRanks(worldSize: number, outputDir: string, config: Config, step: number): Promise<string> {
  const backend = openBackend('cpu', 'float32');
  const states = Array.from({ length: worldSize }, (_, rank) =>
    numberedState(config, backend, rankAlone(rank, worldSize)),
  );
  const directory = await saveStates(states, outputDir, step);
  for (const state of states) state.close();
  return directory;
}
