import { Client, type ClientReadableStream, type ServiceError, status } from '@grpc/grpc-js';
import { type Address, formatAddress } from './address.js';
import { channelOptions } from './dial.js';
import type { Filled, FollowRequest, JobStatus, OperatorAnswer, OperatorOrder, PrintedLines } from './messages.js';
import { OperatorError } from './operator-error.js';
import { quietGrpc } from './quiet-grpc.js';
import { coordinatorService } from './service.js';
import { clientCredentials, lastError, refusalIn, type Transport } from './transport.js';

/** Of a coordinator that does not answer. */
const PATIENCE_MS = 5_000;

/** Who asks a coordinator what its job is at, and tells it what to do. */
export class Operator {
  readonly #client: Client;

  /** @throws UsageError where the transport does not reach the coordinator's host, or has no certificate of an operator */
  constructor(
    transport: Transport,
    private readonly coordinator: Address,
  ) {
    quietGrpc();
    const allowed = clientCredentials(transport, 'operator', coordinator.host, 'the coordinator');
    this.#client = new Client(formatAddress(coordinator), allowed, channelOptions);
  }

  /** Once, or every so often until the job is over. */
  status(everyMs = 0): AsyncGenerator<JobStatus> {
    return this.#answers(coordinatorService.status, { everyMs }, everyMs === 0);
  }

  follow(request: FollowRequest): AsyncGenerator<Filled<PrintedLines>> {
    return this.#answers(coordinatorService.follow, request, false);
  }

  /** @throws OperatorError where the coordinator refuses */
  async order(order: OperatorOrder): Promise<string> {
    for await (const { answer, refused } of this.#answers<Filled<OperatorAnswer>>(
      coordinatorService.operate,
      order,
      true,
    )) {
      if (refused) throw new OperatorError('ORDER_REFUSED', answer);
      return answer;
    }
    throw this.#unreachable('it said nothing');
  }

  close(): void {
    this.#client.close();
  }

  async *#answers<Answer>(
    method: { path: string; requestSerialize: unknown; responseDeserialize: unknown },
    request: object,
    isShort: boolean,
  ): AsyncGenerator<Answer> {
    const stream: ClientReadableStream<Answer> = this.#client.makeServerStreamRequest(
      method.path,
      method.requestSerialize as (request: object) => Buffer,
      method.responseDeserialize as (bytes: Buffer) => Answer,
      request,
      isShort ? { deadline: Date.now() + PATIENCE_MS } : {},
    );
    try {
      for await (const answer of stream) yield answer as Answer;
    } catch (error) {
      throw this.#why(error as ServiceError);
    } finally {
      stream.cancel();
    }
  }

  #why(error: ServiceError): OperatorError {
    const refusal = refusalIn(error);
    if (refusal !== null) return new OperatorError('OPERATOR_REFUSED', `the coordinator refuses: ${refusal}`);
    const isLate = error.code === status.DEADLINE_EXCEEDED;
    return this.#unreachable(isLate ? `no answer within ${PATIENCE_MS / 1000} s` : lastError(error.details));
  }

  #unreachable(why: string): OperatorError {
    const message = `the coordinator at ${formatAddress(this.coordinator)} cannot be reached: ${why}`;
    return new OperatorError('COORDINATOR_UNREACHABLE', message);
  }
}
