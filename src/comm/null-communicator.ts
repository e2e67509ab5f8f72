import type { Tensor } from '../nn/backend.js';
import { checkAllGather, checkAllReduce, checkAllReduceGradient, checkReduceScatter } from './collective-shapes.js';
import type { Communicator, Group, NodeGroups, TrafficStats, Work } from './communicator.js';

/** One rank's communicator among ranks that are not there: it moves nothing, and checks as the others do. For backends without arithmetic. */
export class NullCommunicator implements Communicator {
  readonly world: Group;
  readonly nodes: NodeGroups | null;

  /** @param ranksPerNode where shards lie within nodes; null where none do */
  constructor(
    readonly rank: number,
    readonly worldSize: number,
    ranksPerNode: number | null,
  ) {
    this.world = new NullGroup(rank, worldSize);
    this.nodes =
      ranksPerNode === null
        ? null
        : {
            within: new NullGroup(rank % ranksPerNode, ranksPerNode),
            across: new NullGroup(Math.floor(rank / ranksPerNode), worldSize / ranksPerNode),
          };
  }

  allReduce(buffer: Tensor): Work {
    checkAllReduce(buffer);
    return DONE;
  }

  barrier(): void {}

  traffic(): TrafficStats {
    return { bytesSent: 0, bytesReceived: 0, waitSeconds: 0 };
  }

  close(): void {}
}

class NullGroup implements Group {
  constructor(
    readonly rank: number,
    readonly size: number,
  ) {}

  allGather(buffer: Tensor): Work {
    checkAllGather(buffer, this.size);
    return DONE;
  }

  reduceScatter(input: Tensor, out: Tensor): Work {
    checkReduceScatter(input, out, this.size);
    return DONE;
  }

  allReduceGradient(buffer: Tensor): Work {
    checkAllReduceGradient(buffer);
    return DONE;
  }
}

const DONE: Work = { join() {}, done: true };
