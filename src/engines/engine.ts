import type { Coordinator } from '../coordinator/coordinator.js';
import type { Transport } from '../rpc/transport.js';

/** The job that an engine has agents come for. */
export interface EngineJob {
  id: string;
  /** Whom the agents dial. */
  coordinator: Coordinator;
  /** How they prove who they are. */
  transport: Transport;
  outputDir: string;
}

/**
 * Where agents come from. It makes them appear; what becomes of them the coordinator decides, and does not know which engine it is.
 *
 * A place is where an engine has one agent at a time: a host, a task, a pod. It has a name, which the agent is started with
 * (`agent --place NAME`) and tells the coordinator.
 */
export interface Engine {
  /** As in `--on`. */
  readonly name: string;
  /** Its agents dial from other machines: they need a network, and certificates that the engine brings to them. */
  readonly isRemote: boolean;
  /** @throws UserError where no job could have the agents that it needs; before all that takes long */
  check(): Promise<void>;
  /** Has agents come, and come again where they are lost, until `release`. */
  provide(job: EngineJob): void;
  /** The agent of a place takes part. @param nodeId of the job */
  joined(place: string, nodeId: string): void;
  /** It does not any more: it may have died, with its machine or without, or be cut off and live. */
  lost(place: string): void;
  /** Nobody is wanted there any more: an operator has taken its node out of the job, or its workers cannot train. */
  dismissed(place: string, reason: string): void;
  /** The job is over: no process of the engine's stays. Never throws; what stays all the same is spoken of. */
  release(): Promise<void>;
  /** What this process is to exit with, for whom the engine has started it, where the job ends with this code. Asked after `release`. */
  exitCode?(code: number): number;
  /** No job comes of it: nothing is provided and nothing released. Never throws. */
  couldNotBegin?(error: unknown): Promise<void>;
}
