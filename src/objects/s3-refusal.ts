import { UserError } from '../errors/user-error.js';
import type { StoreErrors } from './store-errors.js';
import type { Verdict } from './waiting.js';

/** Of what the SDK throws, what is looked at. */
interface SdkError extends Error {
  code?: string;
  $metadata?: { httpStatusCode?: number };
  $response?: { headers?: Record<string, string> };
  $retryable?: object;
  Region?: string;
}

const AWAY_STATUS = [408, 429, 500, 502, 503, 504];
const AWAY_NAMES = [
  'RequestTimeout',
  'RequestTimeoutException',
  'TimeoutError',
  'SlowDown',
  'ServiceUnavailable',
  'InternalError',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  // Bytes that have changed on their way.
  'BadDigest',
  'InvalidDigest',
  'XAmzContentChecksumMismatch',
];
/** Of Node.js, for a request that had no whole answer. */
const AWAY_CODES = [
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ETIMEDOUT',
];
const FULL_NAMES = ['InsufficientStorage', 'InsufficientCapacity', 'QuotaExceeded', 'XMinioStorageFull'];

/** A body that has ended before its length. */
export class CutShort extends Error {}

/**
 * What is to be done about a request that has failed: to wait, or to tell people, in a sentence that says what to do.
 * @param place that is asked
 * @param bucket its name
 */
export function verdictOf(thrown: unknown, place: string, bucket: string, errors: StoreErrors): Verdict {
  const error = thrown as SdkError;
  if (thrown instanceof UserError) return { kind: 'failed', error };
  const status = error.$metadata?.httpStatusCode;
  const failed = (what: string): Verdict => ({
    kind: 'failed',
    error: errors.refused(`${place}: ${what}`, error),
  });
  const said = oneLine(error.message && error.message !== error.name ? `${error.name}: ${error.message}` : error.name);

  if (status === 507 || FULL_NAMES.includes(error.name))
    return {
      kind: 'failed',
      error: errors.full(
        `${place}: the store is full (${said}); free space there, then launch again: the run goes on from the checkpoint before`,
        error,
      ),
    };
  if (isAway(error, status))
    return { kind: 'again', reason: `${place} does not answer as it should: ${reasonOf(error, status)}` };

  if (error.name === 'CredentialsProviderError' || error.name === 'TokenProviderError')
    return failed(
      `no credentials are found for it (${error.message}); set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or give the ` +
        'machine a role, on every node',
    );
  if (/region is missing/i.test(error.message))
    return failed(
      'no region is set for it; set AWS_REGION, to us-east-1 where AWS_ENDPOINT_URL names a server that knows no regions',
    );
  if (error.name === 'InvalidAccessKeyId' || error.name === 'SignatureDoesNotMatch')
    return failed(
      `the store refuses the credentials (${said}); look at AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or the profile, of this node, ` +
        'and whether they are for the store that AWS_ENDPOINT_URL names',
    );
  if (error.name === 'ExpiredToken' || error.name === 'ExpiredTokenException' || error.name === 'InvalidToken')
    return failed(
      `the credentials have expired (${said}); give ones that outlast the run, or a profile or role that renews them`,
    );
  if (error.name === 'RequestTimeTooSkewed' || error.name === 'RequestInTheFuture')
    return failed(
      `the clock of this node, ${new Date().toISOString()}, is too far from the store's (${said}); set it right, by NTP`,
    );
  if (error.name === 'NoSuchBucket')
    return failed(
      `there is no bucket ${bucket} in the store; create it, or mend the name, or AWS_ENDPOINT_URL where the bucket is another store's`,
    );
  if (status === 301 || error.name === 'PermanentRedirect' || error.name === 'AuthorizationHeaderMalformed') {
    const region = error.Region ?? error.$response?.headers?.['x-amz-bucket-region'];
    return failed(
      `the bucket is in ${region ? `the region ${region}` : 'another region'} (${said}); set AWS_REGION${region ? `=${region}` : ''}`,
    );
  }
  if (status === 403)
    return failed(`the store denies access (${said}); let the credentials of this node do ${errors.needs} there`);
  if (status === 501)
    return failed(`the store cannot do what is needed (${said}); use one that docs/checkpoint-format.md describes`);
  if (/CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO_VERIFY|EPROTO/.test(error.code ?? ''))
    return failed(
      `no TLS with the store (${error.code}: ${error.message}); set NODE_EXTRA_CA_CERTS to the certificate of its authority, or mend ` +
        'AWS_ENDPOINT_URL, which begins with https:// or http://',
    );
  if (status !== undefined) return failed(`the store refuses a request with ${status} (${said})`);
  // Of this program: nothing that a person could mend there.
  return { kind: 'failed', error };
}

function isAway(error: SdkError, status: number | undefined): boolean {
  if (error instanceof CutShort || AWAY_NAMES.includes(error.name)) return true;
  if (status !== undefined && error.$response !== undefined && status >= 400) return AWAY_STATUS.includes(status);
  return AWAY_CODES.includes(error.code ?? '') || (status !== undefined && AWAY_STATUS.includes(status));
}

function reasonOf(error: SdkError, status: number | undefined): string {
  if (status === undefined || status < 400) return oneLine(withoutPackage(error.message) || error.code || error.name);
  // A gateway's page, which the SDK cannot read.
  if (error.name === 'Error' || error.name === 'SyntaxError') return `${status}, and not as S3 does`;
  return oneLine(`${status} ${error.name}: ${error.message}`);
}

/** The SDK names its package before what it says, and its options after. */
function withoutPackage(message: string): string {
  return message.replace(/^@smithy\/\S+ - /, '').replace(/(?: \(configured by client requestHandler\))?\.$/, '');
}

function oneLine(text: string): string {
  return text.split('\n', 1)[0]!.slice(0, 200);
}
