import assert from 'node:assert/strict';
import { type Mishap, type Mutant, SimulatedFleet } from './simulated-fleet.js';

export interface ScheduleEnd {
  /** finished, stopped or failed; or waiting for nodes. */
  end: string;
  fleet: SimulatedFleet;
}

/**
 * Chaos for a while, then calm: how it ends.
 * @throws AssertionError where a rule is broken, with the mishaps without which it would not be
 */
export function runSchedule(seed: number, mutant: Mutant = {}): ScheduleEnd {
  try {
    return attempt(seed, mutant, () => true).end();
  } catch (error) {
    const mishaps = shortened(seed, mutant);
    const lines = mishaps.map(({ turn, what }) => `  turn ${turn}: ${what}`);
    const { message } = error as Error;
    throw new Error(`seed ${seed}: ${message}; ${mishaps.length} mishaps suffice:\n${lines.join('\n')}`, {
      cause: error,
    });
  }
}

/** Leaves out all of what goes wrong that a rule is broken without. */
function shortened(seed: number, mutant: Mutant): Mishap[] {
  const failing = (turns: ReadonlySet<number> | null) => {
    const { fleet, end } = attempt(seed, mutant, (turn) => turns === null || turns.has(turn));
    try {
      end();
      return null;
    } catch {
      return fleet.mishaps;
    }
  };
  let mishaps = failing(null)!;
  for (let size = Math.ceil(mishaps.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
    for (let from = 0; from < mishaps.length; ) {
      const kept = mishaps.filter((_, i) => i < from || i >= from + size);
      const still = failing(new Set(kept.map(({ turn }) => turn)));
      if (still === null) from += size;
      else mishaps = still;
    }
  return mishaps;
}

function attempt(seed: number, mutant: Mutant, mayGoWrong: (turn: number) => boolean) {
  const random = mulberry32(seed);
  const minNodes = 1 + Math.floor(random() * 2);
  const maxNodes = minNodes + Math.floor(random() * 2);
  const maxRestarts = Math.floor(random() * 4);
  const takesSnapshots = random() < 0.7;
  const keepsStandbys = random() < 0.5;
  const checkpointStore = random() < 0.3 ? 'nodes' : 'shared';
  const checkpointDir = checkpointStore === 'nodes' ? '/disk' : '';
  const nodesAlike = random() < 0.3;
  const nodes = { minNodes, maxNodes, maxRestarts, nodesAlike };
  const options = { ...nodes, takesSnapshots, keepsStandbys, checkpointStore, checkpointDir };
  const fleet = new SimulatedFleet(random, options, mutant, mulberry32(seed + 0x9e3779b9), mayGoWrong);
  const chaos = Math.floor(random() * 400);
  const interruptAt = random() < 0.2 ? Math.floor(random() * 500) : -1;
  const end = (): ScheduleEnd => {
    fleet.addNode();
    for (let turn = 0; turn < 3000 && !fleet.isOver; turn++) {
      if (turn === chaos) fleet.calm();
      if (turn === chaos + 500) fleet.spareCoordinator();
      if (turn === interruptAt) fleet.interrupt();
      fleet.turn();
    }
    if (fleet.job.phase === 'done') {
      assert.equal(fleet.finishes, 1, 'a job finishes once');
      const { kind } = fleet.job.outcome!;
      assert.ok(kind !== 'finished' || fleet.hasAllSteps, 'a job that has finished has logged all steps');
      return { end: kind, fleet };
    }
    assert.equal(fleet.job.phase, 'waiting', 'a job that is not done after the calm waits');
    // A node that is drained may have to stay for what it has.
    const present = fleet.job.nodes.filter(({ isDraining }) => !isDraining).length;
    assert.ok(present < minNodes || fleet.lacksFiles, `it waits although ${present} of ${minNodes} nodes are there`);
    return { end: 'waiting', fleet };
  };
  return { fleet, end };
}

/** A small generator of numbers from 0 to 1: a failing schedule comes back by its seed. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
