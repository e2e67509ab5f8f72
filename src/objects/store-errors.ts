/** What those who use a store call its failures. Messages are sentences without full stop, and say what to do. */
export interface StoreErrors {
  /** A place that is named wrongly, lets nobody in, or is not what it must be. */
  refused(message: string, cause?: unknown): Error;
  /** It has not answered for too long. */
  away(message: string, cause: unknown): Error;
  /** It takes no more. */
  full(message: string, cause: unknown): Error;
  /** What must be allowed there: `s3:GetObject and s3:ListBucket`. */
  needs: string;
}
