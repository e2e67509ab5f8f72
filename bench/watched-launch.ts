/** A real training by `dinofleet launch`, and what its processes take while it runs. */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runLogPath } from '../src/run/layout.js';
import { watchOthers } from '../src/system/cpu-time.js';

export interface WatchedLaunch {
  /** Of each rank: the most bytes of tensors at once, and the most of its process's resident memory. */
  tensorBytes: number[];
  processBytes: number[];
  /** Wall time of the steps of rank 0 but the first ones, in order. */
  stepSeconds: number[];
  /** From the command to its end. */
  wallSeconds: number;
  /** Cores that other programs kept busy meanwhile. */
  othersCores: number;
}

/** Steps at the beginning that find nothing in place. */
const WARM_UP = 4;
const LOOK_MS = 200;

/** @param args of `dinofleet launch`; `outputDir` is theirs */
export async function watchedLaunch(args: readonly string[], outputDir: string): Promise<WatchedLaunch> {
  const others = watchOthers();
  const began = performance.now();
  const launch = spawn(process.execPath, ['dist/src/cli/main.js', 'launch', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [launch.stdout, launch.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  const ended = new Promise<number | null>((resolve) => launch.once('close', resolve));
  const tensors = new Map<number, number>();
  const processes = new Map<number, number>();
  const look = async () => {
    const [, address, metrics] = /info coordinator address=(\S+) metrics=(\S+)/.exec(output) ?? [];
    if (address === undefined) return;
    for (const [rank, bytes] of residentBytes(address)) keepMost(processes, rank, bytes);
    const text = await fetch(metrics!).then(
      (answer) => answer.text(),
      () => '',
    );
    for (const [, rank, bytes] of text.matchAll(/^dinofleet_worker_peak_memory_bytes\{rank="(\d+)"\} (\S+)$/gm))
      keepMost(tensors, Number(rank), Number(bytes));
  };
  let isOver = false;
  const watching = (async () => {
    while (!isOver) {
      await look();
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  })();
  const code = await ended;
  isOver = true;
  await watching;
  if (code !== 0) throw new Error(`dinofleet launch ended with ${code}:\n${output}`);
  const wallSeconds = (performance.now() - began) / 1000;
  return {
    tensorBytes: inOrder(tensors),
    processBytes: inOrder(processes),
    stepSeconds: stepSeconds(outputDir),
    wallSeconds,
    othersCores: others(),
  };
}

function keepMost(most: Map<number, number>, rank: number, value: number): void {
  most.set(rank, Math.max(value, most.get(rank) ?? 0));
}

function inOrder(byRank: Map<number, number>): number[] {
  return [...byRank].sort(([a], [b]) => a - b).map(([, value]) => value);
}

/** Of the workers of a job, as their process says itself; one that has ended meanwhile is left out. */
function residentBytes(coordinator: string): [rank: number, bytes: number][] {
  return readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return [];
    try {
      const [, rank] =
        /^dinofleet worker .*--rank=(\d+)/.exec(readFileSync(join('/proc', pid, 'cmdline'), 'utf8')) ?? [];
      if (rank === undefined || !readFileSync(join('/proc', pid, 'cmdline'), 'utf8').includes(`=${coordinator} `))
        return [];
      const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(join('/proc', pid, 'status'), 'utf8')) ?? [];
      return kib === undefined ? [] : [[Number(rank), 1024 * Number(kib)] as [number, number]];
    } catch {
      return [];
    }
  });
}

/** All that rank 0 did in a step: equal parts of what was between two reports. */
function stepSeconds(outputDir: string): number[] {
  const lines = readFileSync(runLogPath(outputDir), 'utf8').trimEnd().split('\n');
  return lines.slice(WARM_UP).map((line) => {
    const step = JSON.parse(line) as Record<string, number>;
    return ['data', 'compute', 'communication', 'save'].reduce((sum, phase) => sum + step[`${phase}_seconds`]!, 0);
  });
}
