import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fleetProcess, jobFolder, workerPid } from '../fixtures/fleet-process.js';

const GENERATIONS = 100;
/** By then what is made once is there. */
const SETTLED = 20;

interface Use {
  descriptors: number;
  memoryMb: number;
}

function useOf(pid: number): Use {
  const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))!;
  return { descriptors: readdirSync(`/proc/${pid}/fd`).length, memoryMb: Number(kilobytes) / 1024 };
}

test(`${GENERATIONS} generations in a row leave memory and file descriptors of coordinator and agents as they were`, async (t) => {
  const { config } = jobFolder(t, { steps: 1_000_000, checkpoint_steps: 5 });
  const host = fleetProcess(t, 'coordinator', config, '--nodes', '2:2', '--max-restarts', String(GENERATIONS));
  const [, address] = await host.says(/info coordinator address=(\S+)/);
  const agents = [0, 1].map(() => fleetProcess(t, 'agent', '--coordinator', address!, '--nproc-per-node', '1'));
  const pids = [host, ...agents].map(({ child }) => child.pid!);
  let settled: Use[] = [];
  for (let generation = 1; generation <= GENERATIONS; generation++) {
    await host.says(new RegExp(`info running generation=${generation} `));
    if (generation === SETTLED) settled = pids.map(useOf);
    if (generation < GENERATIONS) process.kill(await workerPid(address!, generation % 2, generation), 'SIGKILL');
  }
  for (const [i, { descriptors, memoryMb }] of pids.map(useOf).entries()) {
    const before = settled[i]!;
    t.diagnostic(
      `${i}: ${JSON.stringify(before)} after ${SETTLED}, ${JSON.stringify({ descriptors, memoryMb })} at the end`,
    );
    assert.ok(descriptors <= before.descriptors + 5, `${descriptors} descriptors, ${before.descriptors} before`);
    assert.ok(memoryMb < 1.2 * before.memoryMb, `${memoryMb} MB, ${before.memoryMb} before`);
  }
  host.child.kill('SIGINT');
  await host.says(/info stopping/);
  host.child.kill('SIGINT');
  await host.ended;
});
