import { readFileSync } from 'node:fs';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { UsageError } from '../src/errors/usage-error.js';
import { type LogLine, withoutTimes } from '../test/end-to-end/training.js';
import type { Scope } from '../test/fixtures/fleet-process.js';
import { beginTraining, type FleetTraining, workerOf } from './fleet-training.js';
import { wholeNumber } from './whole-number.js';

const NODES = 3;
/** A step that takes so many times the median was not one step. */
const GAP_STEPS = 5;

/** `npm run bench -- goodput`: what is left of a training's time where a worker is killed every now and then, and whether it is the same training. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      minutes: { type: 'string', default: '30' },
      every: { type: 'string', default: '180' },
      undisturbed: { type: 'string' },
      json: { type: 'boolean' },
    },
  });
  const [minutes, every] = [wholeNumber('minutes', values.minutes), wholeNumber('every', values.every)];
  const undisturbed = wholeNumber('undisturbed', values.undisturbed ?? String(Math.ceil(minutes / 4)));
  if (process.getuid?.() !== 0)
    throw new UsageError('BAD_OPTION', 'the hosts of this bench are network namespaces, which only root can make');
  const tell = values.json ? () => {} : (line: string) => console.log(line);
  const peaceful = await trained((training) => disturb(training, 60 * undisturbed, Number.POSITIVE_INFINITY, tell));
  tell(
    `undisturbed: ${peaceful.log.length} steps of ${peaceful.pace.median_step_s.toFixed(4)} s, ${percent(peaceful)}`,
  );
  const killed = await trained((training) => disturb(training, 60 * minutes, every, tell));
  const { median_step_s } = peaceful.pace;
  const figures = {
    kills: killed.kills,
    ...killed.pace,
    undisturbed_step_s: median_step_s,
    undisturbed_goodput: goodput(peaceful.pace, median_step_s),
    goodput: goodput(killed.pace, median_step_s),
    ...compared(peaceful.log, killed.log),
  };
  if (values.json) console.log(JSON.stringify(figures));
  else
    console.log(
      `goodput ${(100 * figures.goodput).toFixed(1)} %: ${figures.steps} steps in ${figures.seconds.toFixed(0)} s; ${figures.kills} kills ` +
        `took ${figures.gaps_s.toFixed(1)} s, the dearest ${figures.longest_gap_s.toFixed(1)} s; of ${figures.compared_steps} steps ` +
        `that both have ${figures.equal_steps} are equal`,
    );
}

interface Trained {
  kills: number;
  pace: Pace;
  /** Without times. */
  log: object[];
}

/** @param until how long a training goes on, and what happens to it; tells how many kills */
async function trained(until: (training: FleetTraining) => Promise<number>): Promise<Trained> {
  const ends: (() => void | Promise<void>)[] = [];
  const scope: Scope = { after: (call) => void ends.push(call) };
  try {
    // Snapshots are taken as the run itself finds.
    const keys = ['optim.epochs=1000000', 'train.checkpoint_steps=1000000'];
    const training = await beginTraining(scope, { hosts: NODES, agents: NODES, keys });
    const kills = await until(training);
    // It goes on, and may be in the middle of a line.
    const lines = readFileSync(training.log, 'utf8').split('\n').slice(0, -1);
    const log = lines.map((line) => JSON.parse(line) as LogLine);
    return { kills, pace: paceOf(log), log: withoutTimes(log) };
  } finally {
    for (const end of ends.reverse()) await end();
  }
}

/** Kills a worker, of one node after the other. @returns how many */
async function disturb(
  { host, agents }: FleetTraining,
  forS: number,
  everyS: number,
  tell: (line: string) => void,
): Promise<number> {
  const endMs = performance.now() + 1000 * forS;
  let kills = 0;
  while (performance.now() + 1000 * everyS < endMs) {
    await new Promise((resolve) => setTimeout(resolve, 1000 * everyS));
    process.kill(workerOf(agents[kills % NODES]!), 'SIGKILL');
    kills++;
    await host.says(new RegExp(`info running generation=${1 + kills} `));
    tell(`kill ${kills}: generation ${1 + kills} trains`);
  }
  await new Promise((resolve) => setTimeout(resolve, endMs - performance.now()));
  return kills;
}

interface Pace {
  /** That were kept. */
  steps: number;
  median_step_s: number;
  /** From the first to the last. */
  seconds: number;
  /** What kills took, together, and the longest. */
  gaps_s: number;
  longest_gap_s: number;
}

/** Of a run's log, which has each step that was kept once. */
function paceOf(log: readonly LogLine[]): Pace {
  const times = log.map(({ time }) => Date.parse(time as string) / 1000);
  const took = times.slice(1).map((time, i) => time - times[i]!);
  const median_step_s = [...took].sort((a, b) => a - b)[took.length >> 1]!;
  const seconds = times.at(-1)! - times[0]!;
  // From the last step that was kept to the next one: what was computed twice, and the way back.
  const gaps = took.filter((each) => each > GAP_STEPS * median_step_s);
  const longest_gap_s = Math.max(0, ...gaps);
  const gaps_s = gaps.reduce((sum, gap) => sum + gap - median_step_s, 0);
  return { steps: took.length, median_step_s, seconds, gaps_s, longest_gap_s };
}

function goodput({ steps, seconds }: Pace, step_s: number): number {
  return (steps * step_s) / seconds;
}

const percent = ({ pace }: Trained) => `${(100 * goodput(pace, pace.median_step_s)).toFixed(1)} % of the time`;

/** Of the steps that two trainings have, how many are the same but for times. */
function compared(one: readonly object[], other: readonly object[]) {
  const compared_steps = Math.min(one.length, other.length);
  const equal_steps = one.slice(0, compared_steps).filter((line, i) => isDeepStrictEqual(line, other[i])).length;
  return { compared_steps, equal_steps };
}
