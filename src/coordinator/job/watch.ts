import { type Failure, isLive, type Job, type JobNode, namesOf, newFailure, type Rank, rankStages } from './job.js';
import type { Decision, JobAction } from './job-action.js';
import { nodeLost } from './membership.js';
import { heard, type SignsOfLife } from './signs-of-life.js';

/** Looks what is overdue: heartbeats, progress, the rendezvous, the end of killed processes. */
export function tick(job: Job, signs: SignsOfLife, nowMs: number): Decision {
  const ticked = { ...heard(job, signs), lastTickMs: nowMs };
  const pauseMs = nowMs - job.lastTickMs;
  // Everyone looks dead to a coordinator that was itself suspended (a closed lid, SIGSTOP): hear them out first.
  if (pauseMs > job.options.heartbeatTimeoutMs / 2) return forgive(ticked, pauseMs, nowMs);

  const { job: withoutDead, actions } = dropNodes(ticked, overdueNodes(ticked, nowMs), nowMs);
  const failures = isLive(withoutDead) ? overdueRanks(withoutDead, nowMs) : [];
  const waits = nameWait(withoutDead, job.lastTickMs, nowMs);
  return { job: { ...withoutDead, failures: [...withoutDead.failures, ...failures] }, actions: [...actions, ...waits] };
}

/** A wait is named when it has taken so long, and each time that it has taken twice as long as before. */
const NAMED_WAIT_MS = 10_000;

/** What a job waits for that does not train yet, where that takes long. */
function nameWait(job: Job, lastTickMs: number, nowMs: number): JobAction[] {
  const what = waitsFor(job);
  const lines = (untilMs: number) => Math.floor(Math.log2(Math.max(untilMs - job.sinceMs, 1) / NAMED_WAIT_MS));
  if (what === null || lines(nowMs) < 0 || lines(nowMs) === lines(lastTickMs)) return [];
  const seconds = Math.round((nowMs - job.sinceMs) / 1000);
  return [{ kind: 'log', level: 'info', event: 'waiting', fields: { for: what, seconds } }];
}

/** A clause; null where it trains, or has ended. */
export function waitsFor(job: Job): string | null {
  const { phase, nodes, endingSinceMs, generation, ranks, options, quorumSinceMs, resume, savedStep } = job;
  if (phase === 'rendezvous') {
    const fetching = nodes.filter((node) => isFetching(node, ranks));
    if (fetching.length > 0) return `${namesOf(fetching)} to fetch what they lack of the save of step ${resume?.step}`;
    const first = ranks.reduce((a, b) => (stageOf(b) < stageOf(a) ? b : a));
    const alike = ranks.filter(({ stage }) => stage === first.stage).length;
    const others = alike > 1 ? ` and ${alike - 1} more of ${ranks.length}` : ` of ${ranks.length}`;
    return `rank ${first.rank}${others} to ${NEXT_STEP[first.stage]}`;
  }
  if (phase !== 'waiting') return null;
  if (endingSinceMs !== null) return `the processes of generation ${generation} to end`;
  const probed = nodes.filter(({ isProbed }) => isProbed);
  if (probed.length < nodes.length) {
    const coming = nodes.filter(({ isProbed }) => !isProbed);
    return `${namesOf(coming)} to find out whether the other nodes are reached`;
  }
  const staying = nodes.filter(({ isDraining }) => !isDraining);
  const missing = options.minNodes - staying.length;
  if (missing <= 0 && quorumSinceMs === null) return `nodes that have the files of the checkpoint of step ${savedStep}`;
  if (missing <= 0) return null;
  const here = staying.length === 0 ? '' : ` (here: ${namesOf(staying)})`;
  return `${missing} more of ${options.minNodes} nodes to join${here}`;
}

/** Whether its ranks wait for what they load. */
function isFetching({ id, resumeFrom }: JobNode, ranks: readonly Rank[]): boolean {
  return resumeFrom === null && ranks.some(({ nodeId, stage }) => nodeId === id && stage !== 'planned');
}

const stageOf = ({ stage }: Rank) => rankStages.indexOf(stage);

/** What a rank does next that is at a stage of the rendezvous. */
const NEXT_STEP: Record<Rank['stage'], string> = {
  planned: 'be started, once the newest checkpoint is found',
  spawned: 'load its program',
  started: 'read the list of images and listen for its peers',
  listening: "hear its peers' addresses",
  connecting: 'connect, and load weights or a checkpoint',
  running: 'see all others train',
  done: 'end',
};

function forgive(job: Job, pauseMs: number, nowMs: number): Decision {
  const seconds = (pauseMs / 1000).toFixed(1);
  const fields = { reason: `the coordinator itself was suspended for ${seconds} s; all time limits begin anew` };
  return {
    job: {
      ...job,
      sinceMs: nowMs,
      endingSinceMs: job.endingSinceMs === null ? null : nowMs,
      nodes: job.nodes.map((node) => ({ ...node, lastSeenMs: nowMs })),
      ranks: job.ranks.map((rank) => ({ ...rank, lastSeenMs: nowMs, lastProgressMs: nowMs })),
    },
    actions: [{ kind: 'log', level: 'warn', event: 'suspended', fields }],
  };
}

interface Overdue {
  nodeId: string;
  reason: string;
}

function overdueNodes(job: Job, nowMs: number): Overdue[] {
  const { heartbeatTimeoutMs, killTimeoutMs } = job.options;
  const silent = job.nodes.filter((node) => nowMs - node.lastSeenMs > heartbeatTimeoutMs);
  const isKillOverdue = job.endingSinceMs !== null && nowMs - job.endingSinceMs > killTimeoutMs;
  const keepers = isKillOverdue ? job.nodes.flatMap(({ id, spawning }) => processesLeft(job, id, spawning)) : [];
  return [
    ...silent.map(({ id }) => ({ nodeId: id, reason: `no heartbeat for ${heartbeatTimeoutMs / 1000} s` })),
    ...keepers.map(({ nodeId, who }) => ({
      nodeId,
      reason: `${who} has not ended within ${killTimeoutMs / 1000} s of SIGKILL`,
    })),
  ];
}

/** What a node has not ended yet, or not even said that it has started. */
function processesLeft({ workers, ranks }: Job, nodeId: string, spawning: number): { nodeId: string; who: string }[] {
  const leaving = workers.filter((worker) => worker.nodeId === nodeId && worker.stage === 'leaving');
  const rankOf = (id: string) => ranks.find(({ workerId }) => workerId === id)?.rank;
  const named = leaving.map(({ id }) => rankOf(id)).map((rank) => (rank === undefined ? 'a worker' : `rank ${rank}`));
  return [...named, ...(spawning > 0 ? ['a worker'] : [])].map((who) => ({ nodeId, who }));
}

function dropNodes(job: Job, overdue: Overdue[], nowMs: number): Decision {
  let current = job;
  const actions: JobAction[] = [];
  for (const { nodeId, reason } of overdue) {
    const decision = nodeLost(current, nodeId, reason, nowMs);
    if (decision.job === current) continue; // named twice
    current = decision.job;
    actions.push(...decision.actions, { kind: 'dropNode', nodeId });
  }
  return { job: current, actions };
}

/** Where a rank that works moves on with each unit. */
const WORKING = ['compute', 'communication'];
/** Steps for which it may stand still there. */
const STALLED_STEPS = 4;

/**
 * How long a rank may make no progress. One that waits for its peers may as long as one of them is at something else: that one's time runs
 * out by itself, and it is the cause.
 */
function stallLimitMs(job: Job, { at: { phase } }: Rank): number {
  const { stallTimeoutMs, stallFloorMs } = job.options;
  const isAtOther = (one: Rank) => one.stage === 'running' && one.at.phase !== 'communication';
  if (phase === 'communication' && job.ranks.some(isAtOther)) return Number.POSITIVE_INFINITY;
  if (!WORKING.includes(phase) || job.stepMs.length === 0) return stallTimeoutMs;
  return Math.min(Math.max(stallFloorMs, STALLED_STEPS * median(job.stepMs)), stallTimeoutMs);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}

/** One hung rank makes all others wait: it is the cause, or where all wait for one another the one that stood still first. */
function stall({ nodes }: Job, rank: Rank, stillMs: number): Failure {
  const { phase, what, step } = rank.at;
  const node = nodes.find(({ id }) => id === rank.nodeId)?.hostname;
  const where = phase === '' ? '' : `: ${phase} (${what}), step ${step}`;
  const reason = `rank ${rank.rank} on ${node} made no progress for ${(stillMs / 1000).toFixed(1)} s${where}`;
  const evidence = phase === 'communication' ? 'collectiveFailed' : 'cause';
  return newFailure({ rank: rank.rank, reason, atMs: rank.lastProgressMs, evidence });
}

function overdueRanks(job: Job, nowMs: number): Failure[] {
  const { heartbeatTimeoutMs, rendezvousTimeoutMs } = job.options;
  const failures: Failure[] = [];
  const fail = ({ rank }: Rank, why: string, atMs: number) =>
    failures.push(newFailure({ rank, reason: `rank ${rank} ${why}`, atMs }));

  for (const rank of job.ranks) {
    const isSpeaking = !['planned', 'spawned', 'done'].includes(rank.stage);
    if (isSpeaking && nowMs - rank.lastSeenMs > heartbeatTimeoutMs)
      fail(rank, `gave no heartbeat for ${heartbeatTimeoutMs / 1000} s`, rank.lastSeenMs);
    const isAtWork = job.phase === 'running' && rank.stage === 'running';
    const stillMs = nowMs - rank.lastProgressMs;
    if (isAtWork && stillMs > stallLimitMs(job, rank)) failures.push(stall(job, rank, stillMs));
  }
  // Who fetches gives up by itself.
  const isFetchingAny = job.nodes.some((node) => isFetching(node, job.ranks));
  const isLate = job.phase === 'rendezvous' && nowMs - job.sinceMs > rendezvousTimeoutMs;
  if (failures.length === 0 && isLate && !isFetchingAny) {
    const last = job.ranks.reduce((a, b) => (stageOf(b) < stageOf(a) ? b : a));
    fail(last, `was still ${last.stage} when the rendezvous had taken ${rendezvousTimeoutMs / 1000} s`, nowMs);
  }
  return failures;
}
