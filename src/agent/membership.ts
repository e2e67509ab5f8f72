import type { FleetTimings } from '../rpc/timings.js';

/** What an agent knows of the job that it takes part in, and when it heard its coordinator last. Milliseconds of one clock. */
export class Membership {
  /** Empty where it takes part in none. */
  jobId = '';
  leaseMs = 0;
  #heardMs: number;

  constructor(
    private readonly timings: Pick<FleetTimings, 'noCoordinatorMs' | 'coordinatorLostMs'>,
    private readonly nowMs: () => number,
  ) {
    this.#heardMs = nowMs();
  }

  admitted(jobId: string, leaseMs: number): void {
    this.jobId = jobId;
    this.leaseMs = leaseMs;
  }

  heard(): void {
    this.#heardMs = this.nowMs();
  }

  get silentMs(): number {
    return this.nowMs() - this.#heardMs;
  }

  /** Whether the job may have gone on without this node: its workers are to end. */
  get isLeaseOver(): boolean {
    return this.jobId !== '' && this.silentMs > this.leaseMs;
  }

  /** How long a coordinator is waited for, in any case. */
  get patienceMs(): number {
    const { noCoordinatorMs, coordinatorLostMs } = this.timings;
    return this.leaseMs === 0 ? noCoordinatorMs : Math.max(coordinatorLostMs, this.leaseMs);
  }
}
