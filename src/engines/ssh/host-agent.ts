import { appendFileSync } from 'node:fs';
import { agentLogPath, logsDirectory } from '../../run/layout.js';
import { makeFolder } from '../../system/make-folder.js';
import { HostError } from '../host-error.js';
import { endProgram, startProgram } from './host-program.js';
import { login, type SshClient } from './login.js';

/** An agent of a host, as all its logins mean it. */
export interface HostAgent {
  client: SshClient;
  host: string;
  /** Names the run. */
  run: string;
  /** Of the run: what an agent has printed goes there as soon as a login has fetched it. */
  outputDir: string;
}

export interface AgentCommand {
  /** Of Node.js, Dinofleet and its arguments. */
  command: readonly string[];
  identity: string;
  certificate: string;
}

/** What an agent has said last, and that it is not known to have joined. */
export interface UnderWay {
  pid: string;
  isNew: boolean;
  lastWords: string;
}

/**
 * Starts an agent that outlives the login, or finds it there. Resolves as soon as it has joined, or after a while; a login that is given up
 * (`signal`) leaves none behind that nobody knows of.
 * @param onStarting there may be one from here on
 * @throws HostError where there is none
 */
export async function startAgent(
  agent: HostAgent,
  { command, identity, certificate }: AgentCommand,
  { signal, onStarting }: { signal: AbortSignal; onStarting: () => void },
): Promise<UnderWay> {
  const input = Buffer.from(certificate);
  const place = encodeURIComponent(agent.host);
  const program = startProgram({ run: agent.run, place, command, identity, bytes: input.length });
  const client = new AbortController();
  // Not between the program's first line and the one that says which process it is.
  let isStarting = false;
  const giveUp = () => {
    if (signal.aborted && !isStarting) client.abort();
  };
  signal.addEventListener('abort', giveUp);
  giveUp();
  const onLine = (line: string) => {
    if (line === 'starting') onStarting();
    isStarting = line === 'starting' || (isStarting && !/^(kept|started) /.test(line));
    giveUp();
  };
  const lines = await login(agent.client, agent.host, { program, input, onLine, signal: client.signal }).finally(() =>
    signal.removeEventListener('abort', giveUp),
  );
  const log = keepLog(agent, lines);
  const ended = firstOf(lines, 'ended');
  if (ended !== null) throw new HostError(`its agent ended with code ${ended}: ${wordsOf(log)}`, ended === '2');
  const [started, kept] = [firstOf(lines, 'started'), firstOf(lines, 'kept')];
  const pid = started ?? kept;
  if (pid === null) throw new HostError('a login did not come to start an agent', false);
  return { pid, isNew: started !== null, lastWords: firstOf(lines, 'last') ?? '' };
}

/**
 * Ends the agent of a host, where it has not ended by itself, and removes what is the run's there.
 * @returns processes that had to be killed
 * @throws HostError where it cannot be looked at, or something stays
 */
export async function endAgent(agent: HostAgent, jobId: string): Promise<string[]> {
  const program = endProgram({ run: agent.run, place: encodeURIComponent(agent.host) }, jobId);
  const lines = await login(agent.client, agent.host, { program });
  keepLog(agent, lines);
  const stays = valuesOf(lines, 'stays');
  if (stays.length > 0) throw new HostError(`process ${stays.join(', ')} of this job does not end there`, true);
  return valuesOf(lines, 'killed');
}

function keepLog({ outputDir, host }: HostAgent, lines: readonly string[]): string[] {
  const log = valuesOf(lines, 'log');
  if (log.length === 0) return log;
  try {
    makeFolder(logsDirectory(outputDir));
    appendFileSync(agentLogPath(outputDir, host), `${log.join('\n')}\n`);
  } catch {
    // A full disk is somebody else's to tell of.
  }
  return log;
}

function valuesOf(lines: readonly string[], name: string): string[] {
  return lines.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1));
}

function firstOf(lines: readonly string[], name: string): string | null {
  return valuesOf(lines, name)[0] ?? null;
}

/** Why a process has ended, of all that it has printed: behind an error Node.js prints more. */
function wordsOf(log: readonly string[]): string {
  const words = log.findLast((line) => /^error |Error:/.test(line)) ?? log.at(-1) ?? 'without a word';
  const [, reason] = /^error agent-ends reason=(".*")$/.exec(words) ?? [];
  return reason === undefined ? words : (JSON.parse(reason) as string);
}
