/** Every path within the output directory of a run. */
import { join } from 'node:path';

/** Which run and which coordinator the directory belongs to. */
export function tokenPath(outputDir: string): string {
  return join(outputDir, '.dinofleet-token');
}

/** Every key of the configuration as it was used. */
export function configPath(outputDir: string): string {
  return join(outputDir, 'config.yaml');
}

/** What a run has decided; there until its first checkpoint is. */
export function runFilePath(outputDir: string): string {
  return join(outputDir, 'run.json');
}

/** What a coordinator has heard, in numbered files: its job goes on from them when it is started again. */
export function journalDirectory(outputDir: string): string {
  return join(outputDir, 'journal');
}

export function journalPath(outputDir: string, number: number): string {
  return join(journalDirectory(outputDir), `${String(number).padStart(6, '0')}.jsonl`);
}

/** Where the coordinator is, and that it lives. */
export function coordinatorFilePath(outputDir: string): string {
  return join(outputDir, 'coordinator.json');
}

/** The list of the images, made anew by every launch. */
export function imageIndexPath(outputDir: string): string {
  return join(outputDir, 'images.index');
}

/** Names what a generation's workers write, until it is published. */
export function attemptOf(jobId: string, generation: number): string {
  return `${jobId}-${generation}`;
}

/** One JSON object a line and a step. */
export function runLogPath(outputDir: string): string {
  return join(outputDir, 'log.jsonl');
}

/** A directory for each step that was saved, named by it. */
export function checkpointsDirectory(outputDir: string): string {
  return join(outputDir, 'checkpoints');
}

/** What has come of checkpoints that are in an object store: their manifests, and while ranks start the files that they read. */
export function fromStoreDirectory(outputDir: string): string {
  return join(outputDir, 'from-store');
}

/** Steps that were written down, for `dinofleet conformance`. */
export function recordsDirectory(outputDir: string): string {
  return join(outputDir, 'recorded');
}

export function recordedStepPath(outputDir: string, step: number): string {
  return join(recordsDirectory(outputDir), `step-${step}`);
}

/** Where the time of a step went: a trace in Chrome's Trace Event Format. */
export function profilePath(outputDir: string, step: number): string {
  return join(outputDir, 'profile', `step-${step}.json`);
}

/** Of a step that is being written down. */
export function temporaryRecordPath(outputDir: string, step: number): string {
  return join(recordsDirectory(outputDir), `.tmp-step-${step}`);
}

/** Says that a step is yet to be written down: src/run/wanted-records.ts. */
export function wantedRecordPath(outputDir: string, step: number): string {
  return join(recordsDirectory(outputDir), `.wanted-step-${step}`);
}

export function logsDirectory(outputDir: string): string {
  return join(outputDir, 'logs');
}

/** What a rank's processes of all generations have printed. */
export function rankLogPath(outputDir: string, rank: number): string {
  return join(logsDirectory(outputDir), `rank-${String(rank).padStart(5, '0')}.log`);
}

/** What a worker's process has printed that has no rank yet. */
export function workerLogPath(outputDir: string, workerId: string): string {
  return join(logsDirectory(outputDir), `worker-${workerId}.log`);
}

/** Which process the agent is that `launch` has started beside itself. */
export function agentFilePath(outputDir: string): string {
  return join(outputDir, 'agent.json');
}

/** What a launch has printed that is detached from its terminal. */
export function launchLogPath(outputDir: string): string {
  return join(logsDirectory(outputDir), 'launch.log');
}

/** What an agent has printed that an engine has started. @param place on another machine; null for that of `launch` beside itself */
export function agentLogPath(outputDir: string, place: string | null = null): string {
  const name = place === null ? 'agent' : `agent-${encodeURIComponent(place)}`;
  return join(logsDirectory(outputDir), `${name}.log`);
}

/** Who agents are to the others that see this directory; there while a job runs whose engine cannot bring it to them otherwise. */
export function agentCertificatePath(outputDir: string): string {
  return join(outputDir, '.agent-certificate.pem');
}

/** What the coordinator of a Slurm job has printed. @param job its id */
export function slurmLogPath(outputDir: string, job: string): string {
  return join(logsDirectory(outputDir), `slurm-${job}.log`);
}
