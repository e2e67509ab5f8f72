import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { noisePngs } from '../data/image-files.js';
import { recipe } from '../end-to-end/training.js';
import { commandHost } from '../fixtures/command-host.js';
import { programProcess } from '../fixtures/fleet-process.js';
import { temporaryFolder } from '../formats/torch-files.js';

const root = process.cwd();
const executable = join(root, 'dinofleet');

/** Where the user stands: outside the checkout, so that all paths of an example are whole ones. */
const here = temporaryFolder();

/** What the quickstart leaves, made by a small run. Paths are all that differs from an example as it is printed. */
const standIns = {
  [join(root, 'configs/quickstart.yaml')]: join(here, 'recipe.yaml'),
  [join(root, 'runs/quickstart')]: join(here, 'quickstart'),
  [join(root, 'examples/emoji/pairs/google')]: join(here, 'google'),
  [join(root, 'examples/emoji/pairs/twitter')]: join(here, 'twitter'),
  [join(root, 'examples/emoji/pairs/labels.json')]: join(here, 'labels.json'),
};

function run(line: string) {
  return spawnSync('sh', ['-c', line], { cwd: here, encoding: 'utf8' });
}

const dinofleet = commandHost({ after }, 'dinofleet', { cwd: here });

/** The examples of a command and of those below it, as its help lists them. */
async function examplesFrom(command: string[]): Promise<string[]> {
  const { status, stdout } = await dinofleet(...command, '--help');
  assert.equal(status, 0);
  const [, examples] = /^Examples?:\n((?: {2}.*\n)+)/m.exec(stdout) ?? [];
  assert.ok(examples, `no example in the help of ${command.join(' ')}`);
  const [, list = ''] = /^Commands:\n((?: {2}.*\n)*)/m.exec(stdout) ?? [];
  const names = [...list.matchAll(/^ {2}([a-z]+) /gm)].map(([, name]) => name!).filter((name) => name !== 'help');
  const below: string[] = [];
  for (const name of names) below.push(...(await examplesFrom([...command, name])));
  const own = examples.trimEnd().split('\n');
  return [...own.map((line) => line.trim()), ...below];
}

function withStandIns(line: string): string {
  return Object.entries(standIns).reduce((text, [path, standIn]) => text.replaceAll(path, standIn), line);
}

test('every example of every help does what it says, as printed', async (t) => {
  for (const vendor of ['google', 'twitter']) {
    mkdirSync(join(here, vendor));
    for (const [name, png] of Object.entries(noisePngs(24))) writeFileSync(join(here, vendor, name), png);
  }
  const labels = Object.keys(noisePngs(24)).map((name, i) => [name, i % 2 === 0 ? 'even' : 'odd']);
  writeFileSync(join(here, 'labels.json'), JSON.stringify(Object.fromEntries(labels)));
  const train = `train:\n  dataset_path: ${join(here, 'google')}\n  output_dir: ${join(here, 'quickstart')}\n  max_steps: 4`;
  writeFileSync(join(here, 'recipe.yaml'), readFileSync(recipe, 'utf8').replace(/^train:/m, train));
  const quickstart = run(`${executable} launch recipe.yaml`);
  assert.equal(quickstart.status, 0, quickstart.stderr);
  mkdirSync(join(here, 'quickstart/features'));
  for (const set of ['google', 'twitter']) {
    const out = `quickstart/features/trained-${set}.safetensors`;
    assert.equal(run(`${executable} embed quickstart/checkpoints/latest ${set} --out ${out}`).status, 0);
  }

  const lines = [...new Set(await examplesFrom([]))];
  const isFleet = (line: string) => / (coordinator|agent) /.test(line);
  const isOperator = (line: string) => / (status|top|logs|attach|stop|save|drain) /.test(line);
  for (const line of lines.filter((one) => !isFleet(one) && !isOperator(one))) {
    const { status, stdout, stderr } = run(withStandIns(line));
    assert.equal(status, 0, `${line}\n${stdout}${stderr}`);
  }
  // The two that only make sense together, on a port that may be taken here. It waits for two agents.
  const [host, agent, ...others] = lines.filter(isFleet);
  assert.deepEqual(others, []);
  const hosted = `${withStandIns(host!)} train.output_dir=hosted`.replace('--port 7300', '--port 0');
  const coordinator = programProcess(t, 'sh', ['-c', `exec ${hosted}`], { cwd: here });
  const [, port] = await coordinator.says(/address=127\.0\.0\.1:(\d+)/);
  const agents = ['', ' --nproc-per-node 1'].map((more) =>
    programProcess(t, 'sh', ['-c', `exec ${agent!.replace('7300', port!)}${more}`], { cwd: here }),
  );
  for (const process of [coordinator, ...agents]) assert.equal(await process.ended, 0, process.output());

  // Those about a job that runs: some go on until it is over.
  const running = `${withStandIns(host!)} train.output_dir=operated`.replace('--port 7300', '--port 0');
  const operated = programProcess(t, 'sh', ['-c', `exec ${running}`], { cwd: here });
  await operated.says(/info coordinator address/);
  const ofJob = lines.filter(isOperator).map((line) => line.replace(join(root, 'runs/quickstart'), 'operated'));
  const isStop = (line: string) => / stop /.test(line);
  const goesOn = (line: string) => / (top|attach) | --follow/.test(line);
  const followers = ofJob.filter(goesOn).map((line) => programProcess(t, 'sh', ['-c', `exec ${line}`], { cwd: here }));
  for (const line of [...ofJob.filter((one) => !goesOn(one) && !isStop(one)), ...ofJob.filter(isStop)]) {
    const { status, stdout, stderr } = run(line);
    if (!/ drain /.test(line)) assert.equal(status, 0, `${line}\n${stdout}${stderr}`);
    else assert.match(stderr, /no node is called "node-7": there are none/);
  }
  for (const process of [operated, ...followers]) assert.equal(await process.ended, 0, process.output());
});

test('from within the checkout an example is as short as it can be, and -h is --help', () => {
  const help = (...args: string[]) => spawnSync(executable, args, { encoding: 'utf8' }).stdout;
  assert.match(help('-h'), /^Example:\n {2}\.\/dinofleet launch configs\/quickstart\.yaml$/m);
  assert.equal(help('launch', '-h'), help('launch', '--help'));
});

test('help and version load one package, which reads command lines: neither gRPC nor what makes certificates, and no addon', () => {
  for (const option of ['--help', '--version']) {
    const trace = `
      import Module from 'node:module';
      const packageOf = (path) => /node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(path)?.[1];
      process.on('exit', () => {
        const { sharedObjects } = process.report.getReport();
        const addons = sharedObjects.filter((path) => path.endsWith('.node'));
        console.error(JSON.stringify([...new Set(Object.keys(Module._cache).map(packageOf)), ...addons]));
      });`;
    const { stderr } = spawnSync(
      process.execPath,
      ['--import', `data:text/javascript,${encodeURIComponent(trace)}`, join(root, 'dist/src/cli/main.js'), option],
      { encoding: 'utf8' },
    );
    assert.equal(stderr, '["commander"]\n');
  }
});
