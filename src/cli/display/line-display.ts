import type { JobObserver } from '../../coordinator/observer.js';
import { logLine } from '../../log/log-line.js';
import { Progress } from './progress.js';

/** Lines of key=value: state changes as they come, the training every few seconds and at its last step. */
export function lineDisplay(nowMs: () => number, everyMs: number): JobObserver {
  const progress = new Progress();
  let nextMs = 0;
  return {
    name: 'display',
    logged: logLine,
    trainingStarts: (startStep) => progress.begin(startStep, nowMs()),
    reported(_generation, _rank, { steps, totalSteps }) {
      for (const step of steps) {
        const { loss, imagesPerSecond, left } = progress.add(step, totalSteps, nowMs());
        const done = step.step + 1;
        if (nowMs() < nextMs && done !== totalSteps) continue;
        nextMs = nowMs() + everyMs;
        const place = `${done}/${totalSteps}`;
        process.stdout.write(`step=${place} loss=${loss} images_per_second=${imagesPerSecond} left=${left}\n`);
      }
    },
  };
}
