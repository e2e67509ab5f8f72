import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { usableCores } from '../../src/system/cores.js';
import { temporaryFolder } from '../formats/torch-files.js';
import { machineFiles, CGROUP2_MOUNT as V2 } from './machine-files.js';

const V1 = '31 24 0:27 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct';

function inCgroup(allowed: string, cgroup: string, mountinfo: string, files: Record<string, string> = {}): string {
  const status = `Name:\tnode\nCpus_allowed_list:\t${allowed}`;
  const proc = { 'proc/self/status': status, 'proc/self/cgroup': cgroup, 'proc/self/mountinfo': mountinfo };
  return machineFiles({ ...proc, ...files });
}

function coresOf(...machine: Parameters<typeof inCgroup>): number {
  return usableCores(inCgroup(...machine)).usable;
}

test('cores that a process is bound to are counted', () => {
  assert.equal(coresOf('0-7', '0::/', V2), 8);
  assert.equal(coresOf('3', '0::/', V2), 1);
  assert.equal(coresOf('0-3,8,10-11', '0::/', V2), 7);
});

test('the CPU time of a cgroup limits them, of its own or of one above, in either version', () => {
  const v2 = 'sys/fs/cgroup';
  const v1 = 'sys/fs/cgroup/cpu,cpuacct';
  const cases: [cores: number, cgroup: string, mountinfo: string, files: Record<string, string>][] = [
    [3, '0::/job', V2, { [`${v2}/job/cpu.max`]: '300000 100000' }],
    [8, '0::/job', V2, { [`${v2}/job/cpu.max`]: 'max 100000' }],
    [2, '0::/a/b/c', V2, { [`${v2}/a/cpu.max`]: '200000 100000', [`${v2}/a/b/c/cpu.max`]: '500000 100000' }],
    [4, '0::/a/b', V2, { [`${v2}/a/cpu.max`]: '90000 10000', [`${v2}/a/b/cpu.max`]: '200000 50000' }],
    // Rounded down, but never to none.
    [2, '0::/job', V2, { [`${v2}/job/cpu.max`]: '290000 100000' }],
    [1, '0::/job', V2, { [`${v2}/job/cpu.max`]: '20000 100000' }],
    // A container sees its own group at the top.
    [2, '0::/', V2, { [`${v2}/cpu.max`]: '200000 100000' }],
    [
      5,
      '3:cpuset:/x\n2:cpu,cpuacct:/docker/1',
      V1,
      { [`${v1}/docker/1/cpu.cfs_quota_us`]: '500000', [`${v1}/docker/1/cpu.cfs_period_us`]: '100000' },
    ],
    [
      8,
      '2:cpu,cpuacct:/docker/1',
      V1,
      { [`${v1}/docker/1/cpu.cfs_quota_us`]: '-1', [`${v1}/docker/1/cpu.cfs_period_us`]: '100000' },
    ],
    // Mounted with the container's group at its top.
    [
      2,
      '2:cpu,cpuacct:/docker/1',
      V1.replace(' / ', ' /docker/1 '),
      { [`${v1}/cpu.cfs_quota_us`]: '200000', [`${v1}/cpu.cfs_period_us`]: '100000' },
    ],
    // Both versions side by side, the controller in the first.
    [
      6,
      '2:cpu,cpuacct:/job\n0::/',
      `${V2.replace('/sys/fs/cgroup ', '/sys/fs/cgroup/unified ')}\n${V1}`,
      { [`${v1}/job/cpu.cfs_quota_us`]: '600000', [`${v1}/job/cpu.cfs_period_us`]: '100000' },
    ],
  ];
  for (const [cores, cgroup, mountinfo, files] of cases)
    assert.equal(coresOf('0-7', cgroup, mountinfo, files), cores, JSON.stringify(files));
});

test('the smaller of both counts, and without any file what Node says', () => {
  assert.equal(coresOf('0-1', '0::/job', V2, { 'sys/fs/cgroup/job/cpu.max': '300000 100000' }), 2);
  assert.ok(usableCores(temporaryFolder()).usable >= 1);
});

test('processes share cores that are bound to the same ones, and whose time the same group limits', () => {
  const limit = (group: string) => ({ [`sys/fs/cgroup/${group}/cpu.max`]: '300000 100000' });
  const both = inCgroup('0-7', '0::/a', V2, { ...limit('a'), ...limit('b') });
  const pool = usableCores(both).pool;
  assert.equal(usableCores(both).pool, pool);
  writeFileSync(join(both, 'proc/self/cgroup'), '0::/b\n');
  assert.notEqual(usableCores(both).pool, pool);
  const unlimited = (allowed: string, group: string) => usableCores(inCgroup(allowed, `0::/${group}`, V2)).pool;
  assert.equal(unlimited('0-7', 'a'), unlimited('0-7', 'b'));
  assert.notEqual(unlimited('0-3', 'a'), unlimited('4-7', 'a'));
});

test('a process bound to one core uses one', () => {
  const code = `import { usableCores } from ${JSON.stringify(new URL('../../src/system/cores.js', import.meta.url))};
    console.log(JSON.stringify(usableCores()));`;
  const { stdout } = spawnSync('taskset', ['-c', '0', process.execPath, '--input-type=module', '-e', code], {
    encoding: 'utf8',
  });
  const { usable, present, affinity } = JSON.parse(stdout) as ReturnType<typeof usableCores>;
  assert.deepEqual([usable, affinity, present], [1, 1, cpus().length]);
});
