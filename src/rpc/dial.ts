import { Client, type ClientOptions, connectivityState } from '@grpc/grpc-js';
import type { Role } from '../certificates/identity.js';
import { type Address, formatAddress } from './address.js';
import { MAX_COMMAND_BYTES } from './limits.js';
import { quietGrpc } from './quiet-grpc.js';
import { type AgentStream, coordinatorService, type WorkerStream } from './service.js';
import { clientCredentials, type Transport } from './transport.js';

/** A stream to the coordinator, and the connection under it. */
export interface Dialled<Stream> {
  stream: Stream;
  close(): void;
}

export const channelOptions: ClientOptions = {
  'grpc.max_receive_message_length': MAX_COMMAND_BYTES,
  // A coordinator on a machine that vanished sends no FIN: ask now and then whether it is still there.
  'grpc.keepalive_time_ms': 5_000,
  'grpc.keepalive_timeout_ms': 10_000,
  'grpc.keepalive_permit_without_calls': 1,
  // Each dial is a fresh attempt, without the pause that grpc-js makes after a failed one of the process.
  'grpc.use_local_subchannel_pool': 1,
  // A proxy from the environment must not see what stays on this machine.
  'grpc.enable_http_proxy': 0,
  // TLS takes no address for a name, and the coordinator is known by its role.
  'grpc.ssl_target_name_override': 'coordinator.dinofleet',
};

/** @throws UsageError where the transport does not reach the coordinator's host */
export function dialAgentSession(transport: Transport, coordinator: Address): Dialled<AgentStream> {
  return dial(transport, 'agent', coordinator, coordinatorService.agentSession);
}

/** From a machine that is gone nothing comes back, not even a refusal, and by its name another one may be found by now. */
const CONNECT_MS = 4_500;

/**
 * @param withinMs a connection is made, or the stream ends as cancelled
 * @throws UsageError where the transport does not reach the coordinator's host
 */
export function dialWorkerSession(
  transport: Transport,
  coordinator: Address,
  withinMs = CONNECT_MS,
): Dialled<WorkerStream> {
  const dialled = dial<WorkerStream>(transport, 'worker', coordinator, coordinatorService.workerSession);
  // Client.waitForReady would have a client that was closed connect again.
  setTimeout(() => {
    if (dialled.client.getChannel().getConnectivityState(false) !== connectivityState.READY) dialled.stream.cancel();
  }, withinMs).unref();
  return dialled;
}

function dial<Stream>(
  transport: Transport,
  role: Role,
  coordinator: Address,
  method: (typeof coordinatorService)[keyof typeof coordinatorService],
): Dialled<Stream> & { client: Client } {
  quietGrpc();
  const allowed = clientCredentials(transport, role, coordinator.host, '--coordinator');
  const client = new Client(formatAddress(coordinator), allowed, channelOptions);
  const stream = client.makeBidiStreamRequest<unknown, unknown>(
    method.path,
    method.requestSerialize as (message: unknown) => Buffer,
    method.responseDeserialize,
  );
  return { stream: stream as Stream, client, close: () => client.close() };
}
