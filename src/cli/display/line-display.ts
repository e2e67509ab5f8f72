import type { JobObserver } from '../../coordinator/observer.js';
import { logLine } from '../../log/log-line.js';
import { Progress } from './progress.js';

/** Lines of key=value: state changes as they come, the training every few seconds and at its last step. */
export function lineDisplay(nowMs: () => number, everyMs: number): JobObserver {
  const progress = new Progress();
  let nextMs = 0;
  return {
    logged: logLine,
    trainingStarts: (startStep) => progress.begin(startStep, nowMs()),
    stepped(_generation, rank, report) {
      if (rank !== 0) return;
      const { loss, imagesPerSecond, left } = progress.step(report, nowMs());
      const isLast = report.step + 1 === report.totalSteps;
      if (nowMs() < nextMs && !isLast) return;
      nextMs = nowMs() + everyMs;
      const step = `${report.step + 1}/${report.totalSteps}`;
      process.stdout.write(`step=${step} loss=${loss} images_per_second=${imagesPerSecond} left=${left}\n`);
    },
  };
}
