import type {
  ClientDuplexStream,
  handleBidiStreamingCall,
  handleServerStreamingCall,
  MethodDefinition,
  ServerDuplexStream,
  UntypedServiceImplementation,
} from '@grpc/grpc-js';
import type { IConversionOptions } from 'protobufjs';
import { dinofleet } from '#proto/dinofleet.js';
import type {
  AgentCommand,
  AgentMessage,
  FileChunk,
  Filled,
  FollowRequest,
  ImageIndexRequest,
  JobStatus,
  OperatorAnswer,
  OperatorOrder,
  PartRequest,
  PrintedLines,
  ProbeAnswer,
  ProbeRequest,
  StatusRequest,
  WorkerCommand,
  WorkerMessage,
} from './messages.js';

const v1 = dinofleet.v1;

/** Both ends of the two streams. What is written may leave out fields that have their default; what is read has all. */
export type AgentSession = ServerDuplexStream<Filled<AgentMessage>, AgentCommand>;
export type WorkerSession = ServerDuplexStream<Filled<WorkerMessage>, WorkerCommand>;
export type AgentStream = ClientDuplexStream<AgentMessage, Filled<AgentCommand>>;
export type WorkerStream = ClientDuplexStream<WorkerMessage, Filled<WorkerCommand>>;

/** The service `dinofleet.v1.Coordinator`, as grpc-js wants it. */
export const coordinatorService = {
  agentSession: duplex('AgentSession', v1.AgentMessage, v1.AgentCommand),
  workerSession: toManyAtOnce(duplex('WorkerSession', v1.WorkerMessage, v1.WorkerCommand)),
  status: answered('Status', v1.StatusRequest, v1.JobStatus),
  follow: answered('Follow', v1.FollowRequest, v1.PrintedLines),
  operate: answered('Operate', v1.OperatorOrder, v1.OperatorAnswer),
  readImageIndex: answered('ReadImageIndex', v1.ImageIndexRequest, v1.FileChunk),
};

export interface CoordinatorHandlers extends UntypedServiceImplementation {
  agentSession: handleBidiStreamingCall<Filled<AgentMessage>, AgentCommand>;
  workerSession: handleBidiStreamingCall<Filled<WorkerMessage>, WorkerCommand>;
  status: handleServerStreamingCall<Filled<StatusRequest>, JobStatus>;
  follow: handleServerStreamingCall<Filled<FollowRequest>, PrintedLines>;
  operate: handleServerStreamingCall<Filled<OperatorOrder>, OperatorAnswer>;
  readImageIndex: handleServerStreamingCall<ImageIndexRequest, FileChunk>;
}

/** The service `dinofleet.v1.Node`, which each agent has for the others. */
export const nodeService = {
  probe: answered('Probe', v1.ProbeRequest, v1.ProbeAnswer, 'Node'),
  readPart: answered('ReadPart', v1.PartRequest, v1.FileChunk, 'Node'),
};

export interface NodeHandlers extends UntypedServiceImplementation {
  probe: handleServerStreamingCall<Filled<ProbeRequest>, ProbeAnswer>;
  readPart: handleServerStreamingCall<Filled<PartRequest>, FileChunk>;
}

interface Codec<Shape, Message> {
  encode(message: Shape): { finish(): Uint8Array };
  decode(bytes: Uint8Array): Message;
  toObject(message: Message, options: IConversionOptions): unknown;
}

/** Plain data with every field of proto3 set, so that it can be spread, compared and stored. */
const filled: IConversionOptions = { defaults: true, arrays: true, objects: true, oneofs: true };

/** One request, and as many answers as it takes. */
function answered<Request, RequestMessage, Response, ResponseMessage>(
  method: string,
  request: Codec<Request, RequestMessage>,
  response: Codec<Response, ResponseMessage>,
  service = 'Coordinator',
) {
  return { ...duplex(method, request, response, service), requestStream: false } satisfies MethodDefinition<
    Request,
    Response
  >;
}

function duplex<Request, RequestMessage, Response, ResponseMessage>(
  method: string,
  request: Codec<Request, RequestMessage>,
  response: Codec<Response, ResponseMessage>,
  service = 'Coordinator',
) {
  return {
    path: `/dinofleet.v1.${service}/${method}`,
    requestStream: true,
    responseStream: true,
    requestSerialize: (message: Request) => Buffer.from(request.encode(message).finish()),
    requestDeserialize: (bytes: Buffer) => request.toObject(request.decode(bytes), filled) as Request,
    responseSerialize: (message: Response) => Buffer.from(response.encode(message).finish()),
    responseDeserialize: (bytes: Buffer) => response.toObject(response.decode(bytes), filled) as Response,
  } satisfies MethodDefinition<Request, Response>;
}

/** The addresses of ten thousand peers go to each of them: they are put into bytes once, where one object is written to all. */
function toManyAtOnce<Method extends { responseSerialize: (command: WorkerCommand) => Buffer }>(
  method: Method,
): Method {
  const known = new WeakMap<WorkerCommand, Buffer>();
  const responseSerialize = (command: WorkerCommand) => {
    if (command.kind !== 'connect') return method.responseSerialize(command);
    const bytes = known.get(command) ?? method.responseSerialize(command);
    known.set(command, bytes);
    return bytes;
  };
  return { ...method, responseSerialize };
}
