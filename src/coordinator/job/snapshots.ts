import type { ComputeType } from '../../precision/compute-type.js';
import type { Snapshot } from '../../rpc/messages.js';
import { nodesOf } from './assign-ranks.js';
import type { Checkpoint, Job, JobNode, Rank } from './job.js';
import type { Decision, JobAction } from './job-action.js';
import type { JobEvent } from './job-event.js';
import { isThat, reportOf } from './saves.js';

/**
 * The newest snapshot from which each rank can read what it needs in the memory of its own node, as far as nodes have told.
 * Parts of one snapshot lie on each of several machines in the same directory.
 */
export function newestSnapshot({ nodes, ranks, damaged, loggedSteps }: Job): Checkpoint | null {
  const nodeIds = nodesOf(ranks);
  const members = nodes.filter(({ id }) => nodeIds.has(id));
  const usable = (members[0]?.snapshots ?? []).filter(
    (snapshot) =>
      !damaged.includes(snapshot.directory) &&
      // It may have been told of too late: steps between were cut off the run log since.
      snapshot.step <= (loggedSteps ?? snapshot.step) &&
      ranks.every((rank) => hasAllThatItReads(snapshot, rank, ranks.length, nodes)),
  );
  const newest = usable.reduce<Snapshot | null>(
    (best, one) => (best !== null && best.step > one.step ? best : one),
    null,
  );
  if (newest === null) return null;
  const { step, directory, globalBatch, computeType } = newest;
  return { step, directory, globalBatch, computeType: computeType as ComputeType };
}

function hasAllThatItReads(
  wanted: Snapshot,
  { rank, nodeId }: Rank,
  worldSize: number,
  nodes: readonly JobNode[],
): boolean {
  const there = nodes
    .find(({ id }) => id === nodeId)
    ?.snapshots.find(({ directory, identity }) => directory === wanted.directory && identity === wanted.identity);
  if (there === undefined) return false;
  if (there.ranks.length === there.worldSize) return true;
  return there.ownFileIsEnough && there.worldSize === worldSize && there.ranks.includes(rank);
}

/** One node of each machine that has ranks, and which ranks those are: nodes of one machine share its memory. */
export function ranksByMachine({ nodes, ranks }: Job): { nodeId: string; ranks: number[] }[] {
  const bootIds = new Map(nodes.map(({ id, bootId }) => [id, bootId]));
  const machines = new Map<string | undefined, { nodeId: string; ranks: number[] }>();
  for (const { nodeId, rank } of ranks) {
    const bootId = bootIds.get(nodeId);
    const machine = machines.get(bootId);
    if (machine === undefined) machines.set(bootId, { nodeId, ranks: [rank] });
    else machine.ranks.push(rank);
  }
  return [...machines.values()];
}

/** Of what a generation that is over has begun nothing stays in memory, and of this one nothing of a step that a rank could not write. */
export function clearSnapshots(job: Job, failedStep = 0): JobAction[] {
  const { generation, options } = job;
  if (!options.takesSnapshots) return [];
  return ranksByMachine(job).map(({ nodeId }) => ({ kind: 'clearSnapshots', nodeId, generation, failedStep }));
}

type SnapshotPublished = Extract<JobEvent, { kind: 'snapshotPublished' }>;

/** A node tells what its machine has in memory now. A job goes on without snapshots. */
export function snapshotPublished(job: Job, event: SnapshotPublished, nowMs: number): Decision {
  const { nodeId, generation, step, problem, snapshots } = event;
  const node = job.nodes.find(({ id }) => id === nodeId);
  if (node === undefined) return { job, actions: [] };
  const isHere = ({ bootId }: JobNode) => bootId === node.bootId;
  const known = { ...job, nodes: job.nodes.map((one) => (isHere(one) ? { ...one, snapshots } : one)) };
  const save = job.saves.find((one) => isThat(one, generation, step) && one.awaited.includes(nodeId));
  if (save === undefined) return { job: known, actions: [] };
  const others = job.saves.filter((one) => one !== save);
  if (problem !== '') {
    const fields = { node: node.hostname, step, reason: problem };
    return {
      job: { ...known, saves: others },
      actions: [{ kind: 'log', level: 'warn', event: 'snapshot-failed', fields }],
    };
  }
  const awaited = save.awaited.filter((id) => id !== nodeId);
  if (awaited.length > 0) return { job: { ...known, saves: [...others, { ...save, awaited }] }, actions: [] };
  const directory = snapshots.find((one) => one.step === step)?.directory ?? '';
  const damaged = job.damaged.filter((one) => one !== directory);
  return {
    job: { ...known, saves: others, damaged },
    actions: [{ kind: 'recordSave', save: reportOf(save, directory, nowMs) }],
  };
}
