import type {
  Bucket,
  ListedObject,
  ObjectRange,
  StoredObject,
  Upload,
  UploadedPart,
} from '../../../src/objects/bucket.js';

/** An object store as it must be. */
export class MemoryBucket implements Bucket {
  readonly place = 's3://memory/run';
  /** So little that files of tests have many parts. */
  readonly partBytes = 4096;
  readonly objects = new Map<string, StoredObject>();
  private readonly begun = new Map<string, { upload: Upload; parts: Map<string, Uint8Array> }>();
  private count = 0;

  get keys(): string[] {
    return [...this.objects.keys()].sort();
  }

  get begunUploads(): number {
    return this.begun.size;
  }

  async put(key: string, body: Uint8Array): Promise<void> {
    this.objects.set(key, { body: Uint8Array.from(body), etag: this.unique() });
  }

  async swap(key: string, body: Uint8Array, etag: string | null): Promise<boolean> {
    const isAsKnown = (this.objects.get(key)?.etag ?? null) === etag;
    if (isAsKnown) await this.put(key, body);
    return isAsKnown;
  }

  async get(key: string): Promise<StoredObject | null> {
    return this.objects.get(key) ?? null;
  }

  async getRange(key: string, start: number, end: number): Promise<ObjectRange | null> {
    const object = this.objects.get(key);
    return object === undefined ? null : { bytes: object.body.slice(start, end), objectBytes: object.body.length };
  }

  async bytesOf(key: string): Promise<number | null> {
    return this.objects.get(key)?.body.length ?? null;
  }

  async list(prefix: string): Promise<ListedObject[]> {
    const found = [...this.objects].filter(([key]) => key.startsWith(prefix));
    return found.map(([key, { body }]) => ({ key, bytes: body.length, time: 0 }));
  }

  async remove(keys: readonly string[]): Promise<void> {
    for (const key of keys) this.objects.delete(key);
  }

  async beginUpload(key: string): Promise<string> {
    const id = this.unique();
    this.begun.set(id, { upload: { key, id }, parts: new Map() });
    return id;
  }

  async putPart({ id }: Upload, number: number, body: Uint8Array): Promise<UploadedPart> {
    const etag = this.unique();
    this.upload(id).parts.set(`${number} ${etag}`, Uint8Array.from(body));
    return { number, etag, crc32: undefined };
  }

  async completeUpload({ key, id }: Upload, parts: readonly UploadedPart[]): Promise<void> {
    const pieces = parts.map(({ number, etag }) => this.upload(id).parts.get(`${number} ${etag}`)!);
    await this.put(key, Buffer.concat(pieces));
    this.begun.delete(id);
  }

  async abortUpload({ id }: Upload): Promise<void> {
    this.begun.delete(id);
  }

  async uploads(prefix: string): Promise<Upload[]> {
    return [...this.begun.values()].map(({ upload }) => upload).filter(({ key }) => key.startsWith(prefix));
  }

  private upload(id: string) {
    const upload = this.begun.get(id);
    if (upload === undefined) throw new Error('NoSuchUpload');
    return upload;
  }

  private unique(): string {
    return `"${++this.count}"`;
  }
}
