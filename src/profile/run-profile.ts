import { existsSync } from 'node:fs';
import type { Communicator } from '../comm/communicator.js';
import type { Batch } from '../data/batch.js';
import type { OnUnit } from '../fsdp/sharded-module.js';
import type { Backend } from '../nn/backend.js';
import { profilePath } from '../run/layout.js';
import type { LoopTrace, Saves } from '../train/loop.js';
import { PREFETCHED } from '../train/open-batches.js';
import { DeviceClock } from './device-clock.js';
import { kernelLogOf } from './kernel-log.js';
import { profiledBackend } from './profiled-backend.js';
import { profiledCommunicator } from './profiled-communicator.js';
import { profiledSaves, profiledTrace } from './profiled-loop.js';
import { StepProfiler } from './step-profiler.js';
import { writeProfile } from './write-profile.js';

type Log = (level: 'info' | 'warn', message: string) => void;

/** The profile of one step of a run, on one rank: what the step is made of is made by it. */
export class RunProfile {
  private readonly profiler: StepProfiler;
  private isTaken = false;

  /** @param device that the rank computes on */
  constructor(
    private readonly step: number,
    private readonly outputDir: string,
    private readonly device: Backend,
  ) {
    this.profiler = new StepProfiler(step, DeviceClock.of(device), kernelLogOf(device.device));
  }

  get onUnit(): OnUnit {
    return this.profiler.onUnit;
  }

  /** The device, of which each op is kept. */
  backend(): Backend {
    return profiledBackend(this.device, this.profiler);
  }

  communicator(comm: Communicator): Communicator {
    return profiledCommunicator(comm, this.profiler);
  }

  saves(saves: Saves): Saves {
    return profiledSaves(saves, this.profiler);
  }

  /** @param take is called once all is known that a profile tells, at the same step on every rank: `take` is for that */
  trace(trace: LoopTrace, take: () => void): LoopTrace {
    // Batches that were made beside the step are used later, and a device comes to it later than the host.
    return profiledTrace(trace, this.profiler, PREFETCHED + this.device.stepsAhead, take);
  }

  addBatch({ step, times }: Batch): void {
    this.profiler.addLoaded(step, times);
  }

  /** Says so where the run goes on behind the step, and no profile has come of it. */
  sayIfBehind(startStep: number, log: Log): void {
    const { step } = this;
    if (step >= startStep || existsSync(profilePath(this.outputDir, step))) return;
    log(
      'warn',
      `step ${step} is not profiled: the run goes on at step ${startStep}; give --profile that, or a later one`,
    );
  }

  /** Whether the step has begun, and its profile was not taken yet. */
  get isDue(): boolean {
    return this.profiler.hasBegun && !this.isTaken;
  }

  /** Collective, where it is due. */
  take(comm: Communicator, log: Log): void {
    this.isTaken = true;
    this.profiler.endStep();
    writeProfile(this.profiler, { outputDir: this.outputDir, backend: this.device, comm, log });
  }

  /** Says so where the run has ended before the step. */
  sayIfAhead(completed: number, log: Log): void {
    if (completed > this.step) return;
    log('warn', `step ${this.step} is not profiled: the run stopped after step ${completed - 1}`);
  }
}
