/** How often the parts of a fleet give signs of life, and how long they wait for one another's. Milliseconds. */
export interface FleetTimings {
  /** Between two heartbeats of an agent or a worker. */
  heartbeatMs: number;
  /** Without a heartbeat for so long, a node or a worker counts as lost. */
  heartbeatTimeoutMs: number;
  /** An agent that takes part in no job dials for so long. */
  noCoordinatorMs: number;
  /** One that did, and has ended its workers when its lease was over, dials on for so long. */
  coordinatorLostMs: number;
  /** When enough nodes are there, but not yet the most: how long more may still join. */
  lastCallMs: number;
  /** From the first process of a generation to the first step. */
  rendezvousTimeoutMs: number;
  /** From the order to kill the workers of a generation to the news that all have ended. */
  killTimeoutMs: number;
  /** A rank that computes, or waits for its peers, makes progress at least so often, or as often as four steps take. */
  stallFloorMs: number;
  /** Between two looks of the coordinator at what is overdue. */
  tickMs: number;
  /** Between two lines of progress, where there is no terminal for a bar. */
  progressLineMs: number;
  /** An interrupt so soon after another is its echo: npm and npx pass on a Ctrl-C that the terminal gives to all. */
  interruptEchoMs: number;
}

export const defaultTimings: FleetTimings = {
  heartbeatMs: 500,
  heartbeatTimeoutMs: 4_500,
  noCoordinatorMs: 15_000,
  coordinatorLostMs: 600_000,
  lastCallMs: 3_000,
  rendezvousTimeoutMs: 300_000,
  killTimeoutMs: 10_000,
  stallFloorMs: 5_000,
  tickMs: 250,
  progressLineMs: 5_000,
  interruptEchoMs: 300,
};
