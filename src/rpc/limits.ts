import type { ServerOptions } from '@grpc/grpc-js';

/** Of the coordinator's server. */
export const serverOptions: ServerOptions = {
  // Counts of each connection that nobody reads: a third of what ten thousand take of the heap.
  'grpc.enable_channelz': 0,
};
