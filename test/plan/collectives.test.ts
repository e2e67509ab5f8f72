import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NullCommunicator } from '../../src/comm/null-communicator.js';
import { NullBackend } from '../../src/nn/null-backend.js';
import { type Collective, type Exchange, observeCollectives } from '../../src/plan/collectives.js';

function observed(exchange: Exchange, nodes: number, perNode: number, hybrid = false) {
  const backend = new NullBackend('float32');
  const begun: Collective[] = [];
  const joined: Collective[] = [];
  const comm = observeCollectives(
    new NullCommunicator(0, nodes * perNode, hybrid ? perNode : null),
    perNode,
    exchange,
    { onStart: (one) => begun.push(one), onJoin: (one) => joined.push(one) },
  );
  return { comm, begun, joined, floats: (numel: number) => backend.empty([numel], 'float32') };
}

test('in a direct exchange what goes to the ranks of other nodes crosses', () => {
  const { comm, begun, joined, floats } = observed('direct', 3, 2);
  const work = comm.world.allGather(floats(600));
  comm.world.reduceScatter(floats(600), floats(100));
  comm.allReduce(floats(10));
  // Five of six parts of 400 bytes, four of them to other nodes.
  assert.deepEqual(begun, [
    { kind: 'gather', sent: 2000, crossing: 1600, ranks: 6, ranksPerNode: 2 },
    { kind: 'reduce', sent: 2000, crossing: 1600, ranks: 6, ranksPerNode: 2 },
    // Few bytes go to all others as they are.
    { kind: 'sum', sent: 200, crossing: 160, ranks: 6, ranksPerNode: 2 },
  ]);
  assert.deepEqual(joined, []);
  work.join();
  assert.deepEqual(joined, [begun[0]]);
});

test("in a ring one of a node's ranks sends to the next node", () => {
  const { comm, begun, floats } = observed('ring', 3, 2);
  comm.world.allGather(floats(600));
  comm.allReduce(floats(600));
  assert.deepEqual(begun, [
    { kind: 'gather', sent: 2000, crossing: 1000, ranks: 6, ranksPerNode: 2 },
    { kind: 'sum', sent: 4000, crossing: 2000, ranks: 6, ranksPerNode: 2 },
  ]);
});

test('on one node nothing crosses, and of groups the one across nodes alone does', () => {
  for (const exchange of ['direct', 'ring'] as const) {
    const { comm, begun, floats } = observed(exchange, 1, 4);
    comm.world.allGather(floats(400));
    assert.equal(begun[0]!.crossing, 0);
    const hybrid = observed(exchange, 2, 2, true);
    hybrid.comm.nodes!.within.allGather(hybrid.floats(100));
    hybrid.comm.nodes!.across.allReduceGradient(hybrid.floats(100_000));
    assert.deepEqual(
      hybrid.begun.map(({ crossing, sent, ranks }) => [crossing === 0 ? 'within' : crossing === sent, ranks]),
      [
        ['within', 2],
        [true, 2],
      ],
    );
  }
});
