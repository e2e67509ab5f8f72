import type { Communicator, Group, Work } from '../comm/communicator.js';
import type { Tensor } from '../nn/backend.js';
import type { FlightRecorder } from './flight-recorder.js';

/** A communicator that notes what is waited for. */
export function recordedCommunicator(comm: Communicator, recorder: FlightRecorder): Communicator {
  const world = recordedGroup(comm.world, recorder, '');
  const nodes = comm.nodes && {
    within: recordedGroup(comm.nodes.within, recorder, ' within the node'),
    across: recordedGroup(comm.nodes.across, recorder, ' across nodes'),
  };
  return {
    rank: comm.rank,
    worldSize: comm.worldSize,
    world,
    nodes,
    allReduce: (buffer) => recordedWork(comm.allReduce(buffer), recorder, 'sum of all ranks', bytesOf(buffer)),
    barrier: () => recorder.during('communication', 'barrier', 0, () => comm.barrier()),
    traffic: () => comm.traffic(),
    close: () => comm.close(),
  };
}

function recordedGroup(group: Group, recorder: FlightRecorder, where: string): Group {
  return {
    rank: group.rank,
    size: group.size,
    allGather: (buffer) => recordedWork(group.allGather(buffer), recorder, `gather${where}`, bytesOf(buffer)),
    reduceScatter: (input, out) =>
      recordedWork(group.reduceScatter(input, out), recorder, `reduce${where}`, bytesOf(input)),
    allReduceGradient: (buffer) =>
      recordedWork(group.allReduceGradient(buffer), recorder, `gradient sum${where}`, bytesOf(buffer)),
  };
}

function recordedWork(work: Work, recorder: FlightRecorder, what: string, bytes: number): Work {
  return {
    join: () => recorder.during('communication', what, bytes, () => work.join()),
    get done() {
      return work.done;
    },
  };
}

function bytesOf(tensor: Tensor): number {
  return tensor.numel * (tensor.dtype === 'float32' ? 4 : 2);
}
