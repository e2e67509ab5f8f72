import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { logTail } from '../agent/log-tail.js';
import type { Coordinator } from '../coordinator/coordinator.js';
import { logLine } from '../log/log-line.js';
import { formatAddress } from '../rpc/address.js';
import { agentLogPath, logsDirectory } from '../run/layout.js';
import { makeFolder } from '../system/make-folder.js';

/** The agent that `launch` starts beside its coordinator; started again when it is killed, as long as the job goes on. */
export function keepLocalAgent(
  coordinator: Coordinator,
  outputDir: string,
  localRanks: number,
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
  let isOver = false;
  let child: ChildProcess;

  const start = () => {
    const log = openSync(logPath, 'a');
    // Away from the terminal's Ctrl-C, which is this process's affair. The pipe's end tells the agent that we are gone.
    child = spawn(process.execPath, args, { detached: true, stdio: ['pipe', log, log] });
    closeSync(log);
    child.stdin!.on('error', () => {}); // broken when the agent ends; 'exit' tells
    child.once('exit', (code, signal) => {
      if (isOver) return;
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

  void coordinator.outcome.then(() => {
    isOver = true;
  });
  start();
  return { release: () => child.stdin!.end() };
}
