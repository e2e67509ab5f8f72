import { saveCheckpoint } from '../../src/checkpoint/save.js';
import type { Communicator } from '../../src/comm/communicator.js';
import { configFromObject } from '../../src/config/load.js';
import type { Config } from '../../src/config/schema.js';
import { ownedRuns } from '../../src/fsdp/plan.js';
import type { Backend } from '../../src/nn/backend.js';
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
        const elements = Float32Array.from({ length: numel }, (_, i) => numberAt(replica, name, parameterStart + i));
        backend.upload(shard.narrow(shardStart, numel), elements);
      });
    }
  });
  return state;
}

export function numberAt(replica: number, parameter: string, place: number): number {
  let hash = replica + 17;
  for (const character of parameter) hash = (hash * 31 + character.charCodeAt(0)) % 9973;
  return Math.fround(hash + place / 4096);
}

export function saveSmall(state: TrainingState, outputDir: string, step: number, keep = 3): Promise<string> {
  return saveCheckpoint({
    outputDir,
    backend: state.backend,
    comm: state.comm,
    plan: state.plan,
    shards: state.shards,
    replicated: state.replicated,
    keep,
    onTensor: () => {},
    contents: {
      step,
      globalBatch: 4,
      nextPosition: 4 * step,
      config: state.config,
      computeType: 'float32',
      optimizer: { lossScale: 65536, growthTracker: 0, adamStep: step },
      images: { count: 0, hash: '' },
      software: {},
    },
  });
}
