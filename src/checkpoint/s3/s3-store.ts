import { setTimeout as sleep } from 'node:timers/promises';
import type { Bucket } from '../../objects/bucket.js';
import type { Patience } from '../../objects/waiting.js';
import { CheckpointError } from '../checkpoint-error.js';
import { MANIFEST_FILE } from '../manifest.js';
import type { Draft, ShardStore, ShardWriter } from '../shard-store.js';
import { checkpointBucket, checkpointPlaceOf } from './checkpoint-bucket.js';
import { type CheckpointIndex, encodeIndex, INDEX_KEY, type ReadIndex, readIndex } from './checkpoint-index.js';
import { type FetchedFile, fetchFile } from './fetch-file.js';
import { UploadWriter } from './upload-writer.js';

const LATEST_KEY = 'latest';
const DRAFT_FILE = /^checkpoints\/(\d+)\/([^/]+)\/[^/]+$/;
/** Each lost race is another's success; more than these are a store that compares otherwise than it tells. */
const MOST_SWAPS = 20;
/** No entity tag of any store. */
const NO_ETAG = '"dinofleet-no-object"';

/**
 * Checkpoints in a bucket, as docs/checkpoint-format.md describes them. Files lie where they were written, and one object says of which
 * drafts checkpoints were made, and for which launch: each change of it is a compare-and-swap. Who was superseded loses the next one,
 * however long ago it has looked, for to claim the place is a change as well.
 */
export class S3Store implements ShardStore {
  /**
   * @param token of the launch, which is to be the content of `claim`; null for who does not publish, point, retire or clear
   */
  constructor(
    private readonly bucket: Bucket,
    private readonly token: string | null,
  ) {}

  /**
   * @param place `s3://bucket/prefix`
   * @throws CheckpointError CHECKPOINT_STORE where that is no such place; what is wrong with the store is found when it is first used
   */
  static at(place: string, token: string | null, patience: Patience): S3Store {
    return new S3Store(checkpointBucket(checkpointPlaceOf(place), patience), token);
  }

  get place(): string {
    return this.bucket.place;
  }

  /**
   * Makes the place this launch's. From then on no other one changes which checkpoints there are, whatever it is in the middle of.
   * @returns the token of the launch that had it before; null for none
   * @throws CheckpointError CHECKPOINT_STORE where the store does not compare when it swaps
   */
  async claim(): Promise<string | null> {
    let before: string | null = null;
    const claimed = await this.swapIndex((index) => {
      if (index.token === this.token) return null;
      before = index.token;
      return { ...index, token: this.token };
    });
    for (const etag of [null, NO_ETAG])
      if (await this.bucket.swap(INDEX_KEY, encodeIndex(claimed), etag))
        throw new CheckpointError(
          'CHECKPOINT_STORE',
          `the store of ${this.place} has written an object over another in spite of ${etag === null ? 'If-None-Match' : 'If-Match'}; ` +
            'two launches could overwrite each other there. Use a store with conditional writes',
        );
    return before;
  }

  /** @throws CheckpointError CHECKPOINT_SUPERSEDED where another launch has claimed the place */
  async requireOurs(): Promise<void> {
    this.checkOurs(await readIndex(this.bucket));
  }

  async create(draft: Draft, file: string): Promise<ShardWriter> {
    return new UploadWriter(this.bucket, keyOf(draft, file));
  }

  bytesOf(draft: Draft, file: string): Promise<number | null> {
    return this.bucket.bytesOf(keyOf(draft, file));
  }

  async read(draft: Draft, file: string, start: number, end: number): Promise<Uint8Array> {
    const key = keyOf(draft, file);
    const range = await this.bucket.getRange(key, start, end);
    if (range === null) throw new Error(`there is no object ${key}`);
    return range.bytes;
  }

  async draftBytes(draft: Draft): Promise<number> {
    const objects = await this.bucket.list(keyOf(draft, ''));
    return objects.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  async freeBytes(): Promise<number> {
    return Number.POSITIVE_INFINITY;
  }

  async discard(draft: Draft, file: string): Promise<void> {
    const key = keyOf(draft, file);
    const uploads = (await this.bucket.uploads(key)).filter((upload) => upload.key === key);
    await Promise.all(uploads.map((upload) => this.bucket.abortUpload(upload)));
    await this.bucket.remove([key]);
  }

  /** By the manifest's object, which is none of a checkpoint until the index has the draft. */
  async publish(draft: Draft, manifest: string): Promise<string> {
    await this.bucket.put(keyOf(draft, MANIFEST_FILE), Buffer.from(manifest));
    await this.changeIndex(({ attempts }) => {
      if (attempts.get(draft.step) === draft.attempt) return null;
      return new Map([...attempts, [draft.step, draft.attempt]]);
    });
    return this.directoryOf(draft.step);
  }

  async holds(step: number, manifest: string): Promise<boolean> {
    const attempt = (await readIndex(this.bucket)).attempts.get(step);
    if (attempt === undefined) return false;
    const object = await this.bucket.get(keyOf({ step, attempt }, MANIFEST_FILE));
    return object !== null && Buffer.from(manifest).equals(object.body);
  }

  directoryOf(step: number): string {
    return `${this.place}/checkpoints/${step}`;
  }

  async pointLatest(published: Draft): Promise<void> {
    const body = Buffer.from(`${keyOf(published, '')}\n`);
    for (let swaps = 0; swaps < MOST_SWAPS; swaps++) {
      // Looked at before the token: what another launch has written since is no longer this.
      const there = await this.bucket.get(LATEST_KEY);
      await this.requireOurs();
      if (there !== null && body.equals(there.body)) return;
      if (await this.bucket.swap(LATEST_KEY, body, there?.etag ?? null)) return;
    }
    throw this.neverSwapped(LATEST_KEY);
  }

  async steps(): Promise<number[]> {
    return (await this.published()).map(({ step }) => step);
  }

  /** By the index first: one that is half removed never looks like a checkpoint. */
  async retire(steps: readonly number[], _by: Draft): Promise<void> {
    if (steps.length === 0) return;
    let retired: Draft[] = [];
    await this.changeIndex(({ attempts }) => {
      const [gone, stay] = partition([...attempts], ([step]) => steps.includes(step));
      retired = gone.map(([step, attempt]) => ({ step, attempt }));
      return gone.length === 0 ? null : new Map(stay);
    });
    // What this process does not come to is cleared as a draft of nobody.
    const listed = await Promise.all(retired.map((draft) => this.bucket.list(keyOf(draft, ''))));
    await this.bucket.remove(listed.flat().map(({ key }) => key));
  }

  async clear(stays: (draft: Draft) => boolean): Promise<void> {
    const [objects, uploads] = await Promise.all([
      this.bucket.list('checkpoints/'),
      this.bucket.uploads('checkpoints/'),
    ]);
    // After the look: what was there when no other launch had claimed the place is none of a later one's.
    const index = await readIndex(this.bucket);
    this.checkOurs(index);
    const isPublished = ({ step, attempt }: Draft) => index.attempts.get(step) === attempt;
    const goes = ({ key }: { key: string }, counts: (draft: Draft) => boolean) => {
      const draft = draftOf(key);
      return draft !== null && !counts(draft);
    };
    const gone = objects.filter((object) => goes(object, (draft) => isPublished(draft) || stays(draft)));
    // A checkpoint's files are complete: what was begun beside them is a repetition whose answer was lost.
    const aborted = uploads.filter((upload) => goes(upload, (draft) => !isPublished(draft) && stays(draft)));
    await this.bucket.remove(gone.map(({ key }) => key));
    await Promise.all(aborted.map((upload) => this.bucket.abortUpload(upload)));
  }

  /** Checkpoints that are there, whole or torn, the newest first. */
  async published(): Promise<Draft[]> {
    const { attempts } = await readIndex(this.bucket);
    return [...attempts].map(([step, attempt]) => ({ step, attempt })).sort((a, b) => b.step - a.step);
  }

  /**
   * Of a checkpoint, as it was published.
   * @throws CheckpointError CHECKPOINT_MISSING
   */
  async manifestOf(published: Draft): Promise<string> {
    const key = keyOf(published, MANIFEST_FILE);
    const object = await this.bucket.get(key);
    if (object !== null) return Buffer.from(object.body).toString();
    throw new CheckpointError('CHECKPOINT_MISSING', `there is no object ${this.place}/${key}; use another checkpoint`);
  }

  /** Copies ranges of a file of a checkpoint to a local one. */
  fetchFile(published: Draft, file: string, order: FetchedFile): Promise<void> {
    return fetchFile(this.bucket, keyOf(published, file), order);
  }

  /**
   * @param change of which step has a checkpoint of which attempt; null: it is as it should be, also where that is this process's own
   *   doing, of which it has not heard
   */
  private async changeIndex(change: (index: ReadIndex) => ReadonlyMap<number, string> | null): Promise<void> {
    await this.swapIndex((index) => {
      this.checkOurs(index);
      const attempts = change(index);
      return attempts === null ? null : { ...index, token: this.token, attempts };
    });
  }

  private async swapIndex(change: (index: ReadIndex) => CheckpointIndex | null): Promise<CheckpointIndex> {
    if (this.token === null) throw new Error(`${this.place} was opened without a token: nothing is published there`);
    for (let swaps = 0; swaps < MOST_SWAPS; swaps++) {
      const index = await readIndex(this.bucket);
      const wanted = change(index);
      if (wanted === null) return index;
      const next = { ...wanted, revision: index.revision + 1 };
      if (await this.bucket.swap(INDEX_KEY, encodeIndex(next), index.etag)) return next;
      await sleep(Math.random() * 2 ** Math.min(swaps, 6));
    }
    throw this.neverSwapped(INDEX_KEY);
  }

  private neverSwapped(key: string): CheckpointError {
    return new CheckpointError(
      'CHECKPOINT_STORE',
      `${this.place}/${key} was another one at each of ${MOST_SWAPS} conditional writes; use a store that keeps to If-Match and ` +
        'If-None-Match, and one launch at a time',
    );
  }

  /** One that was removed under a run is nobody else's. */
  private checkOurs({ token }: CheckpointIndex): void {
    if (token === null || token === this.token) return;
    throw new CheckpointError(
      'CHECKPOINT_SUPERSEDED',
      `another launch has taken over ${this.place} and saves there by now: ${token.trim()}; stop one of the two`,
    );
  }
}

function keyOf({ step, attempt }: Draft, file: string): string {
  return `checkpoints/${step}/${attempt}/${file}`;
}

/** null: the object is none of ours. */
function draftOf(key: string): Draft | null {
  const [, step, attempt] = DRAFT_FILE.exec(key) ?? [];
  return step === undefined ? null : { step: Number(step), attempt: attempt! };
}

function partition<T>(all: readonly T[], isFirst: (one: T) => boolean): [T[], T[]] {
  return [all.filter(isFirst), all.filter((one) => !isFirst(one))];
}
