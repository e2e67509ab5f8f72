import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { UsageError } from '../src/errors/usage-error.js';
import type { Scope } from '../test/fixtures/fleet-process.js';
import { beginTraining, type FleetTraining, workerOf } from './fleet-training.js';
import { wholeNumber } from './whole-number.js';

const NODES = 3;
/** A step that takes so many times the median was not one step. */
const GAP_STEPS = 5;

/** `npm run bench -- goodput`: what is left of a training's time where a worker is killed every now and then. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      minutes: { type: 'string', default: '30' },
      every: { type: 'string', default: '180' },
      json: { type: 'boolean' },
    },
  });
  const [minutes, every] = [wholeNumber('minutes', values.minutes), wholeNumber('every', values.every)];
  if (process.getuid?.() !== 0)
    throw new UsageError('BAD_OPTION', 'the hosts of this bench are network namespaces, which only root can make');
  const ends: (() => void | Promise<void>)[] = [];
  const scope: Scope = { after: (call) => void ends.push(call) };
  try {
    // Snapshots are taken as the run itself finds.
    const keys = ['optim.epochs=1000000', 'train.checkpoint_steps=1000000'];
    const training = await beginTraining(scope, { hosts: NODES, agents: NODES, keys });
    const kills = await disturb(training, 60 * minutes, every, values.json ?? false);
    const figures = { kills, ...goodputOf(training.log) };
    if (values.json) console.log(JSON.stringify(figures));
    else
      console.log(
        `goodput ${(100 * figures.goodput).toFixed(1)} %: ${figures.steps} steps of ${figures.median_step_s.toFixed(4)} s in ` +
          `${figures.seconds.toFixed(0)} s; ${kills} kills took ${figures.gaps_s.toFixed(1)} s, the dearest ${figures.longest_gap_s.toFixed(1)} s`,
      );
  } finally {
    for (const end of ends.reverse()) await end();
  }
}

/** Kills a worker, of one node after the other. @returns how many */
async function disturb(
  { host, agents }: FleetTraining,
  forS: number,
  everyS: number,
  isQuiet: boolean,
): Promise<number> {
  const endMs = performance.now() + 1000 * forS;
  let kills = 0;
  while (performance.now() + 1000 * everyS < endMs) {
    await new Promise((resolve) => setTimeout(resolve, 1000 * everyS));
    process.kill(workerOf(agents[kills % NODES]!), 'SIGKILL');
    kills++;
    await host.says(new RegExp(`info running generation=${1 + kills} `));
    if (!isQuiet) console.log(`kill ${kills}: generation ${1 + kills} trains`);
  }
  await new Promise((resolve) => setTimeout(resolve, endMs - performance.now()));
  return kills;
}

/** Of a run's log, which has each step that was kept once. */
function goodputOf(log: string) {
  const lines = readFileSync(log, 'utf8').trimEnd().split('\n').slice(0, -1);
  const times = lines.map((line) => Date.parse((JSON.parse(line) as { time: string }).time) / 1000);
  const took = times.slice(1).map((time, i) => time - times[i]!);
  const median_step_s = [...took].sort((a, b) => a - b)[took.length >> 1]!;
  const seconds = times.at(-1)! - times[0]!;
  // From the last step that was kept to the next one: what was computed twice, and the way back.
  const gaps = took.filter((each) => each > GAP_STEPS * median_step_s);
  const longest_gap_s = Math.max(0, ...gaps);
  const gaps_s = gaps.reduce((sum, gap) => sum + gap - median_step_s, 0);
  return {
    longest_gap_s,
    gaps_s,
    steps: took.length,
    median_step_s,
    seconds,
    goodput: (took.length * median_step_s) / seconds,
  };
}
