import { readFileSync, writeFileSync } from 'node:fs';
import { agentFilePath } from '../run/layout.js';
import { startTimeOf } from '../system/process-start.js';

/** The agent that a launch has started on its own machine, for the launch that takes its place. */
interface AgentFile {
  job: string;
  pid: number;
  /** As the kernel counts. */
  started: string;
}

export function noteAgent(outputDir: string, job: string, pid: number): void {
  const started = startTimeOf(pid);
  if (started === null) return; // it has ended
  writeFileSync(agentFilePath(outputDir), `${JSON.stringify({ job, pid, started } satisfies AgentFile)}\n`);
}

/** Its pid, where it lives and is of this job. */
export function livingAgent(outputDir: string, job: string): number | null {
  let noted: AgentFile;
  try {
    noted = JSON.parse(readFileSync(agentFilePath(outputDir), 'utf8')) as AgentFile;
  } catch {
    return null;
  }
  return noted.job === job && startTimeOf(noted.pid) === noted.started ? noted.pid : null;
}
