import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decide } from '../../../src/coordinator/job/decide.js';
import { type Mutant, SimulatedFleet } from './simulated-fleet.js';

const schedules = 3000;

test(`in ${schedules} random schedules a job ends, or waits for nodes, and no rule is ever broken`, () => {
  const ends = new Map<string, number>();
  let fromMemory = 0;
  for (let seed = 1; seed <= schedules; seed++) {
    const { end, fleet } = runSchedule(seed);
    ends.set(end, (ends.get(end) ?? 0) + 1);
    fromMemory += fleet.fromMemory.size;
  }
  // The schedules are worth something only if they lead everywhere.
  for (const end of ['finished', 'stopped', 'failed', 'waiting'])
    assert.ok((ends.get(end) ?? 0) > 20, `${end}: ${ends.get(end)}`);
  assert.ok(fromMemory > 20, `${fromMemory} generations went on from a snapshot`);
});

/** Hears a rank's word of a save whatever generation it is of: as one would that knows ranks by their number alone. */
const deafToGenerations: typeof decide = (job, event, nowMs) => {
  if (event.kind !== 'workerWroteShard') return decide(job, event, nowMs);
  const rank = Number(/\d+$/.exec(event.shard.record)![0]);
  const workerId = job.ranks[rank]?.workerId ?? event.workerId;
  return decide(job, { ...event, workerId, shard: { ...event.shard, generation: job.generation } }, nowMs);
};

for (const [what, mutant, rule] of [
  [
    'that hears ranks of generations that are over',
    { decide: deafToGenerations },
    /was not written by all ranks|goes back/,
  ],
  ['whose ranks publish by themselves', { ranksPublish: true }, /a generation that is over publishes/],
] as const)
  test(`the schedules find out a fleet ${what}`, () => {
    for (let seed = 1; seed <= schedules; seed++)
      try {
        runSchedule(seed, mutant);
      } catch (error) {
        assert.match((error as Error).message, rule);
        return;
      }
    assert.fail('no rule was broken');
  });

/** Chaos for a while, then calm: how it ends. */
function runSchedule(seed: number, mutant: Mutant = {}): { end: string; fleet: SimulatedFleet } {
  const random = mulberry32(seed);
  const minNodes = 1 + Math.floor(random() * 2);
  const maxNodes = minNodes + Math.floor(random() * 2);
  const maxRestarts = Math.floor(random() * 4);
  const takesSnapshots = random() < 0.7;
  const keepsStandbys = random() < 0.5;
  const options = { minNodes, maxNodes, maxRestarts, takesSnapshots, keepsStandbys };
  const fleet = new SimulatedFleet(random, options, mutant);
  const chaos = Math.floor(random() * 400);
  const interruptAt = random() < 0.2 ? Math.floor(random() * 500) : -1;
  try {
    fleet.addNode();
    for (let turn = 0; turn < 3000 && fleet.job.phase !== 'done'; turn++) {
      if (turn === chaos) fleet.calm();
      if (turn === interruptAt) fleet.interrupt();
      fleet.turn();
    }
    if (fleet.job.phase === 'done') {
      assert.equal(fleet.finishes, 1, 'a job finishes once');
      return { end: fleet.job.outcome!.kind, fleet };
    }
    assert.equal(fleet.job.phase, 'waiting', 'a job that is not done after the calm waits');
    assert.ok(
      fleet.job.nodes.length < minNodes,
      `it waits although ${fleet.job.nodes.length} of ${minNodes} nodes are there`,
    );
    return { end: 'waiting', fleet };
  } catch (error) {
    throw new Error(`seed ${seed}: ${(error as Error).message}`, { cause: error });
  }
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
