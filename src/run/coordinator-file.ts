import { readFileSync, readlinkSync } from 'node:fs';
import { rename, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { readIfThere } from '../system/control-groups.js';
import { startTimeOf } from '../system/process-start.js';
import { coordinatorFilePath } from './layout.js';

/** Between two signs of life of a coordinator. */
const BEAT_MS = 1_000;
/** Without one for so long it has ended, whatever clock its machine has. */
const SILENT_MS = 3_500;

/** Where a run's coordinator is, for commands and for launches that would take its place. */
export interface CoordinatorPlace {
  job: string;
  /** HOST:PORT; empty while it does not listen yet. */
  address: string;
  host: string;
  bootId: string;
  pidNamespace: string;
  pid: number;
  /** Of the process, as the kernel counts. */
  started: string;
}

export interface Announcement {
  /** It listens by now. @param address HOST:PORT */
  listensAt(address: string): Promise<void>;
  callOff(): Promise<void>;
}

/** Says that this process is the coordinator of a run, and lives, until it is called off. */
export function announceCoordinator(outputDir: string, job: string): Announcement {
  const place: CoordinatorPlace = { job, address: '', ...thisProcess() };
  const path = coordinatorFilePath(outputDir);
  let beats = 0;
  let isOver = false;
  let writing = Promise.resolve();
  const beat = async () => {
    if (isOver) return;
    await writeFile(`${path}.new`, `${JSON.stringify({ ...place, beats: ++beats })}\n`);
    if (!isOver) await rename(`${path}.new`, path);
  };
  // One that a full disk does not take is left out: what is there before is older, and no less true.
  const next = () => {
    writing = writing.then(beat).catch(() => {});
    return writing;
  };
  void next();
  const timer = setInterval(next, BEAT_MS).unref();
  return {
    listensAt(address) {
      place.address = address;
      return next();
    },
    async callOff() {
      isOver = true;
      clearInterval(timer);
      await writing;
      await rm(path, { force: true }).catch(() => {});
    },
  };
}

/** null where none has said so, or the last one has ended well. */
export function readCoordinatorFile(outputDir: string): CoordinatorPlace | null {
  return parse(textOf(outputDir));
}

/**
 * Waits until it is clear whether the coordinator lives that has announced itself.
 * @returns null where it does not
 */
export async function livingCoordinator(outputDir: string): Promise<CoordinatorPlace | null> {
  const first = textOf(outputDir);
  const place = parse(first);
  if (place === null || hasEnded(place)) return null;
  for (let waitedMs = 0; waitedMs < SILENT_MS; waitedMs += BEAT_MS / 4) {
    await new Promise((wake) => setTimeout(wake, BEAT_MS / 4));
    if (textOf(outputDir) !== first) return readCoordinatorFile(outputDir);
  }
  return null;
}

/** By the clock of the file system, as both times are. @param probe a file that was written just now */
export async function silentMs(outputDir: string, probe: string): Promise<number> {
  try {
    const [last, now] = await Promise.all([stat(coordinatorFilePath(outputDir)), stat(probe)]);
    return now.mtimeMs - last.mtimeMs;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/** Of this machine, and seen to have ended. */
function hasEnded({ bootId, pidNamespace, pid, started }: CoordinatorPlace): boolean {
  const here = thisProcess();
  return bootId === here.bootId && pidNamespace === here.pidNamespace && startTimeOf(pid) !== started;
}

function thisProcess(): Omit<CoordinatorPlace, 'job' | 'address'> {
  return {
    host: hostname(),
    bootId: readIfThere('/proc/sys/kernel/random/boot_id'),
    pidNamespace: readlinkSync('/proc/self/ns/pid'),
    pid: process.pid,
    started: startTimeOf(process.pid) ?? '',
  };
}

function textOf(outputDir: string): string {
  try {
    return readFileSync(coordinatorFilePath(outputDir), 'utf8');
  } catch {
    return '';
  }
}

function parse(text: string): CoordinatorPlace | null {
  try {
    return JSON.parse(text) as CoordinatorPlace;
  } catch {
    return null;
  }
}
