/** Fewer may all happen to be dark. */
const LEAST_JUDGED = 8;
/** Of 16 bits: data of 14 bits or less is taken for what it is. */
const MOST_BITS = 14;

/**
 * Notices data of fewer bits in files of 16-bit samples, such as a camera's 12: their high byte alone is nearly black.
 * Says so once, when enough images were seen.
 */
export class RangeWatch {
  private seen = 0;
  private highest = 0;
  private done: boolean;

  /** @param range `data.range`: whoever has set it knows */
  constructor(range: string) {
    this.done = range !== 'auto';
  }

  /** @param highest high byte of the largest sample of each image of 16-bit samples */
  add(highest: readonly number[]): void {
    this.seen += highest.length;
    this.highest = Math.max(this.highest, ...highest);
  }

  /** The warning, where there is one to give; judged by fewer images where no more will come. */
  warning(leastImages = LEAST_JUDGED): string | null {
    if (this.done || this.seen < leastImages || this.seen === 0) return null;
    this.done = true;
    const bits = 8 + Math.ceil(Math.log2(this.highest + 1));
    if (bits > MOST_BITS) return null;
    const most = 2 ** bits - 1;
    const value = bits === 8 || bits === 12 ? String(bits) : `0:${most}`;
    return (
      `of the images of 16-bit samples (${this.seen} so far) none has a sample above ${most} of 65535: they are nearly black ` +
      `to the network; set data.range=${value}, or data.range=16 if they are meant to be`
    );
  }
}
