import assert from 'node:assert/strict';
import type { JobAction } from '../../../src/coordinator/job/job-action.js';
import type { Part } from '../../../src/rpc/messages.js';

type PublishPart = Extract<JobAction, { kind: 'publishPart' }>;
type CopyPart = Extract<JobAction, { kind: 'copyPart' }>;
type Bring = Extract<JobAction, { kind: 'bring' }>;

/** The memory of a node, or its own disk, in which its ranks write, and its agent makes and removes parts of saves. */
export class SimulatedParts {
  /** Ranks that have written their file, by generation and step. */
  #drafts = new Map<string, { generation: number; globalBatch: number; ranks: Set<number> }>();
  /** What was brought: by directory, whose files. */
  #brought = new Map<string, { worldSize: number; ranks: number[] }>();
  parts: Part[] = [];

  /** @param place names its directories */
  constructor(
    private readonly place: string,
    private readonly onDisk: boolean,
  ) {}

  write(generation: number, step: number, rank: number, globalBatch: number): void {
    const key = `${generation}/${step}`;
    const draft = this.#drafts.get(key) ?? { generation, globalBatch, ranks: new Set() };
    this.#drafts.set(key, draft);
    draft.ranks.add(rank);
  }

  publish({ generation, step, ranks, records }: PublishPart): void {
    const identity = `${generation}/${step}`;
    // A coordinator that has come back orders it again.
    if (this.onDisk && this.parts.some((part) => part.identity === identity)) return;
    const draft = this.#drafts.get(identity);
    assert.ok(
      ranks.every((rank) => draft?.ranks.has(rank)),
      'a part is made of files that are not there',
    );
    this.#drafts.delete(identity);
    const one = {
      step,
      directory: `${this.place}/${step}`,
      identity,
      worldSize: records.length,
      ranks,
      ownFileIsEnough: true,
      computeType: 'float32',
      onDisk: this.onDisk,
    };
    const others = this.parts.filter((other) => other.step < step);
    this.parts = [{ ...one, globalBatch: draft!.globalBatch }, ...others];
    if (!this.onDisk) this.parts = this.parts.slice(0, 2);
  }

  /** @param holder of whom its ranks' files are; undefined where it is not reached. @returns why it cannot be */
  copy({ identity, ranks }: CopyPart, holder: SimulatedParts | undefined): string {
    const own = this.parts.find((part) => part.identity === identity);
    const theirs = holder?.parts.find((part) => part.identity === identity);
    if (own === undefined || !ranks.every((rank) => theirs?.ranks.includes(rank))) return 'not to be had';
    const copied = { ...own, ranks: [...new Set([...own.ranks, ...ranks])].sort((a, b) => a - b) };
    this.parts = this.parts.map((part) => (part === own ? copied : part));
    return '';
  }

  /** @param holders that are reached. @returns where it is, or why it is nowhere */
  bring(
    { identity, step, generation, ranks, worldSize }: Bring,
    holders: readonly SimulatedParts[],
  ): { problem: string; directory: string } {
    const all = [this, ...holders].flatMap(({ parts }) => parts.filter((part) => part.identity === identity));
    const there = new Set(all.flatMap((part) => part.ranks));
    if (there.size < (all[0]?.worldSize ?? 1)) return { problem: 'not to be had', directory: '' };
    const directory = `${this.place}/.start-${generation}/${step}`;
    this.#brought.set(directory, { worldSize, ranks });
    return { problem: '', directory };
  }

  clear(generation: number): void {
    for (const [key, draft] of this.#drafts) if (draft.generation !== generation) this.#drafts.delete(key);
  }

  prune(keptSteps: readonly number[]): void {
    const newest = Math.max(0, ...keptSteps);
    this.parts = this.parts.filter(({ step }) => step > newest || keptSteps.includes(step));
  }

  /** A rank begins to load from a directory. */
  checkReadable(directory: string, rank: number, worldSize: number): void {
    const brought = this.#brought.get(directory);
    const part = this.parts.find((one) => one.directory === directory);
    if (part?.ranks.length === part?.worldSize && part !== undefined) return;
    const there = brought ?? part;
    assert.equal(there?.worldSize, worldSize, 'a part of what another number of ranks has saved is loaded as it is');
    assert.ok(there!.ranks.includes(rank), 'a rank is to load a file that is not there');
  }
}
