import { ranksOfNodes } from './assign-ranks.js';
import { type Job, type JobNode, type JobWorker, withRank } from './job.js';
import type { Decision } from './job-action.js';
import { readyWorkers, withStage } from './known-workers.js';

/** A standby of a node gets the node's lowest rank that nobody is at work in, whatever the order in which they were started. */
export function placeWorker(job: Job, nowMs: number): Decision | null {
  if (job.phase !== 'rendezvous') return null;
  const ready = readyWorkers(job.workers);
  if (ready.length === 0) return null;
  const nodesWithStandby = new Set(ready.map((position) => job.workers[position]!.nodeId));
  for (const { id, resumeFrom } of job.nodes) if (resumeFrom === null) nodesWithStandby.delete(id);
  const place = job.ranks.find(({ stage, nodeId }) => stage === 'spawned' && nodesWithStandby.has(nodeId));
  if (place === undefined) return null;
  const { rank, nodeId, localRank, threads, device } = place;
  const position = ready.find((one) => job.workers[one]!.nodeId === nodeId)!;
  const { id: workerId } = job.workers[position]!;
  const workers = withStage(job.workers, position, 'placed');
  const node = job.nodes.find(({ id }) => id === nodeId)!;
  return {
    job: withRank({ ...job, workers }, rank, { workerId, stage: 'started', lastSeenMs: nowMs }),
    actions: [
      {
        kind: 'start',
        workerId,
        generation: job.generation,
        rank,
        localRank,
        threads,
        device,
        computeType: job.computeType!,
        worldSize: job.ranks.length,
        nodeRanks: ranksOfNodes(job.ranks),
        listenHost: node.listenHost,
        outputDir: node.outputDir,
        snapshotDir: node.snapshotDir,
        datasetPaths: node.datasetPaths,
        checkpointDir: node.checkpointDir,
        resumeFrom: node.resumeFrom!,
        globalBatch: job.globalBatch!,
      },
    ],
  };
}

/** Of a node's places without a worker, those that none will take that is there or on its way; negative where some are left over. */
export function missingWorkers(job: Job, nodeId: string): number {
  const open = job.ranks.filter((rank) => rank.nodeId === nodeId && rank.workerId === null).length;
  const { spawning } = job.nodes.find(({ id }) => id === nodeId)!;
  return open - job.workers.filter((worker) => worker.nodeId === nodeId && isStandby(worker)).length - spawning;
}

/** Where a generation makes progress, its nodes start as many processes as it has ranks there: the next one need not wait for them. */
export function keepStandbys(job: Job): Decision | null {
  const { phase, stop, ranks, nextStep, resume, generation, absent, options } = job;
  const makesProgress = (nextStep ?? 0) > (resume?.step ?? 0);
  if (!options.keepsStandbys || phase !== 'running' || absent !== null || stop !== 'no' || !makesProgress) return null;
  const node = job.nodes.find(
    ({ id, standbysOf }) => standbysOf < generation && ranks.some(({ nodeId }) => nodeId === id),
  );
  if (node === undefined) return null;
  const own = ranks.filter(({ nodeId }) => nodeId === node.id);
  const count = Math.max(0, own.length + missingWorkers(job, node.id));
  const ordered: JobNode = { ...node, standbysOf: generation, spawning: node.spawning + count };
  return {
    job: { ...job, nodes: job.nodes.map((one) => (one === node ? ordered : one)) },
    actions:
      count === 0
        ? []
        : [{ kind: 'spawn', nodeId: node.id, outputDir: node.outputDir, count, threads: own[0]!.threads }],
  };
}

/** Of all nodes, those that outlive a generation: no rank has been given to them. */
export function standbyIds(job: Job): ReadonlySet<string> {
  if (!job.options.keepsStandbys || job.stop !== 'no') return new Set();
  return new Set(job.workers.filter(isStandby).map(({ id }) => id));
}

/** Whether it may still get a place. */
function isStandby({ stage }: JobWorker): boolean {
  return stage === 'starting' || stage === 'ready';
}
