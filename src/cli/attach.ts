import type { JobStatus } from '../rpc/messages.js';
import type { Operator } from '../rpc/operator.js';
import { formatDuration } from './display/progress.js';

/** Between two lines of progress. */
const EVERY_MS = 5_000;
/** Of what was printed before. */
const LINES = 20;

/** Prints what a job prints, and how far it is, until it is over. */
export async function attach(operator: Operator): Promise<void> {
  await Promise.all([printLines(operator), printProgress(operator)]);
  operator.close();
}

async function printLines(operator: Operator): Promise<void> {
  for await (const { lines } of operator.follow({ what: 'coordinator', coordinator: {}, lines: LINES, follow: true }))
    for (const line of lines) console.error(line);
}

async function printProgress(operator: Operator): Promise<void> {
  let last = -1;
  for await (const status of operator.status(EVERY_MS)) {
    if (status.outcome !== '') console.error(`the job has ended: ${status.outcome}`);
    if (status.phase !== 'running' || status.step === last) continue;
    last = status.step;
    console.log(progressLine(status));
  }
}

function progressLine({ step, totalSteps, loss, imagesPerSecond, secondsLeft }: JobStatus): string {
  const left = secondsLeft > 0 ? formatDuration(secondsLeft) : '-';
  const rate = imagesPerSecond > 0 ? imagesPerSecond.toFixed(1) : '-';
  return `step=${step}/${totalSteps} loss=${Number.isFinite(loss) ? loss.toFixed(4) : '-'} images_per_second=${rate} left=${left}`;
}
