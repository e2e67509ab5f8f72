/** A step of a rank on a CPU that it shares with the other ranks of its node, and with the threads that read images. */
export interface SharedCores {
  cores: number;
  /** Of the node, and what each has of its own. */
  ranks: number;
  threads: number;
  /** Of a step, with `threads` cores to itself. */
  stepSeconds: number;
  /** Core-seconds of the images of a rank's batch, and the threads that they are read on. */
  imageSeconds: number;
  workers: number;
}

/** @returns seconds: as long as the cores of the node need for all of it, and no shorter than the step alone or its images alone */
export function stepOnSharedCores(shared: SharedCores): number {
  const { cores, ranks, threads, stepSeconds, imageSeconds, workers } = shared;
  const all = (ranks * (threads * stepSeconds + imageSeconds)) / cores;
  return Math.max(stepSeconds, all, imageSeconds / workers);
}
