/** What nodes have of a run's saves, each on its own: where a generation can go on from it, and what must be brought where. */
import type { ComputeType } from '../../precision/compute-type.js';
import type { Holder, Part } from '../../rpc/messages.js';
import { nodesOf, ranksOfNodes } from './assign-ranks.js';
import { type Checkpoint, type Job, type JobNode, newFailure, type Rank } from './job.js';
import type { Decision, JobAction } from './job-action.js';
import type { JobEvent } from './job-event.js';
import { type PendingSave, reportOf } from './saves.js';

/** Whether checkpoints stay on the disks of the nodes that have written them. */
export function keepsCheckpointsOnNodes({ options }: Job): boolean {
  return options.checkpointStore.startsWith('nodes');
}

/** The newest save of which the nodes that are here have the files of all ranks; of a checkpoint and a snapshot of one step the latter. */
export function newestHeld({ nodes, damaged, loggedSteps }: Job): Checkpoint | null {
  const held = new Map<string, { part: Part; ranks: Set<number>; isDamaged: boolean }>();
  for (const node of nodes)
    for (const part of node.parts) {
      const key = `${part.onDisk} ${part.step} ${part.identity}`;
      const known = held.get(key) ?? { part, ranks: new Set(), isDamaged: false };
      held.set(key, known);
      known.isDamaged ||= damaged.includes(part.directory);
      for (const rank of part.ranks) known.ranks.add(rank);
    }
  const usable = [...held.values()].filter(
    ({ part, ranks, isDamaged }) =>
      ranks.size === part.worldSize &&
      !isDamaged &&
      // It may have been told of too late: steps between were cut off the run log since.
      part.step <= (loggedSteps ?? part.step),
  );
  const isBetter = (one: Part, other: Part) => one.step > other.step || (one.step === other.step && !one.onDisk);
  const newest = usable.reduce<Part | null>(
    (best, { part }) => (best === null || isBetter(part, best) ? part : best),
    null,
  );
  if (newest === null) return null;
  const { step, directory, globalBatch, computeType, onDisk, identity } = newest;
  const where = { onDisk, identity, store: '' };
  return { step, directory, globalBatch, computeType: computeType as ComputeType, held: where };
}

/** Whether the run would go on from an older checkpoint without the node. */
export function hasWhatOthersLack(job: Job, node: JobNode): boolean {
  if (!keepsCheckpointsOnNodes(job)) return false;
  const without = newestHeld({ ...job, nodes: job.nodes.filter((one) => one !== node) });
  return (without?.step ?? 0) < (newestHeld(job)?.step ?? 0);
}

/** The ranks of a save whose files no node has that is here. */
export function missingRanks({ nodes }: Job, { step, held }: Checkpoint): number[] {
  const parts = nodes.flatMap((node) => partOf(node, step, held!) ?? []);
  const there = new Set(parts.flatMap(({ ranks }) => ranks));
  return Array.from({ length: parts[0]?.worldSize ?? 0 }, (_, rank) => rank).filter((rank) => !there.has(rank));
}

/** Whether ranks have found one of its parts damaged. */
export function isFoundDamaged({ nodes, damaged }: Job, { step, held }: Checkpoint): boolean {
  return nodes.some((node) => damaged.includes(partOf(node, step, held!)?.directory ?? ''));
}

function partOf(node: JobNode, step: number, held: NonNullable<Checkpoint['held']>): Part | undefined {
  return node.parts.find(
    (part) => part.step === step && part.identity === held.identity && part.onDisk === held.onDisk,
  );
}

/** Where the ranks of each node load from; null where it must be brought there first, which is ordered. */
export function bringParts(job: Job): { nodes: JobNode[]; orders: JobAction[] } {
  const { resume, ranks, generation } = job;
  const members = nodesOf(ranks);
  const nodeRanks = ranksOfNodes(ranks);
  const orders: JobAction[] = [];
  const nodes = job.nodes.map((node, place): JobNode => {
    if (!members.has(node.id)) return node;
    if (resume === null) return { ...node, resumeFrom: '' };
    const { step, directory, held } = resume;
    if (held === null) return { ...node, resumeFrom: directory };
    const own = ranks.filter(({ nodeId }) => nodeId === node.id);
    const part = partOf(node, step, held);
    if (part !== undefined && own.every((rank) => readsOnlyThat(part, rank, ranks.length)))
      return { ...node, resumeFrom: part.directory };
    orders.push({
      kind: 'bring',
      nodeId: node.id,
      generation,
      step,
      ...held,
      worldSize: ranks.length,
      ranks: own.map(({ rank }) => rank),
      nodeRanks,
      holders: held.store === '' ? holdersOf(job, resume, place) : [],
    });
    return { ...node, resumeFrom: null };
  });
  return { nodes, orders };
}

function readsOnlyThat(part: Part, { rank }: Rank, worldSize: number): boolean {
  if (part.ranks.length === part.worldSize) return true;
  return part.ownFileIsEnough && part.worldSize === worldSize && part.ranks.includes(rank);
}

/** The nodes that have files of a checkpoint on their own disks. */
export function holdersOfCheckpoint({ nodes }: Job, step: number): Holder[] {
  return nodes.flatMap(({ parts, peerAddress }) =>
    parts.flatMap((part) => (part.onDisk && part.step === step ? [{ address: peerAddress, ranks: part.ranks }] : [])),
  );
}

/** Who is asked first is another node for each that asks. */
function holdersOf({ nodes }: Job, { step, held }: Checkpoint, place: number): Holder[] {
  const others = nodes.flatMap((node, i) => {
    const part = i === place ? undefined : partOf(node, step, held!);
    return part === undefined ? [] : [{ address: node.peerAddress, ranks: part.ranks }];
  });
  const first = others.length === 0 ? 0 : place % others.length;
  return [...others.slice(first), ...others.slice(0, first)];
}

type Brought = Extract<JobEvent, { kind: 'brought' }>;

/** What a node's ranks load is on the node, or cannot be had: a snapshot is given up then, and a checkpoint tried again. */
export function brought(job: Job, { nodeId, generation, problem, directory, bytes }: Brought, nowMs: number): Decision {
  const node = job.nodes.find(({ id }) => id === nodeId);
  const isAwaited = node?.resumeFrom === null && job.phase === 'rendezvous' && generation === job.generation;
  if (!isAwaited || job.resume === null) return { job, actions: [] };
  const { step, held } = job.resume;
  if (problem !== '') {
    const reason = `${node.hostname} cannot fetch what it lacks of the save of step ${step}: ${problem}`;
    const code = held?.onDisk === false ? 'CHECKPOINT_MISSING' : '';
    const failure = newFailure({ rank: null, nodeId, reason, atMs: nowMs, code });
    return { job: { ...job, failures: [...job.failures, failure] }, actions: [] };
  }
  const nodes = job.nodes.map((one) => (one === node ? { ...node, resumeFrom: directory } : one));
  const fields = {
    node: node.hostname,
    step,
    megabytes: (bytes / 1e6).toFixed(1),
    seconds: seconds(nowMs - job.sinceMs),
  };
  return { job: { ...job, nodes }, actions: [{ kind: 'log', level: 'info', event: 'brought', fields }] };
}

const seconds = (ms: number) => (ms / 1000).toFixed(1);

/** A node that has ranks, for each folder that nodes see, and which ranks write there. */
export function ranksByFolder({ nodes, ranks }: Job, onDisk: boolean): { nodeId: string; ranks: number[] }[] {
  const folderOf = new Map(nodes.map((node) => [node.id, (onDisk ? node.diskId : node.memoryId) || node.id]));
  const folders = new Map<string | undefined, { nodeId: string; ranks: number[] }>();
  for (const { nodeId, rank } of ranks) {
    const folder = folderOf.get(nodeId);
    const known = folders.get(folder);
    if (known === undefined) folders.set(folder, { nodeId, ranks: [rank] });
    else known.ranks.push(rank);
  }
  return [...folders.values()];
}

/** Of what a generation that is over has begun nothing stays on nodes, and of this one nothing of a step that a rank could not write. */
export function clearParts(job: Job, failedStep = 0): JobAction[] {
  const { generation, options } = job;
  const kinds = [...(options.takesSnapshots ? [false] : []), ...(options.checkpointDir === '' ? [] : [true])];
  const nodeIds = new Set(kinds.flatMap((onDisk) => ranksByFolder(job, onDisk).map(({ nodeId }) => nodeId)));
  return [...nodeIds].map((nodeId) => ({ kind: 'clearParts', nodeId, generation, failedStep }));
}

/** On every node that has a disk of its own: what need not be kept beside the checkpoints that are to stay. */
export function pruned(job: Job, { generation, keptSteps }: Extract<JobEvent, { kind: 'pruned' }>): Decision {
  if (job.options.checkpointDir === '') return { job, actions: [] };
  const folders = new Map(job.nodes.map(({ id, diskId }) => [diskId || id, id]));
  return {
    job,
    actions: [...folders.values()].map((nodeId) => ({ kind: 'pruneParts', nodeId, generation, keptSteps })),
  };
}

type Told = Extract<JobEvent, { kind: 'partPublished' | 'partCopied' }>;

/** A node tells what it has now, and all who see its folders with it. */
export function withParts(job: Job, { nodeId, parts }: Told): Job {
  const told = job.nodes.find(({ id }) => id === nodeId);
  if (told === undefined) return job;
  const sees = (node: JobNode, onDisk: boolean) => {
    const [own, its] = onDisk ? [node.diskId, told.diskId] : [node.memoryId, told.memoryId];
    return node === told || (own !== '' && own === its);
  };
  const nodes = job.nodes.map((node) => {
    const of = (onDisk: boolean) => (sees(node, onDisk) ? parts : node.parts).filter((part) => part.onDisk === onDisk);
    return sees(node, false) || sees(node, true) ? { ...node, parts: [...of(false), ...of(true)] } : node;
  });
  return { ...job, nodes };
}

/**
 * The files of each folder's ranks go to the node of the next one as well: a node that is lost takes no save with it. None where one
 * folder has all.
 */
export function copyOrders(
  job: Job,
  { generation, step, snapshot }: PendingSave,
): Extract<JobAction, { kind: 'copyPart' }>[] {
  const onDisk = !snapshot;
  const folders = ranksByFolder(job, onDisk);
  if (folders.length < 2) return [];
  return folders.flatMap(({ nodeId: from, ranks }, i) => {
    const holder = job.nodes.find(({ id }) => id === from);
    const part = holder?.parts.find((one) => one.step === step && one.onDisk === onDisk);
    if (holder === undefined || part === undefined) return [];
    const { nodeId } = folders[(i + 1) % folders.length]!;
    const holders = [{ address: holder.peerAddress, ranks }];
    return [{ kind: 'copyPart', nodeId, generation, step, onDisk, identity: part.identity, ranks, holders } as const];
  });
}

/** Where a node whose ranks are done has gone before its part was safe: what becomes of the job, without the save; null where none has. */
export function withoutFiles(job: Job, { snapshot, step }: PendingSave, nowMs: number): Decision | null {
  const lost = ranksByFolder(job, !snapshot).find(({ nodeId }) => !job.nodes.some(({ id }) => id === nodeId));
  if (lost === undefined) return null;
  if (snapshot) return { job, actions: [] };
  const rank = lost.ranks[0];
  const reason = `the node of rank ${rank} is gone, and with it what the rank has written of the checkpoint of step ${step}`;
  const failure = newFailure({ rank: null, reason, atMs: nowMs, code: 'NODE_LOST' });
  return { job: { ...job, failures: [...job.failures, failure] }, actions: [] };
}

type PartPublished = Extract<JobEvent, { kind: 'partPublished' }>;

/** A node has made its part of a save. A job goes on without snapshots, and ends where no part of a checkpoint can be made. */
export function partPublished(before: Job, event: PartPublished, nowMs: number): Decision {
  const { nodeId, problem } = event;
  const job = withParts(before, event);
  const save = saveIn(job, event, 'parts');
  if (save === undefined) return { job, actions: [] };
  const others = job.saves.filter((one) => one !== save);
  if (problem !== '') return notPublished(job, save, nodeId, problem, nowMs);
  const awaited = save.awaited.filter((id) => id !== nodeId);
  if (awaited.length > 0) return { job: { ...job, saves: [...others, { ...save, awaited }] }, actions: [] };
  const copies = copyOrders(job, save);
  if (!save.snapshot) {
    const gone = withoutFiles({ ...job, saves: others }, save, nowMs);
    if (gone !== null) return gone;
    const copying = { ...save, stage: 'copies', awaited: copies.map((order) => order.nodeId) } as const;
    return { job: { ...job, saves: [...others, copying] }, actions: copies };
  }
  const { parts } = job.nodes.find(({ id }) => id === nodeId)!;
  const directory = parts.find((one) => one.step === save.step && !one.onDisk)?.directory ?? '';
  const damaged = job.damaged.filter((one) => one !== directory);
  return {
    job: { ...job, saves: others, damaged },
    actions: [{ kind: 'recordSave', save: reportOf(save, directory, nowMs) }, ...copies],
  };
}

type PartCopied = Extract<JobEvent, { kind: 'partCopied' }>;

/** A node has the files of another one's ranks as well. */
export function partCopied(before: Job, event: PartCopied, nowMs: number): Decision {
  const { nodeId, step, onDisk, problem } = event;
  const job = withParts(before, event);
  const save = saveIn(job, event, 'copies');
  if (save !== undefined && problem !== '') return notPublished(job, save, nodeId, problem, nowMs);
  if (save !== undefined) {
    const awaited = save.awaited.filter((id) => id !== nodeId);
    return { job: { ...job, saves: job.saves.map((one) => (one === save ? { ...save, awaited } : one)) }, actions: [] };
  }
  // A newer snapshot may have taken its place meanwhile.
  const node = job.nodes.find(({ id }) => id === nodeId);
  if (problem === '' || onDisk || !node?.parts.some((part) => part.step === step && !part.onDisk))
    return { job, actions: [] };
  const fields = { node: node.hostname, step, reason: problem };
  return { job, actions: [{ kind: 'log', level: 'warn', event: 'snapshot-not-copied', fields }] };
}

function saveIn(
  job: Job,
  { generation, step, onDisk, nodeId }: PartPublished | PartCopied,
  stage: PendingSave['stage'],
): PendingSave | undefined {
  return job.saves.find(
    (save) =>
      save.stage === stage &&
      save.generation === generation &&
      save.step === step &&
      save.snapshot !== onDisk &&
      save.awaited.includes(nodeId),
  );
}

function notPublished(job: Job, save: PendingSave, nodeId: string, problem: string, nowMs: number): Decision {
  const saves = job.saves.filter((one) => one !== save);
  const { hostname } = job.nodes.find(({ id }) => id === nodeId)!;
  if (save.snapshot) {
    const fields = { node: hostname, step: save.step, reason: problem };
    return { job: { ...job, saves }, actions: [{ kind: 'log', level: 'warn', event: 'snapshot-failed', fields }] };
  }
  const reason = `${hostname}: ${problem}`;
  // What cannot be fetched may be another time.
  const fatal = save.stage === 'parts';
  const failure = newFailure({ rank: null, reason, atMs: nowMs, code: 'CHECKPOINT_UNWRITABLE', fatal });
  return { job: { ...job, saves, failures: [...job.failures, failure] }, actions: [] };
}
