import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { after, test } from 'node:test';
import { commandHost } from '../fixtures/command-host.js';
import { fleetProcess, jobFolder } from '../fixtures/fleet-process.js';

const dinofleet = commandHost({ after }, 'fake');

const cases: [string[], RegExp][] = [
  [['launch'], /missing required argument 'config'/],
  [
    ['launch', 'CONFIG', '--nodes', '3:2'],
    /'--nodes <MIN:MAX>' argument '3:2' is invalid. Expected MIN:MAX with 1 <= MIN <= MAX/,
  ],
  [
    ['launch', 'CONFIG', '--max-restarts', '-1'],
    /'--max-restarts <N>' argument '-1' is invalid. Expected a whole number from 0 up/,
  ],
  [
    ['launch', 'CONFIG', '--port', '70000'],
    /'--port <P>' argument '70000' is invalid. Expected a whole number from 0 to 65535/,
  ],
  [
    ['launch', 'CONFIG', '--record-step', 'last'],
    /'--record-step <N>' argument 'last' is invalid. Expected a whole number from 0 up/,
  ],
  [
    ['launch', 'CONFIG', '--profile', '2.5'],
    /'--profile <N>' argument '2.5' is invalid. Expected a whole number from 0 up/,
  ],
  [['launch', 'CONFIG', '--nproc', '2'], /unknown option '--nproc'/],
  [['launch', 'CONFIG', 'train.nothing=1'], /error \[UNKNOWN_KEY\]/],
  [
    ['launch', 'CONFIG', '--host', '0.0.0.0'],
    /error \[OFF_LOOPBACK\] --host is 0\.0\.0\.0, expected a loopback address .*Give --certificate/,
  ],
  [
    ['launch', 'CONFIG', 'train.batch_size_per_gpu=5'],
    /error \[TOO_FEW_IMAGES\] .* holds 8 images, fewer than the global batch of 10/,
  ],
  [
    ['launch', 'CONFIG', '--output-dir', 'CONFIG/out'],
    /error \[OUTPUT_DIR_NOT_WRITABLE\] output directory .*\/out cannot be written: .*config\.json is a file, and no folder/,
  ],
  [
    ['launch', 'CONFIG', '--output-dir', 'CONFIG'],
    /output directory (\S+) cannot be written: \1 is a file, and no folder; choose another with --output-dir/,
  ],
  [
    ['launch', 'CONFIG', '--output-dir', '/proc/x/y'],
    /output directory \/proc\/x\/y cannot be written: its file system takes no new folders; choose another/,
  ],
  [
    ['launch', 'CONFIG', '--device', 'gpu'],
    /'--device <KIND>' argument 'gpu' is invalid. Allowed choices are cpu, cuda, cuda-emulated, auto/,
  ],
  [
    ['launch', 'CONFIG', '--device', 'cuda'],
    /error \[DEVICE_UNKNOWN\] \S+ has no CUDA device: looked for cuda:0, there is cpu \(.+\); for that start the job with --device cpu/,
  ],
  [['agent'], /required option '--coordinator <HOST:PORT>' not specified/],
  [['agent', '--coordinator', 'nowhere'], /error \[BAD_OPTION\] --coordinator is "nowhere", expected HOST:PORT/],
  [['agent', '--coordinator', '192.168.1.5:7300'], /error \[OFF_LOOPBACK\] --coordinator is 192\.168\.1\.5, expected/],
  [
    ['agent', '--coordinator', '127.0.0.1:7300', '--listen-host', '10.0.0.1'],
    /error \[OFF_LOOPBACK\] --listen-host is 10\.0\.0\.1/,
  ],
  [['lunch'], /unknown command 'lunch'\n\(Did you mean launch\?\)\n\(--help says more\)/],
  [['train', 'CONFIG'], /unknown command 'train'; did you mean: \.\/dinofleet launch CONFIG\n/],
  [['knn'], /unknown command 'knn'; did you mean: \.\/dinofleet eval knn QUERIES GALLERY/],
  [['CONFIG', 'train.seed=1'], /to train by a recipe: \.\/dinofleet launch \S+\/config\.json train\.seed=1\n/],
  [['launch', 'CONFIG', '--epochs', '5'], /unknown option '--epochs'; keys .* as key=value: optim\.epochs=5\n/],
  [['launch', 'CONFIG', '--lr', '1e-3'], /unknown option '--lr'.*; keys .*: optim\.lr=1e-3\n/s],
  [['launch', '--lr=1e-3', 'CONFIG'], /unknown option '--lr=1e-3'.*; keys .*: optim\.lr=1e-3\n/s],
  [['launch', 'CONFIG', '--batch-size', '4'], /unknown option '--batch-size'.*: train\.batch_size_per_gpu=4\n/],
  [['launch', 'CONFIG', '--gpus', '2'], /unknown option '--gpus'.*: train\.nproc_per_node=2\n/],
  [['launch', 'CONFIG', '--optim.lr', '2'], /unknown option '--optim\.lr'.*: optim\.lr=2\n/],
  [
    ['launch', 'CONFIG', '--fp16', '--seed', '1'],
    /unknown option '--fp16'.*: compute_precision\.compute_dtype=VALUE\n/,
  ],
];

test('a command that is used wrongly ends with exit code 2 and says what is right', async (t) => {
  const { config } = jobFolder(t, { steps: 1 });
  for (const [args, message] of cases) {
    const { status, stderr } = await dinofleet(...args.map((arg) => arg.replace('CONFIG', config)));
    assert.equal(status, 2, `${args.join(' ')}: ${stderr}`);
    assert.match(stderr, message);
  }
});

test('a folder of images that is not there is a wrong use', async (t) => {
  const { config, images } = jobFolder(t, { steps: 1 });
  rmSync(images, { recursive: true });
  const launch = fleetProcess(t, 'launch', config);
  assert.equal(await launch.ended, 2);
  assert.match(launch.output(), /error \[FOLDER_MISSING\] train\.dataset_path is \S+: there is no such folder/);
});

test('a port that is taken is named, for the coordinator and for the metrics', async (t) => {
  const { config } = jobFolder(t, { steps: 1 });
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const { port } = server.address() as { port: number };
  for (const option of ['--port', '--metrics-port']) {
    const launch = fleetProcess(t, 'launch', config, option, String(port));
    assert.equal(await launch.ended, 2);
    const message = new RegExp(
      `error \\[PORT_IN_USE\\] ${option}: 127\\.0\\.0\\.1:${port} cannot be listened on: .*EADDRINUSE`,
    );
    assert.match(launch.output(), message);
    assert.doesNotMatch(launch.output(), /^E /m);
  }
});

test('every command has help with an example', async () => {
  for (const command of ['launch', 'coordinator', 'agent']) {
    const { status, stdout } = await dinofleet(command, '--help');
    assert.equal(status, 0);
    assert.match(stdout, new RegExp(`Example:\\n  ./dinofleet ${command} `));
  }
});
