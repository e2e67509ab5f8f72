import { closeSync, fstatSync, ftruncateSync, openSync, rmSync, writeSync } from 'node:fs';
import { journalDirectory, journalPath } from '../../run/layout.js';
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

/**
 * Writes down what a coordinator hears. Where that cannot be done the job goes on: a new file is tried, with all that is known by then,
 * and until there is one nobody is told that he was heard.
 */
export class Journal {
  #file: number | null = null;
  #bytes = 0;
  #triedMs = Number.NEGATIVE_INFINITY;
  #hasProblem = false;
  readonly #heard: Map<string, number>;
  /** Heard since the journal could be written last. */
  readonly #unwritten = new Map<string, number>();

  /**
   * @param heard as the journal before has it
   * @param onProblem told when it cannot be written, and with null when it can again
   * @param write a test's own writes to a disk that fills up
   */
  constructor(
    private readonly outputDir: string,
    private readonly facts: JournalFacts,
    heard: ReadonlyMap<string, number>,
    private readonly onProblem: (problem: string | null) => void,
    private readonly write = writeSync,
  ) {
    this.#heard = new Map(heard);
  }

  /** Of what an agent or worker has told, the last that is known for good. */
  heardOf(id: string): number {
    return this.#heard.get(id) ?? 0;
  }

  /** Somebody begins to count anew. */
  forget(id: string): void {
    this.#heard.delete(id);
    this.#unwritten.delete(id);
  }

  /** Begins a file with all that is known. */
  begin(job: Job, atMs: number): void {
    this.#triedMs = atMs;
    this.close();
    const heard = { ...Object.fromEntries(this.#heard), ...Object.fromEntries(this.#unwritten) };
    const number = Math.max(0, ...journalNumbers(this.outputDir)) + 1;
    const path = journalPath(this.outputDir, number);
    try {
      makeFolder(journalDirectory(this.outputDir));
      this.#file = openSync(path, 'wx');
      this.#bytes = 0;
      this.#append(encodeHead({ journal: JOURNAL_VERSION, ...this.facts, atMs, job, heard }));
    } catch (error) {
      this.close();
      rmSync(path, { force: true });
      this.#failed(path, error);
      return;
    }
    for (const [id, last] of this.#unwritten) this.#heard.set(id, last);
    this.#unwritten.clear();
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
    } catch (error) {
      this.close();
      this.#triedMs = atMs;
      this.#failed(journalDirectory(this.outputDir), error);
      return;
    }
    if (from === null) return;
    this.#unwritten.delete(from.id);
    this.#heard.set(from.id, from.number);
  }

  #failed(path: string, error: unknown): void {
    if (!this.#hasProblem) this.onProblem(`${path} cannot be written: ${(error as Error).message}`);
    this.#hasProblem = true;
  }

  close(): void {
    if (this.#file !== null) closeSync(this.#file);
    this.#file = null;
  }

  /** All of it or nothing: what a full disk took of it is cut off again. */
  #append(text: string): void {
    const file = this.#file!;
    const { size } = fstatSync(file);
    const bytes = Buffer.from(text);
    try {
      for (let done = 0; done < bytes.length; ) done += this.write(file, bytes, done);
    } catch (error) {
      ftruncateSync(file, size);
      throw error;
    }
    this.#bytes += bytes.length;
  }

  #removeOld(newest: number): void {
    for (const number of journalNumbers(this.outputDir))
      if (number <= newest - MOST_FILES) rmSync(journalPath(this.outputDir, number), { force: true });
  }
}
