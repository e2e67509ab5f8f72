import { type Activity, isLive, type Job } from './job.js';

/** Who was heard since the last tick, and when. Of many signs of one the last counts: to hear of one costs a job nothing. */
export interface SignsOfLife {
  nodes: [nodeId: string, atMs: number][];
  /** With the worker's last heartbeat; null where it said something else. */
  workers: [workerId: string, atMs: number, beat: Beat | null][];
}

/** What a worker's heartbeat says. */
export interface Beat extends Activity {
  /** Grows at each unit of work. */
  progress: number;
}

/** The nodes and ranks that have given signs. Workers without a place are not watched. */
export function heard(job: Job, { nodes, workers }: SignsOfLife): Job {
  const ofNodes = new Map(nodes);
  const ofWorkers = new Map(workers.map(([id, atMs, beat]) => [id, { atMs, beat }]));
  return {
    ...job,
    nodes: job.nodes.map((node) => {
      const atMs = ofNodes.get(node.id);
      return atMs === undefined || atMs <= node.lastSeenMs ? node : { ...node, lastSeenMs: atMs };
    }),
    ranks: !isLive(job)
      ? job.ranks
      : job.ranks.map((rank) => {
          const sign = rank.workerId === null ? undefined : ofWorkers.get(rank.workerId);
          if (sign === undefined || sign.atMs <= rank.lastSeenMs) return rank;
          const { atMs: lastSeenMs, beat } = sign;
          if (beat === null) return { ...rank, lastSeenMs };
          const { progress, phase, what, step } = beat;
          const lastProgressMs = progress === rank.progress ? rank.lastProgressMs : lastSeenMs;
          return { ...rank, lastSeenMs, progress, lastProgressMs, at: { phase, what, step } };
        }),
  };
}
