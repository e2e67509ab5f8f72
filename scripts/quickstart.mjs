// From a fresh checkout to a trained network and what it is good for: set-up, images, training, comparison, pictures.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { credit, pairs, prepareEmoji } from '../examples/emoji/prepare.mjs';
import { step } from './setup/step.mjs';
import { StepError } from './setup/step-error.mjs';
import { runMain, setup } from './setup.mjs';

const recipe = 'configs/quickstart.yaml';
const help = `usage: npm run quickstart [-- [--yes] [key=value...]]

  --yes      install system packages by sudo without asking
  key=value  changes to ${recipe}

Example:
  npm run quickstart -- --yes train.seed=1 train.output_dir=runs/seed-1`;
const cli = 'dist/src/cli/main.js';
const sets = ['google', 'twitter'];
const featuresFile = (outputDir, name, set) => join(outputDir, 'features', `${name}-${set}.safetensors`);

async function quickstart() {
  const args = process.argv.slice(2);
  const overrides = args.filter((arg) => arg.includes('='));

  await setup({ yes: args.includes('--yes') });
  await prepareEmoji();
  const { outputDir, length } = await readRecipe(overrides);

  console.log('\nTraining\n');
  await train(overrides);

  console.log('\nWhat it was good for\n');
  const checkpoint = await newestCheckpoint(outputDir);
  const random = await evaluate('random', `random:${recipe}`, overrides, outputDir);
  const trained = await evaluate('trained', checkpoint, [], outputDir);
  await drawPictures(checkpoint, outputDir);

  const result = { random, trained, ...trainingFigures(outputDir, checkpoint) };
  const { writeFileWhole } = await import('../dist/src/system/atomic-file.js');
  writeFileWhole(join(outputDir, 'result.json'), [Buffer.from(`${JSON.stringify(result, null, 2)}\n`)]);
  printResult(result, outputDir);
  await printNextSteps(outputDir, overrides, length);
}

/** The compiled program's own reading of the recipe. It can be imported only after set-up. */
async function readRecipe(overrides) {
  const { loadConfig } = await import('../dist/src/config/load.js');
  try {
    const { train, optim } = loadConfig(recipe, overrides);
    return { outputDir: train.output_dir, length: { epochs: optim.epochs, maxSteps: train.max_steps } };
  } catch (error) {
    throw new StepError(error.message);
  }
}

async function newestCheckpoint(outputDir) {
  const { findLatest } = await import('../dist/src/checkpoint/find.js');
  const latest = await findLatest({ outputDir });
  if (latest === null) throw new StepError(`${outputDir} holds no checkpoint`);
  return latest.directory;
}

/** `dinofleet launch` with this terminal: its progress bar, its Ctrl-C. */
async function train(overrides) {
  const { keepIgnored, onSignal } = await import('../dist/src/system/signals.js');
  keepIgnored();
  const child = spawn(process.execPath, [cli, 'launch', recipe, ...overrides], { stdio: 'inherit' });
  let interrupted = false;
  const interrupt = (signal) => {
    interrupted = true;
    // Ctrl-C reaches the child by itself: it saves, says how to go on and ends.
    if (signal !== 'SIGINT') child.kill(signal);
  };
  const handlersOff = ['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => onSignal(signal, interrupt));
  handlersOff.push(onSignal('SIGUSR2', (signal) => child.kill(signal)));
  const code = await new Promise((resolve) => child.on('close', (status, signal) => resolve(status ?? signal)));
  for (const off of handlersOff) off();
  if (interrupted) throw new StepError('stopped; the same command goes on from the last checkpoint');
  if (code !== 0) throw new StepError(`the training ended with ${code}`);
}

/** Runs a command and gives what it printed. */
function output(...args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    const chunks = [];
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(chunks).toString());
      else reject(new StepError(`dinofleet ${args.join(' ')} ended with ${code}`));
    });
  });
}

/**
 * Twitter's emoji against Google's, of which the network has seen the second only.
 * @returns retrieval_r1: how often the nearest is the same emoji. knn: how often the neighbours, without it, have its category
 */
async function evaluate(name, checkpoint, overrides, outputDir) {
  let figures;
  await step(`${name} network`, async () => {
    const { makeFolder } = await import('../dist/src/system/make-folder.js');
    makeFolder(join(outputDir, 'features'));
    for (const set of sets)
      await output('embed', checkpoint, pairs[set], ...overrides, '--out', featuresFile(outputDir, name, set));
    const [gallery, queries] = sets.map((set) => featuresFile(outputDir, name, set));
    const retrieval = await output('eval', 'retrieval', queries, gallery, '--center', '--json');
    const knn = await output(
      'eval',
      'knn',
      queries,
      gallery,
      '--labels',
      pairs.labels,
      '--exclude-same-name',
      '--json',
    );
    figures = { knn: JSON.parse(knn).accuracy, retrieval_r1: JSON.parse(retrieval).recall_at_1 };
  });
  return figures;
}

async function drawPictures(checkpoint, outputDir) {
  await step('pictures', async () => {
    const [gallery, queries] = sets.map((set) => featuresFile(outputDir, 'trained', set));
    const sheet = join(outputDir, 'neighbours.png');
    await output('eval', 'retrieval', queries, gallery, '--center', '--sheet', sheet, '--credit', credit);
    // Twice the size of the training crops: more patches to colour.
    const pca = ['--size', '64', '--out', join(outputDir, 'pca.png'), '--credit', credit];
    await output('pca', checkpoint, pairs.google, ...pca);
  });
}

/** From the run's log, which has every step once however often the run was interrupted. */
function trainingFigures(outputDir, checkpoint) {
  const lines = readFileSync(join(outputDir, 'log.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  const sum = (key) => lines.reduce((total, line) => total + line[key], 0);
  const phases = ['data_seconds', 'compute_seconds', 'communication_seconds', 'save_seconds'];
  const seconds = phases.reduce((total, phase) => total + sum(phase), 0);
  const { files } = JSON.parse(readFileSync(join(checkpoint, 'manifest.json'), 'utf8'));
  return { images_per_second: sum('images') / seconds, world_size: files.length, seconds };
}

function printResult({ random, trained, images_per_second, world_size, seconds }, outputDir) {
  const row = (name, before, after) =>
    `  ${name.padEnd(44)}${before.toFixed(3).padStart(10)}${after.toFixed(3).padStart(10)}`;
  console.log(`
  ${''.padEnd(44)}${'random'.padStart(10)}${'trained'.padStart(10)}
${row('a Twitter emoji finds its Google twin', random.retrieval_r1, trained.retrieval_r1)}
${row('category by its 10 nearest other emoji', random.knn, trained.knn)}

  ${Math.round(images_per_second)} images/s on ${world_size} workers, ${Math.round(seconds)} s of training
  ${outputDir}/neighbours.png  queries, each with the images nearest to it
  ${outputDir}/pca.png         patches coloured by what the network sees in them
  ${outputDir}/result.json     these numbers

  ${credit}`);
}

/** Three commands that work when pasted. They keep the changes to the recipe, but for those that they replace. */
async function printNextSteps(outputDir, overrides, { epochs, maxSteps }) {
  const { commandLine } = await import('../dist/src/system/command-line.js');
  const launch = (changes, ...options) => {
    const isReplaced = (one) => changes.some((change) => one.split('=')[0] === change.split('=')[0]);
    return commandLine(['launch', recipe, ...overrides.filter((one) => !isReplaced(one)), ...changes, ...options]);
  };
  const longer = [`optim.epochs=${2 * epochs}`, ...(maxSteps === null ? [] : [`train.max_steps=${2 * maxSteps}`])];
  const own = [`train.dataset_path=${pairs.twitter}`, `train.output_dir=${outputDir}-own`];
  console.log(`
What next

  go on from the last checkpoint, twice as long:
    ${launch(longer)}

  train on a folder of your own, searched for images (here: the other emoji); waits for one more agent:
    ${launch(own, '--nodes', '2', '--port', '7300')}

  let another agent join it, from another terminal:
    ${commandLine(['agent', '--coordinator', '127.0.0.1:7300', '--listen-host', '127.0.0.2'])}
`);
}

const unknown = process.argv.slice(2).find((arg) => arg !== '--yes' && !/^[^-=][^=]*=/.test(arg));
if (unknown === undefined) {
  await runMain(quickstart);
} else if (unknown === '--help') {
  console.log(help);
} else {
  console.error(`unknown argument ${unknown}\n\n${help}`);
  process.exitCode = 2;
}
