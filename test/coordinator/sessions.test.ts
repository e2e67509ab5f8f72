import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { type TestContext, test } from 'node:test';
import { Client, credentials, Server, ServerCredentials } from '@grpc/grpc-js';
import { type Job, newJob } from '../../src/coordinator/job/job.js';
import type { JobEvent } from '../../src/coordinator/job/job-event.js';
import { Sessions } from '../../src/coordinator/sessions.js';
import { dialAgentSession, dialWorkerSession } from '../../src/rpc/dial.js';
import { HELLO_MS, MESSAGES_AT_ONCE } from '../../src/rpc/limits.js';
import type { AgentMessage, WorkerMessage } from '../../src/rpc/messages.js';
import { PROTOCOL } from '../../src/rpc/protocol.js';
import { type AgentSession, coordinatorService, type WorkerSession } from '../../src/rpc/service.js';
import { loopback } from '../../src/rpc/transport.js';
import { until } from '../fixtures/until.js';
import { aNode, simulatedOptions } from './job/a-node.js';

/** The coordinator's end of a stream, without any wire. */
class FakeStream extends EventEmitter {
  readonly written: { kind?: string }[] = [];
  writableEnded = false;

  write(command: { kind?: string }): void {
    assert.equal(this.writableEnded, false, 'written after the end');
    this.written.push(command);
  }

  getPeer(): string {
    return 'ipv4:192.0.2.1:4711';
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
  const options = {
    jobId: 'ours',
    build: aNode('host').build,
    outputDir: '/out',
    snapshotDir: '/memory',
    checkpointDir: '',
    isOwnDir: false,
    token: 'token',
    leaseMs: 60_000,
    network: null,
    nowMs: () => 0,
  };
  const signs: [who: string, progress?: number | null][] = [];
  const heartbeats = {
    ofNode: (nodeId: string) => void signs.push([nodeId]),
    ofWorker: (workerId: string, beat: { progress: number } | null) =>
      void signs.push([workerId, beat === null ? null : beat.progress]),
  };
  const sessions = new Sessions(options, heartbeats, (event) => events.push(event));
  const open = (method: 'agentSession' | 'workerSession', ...messages: (WorkerMessage | AgentMessage)[]) => {
    const stream = new FakeStream();
    sessions.handlers[method](stream as unknown as AgentSession & WorkerSession);
    for (const message of messages) stream.receive(message);
    return stream;
  };
  return {
    sessions,
    delivered: () => events.splice(0),
    signsOfLife: () => signs.splice(0),
    worker: (...messages: WorkerMessage[]) => open('workerSession', ...messages),
    agent: (...messages: AgentMessage[]) => open('agentSession', ...messages),
  };
}

const who = { workerId: 'w' };
const hello = (change: object = {}): WorkerMessage => ({ kind: 'hello', hello: { jobId: 'ours', ...who, ...change } });
const spawned = (...workerIds: string[]): AgentMessage => ({ kind: 'workersSpawned', workersSpawned: { workerIds } });
const heartbeat: WorkerMessage = { kind: 'heartbeat', heartbeat: { progress: 5 } };
const node = { ...aNode('host'), localRanks: 2, listenHost: '127.0.0.1' };
const agentHello = (nodeId: string, change: object = {}): AgentMessage => ({
  kind: 'hello',
  hello: { nodeId, ...node, ...change },
});
const survey: AgentMessage = {
  kind: 'survey',
  survey: { token: 'token', listingHash: 'hash', imageCount: 8, problem: '' },
};

/** The same, after the agent "a" has given out the ids "w" and "v". */
function sessionsWithAgent() {
  const opened = openSessions();
  const agent = opened.agent(agentHello('a'), spawned('w', 'v'));
  assert.deepEqual(opened.delivered(), [{ kind: 'workersSpawned', nodeId: 'a', workerIds: ['w', 'v'] }]);
  return { ...opened, agentOfA: agent };
}

const unknown = 'no agent of this job has a worker of its id that is still to come';

test('a worker is heard under the id that its hello names, until its stream breaks', () => {
  const { sessions, worker, delivered, signsOfLife } = sessionsWithAgent();
  signsOfLife();
  const stream = worker(hello(), heartbeat, { kind: 'log', log: { message: 'a word' } });
  assert.equal(sessions.worker('w'), stream);
  assert.equal(sessions.worker('v'), undefined);
  assert.deepEqual(delivered(), [
    { kind: 'workerStarted', ...who },
    { kind: 'workerLogged', ...who, level: 'info', message: 'a word' },
  ]);
  assert.deepEqual(signsOfLife(), [
    ['w', 5],
    ['w', null],
  ]);
  stream.emit('cancelled');
  stream.emit('close');
  assert.deepEqual(delivered(), [{ kind: 'workerStreamBroken', ...who }]);
  assert.equal(sessions.worker('w'), undefined);
});

for (const [whose, jobId, reason] of [
  ['another job', 'theirs', 'it belongs to job theirs'],
  ['no job', '', 'it belongs to job (none)'],
])
  test(`a worker of ${whose} is told to end, and the id that it names stays the rightful worker's`, () => {
    const { sessions, worker, delivered, signsOfLife } = sessionsWithAgent();
    const rightful = worker(hello());
    signsOfLife();
    delivered();
    const stranger = worker(hello({ jobId }));
    assert.deepEqual(stranger.orders, ['endNow']);
    assert.equal(stranger.writableEnded, true);
    assert.equal(sessions.worker('w'), rightful);
    assert.deepEqual(delivered(), [{ kind: 'workerRefused', ...who, reason }]);
    stranger.receive(heartbeat);
    stranger.receive(hello());
    stranger.emit('close');
    assert.deepEqual([delivered(), signsOfLife()], [[], []], 'nothing that it says or does counts');
    assert.equal(sessions.worker('w'), rightful);
    rightful.receive(heartbeat);
    assert.deepEqual(signsOfLife(), [['w', 5]]);
  });

test('a stranger that comes first does not keep the rightful worker out', () => {
  const { sessions, worker, delivered } = sessionsWithAgent();
  worker(hello({ jobId: 'theirs' }));
  const rightful = worker(hello());
  assert.equal(sessions.worker('w'), rightful);
  assert.deepEqual(
    delivered().map(({ kind }) => kind),
    ['workerRefused', 'workerStarted'],
  );
});

test('an id is claimed once: a second process is refused, whether the first still lives or not', () => {
  const { sessions, worker, delivered } = sessionsWithAgent();
  const first = worker(hello());
  delivered();
  const second = worker(hello());
  assert.deepEqual(second.orders, ['endNow']);
  assert.equal(sessions.worker('w'), first);
  assert.deepEqual(delivered(), [{ kind: 'workerRefused', ...who, reason: 'another process is at work under its id' }]);
  second.emit('close');
  assert.deepEqual(delivered(), []);
  first.emit('end');
  delivered();
  assert.deepEqual(worker(hello()).orders, ['endNow']);
  assert.deepEqual(delivered(), [{ kind: 'workerRefused', ...who, reason: unknown }]);
  assert.equal(sessions.worker('w'), undefined);
});

test('a worker whose id no agent has given out is refused, and so is one whose process has ended or whose node is lost', () => {
  const { sessions, worker, agentOfA, delivered } = sessionsWithAgent();
  const refused = (workerId: string) => {
    delivered();
    assert.deepEqual(worker(hello({ workerId })).orders, ['endNow']);
    assert.deepEqual(delivered(), [{ kind: 'workerRefused', workerId, reason: unknown }]);
    assert.equal(sessions.worker(workerId), undefined);
  };
  for (const workerId of ['', 'x']) refused(workerId);
  const exit = { code: 0, signal: 'SIGKILL', problem: '', killedByAgent: false, logTail: '' };
  agentOfA.receive({ kind: 'workerExited', workerExited: { workerId: 'v', ...exit } });
  refused('v');
  agentOfA.emit('end');
  refused('w');
});

test('workers say hello in any order', () => {
  const { worker, delivered } = sessionsWithAgent();
  for (const workerId of ['v', 'w']) worker(hello({ workerId }));
  assert.deepEqual(delivered(), [
    { kind: 'workerStarted', workerId: 'v' },
    { kind: 'workerStarted', workerId: 'w' },
  ]);
});

test('a worker that is told to end is heard no more', () => {
  const { sessions, worker, delivered, signsOfLife } = sessionsWithAgent();
  signsOfLife();
  const stray = worker(hello());
  sessions.endWorker('w');
  sessions.endWorker('w');
  assert.deepEqual(stray.orders, ['endNow']);
  delivered();
  stray.receive(heartbeat);
  stray.emit('close');
  assert.deepEqual([delivered(), signsOfLife()], [[], []]);
  assert.equal(sessions.worker('w'), undefined);
});

test("a stream's worker never changes: another hello on it says nothing", () => {
  const { sessions, worker, delivered, signsOfLife } = sessionsWithAgent();
  const stream = worker(hello(), hello({ workerId: 'v' }), hello({ jobId: 'theirs' }));
  assert.deepEqual(delivered(), [{ kind: 'workerStarted', ...who }]);
  assert.deepEqual(stream.orders, []);
  assert.equal(sessions.worker('v'), undefined);
  signsOfLife();
  stream.receive(heartbeat);
  assert.deepEqual(signsOfLife(), [['w', 5]]);
});

const saysNothing = 'its first message does not say who it is';
const peer = 'ipv4:192.0.2.1:4711';

test('a stream that begins with anything but a hello is told so and closed, and a hello after that comes too late', () => {
  for (const first of [heartbeat, {} as WorkerMessage]) {
    const { sessions, worker, delivered } = sessionsWithAgent();
    const stream = worker(first, hello(), heartbeat);
    assert.equal(stream.writableEnded, true);
    assert.equal(sessions.worker('w'), undefined);
    stream.emit('close');
    assert.deepEqual(delivered(), [{ kind: 'workerRefused', workerId: peer, reason: saysNothing }]);
  }
  for (const first of [survey, {} as AgentMessage, agentHello('')]) {
    const { sessions, agent, delivered } = openSessions();
    const stream = agent(first, agentHello('a'), survey);
    assert.equal(stream.writableEnded, true);
    assert.deepEqual(stream.written, [{ kind: 'refused', refused: { reason: saysNothing } }]);
    assert.deepEqual(sessions.agents(), []);
    stream.emit('close');
    assert.deepEqual(delivered(), [{ kind: 'nodeRefused', hostname: peer, reason: saysNothing }]);
  }
});

test('a stream that says nothing is closed after a while, with a sentence, and one that said hello is not', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { worker, agent, delivered, agentOfA } = sessionsWithAgent();
  const rightful = worker(hello());
  delivered();
  const [silentWorker, silentAgent, gone] = [worker(), agent(), agent()];
  gone.emit('close');
  t.mock.timers.tick(HELLO_MS - 1);
  assert.deepEqual([silentWorker.writableEnded, silentAgent.writableEnded], [false, false]);
  t.mock.timers.tick(1);
  const reason = 'it has not said who it is within 10 s';
  assert.deepEqual(silentWorker.orders, ['endNow']);
  assert.deepEqual(silentAgent.written, [{ kind: 'refused', refused: { reason } }]);
  assert.deepEqual(delivered(), [
    { kind: 'workerRefused', workerId: peer, reason },
    { kind: 'nodeRefused', hostname: peer, reason },
  ]);
  assert.deepEqual([rightful.writableEnded, agentOfA.writableEnded], [false, false]);
});

test('who speaks faster than anybody means to is lost, by that reason, and all others go on', () => {
  const { sessions, worker, delivered, agentOfA, signsOfLife } = sessionsWithAgent();
  const [flooding, rightful] = [worker(hello()), worker(hello({ workerId: 'v' }))];
  delivered();
  const reason = 'it has sent more than 1000 messages a second';
  for (let i = 0; i < MESSAGES_AT_ONCE - 1; i++) flooding.receive(heartbeat);
  assert.deepEqual(delivered(), []);
  flooding.receive(heartbeat);
  flooding.receive(heartbeat);
  assert.deepEqual(delivered(), [
    { kind: 'workerFailed', ...who, code: 'BAD_MESSAGE', message: reason, fatal: false, exitCode: 1 },
    { kind: 'workerStreamBroken', ...who },
  ]);
  assert.deepEqual(flooding.orders, ['endNow']);
  signsOfLife();
  rightful.receive(heartbeat);
  assert.deepEqual(signsOfLife(), [['v', 5]]);
  for (let i = 0; i < MESSAGES_AT_ONCE; i++) agentOfA.receive({ kind: 'heartbeat', heartbeat: {} });
  assert.deepEqual(delivered(), [{ kind: 'nodeLost', nodeId: 'a', reason }]);
  assert.deepEqual(agentOfA.written.at(-1), { kind: 'refused', refused: { reason } });
  assert.equal(sessions.worker('v'), rightful);
});

test('a message without content is passed over', () => {
  const { worker, agentOfA, delivered } = sessionsWithAgent();
  worker(hello(), {} as WorkerMessage);
  agentOfA.receive({} as AgentMessage);
  assert.deepEqual(delivered(), [{ kind: 'workerStarted', ...who }]);
});

test('an agent is asked what it sees, once, and joins by its answer', () => {
  const { sessions, agent, delivered } = openSessions();
  const stream = agent(agentHello('a'));
  assert.deepEqual(stream.written, [
    {
      kind: 'surveyRequest',
      surveyRequest: {
        outputDir: '/out',
        snapshotDir: '/memory',
        listenHost: '127.0.0.1',
        token: '',
        checkpointDir: '',
      },
    },
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

for (const [what, change, says] of [
  [
    'another build',
    { build: '0.1.0+theirs' },
    'runs build 0.1.0+theirs, the coordinator build 0.1.0+ours: ranks of two builds may',
  ],
  ['a build that does not say which', { build: '' }, 'runs an older build, the coordinator build 0.1.0+ours: ranks'],
  [
    'another protocol',
    { protocol: 9 },
    `speaks version 9 of the protocol (build 0.1.0+ours), the coordinator version ${PROTOCOL} (build 0.1.0+ours); install the same`,
  ],
  [
    'no protocol',
    { protocol: 0, build: '' },
    'speaks version 0 of the protocol (an older build), the coordinator version',
  ],
] as const)
  test(`an agent of ${what} is refused with both and what to do, and its stream is closed`, () => {
    const { sessions, agent, delivered } = openSessions();
    const stream = agent(agentHello('a', change));
    const [first, ...more] = stream.written as { kind: string; refused?: { reason: string } }[];
    const { kind, refused } = first!;
    assert.equal(kind, 'refused');
    assert.ok(refused!.reason.startsWith(`host ${says}`), refused!.reason);
    assert.match(refused!.reason, /install the same build of Dinofleet on both, run "npm run setup" there/);
    assert.deepEqual(more, []);
    assert.equal(stream.writableEnded, true);
    assert.deepEqual(delivered(), [{ kind: 'nodeRefused', hostname: 'host', reason: refused!.reason }]);
    stream.receive(survey);
    stream.receive(agentHello('a'));
    stream.emit('close');
    assert.deepEqual(delivered(), []);
    assert.deepEqual(sessions.agents(), []);
  });

test('an agent that dials again is met on its new stream alone', () => {
  const { sessions, agent, delivered, signsOfLife } = openSessions();
  const before = agent(agentHello('a'), survey);
  delivered();
  signsOfLife();
  const after = agent(agentHello('a'));
  assert.deepEqual(delivered(), [{ kind: 'nodeLost', nodeId: 'a', reason: 'it has dialled again' }]);
  assert.equal(before.writableEnded, true);
  assert.equal(sessions.agent('a'), after);
  before.receive({ kind: 'heartbeat', heartbeat: {} });
  before.receive(survey);
  before.emit('close');
  assert.deepEqual([delivered(), signsOfLife()], [[], []], 'the old stream is void');
  after.receive({ kind: 'heartbeat', heartbeat: {} });
  assert.deepEqual(signsOfLife(), [['a']]);
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
    const { stream, close } = dialWorkerSession(loopback, address);
    t.after(close);
    const orders: (string | undefined)[] = [];
    const ended = new Promise<number>((resolve) => stream.once('status', ({ code }) => resolve(code)));
    stream.on('data', ({ kind }) => orders.push(kind)).on('error', () => {});
    stream.write(first);
    return { stream, orders, ended };
  };
  const agent = dialAgentSession(loopback, address);
  t.after(agent.close);
  agent.stream.on('error', () => {}).write(agentHello('a'));
  agent.stream.write(spawned('w'));
  await until('the id', () => delivered()[0]);
  const rightful = dial(hello());
  await until('the rightful worker', () => sessions.worker('w'));
  const session = sessions.worker('w');

  for (const claim of [hello({ jobId: 'theirs' }), hello(), hello({ workerId: 'x' })]) {
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

  assert.equal(sessions.worker('w'), session);
  session!.write({ kind: 'saveAndStop', saveAndStop: {} });
  await until('an order', () => rightful.orders[0]);
  assert.deepEqual(rightful.orders, ['saveAndStop']);
  assert.deepEqual(
    delivered().map(({ kind }) => kind),
    ['workerStarted', 'workerRefused', 'workerRefused', 'workerRefused', 'workerRefused'],
  );
  rightful.stream.cancel();
  await until('the end of its stream', () => (sessions.worker('w') === undefined ? true : undefined));
});

test('over the wire: an agent that dials again while its old stream stands is met on the new one', async (t) => {
  const { sessions, delivered, address } = await serve(t);
  const dial = () => {
    const { stream, close } = dialAgentSession(loopback, address);
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

test('an agent that leaves is lost at once, with the reason, and what it says of its workers after that means nothing', () => {
  const { sessions, agentOfA, delivered } = sessionsWithAgent();
  agentOfA.receive({ kind: 'leaving', leaving: {} });
  assert.deepEqual(delivered(), [{ kind: 'nodeLost', nodeId: 'a', reason: 'it was asked to leave' }]);
  assert.equal(sessions.agent('a'), undefined);
  agentOfA.receive({ kind: 'workerExited', workerExited: { workerId: 'w', signal: 'SIGKILL', killedByAgent: true } });
  agentOfA.emit('close');
  assert.deepEqual(delivered(), []);
});

const known = (numbers: Record<string, number>) => ({ heardOf: (id: string) => numbers[id] ?? 0, forget: () => {} });

test('what was heard before is not heard twice, and what was missed between is not passed over', () => {
  const { sessions, worker, delivered } = sessionsWithAgent();
  sessions.open(known({}), jobWith());
  const stream = worker(hello());
  delivered();
  const log = (message: string, number: number): WorkerMessage => ({ kind: 'log', log: { message }, number });
  for (const number of [1, 2, 2, 1]) stream.receive(log(String(number), number));
  assert.deepEqual(
    delivered().map((event) => (event.kind === 'workerLogged' ? event.message : event.kind)),
    ['1', '2'],
  );
  stream.receive(log('4', 4));
  assert.deepEqual(delivered(), [{ kind: 'workerStreamBroken', ...who }]);
  assert.deepEqual(stream.orders, ['endNow']);
});

test('who returns is asked nothing, and goes on behind what the journal has of him', () => {
  const { sessions, agent, worker, delivered } = openSessions();
  sessions.open(known({ a: 7, w: 3 }), jobWith({ id: 'w', nodeId: 'a' }));
  const back = agent(agentHello('a', { returnsTo: 'ours', workerIds: ['w'] }));
  assert.deepEqual(back.orders, []);
  assert.deepEqual(delivered(), [{ kind: 'nodeReturned', nodeId: 'a' }]);
  sessions.readmit('a');
  const ofWorker = worker(hello({ returns: true, trainsIn: 5 }));
  assert.deepEqual(delivered(), [{ kind: 'workerReturned', ...who, trainsIn: 5 }]);
  sessions.welcome('w');
  assert.deepEqual([back.orders, ofWorker.orders], [['readmitted'], ['heard']]);
  ofWorker.receive({ kind: 'log', log: { message: 'heard before' }, number: 3 });
  ofWorker.receive({ kind: 'log', log: { message: 'new' }, number: 4 });
  assert.equal(delivered().length, 1);
});

test('an agent of another job, and one that dials for the first time, is asked what it sees', () => {
  const { sessions, agent, delivered } = openSessions();
  sessions.open(known({}), jobWith());
  for (const returnsTo of ['', 'theirs'])
    assert.deepEqual(agent(agentHello('a', { returnsTo })).orders, ['surveyRequest']);
  assert.deepEqual(
    delivered().map(({ kind }) => kind),
    ['nodeLost'],
  );
});

test('a worker that returns under an id that the journal does not know is told to end', () => {
  const { sessions, worker, delivered } = openSessions();
  sessions.open(known({}), jobWith());
  assert.deepEqual(worker(hello({ returns: true, trainsIn: 1 })).orders, ['endNow']);
  assert.deepEqual(delivered(), [{ kind: 'workerRefused', ...who, reason: unknown }]);
});

test('agents hear every second and workers not, and both where something new of theirs is known for good', () => {
  const { sessions, worker, agentOfA } = sessionsWithAgent();
  const numbers: Record<string, number> = {};
  sessions.open(known(numbers), jobWith());
  const stream = worker(hello());
  const before = agentOfA.written.length;
  for (const atMs of [0, 250, 750]) sessions.acknowledge(atMs);
  numbers.w = 2;
  sessions.acknowledge(1_000);
  numbers.a = 1;
  for (const atMs of [1_250, 1_500, 2_000]) sessions.acknowledge(atMs);
  assert.deepEqual(stream.written.slice(-1), [{ kind: 'heard', heard: { number: 2 } }]);
  assert.deepEqual(stream.orders, ['heard']);
  assert.deepEqual(agentOfA.written.slice(before), [
    { kind: 'heard', heard: { number: 0 } },
    { kind: 'heard', heard: { number: 0 } },
    { kind: 'heard', heard: { number: 1 } },
  ]);
});

function jobWith(...workers: { id: string; nodeId: string }[]): Job {
  const all = workers.map((worker) => ({ ...worker, stage: 'ready' }) as const);
  return { ...newJob(simulatedOptions, 0), workers: all };
}
