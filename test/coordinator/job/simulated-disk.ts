import assert from 'node:assert/strict';

interface Published {
  generation: number;
  step: number;
  globalBatch: number;
}

/** The directory that all nodes see, also those that are cut off from all else. It knows what must hold of a run's checkpoints. */
export class SimulatedDisk {
  /** Ranks that have written their file, by generation and step. */
  #drafts = new Map<string, { generation: number; step: number; globalBatch: number; ranks: Set<number> }>();
  /** Began last: its drafts are nobody else's to touch, and it alone publishes. */
  #present = { generation: 0, worldSize: 0 };
  latest: Published | null = null;

  /** A rank's file is there. A process that should have ended writes as any other does. */
  write(generation: number, step: number, rank: number, globalBatch: number): void {
    const key = `${generation}/${step}`;
    const draft = this.#drafts.get(key) ?? { generation, step, globalBatch, ranks: new Set() };
    this.#drafts.set(key, draft);
    draft.ranks.add(rank);
  }

  ranksOf(generation: number, step: number): number {
    return this.#drafts.get(`${generation}/${step}`)?.ranks.size ?? 0;
  }

  /** A generation begins: what others have begun is removed, and it is seen where it goes on. */
  begin(generation: number, worldSize: number): Published | null {
    this.#present = { generation, worldSize };
    for (const [key, draft] of this.#drafts) if (draft.generation !== generation) this.#drafts.delete(key);
    return this.latest;
  }

  publish(generation: number, step: number): void {
    const draft = this.#drafts.get(`${generation}/${step}`);
    const { generation: present, worldSize } = this.#present;
    assert.equal(generation, present, 'a generation that is over publishes');
    assert.equal(draft?.ranks.size, worldSize, 'what is published was not written by all ranks of its generation');
    assert.ok(
      this.latest === null || step >= this.latest.step,
      `latest goes back from ${this.latest?.step} to ${step}`,
    );
    this.latest = { generation, step, globalBatch: draft!.globalBatch };
    this.#drafts.delete(`${generation}/${step}`);
  }

  /** A checkpoint is there whose files are elsewhere. */
  note(generation: number, step: number, globalBatch: number): void {
    assert.ok(
      this.latest === null || step >= this.latest.step,
      `latest goes back from ${this.latest?.step} to ${step}`,
    );
    this.latest = { generation, step, globalBatch };
  }

  /** What is removed when a generation has published a step: what is older, and what is newer, which passes for torn. */
  prune(generation: number, step: number): void {
    assert.equal(step, this.latest?.step, 'the newest checkpoint is removed');
    for (const [key, draft] of this.#drafts) {
      if (draft.generation === generation && draft.step > step) continue;
      assert.ok(
        draft.generation !== this.#present.generation || generation > draft.generation || draft.step <= step,
        'a save that is under way is removed',
      );
      this.#drafts.delete(key);
    }
  }
}
