import { NON_FINITE_ADVICE } from './non-finite-error.js';
import { describeNonFinite, type RankLosses } from './rank-losses.js';
import type { StepNumbers } from './step-record.js';

/** Updates that say how a run ends: those of its last steps, or of all where it made fewer. */
const WINDOW = 100;
/**
 * Updates that may be skipped in a row, once some were made, before it is spoken of: a scaler tries a larger loss scale every so
 * often, and halves it until gradients fit again.
 */
const ROUTINE_ROW = 3;

/** Rows of steps with losses that are not finite of which a process has the first recorded. */
const MOST_RECORDED = 3;

export interface WatchMessage {
  level: 'info' | 'warn';
  message: string;
}

/**
 * Follows a process's updates: which were skipped because losses or gradients were not finite, what of it a person should
 * hear, and whether what the run ends with is sound. Every rank sees the same numbers and comes to the same answers.
 *
 * An fp16 loss scale begins too large and is halved until gradients fit: while losses are finite and the scale is 1 or more, these
 * skipped updates are routine, up to the first update that is made.
 */
export class FiniteWatch {
  /** Since the start of this process. */
  steps = 0;
  skipped = 0;
  /** Updates skipped up to now without one that was made. */
  skippedInARow = 0;
  private hasUpdated = false;
  private hasToldOfSettling = false;
  /** Whether the present row is more than routine, and at which length of it the next word is due. */
  private isAlarming = false;
  private nextWordAt = 1;
  /** Steps up to now whose losses are not finite, and rows of them that were recorded. */
  private nonFiniteInARow = 0;
  private recorded = 0;
  /** Of the last steps, at most WINDOW: whether the update was skipped, and not by routine. */
  private readonly lost: boolean[] = [];
  private last: StepNumbers | null = null;

  /**
   * @param hasScaler whether the loss scale adapts
   * @param lossesOfRanks those of a step by rank, asked for where they are spoken of: on every rank alike
   * @param record told of a step that is worth recording
   */
  constructor(
    private readonly hasScaler: boolean,
    private readonly lossesOfRanks: (numbers: StepNumbers) => readonly RankLosses[],
    private readonly record: (step: number) => void,
  ) {}

  /**
   * Takes in the step after the last one.
   * @returns what to say: of a row of skipped updates its first, and then whenever it has doubled
   */
  add(step: number, numbers: StepNumbers): WatchMessage[] {
    this.steps++;
    this.last = numbers;
    this.nonFiniteInARow = Number.isFinite(numbers.losses.total_loss) ? 0 : this.nonFiniteInARow + 1;
    return numbers.skipped ? this.addSkipped(step, numbers) : this.addMade(step);
  }

  /**
   * Why the state that the run ends with is of no use, and what to do; null where it is sound.
   * @param weightsAreFinite of all ranks, after the last update
   */
  problem(weightsAreFinite: boolean): string | null {
    const what = this.whatIsWrong(weightsAreFinite);
    return what === null ? null : `${what}. Its checkpoints are kept. ${NON_FINITE_ADVICE}`;
  }

  private whatIsWrong(weightsAreFinite: boolean): string | null {
    if (!weightsAreFinite) return 'its weights are not finite';
    if (this.last !== null && !Number.isFinite(this.last.losses.total_loss))
      return `the losses of its last step are not finite: ${nameNonFinite(this.last.losses)}`;
    const lost = this.lost.filter((isLost) => isLost).length;
    if (lost <= this.lost.length / 2) return null;
    return `${lost} of its last ${this.lost.length} updates were skipped, because losses or gradients were not finite`;
  }

  private addMade(step: number): WatchMessage[] {
    const message = `step ${step}: updates go on, after ${this.skippedInARow} that were skipped`;
    const messages: WatchMessage[] = this.isAlarming ? [{ level: 'info', message }] : [];
    this.hasUpdated = true;
    this.skippedInARow = 0;
    this.isAlarming = false;
    this.nextWordAt = 1;
    this.remember(false);
    return messages;
  }

  private addSkipped(step: number, numbers: StepNumbers): WatchMessage[] {
    this.skipped++;
    this.skippedInARow++;
    const wasAlarming = this.isAlarming;
    this.isAlarming ||= !this.isRoutine(numbers);
    this.remember(this.isAlarming);
    // What seemed routine was the beginning of it.
    if (this.isAlarming && !wasAlarming) this.lost.fill(true, Math.max(0, this.lost.length - this.skippedInARow));
    if (!this.isAlarming) return this.settling(step, numbers);
    if (this.nonFiniteInARow > 0) return this.nonFinite(step, numbers);
    if (this.skippedInARow < this.nextWordAt) return [];
    this.nextWordAt = 2 * this.skippedInARow;
    return [{ level: 'warn', message: this.describe(step, numbers) }];
  }

  /** Of a row its first, and then whenever it has doubled. */
  private nonFinite(step: number, numbers: StepNumbers): WatchMessage[] {
    if (!Number.isInteger(Math.log2(this.nonFiniteInARow))) return [];
    const records = this.nonFiniteInARow === 1 && this.recorded < MOST_RECORDED;
    if (records) {
      this.recorded++;
      this.record(step);
    }
    const message =
      `step ${step}: ${describeNonFinite(this.lossesOfRanks(numbers))}; its update is skipped on every rank` +
      (records ? '; it will be recorded for replay when the run ends' : '');
    return [{ level: 'warn', message }];
  }

  private isRoutine({ losses, optimizer }: StepNumbers): boolean {
    if (!this.hasScaler || !Number.isFinite(losses.total_loss) || optimizer.lossScale < 1) return false;
    return !this.hasUpdated || this.skippedInARow <= ROUTINE_ROW;
  }

  private settling(step: number, { optimizer }: StepNumbers): WatchMessage[] {
    if (this.hasUpdated || this.hasToldOfSettling) return [];
    this.hasToldOfSettling = true;
    const message =
      `step ${step}: the loss scale settles, as usual at the start; updates are skipped until scaled gradients fit their ` +
      `format, now at ${optimizer.lossScale}`;
    return [{ level: 'info', message }];
  }

  private describe(step: number, { gradNorms, optimizer }: StepNumbers): string {
    return (
      `step ${step}: losses are finite, gradients are not: norms ${nameNonFinite(gradNorms)}; loss scale ` +
      `${optimizer.lossScale}; its update is skipped on every rank, ${this.skippedInARow} in a row`
    );
  }

  private remember(isLost: boolean): void {
    this.lost.push(isLost);
    if (this.lost.length > WINDOW) this.lost.shift();
  }
}

function nameNonFinite(values: Readonly<Record<string, number>>): string {
  const wrong = Object.entries(values).filter(([, value]) => !Number.isFinite(value));
  return wrong.map(([name, value]) => `${name} ${value}`).join(', ');
}
