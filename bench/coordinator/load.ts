/** A part of the fleet: its agents' and workers' streams, without machines, processes and a training. */
import { randomUUID } from 'node:crypto';
import { dialAgentSession, dialWorkerSession } from '../../src/rpc/dial.js';
import type { AgentMessage, WorkerMessage } from '../../src/rpc/messages.js';
import { Outbox } from '../../src/rpc/outbox.js';
import { coordinatorService } from '../../src/rpc/service.js';
import { defaultTimings } from '../../src/rpc/timings.js';
import { openTransport } from '../../src/rpc/transport.js';
import { aReport } from '../../test/coordinator/job/a-report.js';
import { aNode, JOB, type ToChild } from './fleet.js';

export interface LoadOptions {
  certificate: string;
  port: number;
  nodes: number;
  localRanks: number;
  name: string;
}

export interface LoadFigures {
  /** Sent while it was measured. */
  heartbeats: number;
}

export type FromLoad = { kind: 'figures' } & LoadFigures;

/** Of NCCL's ranks, the first one's; the others have none. */
const NCCL_ID_BYTES = 128;
/** Handshakes under way: a machine's processes do not all come up in the same millisecond, and this process is one for many. */
const MOST_DIALLING = 16;
/** Between two reports: ten steps (`train.log_every`) of a second each. */
const REPORT_MS = 10_000;

const options = JSON.parse(process.argv[2]!) as LoadOptions;
const { certificate, port, nodes, localRanks, name } = options;
const transport = openTransport(certificate, '--certificate');
const coordinator = { host: '127.0.0.1', port };
let heartbeats = 0;

/** One process is all ranks here: of the addresses of their peers, which each of ten thousand is told, it reads none. */
const CONNECT = (2 << 3) | 2; // as proto/dinofleet/v1/coordinator.proto numbers it
const { workerSession } = coordinatorService;
const { responseDeserialize } = workerSession;
workerSession.responseDeserialize = (bytes) =>
  bytes[0] === CONNECT ? ({ kind: 'connect' } as ReturnType<typeof responseDeserialize>) : responseDeserialize(bytes);

/** Who waits for a turn to dial. */
const waiting: (() => void)[] = [];
let dialling = 0;
const dialNext = () => {
  while (dialling < MOST_DIALLING && waiting.length > 0) {
    dialling++;
    waiting.shift()!();
  }
};
const dialled = () => {
  dialling--;
  dialNext();
};

for (let i = 0; i < nodes; i++) waiting.push(() => joinWith(`${name}-${i}`));
dialNext();

process.on('message', (order: ToChild) => {
  if (order.kind !== 'measure') return;
  heartbeats = 0;
  setTimeout(() => process.send!({ kind: 'figures', heartbeats } satisfies FromLoad), 1000 * order.seconds);
});
process.on('disconnect', () => process.exit(0));

function joinWith(nodeId: string): void {
  const { stream } = dialAgentSession(transport, coordinator);
  failWhere(stream, nodeId);
  const outbox = new Outbox<AgentMessage>();
  outbox.open(stream);
  stream.on('data', (command) => {
    if (command.kind === 'surveyRequest') {
      dialled();
      const { token, listing } = JOB;
      const survey = { token, listingHash: listing.hash, imageCount: listing.images, peerAddress: '127.0.0.1:7400' };
      stream.write({ kind: 'survey', survey });
      setInterval(() => {
        heartbeats++;
        stream.write({ kind: 'heartbeat', heartbeat: {} });
      }, defaultTimings.heartbeatMs);
    }
    if (command.kind === 'probe') outbox.send({ kind: 'probed', probed: {} });
    if (command.kind === 'heard') outbox.heard(command.heard.number);
    if (command.kind !== 'spawn') return;
    const workerIds = Array.from({ length: command.spawn.count }, () => randomUUID());
    outbox.send({ kind: 'workersSpawned', workersSpawned: { workerIds } });
    for (const workerId of workerIds) waiting.push(() => work(workerId));
    dialNext();
  });
  stream.write({ kind: 'hello', hello: aNode(nodeId, localRanks) });
}

function work(workerId: string): void {
  const { stream } = dialWorkerSession(transport, coordinator);
  failWhere(stream, workerId);
  const outbox = new Outbox<WorkerMessage>();
  outbox.open(stream);
  let rank = -1;
  let step = 0;
  let progress = 0;
  stream.on('data', (command) => {
    if (command.kind === 'heard') outbox.heard(command.heard.number);
    if (command.kind === 'start') {
      dialled();
      rank = command.start.rank;
      outbox.send({ kind: 'address', address: { address: Buffer.alloc(rank === 0 ? NCCL_ID_BYTES : 0) } });
    }
    if (command.kind !== 'connect') return;
    outbox.send({ kind: 'running', running: { startStep: 0, totalSteps: 1_000_000, summary: 'a bench' } });
    setInterval(() => {
      const steps = rank === 0 ? Array.from({ length: 10 }, () => step++) : [];
      const report: WorkerMessage = { kind: 'report', report: aReport(steps) };
      if (rank === 0) outbox.send(report);
      else stream.write(report);
    }, REPORT_MS);
  });
  stream.write({ kind: 'hello', hello: { jobId: JOB.jobId, workerId } });
  setInterval(() => {
    heartbeats++;
    stream.write({ kind: 'heartbeat', heartbeat: { progress: progress++ } });
  }, defaultTimings.heartbeatMs);
}

function failWhere(stream: { on(event: 'error', call: (error: Error) => void): unknown }, who: string): void {
  stream.on('error', (error) => {
    console.error(`the stream of ${who} broke: ${error.message}`);
    process.exit(1);
  });
}
