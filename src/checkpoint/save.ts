import { mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Communicator } from '../comm/communicator.js';
import type { ShardingPlan } from '../fsdp/plan.js';
import type { UnitShards } from '../fsdp/sharded-unit.js';
import type { Backend, Tensor } from '../nn/backend.js';
import { CheckpointError } from './checkpoint-error.js';
import { checkpointsDirectory, listSteps } from './find.js';
import {
  encodeManifest,
  MANIFEST_FILE,
  type ManifestContents,
  REPLICAS,
  type Replica,
  shardFileName,
  tensorName,
} from './manifest.js';
import { type TensorData, writeSafetensors } from './safetensors.js';

export interface SaveOptions {
  outputDir: string;
  backend: Backend;
  comm: Communicator;
  plan: ShardingPlan;
  shards: readonly UnitShards[];
  /** What every rank holds alike, by name: the first rank writes it. */
  replicated: Readonly<Record<string, Tensor>>;
  /** All but what the files themselves say. The same on every rank. */
  contents: Omit<ManifestContents, 'files' | 'plan'>;
  /** Newest checkpoints to keep. */
  keep: number;
  /** Called at each tensor: a large save is long, and must not pass for a hang. */
  onTensor: () => void;
}

export function shardOf(shards: UnitShards, replica: Replica): Tensor {
  return { student: shards.student, teacher: shards.teacher, exp_avg: shards.expAvg, exp_avg_sq: shards.expAvgSq }[
    replica
  ];
}

/**
 * Writes checkpoints/<step>: a file a rank into a directory with a temporary name, the manifest by the first rank, and
 * only then the rename that makes it a checkpoint. A crash at any point leaves the checkpoints before it as they were.
 * @returns the directory
 * @throws CheckpointError where the directory cannot be written
 */
export async function saveCheckpoint(options: SaveOptions): Promise<string> {
  const { outputDir, comm, plan, contents } = options;
  const root = checkpointsDirectory(outputDir);
  const temporary = join(root, `.tmp-${contents.step}`);
  const directory = join(root, String(contents.step));
  try {
    if (comm.rank === 0) {
      await rm(temporary, { recursive: true, force: true });
      await mkdir(temporary, { recursive: true });
    }
    comm.barrier();
    const name = shardFileName(comm.rank, comm.worldSize);
    writeSafetensors(join(temporary, name), tensorsOf(options), { rank: String(comm.rank) });
    comm.barrier();
    if (comm.rank === 0) {
      const files = await filesOf(temporary, comm.worldSize);
      await writeSynced(join(temporary, MANIFEST_FILE), encodeManifest({ ...contents, plan, files }));
      await syncDirectory(temporary);
      await rm(directory, { recursive: true, force: true });
      await rename(temporary, directory);
      await syncDirectory(root);
      await removeStale(outputDir, contents.step, options.keep);
    }
    comm.barrier();
    return directory;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).syscall === undefined) throw cause;
    throw new CheckpointError(
      'CHECKPOINT_UNWRITABLE',
      `checkpoint of step ${contents.step} cannot be written to ${root}: ${(cause as Error).message}; ` +
        'free space or mend the permissions, then launch again: the run goes on from the checkpoint before',
      { cause },
    );
  }
}

/** What this rank writes: a unit that every rank holds whole is written by the first. Host copies are made one by one. */
function tensorsOf({ backend, comm, plan, shards, replicated, onTensor }: SaveOptions): TensorData[] {
  const written = (name: string, tensor: Tensor): TensorData => ({
    name,
    dtype: 'F32',
    shape: tensor.shape,
    data: {
      *[Symbol.iterator]() {
        const host = new Float32Array(tensor.numel);
        backend.download(tensor, host);
        onTensor();
        yield host;
      },
    },
  });
  const ofUnits = plan.units.flatMap((unit, i) => {
    if (unit.numShards === 1 && comm.rank > 0) return [];
    return REPLICAS.map((replica) => written(tensorName(replica, unit), shardOf(shards[i]!, replica)));
  });
  const ofAll = comm.rank === 0 ? Object.entries(replicated).map(([name, tensor]) => written(name, tensor)) : [];
  return [...ofUnits, ...ofAll];
}

async function filesOf(directory: string, worldSize: number): Promise<{ name: string; bytes: number }[]> {
  return Promise.all(
    Array.from({ length: worldSize }, async (_, rank) => {
      const name = shardFileName(rank, worldSize);
      return { name, bytes: (await stat(join(directory, name))).size };
    }),
  );
}

/** What is newer than the step just saved was torn, and passed over for the one that this run went on from. */
async function removeStale(outputDir: string, step: number, keep: number): Promise<void> {
  const root = checkpointsDirectory(outputDir);
  const steps = await listSteps(outputDir);
  const kept = steps.filter((other) => other <= step).slice(0, keep);
  const stale = steps.filter((other) => !kept.includes(other)).map(String);
  const torn = (await readdir(root)).filter((name) => name.startsWith('.tmp-'));
  for (const name of [...stale, ...torn]) await rm(join(root, name), { recursive: true, force: true });
}

async function writeSynced(path: string, text: string): Promise<void> {
  await writeFile(path, text, { flush: true });
}

async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
