import {
  closeSync,
  fdatasync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { journalDirectory, journalPath } from '../../run/layout.js';
import { syncRunLog } from '../../run/sync-run-log.js';
import { makeFolder } from '../../system/make-folder.js';
import type { Job } from '../job/job.js';
import type { Decision } from '../job/job-action.js';
import type { JobEvent } from '../job/job-event.js';
import { encodeHead, encodeRecord, JOURNAL_VERSION, type JournalHead, type Sender } from './journal-line.js';
import { journalNumbers } from './read-journal.js';
import { recordOf } from './record-of.js';

/** A file of this size is followed by another, so that little has to be replayed. */
const FILE_BYTES = 16e6;
/** Older ones are removed. */
const MOST_FILES = 20;
/** Between two tries to write to a disk that is full. */
const RETRY_MS = 1_000;

/** What does not change while a coordinator lives. */
export type JournalFacts = Pick<JournalHead, 'build' | 'request' | 'address'>;

/** What is done to the disk. */
export interface JournalDisk {
  write: typeof writeSync;
  /** Has the disk hold what was written, whatever becomes of the machine; calls when it does. */
  sync(file: number, done: (error: Error | null) => void): void;
  syncNow(file: number): void;
}

const systemDisk: JournalDisk = { write: writeSync, sync: fdatasync, syncNow: fdatasyncSync };

/** That is being written. */
interface JournalFile {
  handle: number;
  /** A thread waits for the disk: it must not find another file under its number. */
  isSyncing: boolean;
  isClosed: boolean;
}

/**
 * Writes down what a coordinator hears. Where that cannot be done the job goes on: a new file is tried, with all that is known by then,
 * and until there is one nobody is told that he was heard.
 *
 * A process that is killed loses nothing of it, a machine that loses its power what was written since the last `sync`. So nobody is told
 * that he was heard before that, and no generation begins whose number the disk does not have: another coordinator might give it again.
 */
export class Journal {
  #file: JournalFile | null = null;
  #bytes = 0;
  #triedMs = Number.NEGATIVE_INFINITY;
  #hasProblem = false;
  /** As the disk has it. */
  readonly #heard: Map<string, number>;
  /** What was written since the last sync began, what that has the disk hold, and what could not be written. */
  #written = new Map<string, number>();
  #syncing = new Map<string, number>();
  readonly #unwritten = new Map<string, number>();
  #isSynced = true;

  /**
   * @param heard as the journal before has it
   * @param onProblem told when it cannot be written, and with null when it can again
   * @param disk a test's own fills up, or loses what it does not hold
   */
  constructor(
    private readonly outputDir: string,
    private readonly facts: JournalFacts,
    heard: ReadonlyMap<string, number>,
    private readonly onProblem: (problem: string | null) => void,
    private readonly disk: JournalDisk = systemDisk,
  ) {
    this.#heard = new Map(heard);
  }

  /** Of what an agent or worker has told, the last that is known for good. */
  heardOf(id: string): number {
    return this.#heard.get(id) ?? 0;
  }

  /** Somebody begins to count anew. */
  forget(id: string): void {
    for (const numbers of [this.#heard, this.#written, this.#syncing, this.#unwritten]) numbers.delete(id);
  }

  /** Begins a file with all that is known, which the disk then holds. */
  begin(job: Job, atMs: number): void {
    this.#triedMs = atMs;
    this.close();
    const known = new Map([...this.#heard, ...this.#syncing, ...this.#written, ...this.#unwritten]);
    const number = Math.max(0, ...journalNumbers(this.outputDir)) + 1;
    const path = journalPath(this.outputDir, number);
    try {
      makeFolder(journalDirectory(this.outputDir));
      this.#file = { handle: openSync(path, 'wx'), isSyncing: false, isClosed: false };
      this.#bytes = 0;
      const heard = Object.fromEntries(known);
      this.#append(encodeHead({ journal: JOURNAL_VERSION, ...this.facts, atMs, job, heard }));
      this.#syncNow();
      syncFolder(journalDirectory(this.outputDir));
    } catch (error) {
      this.close();
      rmSync(path, { force: true });
      this.#failed(path, error);
      return;
    }
    for (const [id, last] of known) this.#heard.set(id, last);
    this.#unwritten.clear();
    this.#written.clear();
    this.#syncing.clear();
    if (this.#hasProblem) this.onProblem(null);
    this.#hasProblem = false;
    this.#removeOld(number);
  }

  /**
   * An event, and what was decided of it. What leads to nothing is left out.
   * @param from where the message is one of those that are kept until they are heard
   */
  record(before: Job, event: JobEvent, atMs: number, decision: Decision, from: Sender | null): void {
    if (from !== null) this.#unwritten.set(from.id, from.number);
    const record = recordOf(before, event, atMs, decision, from);
    if (record === null) return;
    if (this.#file === null) {
      if (atMs - this.#triedMs >= RETRY_MS) this.begin(decision.job, atMs);
      return;
    }
    if (this.#bytes > FILE_BYTES) {
      this.begin(decision.job, atMs);
      return;
    }
    try {
      this.#append(encodeRecord(record));
      if (decision.job.generation !== before.generation) this.#syncNow();
    } catch (error) {
      this.#giveUp(error, atMs);
      return;
    }
    if (from === null) return;
    this.#unwritten.delete(from.id);
    this.#written.set(from.id, from.number);
  }

  /**
   * Has the disk hold what was written, while the coordinator goes on. It is called every tick: all that was heard meanwhile is held by
   * one wait for the disk. The run log comes first: of steps that the journal has it hears no more.
   */
  async sync(atMs: number): Promise<void> {
    const file = this.#file;
    if (file === null || file.isSyncing || this.#isSynced) return;
    this.#isSynced = true;
    this.#syncing = this.#written;
    this.#written = new Map();
    file.isSyncing = true;
    await syncRunLog(this.outputDir).catch(() => {}); // who writes it says so
    const error = await new Promise<Error | null>((resolve) => this.disk.sync(file.handle, resolve));
    file.isSyncing = false;
    // What comes after it has all of this.
    if (file.isClosed) closeSync(file.handle);
    else if (error !== null) this.#giveUp(error, atMs);
    else {
      for (const [id, last] of this.#syncing) this.#heard.set(id, last);
      this.#syncing.clear();
    }
  }

  #syncNow(): void {
    this.disk.syncNow(this.#file!.handle);
    this.#isSynced = true;
    for (const [id, last] of this.#written) this.#heard.set(id, last);
    this.#written.clear();
  }

  /** Of a file that fails nothing more is believed. */
  #giveUp(error: unknown, atMs: number): void {
    this.close();
    this.#triedMs = atMs;
    this.#failed(journalDirectory(this.outputDir), error);
  }

  #failed(path: string, error: unknown): void {
    if (!this.#hasProblem) this.onProblem(`${path} cannot be written: ${(error as Error).message}`);
    this.#hasProblem = true;
  }

  close(): void {
    const file = this.#file;
    this.#file = null;
    if (file === null) return;
    file.isClosed = true;
    if (!file.isSyncing) closeSync(file.handle);
  }

  /** All of it or nothing: what a full disk took of it is cut off again. */
  #append(text: string): void {
    const { handle } = this.#file!;
    const { size } = fstatSync(handle);
    const bytes = Buffer.from(text);
    try {
      for (let done = 0; done < bytes.length; ) done += this.disk.write(handle, bytes, done);
    } catch (error) {
      ftruncateSync(handle, size);
      throw error;
    }
    this.#bytes += bytes.length;
    this.#isSynced = false;
  }

  #removeOld(newest: number): void {
    for (const number of journalNumbers(this.outputDir))
      if (number <= newest - MOST_FILES) rmSync(journalPath(this.outputDir, number), { force: true });
  }
}

/** Has the disk hold that its files are there. */
function syncFolder(path: string): void {
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
