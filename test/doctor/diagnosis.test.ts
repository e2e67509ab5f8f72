import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AddonState, checkAddons } from '../../src/doctor/addons.js';
import { diagnose, reportLines } from '../../src/doctor/diagnosis.js';
import { describeCores, describeMachine, type Machine } from '../../src/doctor/machine.js';
import type { DeviceInfo } from '../../src/nn/device.js';

const cpu: DeviceInfo = {
  device: 'cpu',
  id: 'cpu',
  name: 'A CPU',
  memoryBytes: 2 ** 30,
  computeTypes: ['float32'],
  details: { kind: 'cpu', isa: 'avx2', dnnlVersion: '2.6.3', dnnlIsa: 'avx2' },
};
const machine: Machine = {
  platform: 'linux-x64',
  node: '20.15.0',
  cpu: 'A CPU',
  cores: 2,
  coresPresent: 2,
  coresLimit: null,
  memoryBytes: 2 ** 33,
  memoryPresentBytes: 2 ** 33,
  devices: [cpu],
  nvidiaDriver: null,
  noGpu: 'there is no NVIDIA driver on this machine',
  libraries: [],
};
const cpuLoads: AddonState = { name: 'cpu', purpose: 'math', problem: null, command: 'npm run setup' };

test('a machine with everything has no problems', () => {
  const diagnosis = diagnose(machine, [cpuLoads], []);
  assert.deepEqual(diagnosis.problems, []);
  assert.deepEqual(diagnosis.backends, [
    { device: 'cpu', usable: true, what: 'float32 on 2 cores, avx2 kernels, oneDNN 2.6.3 with avx2' },
    { device: 'cuda', usable: false, what: 'there is no NVIDIA driver on this machine' },
  ]);
  assert.equal(reportLines(machine, [cpuLoads], diagnosis).at(-1), 'Nothing is missing.');
});

test('a CPU that multiplies bfloat16 is told how to make use of it', () => {
  const { backends } = diagnose(
    { ...machine, devices: [{ ...cpu, computeTypes: ['float32', 'bfloat16'] }] },
    [cpuLoads],
    [],
  );
  assert.match(
    backends[0]!.what,
    /with avx2, or matrix products in bfloat16 with compute_precision.compute_dtype bf16 or auto$/,
  );
});

test('GPUs are named, with what they compute in and the library that they take', () => {
  const gpu: DeviceInfo = {
    device: 'cuda:0',
    id: 'GPU-1',
    name: 'A GPU',
    memoryBytes: 80 * 2 ** 30,
    computeTypes: ['float32', 'bfloat16', 'float16'],
    details: { kind: 'cuda', capability: '9.0', driver: '13.0', peers: [1] },
  };
  const libraries = [
    { name: 'cuBLASLt', path: '/lib/lt.so', version: '13.1.0' },
    { name: 'cuDNN', path: null, version: null },
  ];
  const of = (found: Machine['libraries']) =>
    diagnose({ ...machine, devices: [cpu, gpu], noGpu: null, nvidiaDriver: '580.1', libraries: found }, [cpuLoads], [])
      .backends[1];
  assert.deepEqual(of(libraries), {
    device: 'cuda',
    usable: true,
    what:
      'cuda:0 A GPU, 80 GiB, compute capability 9.0, reaches cuda:1; float16, bfloat16 or float32; driver 580.1; ' +
      'cuBLASLt 13.1.0 /lib/lt.so; cuDNN missing',
  });
  assert.equal(of(libraries.slice(1))!.usable, false);
});

test('each thing that is missing comes with the command that mends it', () => {
  const addons = [{ ...cpuLoads, problem: 'libdnnl.so.2: cannot open' }];
  const old = { ...machine, devices: [], node: '20.14.1', nvidiaDriver: '550.1' };
  const diagnosis = diagnose(old, addons, ['cmake', 'g++']);
  assert.deepEqual(
    diagnosis.problems.map(({ command }) => command),
    ['install a newer Node', 'apt-get install -y --no-install-recommends cmake g++', 'npm run setup'],
  );
  assert.deepEqual(diagnosis.backends[0], { device: 'cpu', usable: false, what: 'does not load' });
  assert.match(diagnosis.backends[1]!.what, /^there is no NVIDIA driver on this machine \(driver 550\.1\)$/);
  assert.match(reportLines(old, addons, diagnosis).join('\n'), /missing cpu.node {2}libdnnl.so.2: cannot open\n/);
});

test('memory that may not be used is told, with the reason', () => {
  const line = (change: Partial<Machine>) =>
    reportLines({ ...machine, ...change }, [cpuLoads], diagnose(machine, [cpuLoads], []))[0]!;
  assert.match(line({}), /, 8\.0 GiB memory$/);
  assert.match(line({ memoryBytes: 2 ** 31 }), /, 2\.0 of 8\.0 GiB memory \(a cgroup's limit\)$/);
});

test('an addon that is not built is named with its place', () => {
  assert.ok(checkAddons('/nowhere').every(({ name, problem }) => problem === `not built: no /nowhere/${name}.node`));
});

test('this machine can be described', () => {
  const here = describeMachine();
  assert.equal(here.node, process.versions.node);
  assert.ok(here.cores >= 1 && here.memoryBytes > 0);
});

test('cores that may not be used are told, with the reason', () => {
  const cases: [cores: Parameters<typeof describeCores>[0], line: RegExp][] = [
    [{ usable: 8, present: 8, affinity: 8, quota: Number.POSITIVE_INFINITY }, /, 8 cores, /],
    [{ usable: 2, present: 8, affinity: 8, quota: 2.5 }, /, 2 of 8 cores \(a CPU quota of 2\.5\), /],
    [{ usable: 3, present: 8, affinity: 3, quota: 4 }, /, 3 of 8 cores \(an affinity or cpuset\), /],
  ];
  for (const [cores, line] of cases) {
    const limited = { ...machine, ...describeCores(cores) };
    assert.match(reportLines(limited, [cpuLoads], diagnose(limited, [cpuLoads], []))[0]!, line);
  }
});

test('a part of a GPU that does not do what it should is a problem', () => {
  const checks = [
    { device: 'cuda:0', what: 'products by cuBLASLt', problem: null, seconds: 0.5 },
    { device: 'cuda:0', what: 'collectives by NCCL', problem: 'got 1, expected 2', seconds: 0.1 },
  ];
  const diagnosis = diagnose(machine, [cpuLoads], [], checks);
  assert.deepEqual(
    diagnosis.problems.map(({ what }) => what),
    ['cuda:0: collectives by NCCL: got 1, expected 2'],
  );
  const lines = reportLines(machine, [cpuLoads], diagnosis, checks);
  assert.ok(lines.includes('ok      cuda:0: products by cuBLASLt, tried in 0.5 s'));
  assert.ok(lines.includes('failed  cuda:0: collectives by NCCL: got 1, expected 2'));
});
