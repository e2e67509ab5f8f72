/** Whole trainings by the real command line: real addons, real workers, a network and images that take milliseconds. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { noisePngs } from '../data/image-files.js';
import { commandProcess, type FleetProcess, programProcess } from '../fixtures/fleet-process.js';
import { type Death, environmentOf } from './dying-worker.js';

export const cliEntry = join(process.cwd(), 'dist/src/cli/main.js');

/** Its keys may be changed by key=value arguments; the folders are to be given so. */
export const recipe = join(process.cwd(), 'test/end-to-end/recipe.yaml');

/** Two ranks with four images each. */
export const globalBatch = 8;

export interface TrainingFolder {
  root: string;
  images: string;
}

/** A folder that goes with the test. */
export function trainingFolder(
  context: TestContext,
  images: Record<string, string | Uint8Array> = noisePngs(48),
): TrainingFolder {
  const root = mkdtempSync(join(tmpdir(), 'dinofleet-training-'));
  context.after(() => rmSync(root, { recursive: true, force: true, maxRetries: 5 }));
  const folder = { root, images: join(root, 'images') };
  mkdirSync(folder.images);
  for (const [name, content] of Object.entries(images)) writeFileSync(join(folder.images, name), content);
  return folder;
}

export function dinofleet(context: TestContext, ...args: string[]): FleetProcess {
  return commandProcess(context, cliEntry, args);
}

/** `dinofleet launch` of the recipe on the folder's images. */
export function launch(
  context: TestContext,
  { images }: TrainingFolder,
  outputDir: string,
  ...args: string[]
): FleetProcess {
  return dinofleet(context, ...launchArguments(images, outputDir), ...args);
}

/** The same, with workers that die. */
export function launchDying(
  context: TestContext,
  { images }: TrainingFolder,
  outputDir: string,
  deaths: readonly Death[],
  ...args: string[]
): FleetProcess {
  return programProcess(context, process.execPath, [cliEntry, ...launchArguments(images, outputDir), ...args], {
    env: { ...process.env, ...environmentOf(deaths) },
  });
}

function launchArguments(images: string, outputDir: string): string[] {
  return ['launch', recipe, `train.dataset_path=${images}`, `train.output_dir=${outputDir}`];
}

/** What the command says first: where its parts can be reached. */
export async function addressesOf(command: FleetProcess): Promise<{ coordinator: string; metrics: string }> {
  const [, coordinator, metrics] = await command.says(/info coordinator address=(\S+) metrics=(\S+)/);
  return { coordinator: coordinator!, metrics: metrics! };
}

/** A line of log.jsonl. */
export type LogLine = Record<string, number | boolean | string | null> & { step: number };

export function readLog(outputDir: string): LogLine[] {
  const lines = readFileSync(join(outputDir, 'log.jsonl'), 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as LogLine);
}

/** The log without what no two runs have alike: times. */
export function timelessLog(outputDir: string): object[] {
  return withoutTimes(readLog(outputDir));
}

export function withoutTimes(log: readonly LogLine[]): object[] {
  const isTime = (key: string) => key === 'time' || key.endsWith('_seconds');
  return log.map((line) => Object.fromEntries(Object.entries(line).filter(([key]) => !isTime(key))));
}

export function checkpointFolder(outputDir: string, step: number): string {
  return join(outputDir, 'checkpoints', String(step));
}

/** Every rank's weights and moments. */
export function shardBytes(outputDir: string, step: number): Record<string, Buffer> {
  const folder = checkpointFolder(outputDir, step);
  const names = readdirSync(folder).filter((name) => name.endsWith('.safetensors'));
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(join(folder, name))]));
}
