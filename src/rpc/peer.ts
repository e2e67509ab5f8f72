import { Client, type ClientReadableStream, type ServiceError, status } from '@grpc/grpc-js';
import { parseAddress } from './address.js';
import { channelOptions } from './dial.js';
import { quietGrpc } from './quiet-grpc.js';
import type { nodeService } from './service.js';
import { clientCredentials, lastError, refusalIn, type Transport } from './transport.js';

type Method = (typeof nodeService)[keyof typeof nodeService];

/**
 * Asks another agent, on a connection of its own.
 * @param address HOST:PORT
 * @param deadlineMs for all of its answers
 * @throws Error that says why there is no answer, a clause
 */
export async function* askPeer<Answer>(
  transport: Transport,
  address: string,
  method: Method,
  request: object,
  deadlineMs: number,
): AsyncGenerator<Answer> {
  quietGrpc();
  const { host } = parseAddress(address, 'the address of a node');
  const allowed = clientCredentials(transport, 'agent', host, 'the address of a node', 'agent');
  const client = new Client(address, allowed, {
    ...channelOptions,
    'grpc.ssl_target_name_override': 'agent.dinofleet',
  });
  const stream = client.makeServerStreamRequest(
    method.path,
    method.requestSerialize as (request: object) => Buffer,
    method.responseDeserialize as (bytes: Buffer) => Answer,
    request,
    { deadline: Date.now() + deadlineMs },
  ) as ClientReadableStream<Answer>;
  try {
    for await (const answer of stream) yield answer as Answer;
  } catch (error) {
    throw new Error(whyNoAnswer(error as ServiceError, address, deadlineMs), { cause: error });
  } finally {
    stream.cancel();
    client.close();
  }
}

function whyNoAnswer(error: ServiceError, address: string, deadlineMs: number): string {
  const refusal = refusalIn(error);
  if (refusal !== null) return `${address} refuses: ${refusal}`;
  if (error.code === status.DEADLINE_EXCEEDED) return `no answer from ${address} within ${deadlineMs / 1000} s`;
  return `${address}: ${lastError(error.details)}`;
}
