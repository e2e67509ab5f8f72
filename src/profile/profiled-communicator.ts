import type { Communicator, Group, Work } from '../comm/communicator.js';
import { DTYPE_BYTES, type Tensor } from '../nn/backend.js';
import type { CollectiveLane } from '../nn/cuda-backend.js';
import type { StepProfiler } from './step-profiler.js';

/** The same communicator: while its step is under way the profiler keeps when each collective ran, and how long it was waited for. */
export function profiledCommunicator(comm: Communicator, profiler: StepProfiler): Communicator {
  const { rank, worldSize: ranks } = comm;
  const nodes = comm.nodes && {
    within: profiledGroup(comm.nodes.within, profiler, ' within the node'),
    across: profiledGroup(comm.nodes.across, profiler, ' across nodes'),
  };
  return {
    rank,
    worldSize: ranks,
    world: profiledGroup(comm.world, profiler, ''),
    nodes,
    allReduce: (buffer) =>
      profiledWork(profiler, { track: 'small sums', lane: 'compute', name: 'sum', ranks, buffer }, () =>
        comm.allReduce(buffer),
      ),
    barrier: () => profiler.during('wait', 'wait for all ranks', () => comm.barrier()),
    traffic: () => comm.traffic(),
    close: () => comm.close(),
  };
}

function profiledGroup(group: Group, profiler: StepProfiler, where: string): Group {
  const { rank, size: ranks } = group;
  const gathers = { track: `gathers${where}`, lane: 'gather', ranks } as const;
  const reductions = { track: `reductions${where}`, lane: 'reduce', ranks } as const;
  return {
    rank,
    size: ranks,
    allGather: (buffer) =>
      profiledWork(profiler, { ...gathers, name: 'gather', buffer }, () => group.allGather(buffer)),
    reduceScatter: (input, out) =>
      profiledWork(profiler, { ...reductions, name: 'reduce', buffer: input }, () => group.reduceScatter(input, out)),
    allReduceGradient: (buffer) =>
      profiledWork(profiler, { ...reductions, name: 'gradient sum', buffer }, () => group.allReduceGradient(buffer)),
  };
}

interface Collective {
  /** Of its queue, in which collectives run one after the other. */
  track: string;
  lane: CollectiveLane;
  name: string;
  ranks: number;
  buffer: Tensor;
}

function profiledWork(profiler: StepProfiler, collective: Collective, start: () => Work): Work {
  if (!profiler.isActive) return start();
  const { track, lane, name, ranks, buffer } = collective;
  const args = { ranks, bytes: buffer.numel * DTYPE_BYTES[buffer.dtype], dtype: buffer.dtype };
  const { started: work, span } = profiler.startCollective(lane, start);
  let isJoined = false;
  return {
    join: () => {
      profiler.during(
        'wait',
        `wait for ${name}`,
        () => work.join(),
        () => ({ args }),
      );
      // What runs on threads of the host knows best.
      const ran = work.ran === undefined ? span : work.ran();
      if (!isJoined && ran !== null) profiler.addCollective(track, name, ran, args);
      isJoined = true;
    },
    get done() {
      return work.done;
    },
  };
}
