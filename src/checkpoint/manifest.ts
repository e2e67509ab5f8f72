import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PlannedUnit, ShardingPlan } from '../fsdp/plan.js';
import type { MatmulPrecision } from '../nn/backend.js';
import { CheckpointError } from './checkpoint-error.js';

export const MANIFEST_FILE = 'manifest.json';
const FORMAT = 'dinofleet-checkpoint';
const VERSION = 1;

/** The four float32 replicas of every unit, as tensors are named in a rank's file: `student.backbone.blocks.0`. */
export const REPLICAS = ['student', 'teacher', 'exp_avg', 'exp_avg_sq'] as const;
export type Replica = (typeof REPLICAS)[number];

/** What a checkpoint directory holds. Everything but the bytes of the shards. */
export interface Manifest {
  format: typeof FORMAT;
  version: typeof VERSION;
  /** Steps that were completed. */
  step: number;
  /** Images of a step over all ranks, fixed by the first launch. */
  globalBatch: number;
  /** Position in the endless order of samples of the next step's first image. */
  nextPosition: number;
  /** The configuration as the run had it (src/config/schema.ts). */
  config: unknown;
  /** What matrix products computed in. */
  computeType: MatmulPrecision;
  /** OptimizerState, by name. */
  optimizer: Record<string, number>;
  plan: ShardingPlan;
  /** One a rank, in rank order. */
  files: { name: string; bytes: number }[];
  images: { count: number; hash: string };
  software: Record<string, string>;
}

export type ManifestContents = Omit<Manifest, 'format' | 'version'>;

export function encodeManifest(contents: ManifestContents): string {
  const manifest: Manifest = { format: FORMAT, version: VERSION, ...contents };
  return `${JSON.stringify(manifest, null, 1)}\n`;
}

/**
 * @throws CheckpointError where the directory has no manifest that this version reads
 */
export async function readManifest(directory: string): Promise<Manifest> {
  const path = join(directory, MANIFEST_FILE);
  let manifest: Partial<Manifest>;
  try {
    manifest = JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    if (!existsSync(path))
      throw new CheckpointError(
        'CHECKPOINT_TORN',
        `${directory} is no checkpoint, there is no ${MANIFEST_FILE} in it; expected a directory OUTPUT_DIR/checkpoints/<step>`,
        { cause },
      );
    throw new CheckpointError('CHECKPOINT_TORN', `${path} cannot be read as JSON: ${(cause as Error).message}`, {
      cause,
    });
  }
  if (manifest.format !== FORMAT)
    throw new CheckpointError('CHECKPOINT_TORN', `${path} is no ${FORMAT}: its "format" is ${manifest.format}`);
  if (manifest.version !== VERSION)
    throw new CheckpointError(
      'CHECKPOINT_INCOMPATIBLE',
      `${path} has format version ${manifest.version}, this Dinofleet reads ${VERSION}; use the version that wrote it`,
    );
  return manifest as Manifest;
}

export function shardFileName(rank: number, worldSize: number): string {
  const digits = (n: number) => String(n).padStart(5, '0');
  return `rank-${digits(rank)}-of-${digits(worldSize)}.safetensors`;
}

export function tensorName(replica: Replica, unit: PlannedUnit): string {
  return `${replica}.${unit.submodule}.${unit.name}`;
}
