import { logVerbosity, setLogVerbosity } from '@grpc/grpc-js';

/**
 * gRPC's own lines on stderr say less than the errors that we throw for the same. Whoever looks for a fault sets
 * GRPC_VERBOSITY, with GRPC_TRACE.
 */
export function quietGrpc(): void {
  const { GRPC_NODE_VERBOSITY, GRPC_VERBOSITY } = process.env;
  if (!GRPC_NODE_VERBOSITY && !GRPC_VERBOSITY) setLogVerbosity(logVerbosity.NONE);
}
