import type { Failure, Job, JobNode } from './job.js';

/**
 * The node whose fault it is that a generation has come to nothing, where it has never trained and those that have can do without it: to
 * give the job up for it would be to lose what works. null where there is no such node.
 */
export function failedNewcomer(job: Job, failure: Failure): JobNode | null {
  if (job.stepsReached > job.stepsReachedBefore) return null;
  const nodeId = failure.rank === null ? failure.nodeId : job.ranks[failure.rank]?.nodeId;
  const node = job.nodes.find(({ id }) => id === nodeId);
  const tried = job.nodes.filter(({ hasTrained, isDraining }) => hasTrained && !isDraining);
  return node !== undefined && !node.hasTrained && tried.length >= job.options.minNodes ? node : null;
}

/** Nodes of a generation that has made progress can train. */
export function withTrained(job: Job): JobNode[] {
  const { nodes, ranks, stepsReached, stepsReachedBefore } = job;
  if (stepsReached <= stepsReachedBefore) return nodes;
  return nodes.map((node) => (ranks.some(({ nodeId }) => nodeId === node.id) ? { ...node, hasTrained: true } : node));
}
