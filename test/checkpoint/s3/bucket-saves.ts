/** Saves of small trainings in a bucket, as a launch makes them. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { verifyCheckpoint } from '../../../src/checkpoint/complete.js';
import { MANIFEST_FILE, readManifest } from '../../../src/checkpoint/manifest.js';
import { S3Store } from '../../../src/checkpoint/s3/s3-store.js';
import { prune, publishSave } from '../../../src/checkpoint/save/publish.js';
import { LAUNCH_AGAIN } from '../../../src/checkpoint/save/unwritable.js';
import type { Draft } from '../../../src/checkpoint/shard-store.js';
import type { Bucket } from '../../../src/objects/bucket.js';
import { temporaryFolder } from '../../formats/torch-files.js';
import { written } from '../numbered-shards.js';

/** As a launch begins. @returns its store */
export async function begin(bucket: Bucket, launch: string): Promise<S3Store> {
  const store = new S3Store(bucket, launch);
  await store.claim();
  await store.clear(() => false);
  return store;
}

/** The ranks write, and the coordinator publishes and removes. */
export async function save(store: S3Store, step: number, attempt: string): Promise<string> {
  const told = await written(store, { step, attempt });
  const place = await publishSave(store, told, [0, 1], LAUNCH_AGAIN);
  await store.pointLatest(told.draft);
  await prune(store, told.draft, { newest: 2, every: 0 });
  return place;
}

/** Copies a checkpoint to a folder. @returns the folder */
export async function fetched(store: S3Store, published: Draft): Promise<string> {
  const folder = temporaryFolder();
  writeFileSync(join(folder, MANIFEST_FILE), await store.manifestOf(published));
  for (const { name, bytes } of (await readManifest(folder)).files)
    await store.fetchFile(published, name, {
      bytes,
      ranges: [{ start: 0, end: bytes }],
      path: join(folder, name),
      onProgress: () => {},
    });
  return folder;
}

/** Every checkpoint that is said to be there is, to the last byte. @returns their steps, the newest first */
export async function assertAllWhole(store: S3Store, where: string): Promise<number[]> {
  const published = await store.published();
  for (const one of published) {
    const folder = await fetched(store, one);
    assert.deepEqual((await verifyCheckpoint(folder)).bad, [], `${where}: step ${one.step}`);
    assert.equal((await readManifest(folder)).step, one.step, where);
  }
  return published.map(({ step }) => step);
}

/** What `latest` says: the step and the attempt. */
export async function latestOf(bucket: Bucket): Promise<string> {
  const { body } = (await bucket.get('latest'))!;
  return Buffer.from(body).toString().trim();
}

/** Of the files of checkpoints, in order, with what there is beside them. */
export function keysOf(...checkpoints: [step: number, attempt: string][]): string[] {
  const files = ['manifest.json', 'rank-00000-of-00002.safetensors', 'rank-00001-of-00002.safetensors'];
  const all = checkpoints.flatMap(([step, attempt]) => files.map((file) => `checkpoints/${step}/${attempt}/${file}`));
  return ['checkpoints.json', 'latest', ...all].sort();
}
