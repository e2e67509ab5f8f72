import type { Coordinator } from '../coordinator/coordinator.js';
import type { Outcome } from '../coordinator/job/job.js';
import { logLine } from '../log/log-line.js';

/**
 * Waits for the end of a job, hands on Ctrl-C meanwhile, and says how it ended.
 * @param resume the command that goes on from the last checkpoint
 * @returns the exit code
 */
export async function followJob(coordinator: Coordinator, outputDir: string, resume: string): Promise<number> {
  let lastMs = Number.NEGATIVE_INFINITY;
  const interrupt = () => {
    // npm and npx pass Ctrl-C on to a program that has had it from the terminal already: the second is no second wish.
    const isEcho = performance.now() - lastMs < 300;
    lastMs = performance.now();
    if (!isEcho) coordinator.deliver({ kind: 'interrupted' });
  };
  // However often: they ask for the same.
  const asked = new Set<string>();
  const terminate = (signal: string) => {
    if (asked.size === 0) coordinator.deliver({ kind: 'interrupted' });
    asked.add(signal);
  };
  process.on('SIGINT', interrupt).on('SIGTERM', terminate).on('SIGHUP', terminate);
  const outcome = await coordinator.outcome;
  process.off('SIGINT', interrupt).off('SIGTERM', terminate).off('SIGHUP', terminate);
  report(outcome, outputDir, resume);
  return outcome.exitCode;
}

function report({ kind, reason, logTail }: Outcome, outputDir: string, resume: string): void {
  logLine(kind === 'failed' ? 'error' : 'info', kind, { reason, output_dir: outputDir });
  if (logTail !== '') process.stderr.write(`the end of its log:\n${logTail.replaceAll(/^/gm, '  | ')}\n`);
  if (kind === 'stopped') process.stdout.write(`To go on from there: ${resume}\n`);
}
