import { assignRanks } from './assign-ranks.js';
import { allReturned } from './coordinator-return.js';
import { askToGrow, isOutgrown, leavers, membersOf, newcomers } from './growth.js';
import { type Failure, isLive, type Job, type JobNode, newFailure, type Outcome, workerIds } from './job.js';
import type { Decision, JobAction } from './job-action.js';
import { withNodes } from './membership.js';
import { failedNewcomer, withTrained } from './newcomer.js';
import {
  describeFailure,
  outcomeOfEnd,
  outcomeOfFailure,
  outcomeOfShortage,
  outcomeOfStop,
  rootFailure,
} from './outcome.js';
import { clearParts, hasWhatOthersLack } from './parts.js';
import { keepStandbys, placeWorker, standbyIds } from './place-workers.js';
import { isSaving, publishSave, unfinishedCheckpoint, withoutUnpublished } from './saves.js';

type Transition = (job: Job, nowMs: number) => Decision | null;

/** Generations that failed are ended before anything else is looked at; new ones begin last. */
export const transitions: readonly Transition[] = [
  endGeneration,
  settleGeneration,
  allReturned,
  stopWaiting,
  releaseDrained,
  giveUpWaiting,
  placeWorker,
  connectRanks,
  startRunning,
  publishSave,
  finishTraining,
  askToGrow,
  keepStandbys,
  beginGeneration,
];

/** A failure, the wish to stop, or nodes that are to take part as well: all workers are killed, on all nodes. */
function endGeneration(job: Job, nowMs: number): Decision | null {
  const isUnwanted = job.stop === 'now' || (job.stop === 'save' && job.phase === 'rendezvous');
  // One whose training has come to its end is left to end.
  const makesRoom = isOutgrown(job) && job.ranks.every(({ stage }) => stage === 'running');
  if (!isLive(job) || (job.failures.length === 0 && !isUnwanted && !makesRoom)) return null;
  const standbys = standbyIds(job);
  const leaving = new Set(job.workers.filter(({ id }) => !standbys.has(id)));
  const nodesOfLeaving = new Set([...leaving].map(({ nodeId }) => nodeId));
  const hasWorkers = ({ id, spawning }: JobNode) => spawning > 0 || nodesOfLeaving.has(id);
  return {
    job: {
      ...job,
      phase: 'waiting',
      sinceMs: nowMs,
      endingSinceMs: nowMs,
      workers: job.workers.map((worker) => (leaving.has(worker) ? { ...worker, stage: 'leaving' } : worker)),
      saves: withoutUnpublished(job.saves),
    },
    actions: job.nodes
      .filter(hasWorkers)
      .map(({ id: nodeId }) => ({ kind: 'kill', nodeId, spared: spared(job, nodeId, standbys) }) as const),
  };
}

function spared({ workers }: Job, nodeId: string, standbys: ReadonlySet<string>): string[] {
  return workers.filter((worker) => worker.nodeId === nodeId && standbys.has(worker.id)).map(({ id }) => id);
}

/**
 * All processes that were to end have ended, so that nothing of theirs can reach the output directory any more, and each has told how:
 * the job ends, or a next generation may begin.
 */
function settleGeneration(job: Job, nowMs: number): Decision | null {
  if (job.endingSinceMs === null) return null;
  const isAnyLeft =
    job.workers.some(({ stage }) => stage === 'leaving') || job.nodes.some(({ spawning }) => spawning > 0);
  if (isAnyLeft) return null;

  const failure = rootFailure(job.failures);
  const reason = reasonOfEnd(job, failure);
  const ends = [{ generation: job.generation, reason, atMs: nowMs }, ...job.ends].slice(0, MOST_ENDS);
  const nodes = withTrained(job);
  const settled: Job = {
    ...job,
    nodes,
    ends,
    endingSinceMs: null,
    sinceMs: nowMs,
    ranks: [],
    failures: [],
    growth: null,
  };
  if (failure === null && isOutgrown(job)) return { job: settled, actions: [logEnd(job, reason)] };
  if (failure === null) return finish(settled, outcomeOfStop(job), nowMs);

  const newcomer = failedNewcomer(job, failure);
  if (newcomer !== null) return withoutNewcomer(settled, newcomer, reason, nowMs);
  const damaged = isDamage(failure) && job.resume !== null ? [job.resume.directory] : [];
  const madeProgress = job.stepsReached > job.stepsReachedBefore;
  // A damaged checkpoint is tried once: there are only so many.
  const inARow = damaged.length > 0 ? job.restartsWithoutProgress : madeProgress ? 1 : job.restartsWithoutProgress + 1;
  const outcome = outcomeOfFailure(job, failure, inARow);
  if (outcome !== null) return finish(settled, outcome, nowMs);

  const budget = `${inARow} of ${job.options.maxRestarts} without progress`;
  const fields = { generation: job.generation, reason, restart: budget };
  return {
    job: {
      ...settled,
      restarts: job.restarts + 1,
      restartsWithoutProgress: inARow,
      damaged: [...job.damaged, ...damaged],
    },
    actions: [{ kind: 'log', level: 'warn', event: 'generation-ended', fields }],
  };
}

/** The others go on as before: that they were ended for it counts for nothing. */
function withoutNewcomer(settled: Job, node: JobNode, why: string, nowMs: number): Decision {
  const { id, hostname } = node;
  const remaining = settled.nodes.filter((node) => node.id !== id);
  const workers = settled.workers.filter(({ nodeId }) => nodeId !== id);
  const reason = `its workers fail before their first step: ${why}`;
  return {
    job: withNodes(withoutPlace({ ...settled, workers }, node, reason), remaining, nowMs),
    actions: [
      logEnd(settled, why),
      { kind: 'log', level: 'warn', event: 'node-refused', fields: { node: hostname, reason } },
      { kind: 'refuse', nodeId: id, reason },
      ...giveUpPlace(node, reason),
    ],
  };
}

/** An engine would bring it again. */
function giveUpPlace({ place }: JobNode, reason: string): JobAction[] {
  return place === '' ? [] : [{ kind: 'giveUpPlace', place, reason }];
}

/** So would that of a coordinator that returns. */
function withoutPlace(job: Job, { place }: JobNode, reason: string): Job {
  return place === '' ? job : { ...job, placesGivenUp: [...job.placesGivenUp, { place, reason }] };
}

function logEnd({ generation }: Job, reason: string): JobAction {
  return { kind: 'log', level: 'info', event: 'generation-ended', fields: { generation, reason } };
}

/** That people are told of. */
const MOST_ENDS = 20;

function reasonOfEnd(job: Job, failure: Failure | null): string {
  if (failure !== null) return describeFailure(failure, job.ranks);
  if (!isOutgrown(job)) return 'it was stopped';
  const say = (nodes: readonly JobNode[], one: string, many: string) =>
    nodes.length === 0
      ? []
      : [
          `${nodes.map(({ hostname }) => hostname).join(', ')} ${nodes.length > 1 ? many : one} from step ${job.growth!.savedStep} on`,
        ];
  const changes = [
    ...say(newcomers(job), 'takes part', 'take part'),
    ...say(leavers(job), 'takes no part', 'take no part'),
  ];
  return changes.join('; ') || 'who was to take part has left';
}

/** Nodes that an operator wants to have, and that have nothing to do any more. */
function releaseDrained(job: Job, nowMs: number): Decision | null {
  const isFree = ({ id, isDraining }: JobNode) =>
    isDraining && !job.ranks.some(({ nodeId }) => nodeId === id) && job.endingSinceMs === null;
  const node = job.nodes.find((one) => isFree(one) && !hasWhatOthersLack(job, one));
  if (node === undefined || job.phase === 'done') return null;
  const remaining = job.nodes.filter((one) => one !== node);
  const workers = job.workers.filter(({ nodeId }) => nodeId !== node.id);
  const reason = 'an operator has drained it';
  return {
    job: withNodes(withoutPlace({ ...job, workers }, node, reason), remaining, nowMs),
    actions: [
      { kind: 'log', level: 'info', event: 'node-drained', fields: { node: node.hostname } },
      { kind: 'release', nodeId: node.id, reason },
      ...giveUpPlace(node, reason),
    ],
  };
}

function stopWaiting(job: Job, nowMs: number): Decision | null {
  if (job.phase !== 'waiting' || job.endingSinceMs !== null || job.stop === 'no') return null;
  return finish(job, outcomeOfStop(job), nowMs);
}

/** The nodes that the job cannot be without have not come, or not come back, in the time that they were given. */
function giveUpWaiting(job: Job, nowMs: number): Decision | null {
  const { joinTimeoutMs } = job.options;
  const isShort = job.phase === 'waiting' && job.endingSinceMs === null && job.quorumSinceMs === null;
  if (!isShort || joinTimeoutMs === null || nowMs - job.sinceMs < joinTimeoutMs) return null;
  return finish(job, outcomeOfShortage(job, joinTimeoutMs), nowMs);
}

function connectRanks(job: Job, _nowMs: number): Decision | null {
  if (job.phase !== 'rendezvous' || !job.ranks.every((rank) => rank.stage === 'listening')) return null;
  return {
    job: { ...job, ranks: job.ranks.map((rank) => ({ ...rank, stage: 'connecting' })) },
    actions: [{ kind: 'connect', workerIds: workerIds(job), addresses: job.ranks.map((rank) => rank.address!) }],
  };
}

function startRunning(job: Job, nowMs: number): Decision | null {
  if (job.phase !== 'rendezvous' || !job.ranks.every(({ stage }) => stage === 'running' || stage === 'done'))
    return null;
  const seconds = ((nowMs - job.sinceMs) / 1000).toFixed(1);
  const fields = { generation: job.generation, workers: job.ranks.length, seconds };
  return {
    job: {
      ...job,
      phase: 'running',
      sinceMs: nowMs,
      ranks: job.ranks.map((rank) => ({ ...rank, lastProgressMs: nowMs })),
    },
    actions: [{ kind: 'log', level: 'info', event: 'running', fields }],
  };
}

function finishTraining(job: Job, nowMs: number): Decision | null {
  if (job.phase !== 'running' || !job.ranks.every((rank) => rank.stage === 'done')) return null;
  const lost = unfinishedCheckpoint(job);
  if (lost !== null) return { job: { ...job, failures: [newFailure({ ...lost, atMs: nowMs })] }, actions: [] };
  if (isSaving(job)) return null;
  const ends = job.ranks.map((rank) => rank.done!);
  const end = ends.find((done) => done.problem !== '') ?? ends.find((done) => done.reason === 'stopped') ?? ends[0]!;
  const { steps, skipped } = end;
  const finished = finish(job, outcomeOfEnd(end), nowMs);
  const log = { kind: 'log', level: 'info', event: 'updates-skipped', fields: { skipped, of: steps } } as const;
  return { job: finished.job, actions: skipped === 0 ? finished.actions : [log, ...finished.actions] };
}

/** Enough nodes are there, and either no more are wanted or the last call is over. */
function beginGeneration(job: Job, nowMs: number): Decision | null {
  const { minNodes, maxNodes, lastCallMs } = job.options;
  if (job.phase !== 'waiting' || job.endingSinceMs !== null || job.quorumSinceMs === null) return null;
  if (membersOf(job).length < maxNodes && nowMs - job.quorumSinceMs < lastCallMs) return null;

  const generation = job.generation + 1;
  const members = membersOf(job);
  const ranks = assignRanks(members, job.deviceKind!, nowMs);
  const reason = `nodes here: ${job.nodes.length}, wanted: ${minNodes} to ${maxNodes}`;
  const fields = { generation, nodes: members.length, workers: ranks.length, reason };
  const begun: Job = {
    ...job,
    phase: 'rendezvous',
    sinceMs: nowMs,
    generation,
    ranks,
    nodes: job.nodes.map((node) => ({ ...node, resumeFrom: null })),
    stepsReachedBefore: job.stepsReached,
  };
  return {
    job: begun,
    actions: [
      { kind: 'log', level: 'info', event: 'rendezvous', fields },
      { kind: 'findCheckpoint', generation, damaged: job.damaged },
      ...clearParts(begun),
    ],
  };
}

function finish(job: Job, outcome: Outcome, nowMs: number): Decision {
  return { job: { ...job, phase: 'done', sinceMs: nowMs, outcome }, actions: [{ kind: 'finish', outcome }] };
}

/** The checkpoint that the generation was to go on from is not as it was written, or gone: another may be. */
function isDamage({ code }: Failure): boolean {
  return code === 'CHECKPOINT_TORN' || code === 'CHECKPOINT_MISSING';
}
