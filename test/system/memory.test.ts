import assert from 'node:assert/strict';
import { totalmem } from 'node:os';
import { test } from 'node:test';
import { availableMemory, usableMemory } from '../../src/system/memory.js';
import { temporaryFolder } from '../formats/torch-files.js';
import { CGROUP2_MOUNT, machineFiles } from './machine-files.js';

const V1_MOUNT = '31 24 0:27 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory';
const MEMINFO = 'MemTotal:       4000000 kB\nMemFree:         100000 kB\nMemAvailable:    3000000 kB';
const v2 = 'sys/fs/cgroup';
const v1 = 'sys/fs/cgroup/memory';

function inCgroup(cgroup: string, mountinfo: string, files: Record<string, string>): string {
  const proc = { 'proc/self/cgroup': cgroup, 'proc/self/mountinfo': mountinfo, 'proc/meminfo': MEMINFO };
  return machineFiles({ ...proc, ...files });
}

test('the memory limit of a cgroup is what may be used, of its own or of one above, in either version', () => {
  const cases: [limit: number, root: string][] = [
    [500e6, inCgroup('0::/job', CGROUP2_MOUNT, { [`${v2}/job/memory.max`]: '500000000' })],
    [
      200e6,
      inCgroup('0::/a/b', CGROUP2_MOUNT, {
        [`${v2}/a/memory.max`]: '200000000',
        [`${v2}/a/b/memory.max`]: '300000000',
      }),
    ],
    [totalmem(), inCgroup('0::/job', CGROUP2_MOUNT, { [`${v2}/job/memory.max`]: 'max' })],
    [400e6, inCgroup('4:memory:/job', V1_MOUNT, { [`${v1}/job/memory.limit_in_bytes`]: '400000000' })],
    [totalmem(), inCgroup('4:memory:/job', V1_MOUNT, { [`${v1}/job/memory.limit_in_bytes`]: '9223372036854771712' })],
    [totalmem(), temporaryFolder()],
  ];
  for (const [limit, root] of cases) assert.deepEqual(usableMemory(root), { usable: limit, present: totalmem() });
});

test('what can still be had is what the machine has, or what its cgroup leaves, where files that are only kept count as free', () => {
  const ofV2 = { [`${v2}/job/memory.max`]: '500000000', [`${v2}/job/memory.current`]: '450000000' };
  assert.equal(availableMemory(inCgroup('0::/job', CGROUP2_MOUNT, ofV2)), 50e6);
  const stat = 'anon 100\ninactive_file 120000000\nactive_file 5';
  assert.equal(
    availableMemory(inCgroup('0::/job', CGROUP2_MOUNT, { ...ofV2, [`${v2}/job/memory.stat`]: stat })),
    170e6,
  );
  const full = { ...ofV2, [`${v2}/job/memory.current`]: '500004096' };
  assert.equal(availableMemory(inCgroup('0::/job', CGROUP2_MOUNT, full)), 0);
  const ofV1 = {
    [`${v1}/job/memory.limit_in_bytes`]: '400000000',
    [`${v1}/job/memory.usage_in_bytes`]: '300000000',
    [`${v1}/job/memory.stat`]: 'inactive_file 7\ntotal_inactive_file 1000000',
  };
  assert.equal(availableMemory(inCgroup('4:memory:/job', V1_MOUNT, ofV1)), 101e6);
  const roomy = { [`${v2}/job/memory.max`]: '9000000000', [`${v2}/job/memory.current`]: '1000000000' };
  assert.equal(availableMemory(inCgroup('0::/job', CGROUP2_MOUNT, roomy)), 3_000_000 * 1024);
  assert.equal(availableMemory(temporaryFolder()), Number.POSITIVE_INFINITY);
});
