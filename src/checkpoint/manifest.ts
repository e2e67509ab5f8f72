import { existsSync, lstatSync, readlinkSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { crc32, crc32Hex, parseCrc32Hex } from '../formats/crc32.js';
import type { PlannedUnit, ShardingPlan } from '../fsdp/plan.js';
import type { ComputeType } from '../precision/compute-type.js';
import { BLOCK_BYTES } from './block-checksums.js';
import { CheckpointError } from './checkpoint-error.js';

export const MANIFEST_FILE = 'manifest.json';
const FORMAT = 'dinofleet-checkpoint';
const VERSION = 2;
const OLDEST_VERSION = 1;

/** The four float32 replicas of every unit, as tensors are named in a rank's file: `student.backbone.blocks.0`. */
export const REPLICAS = ['student', 'teacher', 'exp_avg', 'exp_avg_sq'] as const;
export type Replica = (typeof REPLICAS)[number];

/** What a checkpoint says of itself. docs/checkpoint-format.md is its description for others. */
export interface ManifestContents {
  /** Steps that were completed. */
  step: number;
  /** Images of a step over all ranks, fixed by the first launch. */
  globalBatch: number;
  /** Position in the endless order of samples of the next step's first image. */
  nextPosition: number;
  /** All random numbers are a function of the seed, a purpose, and a step or position: there is no other state. */
  rng: { generator: 'philox4x32-10'; seed: number };
  /** The configuration as the run had it (src/config/schema.ts). */
  config: unknown;
  /** What matrix products computed in. */
  computeType: ComputeType;
  /** OptimizerState, by name. */
  optimizer: Record<string, number>;
  images: { count: number; hash: string };
  software: Record<string, string>;
  /** ISO 8601. */
  savedAt: string;
}

/** All that is known of a checkpoint before its files are written; the same on every rank but for `savedAt`. */
export interface ManifestHead extends ManifestContents {
  plan: ShardingPlan;
  /** Shapes of the tensors that every rank holds alike and the first one writes. */
  replicated: Readonly<Record<string, readonly number[]>>;
}

export interface ShardRecord {
  name: string;
  bytes: number;
  /** null in a checkpoint of version 1. */
  checksums: ShardChecksums | null;
}

export interface ShardChecksums {
  /** Of the length in eight bytes and the JSON together. */
  headerBytes: number;
  headerCrc: number;
  /** Of each block of the data section. */
  blockCrcs: Uint32Array;
}

/** Everything but the bytes of the shards. */
export interface Manifest extends ManifestHead {
  version: number;
  /** One a rank, in rank order. */
  files: ShardRecord[];
}

/** A rank's file as the manifest tells of it. */
export interface EncodedShard {
  name: string;
  bytes: number;
  header: { bytes: number; crc32: string };
  blocks: string;
}

export function encodeShard(name: string, bytes: number, checksums: ShardChecksums): EncodedShard {
  return {
    name,
    bytes,
    header: { bytes: checksums.headerBytes, crc32: crc32Hex(checksums.headerCrc) },
    blocks: Array.from(checksums.blockCrcs, crc32Hex).join(''),
  };
}

/** Ends with a line that has the checksum of all bytes before it. */
export function encodeManifest(head: ManifestHead, files: readonly EncodedShard[]): string {
  const manifest = { format: FORMAT, version: VERSION, ...head, blockBytes: BLOCK_BYTES, files };
  const body = `${JSON.stringify(manifest, null, 1).slice(0, -'\n}'.length)},\n`;
  return body + checksumLine(Buffer.from(body));
}

function checksumLine(body: Uint8Array): string {
  return ` "checksum": "${crc32Hex(crc32(body))}"\n}\n`;
}

/**
 * @throws CheckpointError where the directory has no manifest, a damaged one, or one of a format that is not read here
 */
export async function readManifest(directory: string): Promise<Manifest> {
  const path = join(directory, MANIFEST_FILE);
  const torn = (what: string, cause?: unknown) =>
    new CheckpointError('CHECKPOINT_TORN', `${path} ${what}; use an older checkpoint`, { cause });
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT' && (cause as NodeJS.ErrnoException).code !== 'ENOTDIR')
      throw torn(`cannot be read: ${(cause as Error).message}`, cause);
    throw new CheckpointError('CHECKPOINT_MISSING', `${directory} ${whyNoCheckpoint(directory)}`, { cause });
  }
  let parsed: Record<string, unknown>;
  try {
    parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw torn(`cannot be read as JSON: ${(cause as Error).message}`, cause);
  }
  if (parsed?.format !== FORMAT) throw torn(`is no ${FORMAT}: its "format" is ${JSON.stringify(parsed?.format)}`);
  const { version } = parsed;
  // A byte of the version itself may be wrong: only a manifest without a checksum is believed to be of the first.
  const hasChecksum = 'checksum' in parsed;
  if (version === OLDEST_VERSION && !hasChecksum) return fromFirst(parsed);
  const { found, expected } = lastLine(bytes);
  if (Number.isSafeInteger(version) && (version as number) > VERSION && (!hasChecksum || found === expected))
    throw new CheckpointError(
      'CHECKPOINT_INCOMPATIBLE',
      `${path} has format version ${version}, this Dinofleet reads ${OLDEST_VERSION} to ${VERSION}; ` +
        'use the version that wrote it',
    );
  if (version !== VERSION || found !== expected)
    throw torn(`ends with ${JSON.stringify(found.trim())}, expected ${JSON.stringify(expected.trim())} by its content`);
  return fromCurrent(parsed);
}

/** By which nodes know parts of one save: their manifests are the same. null where there is none. */
export async function manifestIdentity(directory: string): Promise<string | null> {
  try {
    return identityOfManifest(await readFile(join(directory, MANIFEST_FILE)));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw error;
  }
}

export function identityOfManifest(bytes: Uint8Array): string {
  return crc32Hex(crc32(bytes));
}

/**
 * For a rank that others have told where to go on.
 * @throws CheckpointError CHECKPOINT_TORN where it is not what they have told: its node may see another directory, or memory
 */
export async function readToldManifest(
  directory: string,
  told: Pick<Manifest, 'step' | 'globalBatch'>,
): Promise<Manifest> {
  const manifest = await readManifest(directory);
  const { step, globalBatch } = manifest;
  if (step === told.step && globalBatch === told.globalBatch) return manifest;
  throw new CheckpointError(
    'CHECKPOINT_TORN',
    `${directory} is of step ${step} with a global batch of ${globalBatch}, expected step ${told.step} with ${told.globalBatch}`,
  );
}

/** Whether a directory claims to be a checkpoint. */
export function isCheckpoint(path: string): boolean {
  return existsSync(join(path, MANIFEST_FILE));
}

/** Completes a sentence that begins with a path in which there is no checkpoint. */
export function whyNoCheckpoint(path: string): string {
  const expected = 'expected a directory OUTPUT_DIR/checkpoints/<step>';
  const link = lstatSync(path, { throwIfNoEntry: false });
  if (link === undefined) return `is no checkpoint: there is no such directory; ${expected}`;
  if (!existsSync(path)) return `is a link to ${readlinkSync(path)}, which is not there; ${expected}`;
  if (isFileOfCheckpoint(path)) return `is a file of a checkpoint; give its directory, ${dirname(path)}`;
  if (!statSync(path).isDirectory()) return `is no checkpoint, it is a file; ${expected}`;
  return `is no checkpoint, there is no ${MANIFEST_FILE} in it; ${expected}`;
}

export function isFileOfCheckpoint(path: string): boolean {
  const isOne = /^(?:manifest\.json|rank-\d+-of-\d+\.safetensors)$/.test(basename(path));
  return isOne && isCheckpoint(dirname(path));
}

/** The line with the manifest's own checksum: as it is there, and as it should be. */
function lastLine(bytes: Buffer): { found: string; expected: string } {
  const length = checksumLine(Buffer.alloc(0)).length;
  return { found: bytes.subarray(-length).toString('latin1'), expected: checksumLine(bytes.subarray(0, -length)) };
}

function fromCurrent(parsed: Record<string, unknown>): Manifest {
  const { format, blockBytes, checksum, files, ...same } = parsed;
  const manifest = same as unknown as Omit<Manifest, 'files'>;
  return { ...manifest, files: (files as EncodedShard[]).map(decodeShard) };
}

function decodeShard({ name, bytes, header, blocks }: EncodedShard): ShardRecord {
  return {
    name,
    bytes,
    checksums: {
      headerBytes: header.bytes,
      headerCrc: parseCrc32Hex(header.crc32)![0]!,
      blockCrcs: parseCrc32Hex(blocks)!,
    },
  };
}

/** Version 1 had no checksums; its random numbers were the same function. */
function fromFirst(parsed: Record<string, unknown>): Manifest {
  const { format, files, ...same } = parsed;
  const manifest = same as unknown as Omit<Manifest, 'files' | 'rng' | 'replicated' | 'savedAt'>;
  return {
    ...manifest,
    rng: { generator: 'philox4x32-10', seed: (manifest.config as { train: { seed: number } }).train.seed },
    replicated: {},
    savedAt: '',
    files: (files as { name: string; bytes: number }[]).map(({ name, bytes }) => ({ name, bytes, checksums: null })),
  };
}

export function shardFileName(rank: number, worldSize: number): string {
  const digits = (n: number) => String(n).padStart(5, '0');
  return `rank-${digits(rank)}-of-${digits(worldSize)}.safetensors`;
}

export function tensorName(replica: Replica, unit: PlannedUnit): string {
  return `${replica}.${unit.submodule}.${unit.name}`;
}
