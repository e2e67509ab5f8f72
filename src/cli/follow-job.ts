import type { Coordinator } from '../coordinator/coordinator.js';
import type { Outcome } from '../coordinator/job/job.js';
import { logLine } from '../log/log-line.js';
import { onSignal } from '../system/signals.js';

export interface FollowOptions {
  outputDir: string;
  /** The command that goes on from the last checkpoint. */
  resume: string;
  /** SIGUSR2 saves a checkpoint; so does SIGUSR1 where this is set. */
  saveOnSigusr1: boolean;
  interruptEchoMs: number;
  nowMs: () => number;
}

/**
 * Waits for the end of a job, hands on Ctrl-C and other signals meanwhile, and says how it ended.
 * @returns the exit code
 */
export async function followJob(coordinator: Coordinator, options: FollowOptions): Promise<number> {
  const interrupt = withoutEchoes(() => coordinator.deliver({ kind: 'interrupted' }), options);
  // However often: they ask for the same.
  const asked = new Set<string>();
  const terminate = (signal: string) => {
    if (asked.size === 0) coordinator.deliver({ kind: 'interrupted' });
    asked.add(signal);
  };
  const save = () => coordinator.deliver({ kind: 'saveRequested' });
  const handlersOff = [
    onSignal('SIGINT', interrupt),
    onSignal('SIGTERM', terminate),
    onSignal('SIGHUP', terminate),
    onSignal('SIGUSR2', save),
    options.saveOnSigusr1 ? onSignal('SIGUSR1', save) : () => {},
  ];
  const outcome = await coordinator.outcome;
  for (const off of handlersOff) off();
  report(outcome, options);
  return outcome.exitCode;
}

/** `interrupted`, but not for an interrupt that only echoes the one before: that is no second wish. */
export function withoutEchoes(
  interrupted: () => void,
  { interruptEchoMs, nowMs }: Pick<FollowOptions, 'interruptEchoMs' | 'nowMs'>,
): () => void {
  let lastMs = Number.NEGATIVE_INFINITY;
  return () => {
    const isEcho = nowMs() - lastMs < interruptEchoMs;
    lastMs = nowMs();
    if (!isEcho) interrupted();
  };
}

function report({ kind, reason, logTail }: Outcome, { outputDir, resume }: FollowOptions): void {
  logLine(kind === 'failed' ? 'error' : 'info', kind, { reason, output_dir: outputDir });
  if (logTail !== '') process.stderr.write(`the end of its log:\n${logTail.replaceAll(/^/gm, '  | ')}\n`);
  if (kind === 'stopped') process.stdout.write(`To go on from there: ${resume}\n`);
}
