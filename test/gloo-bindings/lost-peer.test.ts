import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Ending, type Fate, SLICE_BYTES, type Work, withRankProcesses } from './rank-process.js';

for (const work of ['gather', 'reduce', 'small'] satisfies Work[])
  for (const at of ['before', 'begun'] as const)
    test(`a peer killed ${at === 'before' ? `in place of its ${work}` : `in its ${work}`} fails the survivors, by its rank`, () =>
      withRankProcesses([{ work }, { work }, { work, fate: { signal: 'SIGKILL', at } }], async (ranks) => {
        for (const survivor of ranks.slice(0, 2)) {
          const failed = await survivor.next('failed');
          assert.equal(failed.code, 'COMM_FAILED');
          assert.match(failed.message, /^(allGather|reduceScatter|allReduce): lost rank ([01], )?2: /);
        }
      }));

test('a peer killed when the first, a middle or the last byte of a slice arrives fails the survivor', async () => {
  for (const byte of [0, 1, SLICE_BYTES / 2, SLICE_BYTES - 1])
    await withRankProcesses(
      [{ work: 'gather' }, { work: 'gather', fate: { signal: 'SIGKILL', at: { byte } } }],
      async ([survivor]) => {
        const failed = await survivor!.next('failed');
        assert.equal(failed.code, 'COMM_FAILED');
        assert.match(failed.message, /^allGather: lost rank 1: /);
      },
    );
});

const stopped: Fate = { signal: 'SIGSTOP', at: 'before' };

for (const ending of ['exit', 'terminate'] satisfies Ending[]) {
  test(`a thread that waits for a stopped peer does not keep its process from ending by ${ending}`, () =>
    withRankProcesses([{ work: 'gather' }, { work: 'gather', fate: stopped }], async ([waiting, peer]) => {
      await peer!.stopped();
      await waiting!.next('waiting');
      waiting!.order({ kind: 'end', ending });
      assert.deepEqual(await waiting!.exited(), { code: 0, signal: null });
    }));
}

test('close returns while a peer is stopped in the middle of a gather', () => {
  const work = 'gather-without-waiting';
  const fate: Fate = { signal: 'SIGSTOP', at: { byte: SLICE_BYTES / 2 } };
  return withRankProcesses([{ work }, { work, fate }], async ([closing, peer]) => {
    await peer!.stopped();
    closing!.order({ kind: 'end', ending: 'close' });
    await closing!.next('closed');
    assert.deepEqual(await closing!.exited(), { code: 0, signal: null });
  });
});

for (const work of ['idle', 'gather-without-waiting'] satisfies Work[]) {
  test(`a process ends without close, ${work}`, () =>
    withRankProcesses([{ work }, { work: 'idle' }], async ([leaving, staying]) => {
      staying!.process.kill('SIGSTOP');
      await staying!.stopped();
      leaving!.order({ kind: 'end', ending: 'return' });
      assert.deepEqual(await leaving!.exited(), { code: 0, signal: null });
    }));
}
