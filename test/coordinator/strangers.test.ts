import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { Client, credentials, status } from '@grpc/grpc-js';
import { diskFiles } from '../../src/checkpoint/checkpoint-files.js';
import { CheckpointKeeper } from '../../src/checkpoint/save/keeper.js';
import { startCoordinator } from '../../src/coordinator/coordinator.js';
import type { Job } from '../../src/coordinator/job/job.js';
import { dialAgentSession } from '../../src/rpc/dial.js';
import { MAX_MESSAGE_BYTES } from '../../src/rpc/limits.js';
import { coordinatorService } from '../../src/rpc/service.js';
import { loopback } from '../../src/rpc/transport.js';
import { tokenPath } from '../../src/run/layout.js';
import { until } from '../fixtures/until.js';
import { temporaryFolder } from '../formats/torch-files.js';
import { agentMessages, mutated, seeded, workerMessages } from '../rpc/mutated-messages.js';
import { aNode, simulatedOptions } from './job/a-node.js';

const STREAMS = 300;

/** A coordinator of a job that waits for a second node, and an honest agent that has joined it. */
async function waitingJob(t: TestContext) {
  const outputDir = temporaryFolder();
  const { token, listing } = simulatedOptions;
  writeFileSync(tokenPath(outputDir), token);
  let job: Job | null = null;
  const coordinator = await startCoordinator({
    job: { ...simulatedOptions, outputDir, minNodes: 1_000, maxNodes: 1_000, heartbeatTimeoutMs: 60_000 },
    takenUp: null,
    request: '{}',
    transport: loopback,
    network: null,
    host: '127.0.0.1',
    port: 0,
    config: '{}',
    build: aNode('').build,
    snapshotDir: null,
    gather: async () => {},
    checkpoints: new CheckpointKeeper(diskFiles, {
      outputDir,
      token,
      retention: { newest: 2, every: 0 },
      store: 'shared',
      onSkipped: () => {},
    }),
    observers: [{ name: 'test', changed: (changed) => (job = changed) }],
    nowMs: () => performance.now(),
  });
  t.after(async () => {
    coordinator.deliver({ kind: 'interrupted' });
    coordinator.deliver({ kind: 'interrupted' });
    await coordinator.outcome;
  });
  const { stream, close } = dialAgentSession(loopback, coordinator.address);
  t.after(close);
  let ended = false;
  stream.on('error', () => {}).once('status', () => (ended = true));
  stream.on('data', (command) => {
    const survey = { token, listingHash: listing.hash, imageCount: listing.images, peerAddress: '127.0.0.1:7400' };
    if (command.kind === 'surveyRequest') stream.write({ kind: 'survey', survey });
    if (command.kind === 'jobOver') stream.end();
  });
  stream.write({
    kind: 'hello',
    hello: { nodeId: 'honest', ...aNode('honest'), localRanks: 2, listenHost: '127.0.0.1' },
  });
  const honest = () => (job as Job | null)?.nodes.find(({ id }) => id === 'honest');
  await until('the honest agent', honest);
  return { address: coordinator.address, honest, isOver: coordinator.isOver, hasEnded: () => ended };
}

function rawClient(t: TestContext, port: number) {
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
  t.after(() => client.close());
  return (method: 'agentSession' | 'workerSession', messages: readonly Buffer[]): Promise<status> => {
    const same = (bytes: Buffer) => bytes;
    const stream = client.makeBidiStreamRequest<Buffer, Buffer>(coordinatorService[method].path, same, same);
    return new Promise((resolve) => {
      stream.on('data', () => {}).on('error', () => {});
      stream.once('status', ({ code }) => resolve(code));
      for (const message of messages) stream.write(message);
      stream.end();
    });
  };
}

test(`mutated messages on ${STREAMS} streams end these alone: an honest agent's goes on, and memory does not grow`, async (t) => {
  const { address, honest, isOver, hasEnded } = await waitingJob(t);
  const say = rawClient(t, address.port);
  const before = process.memoryUsage.rss();
  for (let seed = 1; seed <= STREAMS; seed++) {
    const random = seeded(seed);
    const isAgent = seed % 2 === 0;
    const whole = isAgent
      ? agentMessages.map((message) => coordinatorService.agentSession.requestSerialize(message))
      : workerMessages.map((message) => coordinatorService.workerSession.requestSerialize(message));
    // Some say first who they are, and go wrong then.
    const first = seed % 3 === 0 ? mutated(whole[0]!, whole, random) : whole[0]!;
    const rest = whole.slice(1).map((bytes) => mutated(bytes, whole, random));
    await say(isAgent ? 'agentSession' : 'workerSession', [first, ...rest]);
  }
  assert.equal(isOver(), false);
  assert.equal(hasEnded(), false);
  assert.equal(honest()?.hostname, 'honest');
  const grownMb = (process.memoryUsage.rss() - before) / 1e6;
  assert.ok(grownMb < 500, `grew by ${grownMb} MB`);
});

test('a message beyond the limit ends its stream with a sentence, and no other', async (t) => {
  const { address, honest, hasEnded } = await waitingJob(t);
  const say = rawClient(t, address.port);
  const huge = coordinatorService.workerSession.requestSerialize({
    kind: 'log',
    log: { message: 'x'.repeat(MAX_MESSAGE_BYTES) },
  });
  assert.equal(await say('workerSession', [huge]), status.RESOURCE_EXHAUSTED);
  assert.equal(hasEnded(), false);
  assert.equal(honest()?.hostname, 'honest');
});
