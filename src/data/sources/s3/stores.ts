import { S3Bucket } from '../../../objects/s3-bucket.js';
import { isS3Place, parseS3Place } from '../../../objects/s3-place.js';
import type { StoreErrors } from '../../../objects/store-errors.js';
import type { Patience } from '../../../objects/waiting.js';
import { DataError } from '../../data-error.js';
import { type DataFile, openLocalFile } from '../data-file.js';

const dataErrors: StoreErrors = {
  refused: (message, cause) => new DataError('STORE_REFUSED', message, { cause }),
  away: (message, cause) => new DataError('STORE_AWAY', message, { cause }),
  full: (message, cause) => new DataError('STORE_REFUSED', message, { cause }),
  needs: 's3:GetObject and s3:ListBucket',
};

/** An object, or what the keys of several begin with. */
export interface ObjectPlace {
  bucket: S3Bucket;
  /** In all of the bucket. */
  key: string;
}

/** Object stores that images are read from: one client for each bucket, all of which wait for a store that is away. */
export class Stores {
  readonly #buckets = new Map<string, S3Bucket>();

  constructor(private readonly patience: Patience = { onWaiting: () => {}, onAlive: () => {} }) {}

  /** @throws DataError STORE_REFUSED where the path is no such place */
  at(path: string): ObjectPlace {
    const { bucket: name, prefix } = parseS3Place(path, dataErrors);
    const bucket = this.#buckets.get(name) ?? new S3Bucket({ bucket: name, prefix: '' }, this.patience, dataErrors);
    this.#buckets.set(name, bucket);
    return { bucket, key: prefix.slice(0, -1) };
  }

  /** A file by its path, in a store or on this machine. @throws what the system, or the store, says */
  async open(path: string): Promise<DataFile> {
    if (!isS3Place(path)) return openLocalFile(path);
    const { bucket, key } = this.at(path);
    const facts = await bucket.factsOf(key);
    if (facts === null) throw new Error('there is no such object');
    return {
      ...facts,
      async read(start, end) {
        const range = await bucket.getRange(key, start, Math.min(end, facts.bytes));
        if (range === null) throw new Error('there is no such object any more');
        return range.bytes;
      },
      close() {},
    };
  }
}

/** Fetched at a time where a file is looked through from its beginning to its end. */
const AHEAD_BYTES = 2 ** 22;

/** The same file, of which more is fetched than was asked for: short pieces one behind the other cost one request. */
export function readAhead(file: DataFile): DataFile {
  let [from, ahead]: [number, Uint8Array] = [0, new Uint8Array(0)];
  return {
    ...file,
    async read(start, end) {
      if (start < from || end > from + ahead.length) {
        from = start;
        ahead = await file.read(start, Math.max(end, Math.min(file.bytes, start + AHEAD_BYTES)));
      }
      return ahead.subarray(start - from, end - from);
    },
  };
}
