/**
 * What a rank has done last, in memory that both threads of a worker see: the trainer notes, and control tells where it is and prints all
 * of it when it stands still. A trainer that hangs can do neither.
 */

/** What limits of stalls and times are told by. */
export const PHASES = ['setUp', 'data', 'compute', 'communication', 'save', 'record'] as const;
export type Phase = (typeof PHASES)[number];

/** One thing that a rank has begun. */
export interface Note {
  phase: Phase;
  /** block 11 forward; gather */
  what: string;
  step: number;
  /** That a collective moves; 0 for others. */
  bytes: number;
  /** Milliseconds since the recorder was made. */
  atMs: number;
}

/** Notes that are kept. */
const KEPT = 1_000;
/** Int32 of a note: phase, name, step, bytes / 1024, milliseconds. */
const NOTE_INTS = 5;

/** Of the shared memory of one recorder, in bytes. */
export const RECORDER_BYTES = (1 + KEPT * NOTE_INTS) * Int32Array.BYTES_PER_ELEMENT;

/** The trainer's end. */
export class FlightRecorder {
  readonly #memory: Int32Array;
  readonly #names = new Map<string, number>();
  readonly #beganMs = performance.now();
  #step = 0;
  #phase: Phase = 'setUp';
  #what = '';
  /** Until the first step is done: what is made once is made in it. */
  #isSetUp = false;

  /** @param onName is told of each new name, and its number */
  constructor(
    shared: SharedArrayBuffer,
    private readonly onName: (name: string, number: number) => void,
  ) {
    this.#memory = new Int32Array(shared);
  }

  beginStep(step: number): void {
    this.#step = step;
  }

  firstStepDone(): void {
    this.#isSetUp = true;
  }

  /** From here on this is what the rank is at. */
  enter(phase: Phase, what: string): void {
    this.#phase = phase;
    this.#what = what;
    this.#note(phase, what, 0);
  }

  /** While `wait` runs, what the rank waits for. */
  during<T>(phase: Phase, what: string, bytes: number, wait: () => T): T {
    this.#note(phase, what, bytes);
    const result = wait();
    this.#note(this.#phase, this.#what, 0);
    return result;
  }

  async duringAsync<T>(phase: Phase, what: string, wait: () => Promise<T>): Promise<T> {
    this.#note(phase, what, 0);
    try {
      return await wait();
    } finally {
      this.#note(this.#phase, this.#what, 0);
    }
  }

  #note(phase: Phase, what: string, bytes: number): void {
    const memory = this.#memory;
    const count = Atomics.load(memory, 0);
    const at = 1 + (count % KEPT) * NOTE_INTS;
    const told = this.#isSetUp || phase === 'data' ? phase : 'setUp';
    memory[at] = PHASES.indexOf(told);
    memory[at + 1] = this.#nameOf(what);
    memory[at + 2] = this.#step;
    memory[at + 3] = Math.min(Math.round(bytes / 1024), 2 ** 31 - 1);
    memory[at + 4] = performance.now() - this.#beganMs;
    Atomics.store(memory, 0, (count + 1) % (KEPT * 1_000_000));
  }

  #nameOf(name: string): number {
    const known = this.#names.get(name);
    if (known !== undefined) return known;
    const number = this.#names.size;
    this.#names.set(name, number);
    this.onName(name, number);
    return number;
  }
}

/** Control's end. */
export class FlightReader {
  readonly #memory: Int32Array;
  readonly #names: string[] = [];

  constructor(shared: SharedArrayBuffer) {
    this.#memory = new Int32Array(shared);
  }

  learn(name: string, number: number): void {
    this.#names[number] = name;
  }

  /** What the rank is at; null where it has noted nothing. */
  last(): Note | null {
    const count = Atomics.load(this.#memory, 0);
    return count === 0 ? null : this.#noteAt(count - 1);
  }

  /** The oldest first. */
  all(): Note[] {
    const count = Atomics.load(this.#memory, 0);
    const first = Math.max(0, count - KEPT);
    return Array.from({ length: count - first }, (_, i) => this.#noteAt(first + i));
  }

  #noteAt(index: number): Note {
    const at = 1 + (index % KEPT) * NOTE_INTS;
    const [phase, name, step, kibibytes, atMs] = this.#memory.subarray(at, at + NOTE_INTS) as unknown as number[];
    return {
      phase: PHASES[phase!]!,
      what: this.#names[name!] ?? '?',
      step: step!,
      bytes: kibibytes! * 1024,
      atMs: atMs!,
    };
  }
}

/** For a log, a note a line. */
export function describeNotes(notes: readonly Note[]): string[] {
  return notes.map(({ phase, what, step, bytes, atMs }) => {
    const size = bytes > 0 ? `, ${(bytes / 1e6).toFixed(1)} MB` : '';
    return `${(atMs / 1000).toFixed(3).padStart(10)} s  step ${step}  ${phase}: ${what}${size}`;
  });
}
