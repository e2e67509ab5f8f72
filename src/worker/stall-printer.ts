import { describeNotes, type FlightReader } from './flight-recorder.js';

/** Before the coordinator ends a rank that stands still. */
const STILL_MS = 4_000;

/** Prints what a rank has done last, once each time that it stands still where it should not. */
export class StallPrinter {
  #progress = 0;
  #sinceMs = 0;
  #isPrinted = false;

  constructor(
    private readonly reader: FlightReader,
    private readonly print: (line: string) => void,
  ) {}

  look(progress: number, nowMs: number): void {
    if (progress !== this.#progress || this.#sinceMs === 0) {
      this.#progress = progress;
      this.#sinceMs = nowMs;
      this.#isPrinted = false;
      return;
    }
    const phase = this.reader.last()?.phase;
    const isWorking = phase === 'compute' || phase === 'communication';
    if (this.#isPrinted || !isWorking || nowMs - this.#sinceMs < STILL_MS) return;
    this.#isPrinted = true;
    const seconds = ((nowMs - this.#sinceMs) / 1000).toFixed(1);
    this.print(`no progress for ${seconds} s; the last that this rank has begun:`);
    for (const line of describeNotes(this.reader.all())) this.print(line);
  }
}
