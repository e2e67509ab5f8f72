import type { Bucket } from '../../objects/bucket.js';
import { CheckpointError } from '../checkpoint-error.js';

/** The one object that says which checkpoints there are, and who may change that. */
export const INDEX_KEY = 'checkpoints.json';
const FORMAT = 'dinofleet-checkpoints';
const VERSION = 1;

export interface CheckpointIndex {
  /** How often it was changed: no two are alike. */
  revision: number;
  /** Of the launch that may change it; null before any has claimed the place. */
  token: string | null;
  /** Of each step that has a checkpoint, whose draft it is. */
  attempts: ReadonlyMap<number, string>;
}

/** What was read, and of it what a swap needs. */
export interface ReadIndex extends CheckpointIndex {
  /** null: there is no such object. */
  etag: string | null;
}

/**
 * @throws CheckpointError CHECKPOINT_INCOMPATIBLE where it is not one that is read here
 */
export async function readIndex(bucket: Bucket): Promise<ReadIndex> {
  const object = await bucket.get(INDEX_KEY);
  if (object === null) return { revision: 0, token: null, attempts: new Map(), etag: null };
  const refuse = (what: string, todo: string, cause?: unknown) =>
    new CheckpointError('CHECKPOINT_INCOMPATIBLE', `${bucket.place}/${INDEX_KEY} ${what}; ${todo}`, { cause });
  let parsed: {
    format?: unknown;
    version?: unknown;
    revision: number;
    token: string;
    checkpoints: Record<string, string>;
  };
  try {
    parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(object.body));
  } catch (cause) {
    throw refuse(`cannot be read as JSON: ${(cause as Error).message}`, 'choose another place', cause);
  }
  if (parsed?.format !== FORMAT)
    throw refuse(`is no ${FORMAT}: its "format" is ${JSON.stringify(parsed?.format)}`, 'choose another place');
  if (parsed.version !== VERSION)
    throw refuse(
      `has format version ${JSON.stringify(parsed.version)}, this Dinofleet reads ${VERSION}`,
      'use the version that wrote it',
    );
  const { revision, token, checkpoints } = parsed;
  const attempts = new Map(Object.entries(checkpoints).map(([step, attempt]) => [Number(step), attempt]));
  return { revision, token, attempts, etag: object.etag };
}

export function encodeIndex({ revision, token, attempts }: CheckpointIndex): Uint8Array {
  const checkpoints = Object.fromEntries(attempts);
  return Buffer.from(
    `${JSON.stringify({ format: FORMAT, version: VERSION, revision, token, checkpoints }, null, 1)}\n`,
  );
}
