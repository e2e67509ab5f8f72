import { S3Bucket } from '../../objects/s3-bucket.js';
import { parseS3Place, type S3Place } from '../../objects/s3-place.js';
import type { StoreErrors } from '../../objects/store-errors.js';
import type { Patience } from '../../objects/waiting.js';
import { CheckpointError } from '../checkpoint-error.js';

export const checkpointErrors: StoreErrors = {
  refused: (message, cause) => new CheckpointError('CHECKPOINT_STORE', message, { cause }),
  away: (message, cause) => new CheckpointError('CHECKPOINT_STORE_AWAY', message, { cause }),
  full: (message, cause) => new CheckpointError('CHECKPOINT_UNWRITABLE', message, { cause }),
  needs:
    's3:GetObject, s3:PutObject, s3:DeleteObject, s3:AbortMultipartUpload, s3:ListBucket and s3:ListBucketMultipartUploads',
};

/** Where checkpoints lie. @throws CheckpointError CHECKPOINT_STORE */
export function checkpointPlaceOf(text: string): S3Place {
  return parseS3Place(text, checkpointErrors);
}

export function checkpointBucket(place: S3Place, patience: Patience): S3Bucket {
  return new S3Bucket(place, patience, checkpointErrors);
}
