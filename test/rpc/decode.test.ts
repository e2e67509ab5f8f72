import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromAgent, fromWorker } from '../../src/coordinator/from-wire.js';
import { messageProblem } from '../../src/coordinator/message-problem.js';
import type { AgentMessage, Filled, WorkerMessage } from '../../src/rpc/messages.js';
import { coordinatorService } from '../../src/rpc/service.js';
import { agentMessages, mutated, seeded, workerMessages } from './mutated-messages.js';

const ROUNDS = 3_000;

for (const [who, { requestSerialize, requestDeserialize }, messages] of [
  ['agent', coordinatorService.agentSession, agentMessages],
  ['worker', coordinatorService.workerSession, workerMessages],
] as const)
  test(`mutated messages of an ${who} are decoded, or refused with an error, and become no more than they are`, () => {
    const whole = messages.map((message) => (requestSerialize as (message: object) => Buffer)(message));
    let [decoded, refused] = [0, 0];
    for (let seed = 1; seed <= ROUNDS; seed++) {
      const random = seeded(seed);
      const bytes = mutated(whole[seed % whole.length]!, whole, random);
      let message: Filled<AgentMessage> | Filled<WorkerMessage>;
      try {
        message = requestDeserialize(bytes) as typeof message;
      } catch (error) {
        assert.ok(error instanceof Error, `seed ${seed}`);
        refused++;
        continue;
      }
      decoded++;
      messageProblem(message);
      const event =
        who === 'agent'
          ? fromAgent({ nodeId: 'a' } as Parameters<typeof fromAgent>[0], message as Filled<AgentMessage>)
          : fromWorker('w', message as Filled<WorkerMessage>);
      const size = JSON.stringify(event ?? '').length;
      assert.ok(size < 2_000 + 200 * bytes.length, `seed ${seed}: ${bytes.length} bytes became ${size}`);
    }
    assert.ok(decoded > ROUNDS / 20 && refused > ROUNDS / 20, `${decoded} decoded, ${refused} refused`);
  });
