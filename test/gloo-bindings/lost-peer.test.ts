import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Ending, type Work, withRankProcesses } from './rank-process.js';

for (const work of ['gather', 'reduce', 'small'] satisfies Work[]) {
  test(`a peer killed during ${work} fails the survivors within a second`, () =>
    withRankProcesses([work, work, work], async (ranks) => {
      // Stopped first, so that the survivors certainly wait for it: with large slices, for the rest of a message.
      await sleep(200);
      ranks[2]!.process.kill('SIGSTOP');
      await sleep(100);
      const killedAtMs = Date.now();
      ranks[2]!.process.kill('SIGKILL');
      for (const survivor of ranks.slice(0, 2)) {
        const failed = await survivor.next('failed');
        assert.equal(failed.code, 'COMM_FAILED');
        assert.match(failed.message, /^(allGather|reduceScatter|allReduce): lost rank ([01], )?2: /);
        assert.ok(failed.atMs >= killedAtMs && failed.atMs < killedAtMs + 1000, `${failed.atMs - killedAtMs} ms`);
      }
    }));
}

test('a peer killed at any moment fails the survivors', async () => {
  for (const afterMs of [50, 61, 83, 107])
    await withRankProcesses(['gather', 'gather'], async ([survivor, killed]) => {
      await sleep(afterMs);
      killed!.process.kill('SIGKILL');
      assert.equal((await survivor!.next('failed')).code, 'COMM_FAILED');
    });
});

for (const ending of ['exit', 'terminate'] satisfies Ending[]) {
  test(`a thread that waits for a stopped peer does not keep its process from ending by ${ending}`, () =>
    withRankProcesses(['gather', 'gather'], async ([waiting, stopped]) => {
      stopped!.process.kill('SIGSTOP');
      await sleep(100);
      waiting!.order({ kind: 'end', ending });
      assert.deepEqual(await waiting!.exited(2000), { code: 0, signal: null });
    }));
}

test('close returns while a peer is stopped in the middle of a gather', () =>
  withRankProcesses(['gather-without-waiting', 'gather-without-waiting'], async ([closing, stopped]) => {
    stopped!.process.kill('SIGSTOP');
    await sleep(100);
    const orderedAtMs = Date.now();
    closing!.order({ kind: 'end', ending: 'close' });
    await closing!.next('closed');
    assert.ok(Date.now() - orderedAtMs < 1000);
    assert.deepEqual(await closing!.exited(2000), { code: 0, signal: null });
  }));

for (const works of [
  ['idle', 'idle'],
  ['gather-without-waiting', 'idle'],
] satisfies Work[][]) {
  test(`a process ends without close, ${works[0]}`, () =>
    withRankProcesses(works, async ([leaving, staying]) => {
      staying!.process.kill('SIGSTOP');
      leaving!.order({ kind: 'end', ending: 'return' });
      assert.deepEqual(await leaving!.exited(2000), { code: 0, signal: null });
    }));
}
