import type { Checkpoint } from '../coordinator/job/job.js';
import type { FleetConfig, JobSources } from '../coordinator/prepare.js';
import type { NodeFacts } from '../rpc/messages.js';
import type { FleetTimings } from '../rpc/timings.js';

/** What the commands of the fleet are put together from. */
export interface FleetParts extends JobSources {
  loadConfig(file: string, overrides: readonly string[]): FleetConfig;
  /** YAML that `loadConfig` reads back. */
  dumpConfig(config: FleetConfig): string;
  /** Whether nothing is left to do after a checkpoint that is whole, and on the disk. */
  isFinished(config: FleetConfig, latest: Checkpoint): Promise<boolean>;
  /** What an agent tells of this machine. */
  nodeFacts(): NodeFacts;
  /** This program, for the agent that `launch` starts. */
  cliEntry: string;
  /** The program of a worker. */
  workerEntry: string;
  timings: FleetTimings;
}

/** Loads them when a command needs them. */
export type LoadParts = () => Promise<FleetParts>;
