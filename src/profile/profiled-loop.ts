import type { LoopTrace, Saves } from '../train/loop.js';
import type { StepProfiler } from './step-profiler.js';

/**
 * The same trace, of which the profiler hears as well.
 * @param later steps after the profiled one in which its profile may still learn something
 * @param onKnown called when a step begins after these
 */
export function profiledTrace(trace: LoopTrace, profiler: StepProfiler, later: number, onKnown: () => void): LoopTrace {
  return {
    beginStep: (step) => {
      profiler.beginStep(step);
      trace.beginStep(step);
      if (step > profiler.step + later) onKnown();
    },
    firstStepDone: () => trace.firstStepDone(),
    enter: (phase, what) => trace.enter(phase, what),
    duringAsync: (phase, what, wait) => trace.duringAsync(phase, what, () => profiler.duringAsync('wait', what, wait)),
  };
}

/** The same saves: the profiler keeps when an update waited for one. */
export function profiledSaves(saves: Saves, profiler: StepProfiler): Saves {
  return {
    snapshotDue: () => saves.snapshotDue(),
    snapshotRefused: () => saves.snapshotRefused(),
    begin: (kind, steps, optimizer) => saves.begin(kind, steps, optimizer),
    finishCopy: () => profiler.during('wait', 'wait for the copy of a save', () => saves.finishCopy()),
    finish: () => saves.finish(),
  };
}
