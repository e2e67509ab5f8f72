import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { TrafficStats } from '../../src/comm/communicator.js';
import type { GradientSums } from '../../src/comm/nccl-rendezvous.js';

export interface NcclRankStart {
  rank: number;
  worldSize: number;
  gradientSums: GradientSums;
}

/** What came of one collective of each kind. */
export interface NcclRankResult {
  gathered: number[];
  scattered: number[];
  heads: number[];
  summed: number[];
  small: number[];
  traffic: TrafficStats;
}

/** Ranks in threads of their own: nccl-rank.ts. */
export async function onNcclRanks(worldSize: number, gradientSums: GradientSums): Promise<NcclRankResult[]> {
  const workers = Array.from({ length: worldSize }, (_, rank) => {
    const workerData: NcclRankStart = { rank, worldSize, gradientSums };
    return new Worker(new URL('./nccl-rank.js', import.meta.url), { workerData });
  });
  const next = async <T>(worker: Worker): Promise<T> => (await once(worker, 'message'))[0];
  const offers = await Promise.all(workers.map((worker) => next<Uint8Array>(worker)));
  for (const worker of workers) worker.postMessage(offers);
  return Promise.all(workers.map((worker) => next<NcclRankResult>(worker)));
}
