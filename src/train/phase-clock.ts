import type { Communicator } from '../comm/communicator.js';

export interface PhaseSeconds {
  data: number;
  compute: number;
  communication: number;
  save: number;
}

/** Where a rank's wall time goes. Compute is what no other phase took. */
export class PhaseClock {
  private readonly spent = { data: 0, save: 0 };
  private lapStart = performance.now();
  private waitedBefore: number;

  constructor(private readonly comm: Communicator) {
    this.waitedBefore = comm.traffic().waitSeconds;
  }

  async during<T>(phase: 'data' | 'save', work: () => Promise<T>): Promise<T> {
    const start = performance.now();
    try {
      return await work();
    } finally {
      this.add(phase, start);
    }
  }

  duringSync(phase: 'data' | 'save', work: () => void): void {
    const start = performance.now();
    work();
    this.add(phase, start);
  }

  private add(phase: 'data' | 'save', start: number): void {
    this.spent[phase] += (performance.now() - start) / 1000;
  }

  /** Seconds of each phase since the last lap. */
  lap(): PhaseSeconds {
    const now = performance.now();
    const waited = this.comm.traffic().waitSeconds;
    const communication = waited - this.waitedBefore;
    const total = (now - this.lapStart) / 1000;
    const { data, save } = this.spent;
    const compute = Math.max(0, total - data - save - communication);
    this.lapStart = now;
    this.waitedBefore = waited;
    this.spent.data = 0;
    this.spent.save = 0;
    return { data, compute, communication, save };
  }
}
