import { CheckpointError } from '../checkpoint/checkpoint-error.js';
import type { PartSource, WantedFile } from '../checkpoint/part-source.js';
import { S3Store } from '../checkpoint/s3/s3-store.js';
import type { Draft } from '../checkpoint/shard-store.js';
import { logLine } from '../log/log-line.js';

/** A checkpoint in a store that all nodes reach. */
export class StoredSave implements PartSource {
  readonly #store: S3Store;
  #published: Promise<Draft> | null = null;

  /** @param place s3://BUCKET/PREFIX */
  constructor(
    private readonly place: string,
    private readonly step: number,
  ) {
    const onWaiting = (reason: string) => logLine('warn', 'store-away', { reason });
    this.#store = S3Store.at(place, null, { onWaiting, onAlive: () => {} });
  }

  async manifest(): Promise<Uint8Array> {
    return Buffer.from(await this.#store.manifestOf(await this.#draft()));
  }

  async fetch({ name, bytes, ranges }: WantedFile, path: string): Promise<void> {
    await this.#store.fetchFile(await this.#draft(), name, { bytes, ranges, path, onProgress: () => {} });
  }

  #draft(): Promise<Draft> {
    this.#published ??= this.#store.published().then((all) => {
      const found = all.find(({ step }) => step === this.step);
      if (found !== undefined) return found;
      throw new CheckpointError('CHECKPOINT_MISSING', `${this.place} has no checkpoint of step ${this.step}`);
    });
    return this.#published;
  }
}
