import type { ShardWritten } from '../../rpc/messages.js';
import { noteGrowth } from './growth.js';
import { isLive, type Job, newFailure, type Rank, withRank } from './job.js';
import type { Decision } from './job-action.js';
import type { JobEvent } from './job-event.js';
import { clearParts, keepsCheckpointsOnNodes, ranksByFolder, withoutFiles } from './parts.js';

/** A save that the ranks of a generation write, or have written. */
export interface PendingSave {
  generation: number;
  step: number;
  /** In memory, not on the disk. */
  snapshot: boolean;
  /** When the first of them began it, by their own word of how long ago that was. */
  beganMs: number;
  /** By rank; null where one has not told yet. */
  shards: (ShardWritten | null)[];
  /**
   * writing: not all ranks have told. parts: nodes make their parts of it. copies: each fetches another one's. publishing: ordered, and not
   * yet known to be done; it may outlast the generation that has written it.
   */
  stage: 'writing' | 'parts' | 'copies' | 'publishing';
  /** The nodes that have not told yet that they have done their part of the stage. */
  awaited: string[];
}

/** A save that is there. */
export interface SaveReport {
  step: number;
  directory: string;
  /** From the decision to save until the checkpoint was there. */
  seconds: number;
  /** Of these, while training stood still, on the rank where it did longest. */
  blockedSeconds: number;
  /** Of the first rank's tensors. */
  bytes: number;
  snapshot: boolean;
}

/**
 * A rank of the present generation tells of its part of a save. One that is of another generation, was told before, or is older than
 * what was, is of no checkpoint.
 */
export function shardWritten(job: Job, rank: Rank, shard: ShardWritten, nowMs: number): Decision {
  const { generation, step, snapshot } = shard;
  const reason = reasonToLeaveOut(job, rank, shard);
  if (reason !== null) {
    const fields = { rank: rank.rank, step, reason };
    return { job, actions: [{ kind: 'log', level: 'warn', event: 'shard-left-out', fields }] };
  }
  const beganMs = nowMs - 1000 * shard.seconds;
  const isOfSave = (save: PendingSave) => save.generation === generation && save.step === step;
  const save = job.saves.find(isOfSave) ?? {
    generation,
    step,
    snapshot,
    beganMs,
    shards: job.ranks.map(() => null),
    stage: 'writing',
    awaited: [],
  };
  const told = { ...save, beganMs: Math.min(save.beganMs, beganMs), shards: save.shards.with(rank.rank, shard) };
  const saves = [...job.saves.filter((one) => !isOfSave(one)), told];
  return { job: withRank({ ...job, saves }, rank.rank, { savedStep: step }), actions: [] };
}

function reasonToLeaveOut({ generation, resume, saves }: Job, rank: Rank, shard: ShardWritten): string | null {
  const { step } = shard;
  if (shard.generation !== generation) return `it is of generation ${shard.generation}, and this is ${generation}`;
  if (rank.stage !== 'running') return `the rank is ${rank.stage}`;
  if (step <= rank.savedStep) return `the rank has told of step ${rank.savedStep} before`;
  if (step < (resume?.step ?? 0)) return `the training went on from step ${resume?.step}`;
  const others = saves.find((save) => save.generation === generation && save.step === step);
  if (others !== undefined && others.snapshot !== shard.snapshot)
    return `other ranks have told of a ${others.snapshot ? 'snapshot' : 'checkpoint'}`;
  return null;
}

/**
 * Every rank has told of a save, and the run log has all of its steps: it becomes a checkpoint. What is older and not whole by now
 * never will be.
 */
export function publishSave(job: Job, nowMs: number): Decision | null {
  if (!isLive(job)) return null;
  const { generation, nextStep } = job;
  // One that was overtaken by a newer one would be removed, or take its place.
  const isOlder = (one: PendingSave, than: PendingSave) =>
    !one.snapshot && one.stage !== 'publishing' && one.step < than.step;
  const copied = job.saves.find(
    (save) => save.stage === 'copies' && save.awaited.length === 0 && !job.saves.some((one) => isOlder(one, save)),
  );
  if (copied !== undefined) return publish(job, copied);
  const isOnNodes = ({ snapshot }: PendingSave) => snapshot || keepsCheckpointsOnNodes(job);
  const whole = job.saves.find(
    (save) =>
      save.stage === 'writing' &&
      !(isOnNodes(save) && job.absent !== null) &&
      save.generation === generation &&
      save.step <= (nextStep ?? 0) &&
      save.shards.every((shard) => shard !== null),
  );
  if (whole === undefined) return null;
  const { step, snapshot } = whole;
  const shards = whole.shards as ShardWritten[];
  const isFailed = shards.some(({ problem }) => problem !== '');
  const others = job.saves.filter((save) => save !== whole && (save.stage !== 'writing' || save.step > step));
  // Of a checkpoint that a rank could not write the job ends, by its own word.
  if (isFailed) return { job: { ...job, saves: others }, actions: snapshot ? clearParts(job, step) : [] };
  const left = { ...job, saves: [...others, whole] };
  if (!isOnNodes(whole)) return publish(left, whole);
  const onDisk = !snapshot;
  const folders = ranksByFolder(job, onDisk);
  const gone = withoutFiles({ ...job, saves: others }, whole, nowMs);
  if (gone !== null) return gone;
  const parting: PendingSave = { ...whole, stage: 'parts', awaited: folders.map(({ nodeId }) => nodeId) };
  return {
    job: { ...job, saves: [...others, parting] },
    actions: folders.map((folder) => ({ kind: 'publishPart', ...folder, ...toldOf(whole), onDisk }) as const),
  };
}

function publish(job: Job, save: PendingSave): Decision {
  const publishing: PendingSave = { ...save, stage: 'publishing' };
  return {
    job: { ...job, saves: job.saves.map((one) => (one === save ? publishing : one)) },
    actions: [{ kind: 'publish', ...toldOf(save) }],
  };
}

/** Of all of its ranks. */
export function toldOf({ generation, step, shards }: PendingSave) {
  const { head } = shards[0]!;
  return { generation, step, head, records: shards.map((shard) => shard!.record) };
}

/** Saves of a generation that is over are not published any more; but a checkpoint that was ordered comes to be, or fails. */
export function withoutUnpublished(saves: readonly PendingSave[]): PendingSave[] {
  return saves.filter(({ stage }) => stage === 'publishing');
}

/** Whether a checkpoint is still to come of what ranks have written. */
export function isSaving({ saves }: Job): boolean {
  return saves.some(({ snapshot }) => !snapshot);
}

/** Where all ranks are done, the rank that has ended without having told of a checkpoint that others have written; null for none. */
export function unfinishedCheckpoint({ saves }: Job): { rank: number; reason: string } | null {
  const save = saves.find(({ snapshot, stage }) => !snapshot && stage === 'writing');
  if (save === undefined) return null;
  const rank = Math.max(0, save.shards.indexOf(null));
  return { rank, reason: `rank ${rank} has ended without its part of the checkpoint of step ${save.step}` };
}

type Published = Extract<JobEvent, { kind: 'published' }>;

/** A checkpoint is there, whatever has become of its generation meanwhile. */
export function published(job: Job, { generation, step, directory }: Published, nowMs: number): Decision {
  const save = job.saves.find((one) => isThat(one, generation, step));
  if (save === undefined) return { job, actions: [] };
  const saves = job.saves.filter((one) => one !== save);
  const report = reportOf(save, directory, nowMs);
  // A newer one is made before anything else is done, and what is newer than the one that is pruned by passes for torn.
  const isNewest = !saves.some(({ stage }) => stage === 'publishing');
  // What the present generation has begun since stays, be it the one that has written this or not.
  const prune = { kind: 'prune', generation: job.generation, step } as const;
  const fields = {
    step,
    directory,
    seconds: report.seconds.toFixed(2),
    blocked_seconds: report.blockedSeconds.toFixed(3),
  };
  const saved = noteGrowth(job, generation, step);
  return {
    job: {
      ...saved,
      saves,
      damaged: job.damaged.filter((one) => one !== directory),
      lastCheckpointStep: step,
      savedStep: step,
      stepsReached: Math.max(job.stepsReached, step),
    },
    actions: [
      { kind: 'recordSave', save: report },
      ...(isNewest ? [prune] : []),
      { kind: 'log', level: 'info', event: 'checkpoint', fields },
    ],
  };
}

type PublishFailed = Extract<JobEvent, { kind: 'publishFailed' }>;

/** A job that cannot save ends. */
export function publishFailed(job: Job, { generation, step, code, reason }: PublishFailed, nowMs: number): Decision {
  const saves = job.saves.filter((one) => !isThat(one, generation, step));
  const failure = newFailure({ rank: null, reason, atMs: nowMs, code, fatal: true });
  return { job: { ...job, saves, failures: [...job.failures, failure] }, actions: [] };
}

export function isThat(save: PendingSave, generation: number, step: number): boolean {
  return save.stage === 'publishing' && save.generation === generation && save.step === step;
}

export function reportOf(
  { step, snapshot, shards, beganMs }: PendingSave,
  directory: string,
  nowMs: number,
): SaveReport {
  const blockedSeconds = Math.max(...shards.map((shard) => shard!.blockedSeconds));
  return { step, directory, seconds: (nowMs - beganMs) / 1000, blockedSeconds, bytes: shards[0]!.bytes, snapshot };
}
