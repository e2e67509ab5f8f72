import type { FleetConfig, JobSources } from '../coordinator/prepare.js';
import type { FleetTimings } from '../rpc/timings.js';

/** What the commands of the fleet are put together from. */
export interface FleetParts extends JobSources {
  loadConfig(file: string, overrides: readonly string[]): FleetConfig;
  /** YAML that `loadConfig` reads back. */
  dumpConfig(config: FleetConfig): string;
  /** This program, for the agent that `launch` starts. */
  cliEntry: string;
  /** The program of a worker. */
  workerEntry: string;
  timings: FleetTimings;
}

/** Loads them when a command needs them. */
export type LoadParts = () => Promise<FleetParts>;
