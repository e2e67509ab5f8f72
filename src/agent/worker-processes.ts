import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { logLine } from '../log/log-line.js';
import { type Address, formatAddress } from '../rpc/address.js';
import type { WorkerExit } from '../rpc/messages.js';
import type { Transport } from '../rpc/transport.js';
import { logsDirectory, workerLogPath } from '../run/layout.js';
import { LOG_TOLD_ON, type LogPlace } from '../run/rank-log.js';
import { makeFolder } from '../system/make-folder.js';
import { logTail } from './log-tail.js';

export interface SpawnOrder {
  jobId: string;
  outputDir: string;
  workerIds: string[];
  /** OpenMP threads of each. */
  threads: number;
}

/** A rank has several communicators at once, whose collectives all ranks launch in one order. Source: NCCL's user guide, on several communicators. */
const FOR_NCCL = { NCCL_LAUNCH_ORDER_IMPLICIT: '1' };

/** A worker reads images and saves through libuv's threads, of which there are else four: reads would hold saves up. */
const FILE_THREADS = '32';

/** The worker processes of one node. Every worker that is ordered is reported once, when it has ended. */
export class WorkerProcesses {
  readonly #living = new Map<ChildProcess, { workerId: string; killed: boolean; stoppedMs: number | null }>();
  #whenNoneLives: (() => void)[] = [];

  constructor(
    /** Program of a worker: the coordinator's address, the job and the worker's id are its arguments. */
    private readonly workerEntry: string,
    private readonly coordinator: Address,
    /** By which they reach it, too. */
    private readonly transport: Transport,
    private readonly report: (workerId: string, exit: WorkerExit) => void,
  ) {}

  /** Of all that live. */
  get ids(): string[] {
    return [...this.#living.values()].map(({ workerId }) => workerId);
  }

  spawn(order: SpawnOrder): void {
    for (const workerId of order.workerIds) this.#spawnOne(order, workerId);
  }

  /** SIGKILL to all that live now but those that are spared, with whatever they have started. */
  killAll(spared: readonly string[] = []): void {
    const condemned = [...this.#living].filter(([, { workerId }]) => !spared.includes(workerId));
    // The order may come because one has died by itself: hear of that first, or it would pass for killed here.
    setImmediate(() => {
      for (const [child, mark] of condemned) {
        const isOver = child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
        if (isOver) continue;
        mark.killed = !isEnding(child.pid!);
        killGroup(child.pid!);
      }
    });
  }

  /**
   * Kills workers that were stopped, as by SIGSTOP: nobody hears of one that has not dialled yet, and none goes on by itself.
   * @param longestMs for which one may stand still
   */
  killStopped(nowMs: number, longestMs: number): void {
    for (const [child, mark] of this.#living) {
      if (child.pid === undefined || stateOf(child.pid) !== 'T') {
        mark.stoppedMs = null;
        continue;
      }
      mark.stoppedMs ??= nowMs;
      if (nowMs - mark.stoppedMs < longestMs) continue;
      const seconds = ((nowMs - mark.stoppedMs) / 1000).toFixed(1);
      logLine('warn', 'worker-stopped', { reason: `a worker was stopped by a signal for ${seconds} s, and is killed` });
      killGroup(child.pid);
    }
  }

  /** Resolves when no process is left. */
  allEnded(): Promise<void> {
    if (this.#living.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#whenNoneLives.push(resolve));
  }

  #spawnOne({ jobId, outputDir, threads }: SpawnOrder, workerId: string): void {
    const report = (exit: Partial<WorkerExit>) =>
      this.report(workerId, { code: 0, signal: '', problem: '', killedByAgent: false, logTail: '', ...exit });
    let log: LogPlace & { file: number };
    try {
      log = openLog(outputDir, workerId);
    } catch (error) {
      report({ problem: `its log cannot be written: ${(error as Error).message}` });
      return;
    }

    const certificate = this.transport.kind === 'tls' ? { certificate: this.transport.file.path } : {};
    const identity = { coordinator: formatAddress(this.coordinator), job: jobId, worker: workerId, ...certificate };
    const args = Object.entries(identity).map(([name, value]) => `--${name}=${value}`);
    const child = spawn(process.execPath, [this.workerEntry, ...args], {
      // A session of its own: Ctrl-C in the terminal is for the coordinator, and one kill reaches all that it started.
      detached: true,
      // The first pipe is never written to: its end tells the worker that this agent is gone. By the last one the worker tells that it
      // prints to another file: what native code prints as it crashes must reach one without the help of any process.
      stdio: ['pipe', log.file, log.file, 'pipe'],
      env: {
        UV_THREADPOOL_SIZE: FILE_THREADS,
        ...FOR_NCCL,
        ...process.env,
        OMP_NUM_THREADS: String(threads),
      },
    });
    closeSync(log.file);
    const mark = { workerId, killed: false, stoppedMs: null };
    this.#living.set(child, mark);
    let problem = '';
    child.stdin!.on('error', () => {}); // broken when the worker ends; 'close' tells
    let told = '';
    (child.stdio[LOG_TOLD_ON] as Readable).setEncoding('utf8').on('data', (text: string) => {
      told += text;
    });
    child.on('error', (error) => {
      problem = error.message; // 'close' follows
    });
    child.once('close', (code: number | null, signal: NodeJS.Signals | null) => {
      this.#living.delete(child);
      const { path, begin } = told === '' ? log : (JSON.parse(told) as LogPlace);
      const tail = logTail(path, begin);
      if (told === '' && tail === '') rmSync(path, { force: true });
      report({ code: code ?? 0, signal: signal ?? '', problem, killedByAgent: mark.killed, logTail: tail });
      if (this.#living.size > 0) return;
      for (const resolve of this.#whenNoneLives.splice(0)) resolve();
    });
  }
}

/** Where a process prints that has no rank yet. */
function openLog(outputDir: string, workerId: string): LogPlace & { file: number } {
  makeFolder(logsDirectory(outputDir));
  const path = workerLogPath(outputDir, workerId);
  return { path, begin: 0, file: openSync(path, 'a') };
}

/**
 * Whether a process is on its way out by itself: its streams break, which the coordinator may hear of, some time before its
 * parent is told that it has ended.
 */
function isEnding(pid: number): boolean {
  const PF_EXITING = 0x4; // linux/sched.h
  const fields = statOf(pid);
  // Field 9.
  return fields === null || (Number(fields[6]) & PF_EXITING) !== 0;
}

/** As ps shows it: R, S, T. null where there is no such process. */
function stateOf(pid: number): string | null {
  return statOf(pid)?.[0] ?? null;
}

/** From field 3 on; null where there is no such process. Source: proc(5) */
function statOf(pid: number): string[] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in field 2 may hold blanks.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended in the meantime: its exit is on the way.
  }
}
