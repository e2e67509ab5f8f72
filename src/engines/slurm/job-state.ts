/** A job as Slurm knows it. */
export interface JobState {
  /** PENDING, RUNNING, COMPLETING, COMPLETED, ... */
  state: string;
  /** Why it is not running, in a word; None. */
  reason: string;
  restarts: number;
  /** As Slurm writes them: n[1-3,7]; empty for none. Nodes that are lost are not among them any more. */
  nodes: string;
  /** Where the batch script runs, or has run; empty for none. */
  batchHost: string;
  /** Of the batch script, and the signal that has ended it. */
  exitCode: number;
  signal: number;
}

/**
 * @param text of `scontrol show job ID --oneliner`; names of jobs may hold anything, so that neighbours say which field is meant
 * @throws TypeError where it is not that
 */
export function parseJob(text: string): JobState {
  const [, state, reason] = / JobState=(\S+) Reason=(.*?) (?:FailedNode=\S* )?Dependency=/.exec(text) ?? [];
  const [, restarts, exitCode, signal] =
    / Restarts=(\d+) BatchFlag=\d+ Reboot=\d+ ExitCode=(\d+):(\d+)/.exec(text) ?? [];
  const [, nodes, batchHost] =
    / ExcNodeList=\S* NodeList=(\S*)(?: SchedNodeList=\S*)?(?: BatchHost=(\S*))?/.exec(text) ?? [];
  if (state === undefined || restarts === undefined)
    throw new TypeError(`scontrol show job has printed ${JSON.stringify(text)}`);
  return {
    state,
    reason: reason!,
    restarts: Number(restarts),
    nodes: orNone(nodes),
    batchHost: orNone(batchHost),
    exitCode: Number(exitCode),
    signal: Number(signal),
  };
}

function orNone(text = ''): string {
  return text === '(null)' ? '' : text;
}

/** Of states, those that no job leaves by itself. Source: squeue(1) */
const OVER = [
  'BOOT_FAIL',
  'CANCELLED',
  'COMPLETED',
  'DEADLINE',
  'FAILED',
  'NODE_FAIL',
  'OUT_OF_MEMORY',
  'PREEMPTED',
  'TIMEOUT',
];

export function isOver({ state }: JobState): boolean {
  return OVER.includes(state);
}

const SIGKILL = 9;

/**
 * Why a job has no coordinator any more that could end it; null where it has, or has had one. By SIGKILL no coordinator ends itself, and
 * what Slurm kills in the end it tells to end first.
 */
export function coordinatorLoss({ batchHost, signal }: JobState, nodes: readonly string[]): string | null {
  if (batchHost !== '' && !nodes.includes(batchHost)) return `${batchHost} is lost, which the coordinator was on`;
  return signal === SIGKILL ? `the coordinator on ${batchHost} was killed` : null;
}
