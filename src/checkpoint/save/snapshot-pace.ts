/** Of a training's time, what snapshots may take where nobody says how often they are taken. */
const SHARE = 0.01;
const SHORTEST_S = 2;
const LONGEST_S = 600;
/** Steps without a save that are remembered, and saves: other work of the machine makes steps longer and shorter. */
const REMEMBERED = 32;
const REMEMBERED_SAVES = 8;

/**
 * How often snapshots are taken: as often as is said, or else as their cost allows. What one costs is how much longer the steps beside it
 * take than others, standing still included.
 */
export class SnapshotPace {
  private readonly stepsMs: number[] = [];
  private lastStepMs: number | null = null;
  private excessMs = 0;
  private readonly costsMs: number[] = [];
  private wasSaving = false;

  /** @param seconds between two; null: as their cost allows */
  constructor(private readonly seconds: number | null) {}

  /** Between the beginning of one and that of the next. */
  get intervalMs(): number {
    const seconds = this.seconds ?? Math.min(Math.max(mean(this.costsMs) / 1000 / SHARE, SHORTEST_S), LONGEST_S);
    return 1000 * seconds;
  }

  /** A step begins. @param isSaving whether a snapshot or checkpoint is being copied or written */
  step(nowMs: number, isSaving: boolean): void {
    const tookMs = this.lastStepMs === null ? null : nowMs - this.lastStepMs;
    this.lastStepMs = nowMs;
    // The step that began with the save, and the one within which it ended, are beside it too.
    const isBeside = isSaving || this.wasSaving;
    if (tookMs !== null && !isBeside) {
      this.stepsMs.push(tookMs);
      if (this.stepsMs.length > REMEMBERED) this.stepsMs.shift();
    }
    if (tookMs !== null && isBeside && this.stepsMs.length > 0) this.excessMs += tookMs - median(this.stepsMs);
    if (this.wasSaving && !isSaving) {
      this.costsMs.push(this.excessMs);
      if (this.costsMs.length > REMEMBERED_SAVES) this.costsMs.shift();
      this.excessMs = 0;
    }
    this.wasSaving = isSaving;
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(values.length, 1);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}
