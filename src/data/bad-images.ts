import { DataError } from './data-error.js';
import type { BadImage } from './sample-reader.js';

/** Too few to judge a share by, unless none is allowed. */
const LEAST_JUDGED = 100;

/** Standard deviations of chance: a folder just below the limit must not end a run in any of its thousands of batches. */
const CERTAINTY = 4;

/** Counts what a rank has read since its start, and ends the run when too much of it cannot be read. */
export class BadImageLimit {
  private read = 0;
  private bad = 0;

  /** @param maxShare `train.max_bad_images`: share of all images read, 0 to 1; 0 allows none */
  constructor(private readonly maxShare: number) {}

  /**
   * @param good number of images that were read
   * @throws DataError once at least a hundred were tried, and more of them are bad than the share by any chance allows
   */
  count(good: number, bad: readonly BadImage[]): void {
    this.read += good + bad.length;
    this.bad += bad.length;
    if (this.bad <= this.mostAllowed()) return;
    const example = bad.length > 0 ? `; for example ${bad[0]!.path}: ${bad[0]!.reason}` : '';
    throw new DataError(
      'TOO_MANY_BAD_IMAGES',
      `${this.bad} of ${this.read} images cannot be read, more than train.max_bad_images = ${this.maxShare} allows` +
        example,
    );
  }

  private mostAllowed(): number {
    const { maxShare, read } = this;
    if (maxShare > 0 && read < LEAST_JUDGED) return read;
    return maxShare * read + CERTAINTY * Math.sqrt(maxShare * (1 - maxShare) * read);
  }
}

/** More would bury the log of a large folder. */
const MOST_NAMED = 100;

const SINGULAR = {
  replaced: 'cannot be read, another image takes its place',
  damaged: 'is damaged, and is read as far as it goes',
};
const PLURAL = { replaced: 'cannot be read', damaged: 'are damaged' };

/** What a rank's log says of images that are not sound: each once, however often the run comes upon it. */
export class BadImageLines {
  private readonly named = new Set<string>();

  /** @param what what became of them: another image took their place, or they were read as far as they go */
  constructor(private readonly what: 'replaced' | 'damaged') {}

  of(images: readonly BadImage[]): string[] {
    return images.flatMap(({ path, reason }) => {
      if (this.named.has(path) || this.named.size > MOST_NAMED) return [];
      this.named.add(path);
      if (this.named.size > MOST_NAMED)
        return [`more than ${MOST_NAMED} images ${PLURAL[this.what]}; from here on they are counted, not named`];
      return [`${path} ${SINGULAR[this.what]}: ${reason}`];
    });
  }
}
