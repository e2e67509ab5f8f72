import type { AgentMessage, Filled, WorkerMessage } from '../rpc/messages.js';

/** Names, ids, paths: what is a line in a log. */
const MAX_NAME = 4_096;
/** What people read, and the tail of a log. */
const MAX_TEXT = 65_536;
/** Ranks, devices and interfaces of a node. */
const MAX_OF_NODE = 1_024;
/** Of a rank, for its peers. */
const MAX_ADDRESS_BYTES = 16_384;

/** Fields that may be longer than a name. */
const TEXTS = new Set(['message', 'problem', 'logTail', 'summary', 'record', 'head']);
/** Of messages that have their own bound: rpc/limits.ts. */
const DOCUMENTS = new Set(['record', 'head']);
/** Lists that grow with the job and not with a node. */
const OF_JOB = new Set(['ranks', 'checkpointSteps', 'steps']);
/** A loss is as the training has it. */
const MAY_BE_ANYTHING = new Set(['losses', 'scalars']);

/** Why what an agent or a worker says cannot be meant, though it is well-formed: a clause; null where it can. */
export function messageProblem(message: Filled<AgentMessage> | Filled<WorkerMessage>): string | null {
  // Of a later protocol.
  if (message.kind === undefined) return null;
  if (message.kind === 'hello' && 'localRanks' in message.hello && message.hello.localRanks > MAX_OF_NODE)
    return `hello.localRanks is ${message.hello.localRanks}, expected ${MAX_OF_NODE} at the most`;
  return problemOf(message.kind, (message as Record<string, unknown>)[message.kind]);
}

function problemOf(path: string, value: unknown, name = path): string | null {
  if (typeof value === 'number') {
    if (Number.isFinite(value) && (value >= 0 || name === 'progress' || name === 'code')) return null;
    return `${path} is ${value}, expected a number from 0 up`;
  }
  if (typeof value === 'string') {
    const most = DOCUMENTS.has(name) ? Number.POSITIVE_INFINITY : TEXTS.has(name) ? MAX_TEXT : MAX_NAME;
    return value.length <= most ? null : `${path} has ${value.length} characters, expected ${most} at the most`;
  }
  if (value instanceof Uint8Array)
    return value.length <= MAX_ADDRESS_BYTES
      ? null
      : `${path} has ${value.length} bytes, expected ${MAX_ADDRESS_BYTES} at the most`;
  if (typeof value !== 'object' || value === null) return null;
  if (Array.isArray(value) && value.length > MAX_OF_NODE && !OF_JOB.has(name))
    return `${path} has ${value.length} entries, expected ${MAX_OF_NODE} at the most`;
  for (const [key, inner] of Object.entries(value)) {
    if (MAY_BE_ANYTHING.has(key)) continue;
    const problem = problemOf(`${path}.${key}`, inner, Array.isArray(value) ? name : key);
    if (problem !== null) return problem;
  }
  return null;
}
