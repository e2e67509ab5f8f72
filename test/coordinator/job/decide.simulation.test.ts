import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decide } from '../../../src/coordinator/job/decide.js';
import type { Job } from '../../../src/coordinator/job/job.js';
import { assertNoRuleIsBroken } from './many-schedules.js';
import { runSchedule } from './schedule.js';
import type { Mutant } from './simulated-fleet.js';

const schedules = 4_000;

test(`in ${schedules} random schedules a job ends, or waits for nodes, and no rule is ever broken`, () =>
  assertNoRuleIsBroken(schedules));

/** Hears a rank's word of a save whatever generation it is of: as one would that knows ranks by their number alone. */
const deafToGenerations: typeof decide = (job, event, nowMs) => {
  if (event.kind !== 'workerWroteShard') return decide(job, event, nowMs);
  const rank = Number(/\d+$/.exec(event.shard.record)![0]);
  const workerId = job.ranks[rank]?.workerId ?? event.workerId;
  return decide(job, { ...event, workerId, shard: { ...event.shard, generation: job.generation } }, nowMs);
};

/** What a decision makes of the job is changed by a mistake. */
function mistaken(mistake: (after: Job, before: Job) => Job): typeof decide {
  return (job, event, nowMs) => {
    const decision = decide(job, event, nowMs);
    return { ...decision, job: mistake(decision.job, job) };
  };
}

const impatient = mistaken((after) => {
  const isEnding = after.endingSinceMs !== null;
  const workers = after.workers.filter(({ stage }) => !isEnding || stage !== 'leaving');
  return { ...after, workers, nodes: after.nodes.map((node) => (isEnding ? { ...node, spawning: 0 } : node)) };
});

const trusting = mistaken((after, before) =>
  after.lastTickMs === before.lastTickMs
    ? after
    : {
        ...after,
        ranks: after.ranks.map((rank) => ({ ...rank, lastSeenMs: after.lastTickMs, lastProgressMs: after.lastTickMs })),
      },
);

const forgetful: typeof decide = (job, event, nowMs) => {
  const decision = decide(job, event, nowMs);
  if (event.kind !== 'coordinatorReturned') return decision;
  return { ...decision, job: { ...decision.job, absent: null } };
};

const credulous: typeof decide = (job, event, nowMs) => {
  if (event.kind !== 'nodeReturned' && event.kind !== 'workerReturned') return decide(job, event, nowMs);
  const action =
    event.kind === 'nodeReturned'
      ? ({ kind: 'readmit', nodeId: event.nodeId } as const)
      : ({ kind: 'welcome', workerId: event.workerId } as const);
  return { job, actions: [action] };
};

/** Takes nodes as if ranks could lie on them in any number. */
const indifferent: typeof decide = (job, event, nowMs) => {
  const decision = decide({ ...job, options: { ...job.options, nodesAlike: false } }, event, nowMs);
  return { ...decision, job: { ...decision.job, options: job.options } };
};

const hasty: typeof decide = (job, event, nowMs) => {
  const decision = decide(job, event, nowMs);
  const { saves, generation, nextStep } = decision.job;
  if (nextStep === null || event.kind !== 'workerWroteShard') return decision;
  const early = saves.find(
    (save) => save.stage === 'writing' && !save.snapshot && save.shards.some((shard) => shard === null),
  );
  if (early === undefined) return decision;
  const records = early.shards.map((shard) => shard?.record ?? '');
  return {
    ...decision,
    actions: [...decision.actions, { kind: 'publish', generation, step: early.step, head: '', records }],
  };
};

for (const [what, mutant, rule] of [
  [
    'that hears ranks of generations that are over',
    { decide: deafToGenerations },
    /was not written by all ranks|goes back|a part is made of files that are not there/,
  ],
  [
    'whose ranks publish by themselves',
    { ranksPublish: true },
    /a generation that is over publishes|the run log ends at/,
  ],
  [
    'that begins anew before all processes have ended',
    { decide: impatient },
    /a worker of a former generation lives|a rank is started twice/,
  ],
  ['that takes every rank for alive', { decide: trusting }, /is not done after the calm/],
  [
    'whose coordinator returns and waits for nobody',
    { decide: forgetful },
    /a generation that is over publishes|a rank is started twice|generations count up/,
  ],
  ['that believes all who say that they take part', { decide: credulous }, /a rank is started twice|it waits although/],
  ['that does not count the ranks of nodes', { decide: indifferent }, /nodes that train together have as many ranks/],
  [
    'that publishes what some ranks have written',
    { decide: hasty },
    /was not written by all ranks|rank \d of a checkpoint is on [01] nodes|the newest checkpoint is removed/,
  ],
] as const satisfies readonly (readonly [string, Mutant, RegExp])[])
  test(`the schedules find out a fleet ${what}`, (t) => {
    for (let seed = 1; seed <= schedules; seed++)
      try {
        runSchedule(seed, mutant);
      } catch (error) {
        assert.match((error as Error).message, rule);
        t.diagnostic((error as Error).message);
        return;
      }
    assert.fail('no rule was broken');
  });
