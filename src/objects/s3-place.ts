import type { StoreErrors } from './store-errors.js';

/** Where in an S3-compatible store something lies. */
export interface S3Place {
  bucket: string;
  /** What all keys begin with: empty, or it ends with a slash. */
  prefix: string;
}

const SCHEME = 's3://';
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
/** A key has 1024 bytes at most, of which ours, behind the prefix, need less than the rest. */
const MOST_PREFIX_BYTES = 768;

export function isS3Place(text: string): boolean {
  return text.toLowerCase().startsWith('s3:');
}

/**
 * @param text `s3://bucket` or `s3://bucket/prefix`, taken as it stands: nothing in it is an escape
 * @throws what `errors` calls refused
 */
export function parseS3Place(text: string, errors: Pick<StoreErrors, 'refused'>): S3Place {
  const refuse = (what: string) =>
    errors.refused(`${JSON.stringify(text)} ${what}; expected s3://BUCKET or s3://BUCKET/PREFIX`);
  if (!text.startsWith(SCHEME)) throw refuse('is no place in an S3 store');
  const [bucket, ...segments] = text.slice(SCHEME.length).replace(/\/+$/, '').split('/') as [string, ...string[]];
  if (bucket === '') throw refuse('names no bucket');
  if (!BUCKET.test(bucket) || bucket.includes('..'))
    throw refuse(
      `names the bucket ${JSON.stringify(bucket)}; a bucket's name has 3 to 63 lower-case letters, digits, dots and hyphens, ` +
        'and begins and ends with a letter or a digit',
    );
  // Servers and proxies resolve these as paths, each its own way.
  const odd = segments.find((segment) => segment === '' || segment === '.' || segment === '..');
  if (odd !== undefined)
    throw refuse(`has the part ${JSON.stringify(odd)} between two slashes, by which no object can be found again`);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what no XML answer of a store can hold
  if (/[\u0000-\u001f\u007f]/.test(text)) throw refuse('has a control character');
  const prefix = segments.map((segment) => `${segment}/`).join('');
  const bytes = Buffer.byteLength(prefix);
  if (bytes > MOST_PREFIX_BYTES) throw refuse(`has a prefix of ${bytes} bytes, ${MOST_PREFIX_BYTES} are the most`);
  return { bucket, prefix };
}

/** What a person is told of where it is. */
export function placeName({ bucket, prefix }: S3Place): string {
  return `${SCHEME}${bucket}/${prefix}`.replace(/\/$/, '');
}
