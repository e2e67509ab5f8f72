/** Runs on a real Slurm: what is asked of one, and of its job. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type JobState, parseJob } from '../../src/engines/slurm/job-state.js';
import { type FleetProcess, processesWith, programProcess } from '../fixtures/fleet-process.js';
import type { SlurmCluster } from '../fixtures/slurm-cluster.js';
import { until } from '../fixtures/until.js';
import { cliEntry, recipe, type TrainingFolder, trainingFolder } from './training.js';

export const STEPS = 4;
/** More than any test waits for. */
export const ENDLESS = ['train.max_steps=1000000', 'optim.epochs=50000'];

export interface SlurmRun {
  folder: TrainingFolder;
  outputDir: string;
  command(...args: string[]): FleetProcess;
  /** Options that are given count for those before them. */
  submit(...args: string[]): FleetProcess;
  /** What the job itself has printed, all of it. */
  log(id: string): string;
  /** Waits until some more steps are logged. */
  trainsOn(): Promise<void>;
  leavesNothing(): Promise<void>;
}

export function slurmRun(t: TestContext, { env, root }: SlurmCluster): SlurmRun {
  const folder = trainingFolder(t);
  const outputDir = join(folder.root, 'out');
  const keys = [`train.dataset_path=${folder.images}`, `train.output_dir=${outputDir}`, 'train.nproc_per_node=1'];
  const length = [`train.max_steps=${STEPS}`, 'train.snapshot_seconds=0'];
  const options = ['--on', 'slurm', '--network', '127.0.0.0/8'];
  const command = (...args: string[]) =>
    programProcess(t, process.execPath, [cliEntry, ...args], { env: { ...env, XDG_STATE_HOME: join(root, 'home') } });
  /** Whole lines of the run log: the last may be in the making. */
  const stepsSoFar = () => {
    const path = join(outputDir, 'log.jsonl');
    return existsSync(path) ? readFileSync(path, 'utf8').split('\n').length - 1 : 0;
  };
  return {
    folder,
    outputDir,
    command,
    submit: (...args) => command('launch', recipe, ...keys, ...length, ...options, ...args),
    log: (id) => readFileSync(join(outputDir, `logs/slurm-${id}.log`), 'utf8'),
    async trainsOn() {
      const from = stepsSoFar();
      await until(`steps behind ${from}`, () => stepsSoFar() >= from + 4 || undefined);
    },
    async leavesNothing() {
      await until('the end of all processes', () => processesWith(outputDir).length === 0 || undefined);
      for (const name of ['.agent-certificate.pem', 'coordinator.json'])
        assert.ok(!existsSync(join(outputDir, name)), name);
    },
  };
}

export async function jobOf(submitted: FleetProcess): Promise<string> {
  const [, id] = await submitted.says(/info job-submitted job=(\d+) /);
  return id!;
}

export function stateOf({ slurm }: SlurmCluster, id: string): JobState {
  return parseJob(slurm('scontrol', 'show', 'job', id, '--oneliner'));
}
