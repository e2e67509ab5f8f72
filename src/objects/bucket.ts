/** What is done to an object store; a test puts one in between that fails, is slow, or dies at the n-th call. */
export interface Bucket {
  /** What a person is told of where it is. All keys are below it. */
  readonly place: string;
  /** Of the first parts of an upload. */
  readonly partBytes: number;
  put(key: string, body: Uint8Array): Promise<void>;
  /**
   * Compare and swap: puts an object where the one that is there is still the one with `etag`.
   * @param etag null: where there is none
   * @returns whether it was
   */
  swap(key: string, body: Uint8Array, etag: string | null): Promise<boolean>;
  /** A small object; null where there is none. */
  get(key: string): Promise<StoredObject | null>;
  /** Bytes [start, end) of an object, fewer where it ends before; null where there is none. */
  getRange(key: string, start: number, end: number): Promise<ObjectRange | null>;
  /** Of an object; null where there is none. */
  bytesOf(key: string): Promise<number | null>;
  list(prefix: string): Promise<ListedObject[]>;
  /** Objects; what is not there is left out. */
  remove(keys: readonly string[]): Promise<void>;
  /** @returns the upload's id */
  beginUpload(key: string): Promise<string>;
  /** @param number of the part, from 1 on */
  putPart(upload: Upload, number: number, body: Uint8Array): Promise<UploadedPart>;
  /**
   * From one instant on the object is there, whole.
   * @param bytes of all parts
   */
  completeUpload(upload: Upload, parts: readonly UploadedPart[], bytes: number): Promise<void>;
  /** What is not there is left out. */
  abortUpload(upload: Upload): Promise<void>;
  /** Those that were begun and neither completed nor aborted. */
  uploads(prefix: string): Promise<Upload[]>;
}

export interface StoredObject {
  body: Uint8Array;
  etag: string;
}

export interface ObjectRange {
  bytes: Uint8Array;
  /** Of the whole object. */
  objectBytes: number;
}

export interface ObjectFacts {
  bytes: number;
  /** When it was written, in seconds since 1970, whole. */
  time: number;
}

export interface ListedObject extends ObjectFacts {
  key: string;
}

export interface Upload {
  key: string;
  id: string;
}

export interface UploadedPart {
  number: number;
  etag: string;
  /** As the store tells it, in base64. */
  crc32: string | undefined;
}
