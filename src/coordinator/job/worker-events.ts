import type { TrainingReport, WorkerExit } from '../../rpc/messages.js';
import { isLive, type Job, type JobWorker, newFailure, type Rank, withRank } from './job.js';
import type { Decision, JobAction } from './job-action.js';
import type { JobEvent } from './job-event.js';
import { positionOf, withMore, withStage } from './known-workers.js';
import { describeExit } from './outcome.js';
import { placeOf } from './place-of.js';
import { missingWorkers } from './place-workers.js';
import { shardWritten } from './saves.js';

type WorkersSpawned = Extract<JobEvent, { kind: 'workersSpawned' }>;
type WorkerExited = Extract<JobEvent, { kind: 'workerExited' }>;
type WorkerRefused = Extract<JobEvent, { kind: 'workerRefused' }>;
type WorkerReturned = Extract<JobEvent, { kind: 'workerReturned' }>;
type WorkerEvent = Exclude<Extract<JobEvent, { workerId: string }>, WorkerExited | WorkerRefused | WorkerReturned>;
type Said<Kind extends WorkerEvent['kind']> = Extract<WorkerEvent, { kind: Kind }>;

/** What a worker says itself. */
export function workerEvent(job: Job, event: WorkerEvent, nowMs: number): Decision {
  const rank = placeOf(job.ranks, event.workerId);
  if (rank === undefined) return fromStandby(job, event);
  if (!isLive(job)) return tooLate(job, rank, event, nowMs);
  const expected = TURN[event.kind];
  if (expected !== undefined && rank.stage !== expected) return outOfTurn(job, rank, event.kind, expected);

  switch (event.kind) {
    case 'workerStarted':
      return { job, actions: [] };
    case 'workerListening':
      return { job: withRank(job, rank.rank, { stage: 'listening', address: event.address }), actions: [] };
    case 'workerRunning':
      return running(job, rank, event, nowMs);
    case 'workerReported':
      return reported(job, rank, event);
    case 'workerWroteShard':
      return shardWritten(job, rank, event.shard, nowMs);
    case 'workerLogged':
      return logged(job, rank, event);
    case 'workerDone':
      return { job: withRank(job, rank.rank, { stage: 'done', done: event.done }), actions: [] };
    case 'workerFailed':
      return failed(job, rank, event, nowMs);
    case 'workerStreamBroken':
      return streamBroken(job, rank, nowMs);
  }
}

/** At which stage of its rank a worker says what it says once. */
const TURN: { [Kind in WorkerEvent['kind']]?: Rank['stage'] } = {
  workerListening: 'started',
  workerRunning: 'connecting',
  workerDone: 'running',
};

function outOfTurn(job: Job, { rank, stage }: Rank, kind: string, expected: string): Decision {
  const fields = { rank, reason: `${kind} of a rank that is ${stage}, expected ${expected}` };
  return { job, actions: [{ kind: 'log', level: 'warn', event: 'out-of-turn', fields }] };
}

/** An agent tells whom it starts. What it was told to kill in the meantime it will. */
export function workersSpawned(job: Job, { nodeId, workerIds }: WorkersSpawned): Decision {
  const node = job.nodes.find(({ id }) => id === nodeId);
  if (node === undefined) return { job, actions: [] };
  const condemned = job.endingSinceMs === null ? 0 : node.spawning;
  const workers = workerIds.map((id, i): JobWorker => ({ id, nodeId, stage: i < condemned ? 'leaving' : 'starting' }));
  const spawning = Math.max(0, node.spawning - workerIds.length);
  return {
    job: {
      ...job,
      nodes: job.nodes.map((one) => (one === node ? { ...one, spawning } : one)),
      workers: withMore(job.workers, workers),
    },
    actions: [],
  };
}

/** The agent tells that a worker's process has ended: one of its own, or it speaks of an earlier coordinator's job. */
export function workerExited(job: Job, { workerId, nodeId, exit }: WorkerExited, nowMs: number): Decision {
  const worker = job.workers.find(({ id }) => id === workerId);
  if (worker === undefined || worker.nodeId !== nodeId) return { job, actions: [] };
  const gone = { ...job, workers: job.workers.filter((one) => one !== worker) };
  const rank = placeOf(job.ranks, workerId);
  if (rank === undefined) return standbyExited(gone, nodeId, exit, nowMs);
  const withExit = withRank(gone, rank.rank, { exit });
  const isExplained = exit.killedByAgent || rank.stage === 'done' || hasFailed(job, rank.rank);
  if (isExplained) return { job: withExit, actions: [] };
  return fail(withExit, { rank: rank.rank, reason: `rank ${rank.rank} ${describeExit(exit)}`, atMs: nowMs });
}

/** A worker without a place ends: of matter where one of its node's places waits for it. */
function standbyExited(job: Job, nodeId: string, exit: WorkerExit, nowMs: number): Decision {
  if (exit.killedByAgent || missingWorkers(job, nodeId) <= 0) return { job, actions: [] };
  const { hostname } = job.nodes.find(({ id }) => id === nodeId)!;
  const reason = `a worker of ${hostname} that had no rank yet ${describeExit(exit)}`;
  return fail(job, { rank: null, nodeId, reason, atMs: nowMs, logTail: exit.logTail });
}

export function workerRefused(job: Job, { workerId, reason }: WorkerRefused): Decision {
  const fields = { worker: workerId, reason };
  return { job, actions: [{ kind: 'log', level: 'warn', event: 'worker-refused', fields }] };
}

/** Of a worker without a place, or one that the job knows nothing of: a node that counts as lost may have some. */
function fromStandby(job: Job, { kind, workerId }: WorkerEvent): Decision {
  const position = positionOf(job.workers, workerId);
  const worker = job.workers[position];
  if (worker === undefined) return { job, actions: kind === 'workerStarted' ? [{ kind: 'endWorker', workerId }] : [] };
  const become = (stage: JobWorker['stage']): Decision => ({
    job: { ...job, workers: withStage(job.workers, position, stage) },
    actions: [],
  });
  if (kind === 'workerStarted' && worker.stage === 'starting') return become('ready');
  // Its end follows, and says how.
  if (kind === 'workerStreamBroken') return become('leaving');
  return { job, actions: [] };
}

/** While its generation is being ended: only a cause of the end still counts. */
function tooLate(job: Job, rank: Rank, event: WorkerEvent, nowMs: number): Decision {
  const isCause = event.kind === 'workerFailed' && job.endingSinceMs !== null && !hasFailed(job, rank.rank);
  return isCause ? failed(job, rank, event, nowMs) : { job, actions: [] };
}

function running(job: Job, rank: Rank, event: Said<'workerRunning'>, nowMs: number): Decision {
  const { startStep, totalSteps, summary } = event;
  const resumeStep = job.resume?.step ?? 0;
  if (rank.rank === 0 && startStep !== resumeStep) {
    const reason = `rank 0 begins at step ${startStep}, expected ${resumeStep}, where its checkpoint is`;
    return fail(job, { rank: 0, reason, atMs: nowMs });
  }
  const runs = withRank(job, rank.rank, { stage: 'running' });
  const log = { kind: 'log', level: 'info', event: 'worker-ready', fields: { rank: rank.rank, summary } } as const;
  if (rank.rank !== 0) return { job: runs, actions: [log] };
  return {
    job: { ...runs, nextStep: startStep, loggedSteps: startStep, totalSteps },
    actions: [log, { kind: 'trainingStarts', startStep, totalSteps }],
  };
}

/** Of a rank that trains. The first one's steps are recorded, each once and in order. */
function reported(job: Job, { rank, stage }: Rank, { report }: Said<'workerReported'>): Decision {
  if (stage !== 'running') return { job, actions: [] };
  const { generation } = job;
  let next = job.nextStep;
  const steps = report.steps.filter(({ step }) => {
    if (rank !== 0 || next === null || step < next || step >= job.totalSteps) return false;
    next = step + 1;
    return true;
  });
  const record: JobAction = { kind: 'recordReport', generation, rank, report: { ...report, steps } };
  const leftOut = report.steps.length - steps.length;
  const fields = { rank, steps: leftOut, reason: `out of order: step ${job.nextStep} is next` };
  const isOdd = rank === 0 && leftOut > 0;
  // Counters alone change nothing: of ten thousand ranks many come.
  if (next === job.nextStep && !isOdd) return { job, actions: [record] };
  return {
    job: {
      ...job,
      nextStep: next,
      loggedSteps: next,
      stepMs: withStepMs(job, rank, report),
      stepsReached: Math.max(job.stepsReached, next ?? 0),
    },
    actions: isOdd ? [{ kind: 'log', level: 'warn', event: 'steps-left-out', fields }, record] : [record],
  };
}

/** Steps whose pace is looked at. */
const PACED_REPORTS = 15;

function withStepMs({ stepMs }: Job, rank: number, { steps, phaseSeconds }: TrainingReport): number[] {
  if (rank !== 0 || steps.length === 0) return stepMs;
  const { data, compute, communication, save } = phaseSeconds;
  const each = (1000 * (data + compute + communication + save)) / steps.length;
  return [...stepMs.slice(1 - PACED_REPORTS), each];
}

function logged(job: Job, { rank }: Rank, { level, message }: Said<'workerLogged'>): Decision {
  // All ranks do the same things: of their good news, the first one's is enough.
  if (level === 'info' && rank !== 0) return { job, actions: [] };
  return { job, actions: [{ kind: 'log', level, event: 'worker', fields: { rank, message } }] };
}

function failed(job: Job, { rank }: Rank, event: Said<'workerFailed'>, nowMs: number): Decision {
  const { code, message, fatal, exitCode } = event;
  // A rank whose peer has died says so faster than the peer's agent can.
  const evidence = code === 'COMM_FAILED' ? 'collectiveFailed' : 'cause';
  return fail(job, { rank, reason: `rank ${rank} failed: ${message}`, atMs: nowMs, code, fatal, exitCode, evidence });
}

function streamBroken(job: Job, { rank, stage }: Rank, nowMs: number): Decision {
  if (stage === 'done') return { job, actions: [] };
  return fail(job, { rank, reason: `rank ${rank} broke its stream`, atMs: nowMs, evidence: 'streamBroken' });
}

function fail(job: Job, failure: Parameters<typeof newFailure>[0]): Decision {
  return { job: { ...job, failures: [...job.failures, newFailure(failure)] }, actions: [] };
}

function hasFailed(job: Job, rank: number): boolean {
  return job.failures.some((failure) => failure.rank === rank);
}
