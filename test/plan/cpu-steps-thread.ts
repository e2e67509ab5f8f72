/** Steps of one rank on the CPU, in a thread with a pool of its own; sends what that has after each. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Config } from '../../src/config/schema.js';
import { openBackend } from '../../src/nn/open-backend.js';
import { EchoCommunicator } from '../../src/plan/echo-communicator.js';
import { noiseBatches } from '../../src/plan/noise-batches.js';
import { openRankSteps } from '../../src/plan/rank-steps.js';
import type { ComputeType } from '../../src/precision/compute-type.js';

export interface CpuSteps {
  config: Config;
  ranks: number;
  compute: ComputeType;
  threads: number;
  /** Whose shares of which steps. */
  shares: readonly { step: number; rank: number }[];
}

const { config, ranks, compute, threads, shares } = workerData as CpuSteps;
const backend = openBackend('cpu', compute);
backend.setThreads(threads);
const { state, run } = openRankSteps(config, backend, new EchoCommunicator(backend, ranks), null);
state.initialize();
const batchOf = noiseBatches(state);
parentPort!.postMessage(
  shares.map(({ step, rank }, i) => {
    run(i, batchOf(step, rank));
    return backend.memory();
  }),
);
