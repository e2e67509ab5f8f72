import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { type TestContext, test } from 'node:test';
import { Client, credentials, Server, ServerCredentials } from '@grpc/grpc-js';
import type { JobEvent } from '../../src/coordinator/job/job-event.js';
import { Sessions } from '../../src/coordinator/sessions.js';
import { dialAgentSession, dialWorkerSession } from '../../src/rpc/dial.js';
import type { AgentMessage, WorkerMessage } from '../../src/rpc/messages.js';
import { type AgentSession, coordinatorService, type WorkerSession } from '../../src/rpc/service.js';
import { until } from '../fixtures/until.js';

/** The coordinator's end of a stream, without any wire. */
class FakeStream extends EventEmitter {
  readonly written: { kind?: string }[] = [];
  writableEnded = false;

  write(command: { kind?: string }): void {
    assert.equal(this.writableEnded, false, 'written after the end');
    this.written.push(command);
  }

  end(): void {
    this.writableEnded = true;
  }

  receive(message: WorkerMessage | AgentMessage): void {
    this.emit('data', message);
  }

  get orders(): (string | undefined)[] {
    return this.written.map(({ kind }) => kind);
  }
}

/** Sessions of the job "ours", and what they have delivered since the last look. */
function openSessions() {
  const events: JobEvent[] = [];
  const options = { jobId: 'ours', outputDir: '/out', datasetPath: '/images' };
  const sessions = new Sessions(options, (event) => events.push(event));
  const open = (method: 'agentSession' | 'workerSession', ...messages: (WorkerMessage | AgentMessage)[]) => {
    const stream = new FakeStream();
    sessions.handlers[method](stream as unknown as AgentSession & WorkerSession);
    for (const message of messages) stream.receive(message);
    return stream;
  };
  return {
    sessions,
    delivered: () => events.splice(0),
    worker: (...messages: WorkerMessage[]) => open('workerSession', ...messages),
    agent: (...messages: AgentMessage[]) => open('agentSession', ...messages),
  };
}

const place = { generation: 2, rank: 1 };
const hello = (change: object = {}): WorkerMessage => ({
  kind: 'hello',
  hello: { jobId: 'ours', ...place, ...change },
});
const heartbeat: WorkerMessage = { kind: 'heartbeat', heartbeat: { progress: 5 } };
const node = { hostname: 'host', cores: 4, localRanks: 2, listenHost: '127.0.0.1' };
const agentHello = (nodeId: string): AgentMessage => ({ kind: 'hello', hello: { nodeId, ...node } });
const survey: AgentMessage = {
  kind: 'survey',
  survey: { token: 'token', listingHash: 'hash', imageCount: 8, problem: '' },
};

test('a worker has the place that its hello names, until its stream breaks', () => {
  const { sessions, worker, delivered } = openSessions();
  const stream = worker(hello(), heartbeat);
  assert.equal(sessions.worker(2, 1), stream);
  assert.deepEqual(sessions.workersOf(2), [stream]);
  assert.deepEqual(delivered(), [
    { kind: 'workerStarted', ...place },
    { kind: 'workerHeartbeat', ...place, progress: 5 },
  ]);
  stream.emit('cancelled');
  stream.emit('close');
  assert.deepEqual(delivered(), [{ kind: 'workerStreamBroken', ...place }]);
  assert.equal(sessions.worker(2, 1), undefined);
});

for (const [whose, jobId, reason] of [
  ['another job', 'theirs', 'it belongs to job theirs'],
  ['no job', '', 'it belongs to job (none)'],
])
  test(`a worker of ${whose} is told to end, and the place that it names stays the rightful worker's`, () => {
    const { sessions, worker, delivered } = openSessions();
    const rightful = worker(hello());
    delivered();
    const stranger = worker(hello({ jobId }));
    assert.deepEqual(stranger.orders, ['endNow']);
    assert.equal(stranger.writableEnded, true);
    assert.equal(sessions.worker(2, 1), rightful);
    assert.deepEqual(delivered(), [{ kind: 'workerRefused', ...place, reason }]);
    stranger.receive(heartbeat);
    stranger.receive(hello());
    stranger.emit('close');
    assert.deepEqual(delivered(), [], 'nothing that it says or does counts');
    assert.equal(sessions.worker(2, 1), rightful);
    rightful.receive(heartbeat);
    assert.equal(delivered().length, 1);
  });

test('a stranger that comes first does not keep the rightful worker out', () => {
  const { sessions, worker, delivered } = openSessions();
  worker(hello({ jobId: 'theirs' }));
  const rightful = worker(hello());
  assert.equal(sessions.worker(2, 1), rightful);
  assert.deepEqual(
    delivered().map(({ kind }) => kind),
    ['workerRefused', 'workerStarted'],
  );
});

test('a second claim to a place whose worker lives is refused, and granted once its stream has broken', () => {
  const { sessions, worker, delivered } = openSessions();
  const first = worker(hello());
  delivered();
  const second = worker(hello());
  assert.deepEqual(second.orders, ['endNow']);
  assert.equal(sessions.worker(2, 1), first);
  const reason = 'another process is at work in its place';
  assert.deepEqual(delivered(), [{ kind: 'workerRefused', ...place, reason }]);
  second.emit('close');
  assert.deepEqual(delivered(), []);
  first.emit('end');
  const third = worker(hello());
  assert.equal(sessions.worker(2, 1), third);
});

test('a worker that is told to end frees its place at once, and is heard no more', () => {
  const { sessions, worker, delivered } = openSessions();
  const stray = worker(hello());
  sessions.endWorker(2, 1);
  sessions.endWorker(2, 1);
  assert.deepEqual(stray.orders, ['endNow']);
  const rightful = worker(hello());
  delivered();
  stray.receive(heartbeat);
  stray.emit('close');
  assert.deepEqual(delivered(), []);
  assert.equal(sessions.worker(2, 1), rightful);
});

test("a stream's worker never changes: another hello on it says nothing", () => {
  const { sessions, worker, delivered } = openSessions();
  const stream = worker(hello(), hello({ rank: 0 }), hello({ jobId: 'theirs' }));
  assert.deepEqual(delivered(), [{ kind: 'workerStarted', ...place }]);
  assert.deepEqual(stream.orders, []);
  assert.equal(sessions.worker(2, 0), undefined);
  stream.receive(heartbeat);
  assert.deepEqual(delivered(), [{ kind: 'workerHeartbeat', ...place, progress: 5 }]);
});

test('a stream that begins with anything but a hello is closed, and a hello after that comes too late', () => {
  for (const first of [heartbeat, {} as WorkerMessage]) {
    const { sessions, worker, delivered } = openSessions();
    const stream = worker(first, hello(), heartbeat);
    assert.equal(stream.writableEnded, true);
    assert.equal(sessions.worker(2, 1), undefined);
    stream.emit('close');
    assert.deepEqual(delivered(), []);
  }
  for (const first of [survey, {} as AgentMessage, agentHello('')]) {
    const { sessions, agent, delivered } = openSessions();
    const stream = agent(first, agentHello('a'), survey);
    assert.equal(stream.writableEnded, true);
    assert.deepEqual(stream.orders, []);
    assert.deepEqual(sessions.agents(), []);
    stream.emit('close');
    assert.deepEqual(delivered(), []);
  }
});

test('a message without content is passed over', () => {
  const { worker, agent, delivered } = openSessions();
  worker(hello(), {} as WorkerMessage);
  agent(agentHello('a'), {} as AgentMessage);
  assert.deepEqual(delivered(), [{ kind: 'workerStarted', ...place }]);
});

test('an agent is asked what it sees, once, and joins by its answer', () => {
  const { sessions, agent, delivered } = openSessions();
  const stream = agent(agentHello('a'));
  assert.deepEqual(stream.written, [
    { kind: 'surveyRequest', surveyRequest: { outputDir: '/out', datasetPath: '/images' } },
  ]);
  assert.equal(sessions.agent('a'), stream);
  stream.receive(agentHello('b'));
  stream.receive(survey);
  stream.receive(survey);
  const [joined, ...more] = delivered();
  assert.equal(joined?.kind === 'nodeJoined' && joined.nodeId, 'a');
  assert.deepEqual(more, []);
  assert.equal(sessions.agent('b'), undefined);
});

test('an agent that dials again is met on its new stream alone', () => {
  const { sessions, agent, delivered } = openSessions();
  const before = agent(agentHello('a'), survey);
  delivered();
  const after = agent(agentHello('a'));
  assert.deepEqual(delivered(), [{ kind: 'nodeLost', nodeId: 'a', reason: 'it has dialled again' }]);
  assert.equal(before.writableEnded, true);
  assert.equal(sessions.agent('a'), after);
  before.receive({ kind: 'heartbeat', heartbeat: {} });
  before.receive(survey);
  before.emit('close');
  assert.deepEqual(delivered(), [], 'the old stream is void');
  after.receive({ kind: 'heartbeat', heartbeat: {} });
  assert.deepEqual(delivered(), [{ kind: 'nodeHeartbeat', nodeId: 'a' }]);
  after.emit('end');
  assert.deepEqual(delivered(), [{ kind: 'nodeLost', nodeId: 'a', reason: 'its stream broke' }]);
  assert.deepEqual(sessions.agents(), []);
});

async function serve(t: TestContext) {
  const opened = openSessions();
  const server = new Server();
  server.addService(coordinatorService, opened.sessions.handlers);
  const port = await new Promise<number>((resolve, reject) => {
    const bound = (error: Error | null, bound: number) => (error === null ? resolve(bound) : reject(error));
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), bound);
  });
  t.after(() => server.forceShutdown());
  return { ...opened, address: { host: '127.0.0.1', port } };
}

test('over the wire: a stranger is told to end and its stream closed, junk is closed, and the rightful worker goes on', async (t) => {
  const { sessions, delivered, address } = await serve(t);
  const dial = (first: WorkerMessage) => {
    const { stream, close } = dialWorkerSession(address);
    t.after(close);
    const orders: (string | undefined)[] = [];
    const ended = new Promise<number>((resolve) => stream.once('status', ({ code }) => resolve(code)));
    stream.on('data', ({ kind }) => orders.push(kind)).on('error', () => {});
    stream.write(first);
    return { stream, orders, ended };
  };
  const rightful = dial(hello());
  await until('the rightful worker', () => sessions.worker(2, 1));
  const session = sessions.worker(2, 1);

  for (const claim of [hello({ jobId: 'theirs' }), hello()]) {
    const stranger = dial(claim);
    assert.equal(await stranger.ended, 0);
    assert.deepEqual(stranger.orders, ['endNow']);
  }
  assert.equal(await dial(heartbeat).ended, 0);

  const client = new Client(`127.0.0.1:${address.port}`, credentials.createInsecure());
  t.after(() => client.close());
  const { path } = coordinatorService.workerSession;
  const junk = client.makeBidiStreamRequest<Buffer, Buffer>(
    path,
    (bytes) => bytes,
    (bytes) => bytes,
  );
  const junkEnded = new Promise<number>((resolve) => junk.once('status', ({ code }) => resolve(code)));
  junk.on('error', () => {}).on('data', () => {});
  junk.write(Buffer.from([0xff, 0xff, 0xff, 0xff]));
  assert.notEqual(await junkEnded, 0);

  assert.equal(sessions.worker(2, 1), session);
  session!.write({ kind: 'saveAndStop', saveAndStop: {} });
  await until('an order', () => rightful.orders[0]);
  assert.deepEqual(rightful.orders, ['saveAndStop']);
  assert.deepEqual(
    delivered().map(({ kind }) => kind),
    ['workerStarted', 'workerRefused', 'workerRefused'],
  );
  rightful.stream.cancel();
  await until('the end of its place', () => (sessions.worker(2, 1) === undefined ? true : undefined));
});

test('over the wire: an agent that dials again while its old stream stands is met on the new one', async (t) => {
  const { sessions, delivered, address } = await serve(t);
  const dial = () => {
    const { stream, close } = dialAgentSession(address);
    t.after(close);
    const ended = new Promise<void>((resolve) => stream.once('status', () => resolve()));
    const asked = new Promise<void>((resolve) => stream.once('data', () => resolve()));
    stream.on('error', () => {}).write(agentHello('a'));
    return { stream, asked, ended };
  };
  const before = dial();
  await before.asked;
  const after = dial();
  await Promise.all([after.asked, before.ended]);
  assert.equal(sessions.agents().length, 1);
  assert.deepEqual(delivered(), [{ kind: 'nodeLost', nodeId: 'a', reason: 'it has dialled again' }]);
});
