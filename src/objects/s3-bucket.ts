import type * as Sdk from '@aws-sdk/client-s3';
import type { Bucket, ListedObject, ObjectFacts, ObjectRange, StoredObject, Upload, UploadedPart } from './bucket.js';
import { placeName, type S3Place } from './s3-place.js';
import { CutShort, verdictOf } from './s3-refusal.js';
import type { StoreErrors } from './store-errors.js';
import { type Patience, Waiting } from './waiting.js';

const PACKAGE = '@aws-sdk/client-s3';
/** Enough that a request's latency does not count; the least that a store takes is 5 MiB. */
const PART_BYTES = 16 * 2 ** 20;
const MOST_DELETED = 1000;
const CONNECT_MS = 10_000;
/** Without a byte in either direction. */
const SILENT_MS = 45_000;
/** Of the SDK's own: with the second it corrects its clock. All others are `Waiting`'s, which says so. */
const ATTEMPTS = 2;

/** A place in an S3-compatible store. Endpoint, region and credentials are found as the AWS SDK finds them. */
export class S3Bucket implements Bucket {
  readonly place: string;
  readonly partBytes = PART_BYTES;
  private readonly waiting: Waiting;
  private opened: Promise<Sdk.S3> | null = null;

  constructor(
    private readonly at: S3Place,
    patience: Patience,
    private readonly errors: StoreErrors,
  ) {
    this.place = placeName(at);
    this.waiting = new Waiting(
      patience,
      (error) => verdictOf(error, this.place, at.bucket, errors),
      (reason, awayMs, cause) =>
        errors.away(
          `${reason}; this was waited for ${Math.round(awayMs / 1000)} s. Look after the store and the network, then launch again: the ` +
            'run goes on from the newest checkpoint',
          cause,
        ),
    );
  }

  async put(key: string, body: Uint8Array): Promise<void> {
    await this.send((s3) => s3.putObject({ ...this.object(key), Body: body }));
  }

  async swap(key: string, body: Uint8Array, etag: string | null): Promise<boolean> {
    const condition = etag === null ? { IfNoneMatch: '*' } : { IfMatch: etag };
    const answer = await this.send(
      (s3) => s3.putObject({ ...this.object(key), Body: body, ...condition }),
      // 409: another write of it was under way. 404: it should have been there.
      (error) => (isStatus(error, 412, 409) || error.name === 'NoSuchKey' ? null : undefined),
    );
    return answer !== null;
  }

  async get(key: string): Promise<StoredObject | null> {
    return this.waiting.call(async () => {
      const answer = await this.once((s3) => s3.getObject(this.object(key)), isAbsent);
      return answer === null ? null : { body: await bodyOf(answer), etag: answer.ETag! };
    });
  }

  async getRange(key: string, start: number, end: number): Promise<ObjectRange | null> {
    if (start >= end) {
      const objectBytes = await this.bytesOf(key);
      return objectBytes === null ? null : { bytes: new Uint8Array(0), objectBytes };
    }
    return this.waiting.call(async () => {
      const answer = await this.once(
        (s3) => s3.getObject({ ...this.object(key), Range: `bytes=${start}-${end - 1}` }),
        (error) => (isStatus(error, 416) ? 'beyond' : isAbsent(error)),
      );
      if (answer === null) return null;
      if (answer === 'beyond') return { bytes: new Uint8Array(0), objectBytes: (await this.bytesOf(key)) ?? 0 };
      const objectBytes = Number(/\/(\d+)$/.exec(answer.ContentRange ?? '')?.[1]);
      if (Number.isNaN(objectBytes))
        throw this.errors.refused(
          `${this.place}: asked for a range of an object, the store has given all of it; use a store that knows ranges`,
        );
      return { bytes: await bodyOf(answer), objectBytes };
    });
  }

  async bytesOf(key: string): Promise<number | null> {
    return (await this.factsOf(key))?.bytes ?? null;
  }

  async factsOf(key: string): Promise<ObjectFacts | null> {
    const answer = await this.send((s3) => s3.headObject(this.object(key)), isAbsent);
    return answer === null ? null : { bytes: answer.ContentLength!, time: secondsOf(answer.LastModified) };
  }

  async list(prefix: string): Promise<ListedObject[]> {
    const found: ListedObject[] = [];
    let from: { ContinuationToken?: string | undefined } | null = {};
    while (from !== null) {
      const listing = { ...this.below(prefix), ...from };
      const page: Sdk.ListObjectsV2CommandOutput = await this.send((s3) => s3.listObjectsV2(listing));
      for (const { Key, Size, LastModified } of page.Contents ?? [])
        found.push({ key: this.keyOf(Key!), bytes: Size!, time: secondsOf(LastModified) });
      from = page.IsTruncated ? { ContinuationToken: page.NextContinuationToken } : null;
    }
    return found;
  }

  async remove(keys: readonly string[]): Promise<void> {
    for (let at = 0; at < keys.length; at += MOST_DELETED) {
      const Objects = keys.slice(at, at + MOST_DELETED).map((key) => ({ Key: this.at.prefix + key }));
      await this.waiting.call(async () => {
        const answer = await this.once((s3) =>
          s3.deleteObjects({ Bucket: this.at.bucket, Delete: { Objects, Quiet: true } }),
        );
        const [first] = answer.Errors ?? [];
        if (first === undefined || first.Code === 'NoSuchKey') return;
        const status = first.Code === 'AccessDenied' ? 403 : first.Code === 'InternalError' ? 500 : 400;
        const message = `${first.Message ?? ''} ${first.Key}`.trim();
        throw Object.assign(new Error(message), { name: first.Code, $metadata: { httpStatusCode: status } });
      });
    }
  }

  async beginUpload(key: string): Promise<string> {
    const answer = await this.send(async (s3) => {
      // Parts with checksums complete only what was begun with them, and not every store takes any.
      const hasChecksums = (await s3.config.requestChecksumCalculation()) === 'WHEN_SUPPORTED';
      const checksums = hasChecksums ? ({ ChecksumAlgorithm: 'CRC32' } as const) : {};
      return s3.createMultipartUpload({ ...this.object(key), ...checksums });
    });
    return answer.UploadId!;
  }

  async putPart({ key, id }: Upload, number: number, body: Uint8Array): Promise<UploadedPart> {
    const part = { UploadId: id, PartNumber: number, Body: body };
    const answer = await this.send(
      (s3) => s3.uploadPart({ ...this.object(key), ...part }),
      (error) => (error.name === 'NoSuchUpload' ? null : undefined),
    );
    if (answer === null) throw this.cleared(key);
    return { number, etag: answer.ETag!, crc32: answer.ChecksumCRC32 };
  }

  async completeUpload({ key, id }: Upload, parts: readonly UploadedPart[], bytes: number): Promise<void> {
    const Parts = parts.map(({ number, etag, crc32 }) => ({ PartNumber: number, ETag: etag, ChecksumCRC32: crc32 }));
    const answer = await this.send(
      (s3) => s3.completeMultipartUpload({ ...this.object(key), UploadId: id, MultipartUpload: { Parts } }),
      (error) => (error.name === 'NoSuchUpload' ? null : undefined),
    );
    // It may have been completed by a request whose answer was lost.
    if (answer === null && (await this.bytesOf(key)) !== bytes) throw this.cleared(key);
  }

  async abortUpload({ key, id }: Upload): Promise<void> {
    await this.send(
      (s3) => s3.abortMultipartUpload({ ...this.object(key), UploadId: id }),
      (error) => (isStatus(error, 404) && error.name !== 'NoSuchBucket' ? null : undefined),
    );
  }

  async uploads(prefix: string): Promise<Upload[]> {
    const found: Upload[] = [];
    let from: { KeyMarker?: string | undefined; UploadIdMarker?: string | undefined } | null = {};
    while (from !== null) {
      const listing = { ...this.below(prefix), ...from };
      const page: Sdk.ListMultipartUploadsCommandOutput = await this.send((s3) => s3.listMultipartUploads(listing));
      for (const { Key, UploadId } of page.Uploads ?? []) found.push({ key: this.keyOf(Key!), id: UploadId! });
      from = page.IsTruncated ? { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker } : null;
    }
    return found;
  }

  /** @param expected what an error means that is no failure; undefined where it is one */
  private send<Answer, Expected = never>(
    request: (s3: Sdk.S3) => Promise<Answer>,
    expected?: (error: Error) => Expected | undefined,
  ): Promise<Answer | Expected> {
    return this.waiting.call(() => this.once(request, expected));
  }

  private async once<Answer, Expected = never>(
    request: (s3: Sdk.S3) => Promise<Answer>,
    expected: (error: Error) => Expected | undefined = () => undefined,
  ): Promise<Answer | Expected> {
    this.opened ??= this.open();
    const s3 = await this.opened;
    try {
      return await request(s3);
    } catch (error) {
      const found = expected(error as Error);
      if (found === undefined) throw error;
      return found;
    }
  }

  private async open(): Promise<Sdk.S3> {
    let sdk: typeof Sdk;
    // Which Node.js its later versions will need is no affair of who launches: this one is pinned.
    process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
    try {
      sdk = await import(PACKAGE);
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw cause;
      throw this.errors.refused(
        `${this.place} needs the package ${PACKAGE}, which is not installed here; in Dinofleet's directory, run: ` +
          'npm ci --include=optional',
        cause,
      );
    }
    return new sdk.S3({
      // As every compatible server takes it; names of buckets need to be no names of hosts.
      forcePathStyle: true,
      maxAttempts: ATTEMPTS,
      followRegionRedirects: true,
      requestHandler: { connectionTimeout: CONNECT_MS, socketTimeout: SILENT_MS },
    });
  }

  private object(key: string): { Bucket: string; Key: string } {
    return { Bucket: this.at.bucket, Key: this.at.prefix + key };
  }

  private below(prefix: string): { Bucket: string; Prefix: string } {
    return { Bucket: this.at.bucket, Prefix: this.at.prefix + prefix };
  }

  private keyOf(found: string): string {
    return found.slice(this.at.prefix.length);
  }

  private cleared(key: string): Error {
    return this.errors.full(
      `${this.place}/${key} was cleared away while it was written: another generation or launch saves there by now`,
      null,
    );
  }
}

function secondsOf(time: Date | undefined): number {
  return Math.floor((time?.getTime() ?? 0) / 1000);
}

function isStatus(error: Error, ...statuses: number[]): boolean {
  return statuses.includes((error as Sdk.S3ServiceException).$metadata?.httpStatusCode ?? 0);
}

/** @returns null where there is no such object: HEAD says no more than the status */
function isAbsent(error: Error): null | undefined {
  return error.name === 'NoSuchKey' || error.name === 'NotFound' ? null : undefined;
}

async function bodyOf({ Body, ContentLength }: Sdk.GetObjectCommandOutput): Promise<Uint8Array> {
  const bytes = await Body!.transformToByteArray();
  if (bytes.length !== ContentLength)
    throw new CutShort(`an answer ended after ${bytes.length} of ${ContentLength} bytes`);
  return bytes;
}
