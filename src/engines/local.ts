import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { hostname } from 'node:os';
import { logTail } from '../agent/log-tail.js';
import { logLine } from '../log/log-line.js';
import { formatAddress } from '../rpc/address.js';
import { agentLogPath, logsDirectory } from '../run/layout.js';
import { makeFolder } from '../system/make-folder.js';
import { livingAgent, noteAgent } from './agent-file.js';
import type { Engine, EngineJob } from './engine.js';

/** Between two looks whether an agent lives that is another process's child. */
const LOOK_MS = 250;

/**
 * This machine: an agent beside the coordinator, started again when it is killed, as long as the job goes on. That of a launch that was
 * killed is kept.
 */
export function localEngine(cliEntry: string, check: () => void): Engine {
  let child: ChildProcess | null = null;
  /** Nobody is wanted here any more. */
  const dismissal = new AbortController();
  return {
    name: 'local',
    isRemote: false,
    check: async () => check(),
    provide(job) {
      keepAgent(cliEntry, job, dismissal.signal, (agent) => {
        child = agent;
      });
    },
    // The end of its process says so sooner.
    joined() {},
    lost() {},
    dismissed(place) {
      if (place === hostname()) dismissal.abort();
    },
    async release() {
      child?.stdin?.end();
    },
  };
}

function keepAgent(
  cliEntry: string,
  { id, coordinator, transport, outputDir }: EngineJob,
  dismissed: AbortSignal,
  onStarted: (agent: ChildProcess) => void,
): void {
  makeFolder(logsDirectory(outputDir));
  const logPath = agentLogPath(outputDir);
  const certificate = transport.kind === 'tls' ? ['--certificate', transport.file.path] : [];
  // A name that adds nothing to that of its node.
  const place = ['--place', hostname()];
  const args = [
    'agent',
    '--coordinator',
    formatAddress(coordinator.address),
    ...place,
    '--end-with-parent',
    ...certificate,
  ];
  const isWanted = () => !coordinator.isOver() && !dismissed.aborted;

  const adopt = () => {
    const look = setInterval(() => {
      if (isWanted() && livingAgent(outputDir, id) !== null) return;
      clearInterval(look);
      if (!isWanted()) return;
      logLine('warn', 'agent-restarts', { reason: 'it has ended' });
      start();
    }, LOOK_MS);
  };

  const start = () => {
    const log = openSync(logPath, 'a');
    // Away from the terminal's Ctrl-C, which is this process's affair. The pipe's end tells the agent that we are gone.
    const child = spawn(process.execPath, [cliEntry, ...args], { detached: true, stdio: ['pipe', log, log] });
    onStarted(child);
    closeSync(log);
    if (child.pid !== undefined) noteAgent(outputDir, id, child.pid);
    child.stdin!.on('error', () => {}); // broken when the agent ends; 'exit' tells
    child.once('exit', (code, signal) => {
      // An operator has released it, or its workers cannot train; others may train on.
      if (!isWanted()) return;
      const how = signal === null ? `exited with code ${code}` : `was ended by ${signal}`;
      // Only a kill from outside can be mended by another try.
      if (signal !== null) {
        logLine('warn', 'agent-restarts', { reason: `it ${how}` });
        start();
        return;
      }
      const reason = `the agent of this machine ${how}: ${logTail(logPath, 0).split('\n').at(-1)}`;
      coordinator.deliver({ kind: 'hopeless', reason, exitCode: code === 2 ? 2 : 1 });
    });
  };

  if (!isWanted()) return;
  if (livingAgent(outputDir, id) === null) start();
  else adopt();
}
