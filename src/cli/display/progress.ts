import { Rate } from '../../metrics/rate.js';
import type { StepReport } from '../../rpc/messages.js';

/** What is shown of the training, as text. */
export interface ProgressText {
  loss: string;
  imagesPerSecond: string;
  /** Until the last step, at the present pace. */
  left: string;
}

/** Follows rank 0's reports for those who look at the terminal. */
export class Progress {
  #steps = new Rate();
  #imageRate = new Rate();
  #images = 0;

  /** Training starts, the first time or again: the pace of what was before does not count. */
  begin(startStep: number, nowMs: number): void {
    this.#steps = new Rate();
    this.#imageRate = new Rate();
    this.#steps.add(startStep, nowMs);
    this.#imageRate.add(this.#images, nowMs);
  }

  add({ step, images, losses }: StepReport, totalSteps: number, nowMs: number): ProgressText {
    this.#images += images;
    this.#steps.add(step + 1, nowMs);
    this.#imageRate.add(this.#images, nowMs);
    const stepsPerSecond = this.#steps.perSecond();
    const remaining = totalSteps - step - 1;
    return {
      loss: losses.total_loss?.toFixed(4) ?? '-',
      imagesPerSecond: this.#imageRate.perSecond()?.toFixed(1) ?? '-',
      left: stepsPerSecond ? formatDuration(remaining / stepsPerSecond) : '-',
    };
  }
}

/** 75 -> 1m15s; 3 s -> 3s; two days -> 48h00m. */
export function formatDuration(seconds: number): string {
  const whole = Math.round(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const two = (part: number) => String(part).padStart(2, '0');
  if (hours > 0) return `${hours}h${two(minutes)}m`;
  return minutes > 0 ? `${minutes}m${two(whole % 60)}s` : `${whole}s`;
}
