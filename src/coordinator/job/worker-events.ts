import { type Failure, isLive, type Job, type Rank, withRank } from './job.js';
import type { Decision, JobAction } from './job-action.js';
import type { JobEvent } from './job-event.js';
import { describeExit } from './outcome.js';

type WorkerExited = Extract<JobEvent, { kind: 'workerExited' }>;
type WorkerRefused = Extract<JobEvent, { kind: 'workerRefused' }>;
type WorkerEvent = Exclude<Extract<JobEvent, { rank: number }>, WorkerExited | WorkerRefused>;

/** What a worker says itself. */
export function workerEvent(job: Job, event: WorkerEvent, nowMs: number): Decision {
  const rank = event.generation === job.generation ? job.ranks[event.rank] : undefined;
  if (rank === undefined || !isLive(job)) return tooLate(job, event, nowMs);

  const seen = withRank(job, event.rank, { lastSeenMs: nowMs });
  switch (event.kind) {
    case 'workerStarted':
      return started(seen, rank);
    case 'workerHeartbeat':
      return heartbeat(seen, rank, event.progress, nowMs);
    case 'workerListening':
      return { job: withRank(seen, rank.rank, { stage: 'listening', address: event.address }), actions: [] };
    case 'workerRunning':
      return running(seen, rank, event);
    case 'workerReported':
      return reported(seen, rank, event);
    case 'workerSaved':
      return saved(seen, event);
    case 'workerLogged':
      return logged(seen, event);
    case 'workerDone':
      return done(seen, event);
    case 'workerFailed':
      return failed(seen, event, nowMs);
    case 'workerStreamBroken':
      return streamBroken(seen, rank, nowMs);
  }
}

/** The agent tells that a worker's process has ended: one of its own, or it speaks of an earlier coordinator's job. */
export function workerExited(job: Job, event: WorkerExited, nowMs: number): Decision {
  const rank = event.generation === job.generation ? job.ranks[event.rank] : undefined;
  if (rank === undefined || rank.nodeId !== event.nodeId) return { job, actions: [] };
  const gone = withRank(job, event.rank, { exit: event.exit });
  const isExplained = event.exit.killedByAgent || rank.stage === 'done' || hasFailed(job, event.rank);
  if (isExplained) return { job: gone, actions: [] };
  return fail(gone, { rank: event.rank, reason: `rank ${event.rank} ${describeExit(event.exit)}`, atMs: nowMs });
}

export function workerRefused(job: Job, { generation, rank, reason }: WorkerRefused): Decision {
  const fields = { generation, rank, reason };
  return { job, actions: [{ kind: 'log', level: 'warn', event: 'worker-refused', fields }] };
}

/** Of a former generation, or of the present one while it is being ended: only a cause of the end still counts. */
function tooLate(job: Job, event: WorkerEvent, nowMs: number): Decision {
  const { kind, generation, rank } = event;
  if (kind === 'workerStarted') return { job, actions: [{ kind: 'endWorker', generation, rank }] };
  if (kind === 'workerFailed' && generation === job.generation && job.endingSinceMs !== null && !hasFailed(job, rank))
    return failed(job, event, nowMs);
  return { job, actions: [] };
}

function started(job: Job, rank: Rank): Decision {
  const node = job.nodes.find(({ id }) => id === rank.nodeId)!;
  return {
    job: withRank(job, rank.rank, { stage: 'started' }),
    actions: [
      {
        kind: 'start',
        generation: job.generation,
        worker: { rank: rank.rank, localRank: rank.localRank, threads: rank.threads },
        worldSize: job.ranks.length,
        listenHost: node.listenHost,
        resumeFrom: job.resume?.directory ?? '',
        globalBatch: job.globalBatch!,
      },
    ],
  };
}

function heartbeat(job: Job, rank: Rank, progress: number, nowMs: number): Decision {
  if (progress === rank.progress) return { job, actions: [] };
  return { job: withRank(job, rank.rank, { progress, lastProgressMs: nowMs }), actions: [] };
}

function running(job: Job, rank: Rank, event: Extract<WorkerEvent, { kind: 'workerRunning' }>): Decision {
  const { startStep, totalSteps, summary } = event;
  const runs = withRank(job, rank.rank, { stage: 'running' });
  const log = { kind: 'log', level: 'info', event: 'worker-ready', fields: { rank: rank.rank, summary } } as const;
  if (rank.rank !== 0) return { job: runs, actions: [log] };
  return { job: { ...runs, nextStep: startStep }, actions: [log, { kind: 'trainingStarts', startStep, totalSteps }] };
}

/** Of a rank that trains. The first one's steps are recorded, each once and in order. */
function reported(job: Job, { stage }: Rank, event: Extract<WorkerEvent, { kind: 'workerReported' }>): Decision {
  if (stage !== 'running') return { job, actions: [] };
  const { generation, rank, report } = event;
  let next = job.nextStep;
  const steps = report.steps.filter(({ step }) => {
    if (rank !== 0 || next === null || step < next) return false;
    next = step + 1;
    return true;
  });
  const record: JobAction = { kind: 'recordReport', generation, rank, report: { ...report, steps } };
  const leftOut = report.steps.length - steps.length;
  const fields = { rank, steps: leftOut, reason: `out of order: step ${job.nextStep} is next` };
  const isOdd = rank === 0 && leftOut > 0;
  return {
    job: { ...job, nextStep: next, stepsReached: Math.max(job.stepsReached, next ?? 0) },
    actions: isOdd ? [{ kind: 'log', level: 'warn', event: 'steps-left-out', fields }, record] : [record],
  };
}

/** The first rank tells of a save when those of all ranks are there. */
function saved(job: Job, { rank, save }: Extract<WorkerEvent, { kind: 'workerSaved' }>): Decision {
  if (rank !== 0) return { job, actions: [] };
  const { step, directory, seconds, blockedSeconds, snapshot } = save;
  const record = { kind: 'recordSave', save } as const;
  // Twice a minute: more than a log is for.
  if (snapshot) return { job, actions: [record] };
  const fields = { step, directory, seconds: seconds.toFixed(2), blocked_seconds: blockedSeconds.toFixed(3) };
  return {
    job: { ...job, lastCheckpointStep: step, stepsReached: Math.max(job.stepsReached, step) },
    actions: [record, { kind: 'log', level: 'info', event: 'checkpoint', fields }],
  };
}

function logged(job: Job, event: Extract<WorkerEvent, { kind: 'workerLogged' }>): Decision {
  // All ranks do the same things: of their good news, the first one's is enough.
  if (event.level === 'info' && event.rank !== 0) return { job, actions: [] };
  const fields = { rank: event.rank, message: event.message };
  return { job, actions: [{ kind: 'log', level: event.level, event: 'worker', fields }] };
}

function done(job: Job, event: Extract<WorkerEvent, { kind: 'workerDone' }>): Decision {
  return { job: withRank(job, event.rank, { stage: 'done', done: event.done }), actions: [] };
}

function failed(job: Job, event: Extract<WorkerEvent, { kind: 'workerFailed' }>, nowMs: number): Decision {
  const { rank, code, message, fatal, exitCode } = event;
  // A rank whose peer has died says so faster than the peer's agent can.
  const evidence = code === 'COMM_FAILED' ? 'collectiveFailed' : 'cause';
  return fail(job, { rank, reason: `rank ${rank} failed: ${message}`, atMs: nowMs, code, fatal, exitCode, evidence });
}

function streamBroken(job: Job, { rank, stage }: Rank, nowMs: number): Decision {
  if (stage === 'done') return { job, actions: [] };
  return fail(job, { rank, reason: `rank ${rank} broke its stream`, atMs: nowMs, evidence: 'streamBroken' });
}

function fail(job: Job, failure: Partial<Failure> & Pick<Failure, 'rank' | 'reason' | 'atMs'>): Decision {
  const whole: Failure = { code: '', fatal: false, exitCode: 1, evidence: 'cause', ...failure };
  return { job: { ...job, failures: [...job.failures, whole] }, actions: [] };
}

function hasFailed(job: Job, rank: number): boolean {
  return job.failures.some((failure) => failure.rank === rank);
}
