import type { Communicator, Group, Work } from '../../../src/comm/communicator.js';
import type { Tensor } from '../../../src/nn/backend.js';
import type { QueuedBackend } from './queued-backend.js';
import type { Task } from './streams.js';

/**
 * Collectives of a device that works late. All ranks begin them in the order of the calls, as the real communicator wants it; each begins
 * when the ops before its call have run, and ends when somebody has joined it.
 */
export function queuedCommunicator(queued: QueuedBackend, real: Communicator): Communicator {
  const { streams } = queued;
  const collective = (lane: string, what: string, tensors: Tensor[], begin: (...tensors: Tensor[]) => Work): Work => {
    let work: Work | null = null;
    const last = streams.last('compute');
    const begun = streams.add('collectives', what, last === null ? [] : [last], () => {
      work = begin(...tensors.map((tensor) => queued.tensor(what, tensor)));
    });
    const ended: Task = streams.add(lane, what, [begun], () => {
      // What it writes must still be there.
      for (const tensor of tensors) queued.tensor(what, tensor);
      work!.join();
    });
    return {
      join: () => queued.join(ended),
      get done() {
        return ended.done;
      },
    };
  };
  const groupOf = (group: Group, name: string): Group => ({
    rank: group.rank,
    size: group.size,
    allGather: (buffer) => collective(`gathers ${name}`, 'allGather', [buffer], (b) => group.allGather(b!)),
    reduceScatter: (input, out) =>
      collective(`reductions ${name}`, 'reduceScatter', [input, out], (i, o) => group.reduceScatter(i!, o!)),
    allReduceGradient: (buffer) =>
      collective(`reductions ${name}`, 'allReduceGradient', [buffer], (b) => group.allReduceGradient(b!)),
  });
  const { nodes } = real;
  return {
    rank: real.rank,
    worldSize: real.worldSize,
    world: groupOf(real.world, 'of all'),
    nodes: nodes && { within: groupOf(nodes.within, 'within'), across: groupOf(nodes.across, 'across') },
    allReduce: (buffer) => collective('sums', 'allReduce', [buffer], (b) => real.allReduce(b!)),
    barrier() {
      streams.forceAll();
      real.barrier();
    },
    traffic: () => real.traffic(),
    close: () => real.close(),
  };
}
