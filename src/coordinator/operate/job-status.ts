import type { JobStatus } from '../../rpc/messages.js';
import { membersOf } from '../job/growth.js';
import type { Job, JobNode } from '../job/job.js';
import { waitsFor } from '../job/watch.js';
import type { Pace } from './pace.js';

/** What a job is at, for people. */
export function statusOf(job: Job, pace: Pace, nowMs: number): JobStatus {
  const since = (atMs: number) => Math.max(0, nowMs - atMs) / 1000;
  const { options, phase, generation, nextStep, savedStep, totalSteps, ranks, nodes, outcome } = job;
  const step = phase === 'running' ? (nextStep ?? job.resume?.step ?? 0) : job.lastCheckpointStep;
  const { imagesPerSecond, stepsPerSecond, loss } = pace;
  return {
    jobId: options.jobId,
    outputDir: options.outputDir,
    phase,
    phaseSeconds: since(job.sinceMs),
    waitsFor: waitsFor(job) ?? '',
    generation,
    step,
    totalSteps,
    imagesPerSecond: imagesPerSecond ?? 0,
    secondsLeft: stepsPerSecond ? Math.max(0, totalSteps - step) / stepsPerSecond : 0,
    loss: loss ?? Number.NaN,
    minNodes: options.minNodes,
    maxNodes: options.maxNodes,
    nodes: nodes.map((node) => ({
      nodeId: node.id,
      hostname: node.hostname,
      listenHost: node.listenHost,
      ranks: ranks.filter(({ nodeId }) => nodeId === node.id).length,
      state: stateOf(job, node),
      secondsSinceHeard: since(node.lastSeenMs),
    })),
    ranks: ranks.map((rank) => ({
      rank: rank.rank,
      hostname: nodes.find(({ id }) => id === rank.nodeId)?.hostname ?? 'a node that is gone',
      device: rank.device,
      stage: rank.stage,
      secondsSinceHeard: since(rank.lastSeenMs),
      secondsSinceProgress: since(rank.lastProgressMs),
    })),
    checkpointStep: savedStep,
    restarts: job.restarts,
    ends: job.ends.map(({ generation, reason, atMs }) => ({ generation, reason, secondsAgo: since(atMs) })),
    stop: job.stop,
    outcome: outcome?.reason ?? '',
  };
}

function stateOf(job: Job, node: JobNode): string {
  if (node.isDraining) return 'drains';
  if (job.absent?.nodeIds.includes(node.id)) return 'returns';
  if (!node.isProbed) return 'probes';
  const hasRanks = job.ranks.some(({ nodeId }) => nodeId === node.id);
  if (hasRanks && job.phase === 'rendezvous' && node.resumeFrom === null && job.computeType !== null) return 'fetches';
  if (hasRanks) return job.phase === 'running' ? 'trains' : 'begins';
  if (!membersOf(job).includes(node)) return 'spare';
  return job.phase === 'running' ? 'joins' : 'waits';
}
