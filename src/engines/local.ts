import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { logTail } from '../agent/log-tail.js';
import type { Coordinator } from '../coordinator/coordinator.js';
import { logLine } from '../log/log-line.js';
import { formatAddress } from '../rpc/address.js';
import { agentLogPath, logsDirectory } from '../run/layout.js';
import { makeFolder } from '../system/make-folder.js';
import { livingAgent, noteAgent } from './agent-file.js';

/** Between two looks whether an agent lives that is another process's child. */
const LOOK_MS = 250;

/**
 * The agent that `launch` starts beside its coordinator; started again when it is killed, as long as the job goes on. That of a launch
 * that was killed is kept.
 */
export function keepLocalAgent(
  coordinator: Coordinator,
  { jobId, outputDir, localRanks }: { jobId: string; outputDir: string; localRanks: number },
  { cliEntry, certificate }: { cliEntry: string; certificate: string | undefined },
): { release(): void } {
  makeFolder(logsDirectory(outputDir));
  const logPath = agentLogPath(outputDir);
  const address = formatAddress(coordinator.address);
  const args = [
    cliEntry,
    'agent',
    '--coordinator',
    address,
    '--nproc-per-node',
    String(localRanks),
    '--end-with-parent',
    ...(certificate === undefined ? [] : ['--certificate', certificate]),
  ];
  let child: ChildProcess | null = null;

  const adopt = () => {
    const look = setInterval(() => {
      if (!coordinator.isOver() && livingAgent(outputDir, jobId) !== null) return;
      clearInterval(look);
      if (coordinator.isOver()) return;
      logLine('warn', 'agent-restarts', { reason: 'it has ended' });
      start();
    }, LOOK_MS);
  };

  const start = () => {
    const log = openSync(logPath, 'a');
    // Away from the terminal's Ctrl-C, which is this process's affair. The pipe's end tells the agent that we are gone.
    child = spawn(process.execPath, args, { detached: true, stdio: ['pipe', log, log] });
    closeSync(log);
    if (child.pid !== undefined) noteAgent(outputDir, jobId, child.pid);
    child.stdin!.on('error', () => {}); // broken when the agent ends; 'exit' tells
    child.once('exit', (code, signal) => {
      if (coordinator.isOver()) return;
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

  if (livingAgent(outputDir, jobId) === null) start();
  else adopt();
  return { release: () => child?.stdin?.end() };
}
