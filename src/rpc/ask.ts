import { Client, type ClientReadableStream, type ServiceError, status } from '@grpc/grpc-js';
import { parseAddress } from './address.js';
import { channelOptions } from './dial.js';
import { quietGrpc } from './quiet-grpc.js';
import type { coordinatorService, nodeService } from './service.js';
import { clientCredentials, lastError, refusalIn, type Transport } from './transport.js';

type Method = (typeof nodeService)[keyof typeof nodeService] | (typeof coordinatorService)['readImageIndex'];

/** Whom an agent asks. */
export interface Asked {
  /** HOST:PORT */
  address: string;
  server: 'agent' | 'coordinator';
}

/** How long an answer is waited for: all of it, or its next part. */
export type Patience = { deadlineMs: number } | { silenceMs: number };

/**
 * An agent asks another, or the coordinator, on a connection of its own.
 * @throws Error that says why there is no answer, or no more of it: a clause
 */
export async function* ask<Answer>(
  transport: Transport,
  { address, server }: Asked,
  method: Method,
  request: object,
  patience: Patience,
): AsyncGenerator<Answer> {
  quietGrpc();
  const option = `the address of the ${server}`;
  const { host } = parseAddress(address, option);
  const allowed = clientCredentials(transport, 'agent', host, option, server);
  const client = new Client(address, allowed, {
    ...channelOptions,
    'grpc.ssl_target_name_override': `${server}.dinofleet`,
  });
  const stream = client.makeServerStreamRequest(
    method.path,
    method.requestSerialize as (request: object) => Buffer,
    method.responseDeserialize as (bytes: Buffer) => Answer,
    request,
    'deadlineMs' in patience ? { deadline: Date.now() + patience.deadlineMs } : {},
  ) as ClientReadableStream<Answer>;
  let isSilent = false;
  const giveUp = () => {
    isSilent = true;
    stream.cancel();
  };
  let timer = 'silenceMs' in patience ? setTimeout(giveUp, patience.silenceMs) : undefined;
  try {
    for await (const answer of stream) {
      clearTimeout(timer);
      yield answer as Answer;
      if ('silenceMs' in patience) timer = setTimeout(giveUp, patience.silenceMs);
    }
  } catch (error) {
    const waited = 'deadlineMs' in patience ? patience.deadlineMs : patience.silenceMs;
    const isLate = isSilent || (error as ServiceError).code === status.DEADLINE_EXCEEDED;
    if (isLate) throw new Error(`no answer from ${address} within ${waited / 1000} s`, { cause: error });
    throw new Error(whyNoAnswer(error as ServiceError, address), { cause: error });
  } finally {
    clearTimeout(timer);
    stream.cancel();
    client.close();
  }
}

function whyNoAnswer(error: ServiceError, address: string): string {
  const refusal = refusalIn(error);
  return refusal === null ? `${address}: ${lastError(error.details)}` : `${address} refuses: ${refusal}`;
}
