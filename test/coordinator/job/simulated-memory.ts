import assert from 'node:assert/strict';
import type { JobAction } from '../../../src/coordinator/job/job-action.js';
import type { Snapshot } from '../../../src/rpc/messages.js';

type PublishSnapshot = Extract<JobAction, { kind: 'publishSnapshot' }>;

/** The memory of a machine, in which its ranks write snapshots, and its agent makes and removes them. */
export class SimulatedMemory {
  /** Ranks that have written their file, by generation and step. */
  #drafts = new Map<string, { generation: number; globalBatch: number; ranks: Set<number> }>();
  snapshots: Snapshot[] = [];

  write(generation: number, step: number, rank: number, globalBatch: number): void {
    const key = `${generation}/${step}`;
    const draft = this.#drafts.get(key) ?? { generation, globalBatch, ranks: new Set() };
    this.#drafts.set(key, draft);
    draft.ranks.add(rank);
  }

  publish({ generation, step, ranks, records }: PublishSnapshot): void {
    const key = `${generation}/${step}`;
    const draft = this.#drafts.get(key);
    assert.ok(
      ranks.every((rank) => draft?.ranks.has(rank)),
      'a snapshot is made of files that are not there',
    );
    this.#drafts.delete(key);
    const worldSize = records.length;
    const one = {
      step,
      directory: `/memory/${step}`,
      identity: key,
      worldSize,
      ranks,
      ownFileIsEnough: true,
      computeType: 'float32',
    };
    const others = this.snapshots.filter((other) => other.step < step);
    this.snapshots = [{ ...one, globalBatch: draft!.globalBatch }, ...others].slice(0, 2);
  }

  clear(generation: number): void {
    for (const [key, draft] of this.#drafts) if (draft.generation !== generation) this.#drafts.delete(key);
  }

  /** A rank begins to load from a directory. */
  checkReadable(directory: string, rank: number, worldSize: number): void {
    const there = this.snapshots.find((snapshot) => snapshot.directory === directory);
    assert.equal(there?.worldSize, worldSize, 'a snapshot of another number of ranks is gone on from');
    assert.ok(there!.ranks.includes(rank), 'a rank is to load a file that is not there');
  }
}
