import { statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { UsageError } from '../src/errors/usage-error.js';
import type { Death } from '../test/end-to-end/dying-worker.js';
import type { Scope } from '../test/fixtures/fleet-process.js';
import { beginTraining, type FleetTraining, workerOf } from './fleet-training.js';
import { wholeNumber } from './whole-number.js';

interface Fault {
  what: string;
  /** Of two hosts that may have agents, how many have one at first. */
  agents: number;
  /** Of ranks that misbehave by themselves. */
  deaths?: readonly Death[];
  /** @returns when it began, of performance.now(); undefined: just before */
  inject(training: FleetTraining): undefined | Promise<number>;
  /** What the coordinator says when it has seen it. */
  seen: RegExp;
  /** And when the training goes on; null: it never stopped; ends: it is over then, and `next_step_s` is when its process has ended. */
  again: RegExp | null | 'ends';
}

const AGAIN = /info running generation=2/;

const faults: Record<string, Fault> = {
  'worker-killed': {
    what: 'SIGKILL to a worker',
    agents: 2,
    inject: ({ agents }) => void process.kill(workerOf(agents[1]!), 'SIGKILL'),
    seen: /warn generation-ended generation=1/,
    again: AGAIN,
  },
  'worker-stopped': {
    what: 'SIGSTOP to a worker',
    agents: 2,
    inject: ({ agents }) => void process.kill(workerOf(agents[1]!), 'SIGSTOP'),
    seen: /warn generation-ended generation=1/,
    again: AGAIN,
  },
  'agent-killed': {
    what: 'SIGKILL to an agent, whose workers end with it',
    agents: 2,
    inject: ({ agents }) => void agents[1]!.child.kill('SIGKILL'),
    seen: /warn node-lost/,
    again: AGAIN,
  },
  'node-cut': {
    what: "a host's cable taken out, without a reset",
    agents: 2,
    inject: ({ hosts }) => void hosts[2]!.plug(false),
    seen: /warn node-lost/,
    again: AGAIN,
  },
  'node-comes': {
    what: 'an agent started on one more host',
    agents: 1,
    inject: (training) => void training.join(training.hosts[2]!),
    seen: /info node-joined .*takes part from the next checkpoint/,
    again: AGAIN,
  },
  'rank-hangs': {
    what: 'a rank that hangs in its step, from the last step on',
    agents: 2,
    deaths: [{ generation: 1, rank: 1, at: 'sumOverRanks', nth: 60, hangs: true }],
    inject: async ({ host, log }) => {
      await host.says(/warn generation-ended generation=1/);
      return performance.now() - (Date.now() - statSync(log).mtimeMs);
    },
    seen: /warn generation-ended generation=1/,
    again: AGAIN,
  },
  'told-to-stop': {
    what: 'SIGTERM to the coordinator, which saves a checkpoint and ends',
    agents: 2,
    inject: ({ host }) => void host.child.kill('SIGTERM'),
    seen: /info stopped /,
    again: 'ends',
  },
  'coordinator-killed': {
    what: 'SIGKILL to the coordinator, and two seconds later the same command, from when that is given',
    agents: 2,
    inject: async (training) => {
      training.host.child.kill('SIGKILL');
      await training.host.ended;
      await new Promise((wake) => setTimeout(wake, 2_000));
      const beganMs = performance.now();
      training.host = training.start();
      return beganMs;
    },
    seen: /info whole-again generation=1 workers=2/,
    again: null,
  },
};

interface Figures {
  seen_s: number;
  next_step_s: number;
}

/** `npm run bench -- recovery`. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      fault: { type: 'string' },
      rounds: { type: 'string', default: '5' },
      images: { type: 'string', default: '200' },
      'state-mb': { type: 'string', default: '0' },
      json: { type: 'boolean' },
    },
  });
  const rounds = wholeNumber('rounds', values.rounds);
  const images = wholeNumber('images', values.images);
  const keys = keysFor(Number(values['state-mb']));
  const names = values.fault === undefined ? Object.keys(faults) : [values.fault];
  for (const name of names)
    if (!Object.hasOwn(faults, name))
      throw new UsageError('BAD_OPTION', `--fault is ${name}, expected one of ${Object.keys(faults).join(', ')}`);
  if (process.getuid?.() !== 0)
    throw new UsageError('BAD_OPTION', 'the hosts of this bench are network namespaces, which only root can make');
  const found: Record<string, Figures[]> = {};
  for (const name of names) {
    found[name] = [];
    for (let round = 0; round < rounds; round++) {
      const figures = await measure(faults[name]!, images, keys);
      found[name].push(figures);
      if (!values.json)
        console.log(
          `${name} ${round + 1}/${rounds}: seen ${format(figures.seen_s)}, next step ${format(figures.next_step_s)}`,
        );
    }
  }
  const summary = Object.fromEntries(
    Object.entries(found).map(([name, each]) => [
      name,
      {
        what: faults[name]!.what,
        rounds,
        seen_s: spread(each.map(({ seen_s }) => seen_s)),
        next_step_s: spread(each.map(({ next_step_s }) => next_step_s)),
      },
    ]),
  );
  if (values.json) console.log(JSON.stringify(summary));
  else
    for (const [name, { what, seen_s, next_step_s }] of Object.entries(summary))
      console.log(
        `${name}: ${what}; seen ${format(seen_s.median)} (at most ${format(seen_s.most)}), next step ` +
          `${format(next_step_s.median)} (at most ${format(next_step_s.most)})`,
      );
}

const format = (seconds: number) => `${seconds.toFixed(2)} s`;

function spread(values: number[]): { median: number; most: number } {
  const sorted = [...values].sort((a, b) => a - b);
  return { median: sorted[Math.floor((sorted.length - 1) / 2)]!, most: sorted.at(-1)! };
}

const BOTTLENECK = 256;
/** Student, teacher and two moments in float32. */
const STATE_BYTES = 16;

/** @param stateMb that each of two ranks has of the state, by the prototypes of its heads; 0 for the quickstart's network */
function keysFor(stateMb: number): string[] {
  if (stateMb === 0) return ['train.checkpoint_steps=20', 'train.snapshot_seconds=1'];
  const prototypes = Math.round((stateMb * 2 * 2 ** 20) / STATE_BYTES / (2 * BOTTLENECK));
  const heads = ['dino', 'ibot'].flatMap((head) => [
    `${head}.head_n_prototypes=${prototypes}`,
    `${head}.head_bottleneck_dim=${BOTTLENECK}`,
  ]);
  return ['train.checkpoint_steps=5', 'train.snapshot_seconds=0', 'ibot.separate_head=true', ...heads];
}

/** A training of its own, in the middle of which the fault comes. */
async function measure(
  { agents: count, deaths = [], inject, seen, again }: Fault,
  images: number,
  keys: readonly string[],
): Promise<Figures> {
  const ends: (() => void | Promise<void>)[] = [];
  const scope: Scope = { after: (call) => void ends.push(call) };
  try {
    const training = await beginTraining(scope, { hosts: 2, agents: count, deaths, keys, images });
    const { log } = training;
    await training.host.says(/info checkpoint step=/);
    const justBeforeMs = performance.now();
    const beganMs = (await inject(training)) ?? justBeforeMs;
    const since = () => (performance.now() - beganMs) / 1000;
    const writtenBefore = again === null ? statSync(log).size : null;
    await training.host.says(seen);
    const seen_s = since();
    if (again === 'ends') {
      await training.host.ended;
      return { seen_s, next_step_s: since() };
    }
    if (again !== null) await training.host.says(again);
    const written = writtenBefore ?? statSync(log).size;
    while (statSync(log).size <= written) await new Promise((resolve) => setTimeout(resolve, 2));
    return { seen_s, next_step_s: since() };
  } finally {
    for (const end of ends.reverse()) await end();
  }
}
