import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { GradientSums } from '../../src/comm/nccl-rendezvous.js';
import type { StepTraffic } from '../../src/fsdp/traffic.js';
import type { StepReport } from '../../src/train/loop.js';
import type { RunImages } from '../../src/train/open-batches.js';

export interface LoopRankStart {
  /** Changes of the default configuration. */
  config: object;
  images: RunImages;
  rank: number;
  worldSize: number;
  /** Where shards lie within nodes. */
  ranksPerNode?: number;
  globalBatch: number;
  /** On a device that works late, and whose host is ahead of it. */
  late?: boolean;
  /** On an emulated GPU for each, computing in fp32; by Gloo, or by what stands for NCCL. */
  emulated?: 'gloo' | GradientSums;
}

export interface LoopRankResult {
  reports: StepReport[];
  /** Of student, teacher and both moments that the rank holds at the end, as they were copied out beside a step that did not come. */
  state: string;
  planned: StepTraffic;
  /** Bytes of all steps but for the small sums. */
  sent: number;
  received: number;
  /** On an emulated GPU: the lanes that were used, and what ran beside one another and must not. */
  lanes: string[];
  conflicts: string[];
}

/** The training loop on `worldSize` ranks, each in a thread, from fresh weights to `train.max_steps`. */
export async function trainOnRanks(
  worldSize: number,
  start: Omit<LoopRankStart, 'rank' | 'worldSize'>,
): Promise<LoopRankResult[]> {
  const workers = Array.from({ length: worldSize }, (_, rank) => {
    const workerData: LoopRankStart = { ...start, rank, worldSize };
    return new Worker(new URL('./loop-rank.js', import.meta.url), { workerData });
  });
  const next = async <T>(worker: Worker): Promise<T> => (await once(worker, 'message'))[0];
  const offers = await Promise.all(workers.map((worker) => next<Uint8Array>(worker)));
  for (const worker of workers) worker.postMessage(offers);
  return Promise.all(workers.map((worker) => next<LoopRankResult>(worker)));
}
